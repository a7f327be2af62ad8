//! What peers tell each other over the data channel: what the servers have no event for.
//!
//! Small JSON objects, `{"v":1,"type":…}`. A message that is too long, of another version or of an unknown type is
//! ignored: the other side may be newer than we are.

use charlaton_contract::read::field;
use charlaton_json::{Value, json, parse};

/// The longest message that is sent or read, in bytes.
pub const MAX_MESSAGE_BYTES: usize = 16 * 1024;
/// The longest reaction, in bytes: a family of four with skin tones is 41.
pub const MAX_EMOJI_BYTES: usize = 64;
const VERSION: u64 = 1;

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeerMessage {
    /// What the sender is sending.
    Media {
        /// The microphone is heard.
        mic: bool,
        /// The camera is on.
        camera: bool,
        /// A screen is shared.
        screen: bool,
        /// Microphone or camera would be on, but the sender's system holds it for the moment.
        interrupted: bool,
    },
    /// The hand is up or down.
    Hand {
        /// Up.
        raised: bool,
        /// Since how many milliseconds, so that who comes later puts hands into the order they were raised in.
        for_ms: u32,
    },
    /// A passing reaction.
    Reaction {
        /// One emoji.
        emoji: String,
    },
    /// The sender began or stopped to speak.
    Speaking {
        /// Began.
        on: bool,
    },
    /// How the receiver's picture is shown here, so that it need not send more.
    Tile {
        /// In device pixels.
        width: u32,
        /// In device pixels.
        height: u32,
        /// On the screen at all.
        visible: bool,
        /// What the receiver shares is.
        screen: bool,
    },
    /// The sender wants this of the receiver, who obeys hosts alone.
    Request(Request),
}

/// What hosts may want of somebody: always less of them, never more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request {
    /// The microphone off.
    Mute,
    /// The camera off.
    StopCamera,
    /// The hand down.
    LowerHand,
    /// Out of the meeting.
    Leave,
}

impl Request {
    const ALL: [Self; 4] = [Self::Mute, Self::StopCamera, Self::LowerHand, Self::Leave];

    /// As it travels.
    fn name(self) -> &'static str {
        match self {
            Self::Mute => "mute",
            Self::StopCamera => "stopCamera",
            Self::LowerHand => "lowerHand",
            Self::Leave => "leave",
        }
    }
}

impl PeerMessage {
    /// As it travels. `None` when it is beyond a bound of this module.
    #[must_use]
    pub fn encode(&self) -> Option<String> {
        if !self.is_bounded() {
            return None;
        }
        let mut value = match self {
            Self::Media { mic, camera, screen, .. } => {
                json!({ "v": VERSION, "type": "media", "mic": *mic, "camera": *camera, "screen": *screen })
            }
            Self::Hand { raised, .. } => json!({ "v": VERSION, "type": "hand", "raised": *raised }),
            Self::Reaction { emoji } => json!({ "v": VERSION, "type": "reaction", "emoji": emoji.as_str() }),
            Self::Speaking { on } => json!({ "v": VERSION, "type": "speaking", "on": *on }),
            Self::Tile { width, height, visible, .. } => {
                json!({ "v": VERSION, "type": "tile", "width": *width, "height": *height, "visible": *visible })
            }
            Self::Request(what) => json!({ "v": VERSION, "type": "request", "what": what.name() }),
        };
        // A field more, which older readers pass over.
        if let Value::Object(members) = &mut value {
            match self {
                Self::Media { interrupted: true, .. } => members.insert("interrupted", true.into()),
                Self::Hand { for_ms: for_ms @ 1.., .. } => members.insert("forMs", (*for_ms).into()),
                Self::Tile { visible, screen, .. } if screen != visible => {
                    members.insert("screen", (*screen).into());
                }
                Self::Media { .. }
                | Self::Hand { .. }
                | Self::Reaction { .. }
                | Self::Speaking { .. }
                | Self::Tile { .. }
                | Self::Request(_) => {}
            }
        }
        Some(value.to_string())
    }

