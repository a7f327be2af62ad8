//! A request and its answer as texts, with an end to waiting.

mod browser;

pub use browser::fetch;

/// What is sent.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// `GET`, `POST`, …
    pub method: &'static str,
    /// Absolute, or a path of the page's own origin.
    pub url: &'a str,
    /// Its media type, and the text.
    pub body: Option<(&'static str, &'a str)>,
    /// Whether cookies go with it.
    pub cookies: bool,
}

/// `application/json`.
pub const JSON: &str = "application/json";
/// `application/x-www-form-urlencoded`.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// Network, name, CORS, policy, or a server that is down.
    Unreachable,
    /// It took too long.
    TimedOut,
}
