//! What the machines are told the time by.

mod browser;

pub(crate) use browser::{millis, since_open};
pub use browser::{now, since_epoch, unix_seconds, within};
