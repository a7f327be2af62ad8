//! Reactions, ours and the others'.

use std::time::Duration;

use charlaton_contract::UserId;

use super::{Machine, Output};
use crate::{lib::webrtc::PeerMessage, pages::meeting::reactions::REACTIONS};

/// How many of ours are shown at once; more are not sent.
const OURS: usize = 3;
/// The same of anybody else: what was sent one after the other may come together.
const THEIRS: usize = 2 * OURS;

impl Machine {
    pub(super) fn react(&mut self, now: Duration, key: u8) -> Vec<Output> {
        let Some(&emoji) = usize::from(key).checked_sub(1).and_then(|place| REACTIONS.get(place)) else {
            return Vec::new();
        };
        if !self.show_reaction(now, &self.state.me.clone(), emoji, OURS) {
            return Vec::new();
        }
        vec![Output::TellPeers(PeerMessage::Reaction { emoji: emoji.to_owned() })]
    }

    pub(super) fn reacted(&mut self, now: Duration, from: &UserId, emoji: &str) {
        self.show_reaction(now, from, emoji, THEIRS);
    }

    /// Whether it is shown.
    fn show_reaction(&mut self, now: Duration, from: &UserId, emoji: &str, at_once: usize) -> bool {
        let shown = self.state.person(from).is_some() && self.state.reactions.takes(from, at_once);
        if shown {
            self.edit().reactions.show(now, from.clone(), emoji);
        }
        shown
    }
}
