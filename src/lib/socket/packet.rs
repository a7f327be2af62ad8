//! The Socket.IO 5 packet codec: `<type>[<attachments>-][<namespace>,][<id>][<json>]`.
//!
//! A packet with binary attachments is one text message followed by one binary message for each attachment; in
//! the JSON each stands as `{"_placeholder":true,"num":n}` and is left there (see [`Payload::attachment`]).
//! See the Socket.IO protocol, revision 5, "Packet encoding".

use std::fmt::Write as _;

use charlaton_json::{Object, Value, json, parse};

use super::engine_packet::Frame;

/// The namespace of a packet that names none.
pub const ROOT: &str = "/";

/// The arguments of an event or of an acknowledgement.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Payload {
    /// JSON arguments, with a placeholder where an attachment belongs.
    pub args: Vec<Value>,
    /// The binary parts, in the order of the placeholders' `num`.
    pub attachments: Vec<Vec<u8>>,
}

impl Payload {
    /// Adds a binary part and returns the placeholder to put into `args`.
    pub fn attach(&mut self, bytes: Vec<u8>) -> Value {
        self.attachments.push(bytes);
        json!({ "_placeholder": true, "num": self.attachments.len() - 1 })
    }

    /// The binary part that `value` stands for, if it is a placeholder of this payload.
    #[must_use]
    pub fn attachment(&self, value: &Value) -> Option<&[u8]> {
        if value.get("_placeholder")? != &Value::Bool(true) {
            return None;
        }
        let index = usize::try_from(value.get("num")?.as_u64()?).ok()?;
        self.attachments.get(index).map(Vec::as_slice)
    }
}

impl From<Vec<Value>> for Payload {
    fn from(args: Vec<Value>) -> Self {
        Self { args, attachments: Vec::new() }
    }
}

/// One Socket.IO packet.
#[derive(Debug, Clone, PartialEq)]
pub struct Packet {
    /// `/`, or `/name`.
    pub namespace: String,
    /// What it says.
    pub body: Body,
}

/// What a packet says; the variants are the protocol's words. BINARY_EVENT and BINARY_ACK are an `Event` and an
/// `Ack` with attachments.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// To the server: the credentials. From it: `sid`, and `pid` where the server can recover connections.
    Connect(Object),
    /// The sender leaves the namespace.
    Disconnect,
    /// An event, with an `id` if its sender waits for an acknowledgement.
    Event {
        /// The event's name.
        name: String,
        /// Repeated in the acknowledgement.
        id: Option<u64>,
        /// What follows the name.
        payload: Payload,
    },
    /// The answer to an event with an id.
    Ack {
        /// The id of the event.
        id: u64,
        /// The answer.
        payload: Payload,
    },
    /// The server refuses the namespace.
    ConnectError {
        /// Why, in the server's words.
        message: String,
        /// Whatever else it said.
        data: Option<Value>,
    },
}

/// The largest packets accepted from the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Binary parts of one packet. The official parser takes 10.
    pub attachments: usize,
    /// Bytes of one packet, all parts together.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { attachments: 10, bytes: 16 * 1024 * 1024 }
    }
}

/// Why something received is not a Socket.IO packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// An empty message, or a type that is none of `0` to `6`.
    #[error("unknown packet type")]
    UnknownType,
    /// The text does not follow the grammar, or its data does not fit its type.
    #[error("malformed packet")]
    Malformed,
    /// More attachments or more bytes than [`Limits`] allows.
    #[error("packet over the limit")]
    TooLarge,
}

/// A packet, or the start of one.
#[derive(Debug, Clone, PartialEq)]
pub enum Decoded {
    /// A whole packet.
    Complete(Packet),
    /// A packet whose attachments are still to come.
    Partial(Partial),
    /// An event or an answer that cannot be read. What it says may come from anybody whom a server relays, so it is
    /// nothing against the connection.
    Unreadable,
}

/// A packet that waits for its attachments.
#[derive(Debug, Clone, PartialEq)]
pub struct Partial {
    /// None where it cannot be read: its attachments come all the same.
    packet: Option<Packet>,
    missing: usize,
    bytes_left: usize,
}

impl Packet {
    /// The messages that carry this packet: one text, then its attachments.
    #[must_use]
    pub fn into_frames(self) -> Vec<Frame> {
        let mut text = String::new();
        let (kind, payload) = match &self.body {
            Body::Connect(_) => ('0', None),
            Body::Disconnect => ('1', None),
            Body::Event { payload, .. } if payload.attachments.is_empty() => ('2', Some(payload)),
            Body::Ack { payload, .. } if payload.attachments.is_empty() => ('3', Some(payload)),
            Body::ConnectError { .. } => ('4', None),
            Body::Event { payload, .. } => ('5', Some(payload)),
            Body::Ack { payload, .. } => ('6', Some(payload)),
        };
        text.push(kind);
        // Writing to a String cannot fail, here and below.
        if let Some(payload) = payload.filter(|payload| !payload.attachments.is_empty()) {
            let _ = write!(text, "{}-", payload.attachments.len());
        }
        if self.namespace != ROOT {
            text.push_str(&self.namespace);
            text.push(',');
        }
        let attachments = match self.body {
            Body::Connect(data) if data.is_empty() => Vec::new(),
            Body::Connect(data) => {
                Value::Object(data).write_to(&mut text);
                Vec::new()
            }
            Body::Disconnect => Vec::new(),
            Body::Event { name, id, payload } => {
                if let Some(id) = id {
                    let _ = write!(text, "{id}");
                }
                write_array(&mut text, std::iter::once(&Value::String(name)).chain(&payload.args));
                payload.attachments
            }
            Body::Ack { id, payload } => {
                let _ = write!(text, "{id}");
                write_array(&mut text, payload.args.iter());
                payload.attachments
            }
            Body::ConnectError { message, data } => {
                let mut error = Object::new();
                error.insert("message", message.into());
                if let Some(data) = data {
                    error.insert("data", data);
                }
                Value::Object(error).write_to(&mut text);
                Vec::new()
            }
        };
        std::iter::once(Frame::Text(text)).chain(attachments.into_iter().map(Frame::Binary)).collect()
    }

