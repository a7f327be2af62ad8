//! Asking to be let into a private room, and letting in.

use charlaton_contract::{
    RoomId, UserId,
    access::{AccessNews, AccessRequest},
    events::name,
    read::Read,
};
use charlaton_json::{Value, json};

/// What we hear of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Somebody asks us, who are a host.
    Asked(AccessRequest),
    /// We have been let in.
    Granted(AccessNews),
    /// A host does not let us in.
    Denied(AccessNews),
    /// Somebody waits no more: another host has answered, or they have gone.
    Settled(AccessNews),
    /// Somebody whom we let in was not.
    NotGranted,
}

pub(super) fn decode(event: &str, payload: &Value) -> Option<Access> {
    Some(match event {
        name::SEND_ACCESS => Access::Asked(Read::read(payload)?),
        name::ACCESS_GRANTED => Access::Granted(Read::read(payload)?),
        name::ACCESS_DENIED => Access::Denied(Read::read(payload)?),
        name::ACCESS_SETTLED => Access::Settled(Read::read(payload)?),
        name::GRANT_ACCESS_ERROR => Access::NotGranted,
        _ => return None,
    })
}

/// The answer of a host: an object, always. The existing server ends of anything else.
pub(super) fn answer(event: &'static str, room: &RoomId, user: &UserId) -> (&'static str, Vec<Value>) {
    (event, vec![json!({ "roomId": room.as_str(), "targetUserId": user.as_str() })])
}
