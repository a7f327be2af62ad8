//! Rooms, their admins, and the numbers of a person's dashboard.

use std::collections::HashMap;

use rand::RngExt;
use rusqlite::{Connection, Params, Result, Row, params};
use serde_json::{Map, Value, json};

use crate::clock;

#[derive(Debug, Clone)]
pub(crate) struct Room {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) creator_id: String,
    /// As it was typed, only with the old services' way of showing it to everybody; it guards nothing there.
    pub(crate) password: Option<String>,
    /// What one must know to enter, unless a host has let one in.
    pub(crate) password_hash: Option<String>,
    pub(crate) parent_room_id: Option<String>,
    pub(crate) private: bool,
    /// People come in with the microphone off.
    pub(crate) join_muted: bool,
    pub(crate) schedule_at: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) ended_at: Option<i64>,
    pub(crate) deleted_at: Option<i64>,
    pub(crate) admins: Vec<String>,
}

impl Room {
    /// The creator and the admins.
    pub(crate) fn is_host(&self, user_id: &str) -> bool {
        self.creator_id == user_id || self.admins.iter().any(|admin| admin == user_id)
    }

    /// Whether one must be let in, or know something.
    pub(crate) fn is_locked(&self) -> bool {
        self.private || self.password_hash.is_some()
    }

    /// The object of the contract, section 1.6. Nobody is told the password.
    pub(crate) fn to_wire(&self) -> Map<String, Value> {
        let mut wire = Map::new();
        wire.insert("id".into(), json!(self.id));
        wire.insert("name".into(), json!(self.name));
        wire.insert("creatorId".into(), json!(self.creator_id));
        wire.insert("password".into(), Value::Null);
        wire.insert("hasPassword".into(), json!(self.password_hash.is_some()));
        wire.insert("parentRoomId".into(), json!(self.parent_room_id));
        wire.insert("private".into(), json!(self.private));
        wire.insert("joinMuted".into(), json!(self.join_muted));
        wire.insert("scheduleAt".into(), json!(self.schedule_at));
        wire.insert("deletedAt".into(), json!(self.deleted_at.map(clock::iso)));
        wire.insert("adminsId".into(), json!(self.admins));
        wire.insert("createdAt".into(), json!(clock::iso(self.created_at)));
        if let Some(ended_at) = self.ended_at {
            wire.insert("endedAt".into(), json!(clock::iso(ended_at)));
        }
        wire
    }
}

const COLUMNS: &str =
    "id, name, creator_id, password, parent_room_id, private, schedule_at, created_at, ended_at,
    deleted_at, password_hash, join_muted";

fn read(row: &Row<'_>) -> Result<Room> {
    Ok(Room {
        id: row.get(0)?,
        name: row.get(1)?,
        creator_id: row.get(2)?,
        password: row.get(3)?,
        parent_room_id: row.get(4)?,
        private: row.get(5)?,
        schedule_at: row.get(6)?,
        created_at: row.get(7)?,
        ended_at: row.get(8)?,
        deleted_at: row.get(9)?,
        password_hash: row.get(10)?,
        join_muted: row.get(11)?,
        admins: Vec::new(),
    })
}

fn with_admins(connection: &Connection, mut room: Room) -> Result<Room> {
    room.admins = connection
        .prepare_cached("SELECT user_id FROM room_admins WHERE room_id = ?1 ORDER BY user_id")?
        .query_map([&room.id], |row| row.get(0))?
        .collect::<Result<_>>()?;
    Ok(room)
}

fn select(connection: &Connection, rest: &str, keys: impl Params) -> Result<Vec<Room>> {
    let rooms: Vec<Room> = connection
        .prepare(&format!("SELECT {COLUMNS} FROM rooms {rest}"))?
        .query_map(keys, read)?
        .collect::<Result<_>>()?;
    rooms.into_iter().map(|room| with_admins(connection, room)).collect()
}

