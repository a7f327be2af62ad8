//! Accounts.

use rusqlite::{Connection, OptionalExtension, Result, Row, params};
use serde_json::{Value, json};

use crate::clock;

#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: String,
    /// What an identity provider calls this person. Where it came with the sign-up, the id is the same.
    pub(crate) uid: Option<String>,
    pub(crate) email: String,
    pub(crate) nickname: Option<String>,
    /// What the identity provider calls this person, where that is no nickname.
    pub(crate) name: Option<String>,
    pub(crate) age: Option<i64>,
    pub(crate) role: String,
    pub(crate) password_hash: String,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl User {
    /// Stands in for an account that is not there.
    pub(crate) fn absent(id: String, email: String) -> Self {
        Self {
            id,
            uid: None,
            email,
            nickname: None,
            name: None,
            age: None,
            role: "user".into(),
            password_hash: String::new(),
            created_at: 0,
            updated_at: 0,
        }
    }

    /// The object of the contract, section 1.3: without anything secret.
    pub(crate) fn to_wire(&self) -> Value {
        json!({
            "id": self.id,
            "email": self.email,
            "nickname": self.nickname,
            "edad": self.age,
            "role": self.role,
            "createdAt": clock::stamp(self.created_at),
            "updatedAt": clock::stamp(self.updated_at),
        })
    }

    /// The stored document, which the log-in by a provider answers with (contract, section 1.4); `name` is what it says
    /// there. The password's hash stays here; the id, which the old service leaves out, comes along.
    pub(crate) fn to_document(&self, name: Option<&str>) -> Value {
        json!({
            "id": self.id,
            "uid": self.uid,
            "email": self.email,
            "name": name,
            "nickname": self.nickname,
            "edad": self.age,
            "birth_date": null,
            "rolId": 2,
            "createdAt": clock::stamp(self.created_at),
        })
    }
}

/// What people see of somebody: the nickname, else the part of the address before the `@`.
pub(crate) fn display_name<'a>(nickname: Option<&'a str>, email: &'a str) -> &'a str {
    nickname.unwrap_or_else(|| email.split('@').next().unwrap_or(email))
}

const COLUMNS: &str = "id, uid, email, nickname, name, age, role, password_hash, created_at, updated_at";

fn read(row: &Row<'_>) -> Result<User> {
    Ok(User {
        id: row.get(0)?,
        uid: row.get(1)?,
        email: row.get(2)?,
        nickname: row.get(3)?,
        name: row.get(4)?,
        age: row.get(5)?,
        role: row.get(6)?,
        password_hash: row.get(7)?,
        created_at: row.get(8)?,
        updated_at: row.get(9)?,
    })
}

pub(crate) fn by_id(connection: &Connection, id: &str) -> Result<Option<User>> {
    let sql = format!("SELECT {COLUMNS} FROM users WHERE id = ?1");
    connection.query_row(&sql, [id], read).optional()
}

pub(crate) fn by_uid(connection: &Connection, uid: &str) -> Result<Option<User>> {
    let sql = format!("SELECT {COLUMNS} FROM users WHERE uid = ?1");
    connection.query_row(&sql, [uid], read).optional()
}

pub(crate) fn by_email(connection: &Connection, email: &str) -> Result<Option<User>> {
    let sql = format!("SELECT {COLUMNS} FROM users WHERE email = ?1");
    connection.query_row(&sql, [email], read).optional()
}

pub(crate) fn all(connection: &Connection) -> Result<Vec<User>> {
    let sql = format!("SELECT {COLUMNS} FROM users ORDER BY created_at, id");
    connection.prepare(&sql)?.query_map([], read)?.collect()
}

/// Which of the two names of a new account is already somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    Email,
    Id,
}

/// Inserts, or tells what is taken. The check and the insert are one statement apart on the only connection.
pub(crate) fn insert(connection: &Connection, user: &User) -> Result<std::result::Result<(), Taken>> {
    if by_email(connection, &user.email)?.is_some() {
        return Ok(Err(Taken::Email));
    }
    let known = match &user.uid {
        Some(uid) => by_uid(connection, uid)?.is_some(),
        None => false,
    };
    if known || by_id(connection, &user.id)?.is_some() {
        return Ok(Err(Taken::Id));
    }
    connection.execute(
        "INSERT INTO users (id, uid, email, nickname, name, age, role, password_hash, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            user.id,
            user.uid,
            user.email,
            user.nickname,
            user.name,
            user.age,
            user.role,
            user.password_hash,
            user.created_at,
            user.updated_at
        ],
    )?;
    Ok(Ok(()))
}

/// The account of `person`, who comes from an identity provider: the one of that uid, else the one of that address,
/// which is the uid's from now on, else a new one.
pub(crate) fn claim(connection: &Connection, person: User) -> Result<User> {
    if let Some(uid) = &person.uid
        && let Some(known) = by_uid(connection, uid)?
    {
        return Ok(known);
    }
    if let Some(known) = by_email(connection, &person.email)? {
        connection.execute("UPDATE users SET uid = ?2 WHERE id = ?1", params![known.id, person.uid])?;
        return Ok(User { uid: person.uid, ..known });
    }
    // Neither is taken, and the id is new.
    let _inserted = insert(connection, &person)?;
    Ok(person)
}

/// Writes back what a person may change. `Err(Taken::Email)` when the new address is somebody else's.
pub(crate) fn update(connection: &Connection, user: &User) -> Result<std::result::Result<(), Taken>> {
    if by_email(connection, &user.email)?.is_some_and(|other| other.id != user.id) {
        return Ok(Err(Taken::Email));
    }
    connection.execute(
        "UPDATE users SET email = ?2, nickname = ?3, age = ?4, updated_at = ?5 WHERE id = ?1",
        params![user.id, user.email, user.nickname, user.age, user.updated_at],
    )?;
    Ok(Ok(()))
}

pub(crate) fn set_password(connection: &Connection, id: &str, hash: &str) -> Result<()> {
    connection.execute(
        "UPDATE users SET password_hash = ?2, updated_at = ?3 WHERE id = ?1",
        params![id, hash, clock::now_ms()],
    )?;
    Ok(())
}

/// Deletes the account and its sessions; what the person said and made stays.
pub(crate) fn delete(connection: &Connection, id: &str) -> Result<()> {
    connection.execute("DELETE FROM users WHERE id = ?1", [id])?;
    Ok(())
}
