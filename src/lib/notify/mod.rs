//! Notices of the system, for who looks at something else.

mod browser;

pub use browser::{Notices, is_allowed, is_offered};
