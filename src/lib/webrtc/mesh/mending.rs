//! Keeps connections alive: what the mesh does when a path, a network or a voice is lost, and as time passes.

use std::time::Duration;

use charlaton_contract::UserId;

use super::{Mesh, Pair, Presence};
use crate::lib::webrtc::{
    Command, Output, Transport, negotiation,
    recovery::{Action, RETRY_JITTER},
};

/// What a browser tells of one change of the network, in several events, comes within this time.
const NETWORK_BURST: Duration = Duration::from_secs(2);

impl Mesh {
    pub(super) fn transport(
        &mut self,
        now: Duration,
        peer: &UserId,
        transport: Transport,
        out: &mut Vec<Output>,
    ) {
        let lot = self.rng.below(RETRY_JITTER);
        let Some(pair) = self.pairs.get_mut(peer) else { return };
        // Whether our first answer arrived shows when media flows. Until then an offer of ours could meet the peer's
        // first one, which must not be rolled back; if there is anything to restart, the peer does it.
        if transport == Transport::Failed && pair.waits_for_the_offerer() {
            return;
        }
        let action = pair.recovery.transport(now, transport, lot);
        self.act(now, peer, action, out);
    }

    pub(super) fn tick(&mut self, now: Duration, out: &mut Vec<Output>) {
        self.early.expire(now);
        for peer in self.pairs.keys().cloned().collect::<Vec<_>>() {
            let lot = self.rng.below(RETRY_JITTER);
            let Some(pair) = self.pairs.get_mut(&peer) else { continue };
            if let Presence::Missing { remove_at } = pair.presence
                && (now >= remove_at || !pair.recovery.is_connected())
            {
                self.remove(&peer, out);
                continue;
            }
            let actions =
                [pair.recovery.tick(now, lot), pair.watchdog.tick(now, pair.recovery.is_connected())];
            for action in actions {
                self.act(now, &peer, action, out);
            }
            self.negotiate(now, &peer, negotiation::Input::Tick, out);
        }
    }

    fn act(&mut self, now: Duration, peer: &UserId, action: Option<Action>, out: &mut Vec<Output>) {
        let Some(pair) = self.pairs.get(peer) else { return };
        let generation = pair.generation;
        let run = |command| Output::Do { peer: peer.clone(), generation, command };
        match action {
            Some(Action::RestartIce) => out.push(run(Command::RestartIce)),
            Some(Action::Count) => out.push(run(Command::Count)),
            Some(Action::StartOver) => self.offer_anew(now, peer, out),
            None => {}
        }
    }

    pub(super) fn network_changed(&mut self, now: Duration, out: &mut Vec<Output>) {
        if self.changed_at.is_some_and(|before| now < before + NETWORK_BURST) {
            return;
        }
        self.changed_at = Some(now);
        for peer in self.pairs.keys().cloned().collect::<Vec<_>>() {
            let Some(pair) = self.pairs.get_mut(&peer) else { continue };
            if !pair.waits_for_the_offerer() {
                let action = pair.recovery.network_changed(now);
                self.act(now, &peer, action, out);
            }
        }
    }

    pub(super) fn voice(&mut self, now: Duration, peer: &UserId, on: bool) {
        if let Some(pair) = self.pairs.get_mut(peer) {
            pair.watchdog.expect(now, on);
        }
    }

    pub(super) fn received(
        &mut self,
        now: Duration,
        peer: &UserId,
        anything: u64,
        voice: u64,
        out: &mut Vec<Output>,
    ) {
        let Some(pair) = self.pairs.get_mut(peer) else { return };
        let mended = pair.recovery.received(now, anything);
        // Not both: they would do the same.
        let action = mended.or_else(|| pair.watchdog.received(voice));
        self.act(now, peer, action, out);
    }
}

impl Pair {
    /// Whether it never connected and an offer of ours could meet the peer's first one, see [`Mesh::transport`].
    fn waits_for_the_offerer(&self) -> bool {
        self.recovery.is_connecting()
            && (self.negotiation.has_only_answered() || self.negotiation.is_answering())
    }
}
