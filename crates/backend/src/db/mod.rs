//! The one SQLite file: opening, migrating, and the only way to reach it.
//!
//! One connection behind a mutex, used on the blocking pool. A meeting room writes a few rows a second; one writer
//! is also what SQLite allows. WAL with `synchronous = NORMAL` keeps every committed row when the process is
//! killed (a power cut may cost the last few).

pub(crate) mod access;
pub(crate) mod connections;
pub(crate) mod messages;
pub(crate) mod mine;
pub(crate) mod rooms;
pub(crate) mod sessions;
pub(crate) mod users;

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::Connection;

/// One entry per schema version, in order; never edited once released.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_initial.sql"),
    include_str!("migrations/0002_provider_uid.sql"),
    include_str!("migrations/0003_firebase.sql"),
    include_str!("migrations/0004_room_passwords.sql"),
    include_str!("migrations/0005_join_muted.sql"),
    include_str!("migrations/0006_provider_name.sql"),
];

#[derive(Debug, thiserror::Error)]
pub(crate) enum DbError {
    #[error("database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("the database was made by a newer version (schema {found}, this program knows {known})")]
    TooNew { found: u32, known: u32 },
    #[error("database work did not finish: {0}")]
    Worker(#[from] tokio::task::JoinError),
}

#[derive(Debug, Clone)]
pub(crate) struct Db(Arc<Mutex<Connection>>);

impl Db {
    pub(crate) fn open(path: &Path) -> Result<Self, DbError> {
        let mut connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "foreign_keys", "ON")?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        migrate(&mut connection)?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Runs `work` with the connection, off the async threads.
    pub(crate) async fn call<T, F>(&self, work: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let shared = Arc::clone(&self.0);
        let result = tokio::task::spawn_blocking(move || {
            // A panic while the lock was held left at most a transaction, which its guard rolled back.
            work(&mut shared.lock().unwrap_or_else(PoisonError::into_inner))
        });
        Ok(result.await??)
    }
}

fn migrate(connection: &mut Connection) -> Result<(), DbError> {
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let mut known = 0;
    for sql in MIGRATIONS {
        known += 1;
        if known > found {
            let step = connection.transaction()?;
            step.execute_batch(sql)?;
            step.pragma_update(None, "user_version", known)?;
            step.commit()?;
        }
    }
    if found > known { Err(DbError::TooNew { found, known }) } else { Ok(()) }
}

/// A database in memory for the unit tests of the modules below.
#[cfg(test)]
pub(crate) fn in_memory() -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    connection.pragma_update(None, "foreign_keys", "ON").unwrap();
    migrate(&mut connection).unwrap();
    connection
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_again_migrates_once_and_a_newer_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("charlaton.db");
        drop(Db::open(&path).unwrap());
        drop(Db::open(&path).unwrap());
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(Db::open(&path), Err(DbError::TooNew { found: 99, .. })));
    }
}
