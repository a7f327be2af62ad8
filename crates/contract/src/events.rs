//! What travels over the chat server's socket (port 5000): event names and payloads.

use charlaton_json::Value;
use serde::{Deserialize, Serialize};

use crate::{RoomId, UserId, rest::Timestamp};

/// Event names, one place for both sides.
pub mod name {
    /// → room id. Enters a room.
    pub const JOIN_ROOM: &str = "join_room";
    /// ← [`super::JoinSuccess`].
    pub const JOIN_ROOM_SUCCESS: &str = "join_room_success";
    /// ← [`super::Failure`].
    pub const JOIN_ROOM_ERROR: &str = "join_room_error";
    /// → room id. Asks who is in a room.
    pub const JOINS_IN_ROOM: &str = "joins_in_room";
    /// ← user ids, with repetitions.
    pub const ROOM_USERS: &str = "room_users";
    /// ← [`super::Failure`].
    pub const JOINS_IN_ROOM_ERROR: &str = "joins_in_room_error";
    /// → nothing. Asks who is connected to the server.
    pub const JOINS: &str = "joins";
    /// ← list of [`super::UserRef`] by the ids in their tokens.
    pub const JOINS_USERS: &str = "joins_users";
    /// ← [`super::UserJoined`].
    pub const USER_JOINED: &str = "user_joined";
    /// ← list of [`super::OnlineUser`], the only truth on who is there.
    pub const USERS_ONLINE: &str = "usersOnline";
    /// ← [`super::UserLeft`].
    pub const USER_LEFT: &str = "userLeft";
    /// ← [`super::UserLeft`].
    pub const USER_DISCONNECTED: &str = "userDisconnected";
    /// → nothing. Leaves the room.
    pub const LEAVE_ROOM: &str = "leaveRoom";
    /// → [`super::OutgoingMessage`].
    pub const MESSAGE: &str = "message";
    /// ← [`super::Message`]: own public ones and private ones.
    pub const MESSAGE_SUCCESS: &str = "message_success";
    /// ← [`super::Message`]: public ones of others.
    pub const NEW_SUCCESS: &str = "new_success";
    /// ← [`super::Message`]: the same under the guide's name.
    pub const NEW_MESSAGE: &str = "newMessage";
    /// ← [`super::Failure`].
    pub const MESSAGE_ERROR: &str = "message_error";
    /// → [`super::MediaState`].
    pub const MEDIA_STATE_CHANGED: &str = "media_state_changed";
    /// ← [`super::UserMediaState`].
    pub const USER_MEDIA_CHANGED: &str = "user_media_changed";
    /// ↔ [`super::RelayIn`]
    pub const WEBRTC_OFFER: &str = "webrtc_offer";
    /// ↔ [`super::RelayIn`]
    pub const WEBRTC_ANSWER: &str = "webrtc_answer";
    /// ↔ [`super::RelayIn`]
    pub const WEBRTC_ICE_CANDIDATE: &str = "webrtc_ice_candidate";
    /// ← The same as [`WEBRTC_ICE_CANDIDATE`], as one form of the second signaling server calls it.
    pub const ICE_CANDIDATE: &str = "ice_candidate";
    /// → nothing. Ends the meeting for all.
    pub const END_ROOM: &str = "end_room";
    /// ← [`super::RoomEnded`].
    pub const ROOM_ENDED: &str = "room_ended";
    /// ← [`super::Failure`]: not allowed to end it.
    pub const END_ROOM_ERROR: &str = "end_room_error";
    /// → `{roomId, targetUserId}`. A host puts somebody out; the existing servers do not know it.
    pub const REMOVE_USER: &str = "remove_user";
    /// ← [`super::RoomEnded`], for who was put out alone.
    pub const REMOVED: &str = "removed";
    /// → room id: asks its hosts to be let in. ← [`crate::access::AccessRequest`]: somebody asks.
    pub const SEND_ACCESS: &str = "send_access";
    /// → `{roomId, targetUserId}`: a host lets somebody in.
    pub const GRANT_ACCESS: &str = "grant_access";
    /// ← [`super::Failure`]: that was not done.
    pub const GRANT_ACCESS_ERROR: &str = "grant_access_error";
    /// ← [`crate::access::AccessNews`]: we have been let in.
    pub const ACCESS_GRANTED: &str = "access_granted";
    /// → `{roomId, targetUserId}`: a host does not let somebody in (the embedded back-end only).
    pub const DENY_ACCESS: &str = "deny_access";
    /// ← [`crate::access::AccessNews`]: we have not been let in (the embedded back-end only).
    pub const ACCESS_DENIED: &str = "access_denied";
    /// ← [`crate::access::AccessNews`]: somebody waits no more (the embedded back-end only).
    pub const ACCESS_SETTLED: &str = "access_settled";
}

/// Handshake refusals (CONNECT_ERROR messages).
pub mod refusal {
    /// No token was given.
    pub const TOKEN_REQUIRED: &str = "Authentication token required";
    /// The token is wrong or expired.
    pub const TOKEN_INVALID: &str = "Invalid authentication token";
}

/// `join_room_error` texts that a client tells apart.
pub mod join_refusal {
    /// No such room.
    pub const UNKNOWN: &str = "Room does not exist";
    /// A private room, and no grant.
    pub const PRIVATE: &str = "usuario sin permisos para sala privada";
    /// Ended or deleted (embedded back-end only; the old servers let one in).
    pub const ENDED: &str = "La reunión ya ha finalizado";
}

