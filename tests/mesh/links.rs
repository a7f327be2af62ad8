//! What every browser does with its connections: operations that take their time, candidates, and paths as ICE sees
//! them.

use std::time::Duration;

use charlaton::lib::webrtc::{Command, ConnectionEvent, Input, Transport, signal::Candidate};
use charlaton_contract::UserId;

use super::{Event, World};

const SILENT_UNTIL_FAILED: Duration = Duration::from_secs(8);
const NEVER_UNTIL_FAILED: Duration = Duration::from_secs(15);

/// A voice that does not arrive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deaf {
    pub(crate) who: usize,
    pub(crate) peer: usize,
    /// The connection and the credentials when it began.
    began: (u64, u64),
    pub(crate) cure: Cure,
}

/// What helps against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cure {
    Restart,
    NewConnection,
    Nothing,
}

impl World {
    /// The first one hears nothing of the second any more.
    pub(crate) fn deafen(&mut self, cure: Cure) {
        let (who, peer) = (0, 1);
        let connection = &self.people[who].connections[&peer];
        let began = (connection.generation, connection.agreed.as_ref().unwrap().0.id);
        self.deaf = Some(Deaf { who, peer, began, cure });
    }

    fn is_heard(&self, who: usize, peer: usize) -> bool {
        let Some(deaf) = self.deaf.filter(|deaf| (deaf.who, deaf.peer) == (who, peer)) else { return true };
        let connection = &self.people[who].connections[&peer];
        match deaf.cure {
            Cure::Restart => connection.agreed.as_ref().is_some_and(|(local, _)| local.id != deaf.began.1),
            Cure::NewConnection => connection.generation != deaf.began.0,
            Cure::Nothing => false,
        }
    }

    pub(super) fn command(&mut self, who: usize, peer: &UserId, generation: u64, command: Command) {
        let peer = self.index(peer);
        let connection = self.people[who].connections.get_mut(&peer).expect("a command for no connection");
        assert_eq!(connection.generation, generation);
        match command {
            Command::Add(candidate) => connection.add(&candidate),
            Command::RestartIce => {
                connection.restart_ice();
                self.schedule(Duration::ZERO, Event::Needed { who, peer, generation });
            }
            Command::Count => {
                let takes = self.between(1, 25);
                self.schedule(takes, Event::Counted { who, peer, generation });
            }
            Command::SetLocal | Command::SetRemote(_) => {
                assert!(!connection.busy, "two operations at once");
                connection.busy = true;
                let takes = self.between(self.plan.operation.0, self.plan.operation.1);
                self.schedule(takes, Event::Finished { who, peer, generation, command });
            }
        }
    }

    pub(super) fn finished(&mut self, who: usize, peer: usize, generation: u64, command: Command) {
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
            Command::Add(_) | Command::RestartIce | Command::Count => return,
        };
        self.report(who, peer, generation, event);
        self.schedule(Duration::from_millis(1), Event::Needed { who, peer, generation });
    }

    pub(super) fn counted(&mut self, who: usize, peer: usize, generation: u64) {
        let Some(connection) = self.connection(who, peer, generation) else { return };
        let event = ConnectionEvent::Received { anything: connection.received, voice: connection.voice };
        self.report(who, peer, generation, event);
    }

    pub(super) fn gather(&mut self, who: usize, peer: usize, generation: u64, ufrag: &str) {
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

    /// Looks at every connection's path, as ICE would.
    pub(super) fn sweep(&mut self) {
        for who in 0..self.people.len() {
            for peer in self.people[who].connections.keys().copied().collect::<Vec<_>>() {
                let (reachable, heard) = (self.reachable(who, peer), self.is_heard(who, peer));
                let now = self.now;
                let Some(connection) = self.people[who].connections.get_mut(&peer) else { continue };
                connection.received += u64::from(reachable);
                connection.voice += u64::from(reachable && heard);
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
                if self.plan.talking
                    && next == Transport::Connected
                    && !self.people[who].other
                    && !self.people[peer].other
                {
                    let peer = self.people[peer].id.clone();
                    self.feed(who, Input::Voice { peer, on: true });
                }
            }
        }
    }

    pub(super) fn reachable(&self, a: usize, b: usize) -> bool {
        let touches = |ends: &(usize, Option<usize>)| match ends.1 {
            None => ends.0 == a || ends.0 == b,
            Some(other) => *ends == (a, Some(b)) || (other, ends.0) == (a, b),
        };
        let cut = self.cuts.iter().any(|(ends, until)| touches(ends) && self.now < *until);
        let ends = (self.people[a].connections.get(&b), self.people[b].connections.get(&a));
        let (Some(here), Some(there)) = ends else { return false };
        !cut && here.reaches(there)
    }
}
