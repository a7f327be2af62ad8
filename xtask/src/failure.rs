//! What a task says when it cannot go on: words for the person at the terminal, with what to do about it.

use std::fmt;

pub(crate) type Outcome<T = ()> = Result<T, Failure>;

#[derive(Debug)]
pub(crate) enum Failure {
    Words(String),
    /// All that is to be said has been printed.
    Told,
}

impl Failure {
    /// An error of the operating system, and what was being done when it happened.
    pub(crate) fn io(doing: impl fmt::Display) -> impl FnOnce(std::io::Error) -> Self {
        move |error| Self::Words(format!("{doing}: {error}"))
    }
}

impl From<&str> for Failure {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

impl From<String> for Failure {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(words) => f.write_str(words),
            Self::Told => f.write_str("see above"),
        }
    }
}
