//! The REST service, one file per resource. Everything goes through `Api`, which knows cookies, time-outs, the one
//! refresh on 401 and the shapes of an error.

pub mod access;
pub mod auth;
pub mod connection;
mod error;
mod http;
pub mod ice_servers;
pub mod message;
pub mod room;
mod secret;
pub mod user;

pub use auth::AuthError;
pub use error::{ApiError, FieldError};
pub use http::Api;
