//! Everything around the meshes: a server that relays, a network that misbehaves, and time.

mod comings;
pub(crate) mod links;
mod other;
mod plan;
pub(crate) mod storm;
mod story;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use charlaton::lib::webrtc::{
    Command, ConnectionEvent, Input, Mesh, Output, PeerState, Signal, rng::Rng, signal::Candidate,
};
use charlaton_contract::UserId;

use crate::connection::{Connection, Signaling};
use links::Deaf;
pub(crate) use plan::Plan;

const SWEEP: Duration = Duration::from_millis(250);

#[derive(Debug)]
enum Event {
    Join(usize),
    RoomUsers(usize),
    /// The server's list reaches somebody.
    Present(usize),
    /// What the browser tells when the network changes.
    Network(usize),
    Counted {
        who: usize,
        peer: usize,
        generation: u64,
    },
    Parted {
        who: usize,
        from: usize,
    },
    Deliver {
        from: usize,
        to: usize,
        load: u64,
        signal: Signal,
    },
    Finished {
        who: usize,
        peer: usize,
        generation: u64,
        command: Command,
    },
    Found {
        who: usize,
        peer: usize,
        generation: u64,
        candidate: Candidate,
    },
    Needed {
        who: usize,
        peer: usize,
        generation: u64,
    },
}

struct Person {
    id: UserId,
    /// Counts page loads, so that what was under way to an earlier one is lost.
    load: u64,
    mesh: Mesh,
    joined: bool,
    /// For good: nothing may come of it any more.
    left: bool,
    /// Has another client.
    other: bool,
    /// Whose departure it has heard of. As the meeting does, it listens to nobody who is not there.
    parted: BTreeSet<usize>,
    /// The mesh's deadline, asked for once an input.
    tick_at: Option<Duration>,
    connections: BTreeMap<usize, Connection>,
    states: BTreeMap<UserId, PeerState>,
}

pub(crate) struct World {
    plan: Plan,
    rng: Rng,
    now: Duration,
    next_sweep: Duration,
    serial: u64,
    people: Vec<Person>,
    ids: Vec<UserId>,
    events: BTreeMap<(Duration, u64), Box<Event>>,
    /// When the last message between two arrives, for networks that keep the order.
    last_arrival: BTreeMap<(usize, usize), Duration>,
    /// Which paths are cut, one person's or all of one, and until when.
    cuts: Vec<((usize, Option<usize>), Duration)>,
    /// Whose voice does not reach whom, and what will help.
    deaf: Option<Deaf>,
    /// Who left for good.
    gone: Option<usize>,
    offers: BTreeMap<(usize, usize), u32>,
    /// How many connections were made.
    made: u32,
    story: bool,
}

impl World {
    pub(crate) fn new(seed: u64, plan: Plan, story: bool) -> Self {
        let mut world = Self {
            rng: Rng::new(seed),
            now: Duration::ZERO,
            next_sweep: SWEEP,
            serial: 0,
            people: Vec::new(),
            ids: Vec::new(),
            events: BTreeMap::new(),
            last_arrival: BTreeMap::new(),
            cuts: Vec::new(),
            deaf: None,
            gone: None,
            offers: BTreeMap::new(),
            made: 0,
            story,
            plan,
        };
        for who in 0..world.plan.people {
            // Ids in another order than the joins, or one side would always be the polite one.
            let id = UserId::parse(&format!("user-{:04x}-{who}", world.rng.draw() & 0xffff)).unwrap();
            let mesh = Mesh::new(id.clone(), world.rng.draw());
            world.ids.push(id.clone());
            let (connections, states) = (BTreeMap::new(), BTreeMap::new());
            world.people.push(Person {
                id,
                load: 0,
                mesh,
                joined: false,
                left: false,
                other: world.plan.other == Some(who),
                parted: BTreeSet::new(),
                tick_at: None,
                connections,
                states,
            });
            // On a calm network one comes after the other; else within one window.
            let at = match world.plan.join_within {
                Duration::ZERO => Duration::from_millis(400) * u32::try_from(who).unwrap(),
                within => world.rng.below(within),
            };
            world.schedule(at, Event::Join(who));
        }
        world
    }

    /// Runs until every pair is connected on both sides.
    pub(crate) fn run_until_connected(&mut self, limit: Duration) {
        let end = self.now + limit;
        while !self.all_connected() {
            assert!(self.now < end, "not all connected after {limit:?}");
            let sweep = self.next_sweep;
            while self.next_sweep == sweep {
                self.step();
            }
        }
    }

    pub(crate) fn run_for(&mut self, span: Duration) {
        let end = self.now + span;
        while self.now < end {
            self.step();
        }
    }

