//! What the person shows the others, and what a host wants of them.

use std::time::Duration;

use charlaton_contract::UserId;

use super::{Machine, Output};
use crate::lib::webrtc::Request;

#[derive(Debug, Clone, PartialEq)]
pub(in crate::pages::meeting) enum Wish {
    /// The hand up, or down again.
    Hand,
    /// A reaction, by its key: from 1.
    React(u8),
    /// This of one person; only hosts may.
    Ask(UserId, Request),
    /// All other microphones off; only hosts may.
    MuteAll,
}

impl Machine {
    pub(super) fn wish(&mut self, now: Duration, wish: Wish) -> Vec<Output> {
        match wish {
            Wish::Hand => self.turn_hand(now),
            Wish::React(key) => self.react(now, key),
            Wish::Ask(who, what) => self.ask(who, what),
            Wish::MuteAll => self.mute_all(),
        }
    }
}
