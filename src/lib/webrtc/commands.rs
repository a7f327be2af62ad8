//! What goes into the mesh and what comes out of it.

use charlaton_contract::UserId;

use super::{
    recovery::{PeerState, Transport},
    signal::{Candidate, Description, Signal},
};

/// Everything that can happen to a mesh.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// `room_users` after we joined: everybody to be connected to. Who is connected already stays so.
    RoomUsers(Vec<UserId>),
    /// The room's list, the truth about who is there. Connects nobody; parts with those it misses.
    Present(Vec<UserId>),
    /// A peer said goodbye.
    PeerLeft(UserId),
    /// A message of a peer.
    Signal {
        /// Who sent it, as the server says.
        from: UserId,
        /// What.
        signal: Signal,
    },
    /// A connection has something to say.
    Connection {
        /// Whose.
        peer: UserId,
        /// Which.
        generation: u64,
        /// What.
        event: ConnectionEvent,
    },
    /// A peer says that its microphone is on, or off.
    Voice {
        /// Who.
        peer: UserId,
        /// On.
        on: bool,
    },
    /// The device has another network, or has slept. Several of these in a row are one.
    NetworkChanged,
    /// Time passed.
    Tick,
    /// We leave: every connection is closed, nothing is answered until the next [`Input::RoomUsers`].
    Leave,
}

/// Results and events of one `RTCPeerConnection`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectionEvent {
    /// `negotiationneeded`.
    NegotiationNeeded,
    /// `icecandidate`.
    Found(Candidate),
    /// `connectionstatechange`.
    Transport(Transport),
    /// [`Command::SetLocal`] made this.
    LocalSet(Description),
    /// [`Command::SetLocal`] was refused.
    LocalRefused,
    /// [`Command::SetRemote`] is done.
    RemoteSet,
    /// [`Command::SetRemote`] was refused.
    RemoteRefused,
    /// [`Command::Count`] found this, since the connection was made.
    Received {
        /// Whatever arrived on its path, checks of ICE included; it only has to grow.
        anything: u64,
        /// Packets of the peer's voice.
        voice: u64,
    },
}

/// What the driver is to do, in this order.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Make a connection.
    Open {
        /// For whom.
        peer: UserId,
        /// Its name here.
        generation: u64,
        /// Whether it offers first.
        role: Role,
    },
    /// Close one and forget everything of it.
    Close {
        /// Whose.
        peer: UserId,
        /// Which.
        generation: u64,
    },
    /// Operate one.
    Do {
        /// Whose.
        peer: UserId,
        /// Which.
        generation: u64,
        /// What.
        command: Command,
    },
    /// Relay a message.
    Send {
        /// To whom.
        to: UserId,
        /// What.
        signal: Signal,
    },
    /// A tile changed.
    State(UserId, PeerState),
    /// A peer is no longer part of the mesh.
    Gone(UserId),
}

/// Who makes the fixed transceivers of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// We make them before the first offer.
    Offerer,
    /// We adopt those of the peer's offer.
    Answerer,
}

/// One operation on a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// `setLocalDescription()`; answer with `LocalSet` or `LocalRefused`.
    SetLocal,
    /// `setRemoteDescription(…)`; answer with `RemoteSet` or `RemoteRefused`.
    SetRemote(Description),
    /// `addIceCandidate(…)`; a refusal is of no interest.
    Add(Candidate),
    /// `restartIce()`; `negotiationneeded` follows.
    RestartIce,
    /// `getStats()`; answer with `Received`, or not at all where it fails.
    Count,
}
