//! One connection's offers and answers: perfect negotiation (W3C webrtc-pc, 10.7) as a value.
//!
//! At most one operation on the connection is in flight, so the phase here is the truth and `signalingState` is
//! never asked. Descriptions that arrive meanwhile wait in a short inbox. Offers are numbered within the session;
//! an answer repeats the number, so what is late or double is known by a comparison.

use std::time::Duration;

use super::{
    session::Session,
    signal::{Candidate, Description, Kind},
};

/// The most candidates kept for later, in each direction.
pub const MAX_CANDIDATES: usize = 100;
/// The most descriptions that wait for the operation in flight.
pub const MAX_INBOX: usize = 8;
/// After how long an unanswered offer is sent again; doubled each time up to [`RESEND_AT_MOST`].
pub const RESEND_FIRST: Duration = Duration::from_secs(2);
/// The longest pause between two sendings of one offer.
pub const RESEND_AT_MOST: Duration = Duration::from_secs(8);

/// Who gives way when both offer at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Politeness {
    /// Takes the other's offer instead of its own.
    Polite,
    /// Ignores the other's offer.
    Impolite,
}

/// Everything that can happen to a negotiation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// An offer should be made: the connection is new and ours to offer, or it fired `negotiationneeded`.
    Wanted,
    /// A description of this session arrived.
    Description {
        /// Its number, when the sender counts.
        seq: Option<u32>,
        /// What it says.
        description: Description,
    },
    /// A candidate of this session arrived.
    Candidate(Candidate),
    /// The connection found a candidate of its own.
    Found(Candidate),
    /// `setLocalDescription()` made this.
    LocalSet(Description),
    /// `setLocalDescription()` was refused.
    LocalRefused,
    /// `setRemoteDescription()` is done.
    RemoteSet,
    /// `setRemoteDescription()` was refused.
    RemoteRefused,
    /// What was said may have been lost: an open offer goes out again now.
    Again,
    /// Time passed.
    Tick,
}

/// What is to be done about it, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// `setLocalDescription()`; the browser knows whether an offer or an answer is due.
    SetLocal,
    /// `setRemoteDescription(…)`; rolls an own offer back by itself.
    SetRemote(Description),
    /// `addIceCandidate(…)`.
    Add(Candidate),
    /// Tell the peer.
    SendDescription(u32, Description),
    /// Tell the peer.
    SendCandidate(Candidate),
    /// This connection will not come to an agreement any more.
    Broken,
}

/// Where the exchange stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Phase {
    /// Nothing is open.
    Stable,
    /// Our offer is being made.
    MakingOffer,
    /// Our offer is out and unanswered.
    Offered { resend_at: Duration, pause: Duration },
    /// The peer's offer is being taken.
    TakingOffer { seq: u32, theirs: Remote },
    /// The answer to it is being made.
    MakingAnswer,
    /// The peer's answer to our offer is being taken.
    TakingAnswer { theirs: Remote },
}

/// What is remembered of the description in force on the peer's side.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Remote {
    origin: Option<String>,
    fragments: Vec<String>,
}

impl Remote {
    fn of(description: &Description) -> Self {
        let mut fragments: Vec<_> = description.fragments().map(str::to_owned).collect();
        fragments.dedup();
        Self { origin: description.origin().map(str::to_owned), fragments }
    }
}

/// The negotiation of one connection, from its first offer to its end.
#[derive(Debug, Clone, Hash)]
pub struct Negotiation {
    politeness: Politeness,
    session: Session,
    phase: Phase,
    /// The number of the last offer that took effect or is ours and open.
    seq: u32,
    /// Our last offer or answer and its number.
    local: Option<(u32, Description)>,
    remote: Option<Remote>,
    inbox: Vec<(Option<u32>, Description)>,
    /// The peer's candidates that wait for the description they belong to.
    early: Vec<Candidate>,
    /// Our candidates of the description in force that the peer was told, for when it must be told again.
    told: Vec<Candidate>,
    /// Our candidates that wait for the description they belong to.
    untold: Vec<Candidate>,
}

impl Negotiation {
    /// A connection that was just made.
    #[must_use]
    pub fn new(politeness: Politeness, session: Session) -> Self {
        Self {
            politeness,
            session,
            phase: Phase::Stable,
            seq: 0,
            local: None,
            remote: None,
            inbox: Vec::new(),
            early: Vec::new(),
            told: Vec::new(),
            untold: Vec::new(),
        }
    }

    /// The session it negotiates.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Whether our first offer is open: nothing was ever agreed, and nothing of the peer's has been looked at.
    #[must_use]
    pub fn is_first_offer_open(&self) -> bool {
        self.remote.is_none() && matches!(self.phase, Phase::MakingOffer | Phase::Offered { .. })
    }

