//! The one door: who may be in which room. REST, chat and the WebRTC server all ask here.

use rusqlite::{Connection, Result};

use crate::db::{access, rooms};

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
pub(crate) fn to_room(connection: &Connection, room: &str, user: &str) -> Result<Admission> {
    let Some(room) = rooms::by_id(connection, room)? else { return Ok(Admission::NoSuchRoom) };
    if room.ended_at.is_some() || room.deleted_at.is_some() {
        return Ok(Admission::Ended);
    }
    Ok(if access::may_enter(connection, &room, user)? { Admission::Welcome } else { Admission::NotInvited })
}
