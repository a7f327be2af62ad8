//! The back-end from outside: real HTTP and real WebSockets against a server on free ports.
//!
//! One binary, so that it is linked once.

// The configuration's allowance covers functions marked as tests, not the helpers they share.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod access;
mod auth;
mod bad_input;
mod chat;
mod common;
mod firebase;
mod ice_servers;
mod knocking;
mod messages;
mod planning;
mod polling;
mod process;
mod quirks;
mod removal;
mod rooms;
mod users;
mod web;
mod webrtc;
mod wire;
