//! Everything around the meshes: a server that relays, a network that misbehaves, time, and paths between people.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use charlaton::lib::webrtc::{
    Command, ConnectionEvent, Input, Mesh, Output, PeerState, Signal, Transport, rng::Rng, signal::Candidate,
};
use charlaton_contract::UserId;

use crate::connection::Connection;

const SWEEP: Duration = Duration::from_millis(250);
const SILENT_UNTIL_FAILED: Duration = Duration::from_secs(8);
const NEVER_UNTIL_FAILED: Duration = Duration::from_secs(15);

/// How a run misbehaves.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    people: usize,
    join_within: Duration,
    delay: (u64, u64),
    lost_percent: u64,
    doubled_percent: u64,
    in_order: bool,
}

impl Plan {
    pub(crate) fn calm(seed: u64) -> Self {
        let join_within = Duration::ZERO;
        Self {
            people: people(seed),
            join_within,
            delay: (5, 60),
            lost_percent: 0,
            doubled_percent: 0,
            in_order: true,
        }
    }

    pub(crate) fn glare(seed: u64) -> Self {
        Self { join_within: Duration::from_millis(80), ..Self::calm(seed) }
    }

    pub(crate) fn rough(seed: u64) -> Self {
        Self {
            people: people(seed),
            join_within: Duration::from_millis([50, 500, 5000][(seed % 3) as usize]),
            delay: (5, [100, 900, 3000][(seed / 3 % 3) as usize]),
            lost_percent: [0, 10, 25][(seed / 9 % 3) as usize],
            doubled_percent: [0, 15][(seed / 27 % 2) as usize],
            in_order: false,
        }
    }
}

fn people(seed: u64) -> usize {
    2 + usize::try_from(seed % 7).unwrap()
}

#[derive(Debug)]
enum Event {
    Join(usize),
    RoomUsers(usize),
    Deliver { from: usize, to: usize, load: u64, signal: Signal },
    Finished { who: usize, peer: usize, generation: u64, command: Command },
    Found { who: usize, peer: usize, generation: u64, candidate: Candidate },
    Needed { who: usize, peer: usize, generation: u64 },
}

