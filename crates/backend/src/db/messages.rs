//! The chat, on disk.

use rusqlite::{Connection, OptionalExtension, Result, Row, named_params, params};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::users::display_name;
use crate::clock;

/// Who may read a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Audience {
    Public,
    /// The author and these.
    Private(Vec<String>),
}

#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) id: String,
    pub(crate) room_id: String,
    pub(crate) user_id: String,
    pub(crate) content: String,
    pub(crate) audience: Audience,
    pub(crate) created_at: i64,
    updated_at: Option<i64>,
    /// Address and nickname of the author, unless the account is gone.
    who: Option<(String, Option<String>)>,
}

impl Message {
    /// The document of the contract, section 1.8, with the later version's `createdAt` and `user` added.
    pub(crate) fn to_wire(&self) -> Value {
        let (visibility, target) = self.audience.to_wire();
        let mut wire = Map::new();
        wire.insert("id".into(), json!(self.id));
        wire.insert("userId".into(), json!(self.user_id));
        wire.insert("roomId".into(), json!(self.room_id));
        wire.insert("content".into(), json!(self.content));
        wire.insert("visibility".into(), json!(visibility));
        wire.insert("target".into(), target);
        wire.insert("createAt".into(), clock::stamp(self.created_at));
        wire.insert("createdAt".into(), json!(clock::iso(self.created_at)));
        if let Some(updated_at) = self.updated_at {
            wire.insert("updateAt".into(), clock::stamp(updated_at));
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

impl Audience {
    /// The fields `visibility` and `target`.
    pub(crate) fn to_wire(&self) -> (&'static str, Value) {
        match self {
            Self::Public => ("public", Value::Null),
            Self::Private(targets) => {
                ("private", targets.iter().map(|target| json!({ "userId": target })).collect())
            }
        }
    }
}

const SELECT: &str =
    "SELECT m.seq, m.id, m.room_id, m.user_id, m.content, m.private, m.created_at, m.updated_at,
    u.email, u.nickname FROM messages m LEFT JOIN users u ON u.id = m.user_id";

/// What `:viewer` may read.
const READABLE: &str = "(m.private = 0 OR m.user_id = :viewer OR EXISTS
    (SELECT 1 FROM message_targets t WHERE t.message_seq = m.seq AND t.user_id = :viewer))";

fn read(row: &Row<'_>) -> Result<(i64, Message)> {
    let private: bool = row.get(5)?;
    let email: Option<String> = row.get(8)?;
    let nickname: Option<String> = row.get(9)?;
    let message = Message {
        id: row.get(1)?,
        room_id: row.get(2)?,
        user_id: row.get(3)?,
        content: row.get(4)?,
        audience: if private { Audience::Private(Vec::new()) } else { Audience::Public },
        created_at: row.get(6)?,
        updated_at: row.get(7)?,
        who: email.map(|email| (email, nickname)),
    };
    Ok((row.get(0)?, message))
}

fn with_targets(connection: &Connection, (seq, mut message): (i64, Message)) -> Result<Message> {
    if let Audience::Private(targets) = &mut message.audience {
        *targets = connection
            .prepare_cached("SELECT user_id FROM message_targets WHERE message_seq = ?1 ORDER BY user_id")?
            .query_map([seq], |row| row.get(0))?
            .collect::<Result<_>>()?;
    }
    Ok(message)
}

/// Which part of the history: `offset` counts from the end it is taken from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slice {
    pub(crate) from: End,
    pub(crate) limit: u32,
    pub(crate) offset: u32,
}

/// An end of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Oldest,
    Newest,
}

/// The messages that `viewer` may read, all if there is none; oldest first.
pub(crate) fn in_room(
    connection: &Connection,
    room: &str,
    viewer: Option<&str>,
    part: Slice,
) -> Result<Vec<Message>> {
    let order = match part.from {
        End::Oldest => "ASC",
        End::Newest => "DESC",
    };
    let sql = format!(
        "{SELECT} WHERE m.room_id = :room AND (:viewer IS NULL OR {READABLE})
         ORDER BY m.seq {order} LIMIT :limit OFFSET :offset"
    );
    let mut found: Vec<_> = connection
        .prepare(&sql)?
        .query_map(
            named_params! { ":room": room, ":viewer": viewer, ":limit": part.limit, ":offset": part.offset },
            read,
        )?
        .collect::<Result<_>>()?;
    if part.from == End::Newest {
        found.reverse();
    }
    found.into_iter().map(|row| with_targets(connection, row)).collect()
}

/// Everything `author` said in the room, oldest first.
pub(crate) fn by_author(connection: &Connection, room: &str, author: &str) -> Result<Vec<Message>> {
    let sql = format!("{SELECT} WHERE m.room_id = ?1 AND m.user_id = ?2 ORDER BY m.seq");
    let found: Vec<_> = connection.prepare(&sql)?.query_map([room, author], read)?.collect::<Result<_>>()?;
    found.into_iter().map(|row| with_targets(connection, row)).collect()
}

pub(crate) fn by_id(connection: &Connection, id: &str) -> Result<Option<Message>> {
    let found = connection.query_row(&format!("{SELECT} WHERE m.id = ?1"), [id], read).optional()?;
    found.map(|row| with_targets(connection, row)).transpose()
}

/// Stores a message. When this returns, it survives the process.
pub(crate) fn insert(
    connection: &mut Connection,
    room: &str,
    author: &str,
    content: &str,
    audience: &Audience,
) -> Result<Option<Message>> {
    let id = Uuid::new_v4().to_string();
    let step = connection.transaction()?;
    step.execute(
        "INSERT INTO messages (id, room_id, user_id, content, private, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![id, room, author, content, matches!(audience, Audience::Private(_)), clock::now_ms()],
    )?;
    if let Audience::Private(targets) = audience {
        let seq = step.last_insert_rowid();
        for target in targets {
            step.execute(
                "INSERT OR IGNORE INTO message_targets (message_seq, user_id) VALUES (?1, ?2)",
                params![seq, target],
            )?;
        }
    }
    step.commit()?;
    by_id(connection, &id)
}

pub(crate) fn edit(connection: &Connection, id: &str, content: &str) -> Result<Option<Message>> {
    connection.execute(
        "UPDATE messages SET content = ?2, updated_at = ?3 WHERE id = ?1",
        params![id, content, clock::now_ms()],
    )?;
    by_id(connection, id)
}

pub(crate) fn delete(connection: &Connection, id: &str) -> Result<()> {
    connection.execute("DELETE FROM messages WHERE id = ?1", [id])?;
    Ok(())
}