/// The room, deleted ones too: the caller decides what that means.
pub(crate) fn by_id(connection: &Connection, id: &str) -> Result<Option<Room>> {
    Ok(select(connection, "WHERE id = ?1", [id])?.pop())
}

/// The room unless it was deleted.
pub(crate) fn existing(connection: &Connection, id: &str) -> Result<Option<Room>> {
    Ok(by_id(connection, id)?.filter(|room| room.deleted_at.is_none()))
}

pub(crate) fn all(connection: &Connection) -> Result<Vec<Room>> {
    select(connection, "WHERE deleted_at IS NULL ORDER BY created_at DESC, id", [])
}

/// Those this person made, runs or was in, and those that are part of one they made; the newest first.
pub(super) fn concerning(connection: &Connection, user_id: &str) -> Result<Vec<Room>> {
    const REST: &str = "WHERE deleted_at IS NULL AND (creator_id = ?1
            OR id IN (SELECT room_id FROM room_admins WHERE user_id = ?1)
            OR id IN (SELECT room_id FROM connections WHERE user_id = ?1)
            OR parent_room_id IN (SELECT id FROM rooms WHERE creator_id = ?1))
        ORDER BY created_at DESC, rowid DESC";
    select(connection, REST, [user_id])
}

pub(crate) fn children(connection: &Connection, id: &str) -> Result<Vec<Room>> {
    select(connection, "WHERE deleted_at IS NULL AND parent_room_id = ?1 ORDER BY created_at, id", [id])
}

/// The password of every room that is kept as it was typed, by the room's id.
pub(crate) fn passwords(connection: &Connection) -> Result<HashMap<String, Option<String>>> {
    let mut rows = connection.prepare("SELECT id, password FROM rooms")?;
    rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// Inserts a room, under a new id when it has none; the creator becomes an admin.
pub(crate) fn insert(connection: &mut Connection, mut room: Room) -> Result<Room> {
    let step = connection.transaction()?;
    if room.id.is_empty() {
        room.id = free_id(&step)?;
    }
    if !room.admins.contains(&room.creator_id) {
        room.admins.push(room.creator_id.clone());
    }
    step.execute(
        "INSERT INTO rooms (id, name, creator_id, password, parent_room_id, private, schedule_at, created_at,
             password_hash, join_muted)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            room.id,
            room.name,
            room.creator_id,
            room.password,
            room.parent_room_id,
            room.private,
            room.schedule_at,
            room.created_at,
            room.password_hash,
            room.join_muted
        ],
    )?;
    for admin in &room.admins {
        add_admin(&step, &room.id, admin)?;
    }
    step.commit()?;
    with_admins(connection, room)
}

/// `abc-xyz`; a third part only when ten of those were taken.
fn free_id(connection: &Connection) -> Result<String> {
    for _ in 0..10 {
        let id = random_id(2);
        if by_id(connection, &id)?.is_none() {
            return Ok(id);
        }
    }
    // A taken one among these would fail the insert, once in 5 million million.
    Ok(random_id(3))
}

fn random_id(parts: usize) -> String {
    let mut random = rand::rng();
    let mut part = || (0..3).map(|_| char::from(random.random_range(b'a'..=b'z'))).collect::<String>();
    (0..parts).map(|_| part()).collect::<Vec<_>>().join("-")
}

/// Writes back name, privacy, schedule, password and how one comes in.
pub(crate) fn update(connection: &Connection, room: &Room) -> Result<()> {
    connection.execute(
        "UPDATE rooms SET name = ?2, private = ?3, schedule_at = ?4, password = ?5, password_hash = ?6,
             join_muted = ?7
         WHERE id = ?1",
        params![
            room.id,
            room.name,
            room.private,
            room.schedule_at,
            room.password,
            room.password_hash,
            room.join_muted
        ],
    )?;
    Ok(())
}

