//! Coming in, and in again: a server that is lost or refuses us, that has forgotten us, or that says the meeting is over.

use std::time::Duration;

use charlaton_contract::events::UserRef;

use super::{Announcement, Machine, Output, Question};
use crate::{
    lib::{signaling::Outgoing, socket},
    pages::meeting::{
        door::Door,
        state::{Over, Phase, Wait},
    },
};

/// The old server drops a join without a word while another of the same user is under way.
const JOIN_TIME_OUT: Duration = Duration::from_millis(2500);
/// After a refusal that only time can heal; each one after it waits twice as long, up to [`LONGEST`].
const RECONNECT_AFTER: Duration = Duration::from_secs(3);
const LONGEST: Duration = Duration::from_secs(30);
/// For everybody to find a server that is back, which takes them a second and a half at most, and to come in again.
const SETTLING: Duration = Duration::from_secs(6);

/// How we stand with the chat server.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// When to ask for the join again.
    pub join_again: Option<Duration>,
    /// When to connect again after a refusal.
    pub reconnect: Option<Duration>,
    /// Whether we have been inside at all.
    entered: bool,
    /// Until when the others may still be on their way back, as we are.
    pub settled: Option<Duration>,
    /// How often our token was refused since there was a connection.
    refusals: u32,
    /// Somebody has said that the meeting is over, with which the server has put everybody out.
    put_out: bool,
    /// We have ended it, and the others may not have heard.
    ending: bool,
}

impl Entry {
    pub(super) fn is_settling(&self, now: Duration) -> bool {
        self.settled.is_some_and(|until| now < until)
    }

    /// An answer to a join that has been sent, or a better one.
    pub(super) fn expect(&mut self, now: Duration) {
        self.join_again = Some(now + JOIN_TIME_OUT);
    }
}

impl Machine {
    pub(super) fn socket(&mut self, now: Duration, state: socket::State) -> Vec<Output> {
        match state {
            socket::State::Connected { .. } => {
                (self.entry.reconnect, self.entry.refusals) = (None, 0);
                self.back_outside(now).unwrap_or_else(|| self.join(now))
            }
            socket::State::Reconnecting { .. } => self.server_lost(),
            // Expired or missing: a fresh one is tried before the person is asked.
            socket::State::Refused { .. } => {
                self.entry.refusals += 1;
                let mut outputs = self.server_lost();
                outputs.push(Output::Ask(Question::Token));
                outputs
            }
            socket::State::KickedByServer if self.thrown_out(now) => Vec::new(),
            socket::State::KickedByServer => {
                self.entry.reconnect = Some(now + RECONNECT_AFTER);
                self.server_lost()
            }
            socket::State::Connecting | socket::State::Disconnected => Vec::new(),
        }
    }

    pub(super) fn join(&mut self, now: Duration) -> Vec<Output> {
        self.entry.expect(now);
        vec![Output::Emit(Outgoing::Join(self.room.id.clone()))]
    }

    fn server_lost(&mut self) -> Vec<Output> {
        self.entry.join_again = None;
        self.chat().connection_lost();
        if self.lost_outside(Door::Away) {
            return Vec::new();
        }
        let news = self.state.phase == Phase::Inside;
        self.edit().phase = match &self.entry {
            Entry { entered: true, .. } => Phase::ServerLost,
            // The first may be a matter of time.
            Entry { refusals: 2.., .. } => Phase::Entering(Wait::Refused),
            Entry { .. } => Phase::Entering(Wait::Unreachable),
        };
        if news { vec![Output::Announce(Announcement::ServerLost)] } else { Vec::new() }
    }

    /// A server that refuses fresh tokens as well may do so for long.
    pub(super) fn token_renewed(&mut self, now: Duration, renewed: Option<bool>) -> Vec<Output> {
        match (renewed, self.entry.refusals) {
            (Some(false), _) => return self.over(Over::SignInNeeded),
            (Some(true), 0 | 1) => return vec![Output::Reconnect],
            (Some(true) | None, refusals) => {
                let wait = RECONNECT_AFTER * 2_u32.saturating_pow(refusals.saturating_sub(2).min(8));
                self.entry.reconnect = Some(now + wait.min(LONGEST));
            }
        }
        Vec::new()
    }

    pub(super) fn joined(&mut self, now: Duration) -> Vec<Output> {
        self.entry.join_again = None;
        self.expect_requests(now);
        if std::mem::replace(&mut self.entry.entered, true) {
            self.entry.settled = Some(now + SETTLING);
        }
        let returned = self.state.phase == Phase::ServerLost;
        self.edit().phase = Phase::Inside;
        let mut outputs = vec![
            Output::Emit(Outgoing::Media(self.own_media)),
            Output::Emit(Outgoing::AskWhoIsThere(self.room.id.clone())),
            // Also after a return: what was said meanwhile, and which of ours arrived.
            Output::Ask(Question::History),
        ];
        if self.entry.ending {
            outputs.push(Output::Emit(Outgoing::End));
        }
        outputs.extend(self.ask_for_end());
        if returned {
            outputs.push(Output::Announce(Announcement::ServerBack));
        }
        outputs
    }

    /// The server has us in the room no more, or less than it seems: a socket of ours that it gave up, or a second tab,
    /// has taken our presence with it. What is under way may be lost.
    pub(super) fn come_back(&mut self, now: Duration) -> Vec<Output> {
        if self.state.phase != Phase::Inside || self.entry.join_again.is_some() {
            return Vec::new();
        }
        self.chat().connection_lost();
        self.join(now)
    }

    /// Whether what is said now is heard.
    pub(super) fn is_heard(&self) -> bool {
        self.state.phase == Phase::Inside && self.entry.join_again.is_none()
    }

    pub(super) fn is_own(&self, user: &UserRef) -> bool {
        user.email.eq_ignore_ascii_case(&self.account.email)
            || self.people.document(&user.id) == Some(&self.state.me)
    }

    /// The old server lets people into a meeting that has ended, and does not say that it ends.
    pub(super) fn ask_for_end(&self) -> Option<Output> {
        (!self.room.is_guarded()).then_some(Output::Ask(Question::End))
    }

    /// We have ended it: the others are told now, or as soon as they can be.
    pub(super) fn ended(&mut self) -> Vec<Output> {
        self.entry.ending = true;
        if self.is_heard() { vec![Output::Emit(Outgoing::End)] } else { Vec::new() }
    }

    /// The old server lets anybody say that the meeting is over.
    pub(super) fn put_out(&mut self) -> Vec<Output> {
        self.entry.put_out = true;
        vec![Output::Ask(Question::End)]
    }

    pub(super) fn end_checked(&mut self, now: Duration, ended: Option<bool>) -> Vec<Output> {
        let put_out = std::mem::take(&mut self.entry.put_out);
        match ended {
            Some(true) => self.over(Over::Ended),
            None if put_out => self.over(Over::Ended),
            // Who said so may not, and the server has put us out all the same.
            Some(false) if put_out => self.come_back(now),
            Some(false) | None => Vec::new(),
        }
    }
}
