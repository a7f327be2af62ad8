//! What the two Socket.IO servers share: the handshake, the queue that puts everything that happens in one order,
//! and who sits in which room.
//!
//! socketioxide starts a task per event, which loses the order in which a client sent them. So its handlers only
//! put things in a queue, synchronously, and one task per server takes them out.

pub(crate) mod identity;
pub(crate) mod payload;
pub(crate) mod presence;
mod queue;

pub(crate) use queue::{Endpoint, Hub, Mailbox, Service, open};
pub(crate) use socketioxide::socket::Sid;
