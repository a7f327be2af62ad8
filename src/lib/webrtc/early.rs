//! Candidates that overtook the first offer of their connection.

use std::time::Duration;

use charlaton_contract::UserId;

use super::{negotiation::MAX_CANDIDATES, session::Session, signal::Candidate};

/// How long one is kept: an offer that was lost comes again within this.
pub const KEEP: Duration = Duration::from_secs(15);
/// How many of all peers together: a stranger must not fill our memory.
pub const MAX_EARLY: usize = 8 * MAX_CANDIDATES;

#[derive(Debug, Clone, Hash)]
struct Early {
    from: UserId,
    session: Option<Session>,
    candidate: Candidate,
    until: Duration,
}

/// They wait here, the oldest first, until a connection is made for them or their time is up.
#[derive(Debug, Clone, Default, Hash)]
pub struct EarlyCandidates(Vec<Early>);

impl EarlyCandidates {
    /// Keeps one, dropping the peer's oldest beyond [`MAX_CANDIDATES`] and anybody's oldest beyond [`MAX_EARLY`].
    pub fn keep(&mut self, now: Duration, from: &UserId, session: Option<Session>, candidate: Candidate) {
        let of_peer = |early: &Early| early.from == *from;
        if self.0.iter().filter(|early| of_peer(early)).count() >= MAX_CANDIDATES
            && let Some(oldest) = self.0.iter().position(of_peer)
        {
            self.0.remove(oldest);
        } else if self.0.len() >= MAX_EARLY {
            self.0.remove(0);
        }
        self.0.push(Early { from: from.clone(), session, candidate, until: now + KEEP });
    }

    /// Those of one connection, and those of its peer that name none.
    pub fn take(&mut self, from: &UserId, session: &Session) -> Vec<Candidate> {
        let is_taken = |early: &mut Early| {
            early.from == *from && early.session.as_ref().is_none_or(|named| named == session)
        };
        self.0.extract_if(.., is_taken).map(|early| early.candidate).collect()
    }

    /// Drops one peer's.
    pub fn drop_peer(&mut self, from: &UserId) {
        self.0.retain(|early| early.from != *from);
    }

    /// Drops those whose time is up.
    pub fn expire(&mut self, now: Duration) {
        self.0.retain(|early| early.until > now);
    }

    /// When the next one's time is up.
    #[must_use]
    pub fn deadline(&self) -> Option<Duration> {
        self.0.first().map(|early| early.until)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn user(id: &str) -> UserId {
        UserId::parse(id).unwrap()
    }

    fn candidate(text: &str) -> Candidate {
        Candidate { candidate: text.to_owned(), ..Candidate::default() }
    }

    #[test]
    fn a_connection_gets_its_own_and_the_nameless() {
        let (mut early, session) = (EarlyCandidates::default(), Session::first("x"));
        early.keep(Duration::ZERO, &user("a"), Some(session.clone()), candidate("1"));
        early.keep(Duration::ZERO, &user("a"), Some(session.next()), candidate("2"));
        early.keep(Duration::ZERO, &user("a"), None, candidate("3"));
        early.keep(Duration::ZERO, &user("b"), Some(session.clone()), candidate("4"));
        assert_eq!(early.take(&user("a"), &session), [candidate("1"), candidate("3")]);
        assert_eq!(early.len(), 2);
        early.expire(KEEP);
        assert!(early.is_empty());
    }

    #[test]
    fn a_stranger_cannot_fill_it_and_does_not_push_others_out() {
        let mut early = EarlyCandidates::default();
        early.keep(Duration::ZERO, &user("friend"), None, candidate("kept"));
        for number in 0..10_000 {
            early.keep(Duration::ZERO, &user("stranger"), None, candidate(&number.to_string()));
        }
        assert_eq!(early.len(), MAX_CANDIDATES + 1);
        assert_eq!(early.take(&user("friend"), &Session::first("x")), [candidate("kept")]);
    }
}
