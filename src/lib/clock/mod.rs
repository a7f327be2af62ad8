//! What the machines are told the time by.

mod browser;

pub use browser::now;
pub(crate) use browser::{millis, since_open};
