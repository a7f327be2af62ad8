//! Log-ins by device, and the tokens of forgotten passwords.

use rusqlite::{Connection, OptionalExtension, Result, params};

use crate::clock;

/// Starts the session `id` of this user on this device; an earlier one on the same device ends with it.
pub(crate) fn start(connection: &Connection, id: &str, user_id: &str, device_id: &str) -> Result<()> {
    connection.execute(
        "INSERT INTO sessions (id, user_id, device_id, created_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (user_id, device_id) DO UPDATE SET id = ?1, created_at = ?4, revoked_at = NULL",
        params![id, user_id, device_id, clock::now_ms()],
    )?;
    Ok(())
}

pub(crate) fn is_live(connection: &Connection, id: &str, user_id: &str) -> Result<bool> {
    connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM sessions WHERE id = ?1 AND user_id = ?2 AND revoked_at IS NULL)",
        [id, user_id],
        |row| row.get(0),
    )
}

pub(crate) fn revoke(connection: &Connection, id: &str) -> Result<()> {
    connection.execute(
        "UPDATE sessions SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL",
        params![id, clock::now_ms()],
    )?;
    Ok(())
}

/// Ends every session of a user except `keep`, because the password changed.
pub(crate) fn revoke_all(connection: &Connection, user_id: &str, keep: Option<&str>) -> Result<()> {
    connection.execute(
        "UPDATE sessions SET revoked_at = ?3 WHERE user_id = ?1 AND revoked_at IS NULL AND id IS NOT ?2",
        params![user_id, keep, clock::now_ms()],
    )?;
    Ok(())
}

pub(crate) fn store_reset(connection: &Connection, hash: &str, user_id: &str, expires_at: i64) -> Result<()> {
    connection.execute(
        "INSERT INTO password_resets (token_hash, user_id, expires_at) VALUES (?1, ?2, ?3)",
        params![hash, user_id, expires_at],
    )?;
    Ok(())
}

/// Uses a reset token up. The user it was for, unless it is unknown, used or too old.
pub(crate) fn take_reset(connection: &Connection, hash: &str) -> Result<Option<String>> {
    let found: Option<(String, i64)> = connection
        .query_row(
            "DELETE FROM password_resets WHERE token_hash = ?1 RETURNING user_id, expires_at",
            [hash],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    Ok(found.filter(|(_, expires_at)| *expires_at > clock::now_ms()).map(|(user, _)| user))
}
