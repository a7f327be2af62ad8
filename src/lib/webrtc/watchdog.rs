//! Whether a voice that should be heard arrives. An unmuted microphone sends packets also while nobody speaks (every
//! 400 ms with DTX), so packets are counted, not loudness.

use std::time::Duration;

use super::recovery::Action;

/// How often packets are counted.
pub const COUNT_EVERY: Duration = Duration::from_millis(7500);
/// After how many counts in a row without a packet something is done: 15 s.
pub const MISSED_AT_MOST: u32 = 2;

/// What was done about it already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Tried {
    Nothing,
    Restart,
    NewConnection,
    /// The person is told.
    Everything,
}

/// One peer's voice, over all its connections.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Watchdog {
    /// When to count again, while the peer says that its microphone is on.
    count_at: Option<Duration>,
    /// A count is on its way: others are asked for by others.
    asked: bool,
    packets: Option<u64>,
    missed: u32,
    tried: Tried,
}

impl Default for Watchdog {
    fn default() -> Self {
        Self { count_at: None, asked: false, packets: None, missed: 0, tried: Tried::Nothing }
    }
}

impl Watchdog {
    /// The peer says that its microphone is on, or off.
    pub fn expect(&mut self, now: Duration, on: bool) {
        if on != self.count_at.is_some() {
            *self = Self { count_at: on.then_some(now + COUNT_EVERY), ..Self::default() };
        }
    }

    /// The pair has a new connection: counting begins at nothing.
    pub fn reopened(&mut self, now: Duration) {
        self.rest();
        self.count_at = self.count_at.map(|_| now + COUNT_EVERY);
    }

    /// Time passed. A pair that is not `connected` has other troubles.
    #[must_use]
    pub fn tick(&mut self, now: Duration, connected: bool) -> Option<Action> {
        if self.count_at.is_none_or(|due| now < due) {
            return None;
        }
        self.count_at = Some(now + COUNT_EVERY);
        if !connected {
            self.rest();
            return None;
        }
        self.asked = true;
        Some(Action::Count)
    }

    /// So many packets of the voice have arrived on this connection.
    #[must_use]
    pub fn received(&mut self, packets: u64) -> Option<Action> {
        if !std::mem::take(&mut self.asked) {
            return None;
        }
        match self.packets.replace(packets) {
            Some(before) if packets == before => self.missed += 1,
            Some(before) if packets > before => (self.missed, self.tried) = (0, Tried::Nothing),
            // The first of all, or of another receiver.
            Some(_) | None => self.missed = 0,
        }
        if self.missed < MISSED_AT_MOST {
            return None;
        }
        self.missed = 0;
        let (tried, action) = match self.tried {
            Tried::Nothing => (Tried::Restart, Some(Action::RestartIce)),
            Tried::Restart => (Tried::NewConnection, Some(Action::StartOver)),
            Tried::NewConnection | Tried::Everything => (Tried::Everything, None),
        };
        self.tried = tried;
        action
    }

    /// When it wants [`Self::tick`].
    #[must_use]
    pub fn deadline(&self) -> Option<Duration> {
        self.count_at
    }

    /// Whether nothing helped.
    #[must_use]
    pub fn has_given_up(&self) -> bool {
        self.tried == Tried::Everything
    }

    fn rest(&mut self) {
        (self.asked, self.packets, self.missed) = (false, None, 0);
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    /// A connected peer whose microphone is on, and the time.
    struct Peer(Watchdog, Duration);

    impl Peer {
        fn new() -> Self {
            let mut watchdog = Watchdog::default();
            watchdog.expect(Duration::ZERO, true);
            Self(watchdog, Duration::ZERO)
        }

        fn counts(&mut self, packets: u64) -> Option<Action> {
            self.1 = self.0.deadline().unwrap();
            assert_eq!(self.0.tick(self.1, true), Some(Action::Count));
            self.0.received(packets)
        }
    }

    #[test]
    fn a_voice_that_does_not_arrive_is_restarted_then_made_anew_then_said() {
        let mut peer = Peer::new();
        assert_eq!([0, 0].map(|packets| peer.counts(packets)), [None, None]);
        assert_eq!((peer.counts(0), peer.1.as_millis()), (Some(Action::RestartIce), 22_500));
        assert_eq!([0, 0].map(|packets| peer.counts(packets)), [None, Some(Action::StartOver)]);
        peer.0.reopened(peer.1);
        assert_eq!([0, 0].map(|packets| peer.counts(packets)), [None, None]);
        assert!(!peer.0.has_given_up());
        assert_eq!(peer.counts(0), None);
        assert!(peer.0.has_given_up());
        assert_eq!([0, 0, 0].map(|packets| peer.counts(packets)), [None; 3], "once each");
        assert_eq!(peer.counts(1), None);
        assert!(!peer.0.has_given_up());
        assert_eq!([1, 1].map(|packets| peer.counts(packets)), [None, Some(Action::RestartIce)]);
    }

    #[test]
    fn a_voice_that_arrives_or_is_muted_is_nobodys_business() {
        let mut peer = Peer::new();
        assert_eq!([5, 5, 6, 6, 7].map(|packets| peer.counts(packets)), [None; 5]);
        peer.0.expect(peer.1, true);
        assert_eq!([7].map(|packets| peer.counts(packets)), [None]);
        peer.0.expect(peer.1, false);
        assert_eq!((peer.0.deadline(), peer.0.tick(peer.1 * 2, true)), (None, None));
    }

    #[test]
    fn what_is_not_connected_and_what_others_count_does_not_count() {
        let mut peer = Peer::new();
        assert_eq!([0, 0].map(|packets| peer.counts(packets)), [None; 2]);
        assert_eq!([0, 0, 0].map(|packets| peer.0.received(packets)), [None; 3]);
        let due = peer.0.deadline().unwrap();
        assert_eq!(peer.0.tick(due, false), None);
        assert_eq!([0, 0].map(|packets| peer.counts(packets)), [None; 2], "it begins again");
    }
}
