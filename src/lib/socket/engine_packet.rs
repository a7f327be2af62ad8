//! The Engine.IO 4 packet codec: `<type>[<data>]`, and how long-polling packs several packets into one body.
//!
//! On a WebSocket a binary message is a binary frame; in a polling body it is `b` and Base64, and packets are
//! separated by U+001E. See the Engine.IO protocol, revision 4, "Encoding".

use std::time::Duration;

use charlaton_json::{Value, json, parse};

use super::base64;

/// Between two packets of a polling body.
pub const SEPARATOR: char = '\u{1e}';

/// What a message carries, and what a WebSocket frame is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// UTF-8 text.
    Text(String),
    /// Bytes.
    Binary(Vec<u8>),
}

/// One Engine.IO packet; the variants are the protocol's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Packet {
    /// `0{…}`: the server's first packet.
    Open(Handshake),
    /// `1`: the sender closes the connection.
    Close,
    /// `2`: the server's heartbeat, or `2probe` from a client that wants to upgrade.
    Ping(String),
    /// `3`: the answer to a ping, with the same data.
    Pong(String),
    /// `4` and text, or binary: one message of the layer above.
    Message(Frame),
    /// `5`: from now on the client speaks on this transport.
    Upgrade,
    /// `6`: nothing; it only ends a waiting poll.
    Noop,
}

/// What the server says in its first packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handshake {
    /// Names this connection in later requests.
    pub sid: String,
    /// Whether a polling connection may move to WebSocket.
    pub can_upgrade: bool,
    /// How often the server pings.
    pub ping_interval: Duration,
    /// How long after a missing ping the connection counts as dead.
    pub ping_timeout: Duration,
    /// The largest request body or frame the server accepts, in bytes.
    pub max_payload: usize,
}

/// Why something received is not an Engine.IO packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// An empty frame, or a type that is none of `0` to `6` and `b`.
    #[error("unknown packet type")]
    UnknownType,
    /// Data where there must be none, a handshake without its fields, or broken Base64.
    #[error("malformed packet")]
    Malformed,
}

impl Packet {
    /// Reads what a WebSocket frame says.
    pub fn from_frame(frame: Frame) -> Result<Self, DecodeError> {
        match frame {
            Frame::Binary(bytes) => Ok(Self::Message(Frame::Binary(bytes))),
            Frame::Text(text) => Self::from_text(&text),
        }
    }

    fn from_text(text: &str) -> Result<Self, DecodeError> {
        let mut chars = text.chars();
        let kind = chars.next().ok_or(DecodeError::UnknownType)?;
        let data = chars.as_str();
        let bare = |packet| if data.is_empty() { Ok(packet) } else { Err(DecodeError::Malformed) };
        match kind {
            '0' => Handshake::from_json(data).map(Self::Open).ok_or(DecodeError::Malformed),
            '1' => bare(Self::Close),
            '2' => Ok(Self::Ping(data.to_owned())),
            '3' => Ok(Self::Pong(data.to_owned())),
            '4' => Ok(Self::Message(Frame::Text(data.to_owned()))),
            '5' => bare(Self::Upgrade),
            '6' => bare(Self::Noop),
            'b' => base64::decode(data)
                .map(|bytes| Self::Message(Frame::Binary(bytes)))
                .ok_or(DecodeError::Malformed),
            _ => Err(DecodeError::UnknownType),
        }
    }

    /// Reads the packets of a polling body.
    pub fn from_body(body: &str) -> Result<Vec<Self>, DecodeError> {
        body.split(SEPARATOR).map(Self::from_text).collect()
    }

    /// The packet as one WebSocket frame.
    #[must_use]
    pub fn into_frame(self) -> Frame {
        if let Self::Message(Frame::Binary(bytes)) = self {
            return Frame::Binary(bytes);
        }
        let mut text = String::new();
        self.write(&mut text);
        Frame::Text(text)
    }

    /// Appends the packet to a polling body.
    pub fn append_to(&self, body: &mut String) {
        if !body.is_empty() {
            body.push(SEPARATOR);
        }
        self.write(body);
    }

    fn write(&self, text: &mut String) {
        let (kind, data) = match self {
            Self::Open(handshake) => {
                text.push('0');
                text.push_str(&handshake.to_json());
                return;
            }
            Self::Message(Frame::Binary(bytes)) => {
                text.push('b');
                return base64::encode_into(bytes, text);
            }
            Self::Close => ('1', ""),
            Self::Ping(data) => ('2', data.as_str()),
            Self::Pong(data) => ('3', data.as_str()),
            Self::Message(Frame::Text(data)) => ('4', data.as_str()),
            Self::Upgrade => ('5', ""),
            Self::Noop => ('6', ""),
        };
        text.reserve(1 + data.len());
        text.push(kind);
        text.push_str(data);
    }
}

impl Frame {
    /// How many bytes this message takes as one packet of a polling body.
    #[must_use]
    pub fn polling_len(&self) -> usize {
        match self {
            Self::Text(text) => text.len().saturating_add(1),
            Self::Binary(bytes) => base64::encoded_len(bytes.len()).saturating_add(1),
        }
    }

    /// How many bytes this message takes as a WebSocket frame.
    #[must_use]
    pub fn socket_len(&self) -> usize {
        match self {
            Self::Text(text) => text.len().saturating_add(1),
            Self::Binary(bytes) => bytes.len(),
        }
    }
}

impl Handshake {
    fn from_json(data: &str) -> Option<Self> {
        let value: Value = parse(data).ok()?;
        let sid = value.get("sid")?.as_str()?;
        let millis = |field| value.get(field).and_then(Value::as_u64).map(Duration::from_millis);
        let upgrades = value.get("upgrades").and_then(Value::as_array);
        let max_payload = value.get("maxPayload").and_then(Value::as_u64);
        Some(Self {
            // It goes into addresses unescaped, so it may hold only what needs no escape.
            sid: is_plain(sid).then(|| sid.to_owned())?,
            can_upgrade: upgrades
                .is_some_and(|list| list.iter().any(|name| name.as_str() == Some("websocket"))),
            ping_interval: millis("pingInterval")?,
            ping_timeout: millis("pingTimeout")?,
            // Servers older than Engine.IO 6.1 do not say.
            max_payload: max_payload.and_then(|max| usize::try_from(max).ok()).unwrap_or(usize::MAX),
        })
    }

    fn to_json(&self) -> String {
        let upgrades = if self.can_upgrade { vec!["websocket"] } else { Vec::new() };
        let millis = |duration: Duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        json!({
            "sid": self.sid.as_str(),
            "upgrades": upgrades,
            "pingInterval": millis(self.ping_interval),
            "pingTimeout": millis(self.ping_timeout),
            "maxPayload": self.max_payload,
        })
        .to_string()
    }
}

fn is_plain(sid: &str) -> bool {
    !sid.is_empty() && sid.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
