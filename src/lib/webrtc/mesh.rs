//! Everybody's connections as one value: who gets one, who offers, what belongs to which attempt.
//!
//! The newcomer offers to everyone in `room_users`; those already there answer. A connection is named twice: by its
//! `generation` on this side of the wire, which every promise and event of it carries, and by its session on the
//! wire. What names an earlier one is dropped. A returning socket changes nothing about a connection.

mod mending;

use std::time::Duration;

use charlaton_contract::UserId;

use super::{
    commands::{Command, ConnectionEvent, Input, Output, Role},
    early::EarlyCandidates,
    negotiation::{self, Negotiation, Politeness},
    recovery::{PeerState, RETRY_JITTER, Recovery},
    rng::Rng,
    session::{Seen, Session},
    signal::{self, Body, Candidate, Description, Envelope, Kind, Signal},
    watchdog::Watchdog,
};
use crate::lib::small_map::SmallMap;

/// How long a peer that the list no longer names is kept while its media flows: the server's pingInterval and
/// pingTimeout, after which it would have noticed.
pub const KEEP_MISSING: Duration = Duration::from_secs(45);
/// How many peers' past sessions are remembered beyond those present.
const MAX_SEEN: usize = 256;

#[derive(Debug, Clone, Hash)]
struct Pair {
    generation: u64,
    negotiation: Negotiation,
    recovery: Recovery,
    watchdog: Watchdog,
    presence: Presence,
    said: PeerState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Presence {
    Listed,
    Missing { remove_at: Duration },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Standing {
    Inside,
    Outside,
}

/// What a message's session is to us.
enum Relation {
    Current,
    Fresh(Session),
    Past,
}

/// All pairs of one user in one room.
#[derive(Debug, Clone, Hash)]
pub struct Mesh {
    own: UserId,
    rng: Rng,
    epoch: String,
    next_session: Session,
    last_generation: u64,
    standing: Standing,
    pairs: SmallMap<UserId, Pair>,
    seen: SmallMap<UserId, Seen>,
    early: EarlyCandidates,
    /// When the network changed last.
    changed_at: Option<Duration>,
}

impl Mesh {
    /// A mesh of nobody yet. `seed` must differ between page loads: sessions are named by it.
    #[must_use]
    pub fn new(own: UserId, seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        let epoch = format!("{:016x}", rng.draw());
        Self {
            own,
            rng,
            next_session: Session::first(&epoch),
            epoch,
            last_generation: 0,
            standing: Standing::Inside,
            pairs: SmallMap::default(),
            seen: SmallMap::default(),
            early: EarlyCandidates::default(),
            changed_at: None,
        }
    }

    /// The server turns out to know us by another id than was thought. Only before the first pair: who yields in a
    /// collision of offers depends on it.
    pub fn set_own(&mut self, own: UserId) {
        if self.pairs.is_empty() {
            self.own = own;
        }
    }

    /// Takes one input and says what to do.
    #[must_use]
    pub fn handle(&mut self, now: Duration, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        match input {
            Input::RoomUsers(peers) => self.room_users(now, peers, &mut out),
            Input::Present(peers) => self.present(now, &peers, &mut out),
            Input::PeerLeft(peer) => self.remove(&peer, &mut out),
            Input::Signal { from, signal } => self.signal(now, &from, &signal, &mut out),
            Input::Connection { peer, generation, event } => {
                self.event(now, &peer, generation, event, &mut out)
            }
            Input::Voice { peer, on } => self.voice(now, &peer, on),
            Input::NetworkChanged => self.network_changed(now, &mut out),
            Input::Tick => self.tick(now, &mut out),
            Input::Leave => self.leave(&mut out),
        }
        self.say_states(&mut out);
        out
    }

    /// When it wants [`Input::Tick`].
    #[must_use]
    pub fn deadline(&self) -> Option<Duration> {
        self.pairs.values().flat_map(Pair::deadlines).chain(self.early.deadline()).min()
    }

    /// Everybody with a connection, and how it does.
    pub fn peers(&self) -> impl Iterator<Item = (&UserId, PeerState)> {
        self.pairs.iter().map(|(peer, pair)| (peer, pair.state()))
    }

    /// The connection with a peer by the name both sides know, for tests of its agreement.
    #[must_use]
    pub fn session(&self, peer: &UserId) -> Option<&Session> {
        self.pairs.get(peer).map(|pair| pair.negotiation.session())
    }

    /// How many messages and candidates it holds for later, for tests of its bounds.
    #[must_use]
    pub fn held(&self) -> usize {
        self.early.len() + self.pairs.values().map(|pair| pair.negotiation.held()).sum::<usize>()
    }

    fn room_users(&mut self, now: Duration, peers: Vec<UserId>, out: &mut Vec<Output>) {
        self.standing = Standing::Inside;
        for peer in peers {
            match self.pairs.get_mut(&peer) {
                Some(pair) => {
                    pair.presence = Presence::Listed;
                    // What we said while the socket was away was lost.
                    self.negotiate(now, &peer, negotiation::Input::Again, out);
                }
                None if peer != self.own => self.offer_anew(now, &peer, out),
                None => {}
            }
        }
    }

    fn present(&mut self, now: Duration, peers: &[UserId], out: &mut Vec<Output>) {
        let mut gone = Vec::new();
        for (peer, pair) in self.pairs.iter_mut() {
            match (peers.contains(peer), pair.presence, pair.recovery.is_connected()) {
                (true, _, _) => pair.presence = Presence::Listed,
                (false, Presence::Missing { .. }, true) => {}
                (false, Presence::Listed, true) => {
                    pair.presence = Presence::Missing { remove_at: now + KEEP_MISSING };
                }
                (false, _, false) => gone.push(peer.clone()),
            }
        }
        for peer in gone {
            self.remove(&peer, out);
        }
    }

    fn signal(&mut self, now: Duration, from: &UserId, signal: &Signal, out: &mut Vec<Output>) {
        if self.standing == Standing::Outside || *from == self.own {
            return;
        }
        let Some((envelope, body)) = signal::read(signal) else { return };
        if envelope.to.as_deref().is_some_and(|to| to != self.own.as_str()) {
            return;
        }
        match body {
            Body::Description(description) => self.description(now, from, envelope, description, out),
            Body::Candidate(candidate) => self.candidate(now, from, envelope, candidate, out),
        }
    }

    fn description(
        &mut self,
        now: Duration,
        from: &UserId,
        envelope: Envelope,
        description: Description,
        out: &mut Vec<Output>,
    ) {
        match (self.relation(from, &envelope, description.origin()), description.kind) {
            (Relation::Current, _) => {}
            (Relation::Fresh(session), Kind::Offer) => {
                if !self.may_replace(from, &envelope) {
                    return;
                }
                self.seen.get_or_default(from.clone()).remember(&session);
                self.open(now, from, session, Role::Answerer, out);
            }
            (Relation::Fresh(_), Kind::Answer) if envelope.session.is_none() => {}
            (Relation::Fresh(_) | Relation::Past, _) => return,
        }
        let input = negotiation::Input::Description { seq: envelope.seq, description };
        self.negotiate(now, from, input, out);
    }

    fn candidate(
        &mut self,
        now: Duration,
        from: &UserId,
        envelope: Envelope,
        candidate: Candidate,
        out: &mut Vec<Output>,
    ) {
        // One without a name belongs to whatever there is.
        let relation = match &envelope.session {
            None if self.pairs.contains_key(from) => Relation::Current,
            _ => self.relation(from, &envelope, None),
        };
        match relation {
            Relation::Current => self.negotiate(now, from, negotiation::Input::Candidate(candidate), out),
            Relation::Fresh(_) => self.early.keep(now, from, envelope.session, candidate),
            Relation::Past => {}
        }
    }

    fn relation(&self, from: &UserId, envelope: &Envelope, origin: Option<&str>) -> Relation {
        let pair = self.pairs.get(from);
        let Some(session) = &envelope.session else {
            let unnamed = Session::unnamed(origin);
            let known = pair.is_some_and(|pair| {
                *pair.negotiation.session() == unnamed
                    || (origin.is_some() && pair.negotiation.remote_origin() == origin)
            });
            return if known { Relation::Current } else { Relation::Fresh(unnamed) };
        };
        let first = envelope.seq.is_none_or(|seq| seq == 1);
        if pair.is_some_and(|pair| pair.negotiation.session() == session) {
            Relation::Current
        } else if !session.is_of(&self.epoch)
            && first
            && self.seen.get(from).is_none_or(|seen| {
                // What works is not given up for what may be late.
                let works = pair.is_some_and(|pair| pair.recovery.is_connected());
                seen.is_new(session) || (!works && seen.may_be_alive(session))
            })
        {
            Relation::Fresh(session.clone())
        } else {
            Relation::Past
        }
    }

    /// Whether a first offer of `from` takes the place of what there is. Not when our own first offer is out and
    /// we are the impolite one: then the peer gives way to it.
    fn may_replace(&self, from: &UserId, envelope: &Envelope) -> bool {
        let Some(pair) = self.pairs.get(from) else { return true };
        let glare = pair.negotiation.is_first_offer_open() && !pair.recovery.is_pausing();
        // A client that names no session may not know perfect negotiation either: give way to it.
        !glare || envelope.session.is_none() || self.politeness(from) == Politeness::Polite
    }

    fn event(
        &mut self,
        now: Duration,
        peer: &UserId,
        generation: u64,
        event: ConnectionEvent,
        out: &mut Vec<Output>,
    ) {
        if self.pairs.get(peer).is_none_or(|pair| pair.generation != generation) {
            return;
        }
        let input = match event {
            ConnectionEvent::Transport(transport) => return self.transport(now, peer, transport, out),
            ConnectionEvent::Received { anything, voice } => {
                return self.received(now, peer, anything, voice, out);
            }
            ConnectionEvent::NegotiationNeeded => negotiation::Input::Wanted,
            ConnectionEvent::Found(candidate) => negotiation::Input::Found(candidate),
            ConnectionEvent::LocalSet(description) => negotiation::Input::LocalSet(description),
            ConnectionEvent::LocalRefused => negotiation::Input::LocalRefused,
            ConnectionEvent::RemoteSet => negotiation::Input::RemoteSet,
            ConnectionEvent::RemoteRefused => negotiation::Input::RemoteRefused,
        };
        self.negotiate(now, peer, input, out);
    }

    fn offer_anew(&mut self, now: Duration, peer: &UserId, out: &mut Vec<Output>) {
        let next = self.next_session.next();
        let session = std::mem::replace(&mut self.next_session, next);
        self.open(now, peer, session, Role::Offerer, out);
        self.negotiate(now, peer, negotiation::Input::Wanted, out);
    }

    /// A new connection for `peer`, in place of the one there may be.
    fn open(&mut self, now: Duration, peer: &UserId, session: Session, role: Role, out: &mut Vec<Output>) {
        let politeness = self.politeness(peer);
        self.last_generation += 1;
        let generation = self.last_generation;
        let early = self.early.take(peer, &session);
        let negotiation = Negotiation::new(politeness, session);
        match self.pairs.get_mut(peer) {
            Some(pair) => {
                out.push(Output::Close { peer: peer.clone(), generation: pair.generation });
                pair.generation = generation;
                pair.negotiation = negotiation;
                pair.recovery.reopened(now);
                pair.watchdog.reopened(now);
            }
            None => {
                let pair = Pair {
                    generation,
                    negotiation,
                    recovery: Recovery::new(now, politeness),
                    watchdog: Watchdog::default(),
                    presence: Presence::Listed,
                    said: PeerState::Closed,
                };
                self.pairs.insert(peer.clone(), pair);
            }
        }
        out.push(Output::Open { peer: peer.clone(), generation, role });
        for candidate in early {
            self.negotiate(now, peer, negotiation::Input::Candidate(candidate), out);
        }
    }

    /// Feeds one pair's negotiation and carries its wishes to the driver.
    fn negotiate(&mut self, now: Duration, peer: &UserId, input: negotiation::Input, out: &mut Vec<Output>) {
        let lot = self.rng.below(RETRY_JITTER);
        let Some(pair) = self.pairs.get_mut(peer) else { return };
        let generation = pair.generation;
        let run = |command| Output::Do { peer: peer.clone(), generation, command };
        for output in pair.negotiation.handle(now, input) {
            let session = pair.negotiation.session();
            let send = |signal| Output::Send { to: peer.clone(), signal };
            out.push(match output {
                negotiation::Output::SetLocal => run(Command::SetLocal),
                negotiation::Output::SetRemote(description) => run(Command::SetRemote(description)),
                negotiation::Output::Add(candidate) => run(Command::Add(candidate)),
                negotiation::Output::SendDescription(seq, description) => {
                    send(signal::write_description(&description, session, seq, &self.own, peer))
                }
                negotiation::Output::SendCandidate(candidate) => {
                    send(signal::write_candidate(&candidate, session, &self.own, peer))
                }
                negotiation::Output::Broken => {
                    pair.recovery.broken(now, lot);
                    continue;
                }
            });
        }
        if pair.negotiation.is_answering() {
            pair.recovery.peer_offers(now);
        }
    }

    fn remove(&mut self, peer: &UserId, out: &mut Vec<Output>) {
        self.early.drop_peer(peer);
        if let Some(pair) = self.pairs.remove(peer) {
            out.push(Output::Close { peer: peer.clone(), generation: pair.generation });
            out.push(Output::State(peer.clone(), PeerState::Closed));
            out.push(Output::Gone(peer.clone()));
        }
        if self.seen.len() > MAX_SEEN {
            self.seen.retain(|peer| self.pairs.contains_key(peer));
        }
    }

    fn leave(&mut self, out: &mut Vec<Output>) {
        self.standing = Standing::Outside;
        for peer in self.pairs.keys().cloned().collect::<Vec<_>>() {
            self.remove(&peer, out);
        }
        self.seen.clear();
        self.early = EarlyCandidates::default();
    }

    fn say_states(&mut self, out: &mut Vec<Output>) {
        for (peer, pair) in self.pairs.iter_mut() {
            let state = pair.state();
            if std::mem::replace(&mut pair.said, state) != state {
                out.push(Output::State(peer.clone(), state));
            }
        }
    }

    fn politeness(&self, peer: &UserId) -> Politeness {
        if self.own < *peer { Politeness::Polite } else { Politeness::Impolite }
    }
}

impl Pair {
    fn state(&self) -> PeerState {
        if self.recovery.is_connected() && self.watchdog.has_given_up() {
            return PeerState::Unheard;
        }
        self.recovery.state()
    }

    fn deadlines(&self) -> impl Iterator<Item = Duration> {
        let missing = match self.presence {
            Presence::Listed => None,
            // Missing and silent means gone: that is looked at with the next tick.
            Presence::Missing { remove_at } => Some(remove_at),
        };
        let watchdog = self.watchdog.deadline();
        [self.negotiation.deadline(), self.recovery.deadline(), watchdog, missing].into_iter().flatten()
    }
}