/// Texts of `message_error` that clients act on.
pub mod message_refusal {
    /// The server does not have us in the room.
    pub const NOT_INSIDE: &str = "No estás en la sala";
    /// It has us there, but its record of our presence is over: another socket of ours has gone.
    pub const NOT_PRESENT: &str = "el usuario no tiene conexión activa en la sala";
    /// A message could not be stored. The existing server tells everybody but its author.
    pub const NOT_STORED: &str = "error";
}

/// A user as socket payloads name them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserRef {
    /// J or D, see CONTRACT 2.3; `usersOnline` tells.
    pub id: UserId,
    /// Present in both kinds, so the two are matched by it.
    #[serde(default)]
    pub email: String,
    /// Real name, from servers that know it.
    #[serde(default)]
    pub nickname: Option<String>,
    /// Often only the e-mail's local part.
    #[serde(default)]
    pub display_name: Option<String>,
}

/// `join_room_success`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JoinSuccess {
    /// The room, where the server says it.
    #[serde(default)]
    pub room_id: Option<RoomId>,
}

/// Every `*_error`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// For people who read Spanish; the few that mean something are constants here.
    #[serde(default)]
    pub message: String,
}

/// `user_joined`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserJoined {
    /// Who came.
    pub user: UserRef,
}

/// `userLeft`, `userDisconnected`. The guide has `userId`, the servers `user`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserLeft {
    /// Where the server names it directly.
    #[serde(default)]
    pub user_id: Option<UserId>,
    /// Who left.
    #[serde(default)]
    pub user: Option<UserRef>,
}

/// One entry of `usersOnline`: a socket, so a user with two tabs is there twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OnlineUser {
    /// Document id.
    pub user_id: UserId,
    /// Their e-mail.
    #[serde(default)]
    pub email: String,
    /// More of them.
    #[serde(default)]
    pub user: Option<UserRef>,
}

impl OnlineUser {
    /// Whether the server knows what they want to be called, and not only their e-mail.
    #[must_use]
    pub fn has_nickname(&self) -> bool {
        self.user.as_ref().is_some_and(|user| user.nickname.is_some())
    }
}

/// Who a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// Everybody in the room.
    Public,
    /// The targets alone.
    Private,
}

/// One recipient of a private message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// Document id.
    pub user_id: UserId,
}

/// → `message`. The old server dies of any other shape.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutgoingMessage {
    /// 1 to [`crate::limits::MESSAGE_CHARS`] characters.
    pub msg: String,
    /// For whom.
    pub visibility: Visibility,
    /// `null` when public.
    pub target: Option<Vec<Target>>,
}

/// A chat message, live or from `GET /message`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Document id.
    pub id: String,
    /// Who wrote it.
    pub user_id: UserId,
    /// The text, never HTML.
    #[serde(default)]
    pub content: String,
    /// For whom.
    pub visibility: Visibility,
    /// Recipients of a private one, where the server says them.
    #[serde(default)]
    pub target: Option<Vec<Target>>,
    /// When, in the newer form.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When, in the older form.
    #[serde(default)]
    pub create_at: Option<Timestamp>,
    /// Its author, where the server says more than the id.
    #[serde(default)]
    pub user: Option<UserRef>,
}

/// → `media_state_changed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MediaState {
    /// Microphone live.
    pub mic_enabled: bool,
    /// Camera live.
    pub camera_enabled: bool,
}

/// ← `user_media_changed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserMediaState {
    /// J, see CONTRACT 2.3.
    pub user_id: UserId,
    /// Their state.
    #[serde(flatten)]
    pub state: MediaState,
}

/// ← `webrtc_*`. The same goes out with `roomId` and `targetUserId` in place of the sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayIn {
    /// Who sent it, said by the server.
    pub sender_id: UserId,
    /// Of an offer or answer: `{type, sdp, …}`.
    pub sdp: Option<Value>,
    /// Of a candidate: `RTCIceCandidateInit`; `null` ends them.
    pub candidate: Option<Value>,
}

/// ← `room_ended`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoomEnded {
    /// Which room.
    #[serde(default)]
    pub room_id: Option<RoomId>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_message_is_read_in_all_three_forms() {
        let live = json!({"id":"m1","content":"hola","userId":"u1","roomId":"abc-xyz","visibility":"public",
            "createdAt":"2026-01-01T00:00:00.000Z","user":{"id":"u1","email":"a@b.c","displayName":"a","nickname":null},
            "success":true});
        let old = json!({"id":"m1","content":"hola","userId":"u1","roomId":"abc-xyz","visibility":"private",
            "target":[{"userId":"u2"}],"createAt":{"_seconds":1,"_nanoseconds":2}});
        assert!(serde_json::from_value::<Message>(live).unwrap().created_at.is_some());
        let old: Message = serde_json::from_value(old).unwrap();
        assert_eq!(old.create_at, Some(Timestamp::Firestore { seconds: 1, nanoseconds: 2 }));
        assert_eq!(old.target.unwrap()[0].user_id.as_str(), "u2");
    }

    #[test]
    fn leaving_is_read_in_both_forms() {
        let guide: UserLeft = serde_json::from_value(json!({"userId":"u1"})).unwrap();
        let server: UserLeft = serde_json::from_value(
            json!({"success":true,"message":"","user":{"id":"u1","email":"a@b.c","iat":1}}),
        )
        .unwrap();
        assert_eq!(guide.user_id.unwrap(), server.user.unwrap().id);
    }

    #[test]
    fn a_public_message_says_its_null_target() {
        let message = OutgoingMessage { msg: "hola".into(), visibility: Visibility::Public, target: None };
        assert_eq!(
            serde_json::to_value(message).unwrap(),
            json!({"msg":"hola","visibility":"public","target":null})
        );
    }
}