    /// Whether an offer or an answer of ours is in force and nothing is open.
    #[must_use]
    pub fn is_agreed(&self) -> bool {
        self.remote.is_some() && self.phase == Phase::Stable
    }

    /// Whether the peer's offer is being answered.
    #[must_use]
    pub fn is_answering(&self) -> bool {
        matches!(self.phase, Phase::TakingOffer { .. } | Phase::MakingAnswer)
    }

    /// Whether all that was agreed is our answer to the peer's first offer.
    #[must_use]
    pub fn has_only_answered(&self) -> bool {
        self.local.as_ref().is_some_and(|(seq, local)| *seq == 1 && local.kind == Kind::Answer)
    }

    /// What the peer's connection calls itself, see [`Description::origin`].
    #[must_use]
    pub fn remote_origin(&self) -> Option<&str> {
        let theirs = match &self.phase {
            Phase::TakingOffer { theirs, .. } | Phase::TakingAnswer { theirs } => Some(theirs),
            Phase::Stable | Phase::MakingOffer | Phase::Offered { .. } | Phase::MakingAnswer => {
                self.remote.as_ref()
            }
        };
        theirs?.origin.as_deref()
    }

    /// How many messages and candidates it holds.
    #[must_use]
    pub fn held(&self) -> usize {
        self.inbox.len() + self.early.len() + self.told.len() + self.untold.len()
    }

    /// When it wants [`Input::Tick`].
    #[must_use]
    pub fn deadline(&self) -> Option<Duration> {
        match self.phase {
            Phase::Offered { resend_at, .. } => Some(resend_at),
            Phase::Stable
            | Phase::MakingOffer
            | Phase::TakingOffer { .. }
            | Phase::MakingAnswer
            | Phase::TakingAnswer { .. } => None,
        }
    }

    /// Takes one input and says what to do.
    #[must_use]
    pub fn handle(&mut self, now: Duration, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        match input {
            Input::Wanted => self.offer(&mut out),
            Input::Description { seq, description } => self.take(seq, description, &mut out),
            Input::Candidate(candidate) => self.take_candidate(candidate, &mut out),
            Input::Found(candidate) => self.tell(candidate, &mut out),
            Input::LocalSet(description) => self.local_set(now, description, &mut out),
            Input::LocalRefused => out.push(Output::Broken),
            Input::RemoteSet => self.remote_set(&mut out),
            Input::RemoteRefused => self.remote_refused(now),
            Input::Again => self.again(now, &mut out),
            Input::Tick => self.tick(now, &mut out),
        }
        self.read_inbox(&mut out);
        out
    }

    /// Only from rest: the browser asks again when an exchange ends with something still to say.
    fn offer(&mut self, out: &mut Vec<Output>) {
        if self.phase == Phase::Stable {
            self.phase = Phase::MakingOffer;
            out.push(Output::SetLocal);
        }
    }

    fn take(&mut self, seq: Option<u32>, description: Description, out: &mut Vec<Output>) {
        match (description.kind, &self.phase) {
            (Kind::Answer, Phase::Offered { .. }) if seq.is_none_or(|seq| seq == self.seq) => {
                self.phase = Phase::TakingAnswer { theirs: Remote::of(&description) };
                out.push(Output::SetRemote(description));
            }
            // Late, double, or never asked for.
            (Kind::Answer, _) => {}
            (Kind::Offer, Phase::Stable) => match seq {
                Some(seq) if seq <= self.seq => self.answer_again(seq, out),
                Some(_) | None => self.take_offer(seq, description, out),
            },
            (Kind::Offer, Phase::Offered { .. }) => {
                let late = seq.is_some_and(|seq| seq < self.seq);
                // A client that does not count may not know perfect negotiation either: give way to it.
                let ours_wins = self.politeness == Politeness::Impolite && seq.is_some();
                if !late && !ours_wins {
                    self.take_offer(seq, description, out);
                }
            }
            (
                Kind::Offer,
                Phase::MakingOffer
                | Phase::TakingOffer { .. }
                | Phase::MakingAnswer
                | Phase::TakingAnswer { .. },
            ) => push_bounded(&mut self.inbox, (seq, description), MAX_INBOX),
        }
    }

    fn take_offer(&mut self, seq: Option<u32>, description: Description, out: &mut Vec<Output>) {
        let seq = seq.unwrap_or_else(|| self.seq.saturating_add(1));
        self.phase = Phase::TakingOffer { seq, theirs: Remote::of(&description) };
        out.push(Output::SetRemote(description));
    }

    /// The offer came twice: our answer to it may have been lost.
    fn answer_again(&self, seq: u32, out: &mut Vec<Output>) {
        if let Some((answered, description)) = &self.local
            && description.kind == Kind::Answer
            && *answered == seq
        {
            self.send_again(out);
        }
    }

