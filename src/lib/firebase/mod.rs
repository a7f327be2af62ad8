//! Sign-in by Firebase, through its REST services: Identity Toolkit for accounts, the secure token service for tokens.
//!
//! Two programs use it. A meeting needs a [`Session`] and a fresh token, which a [`Client`] has; the pages around
//! meetings also make, change and delete accounts ([`account`]). Google and GitHub need the official SDK, which is loaded
//! when it is asked for ([`oauth`]).
//!
//! docs/decisions/0005-firebase.md says why there is no SDK otherwise.

pub mod account;
mod browser;
mod error;
pub mod oauth;
mod session;
mod url;

pub use browser::Client;
pub use error::FirebaseError;
pub use session::Session;
