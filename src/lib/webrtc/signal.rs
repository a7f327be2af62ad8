//! What two browsers say to each other over the signaling server.
//!
//! On the wire a description is `{type, sdp}` and a candidate the standard init, as every other client writes them.
//! Our own fields (`session`, `seq`, `from`, `to`) ride inside the same object and are optional on receipt:
//! whoever hands the object to `RTCPeerConnection` never notices them.

use charlaton_contract::UserId;
use charlaton_json::{Object, Value};

use super::session::Session;

/// The longest session description that is looked at, in bytes. A real one with four media sections is 8 KiB.
pub const MAX_SDP_BYTES: usize = 256 * 1024;
/// The longest candidate line that is looked at, in bytes. A real one is 200.
pub const MAX_CANDIDATE_BYTES: usize = 4 * 1024;

/// A message for one peer, exactly what stands in `sdp` or `candidate` of the relayed event.
#[derive(Debug, Clone, PartialEq)]
pub enum Signal {
    /// `webrtc_offer`.
    Offer(Value),
    /// `webrtc_answer`.
    Answer(Value),
    /// `webrtc_ice_candidate`.
    Candidate(Value),
}

impl Signal {
    /// What is relayed.
    #[must_use]
    pub fn content(&self) -> &Value {
        match self {
            Self::Offer(content) | Self::Answer(content) | Self::Candidate(content) => content,
        }
    }
}

/// Which half of an exchange a description is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Opens an exchange.
    Offer,
    /// Closes it.
    Answer,
}

/// A session description with what we know about it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Description {
    /// Offer or answer.
    pub kind: Kind,
    /// The text, as the browser made it.
    pub sdp: String,
}

impl Description {
    /// Whether the description speaks of ICE credentials `fragment`, that is whether a candidate with it can be
    /// added once this description is in force.
    #[must_use]
    pub fn knows(&self, fragment: &str) -> bool {
        self.fragments().any(|known| known == fragment)
    }

    /// Whether there is a section for data channels.
    #[must_use]
    pub fn has_channel(&self) -> bool {
        self.sdp.lines().any(|line| line.starts_with("m=application"))
    }

    /// The `a=ice-ufrag` values, one or more a media section.
    pub fn fragments(&self) -> impl Iterator<Item = &str> {
        self.sdp.lines().filter_map(|line| line.strip_prefix("a=ice-ufrag:")).map(str::trim)
    }

    /// The session id of the `o=` line (RFC 8866, 5.2): the same for the whole life of one `RTCPeerConnection`
    /// (RFC 8829, 5.2.1), so it tells a renegotiation from a new connection when a client sends no `session`.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.sdp.lines().find_map(|line| line.strip_prefix("o="))?.split_whitespace().nth(1)
    }
}

/// `RTCIceCandidateInit`. An empty `candidate` is the end of candidates.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Candidate {
    /// The `candidate:` line, or nothing for the end.
    pub candidate: String,
    /// The media section by name.
    pub sdp_mid: Option<String>,
    /// The media section by number.
    pub sdp_m_line_index: Option<u16>,
    /// Which ICE credentials it belongs to.
    pub username_fragment: Option<String>,
}

impl Candidate {
    /// The ICE credentials it belongs to: its own field, or the `ufrag` extension inside the line.
    #[must_use]
    pub fn fragment(&self) -> Option<&str> {
        self.username_fragment.as_deref().or_else(|| {
            let mut words = self.candidate.split_whitespace();
            words.find(|word| *word == "ufrag")?;
            words.next()
        })
    }
}

/// Who a message is about, beside its content.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Envelope {
    /// The connection it belongs to.
    pub session: Option<Session>,
    /// The number of the offer within the session; an answer repeats the number of what it answers.
    pub seq: Option<u32>,
    /// Whom it is for. A server that broadcasts delivers it to everybody.
    pub to: Option<String>,
}

/// A message that made sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// An offer or an answer.
    Description(Description),
    /// A candidate or the end of them.
    Candidate(Candidate),
}

/// Reads a message. `None` when it makes no sense: that is said nowhere, the sender is a stranger.
#[must_use]
pub fn read(signal: &Signal) -> Option<(Envelope, Body)> {
    match signal {
        Signal::Offer(value) => read_description(value, Kind::Offer),
        Signal::Answer(value) => read_description(value, Kind::Answer),
        Signal::Candidate(value) => read_candidate(value),
    }
}

/// Writes a description for `to`.
#[must_use]
pub fn write_description(
    description: &Description,
    session: &Session,
    seq: u32,
    from: &UserId,
    to: &UserId,
) -> Signal {
    let mut fields = envelope(session, from, to);
    fields.insert("sdp", description.sdp.as_str().into());
    fields.insert("seq", seq.into());
    match description.kind {
        Kind::Offer => {
            fields.insert("type", "offer".into());
            Signal::Offer(fields.into())
        }
        Kind::Answer => {
            fields.insert("type", "answer".into());
            Signal::Answer(fields.into())
        }
    }
}

/// Writes a candidate for `to`.
#[must_use]
pub fn write_candidate(candidate: &Candidate, session: &Session, from: &UserId, to: &UserId) -> Signal {
    let mut fields = envelope(session, from, to);
    fields.insert("candidate", candidate.candidate.as_str().into());
    fields.insert("sdpMid", candidate.sdp_mid.as_deref().into());
    fields.insert("sdpMLineIndex", candidate.sdp_m_line_index.into());
    fields.insert("usernameFragment", candidate.username_fragment.as_deref().into());
    Signal::Candidate(fields.into())
}

fn envelope(session: &Session, from: &UserId, to: &UserId) -> Object {
    let mut fields = Object::new();
    fields.insert("session", session.to_string().into());
    fields.insert("from", from.as_str().into());
    fields.insert("to", to.as_str().into());
    fields
}