struct Person {
    id: UserId,
    /// Counts page loads, so that what was under way to an earlier one is lost.
    load: u64,
    mesh: Mesh,
    joined: bool,
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
    events: BTreeMap<(Duration, u64), Box<Event>>,
    /// When the last message between two arrives, for networks that keep the order.
    last_arrival: BTreeMap<(usize, usize), Duration>,
    cut: Option<(usize, Duration)>,
    offers: BTreeMap<(usize, usize), u32>,
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
            events: BTreeMap::new(),
            last_arrival: BTreeMap::new(),
            cut: None,
            offers: BTreeMap::new(),
            story,
            plan,
        };
        for who in 0..world.plan.people {
            // Ids in another order than the joins, or one side would always be the polite one.
            let id = UserId::parse(&format!("user-{:04x}-{who}", world.rng.draw() & 0xffff)).unwrap();
            let mesh = Mesh::new(id.clone(), world.rng.draw());
            let (connections, states) = (BTreeMap::new(), BTreeMap::new());
            world.people.push(Person {
                id,
                load: 0,
                mesh,
                joined: false,
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

    pub(crate) fn reload_somebody(&mut self) {
        let who = self.somebody();
        self.tell(&format!("{who} reloads"));
        let seed = self.rng.draw();
        let person = &mut self.people[who];
        person.mesh = Mesh::new(person.id.clone(), seed);
        person.load += 1;
        person.joined = false;
        person.tick_at = None;
        person.connections.clear();
        person.states.clear();
        self.schedule(Duration::from_millis(700), Event::Join(who));
    }

    pub(crate) fn cut_somebody_for(&mut self, span: Duration) {
        let who = self.somebody();
        self.tell(&format!("{who} is cut off for {span:?}"));
        self.cut = Some((who, self.now + span));
        // The cut must be felt, or the run would be over before it begins.
        self.run_for(SWEEP * 4);
        assert!(!self.all_connected());
    }

    pub(crate) fn everybody_joins_again(&mut self) {
        for who in 0..self.people.len() {
            self.room_users(who);
        }
    }

    pub(crate) fn everybody_leaves(&mut self) {
        for who in 0..self.people.len() {
            self.feed(who, Input::Leave);
        }
        while let Some((_, event)) = self.events.pop_first() {
            self.happen(*event);
        }
        for person in &self.people {
            assert_eq!(person.mesh.peers().count(), 0);
            assert_eq!((person.mesh.held(), person.mesh.deadline()), (0, None));
            assert!(person.connections.is_empty() && person.states.is_empty());
        }
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
                self.people[who].joined = true;
                let delay = self.between(5, 40);
                self.schedule(delay, Event::RoomUsers(who));
            }
            Event::RoomUsers(who) => self.room_users(who),
            Event::Deliver { from, to, load, signal } => {
                if self.people[to].load == load && self.people[to].joined {
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
            let text = format!("{input:?}").replace("\\r\\n", " ");
            self.tell(&format!("{who} <- {text}"));
        }
        for output in self.people[who].mesh.handle(self.now, input) {
            self.carry_out(who, output);
        }
        self.people[who].tick_at = self.people[who].mesh.deadline();
        let bound = self.people.len() * (8 + 300) + 800;
        assert!(self.people[who].mesh.held() <= bound, "{who} holds too much");
    }

    fn carry_out(&mut self, who: usize, output: Output) {
        match output {
            Output::Open { peer, generation, role } => {
                let (peer, origin) = (self.index(&peer), self.rng.draw());
                self.tell(&format!("{who} opens {generation} for {peer} as {role:?}"));
                let connection = Connection::new(self.now, generation, origin);
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

    fn command(&mut self, who: usize, peer: &UserId, generation: u64, command: Command) {
        let peer = self.index(peer);
        let connection = self.people[who].connections.get_mut(&peer).expect("a command for no connection");
        assert_eq!(connection.generation, generation);
        match command {
            Command::Add(candidate) => connection.add(&candidate),
            Command::RestartIce => {
                connection.restart_ice();
                self.schedule(Duration::ZERO, Event::Needed { who, peer, generation });
            }
            Command::SetLocal | Command::SetRemote(_) => {
                assert!(!connection.busy, "two operations at once");
                connection.busy = true;
                let takes = self.between(1, 25);
                self.schedule(takes, Event::Finished { who, peer, generation, command });
            }
        }
    }

    fn finished(&mut self, who: usize, peer: usize, generation: u64, command: Command) {
        self.serial += 1;
        let id = self.serial;
        let Some(connection) = self.connection(who, peer, generation) else { return };
        connection.busy = false;
        let event = match command {
            Command::SetLocal => {
                let (description, gathers) = connection.set_local(id);
                if gathers {
                    let ufrag = description.fragments().next().unwrap().to_owned();
                    self.gather(who, peer, generation, &ufrag);
                }
                ConnectionEvent::LocalSet(description)
            }
            Command::SetRemote(description) => {
                connection.set_remote(&description);
                ConnectionEvent::RemoteSet
            }
            Command::Add(_) | Command::RestartIce => return,
        };
        self.report(who, peer, generation, event);
        self.schedule(Duration::from_millis(1), Event::Needed { who, peer, generation });
    }

    fn gather(&mut self, who: usize, peer: usize, generation: u64, ufrag: &str) {
        for number in 0..4 {
            let (candidate, username_fragment) = match number {
                3 => (String::new(), None),
                _ => (format!("candidate:{number}"), Some(ufrag.to_owned())),
            };
            let candidate = Candidate { candidate, username_fragment, ..Candidate::default() };
            let delay = Duration::from_millis(number * 20);
            self.schedule(delay, Event::Found { who, peer, generation, candidate });
        }
    }

    fn send(&mut self, from: usize, to: &UserId, signal: Signal) {
        let to = self.index(to);
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

    /// Looks at every connection's path, as ICE would.
    fn sweep(&mut self) {
        for who in 0..self.people.len() {
            for peer in self.people[who].connections.keys().copied().collect::<Vec<_>>() {
                let reachable = self.reachable(who, peer);
                let now = self.now;
                let Some(connection) = self.people[who].connections.get_mut(&peer) else { continue };
                let age = now - connection.since;
                let next = match connection.transport {
                    Transport::Connecting | Transport::Disconnected | Transport::Failed if reachable => {
                        Transport::Connected
                    }
                    Transport::Connected if !reachable => Transport::Disconnected,
                    Transport::Disconnected if age >= SILENT_UNTIL_FAILED => Transport::Failed,
                    Transport::Connecting if connection.agreed.is_some() && age >= NEVER_UNTIL_FAILED => {
                        Transport::Failed
                    }
                    _ => continue,
                };
                (connection.transport, connection.since) = (next, now);
                let generation = connection.generation;
                self.report(who, peer, generation, ConnectionEvent::Transport(next));
            }
        }
    }

    fn reachable(&self, a: usize, b: usize) -> bool {
        let cut = self.cut.is_some_and(|(who, until)| (who == a || who == b) && self.now < until);
        let ends = (self.people[a].connections.get(&b), self.people[b].connections.get(&a));
        let (Some(here), Some(there)) = ends else { return false };
        let (Some((local, remote)), Some((far_local, far_remote))) = (&here.agreed, &there.agreed) else {
            return false;
        };
        let known = here.candidates.contains(&far_local.ufrag) || there.candidates.contains(&local.ufrag);
        !cut && local.id == far_remote.id && far_local.id == remote.id && known
    }

    fn all_connected(&self) -> bool {
        let everybody = self.people.len() - 1;
        self.people.iter().enumerate().all(|(who, person)| {
            let connected = person.mesh.peers().filter(|(_, state)| *state == PeerState::Connected).count();
            connected == everybody && person.connections.keys().all(|peer| self.reachable(who, *peer))
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
        self.people.iter().position(|person| person.id == *id).expect("somebody of this world")
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
