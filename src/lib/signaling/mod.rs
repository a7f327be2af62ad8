//! The chat server's events as types: what may be said, and what is heard. Nothing else is ever emitted, because the
//! existing server dies of payloads it does not expect (contract, section 6, row 1).

mod access;
mod directory;
pub mod relay;

pub use access::Access;
pub use directory::Directory;

use charlaton_contract::{
    RoomId, UserId,
    events::{
        Failure, MediaState, Message, OnlineUser, RelayIn, RoomEnded, UserJoined, UserLeft, UserMediaState,
        UserRef, join_refusal, name,
    },
    read::{Read, field},
};
use charlaton_json::{Object, Value, json};

use crate::lib::webrtc::Signal;

/// What we say.
#[derive(Debug, Clone, PartialEq)]
pub enum Outgoing {
    /// Enter the room.
    Join(RoomId),
    /// Ask who is in it; the answer is whom a newcomer offers to.
    AskWhoIsThere(RoomId),
    /// Ask for the ids inside the tokens of all who are connected.
    AskForTokenIds,
    /// Leave the room.
    Leave,
    /// End the meeting for everybody.
    End,
    /// Put somebody out of our room, of which we are a host.
    Remove(RoomId, UserId),
    /// Write to everybody.
    Say(String),
    /// Write to one person.
    Tell {
        /// What.
        text: String,
        /// Whom.
        to: UserId,
        /// Ourselves, who are told as well: the existing server gives the author of a private message no echo.
        me: UserId,
    },
    /// Our microphone and camera.
    Media(MediaState),
    /// Ask the hosts of a private room to be let in.
    AskForAccess(RoomId),
    /// Let somebody into our room.
    Grant(RoomId, UserId),
    /// Do not let somebody in. Existing servers do not know this one.
    Deny(RoomId, UserId),
    /// Negotiate with one participant.
    Signal {
        /// Our room.
        room: RoomId,
        /// With whom.
        to: UserId,
        /// What.
        signal: Signal,
    },
}

impl Outgoing {
    /// Event name and arguments.
    #[must_use]
    pub fn encode(self) -> (&'static str, Vec<Value>) {
        match self {
            Self::Join(room) => (name::JOIN_ROOM, vec![room.as_str().into()]),
            Self::AskWhoIsThere(room) => (name::JOINS_IN_ROOM, vec![room.as_str().into()]),
            Self::AskForTokenIds => (name::JOINS, Vec::new()),
            Self::Leave => (name::LEAVE_ROOM, Vec::new()),
            Self::End => (name::END_ROOM, Vec::new()),
            Self::Remove(room, user) => {
                let aim = json!({ "roomId": room.as_str(), "targetUserId": user.as_str() });
                (name::REMOVE_USER, vec![aim])
            }
            Self::Say(msg) => {
                (name::MESSAGE, vec![json!({ "msg": msg, "visibility": "public", "target": null })])
            }
            Self::Tell { text, to, me } => {
                let target = [to, me].map(|id| json!({ "userId": id.as_str() })).to_vec();
                (name::MESSAGE, vec![json!({ "msg": text, "visibility": "private", "target": target })])
            }
            Self::Media(MediaState { mic_enabled, camera_enabled }) => {
                let state = json!({ "micEnabled": mic_enabled, "cameraEnabled": camera_enabled });
                (name::MEDIA_STATE_CHANGED, vec![state])
            }
            Self::AskForAccess(room) => (name::SEND_ACCESS, vec![room.as_str().into()]),
            Self::Grant(room, user) => access::answer(name::GRANT_ACCESS, &room, &user),
            Self::Deny(room, user) => access::answer(name::DENY_ACCESS, &room, &user),
            Self::Signal { room, to, signal } => relay(room, to, signal),
        }
    }
}

/// Why the room cannot be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinRefusal {
    /// There is no such room.
    Unknown,
    /// It has ended.
    Ended,
    /// Anything else, in the server's words.
    Other(String),
}

