//! Passwords of rooms: kept as hashes, proved once, and not to be guessed.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::{
    App, Error, Quirk,
    auth::passwords::{MAX_BYTES, PasswordError},
    clock,
    db::rooms::{self, Room},
};

/// So many wrong ones in a window, of one person at one room.
const TRIES: u32 = 10;
const WINDOW_MS: i64 = 10 * 60 * 1000;

/// Why a room has no such password.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unfit {
    #[error("longer than {MAX_BYTES} bytes")]
    TooLong,
    #[error(transparent)]
    Hash(#[from] PasswordError),
}

/// Gives the room this password from now on, or none. The caller stores the room.
pub(crate) async fn protect(app: &App, room: &mut Room, password: Option<String>) -> Result<(), Unfit> {
    if password.as_ref().is_some_and(|password| password.len() > MAX_BYTES) {
        return Err(Unfit::TooLong);
    }
    if app.quirks.has(Quirk::ListedPasswords) {
        room.password = password;
        return Ok(());
    }
    room.password_hash = match password {
        Some(password) => Some(app.passwords.hash(password).await?),
        None => None,
    };
    Ok(())
}

/// Earlier versions kept them as they were typed: none of those outlives a start.
pub(crate) async fn hash_old_ones(app: &App) -> Result<(), Error> {
    if app.quirks.has(Quirk::ListedPasswords) {
        return Ok(());
    }
    let typed = app.db.call(|db| rooms::passwords(db)).await?;
    for (id, password) in typed {
        let Some(password) = password else { continue };
        let hash = app.passwords.hash(password).await?;
        app.db.call(move |db| rooms::replace_password(db, &id, &hash)).await?;
    }
    Ok(())
}

/// Who has guessed wrong where, in memory: a start forgets it.
#[derive(Debug, Default)]
pub(crate) struct Attempts(Mutex<HashMap<(String, String), Wrong>>);

#[derive(Debug, Clone, Copy)]
struct Wrong {
    times: u32,
    since: i64,
}

impl Attempts {
    /// Whether this person may try again at this room.
    pub(crate) fn may(&self, room: &str, user: &str) -> bool {
        self.may_at(clock::now_ms(), room, user)
    }

    /// Counts a try, before it is known to be wrong: many at once are many.
    pub(crate) fn count(&self, room: &str, user: &str) {
        self.count_at(clock::now_ms(), room, user);
    }

    /// The person knew it.
    pub(crate) fn clear(&self, room: &str, user: &str) {
        self.entries().remove(&(room.to_owned(), user.to_owned()));
    }

    fn may_at(&self, now: i64, room: &str, user: &str) -> bool {
        let entries = self.entries();
        let wrong = entries.get(&(room.to_owned(), user.to_owned()));
        wrong.is_none_or(|wrong| wrong.times < TRIES || now - wrong.since >= WINDOW_MS)
    }

    fn count_at(&self, now: i64, room: &str, user: &str) {
        let mut entries = self.entries();
        entries.retain(|_, wrong| now - wrong.since < WINDOW_MS);
        let wrong =
            entries.entry((room.to_owned(), user.to_owned())).or_insert(Wrong { times: 0, since: now });
        wrong.times = wrong.times.saturating_add(1);
    }

    fn entries(&self) -> std::sync::MutexGuard<'_, HashMap<(String, String), Wrong>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_is_slowed_for_one_person_at_one_room() {
        let attempts = Attempts::default();
        let (ana, luis) = ("ana", "luis");
        for _ in 0..TRIES {
            assert!(attempts.may_at(5, "abc-xyz", ana));
            attempts.count_at(5, "abc-xyz", ana);
        }
        assert!(!attempts.may_at(6, "abc-xyz", ana));
        assert!(attempts.may_at(6, "abc-xyz", luis) && attempts.may_at(6, "other", ana));
        assert!(attempts.may_at(5 + WINDOW_MS, "abc-xyz", ana), "and not for ever");
        attempts.clear("abc-xyz", ana);
        assert!(attempts.may_at(6, "abc-xyz", ana));
    }
}
