//! A Socket.IO 5 client over Engine.IO 4.
//!
//! Three machines that know neither clock nor network, each fed by the one around it:
//! [`engine`] is one connection, [`session`] is namespaces over connections that come and go, and [`client`] gives
//! the application a [`Socket`] and its callbacks. The codecs are [`packet`] and [`engine_packet`]. `browser.rs`
//! carries out what the machines decide.
//!
//! ```no_run
//! # use charlaton::lib::socket::{Options, Socket};
//! # use charlaton_json::json;
//! let socket = Socket::connect(Options::default(), || Box::pin(async { json!({ "token": "…" }) }));
//! let greeting = socket.on("welcome", |args| println!("{args:?}"));
//! socket.emit("join_room", vec![json!("abc-xyz")]);
//! drop(greeting); // unsubscribes
//! drop(socket); // disconnects
//! ```

pub mod backoff;
pub mod base64;
mod browser;
pub mod client;
pub mod engine;
pub mod engine_packet;
mod listeners;
mod namespace;
pub mod packet;
pub mod session;
pub mod transport;

pub use client::{LocalBoxFuture, Options, Socket};
pub use listeners::{Message, Reply, Subscription};
pub use packet::Payload;
pub use session::{AckError, State};
pub use transport::{Kind, Transports};