fn read_description(value: &Value, kind: Kind) -> Option<(Envelope, Body)> {
    // The bare text is what some clients relay; the event already says which half it is.
    let sdp = value.as_str().or_else(|| value.get("sdp")?.as_str())?;
    let said = value.get("type").and_then(Value::as_str);
    let expected = match kind {
        Kind::Offer => "offer",
        Kind::Answer => "answer",
    };
    if sdp.len() > MAX_SDP_BYTES || said.is_some_and(|said| said != expected) {
        return None;
    }
    Some((read_envelope(value), Body::Description(Description { kind, sdp: sdp.to_owned() })))
}

fn read_candidate(value: &Value) -> Option<(Envelope, Body)> {
    if value.is_null() {
        return Some((Envelope::default(), Body::Candidate(Candidate::default())));
    }
    let candidate = value.get("candidate")?.as_str()?;
    let text = |name| value.get(name).and_then(Value::as_str).filter(|text| text.len() <= 256);
    if candidate.len() > MAX_CANDIDATE_BYTES {
        return None;
    }
    let index = value.get("sdpMLineIndex").and_then(Value::as_u64);
    let candidate = Candidate {
        candidate: candidate.to_owned(),
        sdp_mid: text("sdpMid").map(str::to_owned),
        sdp_m_line_index: index.and_then(|index| u16::try_from(index).ok()),
        username_fragment: text("usernameFragment").map(str::to_owned),
    };
    Some((read_envelope(value), Body::Candidate(candidate)))
}

fn read_envelope(value: &Value) -> Envelope {
    Envelope {
        session: value.get("session").and_then(Value::as_str).and_then(Session::parse),
        seq: value.get("seq").and_then(Value::as_u64).and_then(|seq| u32::try_from(seq).ok()),
        to: value.get("to").and_then(Value::as_str).map(str::to_owned),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use charlaton_json::json;
    use proptest::prelude::*;

    use super::*;

    fn user(id: &str) -> UserId {
        UserId::parse(id).unwrap()
    }

    #[test]
    fn what_is_written_is_read() {
        let session = Session::first("k3");
        let description = Description { kind: Kind::Offer, sdp: "v=0".into() };
        let signal = write_description(&description, &session, 3, &user("a"), &user("b"));
        let envelope = Envelope { session: Some(session.clone()), seq: Some(3), to: Some("b".into()) };
        assert_eq!(read(&signal), Some((envelope, Body::Description(description))));

        let candidate =
            Candidate { candidate: "candidate:1".into(), sdp_mid: Some("0".into()), ..Candidate::default() };
        let signal = write_candidate(&candidate, &session, &user("a"), &user("b"));
        let envelope = Envelope { session: Some(session), seq: None, to: Some("b".into()) };
        assert_eq!(read(&signal), Some((envelope, Body::Candidate(candidate))));
    }

    #[test]
    fn another_client_is_understood() {
        let bare = Description { kind: Kind::Answer, sdp: "v=0".into() };
        for value in [json!("v=0"), json!({"sdp": "v=0"}), json!({"type": "answer", "sdp": "v=0"})] {
            let expected = Some((Envelope::default(), Body::Description(bare.clone())));
            assert_eq!(read(&Signal::Answer(value)), expected);
        }
        let end = Some((Envelope::default(), Body::Candidate(Candidate::default())));
        assert_eq!(read(&Signal::Candidate(Value::Null)), end);
        assert_eq!(read(&Signal::Candidate(json!({"candidate": ""}))), end);
    }

    #[test]
    fn nonsense_is_nothing() {
        let long = "x".repeat(MAX_SDP_BYTES + 1);
        for value in [
            json!(null),
            json!({}),
            json!({"sdp": 1}),
            json!({"type": "answer", "sdp": ""}),
            json!(long.as_str()),
        ] {
            assert_eq!(read(&Signal::Offer(value)), None);
        }
        for value in [json!(1), json!({}), json!({"candidate": {}}), json!({"candidate": long.as_str()})] {
            assert_eq!(read(&Signal::Candidate(value)), None);
        }
    }

    #[test]
    fn the_credentials_of_a_candidate_are_found() {
        let inside = Candidate {
            candidate: "candidate:1 1 udp 1 ::1 9 typ host ufrag Ab1 network-id 1".into(),
            ..Candidate::default()
        };
        assert_eq!(inside.fragment(), Some("Ab1"));
        let beside = Candidate { username_fragment: Some("Cd2".into()), ..inside };
        assert_eq!(beside.fragment(), Some("Cd2"));
        assert_eq!(
            Candidate { candidate: "candidate:1 ufrag".into(), ..Candidate::default() }.fragment(),
            None
        );
    }

    #[test]
    fn a_description_tells_its_origin_and_credentials() {
        let sdp = "v=0\r\no=- 42 2 IN IP4 127.0.0.1\r\na=ice-ufrag:Ab1\r\n".to_owned();
        let description = Description { kind: Kind::Offer, sdp };
        assert_eq!(description.origin(), Some("42"));
        assert!(description.knows("Ab1") && !description.knows("Ab"));
        assert!(!description.has_channel());
        let sdp = "v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n".to_owned();
        assert!(Description { kind: Kind::Offer, sdp }.has_channel());
        assert_eq!(Description { kind: Kind::Offer, sdp: "o=".into() }.origin(), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,200}") {
            let value = charlaton_json::parse(&text).unwrap_or(Value::String(text));
            for signal in [Signal::Offer(value.clone()), Signal::Answer(value.clone()), Signal::Candidate(value)] {
                if let Some((_, Body::Description(description))) = read(&signal) {
                    let _ = (description.origin(), description.knows("x"));
                }
            }
        }
    }
}
