//! What every browser does with its connections: operations that take their time, candidates, and paths as ICE sees
//! them.

use std::time::Duration;

use charlaton::lib::webrtc::{Command, ConnectionEvent, Transport, signal::Candidate};
use charlaton_contract::UserId;

use super::{Event, World};

const SILENT_UNTIL_FAILED: Duration = Duration::from_secs(8);
const NEVER_UNTIL_FAILED: Duration = Duration::from_secs(15);

impl World {
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

    /// Looks at every connection's path, as ICE would.
    pub(super) fn sweep(&mut self) {
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

    pub(super) fn reachable(&self, a: usize, b: usize) -> bool {
        let cut = self.cut.is_some_and(|(who, until)| (who == a || who == b) && self.now < until);
        let ends = (self.people[a].connections.get(&b), self.people[b].connections.get(&a));
        let (Some(here), Some(there)) = ends else { return false };
        let (Some((local, remote)), Some((far_local, far_remote))) = (&here.agreed, &there.agreed) else {
            return false;
        };
        let known = here.candidates.contains(&far_local.ufrag) || there.candidates.contains(&local.ufrag);
        !cut && local.id == far_remote.id && far_local.id == remote.id && known
    }
}
