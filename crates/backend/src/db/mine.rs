//! The rooms that concern a person, with what is known of the meetings in them.

use rusqlite::{Connection, Result, params};
use serde_json::{Value, json};

use super::rooms::{self, DURATION, Room};
use crate::clock;

/// A room, and what became of it.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    room: Room,
    participants: i64,
    duration_ms: i64,
    /// When somebody first came in.
    started_at: Option<i64>,
    /// Whether this person was ever inside.
    attended: bool,
}

impl Known {
    pub(crate) fn to_wire(&self) -> Value {
        let mut wire = self.room.to_wire();
        wire.insert("subRooms".into(), json!([]));
        wire.insert("connections".into(), json!([]));
        wire.insert("participants".into(), json!(self.participants));
        wire.insert("duration".into(), json!(self.duration_ms / 60_000));
        wire.insert("startedAt".into(), json!(self.started_at.map(clock::iso)));
        wire.insert("attended".into(), json!(self.attended));
        Value::Object(wire)
    }
}

/// All of them, the newest first.
pub(crate) fn of(connection: &Connection, user_id: &str) -> Result<Vec<Known>> {
    let sql = format!(
        "SELECT COUNT(DISTINCT c.user_id), {DURATION}, MIN(c.joined_at), COALESCE(MAX(c.user_id = ?3), 0)
         FROM rooms r LEFT JOIN connections c ON c.room_id = r.id WHERE r.id = ?1 GROUP BY r.id"
    );
    let mut numbers = connection.prepare(&sql)?;
    let now = clock::now_ms();
    let known = |room: Room| {
        numbers.query_row(params![room.id, now, user_id], |row| {
            Ok(Known {
                participants: row.get(0)?,
                duration_ms: row.get(1)?,
                started_at: row.get(2)?,
                attended: row.get(3)?,
                room: room.clone(),
            })
        })
    };
    rooms::concerning(connection, user_id)?.into_iter().map(known).collect()
}
