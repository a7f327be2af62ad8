//! Reactions that pass.

use std::{rc::Rc, time::Duration};

use charlaton_contract::UserId;

/// Those that can be sent, in the order of their keys. Others are shown, if another version of us sends them.
pub(super) const REACTIONS: [&str; 9] = ["👍", "👏", "❤️", "😂", "🎉", "😮", "😢", "🤔", "👎"];

/// How long one is shown; the style sheet has the same.
const SHOWN: Duration = Duration::from_secs(3);

/// The reactions that are shown now, oldest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Reactions {
    shown: Vec<Reaction>,
    next_key: u32,
}

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reaction {
    /// Tells it from the others.
    pub key: u32,
    pub from: UserId,
    pub emoji: Rc<str>,
    until: Duration,
}

impl Reactions {
    /// Whether fewer than so many of theirs are shown: more are dropped.
    pub(super) fn takes(&self, from: &UserId, at_once: usize) -> bool {
        self.shown.iter().filter(|reaction| reaction.from == *from).count() < at_once
    }

    pub(super) fn show(&mut self, now: Duration, from: UserId, emoji: &str) {
        self.shown.push(Reaction { key: self.next_key, from, emoji: emoji.into(), until: now + SHOWN });
        self.next_key = self.next_key.wrapping_add(1);
    }

    /// When [`Self::pass`] has something to do.
    pub(super) fn deadline(&self) -> Option<Duration> {
        self.shown.first().map(|reaction| reaction.until)
    }

    /// Takes away what has been shown for long enough.
    pub(super) fn pass(&mut self, now: Duration) {
        self.shown.retain(|reaction| reaction.until > now);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Reaction> {
        self.shown.iter()
    }
}
