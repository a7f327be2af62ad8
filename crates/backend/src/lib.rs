//! The embedded Charlaton back-end: the three documented services on their ports, and one SQLite file.
//!
//! | module | |
//! |---|---|
//! | `config` | every flag and variable |
//! | `db` | the SQLite file: schema, and one file per table |
//! | `auth` | tokens, passwords, cookies, signing keys |
//! | `outbox` | mails, as files |
//! | `admission` | who may be in which room; the one door of all three services |
//! | `room_passwords` | how rooms' passwords are kept and proved |
//! | `http` | REST, one file per resource; errors to answers in `http/error.rs` |
//! | `firebase` | the Firebase emulator: accounts of a provider, and the tokens that are trusted in its mode |
//! | `turn` | credentials of a TURN server that expire |
//! | `realtime` | Socket.IO to one ordered queue; presence, pure |
//! | `chat` | the chat and signaling server, one method per event |
//! | `webrtc` | the optional second signaling server |
//! | `web` | the front-end from the same origin |
//! | `server` | listening, and ending gracefully |
//! | `deadly` | the payloads that end the existing processes |
//! | `quirks` | the ways of the existing Node services, each a name in one list |
//!
//! With `--quirks` it behaves as the existing services do, defects included, so that a client can be tested against
//! them. Without the flag none of that runs: the good handlers ask at few places, and what is different lies in files
//! called `quirks`.

#![warn(missing_docs)]

mod admission;
mod auth;
mod chat;
mod clock;
mod config;
mod db;
mod deadly;
mod firebase;
mod http;
mod outbox;
mod quirks;
mod realtime;
mod room_passwords;
mod seed;
mod server;
mod turn;
mod web;
mod webrtc;

use std::{
    path::PathBuf,
    sync::{Arc, atomic::AtomicUsize},
};

pub use config::{Config, IceServers, PasswordCost, WebrtcForm};
pub use quirks::{Quirk, Quirks};
pub use server::{Addresses, Error, Server, run, serve};

/// What every request and every socket can reach.
#[derive(Debug)]
pub(crate) struct App {
    db: db::Db,
    tokens: auth::tokens::Tokens,
    passwords: auth::passwords::Passwords,
    room_attempts: room_passwords::Attempts,
    cookies: auth::cookies::CookiePolicy,
    origins: http::origins::Origins,
    /// Without a slash at its end.
    frontend_url: String,
    outbox: PathBuf,
    /// The identity provider, in the mode that has one.
    firebase: Option<Arc<firebase::Firebase>>,
    /// The TURN server, where there is one.
    turn: Option<Arc<turn::Turn>>,
    chat: realtime::Mailbox<chat::Order>,
    webrtc: realtime::Mailbox<webrtc::Order>,
    /// Sockets on the chat, for its status page.
    online: AtomicUsize,
    started: tokio::time::Instant,
    quirks: Quirks,
    /// Whether the process ends on what ends the old ones.
    deadly: bool,
    webrtc_form: WebrtcForm,
}
