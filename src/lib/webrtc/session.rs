//! The name of one attempt to connect two people, and who remembers which.

use std::fmt;

/// How many page loads of one peer are remembered, so that their late messages are known to be late.
const REMEMBERED_EPOCHS: usize = 8;

/// The name of one connection of a pair: who made it (`epoch`, drawn once a page load) and the how-manieth it was.
///
/// The offerer names it, both use it. Written `epoch-number`; any other text is an epoch of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Session {
    epoch: String,
    number: u32,
}

impl Session {
    /// The first session of a page load.
    #[must_use]
    pub fn first(epoch: &str) -> Self {
        Self { epoch: epoch.to_owned(), number: 1 }
    }

    /// The one after this.
    #[must_use]
    pub fn next(&self) -> Self {
        Self { epoch: self.epoch.clone(), number: self.number.saturating_add(1) }
    }

    /// A session for a client that names none, from what the connection itself is called.
    #[must_use]
    pub fn unnamed(origin: Option<&str>) -> Self {
        Self {
            epoch: format!("o{}", origin.unwrap_or_default().chars().take(40).collect::<String>()),
            number: 0,
        }
    }

    /// Whether the page load `epoch` made it.
    #[must_use]
    pub fn is_of(&self, epoch: &str) -> bool {
        self.epoch == epoch
    }

    /// Reads a name. `None` when it is empty or longer than 64 bytes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() || text.len() > 64 {
            return None;
        }
        let parts =
            text.rsplit_once('-').and_then(|(epoch, number)| Some((epoch, number.parse::<u32>().ok()?)));
        Some(match parts {
            Some((epoch, number)) if format!("{epoch}-{number}") == text && number > 0 => {
                Self { epoch: epoch.to_owned(), number }
            }
            Some(_) | None => Self { epoch: text.to_owned(), number: 0 },
        })
    }
}

impl fmt::Display for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            0 => f.write_str(&self.epoch),
            number => write!(f, "{}-{number}", self.epoch),
        }
    }
}

/// The sessions one peer has made so far, as far as they reached us.
#[derive(Debug, Clone, Default, Hash)]
pub struct Seen {
    newest: Option<Session>,
    /// The newest of each earlier page load.
    past: Vec<Session>,
}

impl Seen {
    /// Whether `session`, made by the peer, is later than every other one seen.
    #[must_use]
    pub fn is_new(&self, session: &Session) -> bool {
        match &self.newest {
            Some(newest) if newest.epoch == session.epoch => session.number > newest.number,
            Some(_) | None => !self.past.iter().any(|past| past.epoch == session.epoch),
        }
    }

    /// Whether `session` is a later one of a page load that was taken for an earlier one. Its name does not say when a
    /// page was loaded: a message of the load before may have come after the first of this one.
    #[must_use]
    pub fn may_be_alive(&self, session: &Session) -> bool {
        self.past.iter().any(|past| past.epoch == session.epoch && session.number > past.number)
    }

    /// Remembers a session that [`Self::is_new`] or [`Self::may_be_alive`].
    pub fn remember(&mut self, session: &Session) {
        if let Some(before) = self.newest.replace(session.clone())
            && before.epoch != session.epoch
        {
            self.past.retain(|past| past.epoch != session.epoch);
            self.past.push(before);
            if self.past.len() > REMEMBERED_EPOCHS {
                self.past.remove(0);
            }
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_later_session_is_new_and_an_earlier_one_is_not() {
        let (first, mut seen) = (Session::first("a"), Seen::default());
        assert!(seen.is_new(&first));
        seen.remember(&first.next());
        assert!(!seen.is_new(&first) && !seen.is_new(&first.next()));
        assert!(seen.is_new(&first.next().next()));
    }

    #[test]
    fn after_a_reload_everything_before_is_past() {
        let mut seen = Seen::default();
        seen.remember(&Session::first("a"));
        seen.remember(&Session::first("b"));
        assert!(!seen.is_new(&Session::first("a").next()));
        for reload in 0..100 {
            seen.remember(&Session::first(&reload.to_string()));
        }
        assert_eq!(seen.past.len(), REMEMBERED_EPOCHS);
    }

    #[test]
    fn a_page_that_was_taken_for_an_earlier_one_can_show_that_it_lives() {
        let mut seen = Seen::default();
        for session in [Session::first("living"), Session::first("late")] {
            assert!(seen.is_new(&session));
            seen.remember(&session);
        }
        let (same, next) = (Session::first("living"), Session::first("living").next());
        assert!(!seen.is_new(&next) && seen.may_be_alive(&next) && !seen.may_be_alive(&same));
        seen.remember(&next);
        assert!(seen.is_new(&next.next()) && !seen.is_new(&Session::first("late")));
    }

    proptest! {
        #[test]
        fn a_name_survives_the_wire(text in "[a-z0-9-]{1,64}") {
            prop_assert_eq!(Session::parse(&text).unwrap().to_string(), text);
        }
    }
}
