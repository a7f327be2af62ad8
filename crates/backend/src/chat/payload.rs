//! What clients send, read from any JSON at all. Nothing here fails louder than `None` or a text for the sender.

use charlaton_contract::{RoomId, UserId};
use serde::Serialize;
use serde_json::{Value, value::RawValue};

use crate::{db::messages::Audience, realtime::payload::Payload};

/// The longest message, in characters.
pub(crate) const MAX_MESSAGE_CHARS: usize = 4_000;

/// The most people one private message goes to.
const MAX_TARGETS: usize = 100;

pub(crate) fn room_id(payload: &Value) -> Option<RoomId> {
    RoomId::parse(payload.as_str()?).ok()
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewMessage {
    pub(crate) content: String,
    pub(crate) audience: Audience,
}

impl NewMessage {
    /// `{msg, visibility, target}`; the error is the text of `message_error`.
    pub(crate) fn parse(payload: &Value) -> Result<Self, &'static str> {
        let audience = match payload.get("visibility").and_then(Value::as_str) {
            Some("public") => Audience::Public,
            Some("private") => Audience::Private(targets(payload).ok_or("destinatario inválido")?),
            _ => return Err("visibility inválida"),
        };
        let content =
            payload.get("msg").and_then(Value::as_str).and_then(content).ok_or("mensaje inválido")?;
        Ok(Self { content, audience })
    }
}

/// The text of a message, unless it is blank or too long.
pub(crate) fn content(text: &str) -> Option<String> {
    let fits = !text.trim().is_empty() && text.chars().nth(MAX_MESSAGE_CHARS).is_none();
    fits.then(|| text.to_owned())
}

/// `target: [{userId}]`. `None` when nobody in it can be meant.
pub(crate) fn targets(payload: &Value) -> Option<Vec<String>> {
    let list = payload.get("target")?.as_array()?;
    let mut ids: Vec<String> = list.iter().filter_map(target_id).map(|id| id.as_str().to_owned()).collect();
    ids.sort_unstable();
    ids.dedup();
    (!ids.is_empty() && ids.len() <= MAX_TARGETS).then_some(ids)
}

/// An object as the contract has it; a bare id is understood too.
fn target_id(item: &Value) -> Option<UserId> {
    let id = if item.is_object() { item.get("userId")? } else { item };
    serde_json::from_value(id.clone()).ok()
}

/// `{micEnabled, cameraEnabled}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MediaState {
    pub(crate) mic: bool,
    pub(crate) camera: bool,
}

impl MediaState {
    pub(crate) fn parse(payload: &Value) -> Option<Self> {
        let flag = |name| payload.get(name).and_then(Value::as_bool);
        Some(Self { mic: flag("micEnabled")?, camera: flag("cameraEnabled")? })
    }
}

/// `{roomId, targetUserId}`, of grants and relays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Aim {
    pub(crate) room: Option<RoomId>,
    pub(crate) target: UserId,
}

impl Aim {
    pub(crate) fn parse(payload: &Value) -> Option<Self> {
        let room = payload.get("roomId").filter(|room| !room.is_null());
        Some(Self {
            // A room that is named must be a room; leaving it out means "mine".
            room: room.map(|room| room_id(room).ok_or(())).transpose().ok()?,
            target: serde_json::from_value(payload.get("targetUserId")?.clone()).ok()?,
        })
    }
}

/// The three signaling events and the field each carries through, whatever JSON it is. `null` is a candidate: it is
/// how end-of-candidates travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signal {
    Offer,
    Answer,
    Candidate,
}

impl Signal {
    pub(crate) fn named(event: &str) -> Option<Self> {
        match event {
            "webrtc_offer" => Some(Self::Offer),
            "webrtc_answer" => Some(Self::Answer),
            "webrtc_ice_candidate" => Some(Self::Candidate),
            _ => None,
        }
    }

    pub(crate) fn event(self) -> &'static str {
        match self {
            Self::Offer => "webrtc_offer",
            Self::Answer => "webrtc_answer",
            Self::Candidate => "webrtc_ice_candidate",
        }
    }

    /// What it carries is under this name.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::Offer | Self::Answer => "sdp",
            Self::Candidate => "candidate",
        }
    }

    /// What the target gets, whatever there is or is not.
    pub(crate) fn unchanged<'a>(self, payload: &'a Payload, sender: &'a UserId) -> Relayed<'a> {
        let body = payload.field(self.field());
        let (sdp, candidate) = match self {
            Self::Offer | Self::Answer => (body, None),
            Self::Candidate => (None, body),
        };
        Relayed { sender, sdp, candidate }
    }

    /// What the target gets, if there is anything.
    pub(crate) fn relayed<'a>(self, payload: &'a Payload, sender: &'a UserId) -> Option<Relayed<'a>> {
        let relayed = self.unchanged(payload, sender);
        let body = relayed.sdp.or(relayed.candidate)?;
        (self == Self::Candidate || body.get() != "null").then_some(relayed)
    }
}