    pub(crate) fn assert_offers_per_pair_at_most(&self, most: u32) {
        for (a, b) in self.offers.keys() {
            let of = |from: usize, to: usize| self.offers.get(&(from, to)).copied().unwrap_or(0);
            assert!(of(*a, *b) <= 1 && of(*a, *b) + of(*b, *a) <= most, "{a} and {b} offered too often");
        }
    }

    pub(crate) fn offers(&self) -> u32 {
        self.offers.values().sum()
    }

    /// Every open connection by name.
    pub(crate) fn connections(&self) -> BTreeSet<(usize, usize, u64)> {
        let of = |(who, person): (usize, &Person)| {
            let named =
                person.connections.iter().map(move |(peer, connection)| (who, *peer, connection.generation));
            named.collect::<Vec<_>>()
        };
        self.people.iter().enumerate().flat_map(of).collect()
    }

    pub(crate) fn cut_somebody_for(&mut self, span: Duration) {
        let who = self.somebody();
        self.tell(&format!("{who} is cut off for {span:?}"));
        self.cuts.push(((who, None), self.now + span));
        // The cut must be felt, or the run would be over before it begins.
        self.run_for(SWEEP * 4);
        assert!(!self.all_connected());
    }

    fn step(&mut self) {
        let event = self.events.first_key_value().map(|((at, _), _)| *at);
        let tick = self.people.iter().filter_map(|person| person.tick_at).min();
        let next = [event, tick].into_iter().flatten().fold(self.next_sweep, Duration::min);
        self.now = self.now.max(next);
        if next == self.next_sweep {
            self.next_sweep += SWEEP;
            self.sweep();
        } else if event == Some(next) {
            let (_, event) = self.events.pop_first().unwrap();
            self.happen(*event);
        } else {
            for who in 0..self.people.len() {
                if self.people[who].tick_at.is_some_and(|deadline| deadline <= self.now) {
                    self.feed(who, Input::Tick);
                    let next = self.people[who].tick_at;
                    assert!(
                        next.is_none_or(|next| next > self.now),
                        "{who} wants a tick that was just given"
                    );
                }
            }
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Join(who) => {
                self.tell(&format!("{who} joins"));
                for person in &mut self.people {
                    person.parted.remove(&who);
                }
                self.people[who].joined = true;
                self.people[who].parted.clear();
                let delay = self.between(5, 40);
                self.schedule(delay, Event::RoomUsers(who));
                self.tell_the_list();
            }
            Event::Present(who) => self.present(who),
            Event::Network(who) => self.feed(who, Input::NetworkChanged),
            Event::Counted { who, peer, generation } => self.counted(who, peer, generation),
            Event::RoomUsers(who) if self.people[who].joined => self.room_users(who),
            Event::RoomUsers(_) => {}
            Event::Parted { who, from } => {
                if !self.people[who].joined && self.people[from].parted.insert(who) {
                    let gone = self.people[who].id.clone();
                    self.feed(from, Input::PeerLeft(gone));
                }
            }
            Event::Deliver { from, to, load, signal } => {
                let there = &self.people[to];
                if there.load == load && there.joined && !there.parted.contains(&from) {
                    let from = self.people[from].id.clone();
                    self.feed(to, Input::Signal { from, signal });
                }
            }
            Event::Finished { who, peer, generation, command } => {
                self.finished(who, peer, generation, command)
            }
            Event::Found { who, peer, generation, candidate } => {
                if self.connection(who, peer, generation).is_some() {
                    self.report(who, peer, generation, ConnectionEvent::Found(candidate));
                }
            }
            Event::Needed { who, peer, generation } => {
                if self
                    .connection(who, peer, generation)
                    .is_some_and(|connection| connection.needs_negotiation())
                {
                    self.report(who, peer, generation, ConnectionEvent::NegotiationNeeded);
                }
            }
        }
    }

    /// As the server tells it: with ourselves in it, and doubled.
    fn room_users(&mut self, who: usize) {
        let inside = self.people.iter().filter(|person| person.joined).map(|person| person.id.clone());
        let mut list: Vec<_> = inside.collect();
        list.extend(list.first().cloned());
        self.feed(who, Input::RoomUsers(list));
    }

    fn feed(&mut self, who: usize, input: Input) {
        if self.story {
            let text = story::of_input(&input);
            self.tell(&format!("{who} <- {text}"));
        }
        if self.people[who].other {
            return self.other(who, input);
        }
        for output in self.people[who].mesh.handle(self.now, input) {
            self.carry_out(who, output);
        }
        self.people[who].tick_at = self.people[who].mesh.deadline();
        let bound = self.people.len() * (8 + 300) + 800;
        assert!(self.people[who].mesh.held() <= bound, "{who} holds too much");
    }