/// What we hear.
#[derive(Debug, Clone, PartialEq)]
pub enum Incoming {
    /// We are in the room; and ourselves by the token's id.
    Joined(Option<UserRef>),
    /// We are not.
    JoinRefused(JoinRefusal),
    /// We are not either: it is private, and nobody has let us in yet.
    KeptOut,
    /// Who was there before us, perhaps with ourselves and repetitions.
    RoomUsers(Vec<UserId>),
    /// Everybody on the server, by the ids inside their tokens.
    TokenIds(Vec<UserRef>),
    /// Somebody came, or came again.
    UserJoined(UserRef),
    /// Who is there: one entry a socket.
    UsersOnline(Vec<OnlineUser>),
    /// Somebody says they left; `usersOnline` decides.
    UserLeft(UserLeft),
    /// A chat message, ours too.
    Message(Message),
    /// A chat message of ours was refused.
    MessageRefused(String),
    /// Somebody's microphone and camera.
    Media(UserMediaState),
    /// Negotiation from one participant.
    Signal {
        /// From whom.
        from: UserId,
        /// What.
        signal: Signal,
    },
    /// The meeting is over.
    RoomEnded(Option<RoomId>),
    /// We may not end it.
    EndRefused,
    /// A host has put us out.
    Removed(Option<RoomId>),
    /// Who asks to be let in, and what becomes of it.
    Access(Access),
}

impl Incoming {
    /// Reads an event. `None` for events that do not concern a meeting and for payloads that are not what the
    /// contract says: a client has no use for either.
    #[must_use]
    pub fn decode(event: &str, args: &[Value]) -> Option<Self> {
        let payload = args.first().unwrap_or(&Value::Null);
        Some(match event {
            name::JOIN_ROOM_SUCCESS => Self::Joined(field(payload, "user")),
            name::JOIN_ROOM_ERROR => refusal(Failure::read(payload)?.message),
            name::ROOM_USERS => Self::RoomUsers(Read::read(payload)?),
            name::JOINS_USERS => Self::TokenIds(Read::read(payload)?),
            name::USER_JOINED => Self::UserJoined(UserJoined::read(payload)?.user),
            name::USERS_ONLINE => Self::UsersOnline(Read::read(payload)?),
            name::USER_LEFT | name::USER_DISCONNECTED => Self::UserLeft(Read::read(payload)?),
            name::MESSAGE_SUCCESS | name::NEW_SUCCESS | name::NEW_MESSAGE => {
                Self::Message(Read::read(payload)?)
            }
            name::MESSAGE_ERROR => Self::MessageRefused(Failure::read(payload)?.message),
            name::USER_MEDIA_CHANGED | name::MEDIA_STATE_CHANGED => Self::Media(Read::read(payload)?),
            name::WEBRTC_OFFER => signal(payload, Signal::Offer, |relay| relay.sdp)?,
            name::WEBRTC_ANSWER => signal(payload, Signal::Answer, |relay| relay.sdp)?,
            name::WEBRTC_ICE_CANDIDATE | name::ICE_CANDIDATE => {
                signal(payload, Signal::Candidate, |relay| Some(relay.candidate.unwrap_or(Value::Null)))?
            }
            name::ROOM_ENDED => Self::RoomEnded(room(payload)),
            name::REMOVED => Self::Removed(room(payload)),
            name::END_ROOM_ERROR => Self::EndRefused,
            _ => Self::Access(access::decode(event, payload)?),
        })
    }
}

fn room(payload: &Value) -> Option<RoomId> {
    RoomEnded::read(payload)?.room_id
}

fn relay(room_id: RoomId, target_user_id: UserId, signal: Signal) -> (&'static str, Vec<Value>) {
    let (event, field, content) = parts(signal);
    let mut payload = Object::new();
    payload.insert("roomId", room_id.as_str().into());
    payload.insert("targetUserId", target_user_id.as_str().into());
    payload.insert(field, content);
    (event, vec![payload.into()])
}

/// The event that carries a signal, and under which field.
fn parts(signal: Signal) -> (&'static str, &'static str, Value) {
    match signal {
        Signal::Offer(sdp) => (name::WEBRTC_OFFER, "sdp", sdp),
        Signal::Answer(sdp) => (name::WEBRTC_ANSWER, "sdp", sdp),
        Signal::Candidate(candidate) => (name::WEBRTC_ICE_CANDIDATE, "candidate", candidate),
    }
}

fn signal(
    payload: &Value,
    kind: fn(Value) -> Signal,
    content: fn(RelayIn) -> Option<Value>,
) -> Option<Incoming> {
    let relay = RelayIn::read(payload)?;
    let from = relay.sender_id.clone();
    Some(Incoming::Signal { from, signal: kind(content(relay)?) })
}

