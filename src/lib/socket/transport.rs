//! The words between the machines and whoever carries them out: transports, their names, commands and events.

use super::engine_packet::Frame;

/// Which transports a connection may use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Transports {
    /// WebSocket; long-polling, with an upgrade probe, where WebSocket fails.
    #[default]
    WebSocketFirst,
    /// Long-polling, then an upgrade; WebSocket at once where polling fails.
    PollingFirst,
    /// Never anything but WebSocket.
    WebSocketOnly,
    /// Never anything but long-polling.
    PollingOnly,
}

impl Transports {
    pub(super) fn allows(self, kind: Kind) -> bool {
        match (self, kind) {
            (Self::WebSocketFirst | Self::PollingFirst, _) => true,
            (Self::WebSocketOnly, Kind::WebSocket) | (Self::PollingOnly, Kind::Polling) => true,
            (Self::WebSocketOnly, Kind::Polling) | (Self::PollingOnly, Kind::WebSocket) => false,
        }
    }

    pub(super) fn first(self) -> Kind {
        match self {
            Self::WebSocketFirst | Self::WebSocketOnly => Kind::WebSocket,
            Self::PollingFirst | Self::PollingOnly => Kind::Polling,
        }
    }
}

/// The two kinds of transport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One WebSocket.
    WebSocket,
    /// HTTP long-polling: a GET that waits, and POSTs.
    Polling,
}

impl Kind {
    pub(super) fn other(self) -> Self {
        match self {
            Self::WebSocket => Self::Polling,
            Self::Polling => Self::WebSocket,
        }
    }
}

/// Names one transport of one connection. An event with the id of a transport that is gone is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransportId {
    /// Counts connections.
    pub generation: u32,
    /// Which transport of that connection.
    pub slot: Slot,
}

/// A connection has at most three transports in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// The one it starts with.
    First,
    /// The one it falls back to.
    Fallback,
    /// The WebSocket that polling may upgrade to.
    Probe,
}

/// What a machine wants done on the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Open a WebSocket; answers with `Opened`, `Frame` and `Lost`.
    OpenSocket {
        /// The name of the transport.
        id: TransportId,
        /// `ws:` or `wss:`.
        url: String,
    },
    /// Send on an open WebSocket.
    SendFrame {
        /// The transport.
        id: TransportId,
        /// What to send.
        frame: Frame,
    },
    /// A waiting GET; answers with `Polled` or `Lost`.
    Get {
        /// The transport.
        id: TransportId,
        /// Where.
        url: String,
    },
    /// A POST; answers with `Posted` or `Lost`.
    Post {
        /// The transport.
        id: TransportId,
        /// Where.
        url: String,
        /// Sent as `text/plain`.
        body: String,
    },
    /// Close a WebSocket after what was sent, or give up the waiting GET; nothing more is to be heard of it.
    Close {
        /// The transport.
        id: TransportId,
    },
    /// A last POST that should arrive even though nobody waits for the answer.
    Farewell {
        /// Where.
        url: String,
        /// Sent as `text/plain`.
        body: String,
    },
}

/// What a transport reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransportEvent {
    /// A WebSocket is open.
    Opened,
    /// A WebSocket received this.
    Frame(Frame),
    /// A GET was answered.
    Polled(String),
    /// A POST was accepted.
    Posted,
    /// The WebSocket closed or a request failed.
    Lost,
}

/// Where a server is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// `http(s)://host[:port]`, without a slash at the end.
    pub origin: String,
    /// `/socket.io/`.
    pub path: String,
}

impl Endpoint {
    pub(super) fn url(&self, kind: Kind, sid: Option<&str>) -> String {
        // http: becomes ws:, https: becomes wss:.
        let (scheme, rest) = match (kind, self.origin.strip_prefix("http")) {
            (Kind::WebSocket, Some(rest)) => ("ws", rest),
            (Kind::WebSocket | Kind::Polling, _) => ("", self.origin.as_str()),
        };
        let transport = match kind {
            Kind::WebSocket => "websocket",
            Kind::Polling => "polling",
        };
        let (query, sid) = sid.map_or(("", ""), |sid| ("&sid=", sid));
        [scheme, rest, &self.path, "?EIO=4&transport=", transport, query, sid].concat()
    }
}