/// Keeps the hash of a password instead of the password.
pub(crate) fn replace_password(connection: &Connection, id: &str, hash: &str) -> Result<()> {
    connection.execute("UPDATE rooms SET password = NULL, password_hash = ?2 WHERE id = ?1", [id, hash])?;
    Ok(())
}

pub(crate) fn add_admin(connection: &Connection, id: &str, user_id: &str) -> Result<()> {
    connection
        .execute("INSERT OR IGNORE INTO room_admins (room_id, user_id) VALUES (?1, ?2)", [id, user_id])?;
    Ok(())
}

pub(crate) fn remove_admin(connection: &Connection, id: &str, user_id: &str) -> Result<()> {
    connection.execute("DELETE FROM room_admins WHERE room_id = ?1 AND user_id = ?2", [id, user_id])?;
    Ok(())
}

/// Makes this user the only admin.
pub(crate) fn replace_admins(connection: &mut Connection, id: &str, user_id: &str) -> Result<()> {
    let step = connection.transaction()?;
    step.execute("DELETE FROM room_admins WHERE room_id = ?1", [id])?;
    add_admin(&step, id, user_id)?;
    step.commit()
}

/// What the end of a room is for those inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stays {
    /// Their presence ends.
    End,
    /// Nothing.
    GoOn,
}

/// Ends the meeting. `None` when it had ended already.
pub(crate) fn end(connection: &mut Connection, id: &str, stays: Stays) -> Result<Option<i64>> {
    close(connection, id, stays, "UPDATE rooms SET ended_at = ?2 WHERE id = ?1 AND ended_at IS NULL")
}

/// Hides the room for good. `None` when it was deleted already.
pub(crate) fn delete(connection: &mut Connection, id: &str, stays: Stays) -> Result<Option<i64>> {
    close(connection, id, stays, "UPDATE rooms SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL")
}

fn close(connection: &mut Connection, id: &str, stays: Stays, sql: &str) -> Result<Option<i64>> {
    let now = clock::now_ms();
    let step = connection.transaction()?;
    if step.execute(sql, params![id, now])? == 0 {
        return Ok(None);
    }
    if stays == Stays::End {
        super::connections::empty_room(&step, id)?;
    }
    step.commit()?;
    Ok(Some(now))
}

/// A line of "my meetings".
#[derive(Debug, Clone)]
pub(crate) struct Summary {
    id: String,
    name: String,
    created_at: i64,
    participants: i64,
    duration_ms: i64,
}

impl Summary {
    pub(crate) fn to_wire(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "createdAt": clock::iso(self.created_at),
            "participants": self.participants,
            "duration": self.duration_ms / 60_000,
            "isCreator": true,
        })
    }
}

/// From the first to come in until the end: the room's own, else the last to leave, else (somebody is still
/// there) now, which is `?2`.
pub(super) const DURATION: &str = "MAX(0, COALESCE(
    COALESCE(r.ended_at, CASE WHEN SUM(c.id IS NOT NULL AND c.left_at IS NULL) > 0 THEN ?2 ELSE MAX(c.left_at) END)
    - MIN(c.joined_at), 0))";

/// How "my meetings" are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MeetingOrder {
    NewestFirst,
    ById,
}

/// How many rooms this person made, and a page of them.
pub(crate) fn page_of(
    connection: &Connection,
    creator: &str,
    order: MeetingOrder,
    limit: u32,
    offset: u32,
) -> Result<(i64, Vec<Summary>)> {
    let total = connection.query_row(
        "SELECT COUNT(*) FROM rooms WHERE creator_id = ?1 AND deleted_at IS NULL",
        [creator],
        |row| row.get(0),
    )?;
    let order = match order {
        MeetingOrder::NewestFirst => "r.created_at DESC, r.rowid DESC",
        MeetingOrder::ById => "r.id",
    };
    let sql = format!(
        "SELECT r.id, r.name, r.created_at, COUNT(DISTINCT c.user_id), {DURATION}
         FROM rooms r LEFT JOIN connections c ON c.room_id = r.id
         WHERE r.creator_id = ?1 AND r.deleted_at IS NULL
         GROUP BY r.id ORDER BY {order} LIMIT ?3 OFFSET ?4"
    );
    let rooms = connection
        .prepare(&sql)?
        .query_map(params![creator, clock::now_ms(), limit, offset], |row| {
            Ok(Summary {
                id: row.get(0)?,
                name: row.get(1)?,
                created_at: row.get(2)?,
                participants: row.get(3)?,
                duration_ms: row.get(4)?,
            })
        })?
        .collect::<Result<_>>()?;
    Ok((total, rooms))
}

