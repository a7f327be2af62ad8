//! What a session is told and what it tells.

use std::time::Duration;

use charlaton_json::Value;

use crate::lib::socket::packet::Payload;
use crate::lib::socket::transport::{Command, TransportEvent, TransportId};

/// Everything that can happen to a session.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Join a namespace, or join again after being refused, kicked or disconnected; ends a wait between two tries.
    Connect(String),
    /// Leave a namespace. What it still keeps is dropped.
    Disconnect(String),
    /// Leave a namespace that nobody asks about any more.
    Forget(String),
    /// The credentials for the next CONNECT, in answer to [`Output::AskAuth`].
    Auth {
        /// From the question. A late answer has a ticket that is no longer valid.
        ticket: u32,
        /// An object, or anything else for none.
        value: Value,
    },
    /// Send an event.
    Emit(Emission),
    /// Answer an event of the server.
    Reply {
        /// Where it came from.
        namespace: String,
        /// Its [`Incoming::id`].
        id: u64,
        /// The answer.
        payload: Payload,
    },
    /// News from a transport.
    Transport(TransportId, TransportEvent),
    /// The device has a network again.
    Online,
    /// The device lost its network.
    Offline,
    /// The page is visible again, perhaps after a sleep.
    Wake,
    /// Time has passed.
    Tick,
}

/// An event to send.
#[derive(Debug, Clone, PartialEq)]
pub struct Emission {
    /// To which namespace.
    pub namespace: String,
    /// Its name.
    pub event: String,
    /// Its arguments.
    pub payload: Payload,
    /// What happens while there is no connection.
    pub delivery: Delivery,
    /// Whether somebody waits for an acknowledgement.
    pub ack: Option<AckRequest>,
}

/// What happens to an event emitted while there is no connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// It is kept and sent once there is one.
    Buffered,
    /// It is dropped: later it would be wrong.
    Volatile,
}

/// Somebody waits for an acknowledgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AckRequest {
    /// Comes back in [`Output::Ack`].
    pub token: u64,
    /// How long, counted from the emission.
    pub timeout: Duration,
}

/// What a session wants done, or has to tell.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// For the transports.
    Command(Command),
    /// Get credentials; answer with [`Input::Auth`].
    AskAuth {
        /// For which namespace.
        namespace: String,
        /// To be repeated in the answer.
        ticket: u32,
    },
    /// A namespace changed its state.
    State {
        /// Which.
        namespace: String,
        /// To what.
        state: State,
    },
    /// An event from the server.
    Event {
        /// Where.
        namespace: String,
        /// What.
        event: Incoming,
    },
    /// The end of an [`AckRequest`]. There is exactly one for each.
    Ack {
        /// From the request.
        token: u64,
        /// The answer.
        result: Result<Payload, AckError>,
    },
    /// An event is larger than the server accepts and was not sent: sending it would end the connection.
    Oversize {
        /// Its name.
        event: String,
    },
}

/// An event from the server.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// Its name.
    pub name: String,
    /// Its arguments.
    pub payload: Payload,
    /// Present if the server waits for a reply.
    pub id: Option<u64>,
}

/// Where a namespace stands.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// On the way in for the first time, or because somebody asked.
    Connecting,
    /// In.
    Connected {
        /// The server replays what was missed; there is no need to start over.
        recovered: bool,
    },
    /// The connection was lost, or could not be made, and is tried again.
    Reconnecting {
        /// Counts from 1.
        attempt: u32,
        /// Zero while the attempt is under way.
        retry_in: Duration,
    },
    /// The server refused (CONNECT_ERROR). Final until connect is called again.
    Refused {
        /// Why, in the server's words.
        message: String,
        /// Whatever else it said.
        data: Option<Value>,
    },
    /// The server threw us out (DISCONNECT). Final until connect is called again.
    KickedByServer,
    /// We left.
    Disconnected,
}

/// Why there is no acknowledgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AckError {
    /// The server did not answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// The connection was lost after the event was sent, or nobody is connected; the server may or may not have it.
    #[error("connection lost")]
    Disconnected,
    /// The event is larger than the server accepts and was not sent.
    #[error("larger than the server accepts")]
    TooLarge,
}
