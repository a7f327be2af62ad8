//! People who reload, return, leave, and look in for a moment.

use std::time::Duration;

use charlaton::lib::webrtc::{Input, Mesh};

use super::{Event, Plan, SWEEP, World};

impl World {
    pub(crate) fn reload_somebody(&mut self) {
        let who = self.somebody();
        self.reload(who, Duration::from_millis(700));
    }

    pub(super) fn reload(&mut self, who: usize, takes: Duration) {
        self.tell(&format!("{who} reloads"));
        let seed = self.rng.draw();
        let person = &mut self.people[who];
        person.mesh = Mesh::new(person.id.clone(), seed);
        person.load += 1;
        person.joined = false;
        person.tick_at = None;
        person.connections.clear();
        person.states.clear();
        self.schedule(takes, Event::Join(who));
    }

    /// Somebody leaves; then, on a network like this, looks in again for a moment, and leaves for good. What the
    /// others hold for later must be what it was: of somebody who is gone, nothing.
    pub(crate) fn somebody_looks_in(&mut self, network: Plan, longest_stay: Duration) {
        let (who, longest) = (self.somebody(), Duration::from_millis(network.delay.1));
        self.plan = network;
        self.goes(who);
        self.run_for(longest);
        let before = self.held_by_others(who);
        self.reload(who, Duration::ZERO);
        let stay = self.rng.below(longest_stay);
        self.run_for(Duration::from_millis(1) + stay);
        assert!(self.people[who].joined);
        self.goes(who);
        self.gone = Some(who);
        // Until everything that was said has arrived, and not so long that what was forgotten has expired.
        self.run_for(longest + SWEEP);
        assert_eq!(self.held_by_others(who), before, "of {who}, who is gone, something is kept");
    }

    fn goes(&mut self, who: usize) {
        self.tell(&format!("{who} goes"));
        self.feed(who, Input::Leave);
        self.people[who].load += 1;
        self.people[who].joined = false;
        for from in (0..self.people.len()).filter(|other| *other != who) {
            let delay = self.between(self.plan.delay.0, self.plan.delay.1);
            self.schedule(delay, Event::Parted { who, from });
        }
    }

    /// How much each of the others holds, and whether it waits for something.
    fn held_by_others(&self, who: usize) -> Vec<(usize, Option<Duration>)> {
        let others = self.people.iter().enumerate().filter(|(other, _)| *other != who);
        others.map(|(_, person)| (person.mesh.held(), person.mesh.deadline())).collect()
    }

    pub(crate) fn everybody_joins_again(&mut self) {
        for who in 0..self.people.len() {
            self.room_users(who);
        }
    }

    pub(crate) fn everybody_leaves(&mut self) {
        for who in 0..self.people.len() {
            self.feed(who, Input::Leave);
            self.people[who].left = true;
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
}