    /// Reads the text of a packet.
    pub fn decode(text: &str, limits: Limits) -> Result<Decoded, DecodeError> {
        let bytes_left = limits.bytes.checked_sub(text.len()).ok_or(DecodeError::TooLarge)?;
        let mut chars = text.chars();
        let kind = chars.next().ok_or(DecodeError::UnknownType)?;
        let rest = chars.as_str();
        let (missing, rest) = match kind {
            '0'..='4' => (0, rest),
            '5' | '6' => attachment_count(rest)?,
            _ => return Err(DecodeError::UnknownType),
        };
        let (namespace, rest) = match rest.split_once(',') {
            Some(parts) if rest.starts_with('/') => parts,
            None if rest.starts_with('/') => (rest, ""),
            Some(_) | None => (ROOT, rest),
        };
        let (id, rest) = number(rest)?;
        let data = if rest.is_empty() { Ok(None) } else { parse(rest).map(Some) };
        let body = data.ok().and_then(|data| Body::from_parts(kind, id, data));
        let packet = match (kind, body) {
            ('2' | '3' | '5' | '6', None) => None,
            (_, Some(_)) if missing > limits.attachments => None,
            (_, Some(body)) => Some(Self { namespace: namespace.to_owned(), body }),
            (_, None) => return Err(DecodeError::Malformed),
        };
        Ok(match (missing, packet) {
            (0, Some(packet)) => Decoded::Complete(packet),
            (0, None) => Decoded::Unreadable,
            (_, packet) => Decoded::Partial(Partial { packet, missing, bytes_left }),
        })
    }
}

impl Partial {
    /// Adds the next attachment.
    pub fn push(mut self, bytes: Vec<u8>) -> Result<Decoded, DecodeError> {
        self.bytes_left = self.bytes_left.checked_sub(bytes.len()).ok_or(DecodeError::TooLarge)?;
        match self.packet.as_mut().map(|packet| &mut packet.body) {
            None => {}
            Some(Body::Event { payload, .. } | Body::Ack { payload, .. }) => payload.attachments.push(bytes),
            Some(Body::Connect(_) | Body::Disconnect | Body::ConnectError { .. }) => {
                return Err(DecodeError::Malformed);
            }
        }
        self.missing -= 1;
        Ok(match (self.missing, self.packet) {
            (0, Some(packet)) => Decoded::Complete(packet),
            (0, None) => Decoded::Unreadable,
            (missing, packet) => Decoded::Partial(Self { packet, missing, ..self }),
        })
    }
}

impl Body {
    fn from_parts(kind: char, id: Option<u64>, data: Option<Value>) -> Option<Self> {
        match (kind, data) {
            ('0', None) => Some(Self::Connect(Object::new())),
            ('0', Some(Value::Object(data))) => Some(Self::Connect(data)),
            ('1', None) => Some(Self::Disconnect),
            ('2' | '5', Some(Value::Array(mut args))) if !args.is_empty() => {
                let name = match args.remove(0) {
                    Value::String(name) => name,
                    // The protocol's parser takes numbers for names; they match the same text.
                    Value::Number(name) => name.as_str().to_owned(),
                    Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
                };
                Some(Self::Event { name, id, payload: args.into() })
            }
            ('3' | '6', Some(Value::Array(args))) => Some(Self::Ack { id: id?, payload: args.into() }),
            ('4', Some(Value::String(message))) => Some(Self::ConnectError { message, data: None }),
            ('4', Some(Value::Object(mut error))) => {
                let message = match error.remove("message") {
                    Some(Value::String(message)) => message,
                    Some(_) | None => String::new(),
                };
                Some(Self::ConnectError { message, data: error.remove("data") })
            }
            _ => None,
        }
    }
}

fn write_array<'a>(text: &mut String, values: impl Iterator<Item = &'a Value>) {
    text.push('[');
    for (index, value) in values.enumerate() {
        if index > 0 {
            text.push(',');
        }
        value.write_to(text);
    }
    text.push(']');
}

fn attachment_count(text: &str) -> Result<(usize, &str), DecodeError> {
    let (count, rest) = number(text)?;
    let rest = rest.strip_prefix('-').ok_or(DecodeError::Malformed)?;
    let count = count.ok_or(DecodeError::Malformed)?;
    Ok((usize::try_from(count).map_err(|_| DecodeError::TooLarge)?, rest))
}

fn number(text: &str) -> Result<(Option<u64>, &str), DecodeError> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    if digits.is_empty() {
        return Ok((None, rest));
    }
    Ok((Some(digits.parse().map_err(|_| DecodeError::Malformed)?), rest))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
