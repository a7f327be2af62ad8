//! Soft sounds for what happens. The browser makes them: no file is loaded.

mod browser;

pub use browser::Chimes;

/// What is to be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chime {
    /// Somebody came.
    Joined,
    /// Somebody went.
    Left,
    /// Somebody wrote.
    Message,
    /// Somebody raised a hand.
    Hand,
    /// Somebody asks to be let in.
    Knock,
}

impl Chime {
    /// Its notes in hertz, one after the other.
    #[must_use]
    pub fn notes(self) -> &'static [f32] {
        match self {
            Self::Joined => &[523.0, 784.0],
            Self::Left => &[784.0, 523.0],
            Self::Message => &[880.0],
            Self::Hand => &[587.0, 740.0, 880.0],
            Self::Knock => &[196.0, 196.0, 196.0],
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::Chime;

    #[test]
    fn every_sound_is_another_and_can_be_heard() {
        let all = [Chime::Joined, Chime::Left, Chime::Message, Chime::Hand, Chime::Knock];
        for (index, chime) in all.into_iter().enumerate() {
            // What small loudspeakers play and old ears hear.
            assert!(chime.notes().iter().all(|note| (150.0..=2000.0).contains(note)), "{chime:?}");
            assert!(!chime.notes().is_empty() && chime.notes().len() <= 3, "{chime:?}");
            assert!(all[..index].iter().all(|other| other.notes() != chime.notes()), "{chime:?}");
        }
    }
}