/// A signal on its way to its target. What it carries is as it came; the sender is who he is, not who he says.
#[derive(Debug, Serialize)]
pub(crate) struct Relayed<'a> {
    #[serde(rename = "senderId")]
    sender: &'a UserId,
    #[serde(skip_serializing_if = "Option::is_none")]
    sdp: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    candidate: Option<&'a RawValue>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn messages() {
        let public = json!({ "msg": "hola", "visibility": "public", "target": null });
        let read = NewMessage::parse(&public).unwrap();
        assert_eq!((read.content.as_str(), read.audience), ("hola", Audience::Public));

        let private =
            json!({ "msg": "x", "visibility": "private", "target": [{ "userId": "b" }, null, 7, "b"] });
        assert_eq!(
            NewMessage::parse(&private).unwrap().audience,
            Audience::Private(vec!["7".into(), "b".into()])
        );

        let long = "ñ".repeat(MAX_MESSAGE_CHARS);
        for (payload, error) in [
            (json!(null), "visibility inválida"),
            (json!({ "msg": "x", "visibility": "secret" }), "visibility inválida"),
            (json!({ "msg": "x", "visibility": "private" }), "destinatario inválido"),
            (json!({ "msg": "x", "visibility": "private", "target": [null, {}] }), "destinatario inválido"),
            (json!({ "msg": " \n", "visibility": "public" }), "mensaje inválido"),
            (json!({ "msg": 5, "visibility": "public" }), "mensaje inválido"),
            (json!({ "msg": format!("{long}!"), "visibility": "public" }), "mensaje inválido"),
        ] {
            assert_eq!(NewMessage::parse(&payload), Err(error), "{payload}");
        }
        assert!(NewMessage::parse(&json!({ "msg": long, "visibility": "public" })).is_ok());
    }

    #[test]
    fn relays_carry_anything_but_a_forged_sender() {
        let me = UserId::parse("me").unwrap();
        let relayed = |signal: Signal, payload: Value| {
            signal.relayed(&payload.into(), &me).map(|relayed| json!(relayed))
        };
        let forged = json!({ "senderId": "you", "sdp": { "type": "offer", "x": [1] } });
        let expected = json!({ "senderId": "me", "sdp": { "type": "offer", "x": [1] } });
        assert_eq!(relayed(Signal::Offer, forged), Some(expected));
        let end = json!({ "candidate": null });
        assert_eq!(relayed(Signal::Candidate, end), Some(json!({ "senderId": "me", "candidate": null })));
        assert_eq!(relayed(Signal::Candidate, json!({})), None);
        assert_eq!(relayed(Signal::Answer, json!({ "sdp": null })), None);
    }

    #[test]
    fn aims() {
        let aim = Aim::parse(&json!({ "roomId": "abc-xyz", "targetUserId": "b" })).unwrap();
        assert_eq!(aim.room, RoomId::parse("abc-xyz").ok());
        assert_eq!(Aim::parse(&json!({ "targetUserId": "b" })).unwrap().room, None);
        for bad in [
            json!({}),
            json!([]),
            json!({ "roomId": {}, "targetUserId": "b" }),
            json!({ "targetUserId": "" }),
        ] {
            assert_eq!(Aim::parse(&bad), None, "{bad}");
        }
    }

    /// JSON of any shape, with the field names that are looked for.
    fn anything() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".{0,20}".prop_map(Value::from),
        ];
        let key = proptest::sample::select(vec![
            "msg",
            "visibility",
            "target",
            "userId",
            "roomId",
            "targetUserId",
            "sdp",
        ]);
        leaf.prop_recursive(3, 24, 6, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::hash_map(key.clone(), inner, 0..6)
                    .prop_map(|map| map.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_shape_panics(payload in anything()) {
            let me = UserId::parse("me").unwrap();
            let _ = (room_id(&payload), NewMessage::parse(&payload), MediaState::parse(&payload), Aim::parse(&payload));
            let payload = payload.into();
            for signal in [Signal::Offer, Signal::Answer, Signal::Candidate] {
                let _ = signal.relayed(&payload, &me);
            }
        }
    }
}
