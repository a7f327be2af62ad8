//! What becomes of a connection that does not connect, or no longer: when to restart ICE, when to start over.

use std::time::Duration;

use super::negotiation::Politeness;

/// How long ICE may be silent before the impolite side restarts it.
pub const RESTART_AFTER: Duration = Duration::from_secs(2);
/// The same for the polite side, so that one of them starts.
pub const RESTART_AFTER_POLITE: Duration = Duration::from_secs(4);
/// How long a first connect or a restart may take before a new connection is made; doubled with each connection in
/// vain. Two machines that are too busy for this time would otherwise throw away every answer that is on its way.
pub const CONNECT_WITHIN: Duration = Duration::from_secs(15);
/// How often that is doubled.
pub const PATIENCE_DOUBLED: u32 = 2;
/// How much longer the polite side waits for that.
pub const POLITE_EXTRA: Duration = Duration::from_secs(2);
/// Pauses before the first, second, … new connection; the last one repeats.
pub const RETRY_PAUSES: [Duration; 6] = [
    Duration::ZERO,
    Duration::from_millis(300),
    Duration::from_millis(1200),
    Duration::from_millis(2700),
    Duration::from_millis(4800),
    Duration::from_millis(7000),
];
/// At most this much is added to a pause, by lot.
pub const RETRY_JITTER: Duration = Duration::from_secs(1);
/// After how many new connections in vain the tile says so. Trying goes on until the peer leaves.
pub const FAILED_AFTER: u32 = 3;

/// `RTCPeerConnection.connectionState`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Nothing yet, or connecting again.
    Connecting,
    /// Media flows.
    Connected,
    /// Silent; may come back by itself.
    Disconnected,
    /// Given up by the browser.
    Failed,
    /// Closed under our feet.
    Closed,
}

/// How one peer's connection does, in words for a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeerState {
    /// Not connected yet.
    Connecting,
    /// Media flows.
    Connected,
    /// Was connected; being restored.
    Reconnecting,
    /// Restored in vain several times; still being tried.
    Failed,
    /// Gone.
    Closed,
}

/// What recovery asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// `restartIce()`.
    RestartIce,
    /// A new connection in a new session, offered by us.
    StartOver,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Connecting { until: Duration },
    Connected,
    Silent { restart_at: Duration },
    Restarting { until: Duration },
    Pausing { until: Duration },
}

/// Whether media ever flowed between the two of us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum History {
    New,
    Met,
}

/// The health of one pair, over all its connections.
#[derive(Debug, Clone)]
pub struct Recovery {
    politeness: Politeness,
    phase: Phase,
    history: History,
    started_over: u32,
    /// Connections since the last one that connected, whoever made them.
    in_vain: u32,
}

impl Recovery {
    /// For a pair whose first connection is made now.
    #[must_use]
    pub fn new(now: Duration, politeness: Politeness) -> Self {
        let phase = Phase::Connecting { until: now + connect_within(politeness, 0) };
        Self { politeness, phase, history: History::New, started_over: 0, in_vain: 0 }
    }

    /// The pair has a new connection, whoever made it.
    pub fn reopened(&mut self, now: Duration) {
        self.in_vain = if self.phase == Phase::Connected { 0 } else { self.in_vain.saturating_add(1) };
        self.phase = Phase::Connecting { until: now + connect_within(self.politeness, self.in_vain) };
    }

    /// The peer began to mend what is broken: give it the time of a restart of ours.
    pub fn peer_offers(&mut self, now: Duration) {
        if let Phase::Silent { .. } = self.phase {
            self.phase = Phase::Restarting { until: now + connect_within(self.politeness, self.in_vain) };
        }
    }

    /// The connection can agree on nothing more.
    pub fn broken(&mut self, now: Duration, lot: Duration) {
        self.pause(now, lot);
    }

    /// The connection changed.
    #[must_use]
    pub fn transport(&mut self, now: Duration, transport: Transport, lot: Duration) -> Option<Action> {
        match (transport, self.phase) {
            (Transport::Connected, _) => {
                self.phase = Phase::Connected;
                self.history = History::Met;
                self.started_over = 0;
                self.in_vain = 0;
                None
            }
            (Transport::Disconnected, Phase::Connected) => {
                self.phase = Phase::Silent { restart_at: now + self.restart_after() };
                None
            }
            (Transport::Failed, Phase::Connecting { .. } | Phase::Connected | Phase::Silent { .. }) => {
                Some(self.restart(now))
            }
            (Transport::Closed, phase) if !matches!(phase, Phase::Pausing { .. }) => {
                self.pause(now, lot);
                None
            }
            (
                Transport::Connecting | Transport::Disconnected | Transport::Failed | Transport::Closed,
                Phase::Connecting { .. }
                | Phase::Connected
                | Phase::Silent { .. }
                | Phase::Restarting { .. }
                | Phase::Pausing { .. },
            ) => None,
        }
    }

    /// Time passed. `lot` is between zero and [`RETRY_JITTER`].
    #[must_use]
    pub fn tick(&mut self, now: Duration, lot: Duration) -> Option<Action> {
        match self.phase {
            Phase::Silent { restart_at } if now >= restart_at => Some(self.restart(now)),
            Phase::Connecting { until } | Phase::Restarting { until } if now >= until => {
                self.pause(now, lot);
                self.tick(now, lot)
            }
            Phase::Pausing { until } if now >= until => Some(Action::StartOver),
            Phase::Connected
            | Phase::Silent { .. }
            | Phase::Connecting { .. }
            | Phase::Restarting { .. }
            | Phase::Pausing { .. } => None,
        }
    }

