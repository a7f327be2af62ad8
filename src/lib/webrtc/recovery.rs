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

/// How often what arrives is counted while ICE is silent: it may be ICE alone that hears nothing.
pub const COUNT_EVERY: Duration = Duration::from_secs(1);
/// How long a connection that says it is connected may receive nothing after the network changed. Longer than the
/// pause between two checks of ICE, which are all that arrives where nobody sends anything.
pub const PROBE_FOR: Duration = Duration::from_secs(4);

/// `RTCPeerConnection.connectionState`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PeerState {
    /// Not connected yet.
    Connecting,
    /// Media flows.
    Connected,
    /// Connected, but the voice that the peer says to send does not arrive, whatever was tried.
    Unheard,
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
    /// What has arrived so far, please: [`Recovery::received`].
    Count,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Phase {
    Connecting { until: Duration },
    Connected { probe: Option<Probe> },
    Silent { restart_at: Duration, count_at: Duration, received: Option<u64> },
    Restarting { until: Duration },
    Pausing { until: Duration },
}

const CONNECTED: Phase = Phase::Connected { probe: None };

/// Whether anything still arrives after the network changed: counted at once and once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Probe {
    /// Nothing once the second count is asked for.
    again_at: Option<Duration>,
    received: Option<u64>,
}

/// Whether media ever flowed between the two of us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum History {
    New,
    Met,
}

/// The health of one pair, over all its connections.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
        self.in_vain = if self.is_connected() { 0 } else { self.in_vain.saturating_add(1) };
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
                self.phase = CONNECTED;
                self.history = History::Met;
                self.started_over = 0;
                self.in_vain = 0;
                None
            }
            (Transport::Disconnected, Phase::Connected { .. }) => {
                let (restart_at, count_at) = (now + self.restart_after(), now + COUNT_EVERY);
                self.phase = Phase::Silent { restart_at, count_at, received: None };
                Some(Action::Count)
            }
            (
                Transport::Failed,
                Phase::Connecting { .. } | Phase::Connected { .. } | Phase::Silent { .. },
            ) => Some(self.restart(now)),
            (Transport::Closed, phase) if !matches!(phase, Phase::Pausing { .. }) => {
                self.pause(now, lot);
                None
            }
            (
                Transport::Connecting | Transport::Disconnected | Transport::Failed | Transport::Closed,
                Phase::Connecting { .. }
                | Phase::Connected { .. }
                | Phase::Silent { .. }
                | Phase::Restarting { .. }
                | Phase::Pausing { .. },
            ) => None,
        }
    }

    /// The network is another one. What is not connected does not wait any longer; what says it is connected must
    /// show it.
    #[must_use]
    pub fn network_changed(&mut self, now: Duration) -> Option<Action> {
        match self.phase {
            Phase::Connected { .. } => {
                let probe = Probe { again_at: Some(now + PROBE_FOR), received: None };
                self.phase = Phase::Connected { probe: Some(probe) };
                Some(Action::Count)
            }
            Phase::Silent { .. } | Phase::Connecting { .. } | Phase::Restarting { .. } => {
                Some(self.restart(now))
            }
            Phase::Pausing { .. } => Some(Action::StartOver),
        }
    }

    /// So much has arrived since the connection was made, in any unit, as [`Action::Count`] asked.
    #[must_use]
    pub fn received(&mut self, now: Duration, count: u64) -> Option<Action> {
        let patience = self.restart_after();
        match &mut self.phase {
            Phase::Silent { restart_at, received, .. } => {
                if received.replace(count).is_some_and(|before| count > before) {
                    *restart_at = now + patience;
                }
            }
            Phase::Connected { probe } => match probe {
                Some(Probe { received: Some(before), again_at }) => {
                    let dead = again_at.is_none() && count <= *before;
                    if dead || count > *before {
                        *probe = None;
                    }
                    // It goes on as connected: if the path is gone, ICE will notice; if not, nothing was harmed.
                    return dead.then_some(Action::RestartIce);
                }
                Some(Probe { received, .. }) => *received = Some(count),
                None => {}
            },
            Phase::Connecting { .. } | Phase::Restarting { .. } | Phase::Pausing { .. } => {}
        }
        None
    }

    /// Time passed. `lot` is between zero and [`RETRY_JITTER`].
    #[must_use]
    pub fn tick(&mut self, now: Duration, lot: Duration) -> Option<Action> {
        match &mut self.phase {
            Phase::Silent { restart_at, .. } if now >= *restart_at => Some(self.restart(now)),
            Phase::Silent { count_at, .. } if now >= *count_at => {
                *count_at = now + COUNT_EVERY;
                Some(Action::Count)
            }
            Phase::Connected { probe: Some(Probe { again_at, .. }) }
                if again_at.is_some_and(|again| now >= again) =>
            {
                *again_at = None;
                Some(Action::Count)
            }
            Phase::Connecting { until } | Phase::Restarting { until } if now >= *until => {
                self.pause(now, lot);
                self.tick(now, lot)
            }
            Phase::Pausing { until } if now >= *until => Some(Action::StartOver),
            Phase::Connected { .. }
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
            Phase::Connected { probe } => probe?.again_at,
            Phase::Silent { restart_at, count_at, .. } => Some(restart_at.min(count_at)),
            Phase::Connecting { until } | Phase::Restarting { until } | Phase::Pausing { until } => {
                Some(until)
            }
        }
    }

    /// Whether media flows, as far as the connection says.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        matches!(self.phase, Phase::Connected { .. })
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
            (Phase::Connected { .. }, _) => PeerState::Connected,
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
#[path = "recovery_tests.rs"]
mod tests;
