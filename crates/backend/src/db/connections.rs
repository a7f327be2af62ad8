//! Presence records: who was in which room, from when to when.

use rusqlite::{Connection, OptionalExtension, Result, Row, params};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::users::display_name;
use crate::clock;

#[derive(Debug, Clone)]
pub(crate) struct Stay {
    id: String,
    room_id: String,
    user_id: String,
    firebase_uid: Option<String>,
    joined_at: i64,
    left_at: Option<i64>,
    /// Address and nickname, unless the account is gone.
    who: Option<(String, Option<String>)>,
}

impl Stay {
    pub(crate) fn to_wire(&self) -> Value {
        let mut wire = Map::new();
        wire.insert("id".into(), json!(self.id));
        wire.insert("userId".into(), json!(self.user_id));
        wire.insert("roomId".into(), json!(self.room_id));
        wire.insert("joinedAt".into(), json!(clock::iso(self.joined_at)));
        wire.insert("leftAt".into(), json!(self.left_at.map(clock::iso)));
        if let Some(uid) = &self.firebase_uid {
            wire.insert("firebaseUid".into(), json!(uid));
        }
        if let Some((email, nickname)) = &self.who {
            let user = json!({
                "id": self.user_id,
                "email": email,
                "nickname": nickname,
                "displayName": display_name(nickname.as_deref(), email),
            });
            wire.insert("user".into(), user);
        }
        Value::Object(wire)
    }
}

const SELECT: &str =
    "SELECT c.id, c.room_id, c.user_id, c.firebase_uid, c.joined_at, c.left_at, u.email, u.nickname
    FROM connections c LEFT JOIN users u ON u.id = c.user_id";

fn read(row: &Row<'_>) -> Result<Stay> {
    let email: Option<String> = row.get(6)?;
    let nickname: Option<String> = row.get(7)?;
    Ok(Stay {
        id: row.get(0)?,
        room_id: row.get(1)?,
        user_id: row.get(2)?,
        firebase_uid: row.get(3)?,
        joined_at: row.get(4)?,
        left_at: row.get(5)?,
        who: email.map(|email| (email, nickname)),
    })
}

/// Everybody who ever was in the room, in order.
pub(crate) fn in_room(connection: &Connection, room_id: &str) -> Result<Vec<Stay>> {
    let sql = format!("{SELECT} WHERE c.room_id = ?1 ORDER BY c.joined_at, c.rowid");
    connection.prepare(&sql)?.query_map([room_id], read)?.collect()
}

/// Those who are in the room now.
pub(crate) fn active_in_room(connection: &Connection, room_id: &str) -> Result<Vec<Stay>> {
    let sql = format!("{SELECT} WHERE c.room_id = ?1 AND c.left_at IS NULL ORDER BY c.joined_at, c.rowid");
    connection.prepare(&sql)?.query_map([room_id], read)?.collect()
}

/// How many people ever were in any room, but for this one.
pub(crate) fn people_but(connection: &Connection, user_id: &str) -> Result<i64> {
    connection.query_row(
        "SELECT COUNT(DISTINCT user_id) FROM connections WHERE user_id <> ?1",
        [user_id],
        |row| row.get(0),
    )
}

/// Whether the user is in the room now.
pub(crate) fn is_active(connection: &Connection, room_id: &str, user_id: &str) -> Result<bool> {
    connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM connections WHERE room_id = ?1 AND user_id = ?2 AND left_at IS NULL)",
        [room_id, user_id],
        |row| row.get(0),
    )
}

/// Begins a stay, or refreshes the one that is going on.
pub(crate) fn enter(connection: &Connection, room_id: &str, user_id: &str, uid: Option<&str>) -> Result<()> {
    let active: Option<String> = connection
        .query_row(
            "SELECT id FROM connections WHERE room_id = ?1 AND user_id = ?2 AND left_at IS NULL",
            [room_id, user_id],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(id) = active {
        connection
            .execute("UPDATE connections SET joined_at = ?2 WHERE id = ?1", params![id, clock::now_ms()])?;
    } else {
        connection.execute(
            "INSERT INTO connections (id, room_id, user_id, firebase_uid, joined_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![Uuid::new_v4().to_string(), room_id, user_id, uid, clock::now_ms()],
        )?;
    }
    Ok(())
}

/// The same for a room that need not exist, as in a store of documents.
pub(crate) fn enter_anywhere(
    connection: &Connection,
    room: &str,
    user: &str,
    uid: Option<&str>,
) -> Result<()> {
    connection.pragma_update(None, "foreign_keys", "OFF")?;
    let entered = enter(connection, room, user, uid);
    connection.pragma_update(None, "foreign_keys", "ON")?;
    entered
}

pub(crate) fn leave(connection: &Connection, room_id: &str, user_id: &str) -> Result<()> {
    connection.execute(
        "UPDATE connections SET left_at = ?3 WHERE room_id = ?1 AND user_id = ?2 AND left_at IS NULL",
        params![room_id, user_id, clock::now_ms()],
    )?;
    Ok(())
}

pub(crate) fn empty_room(connection: &Connection, room_id: &str) -> Result<()> {
    connection.execute(
        "UPDATE connections SET left_at = ?2 WHERE room_id = ?1 AND left_at IS NULL",
        params![room_id, clock::now_ms()],
    )?;
    Ok(())
}

/// No socket outlives the process, so at its start and end nobody is anywhere.
pub(crate) fn empty_all(connection: &Connection) -> Result<()> {
    connection.execute("UPDATE connections SET left_at = ?1 WHERE left_at IS NULL", [clock::now_ms()])?;
    Ok(())
}
