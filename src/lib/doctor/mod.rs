//! What a meeting needs, tried one by one: a server that may be read, a socket, addresses, a call. Each try ends by
//! itself, leaves nothing behind, and tells what it found; words are the page's business.

mod browser;
mod candidate;

use std::time::Duration;

use charlaton_json::parse;

pub use browser::{about_browser, enter, first_frame, gather, is_secure, loopback, now_as_text, reach};
pub use candidate::{Candidate, CandidateKind, Gathered};

/// What became of a request to the REST service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It answered, so fast.
    Answers(Duration),
    /// It answered, and the browser keeps the answer from us: CORS.
    Unreadable,
    /// There is no answer.
    Unreachable,
    /// None came in time.
    TimedOut,
    /// Something answered that is not the service.
    SomethingElse,
    /// It has troubles of its own.
    Failing(u16),
}

impl Reach {
    /// Of a request for what is not there, which the service answers by an error in JSON.
    #[must_use]
    pub fn of_answer(status: u16, text: &str, took: Duration) -> Self {
        match (status, parse(text)) {
            (500.., _) => Self::Failing(status),
            (_, Ok(json)) if json.is_object() => Self::Answers(took),
            _ => Self::SomethingElse,
        }
    }
}

/// What became of a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// In; so long from showing the token to being let in.
    Open(Duration),
    /// The server was there and said no, in its own words.
    Refused(String),
    /// No connection.
    Failed,
}

/// What arrived at one end of a call within the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flow {
    /// Whether the two ends are connected.
    pub connected: bool,
    /// Packets of sound.
    pub packets: u32,
    /// Pictures that could be shown.
    pub pictures: u32,
}

impl Flow {
    /// Whether sound and pictures go on arriving, not just once.
    #[must_use]
    pub fn is_steady(self) -> bool {
        self.connected && self.packets >= 10 && self.pictures >= 3
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn only_the_service_answers_in_json() {
        let took = Duration::from_millis(12);
        let of = |status, text| Reach::of_answer(status, text, took);
        assert_eq!(of(404, r#"{"error":"Route not found"}"#), Reach::Answers(took));
        assert_eq!(of(401, r#"{"message":"Autenticación requerida"}"#), Reach::Answers(took));
        assert_eq!(of(200, "<!doctype html>"), Reach::SomethingElse);
        assert_eq!(of(200, "5"), Reach::SomethingElse);
        assert_eq!(of(404, ""), Reach::SomethingElse);
        assert_eq!(of(503, r#"{"error":"x"}"#), Reach::Failing(503));
    }

    #[test]
    fn a_call_needs_both() {
        let flow = Flow { connected: true, packets: 10, pictures: 3 };
        assert!(flow.is_steady());
        for less in
            [Flow { connected: false, ..flow }, Flow { packets: 9, ..flow }, Flow { pictures: 2, ..flow }]
        {
            assert!(!less.is_steady(), "{less:?}");
        }
    }
}