    /// When it wants [`Self::tick`].
    #[must_use]
    pub fn deadline(&self) -> Option<Duration> {
        match self.phase {
            Phase::Connected => None,
            Phase::Connecting { until }
            | Phase::Silent { restart_at: until }
            | Phase::Restarting { until }
            | Phase::Pausing { until } => Some(until),
        }
    }

    /// Whether the connection is new and has never connected.
    #[must_use]
    pub fn is_connecting(&self) -> bool {
        matches!(self.phase, Phase::Connecting { .. })
    }

    /// Whether the connection is written off and the next one about to be made.
    #[must_use]
    pub fn is_pausing(&self) -> bool {
        matches!(self.phase, Phase::Pausing { .. })
    }

    /// In words for a tile.
    #[must_use]
    pub fn state(&self) -> PeerState {
        match (self.phase, self.history) {
            (Phase::Connected, _) => PeerState::Connected,
            _ if self.started_over >= FAILED_AFTER => PeerState::Failed,
            (_, History::New) => PeerState::Connecting,
            (_, History::Met) => PeerState::Reconnecting,
        }
    }

    fn restart(&mut self, now: Duration) -> Action {
        self.phase = Phase::Restarting { until: now + connect_within(self.politeness, self.in_vain) };
        Action::RestartIce
    }

    fn pause(&mut self, now: Duration, lot: Duration) {
        let index = usize::try_from(self.started_over).unwrap_or(usize::MAX).min(RETRY_PAUSES.len() - 1);
        let pause = RETRY_PAUSES[index];
        let lot = if pause.is_zero() { Duration::ZERO } else { lot };
        self.started_over = self.started_over.saturating_add(1);
        self.phase = Phase::Pausing { until: now + pause + lot };
    }

    fn restart_after(&self) -> Duration {
        match self.politeness {
            Politeness::Impolite => RESTART_AFTER,
            Politeness::Polite => RESTART_AFTER_POLITE,
        }
    }
}

fn connect_within(politeness: Politeness, in_vain: u32) -> Duration {
    let patience = CONNECT_WITHIN * 2u32.pow(in_vain.min(PATIENCE_DOUBLED));
    match politeness {
        Politeness::Impolite => patience,
        Politeness::Polite => patience + POLITE_EXTRA,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    const LOT: Duration = Duration::from_millis(500);

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_silence_is_restarted_by_the_impolite_side_first() {
        for (politeness, after) in [(Politeness::Impolite, 2), (Politeness::Polite, 4)] {
            let mut recovery = Recovery::new(at(0), politeness);
            assert_eq!(recovery.transport(at(1), Transport::Connected, LOT), None);
            assert_eq!(recovery.transport(at(10), Transport::Disconnected, LOT), None);
            assert_eq!(recovery.deadline(), Some(at(10 + after)));
            assert_eq!(recovery.tick(at(10 + after), LOT), Some(Action::RestartIce));
            assert_eq!(recovery.state(), PeerState::Reconnecting);
        }
    }

    #[test]
    fn a_silence_that_ends_by_itself_is_left_alone() {
        let mut recovery = Recovery::new(at(0), Politeness::Impolite);
        for transport in [Transport::Connected, Transport::Disconnected, Transport::Connected] {
            assert_eq!(recovery.transport(at(1), transport, LOT), None);
        }
        assert_eq!((recovery.deadline(), recovery.state()), (None, PeerState::Connected));
    }

    #[test]
    fn failing_restarts_at_once_and_a_vain_restart_starts_over() {
        let mut recovery = Recovery::new(at(0), Politeness::Impolite);
        assert_eq!(recovery.transport(at(1), Transport::Connected, LOT), None);
        assert_eq!(recovery.transport(at(5), Transport::Failed, LOT), Some(Action::RestartIce));
        assert_eq!(recovery.transport(at(6), Transport::Failed, LOT), None);
        assert_eq!(recovery.tick(at(20), LOT), Some(Action::StartOver));
    }

    #[test]
    fn every_connection_in_vain_gives_the_next_one_more_time() {
        let (mut recovery, mut now) = (Recovery::new(at(0), Politeness::Impolite), at(0));
        let mut patience = Vec::new();
        for _ in 0..4 {
            let until = recovery.deadline().unwrap();
            patience.push((until - now).as_secs());
            recovery.broken(until, LOT);
            now = recovery.deadline().unwrap();
            recovery.reopened(now);
        }
        assert_eq!(patience, [15, 30, 60, 60]);
        assert_eq!(recovery.transport(now, Transport::Connected, LOT), None);
        recovery.reopened(now);
        assert_eq!(recovery.deadline(), Some(now + CONNECT_WITHIN), "a peer who reloads is a new beginning");
    }

    #[test]
    fn pauses_grow_to_seven_seconds_and_the_tile_says_so_after_three() {
        let (mut recovery, mut now, mut pauses) =
            (Recovery::new(at(0), Politeness::Impolite), at(0), Vec::new());
        for _ in 0..8 {
            let before = now;
            recovery.broken(now, LOT);
            now = recovery.deadline().unwrap();
            assert_eq!(recovery.tick(now, LOT), Some(Action::StartOver));
            recovery.reopened(now);
            pauses.push((now - before).as_millis());
        }
        assert_eq!(pauses, [0, 800, 1700, 3200, 5300, 7500, 7500, 7500]);
        assert_eq!(recovery.state(), PeerState::Failed);
        assert_eq!(recovery.transport(now, Transport::Connected, LOT), None);
        assert_eq!(recovery.state(), PeerState::Connected);
    }
}
