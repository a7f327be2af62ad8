//! What web-sys has not, by name.

mod browser;

pub(in crate::lib) use browser::{begin, call, get};
