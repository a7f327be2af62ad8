//! The rooms made in this tab. The old service caches its lists for minutes, so a room one has just made is missing
//! from them.

use charlaton_contract::{
    UserId,
    read::Read,
    rest::{Room, RoomSummary, Timestamp},
};
use charlaton_json::{Value, json};

use crate::lib::storage::Store;

/// Older ones are in the list by then.
const REMEMBERED: usize = 5;

/// Remembers a room that was just made.
pub(super) fn remember(room: &Room) {
    let now = js_sys::Date::new_0().to_iso_string().as_string();
    let summary = RoomSummary {
        id: room.id.clone(),
        name: room.name.clone(),
        created_at: now.map(Timestamp::Iso),
        participants: 0,
        duration: 0,
    };
    // Without storage the room appears when the server lists it.
    let rooms = with_newest(rooms_of(&room.creator_id), summary);
    let rooms: Vec<Value> = rooms.into_iter().map(written).collect();
    Store::Session.set(&key(&room.creator_id), &rooms.into());
}

/// Those `user` made, the newest first.
pub(super) fn rooms_of(user: &UserId) -> Vec<RoomSummary> {
    Store::Session.get(&key(user)).and_then(|rooms| Read::read(&rooms)).unwrap_or_default()
}

/// As the service lists it, so that it is read the same.
fn written(room: RoomSummary) -> Value {
    let created = room.created_at.and_then(|at| match at {
        Timestamp::Iso(text) => Some(text),
        Timestamp::Firestore { .. } => None,
    });
    json!({ "id": room.id.as_str(), "name": room.name, "createdAt": created })
}

fn key(user: &UserId) -> String {
    format!("charlaton.created.{user}")
}

fn with_newest(mut rooms: Vec<RoomSummary>, newest: RoomSummary) -> Vec<RoomSummary> {
    rooms.insert(0, newest);
    rooms.truncate(REMEMBERED);
    rooms
}
