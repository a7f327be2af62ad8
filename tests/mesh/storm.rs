//! Everything that goes wrong with networks, servers and people, and the quiet after it.

use std::time::Duration;

use charlaton::lib::webrtc::{Input, PeerState, Transport};

use super::{Event, SWEEP, World};

/// What was made and said since a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Effort {
    pub(crate) offers: u32,
    pub(crate) connections: u32,
}

impl std::ops::Sub for Effort {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self { offers: self.offers - before.offers, connections: self.connections - before.connections }
    }
}

impl World {
    /// Several blows, one after another or at once.
    pub(crate) fn storm(&mut self) {
        for _ in 0..2 + self.rng.draw() % 5 {
            let pause = [0, 300, 4_000, 20_000][(self.rng.draw() % 4) as usize];
            let pause = self.rng.below(Duration::from_millis(pause + 1));
            self.run_for(pause);
            self.blow();
        }
    }

    /// Told three times, at once and a moment later; `cut` says whether the paths were gone before. Returns
    /// how many pairs that somebody has.
    pub(crate) fn somebody_finds_another_network(&mut self, cut: bool) -> u32 {
        let who = self.somebody();
        if cut {
            self.cuts.push(((who, None), self.now + SWEEP * 5));
            self.run_for(SWEEP * 4);
        }
        for _ in 0..3 {
            self.feed(who, Input::NetworkChanged);
            self.run_for(Duration::from_millis(100));
        }
        u32::try_from(self.people.len() - 1).unwrap()
    }

    /// The network is whole again and everybody is back, or about to be.
    pub(crate) fn quiet(&mut self) {
        self.tell("it is quiet");
        self.plan = self.plan.quiet();
        self.cuts.clear();
        while self.people.iter().any(|person| !person.joined) {
            self.run_for(SWEEP);
        }
        // Whatever is still on its way arrives.
        self.run_for(Duration::from_secs(4));
    }

    pub(crate) fn effort(&self) -> Effort {
        Effort { offers: self.offers(), connections: self.made }
    }

    pub(crate) fn pairs(&self) -> u32 {
        let people = u32::try_from(self.people.len()).unwrap();
        people * (people - 1) / 2
    }

    /// Every two name their connection alike.
    pub(crate) fn assert_common_sessions(&self) {
        for (a, b) in self.two_of_us() {
            let (here, there) = (&self.people[a], &self.people[b]);
            let session = here.mesh.session(&there.id);
            assert!(session.is_some() && session == there.mesh.session(&here.id), "{a} and {b}: {session:?}");
        }
    }

    /// Whether anybody is told that a voice does not arrive.
    pub(crate) fn sees_unheard(&self) -> bool {
        self.people.iter().flat_map(|person| person.states.values()).any(|state| *state == PeerState::Unheard)
    }

    fn two_of_us(&self) -> Vec<(usize, usize)> {
        let ours = |who: &usize| !self.people[*who].other;
        let people = || (0..self.people.len()).filter(ours);
        people().flat_map(|a| people().filter(move |b| a < *b).map(move |b| (a, b))).collect()
    }

    fn blow(&mut self) {
        let (who, other) = (self.somebody(), self.somebody());
        // What is lost on the way to another client, or from it, nobody says again.
        let kinds = if self.plan.other.is_some() { 6 } else { 8 };
        match self.rng.draw() % kinds {
            0 => self.cut((who, None)),
            1 => self.cut((who, Some(other))),
            2 if !self.people[who].other && self.people[who].joined => {
                // Long enough for the list without them: another client forgets by it.
                let takes = Duration::from_millis(100) + self.up_to(15_000);
                self.reload(who, takes);
                self.tell_the_list();
            }
            3 => self.network_changes(who),
            4 => {
                self.cut((who, None));
                self.network_changes(who);
            }
            6 => self.away(who, 30_000),
            7 => self.server_restarts(),
            _ => {
                self.wants_to_offer(who, other);
                if self.percent(50) {
                    self.wants_to_offer(other, who);
                }
            }
        }
    }

    fn cut(&mut self, ends: (usize, Option<usize>)) {
        let span = self.up_to(60_000);
        self.tell(&format!("{ends:?} is cut off for {span:?}"));
        self.cuts.push((ends, self.now + span));
    }

    /// The server loses somebody, who returns.
    fn away(&mut self, who: usize, longest: u64) {
        if !std::mem::take(&mut self.people[who].joined) {
            return;
        }
        let span = self.up_to(longest);
        self.tell(&format!("{who} loses the server for {span:?}"));
        self.tell_the_list();
        self.schedule(span, Event::Join(who));
    }

    /// The server misses somebody for so long, while all the paths are as good as before.
    pub(crate) fn somebody_is_missing_for(&mut self, span: Duration) {
        let who = self.somebody();
        self.people[who].joined = false;
        self.tell(&format!("{who} is missing for {span:?}"));
        self.tell_the_list();
        self.schedule(span, Event::Join(who));
    }

    /// It forgets everybody; they return in any order.
    fn server_restarts(&mut self) {
        self.tell("the server restarts");
        for who in 0..self.people.len() {
            self.away(who, 5_000);
        }
    }

    /// Told more than once, as browsers do.
    fn network_changes(&mut self, who: usize) {
        for _ in 0..3 {
            let after = self.up_to(1_000);
            self.schedule(after, Event::Network(who));
        }
    }

    /// Something is to be negotiated anew on a connection that stands, or stood.
    fn wants_to_offer(&mut self, who: usize, peer: usize) {
        let there = self.people[peer].joined;
        let Some(connection) = self.people[who].connections.get_mut(&peer) else { return };
        if !there || connection.transport == Transport::Connecting {
            return;
        }
        let generation = connection.generation;
        connection.restart_ice();
        self.schedule(Duration::ZERO, Event::Needed { who, peer, generation });
    }

    pub(super) fn tell_the_list(&mut self) {
        for who in 0..self.people.len() {
            let delay = self.between(5, 40);
            self.schedule(delay, Event::Present(who));
        }
    }

    pub(super) fn present(&mut self, who: usize) {
        if self.people[who].joined {
            let there = self.people.iter().filter(|person| person.joined).map(|person| person.id.clone());
            let there = there.collect();
            self.feed(who, Input::Present(there));
        }
    }

    fn up_to(&mut self, millis: u64) -> Duration {
        self.rng.below(Duration::from_millis(millis)) + Duration::from_millis(1)
    }
}
