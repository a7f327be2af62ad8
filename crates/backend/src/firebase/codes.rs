//! Codes that the real service mails: to choose a new password, to prove an address, to change it.

use rusqlite::{Connection, OptionalExtension, Result, Row, params};
use serde_json::{Value, json};

use super::compact;
use crate::clock;

/// What a code is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    PasswordReset,
    VerifyEmail,
    ChangeEmail,
}

const KINDS: [Kind; 3] = [Kind::PasswordReset, Kind::VerifyEmail, Kind::ChangeEmail];
const HOUR: i64 = 3_600_000;

impl Kind {
    pub(super) fn parse(name: &str) -> Option<Self> {
        KINDS.into_iter().find(|kind| kind.name() == name)
    }

    /// As requests and answers call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::PasswordReset => "PASSWORD_RESET",
            Self::VerifyEmail => "VERIFY_EMAIL",
            Self::ChangeEmail => "VERIFY_AND_CHANGE_EMAIL",
        }
    }

    /// As the link calls it.
    pub(super) fn mode(self) -> &'static str {
        match self {
            Self::PasswordReset => "resetPassword",
            Self::VerifyEmail => "verifyEmail",
            Self::ChangeEmail => "verifyAndChangeEmail",
        }
    }

    /// How long production lets a code live.
    pub(super) fn life_ms(self) -> i64 {
        match self {
            Self::PasswordReset => HOUR,
            Self::VerifyEmail | Self::ChangeEmail => 72 * HOUR,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) code: String,
    pub(super) kind: Kind,
    pub(super) email: String,
    pub(super) new_email: Option<String>,
    pub(super) link: String,
    pub(super) expires_at: i64,
}

impl Code {
    pub(super) fn to_wire(&self) -> Value {
        compact(json!({
            "email": self.email,
            "newEmail": self.new_email,
            "requestType": self.kind.name(),
            "oobCode": self.code,
            "oobLink": self.link,
        }))
    }

    /// The error that a client hears of a code that is too old.
    pub(super) fn fresh(self) -> std::result::Result<Self, &'static str> {
        if self.expires_at > clock::now_ms() { Ok(self) } else { Err("EXPIRED_OOB_CODE") }
    }
}

const COLUMNS: &str = "code, kind, email, new_email, link, expires_at";

fn read(row: &Row<'_>) -> Result<Code> {
    let kind: String = row.get(1)?;
    let kind = Kind::parse(&kind).ok_or(rusqlite::Error::InvalidQuery)?;
    Ok(Code {
        code: row.get(0)?,
        kind,
        email: row.get(2)?,
        new_email: row.get(3)?,
        link: row.get(4)?,
        expires_at: row.get(5)?,
    })
}

pub(super) fn store(connection: &Connection, code: &Code) -> Result<()> {
    connection.execute(
        "INSERT INTO firebase_codes (code, kind, email, new_email, link, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![code.code, code.kind.name(), code.email, code.new_email, code.link, code.expires_at],
    )?;
    Ok(())
}

pub(super) fn find(connection: &Connection, code: &str) -> Result<Option<Code>> {
    let sql = format!("SELECT {COLUMNS} FROM firebase_codes WHERE code = ?1");
    connection.query_row(&sql, [code], read).optional()
}

/// Every code that was not used, in the order in which they were asked for.
pub(super) fn all(connection: &Connection) -> Result<Vec<Code>> {
    let sql = format!("SELECT {COLUMNS} FROM firebase_codes ORDER BY seq");
    connection.prepare(&sql)?.query_map([], read)?.collect()
}

pub(super) fn delete(connection: &Connection, code: &str) -> Result<()> {
    connection.execute("DELETE FROM firebase_codes WHERE code = ?1", [code])?;
    Ok(())
}
