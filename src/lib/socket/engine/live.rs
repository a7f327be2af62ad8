//! The transport a connection lives on, and what goes into one request of it.

use super::Output;
use crate::lib::socket::engine_packet::Packet;
use crate::lib::socket::transport::{Command, Endpoint, Kind, TransportId};

/// The transport the connection lives on.
#[derive(Debug)]
pub(super) enum Live {
    Socket(TransportId),
    Polling { id: TransportId, getting: bool, posting: bool },
}

impl Live {
    pub(super) fn start(kind: Kind, id: TransportId, endpoint: &Endpoint, out: &mut Vec<Output>) -> Self {
        let url = endpoint.url(kind, None);
        match kind {
            Kind::WebSocket => {
                out.push(Output::Command(Command::OpenSocket { id, url }));
                Self::Socket(id)
            }
            Kind::Polling => {
                out.push(Output::Command(Command::Get { id, url }));
                Self::Polling { id, getting: true, posting: false }
            }
        }
    }

    pub(super) fn id(&self) -> TransportId {
        match self {
            Self::Socket(id) | Self::Polling { id, .. } => *id,
        }
    }

    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Socket(_) => Kind::WebSocket,
            Self::Polling { .. } => Kind::Polling,
        }
    }
}

/// As many packets as fit into one body, at least one.
pub(super) fn next_body(outbox: &mut Vec<Packet>, max: usize) -> String {
    let (mut body, mut count) = (String::new(), 0);
    for packet in outbox.iter() {
        let len = match packet {
            Packet::Message(frame) => frame.polling_len(),
            Packet::Ping(data) | Packet::Pong(data) => data.len() + 1,
            Packet::Open(_) | Packet::Close | Packet::Upgrade | Packet::Noop => 1,
        };
        if !body.is_empty() && body.len().saturating_add(1).saturating_add(len) > max {
            break;
        }
        packet.append_to(&mut body);
        count += 1;
    }
    outbox.drain(..count);
    body
}
