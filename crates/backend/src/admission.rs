//! The one door: who may be in which room. REST, chat and the WebRTC server all ask here.

use rusqlite::{Connection, Result};

use crate::{
    Quirk, Quirks,
    db::{
        access,
        rooms::{self, Room},
    },
};

/// Texts that more than one place says.
pub(crate) const ENDED: &str = "La reunión ya ha finalizado";
pub(crate) const NOT_INVITED: &str = "usuario sin permisos para sala privada";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admission {
    Welcome,
    NoSuchRoom,
    /// Ended or deleted.
    Ended,
    /// Private, and this user was not let in.
    NotInvited,
}

/// Whether `user` may come into the meeting of `room` now.
pub(crate) fn to_room(connection: &Connection, quirks: Quirks, room: &str, user: &str) -> Result<Admission> {
    let Some(room) = rooms::by_id(connection, room)? else { return Ok(Admission::NoSuchRoom) };
    let over = room.ended_at.is_some() || room.deleted_at.is_some();
    if over && !quirks.has(Quirk::EndedRoomsOpen) {
        return Ok(Admission::Ended);
    }
    let invited = if quirks.has(Quirk::NumericGrants) {
        access::has_number(connection, &room, user)?
    } else {
        access::may_enter(connection, &room, user)?
    };
    Ok(if invited { Admission::Welcome } else { Admission::NotInvited })
}

/// Whether there is such a room, which is all that the old second signaling server asks.
pub(crate) fn to_any_room(connection: &Connection, room: &str) -> Result<Admission> {
    Ok(if rooms::by_id(connection, room)?.is_some() { Admission::Welcome } else { Admission::NoSuchRoom })
}

/// Whether this user lets others in. A creator whom the old services have dropped from the admins is asked no more.
pub(crate) fn is_asked(quirks: Quirks, room: &Room, user: &str) -> bool {
    match quirks.has(Quirk::AdminsReplaced) {
        true => room.admins.iter().any(|admin| admin == user),
        false => room.is_host(user),
    }
}
