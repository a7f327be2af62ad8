//! `/message`: the chat's memory.

use charlaton_contract::{RoomId, events::Message};

use super::{Api, ApiError, http::Method};

/// The latest messages of a room, oldest first. The old service ignores the limit's direction and gives the oldest,
/// so it is asked for all.
///
/// # Errors
/// As every request.
pub async fn history(api: &Api, room: &RoomId) -> Result<Vec<Message>, ApiError> {
    api.request(Method::Get, &format!("/message?roomId={room}&limit=0"), None).await
}
