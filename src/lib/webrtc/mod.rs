//! A full mesh of WebRTC connections, one `RTCPeerConnection` for each remote user.
//!
//! [`Mesh`] decides and [`MeshDriver`] carries out. Bottom up: [`signal`] is the wire, [`session`] names attempts,
//! [`negotiation`] agrees on one connection, [`recovery`] mends or replaces it, [`watchdog`] misses a voice, [`mesh`]
//! holds all of them, [`quality`] shares the uplink by the rules of [`budget`], [`shown`] tells peers how large they are
//! seen, [`speaker`] hears who speaks, [`opus`] says what encoders may leave out, [`ice_servers`] keeps credentials fresh,
//! [`message`] is what peers tell each other directly.

mod browser;
pub mod budget;
pub mod commands;
pub mod config;
pub mod early;
pub mod ice_servers;
pub mod mesh;
pub mod message;
pub mod negotiation;
pub mod opus;
pub mod quality;
pub mod recovery;
pub mod rng;
pub mod session;
pub mod shown;
pub mod signal;
pub mod source;
pub mod speaker;
pub mod watchdog;

pub use crate::lib::media::RemoteStream;
pub use browser::{Fetching, MeshDriver, MeshEvent};
pub use commands::{Command, ConnectionEvent, Input, Output, Role};
pub use config::{IceServer, MeshConfig};
pub use mesh::Mesh;
pub use message::{PeerMessage, Request};
pub use recovery::{PeerState, Transport};
pub use signal::Signal;
pub use source::Source;
