//! The ways of the existing services, each switched on alone and named by its test; what is otherwise is asserted
//! beside it.

mod access;
mod accounts;
mod deadly;
mod http;
mod joining;
mod leaving;
mod messages;
mod providers;
mod relays;
mod rooms;
mod signaling;
mod together;

use charlaton_backend::{Quirk, Quirks};

use crate::common::Backend;

/// A server with these alone.
async fn with(quirks: &[Quirk]) -> Backend {
    Backend::start_with(|config| config.quirks = Quirks::only(quirks)).await
}

/// A server as it is, and one with the quirk.
async fn both(quirk: Quirk) -> [(Backend, bool); 2] {
    [(Backend::start().await, false), (with(&[quirk]).await, true)]
}

/// The database of a running server, for what its tables can be made to do.
fn database(backend: &Backend) -> rusqlite::Connection {
    rusqlite::Connection::open(backend.data.path().join("charlaton.db")).unwrap()
}