    fn carry_out(&mut self, who: usize, output: Output) {
        let is_quiet = matches!(output, Output::Close { .. } | Output::State(..) | Output::Gone(_));
        assert!(is_quiet || !self.people[who].left, "{who} has left and does something");
        match output {
            Output::Open { peer, generation, role } => {
                let (peer, origin) = (self.index(&peer), self.rng.draw());
                self.tell(&format!("{who} opens {generation} for {peer} as {role:?}"));
                let mut connection = Connection::new(self.now, generation, origin);
                connection.lenient = self.people[peer].other;
                self.made += 1;
                let before = self.people[who].connections.insert(peer, connection);
                assert!(before.is_none(), "two connections for one peer");
            }
            Output::Close { peer, generation } => {
                let peer = self.index(&peer);
                self.tell(&format!("{who} closes {generation} for {peer}"));
                let closed = self.people[who].connections.remove(&peer).map(|closed| closed.generation);
                assert_eq!(closed, Some(generation), "closed what is not open");
            }
            Output::Do { peer, generation, command } => self.command(who, &peer, generation, command),
            Output::Send { to, signal } => self.send(who, &to, signal),
            Output::State(peer, state) => {
                self.tell(&format!("{who} sees {peer} {state:?}"));
                let before = self.people[who].states.insert(peer, state);
                assert_ne!(before, Some(state), "the same state twice");
            }
            Output::Gone(peer) => {
                assert_eq!(self.people[who].states.remove(&peer), Some(PeerState::Closed));
            }
        }
    }

    fn send(&mut self, from: usize, to: &UserId, signal: Signal) {
        let to = self.index(to);
        if self.story {
            self.tell(&format!("{from} says to {to} {}", story::of_signal(&signal)));
        }
        if !self.people[from].joined {
            return self.tell("lost: the server is away");
        }
        if matches!(signal, Signal::Offer(_)) {
            *self.offers.entry((from, to)).or_default() += 1;
        }
        let copies = if self.percent(self.plan.doubled_percent) { 2 } else { 1 };
        for _ in 0..copies {
            if self.percent(self.plan.lost_percent) {
                self.tell(&format!("lost from {from} to {to}"));
                continue;
            }
            let mut at = self.now + self.between(self.plan.delay.0, self.plan.delay.1);
            if self.plan.in_order {
                let last = self.last_arrival.entry((from, to)).or_default();
                at = at.max(*last);
                *last = at;
            }
            let load = self.people[to].load;
            self.schedule(at - self.now, Event::Deliver { from, to, load, signal: signal.clone() });
        }
    }

    fn all_connected(&self) -> bool {
        let others = self.people.len() - 1 - usize::from(self.gone.is_some());
        self.people.iter().enumerate().filter(|(who, _)| self.gone != Some(*who)).all(|(who, person)| {
            let connected = match person.other {
                true => person.connections.len(),
                false => person.mesh.peers().filter(|(_, state)| *state == PeerState::Connected).count(),
            };
            let settled = person.connections.iter().all(|(peer, connection)| {
                connection.signaling == Signaling::Stable && self.reachable(who, *peer)
            });
            connected == others && settled
        })
    }

    fn report(&mut self, who: usize, peer: usize, generation: u64, event: ConnectionEvent) {
        let peer = self.people[peer].id.clone();
        self.feed(who, Input::Connection { peer, generation, event });
    }

    fn connection(&mut self, who: usize, peer: usize, generation: u64) -> Option<&mut Connection> {
        self.people[who].connections.get_mut(&peer).filter(|connection| connection.generation == generation)
    }

    fn index(&self, id: &UserId) -> usize {
        self.ids.iter().position(|own| own == id).expect("somebody of this world")
    }

    fn schedule(&mut self, after: Duration, event: Event) {
        self.serial += 1;
        self.events.insert((self.now + after, self.serial), Box::new(event));
    }

    fn somebody(&mut self) -> usize {
        usize::try_from(self.rng.draw() % self.people.len() as u64).unwrap()
    }

    fn between(&mut self, least: u64, most: u64) -> Duration {
        Duration::from_millis(least) + self.rng.below(Duration::from_millis(most - least))
    }

    fn percent(&mut self, percent: u64) -> bool {
        self.rng.draw() % 100 < percent
    }

    fn tell(&self, line: &str) {
        if self.story {
            println!("{:>9.3} {line}", self.now.as_secs_f64());
        }
    }
}
