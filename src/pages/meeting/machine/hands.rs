//! Raised hands, ours and the others'. Nobody but the peers keeps them: whoever is newly connected is told of ours.

use std::time::Duration;

use charlaton_contract::UserId;

use super::{Announcement, Machine, Output};
use crate::lib::webrtc::PeerMessage;

impl Machine {
    pub(super) fn turn_hand(&mut self, now: Duration) -> Vec<Output> {
        let me = self.state.me.clone();
        // Before the first list it is not known by which id others know us.
        if self.state.person(&me).is_none() {
            return Vec::new();
        }
        if !self.edit().hands.lower(&me) {
            self.edit().hands.raise(me, millis(now));
        }
        vec![Output::TellPeers(self.hand_message(now))]
    }

    /// As it is told to everybody, and to who is newly connected.
    pub(super) fn hand_message(&self, now: Duration) -> PeerMessage {
        let since = self.state.hands.since(&self.state.me);
        let for_ms = since.and_then(|since| u32::try_from(millis(now) - since).ok()).unwrap_or_default();
        PeerMessage::Hand { raised: since.is_some(), for_ms }
    }

    pub(super) fn hand(&mut self, now: Duration, from: &UserId, raised: bool, for_ms: u32) -> Vec<Output> {
        if !raised {
            self.edit().hands.lower(from);
            return Vec::new();
        }
        let was_down = self.edit().hands.raise(from.clone(), millis(now) - i64::from(for_ms));
        // One that was up before we were connected is no news.
        let name = self.state.name(from).filter(|_| was_down && for_ms == 0);
        name.map(|name| Output::Announce(Announcement::Hand(name.to_owned()))).into_iter().collect()
    }
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}