fn refusal(message: String) -> Incoming {
    Incoming::JoinRefused(match message.as_str() {
        join_refusal::PRIVATE => return Incoming::KeptOut,
        join_refusal::UNKNOWN => JoinRefusal::Unknown,
        join_refusal::ENDED => JoinRefusal::Ended,
        _ => JoinRefusal::Other(message),
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn user(id: &str) -> UserId {
        UserId::parse(id).unwrap()
    }

    #[test]
    fn everything_said_has_the_shape_the_server_survives() {
        let room = RoomId::parse("abc-xyz").unwrap();
        let cases = [
            (Outgoing::Join(room.clone()), json!(["join_room", "abc-xyz"])),
            (Outgoing::AskWhoIsThere(room.clone()), json!(["joins_in_room", "abc-xyz"])),
            (Outgoing::AskForTokenIds, json!(["joins"])),
            (Outgoing::Leave, json!(["leaveRoom"])),
            (Outgoing::End, json!(["end_room"])),
            (
                Outgoing::Remove(room.clone(), user("u2")),
                json!(["remove_user", {"roomId": "abc-xyz", "targetUserId": "u2"}]),
            ),
            (
                Outgoing::Say("hola".into()),
                json!(["message", {"msg": "hola", "visibility": "public", "target": null}]),
            ),
            (
                Outgoing::Tell { text: "hola".into(), to: user("u2"), me: user("u1") },
                json!(["message", {"msg": "hola", "visibility": "private", "target": [{"userId": "u2"}, {"userId": "u1"}]}]),
            ),
            (
                Outgoing::Media(MediaState { mic_enabled: true, camera_enabled: false }),
                json!(["media_state_changed", {"micEnabled": true, "cameraEnabled": false}]),
            ),
            (Outgoing::AskForAccess(room.clone()), json!(["send_access", "abc-xyz"])),
            (
                Outgoing::Grant(room.clone(), user("u2")),
                json!(["grant_access", {"roomId": "abc-xyz", "targetUserId": "u2"}]),
            ),
            (
                Outgoing::Deny(room.clone(), user("u2")),
                json!(["deny_access", {"roomId": "abc-xyz", "targetUserId": "u2"}]),
            ),
            (
                Outgoing::Signal {
                    room,
                    to: user("u2"),
                    signal: Signal::Offer(json!({"type": "offer", "sdp": ""})),
                },
                json!(["webrtc_offer", {"roomId": "abc-xyz", "targetUserId": "u2", "sdp": {"type": "offer", "sdp": ""}}]),
            ),
        ];
        for (outgoing, expected) in cases {
            let (event, mut args) = outgoing.encode();
            args.insert(0, event.into());
            assert_eq!(Value::Array(args), expected);
        }
    }

    #[test]
    fn a_null_candidate_is_the_end_of_candidates() {
        let heard = Incoming::decode("webrtc_ice_candidate", &[json!({"senderId": "u1", "candidate": null})]);
        assert_eq!(
            heard,
            Some(Incoming::Signal { from: user("u1"), signal: Signal::Candidate(Value::Null) })
        );
    }

    #[test]
    fn a_bad_entry_does_not_hide_the_others() {
        let heard = Incoming::decode("usersOnline", &[json!([{"userId": "u1"}, null, {"userId": {}}, 7])]);
        let Some(Incoming::UsersOnline(users)) = heard else { panic!("{heard:?}") };
        assert_eq!(users.iter().map(|online| online.user_id.as_str()).collect::<Vec<_>>(), ["u1"]);
    }

    #[test]
    fn refusals_are_told_apart() {
        let refused = |message: &str| Incoming::decode("join_room_error", &[json!({"message": message})]);
        assert_eq!(refused("Room does not exist"), Some(Incoming::JoinRefused(JoinRefusal::Unknown)));
        assert_eq!(refused("usuario sin permisos para sala privada"), Some(Incoming::KeptOut));
        assert_eq!(refused("x"), Some(Incoming::JoinRefused(JoinRefusal::Other("x".into()))));
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".{0,8}".prop_map(Value::from)
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::hash_map(
                    "userId|senderId|id|sdp|user|message|content|visibility",
                    inner,
                    0..4
                )
                .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn nothing_heard_panics(event in "join_room_success|room_users|usersOnline|user_joined|userLeft|message_success|message_error|user_media_changed|webrtc_offer|webrtc_ice_candidate|room_ended|removed|send_access|access_denied|access_settled", payload in any_json()) {
            let _ = Incoming::decode(&event, &[payload]);
            let _ = Incoming::decode(&event, &[]);
        }
    }
}