    fn remote_set(&mut self, out: &mut Vec<Output>) {
        match std::mem::replace(&mut self.phase, Phase::Stable) {
            Phase::TakingOffer { seq, theirs } => {
                self.seq = seq;
                self.remote = Some(theirs);
                self.phase = Phase::MakingAnswer;
                out.push(Output::SetLocal);
            }
            Phase::TakingAnswer { theirs } => self.remote = Some(theirs),
            other @ (Phase::Stable | Phase::MakingOffer | Phase::Offered { .. } | Phase::MakingAnswer) => {
                self.phase = other;
            }
        }
        for candidate in std::mem::take(&mut self.early) {
            self.take_candidate(candidate, out);
        }
    }

    /// A refused description changes nothing in the browser: back to where we were. A refused offer whose implicit
    /// rollback went through leaves the connection at rest, and `negotiationneeded` brings our own offer back.
    fn remote_refused(&mut self, now: Duration) {
        match self.phase {
            Phase::TakingOffer { .. } => self.phase = Phase::Stable,
            Phase::TakingAnswer { .. } => self.phase = offered(now, RESEND_FIRST),
            Phase::Stable | Phase::MakingOffer | Phase::Offered { .. } | Phase::MakingAnswer => {}
        }
    }

    fn local_set(&mut self, now: Duration, description: Description, out: &mut Vec<Output>) {
        match self.phase {
            Phase::MakingOffer => {
                self.seq = self.seq.saturating_add(1);
                self.phase = offered(now, RESEND_FIRST);
            }
            Phase::MakingAnswer => self.phase = Phase::Stable,
            Phase::Stable
            | Phase::Offered { .. }
            | Phase::TakingOffer { .. }
            | Phase::TakingAnswer { .. } => return,
        }
        self.told.retain(|candidate| candidate.fragment().is_none_or(|fragment| description.knows(fragment)));
        out.push(Output::SendDescription(self.seq, description.clone()));
        self.local = Some((self.seq, description));
        for candidate in std::mem::take(&mut self.untold) {
            self.tell(candidate, out);
        }
    }

    fn tell(&mut self, mut candidate: Candidate, out: &mut Vec<Output>) {
        if matches!(self.phase, Phase::MakingOffer | Phase::MakingAnswer) {
            push_bounded(&mut self.untold, candidate, MAX_CANDIDATES);
            return;
        }
        // The end of candidates must not end the next generation's when it comes late.
        if candidate.fragment().is_none()
            && let Some((_, description)) = &self.local
        {
            candidate.username_fragment = description.fragments().next().map(str::to_owned);
        }
        push_bounded(&mut self.told, candidate.clone(), MAX_CANDIDATES);
        out.push(Output::SendCandidate(candidate));
    }

    fn take_candidate(&mut self, candidate: Candidate, out: &mut Vec<Output>) {
        let in_force = match (&self.remote, candidate.fragment()) {
            (None, _) => false,
            (Some(remote), Some(fragment)) => remote.fragments.iter().any(|known| known == fragment),
            (Some(_), None) => !matches!(self.phase, Phase::TakingOffer { .. } | Phase::TakingAnswer { .. }),
        };
        if in_force {
            out.push(Output::Add(candidate));
        } else {
            push_bounded(&mut self.early, candidate, MAX_CANDIDATES);
        }
    }

    fn tick(&mut self, now: Duration, out: &mut Vec<Output>) {
        if let Phase::Offered { resend_at, pause } = self.phase
            && now >= resend_at
        {
            self.phase = offered(now, (pause * 2).min(RESEND_AT_MOST));
            self.send_again(out);
        }
    }

    fn again(&mut self, now: Duration, out: &mut Vec<Output>) {
        if let Phase::Offered { resend_at, pause } = self.phase
            && now + pause > resend_at
        {
            self.phase = offered(now, RESEND_FIRST);
            self.send_again(out);
        }
    }

    fn send_again(&self, out: &mut Vec<Output>) {
        if let Some((seq, description)) = &self.local {
            out.push(Output::SendDescription(*seq, description.clone()));
            out.extend(self.told.iter().cloned().map(Output::SendCandidate));
        }
    }

    fn read_inbox(&mut self, out: &mut Vec<Output>) {
        while matches!(self.phase, Phase::Stable | Phase::Offered { .. }) && !self.inbox.is_empty() {
            let (seq, description) = self.inbox.remove(0);
            self.take(seq, description, out);
        }
    }
}

fn offered(now: Duration, pause: Duration) -> Phase {
    Phase::Offered { resend_at: now + pause, pause }
}

fn push_bounded<T>(queue: &mut Vec<T>, item: T, most: usize) {
    if queue.len() >= most {
        queue.remove(0);
    }
    queue.push(item);
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "negotiation_tests.rs"]
mod tests;
