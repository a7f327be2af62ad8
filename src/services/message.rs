//! `/message`: the chat's memory.

use charlaton_contract::{RoomId, events::Message, read::Read};
use charlaton_json::Items;
use gloo_timers::future::TimeoutFuture;

use super::{Api, ApiError};

/// So many are read at once: a few milliseconds of a slow machine, in which the page does nothing else.
const AT_ONCE: usize = 400;

/// The latest messages of a room, oldest first. The old service ignores the limit's direction and gives the oldest,
/// so it is asked for all. Between one part and the next the page goes on.
///
/// # Errors
/// As every request.
pub async fn history(api: &Api, room: &RoomId) -> Result<Vec<Message>, ApiError> {
    let text = api.get_text(&format!("/message?roomId={room}&limit=0")).await?;
    let mut messages = Vec::new();
    for (index, item) in Items::of(&text).enumerate() {
        if index % AT_ONCE == AT_ONCE - 1 {
            TimeoutFuture::new(0).await;
        }
        // One that cannot be read must not hide the others.
        messages.extend(Message::read(&item.map_err(|_| ApiError::Malformed)?));
    }
    Ok(messages)
}