/// What the dashboard counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stats {
    pub(crate) meetings_this_month: i64,
    pub(crate) minutes: i64,
    pub(crate) contacts: i64,
}

pub(crate) fn stats_of(connection: &Connection, creator: &str) -> Result<Stats> {
    let now = clock::now_ms();
    let meetings_this_month = connection.query_row(
        "SELECT COUNT(*) FROM rooms WHERE creator_id = ?1 AND deleted_at IS NULL AND created_at >= ?2",
        params![creator, clock::start_of_month(now)],
        |row| row.get(0),
    )?;
    let sql = format!(
        "SELECT COALESCE(SUM(length), 0) FROM (SELECT {DURATION} AS length FROM rooms r
         JOIN connections c ON c.room_id = r.id WHERE r.creator_id = ?1 GROUP BY r.id)"
    );
    let length_ms: i64 = connection.query_row(&sql, params![creator, now], |row| row.get(0))?;
    let contacts = connection.query_row(
        "SELECT COUNT(DISTINCT other.user_id) FROM connections mine
         JOIN connections other ON other.room_id = mine.room_id AND other.user_id <> mine.user_id
         WHERE mine.user_id = ?1",
        [creator],
        |row| row.get(0),
    )?;
    Ok(Stats { meetings_this_month, minutes: length_ms / 60_000, contacts })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{connections, in_memory};

    #[test]
    fn ids_look_like_the_contract_says() {
        let id = random_id(2);
        assert_eq!(id.len(), 7);
        assert!(
            id.char_indices().all(|(at, c)| if at == 3 { c == '-' } else { c.is_ascii_lowercase() }),
            "{id}"
        );
    }

    #[test]
    fn stats_count_own_meetings_and_the_people_met_there() {
        let mut connection = in_memory();
        let room = insert(&mut connection, blank("ana")).unwrap();
        insert(&mut connection, blank("luis")).unwrap();
        for user in ["ana", "luis", "eva"] {
            connections::enter(&connection, &room.id, user, None).unwrap();
        }
        connection.execute("UPDATE connections SET joined_at = joined_at - 65 * 60000", []).unwrap();
        assert!(end(&mut connection, &room.id, Stays::End).unwrap().is_some());
        assert!(end(&mut connection, &room.id, Stays::End).unwrap().is_none(), "ending is not repeatable");

        let stats = stats_of(&connection, "ana").unwrap();
        assert_eq!((stats.meetings_this_month, stats.minutes, stats.contacts), (1, 65, 2));
        let (total, page) = page_of(&connection, "ana", MeetingOrder::NewestFirst, 10, 0).unwrap();
        assert_eq!((total, page[0].participants, page[0].duration_ms / 60_000), (1, 3, 65));
        assert!(connections::active_in_room(&connection, &room.id).unwrap().is_empty());
    }

    fn blank(creator: &str) -> Room {
        Room {
            id: String::new(),
            name: "Reunión".into(),
            creator_id: creator.into(),
            password: None,
            password_hash: None,
            parent_room_id: None,
            private: false,
            join_muted: false,
            schedule_at: None,
            created_at: clock::now_ms(),
            ended_at: None,
            deleted_at: None,
            admins: Vec::new(),
        }
    }
}
