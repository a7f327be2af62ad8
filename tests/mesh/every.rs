//! Two people, and everything that a network of four messages can do to them: each state is looked at once.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
    panic::{self, AssertUnwindSafe},
    rc::Rc,
    time::Duration,
};

use charlaton::lib::webrtc::{
    Command, ConnectionEvent, Input, Mesh, Output, PeerState, Signal, Transport,
    signal::{Candidate, Description},
};
use charlaton_contract::UserId;

use crate::connection::Connection;

/// How many messages are on their way at most; another one is lost.
const FLYING: usize = 4;
/// How many steps and how much time a calm network needs at most, from anywhere.
const SETTLES_WITHIN: (usize, Duration) = (2_000, Duration::from_secs(200));

#[derive(Clone, Hash)]
pub(crate) struct Two {
    now: Duration,
    ends: [End; 2],
    flying: Vec<Message>,
    budget: Budget,
}

/// What may still go wrong.
#[derive(Debug, Clone, Copy, Hash)]
pub(crate) struct Budget {
    pub(crate) drops: u8,
    pub(crate) doubles: u8,
    pub(crate) ticks: u8,
    pub(crate) changes: u8,
}

#[derive(Clone, Hash)]
struct End {
    mesh: Mesh,
    connection: Option<Connection>,
    running: Option<Running>,
    /// Names what this end makes, so that the order of what the two do leaves no trace.
    serial: u64,
}

#[derive(Clone, Hash)]
enum Running {
    Local,
    Remote(Description),
}

#[derive(Clone)]
struct Message {
    to: usize,
    signal: Signal,
}

impl Hash for Message {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.to, std::mem::discriminant(&self.signal), self.signal.content().to_string()).hash(state);
    }
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Deliver(usize),
    Drop(usize),
    Double(usize),
    Finish(usize),
    Tick,
    NetworkChange(usize),
}

/// How a state came about, the last step first.
struct Path(Step, Option<Rc<Path>>);

impl Two {
    /// Both join; `both` says whether each finds the other in the room.
    pub(crate) fn new(both: bool, budget: Budget) -> Self {
        let end = |who: usize| End {
            mesh: Mesh::new(id(who), who as u64),
            connection: None,
            running: None,
            serial: 0,
        };
        let mut two = Self { now: Duration::ZERO, ends: [end(0), end(1)], flying: Vec::new(), budget };
        for who in if both { vec![0, 1] } else { vec![1] } {
            two.feed(who, Input::RoomUsers(vec![id(0), id(1)]));
        }
        two
    }

    /// Looks at all that can come of it in so many steps; how many different states there are.
    pub(crate) fn explore(self, depth: usize) -> usize {
        let mut seen = HashSet::from([self.fingerprint()]);
        let mut frontier: Vec<(Self, Option<Rc<Path>>)> = vec![(self, None)];
        for _ in 0..depth {
            let mut next = Vec::new();
            for (two, path) in frontier {
                for step in two.steps() {
                    let path = Rc::new(Path(step, path.clone()));
                    let mut after = two.clone();
                    told(&path, || after.take(step));
                    let fingerprint = after.fingerprint();
                    if !seen.insert(fingerprint) {
                        continue;
                    }
                    if after.flying.is_empty() || fingerprint % 16 == 0 {
                        told(&path, || after.clone().settle());
                    }
                    next.push((after, Some(path)));
                }
            }
            frontier = next;
        }
        seen.len()
    }

    fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }

    fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        for index in 0..self.flying.len() {
            steps.push(Step::Deliver(index));
            if self.budget.drops > 0 {
                steps.push(Step::Drop(index));
            }
            if self.budget.doubles > 0 {
                steps.push(Step::Double(index));
            }
        }
        for who in 0..2 {
            if self.ends[who].running.is_some() {
                steps.push(Step::Finish(who));
            }
            if self.budget.changes > 0 {
                steps.push(Step::NetworkChange(who));
            }
        }
        if self.budget.ticks > 0 && self.deadline().is_some() {
            steps.push(Step::Tick);
        }
        steps
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Deliver(index) => {
                let message = self.flying.remove(index);
                self.deliver(message);
            }
            Step::Drop(index) => {
                self.budget.drops -= 1;
                self.flying.remove(index);
            }
            Step::Double(index) => {
                self.budget.doubles -= 1;
                self.deliver(self.flying[index].clone());
            }
            Step::Finish(who) => self.finish(who),
            Step::Tick => {
                self.budget.ticks -= 1;
                self.tick();
            }
            Step::NetworkChange(who) => {
                self.budget.changes -= 1;
                self.feed(who, Input::NetworkChanged);
            }
        }
        self.look_at_the_path();
    }

    /// From here on nothing goes wrong: the two come together in one session, and stay.
    fn settle(&mut self) {
        let (steps, time) = SETTLES_WITHIN;
        let end = self.now + time;
        for _ in 0..steps {
            if !self.flying.is_empty() {
                self.take(Step::Deliver(0));
            } else if let Some(who) = (0..2).find(|who| self.ends[*who].running.is_some()) {
                self.take(Step::Finish(who));
            } else if self.is_connected() {
                let [a, b] = &self.ends;
                assert_eq!(a.mesh.session(&id(1)), b.mesh.session(&id(0)));
                return;
            } else {
                self.lose_the_path();
                self.tick();
                self.look_at_the_path();
            }
            assert!(self.now < end, "not connected in time");
        }
        panic!("never at rest");
    }

    fn is_connected(&self) -> bool {
        let connected = |end: &End| end.mesh.peers().any(|(_, state)| state == PeerState::Connected);
        self.ends.iter().all(connected) && self.is_reachable()
    }

    fn deadline(&self) -> Option<Duration> {
        self.ends.iter().filter_map(|end| end.mesh.deadline()).min()
    }

    fn tick(&mut self) {
        let due = self.deadline().expect("nobody waits for anything, and nothing is connected");
        self.now = self.now.max(due);
        for who in 0..2 {
            if self.ends[who].mesh.deadline().is_some_and(|deadline| deadline <= self.now) {
                self.feed(who, Input::Tick);
            }
        }
    }

    fn deliver(&mut self, Message { to, signal }: Message) {
        self.feed(to, Input::Signal { from: id(1 - to), signal });
    }

    fn feed(&mut self, who: usize, input: Input) {
        for output in self.ends[who].mesh.handle(self.now, input) {
            self.carry_out(who, output);
        }
        assert!(self.ends[who].mesh.held() < 400);
        let needed = |connection: &Connection| connection.needs_negotiation();
        if self.ends[who].running.is_none() && self.ends[who].connection.as_ref().is_some_and(needed) {
            self.report(who, ConnectionEvent::NegotiationNeeded);
        }
    }

    fn report(&mut self, who: usize, event: ConnectionEvent) {
        if let Some(connection) = &self.ends[who].connection {
            let generation = connection.generation;
            self.feed(who, Input::Connection { peer: id(1 - who), generation, event });
        }
    }

    fn carry_out(&mut self, who: usize, output: Output) {
        let end = &mut self.ends[who];
        match output {
            Output::Open { generation, .. } => {
                end.serial += 1;
                let connection = Connection::new(self.now, generation, who as u64 * 1000 + end.serial);
                assert!(end.connection.replace(connection).is_none(), "two connections for one peer");
            }
            Output::Close { generation, .. } => {
                let closed = end.connection.take().map(|connection| connection.generation);
                assert_eq!(closed, Some(generation));
                end.running = None;
            }
            Output::Do { command, .. } => {
                let connection = end.connection.as_mut().expect("a command for no connection");
                let running = match command {
                    Command::Add(candidate) => return connection.add(&candidate),
                    Command::RestartIce => return connection.restart_ice(),
                    Command::Count => return,
                    Command::SetLocal => Running::Local,
                    Command::SetRemote(description) => Running::Remote(description),
                };
                assert!(end.running.replace(running).is_none(), "two operations at once");
            }
            Output::Send { signal, .. } if self.flying.len() < FLYING => {
                self.flying.push(Message { to: 1 - who, signal });
            }
            Output::Send { .. } | Output::State(..) | Output::Gone(_) => {}
        }
    }

    fn finish(&mut self, who: usize) {
        let end = &mut self.ends[who];
        let (Some(running), Some(connection)) = (end.running.take(), &mut end.connection) else { return };
        match running {
            Running::Remote(description) => {
                connection.set_remote(&description);
                self.report(who, ConnectionEvent::RemoteSet);
            }
            Running::Local => {
                end.serial += 1;
                let (description, gathers) = connection.set_local(who as u64 * 1000 + end.serial);
                let fragment = description.fragments().next().map(str::to_owned);
                self.report(who, ConnectionEvent::LocalSet(description));
                if gathers {
                    let candidate = "candidate:1".to_owned();
                    let found = Candidate { candidate, username_fragment: fragment, ..Candidate::default() };
                    self.report(who, ConnectionEvent::Found(found));
                }
            }
        }
    }

    /// ICE, without delay: connected as soon as it can be.
    fn look_at_the_path(&mut self) {
        let reachable = self.is_reachable();
        for who in 0..2 {
            let Some(connection) = &mut self.ends[who].connection else { continue };
            if reachable && connection.transport != Transport::Connected {
                connection.transport = Transport::Connected;
                self.report(who, ConnectionEvent::Transport(Transport::Connected));
            }
        }
    }

    /// What was agreed anew leads nowhere: ICE notices on both sides.
    fn lose_the_path(&mut self) {
        for who in 0..2 {
            let Some(connection) = &mut self.ends[who].connection else { continue };
            if connection.transport == Transport::Connected {
                connection.transport = Transport::Disconnected;
                self.report(who, ConnectionEvent::Transport(Transport::Disconnected));
            }
        }
    }

    fn is_reachable(&self) -> bool {
        let [Some(here), Some(there)] = self.ends.each_ref().map(|end| end.connection.as_ref()) else {
            return false;
        };
        here.reaches(there)
    }
}

fn id(who: usize) -> UserId {
    UserId::parse(["ana", "bob"][who]).unwrap()
}

/// Runs it, and tells how it came about if that fails.
fn told(path: &Path, run: impl FnOnce()) {
    if let Err(cause) = panic::catch_unwind(AssertUnwindSafe(run)) {
        let mut steps = vec![path.0];
        let mut before = &path.1;
        while let Some(path) = before {
            steps.push(path.0);
            before = &path.1;
        }
        steps.reverse();
        println!("after {steps:?}");
        panic::resume_unwind(cause);
    }
}
