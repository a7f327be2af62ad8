//! Who was let into a private room.

use rusqlite::{Connection, Result, Row, params};
use serde_json::{Value, json};
use uuid::Uuid;

use super::rooms::Room;
use crate::clock;

#[derive(Debug, Clone)]
pub(crate) struct Grant {
    id: String,
    user_id: String,
    granted_by: String,
    granted_at: i64,
}

impl Grant {
    pub(crate) fn to_wire(&self) -> Value {
        json!({
            "id": self.id,
            "userId": self.user_id,
            "grantedBy": self.granted_by,
            "grantedAt": clock::iso(self.granted_at),
        })
    }
}

fn read(row: &Row<'_>) -> Result<Grant> {
    Ok(Grant { id: row.get(0)?, user_id: row.get(1)?, granted_by: row.get(2)?, granted_at: row.get(3)? })
}

/// Whether this user may be in this room: everybody in an open one, those let in in one that is private or has a
/// password. Who knows the password lets himself in.
pub(crate) fn may_enter(connection: &Connection, room: &Room, user_id: &str) -> Result<bool> {
    if !room.is_locked() || room.is_host(user_id) {
        return Ok(true);
    }
    connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM access_grants WHERE room_id = ?1 AND user_id = ?2)",
        [room.id.as_str(), user_id],
        |row| row.get(0),
    )
}

/// As the old services look it up, by the number that the id is: nobody is let in without a grant, the creator
/// neither, and a grant to what is no number is one to everybody.
pub(crate) fn has_number(connection: &Connection, room: &Room, user_id: &str) -> Result<bool> {
    let stranger = Room { creator_id: String::new(), admins: Vec::new(), ..room.clone() };
    may_enter(connection, &stranger, &number(user_id))
}

/// What JavaScript's `Number()` makes of an id, as text.
pub(crate) fn number(id: &str) -> String {
    id.trim().parse::<f64>().unwrap_or(f64::NAN).to_string()
}

pub(crate) fn grant(connection: &Connection, room_id: &str, user_id: &str, by: &str) -> Result<Grant> {
    connection.query_row(
        "INSERT INTO access_grants (id, room_id, user_id, granted_by, granted_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (room_id, user_id) DO UPDATE SET granted_by = ?4, granted_at = ?5
         RETURNING id, user_id, granted_by, granted_at",
        params![Uuid::new_v4().to_string(), room_id, user_id, by, clock::now_ms()],
        read,
    )
}

/// Whether there was something to revoke.
pub(crate) fn revoke(connection: &Connection, room_id: &str, user_id: &str) -> Result<bool> {
    let gone = connection
        .execute("DELETE FROM access_grants WHERE room_id = ?1 AND user_id = ?2", [room_id, user_id])?;
    Ok(gone > 0)
}

/// Takes back what people let themselves in with: the password is another one.
pub(crate) fn revoke_own(connection: &Connection, room_id: &str) -> Result<()> {
    connection.execute("DELETE FROM access_grants WHERE room_id = ?1 AND granted_by = user_id", [room_id])?;
    Ok(())
}

pub(crate) fn in_room(connection: &Connection, room_id: &str) -> Result<Vec<Grant>> {
    connection
        .prepare(
            "SELECT id, user_id, granted_by, granted_at FROM access_grants WHERE room_id = ?1
             ORDER BY granted_at, id",
        )?
        .query_map([room_id], read)?
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_as_numbers() {
        for (id, expected) in [("17", "17"), (" 17.0 ", "17"), ("ana", "NaN"), ("1a", "NaN")] {
            assert_eq!(number(id), expected, "{id}");
        }
    }
}
