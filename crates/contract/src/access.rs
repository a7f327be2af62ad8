//! What the chat server says of people who ask to be let into a private room.

use charlaton_json::Value;

use crate::{
    RoomId, UserId,
    events::UserRef,
    read::{Read, field},
};

/// ← `send_access`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRequest {
    /// Who asks.
    pub user_id: UserId,
    /// For which room.
    pub room_id: Option<RoomId>,
    /// More of them, where the server says it.
    pub user: Option<UserRef>,
    /// The server tells when they wait no more. Where it does not, only repetition says that they still do.
    pub waits: bool,
}

/// ← `access_granted`, `access_denied`, `access_settled`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessNews {
    /// Of which room.
    pub room_id: Option<RoomId>,
    /// Whose request it was; nobody is named to those who asked themselves.
    pub user_id: Option<UserId>,
}

impl Read for AccessRequest {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            user_id: field(value, "userId")?,
            room_id: field(value, "roomId"),
            user: field(value, "user"),
            waits: field(value, "waits").unwrap_or_default(),
        })
    }
}

impl Read for AccessNews {
    fn read(value: &Value) -> Option<Self> {
        value.is_object().then(|| Self { room_id: field(value, "roomId"), user_id: field(value, "userId") })
    }
}

#[cfg(test)]
mod tests {
    use charlaton_json::json;

    use super::*;

    #[test]
    fn a_request_is_read_from_both_kinds_of_services() {
        let old = json!({"userId": "u1", "roomId": "abc-xyz", "message": "El usuario solicita acceso"});
        let old = AccessRequest::read(&old).unwrap();
        assert_eq!((old.user_id.as_str(), old.user, old.waits), ("u1", None, false));
        let new = json!({"userId": "u1", "roomId": "abc-xyz", "waits": true, "user": {"id": "u1", "nickname": "Ana"}});
        let new = AccessRequest::read(&new).unwrap();
        assert_eq!((new.user.and_then(|user| user.nickname), new.waits), (Some("Ana".into()), true));
        assert_eq!(AccessRequest::read(&json!({"roomId": "abc-xyz"})), None);
        assert_eq!(AccessNews::read(&json!("x")), None);
    }
}
