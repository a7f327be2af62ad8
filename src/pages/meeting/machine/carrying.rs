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

/// How many signals wait for the list that says who is there.
const MAX_EARLY: usize = 32;

impl Machine {
    /// The old server relays for people who are not in the room.
    pub(super) fn signal(&self, from: &UserId, signal: Signal) -> Vec<Output> {
        self.present(from).map(|from| Output::Signal { from, signal }).into_iter().collect()
    }

    /// Over the second server an offer may come before the chat server has said who is there. The previous front-end
    /// makes only one.
    fn signal_of_member(&mut self, from: UserId, signal: Signal) -> Vec<Output> {
        let is_early = self.present(&from).is_none()
            && self.early_signals.len() < MAX_EARLY
            && self.relay.as_ref().is_some_and(|relay| relay.has(&from));
        if is_early {
            self.early_signals.push((from, signal));
            return Vec::new();
        }
        self.signal(&from, signal)
    }

    /// Those whose senders are there by now.
    pub(super) fn early_signals(&mut self) -> Vec<Output> {
        let mut outputs = Vec::new();
        for (from, signal) in std::mem::take(&mut self.early_signals) {
            match self.present(&from) {
                Some(from) => outputs.push(Output::Signal { from, signal }),
                None if self.relay.as_ref().is_some_and(|relay| relay.has(&from)) => {
                    self.early_signals.push((from, signal));
                }
                None => {}
            }
        }
        outputs
    }

    pub(super) fn relay(&mut self, now: Duration, input: relay::Input) -> Vec<Output> {
        let Some(relay) = &mut self.relay else { return Vec::new() };
        let outputs = relay.handle(now, &self.state.me, &mut self.people, input);
        let mut outputs: Vec<Output> = outputs
            .into_iter()
            .flat_map(|output| match output {
                relay::Output::Emit(outgoing) => vec![Output::EmitToRelay(outgoing)],
                relay::Output::Reconnect => vec![Output::ReconnectRelay],
                relay::Output::Signal { from, signal } => self.signal_of_member(from, signal),
            })
            .collect();
        outputs.extend(self.held_offers());
        outputs
    }

    /// First offers go out once it is settled which way, and where answers come.
    pub(super) fn held_offers(&mut self) -> Vec<Output> {
        let unsettled = self.state.behind || self.relay.as_ref().is_some_and(Relay::is_awaited);
        if self.held_offers.is_empty() || unsettled {
            return Vec::new();
        }
        vec![Output::Offer(std::mem::take(&mut self.held_offers))]
    }

    pub(super) fn send(&self, to: UserId, signal: Signal) -> Output {
        let (me, people) = (&self.state.me, &self.people);
        let carried = self.relay.as_ref().and_then(|relay| relay.carry(me, &to, people, &signal));
        match carried {
            Some(outgoing) => Output::EmitToRelay(outgoing),
            None => Output::Emit(Outgoing::Signal { room: self.room.id.clone(), to, signal }),
        }
    }
}
