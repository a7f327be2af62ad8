//! Which way offers, answers and candidates go.

use std::time::Duration;

use charlaton_contract::UserId;

use super::{Machine, Output};
use crate::lib::{
    signaling::{
        Outgoing,
        relay::{self, Relay},
    },
    webrtc::Signal,
};

impl Machine {
    /// The old server relays for people who are not in the room.
    pub(super) fn signal(&self, from: &UserId, signal: Signal) -> Vec<Output> {
        self.present(from).map(|from| Output::Signal { from, signal }).into_iter().collect()
    }

    pub(super) fn relay(&mut self, now: Duration, input: relay::Input) -> Vec<Output> {
        let Some(relay) = &mut self.relay else { return Vec::new() };
        let outputs = relay.handle(now, &self.state.me, &mut self.people, input);
        let mut outputs: Vec<Output> = outputs
            .into_iter()
            .flat_map(|output| match output {
                relay::Output::Emit(outgoing) => vec![Output::EmitToRelay(outgoing)],
                relay::Output::Reconnect => vec![Output::ReconnectRelay],
                relay::Output::Signal { from, signal } => self.signal(&from, signal),
            })
            .collect();
        outputs.extend(self.held_offers());
        outputs
    }

    /// First offers go out once it is settled which way.
    pub(super) fn held_offers(&mut self) -> Vec<Output> {
        if self.held_offers.is_empty() || self.relay.as_ref().is_some_and(Relay::is_awaited) {
            return Vec::new();
        }
        vec![Output::Offer(std::mem::take(&mut self.held_offers))]
    }

    pub(super) fn send(&self, to: UserId, signal: Signal) -> Output {
        let carried = self.relay.as_ref().and_then(|relay| relay.carry(&to, &self.people, &signal));
        match carried {
            Some(outgoing) => Output::EmitToRelay(outgoing),
            None => Output::Emit(Outgoing::Signal { room: self.room.id.clone(), to, signal }),
        }
    }
}
