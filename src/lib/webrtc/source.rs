//! What a connection carries, and in which of its transceivers.

/// One of the four things a person can send. They are the fixed transceivers of a connection, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// The voice.
    Microphone,
    /// The face.
    Camera,
    /// A shared screen.
    Screen,
    /// What the shared screen sounds like.
    ScreenAudio,
}

/// Audio or video.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    /// `"audio"`.
    Audio,
    /// `"video"`.
    Video,
}

impl Source {
    /// All of them, in the order of the transceivers.
    pub const ALL: [Self; 4] = [Self::Microphone, Self::Camera, Self::Screen, Self::ScreenAudio];

    /// Audio or video.
    #[must_use]
    pub fn kind(self) -> MediaKind {
        match self {
            Self::Microphone | Self::ScreenAudio => MediaKind::Audio,
            Self::Camera | Self::Screen => MediaKind::Video,
        }
    }
}

impl MediaKind {
    /// Reads `MediaStreamTrack.kind`.
    #[must_use]
    pub fn parse(kind: &str) -> Option<Self> {
        match kind {
            "audio" => Some(Self::Audio),
            "video" => Some(Self::Video),
            _ => None,
        }
    }

    /// As `MediaStreamTrack.kind` and `addTransceiver` have it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Audio => "audio",
            Self::Video => "video",
        }
    }
}

/// Gives the transceivers of a connection, in their order, a meaning each: the first audio is the microphone, the
/// first video the camera. Right for our own four and for a client that has fewer or in another order; what it has
/// more of means nothing.
#[must_use]
pub fn assign(kinds: impl IntoIterator<Item = Option<MediaKind>>) -> Vec<Option<Source>> {
    let mut free = Source::ALL.to_vec();
    let mut take = |kind: MediaKind| {
        let index = free.iter().position(|source| source.kind() == kind)?;
        Some(free.remove(index))
    };
    kinds.into_iter().map(|kind| kind.and_then(&mut take)).collect()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn assigned(kinds: &str) -> Vec<Option<Source>> {
        assign(kinds.chars().map(|kind| match kind {
            'a' => Some(MediaKind::Audio),
            'v' => Some(MediaKind::Video),
            _ => None,
        }))
    }

    #[test]
    fn our_own_four_are_themselves() {
        assert_eq!(assigned("avva"), Source::ALL.map(Some));
    }

    #[test]
    fn another_client_keeps_voice_and_face() {
        assert_eq!(assigned("a"), [Some(Source::Microphone)]);
        assert_eq!(assigned("va"), [Some(Source::Camera), Some(Source::Microphone)]);
        assert_eq!(assigned("aaa?")[2..], [None, None]);
    }
}