    /// Reads what arrived. `None` for everything that is not a message of ours.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        if text.len() > MAX_MESSAGE_BYTES {
            return None;
        }
        let value = parse(text).ok()?;
        if value.get("v")?.as_u64()? != VERSION {
            return None;
        }
        let message = match value.get("type")?.as_str()? {
            "media" => Self::Media {
                mic: field(&value, "mic")?,
                camera: field(&value, "camera")?,
                screen: field(&value, "screen")?,
                interrupted: field(&value, "interrupted").unwrap_or_default(),
            },
            "hand" => Self::Hand {
                raised: field(&value, "raised")?,
                for_ms: field(&value, "forMs").unwrap_or_default(),
            },
            "reaction" => Self::Reaction { emoji: field(&value, "emoji")? },
            "speaking" => Self::Speaking { on: field(&value, "on")? },
            "tile" => {
                let visible = field(&value, "visible")?;
                Self::Tile {
                    width: field(&value, "width")?,
                    height: field(&value, "height")?,
                    visible,
                    screen: field(&value, "screen").unwrap_or(visible),
                }
            }
            "request" => {
                let what = value.get("what")?.as_str()?;
                Self::Request(Request::ALL.into_iter().find(|request| request.name() == what)?)
            }
            _ => return None,
        };
        message.is_bounded().then_some(message)
    }

    fn is_bounded(&self) -> bool {
        match self {
            Self::Reaction { emoji } => !emoji.is_empty() && emoji.len() <= MAX_EMOJI_BYTES,
            Self::Media { .. }
            | Self::Hand { .. }
            | Self::Speaking { .. }
            | Self::Tile { .. }
            | Self::Request(_) => true,
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(message: &PeerMessage, wire: &str) {
        assert_eq!(message.encode().as_deref(), Some(wire));
        assert_eq!(PeerMessage::decode(wire).as_ref(), Some(message));
    }

    #[test]
    fn each_message_has_its_wire_form() {
        let media = |mic, interrupted| PeerMessage::Media { mic, camera: false, screen: false, interrupted };
        check(&media(true, false), r#"{"v":1,"type":"media","mic":true,"camera":false,"screen":false}"#);
        check(
            &media(false, true),
            r#"{"v":1,"type":"media","mic":false,"camera":false,"screen":false,"interrupted":true}"#,
        );
        let hand = |for_ms| PeerMessage::Hand { raised: true, for_ms };
        check(&hand(0), r#"{"v":1,"type":"hand","raised":true}"#);
        check(&hand(90_000), r#"{"v":1,"type":"hand","raised":true,"forMs":90000}"#);
        check(&PeerMessage::Reaction { emoji: "🎉".into() }, r#"{"v":1,"type":"reaction","emoji":"🎉"}"#);
        check(&PeerMessage::Speaking { on: false }, r#"{"v":1,"type":"speaking","on":false}"#);
        let tile = |visible, screen| PeerMessage::Tile { width: 320, height: 180, visible, screen };
        check(&tile(true, true), r#"{"v":1,"type":"tile","width":320,"height":180,"visible":true}"#);
        check(
            &tile(false, true),
            r#"{"v":1,"type":"tile","width":320,"height":180,"visible":false,"screen":true}"#,
        );
        for (request, name) in Request::ALL.into_iter().zip(["mute", "stopCamera", "lowerHand", "leave"]) {
            check(&PeerMessage::Request(request), &format!(r#"{{"v":1,"type":"request","what":"{name}"}}"#));
        }
    }

    #[test]
    fn what_is_not_ours_is_ignored() {
        let long = format!(r#"{{"v":1,"type":"reaction","emoji":"{}"}}"#, "x".repeat(MAX_EMOJI_BYTES + 1));
        let padded = format!(r#"{{"v":1,"type":"hand","raised":true}}{}"#, " ".repeat(MAX_MESSAGE_BYTES));
        for text in [
            "",
            "1",
            "{}",
            r#"{"type":"hand","raised":true}"#,
            r#"{"v":2,"type":"hand","raised":true}"#,
            r#"{"v":1,"type":"later"}"#,
            r#"{"v":1,"type":"hand","raised":"yes"}"#,
            r#"{"v":1,"type":"reaction","emoji":""}"#,
            r#"{"v":1,"type":"request","what":"unmute"}"#,
            &long,
            &padded,
        ] {
            assert_eq!(PeerMessage::decode(text), None, "{text}");
        }
        assert_eq!(PeerMessage::Reaction { emoji: "x".repeat(MAX_EMOJI_BYTES + 1) }.encode(), None);
    }

    #[test]
    fn a_field_more_is_no_harm() {
        for newer in ["\"since\":5", "\"forMs\":-1", "\"forMs\":\"long\""] {
            let newer = format!(r#"{{"v":1,"type":"hand","raised":true,{newer}}}"#);
            assert_eq!(PeerMessage::decode(&newer), Some(PeerMessage::Hand { raised: true, for_ms: 0 }));
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,300}") {
            let _ = PeerMessage::decode(&text);
        }
    }
}
