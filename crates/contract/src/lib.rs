//! The wire of the Charlaton services: ids, types, event names and limits shared by the front-end and the back-end.
//!
//! Everything here is plain data. The front-end reads it tolerantly (a field the servers forget is `None`), the
//! back-end writes it exactly.

#![warn(missing_docs)]

pub mod access;
pub mod email;
pub mod events;
pub mod ids;
pub mod limits;
pub mod read;
pub mod rest;

pub use ids::{RoomId, UserId};
