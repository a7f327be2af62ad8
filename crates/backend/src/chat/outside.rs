//! Who waits before private rooms, and whom a host has just sent away. Pure state: no socket is touched here.

use std::{collections::HashMap, hash::Hash, time::Duration};

use charlaton_contract::{RoomId, UserId};
use tokio::time::Instant;

/// How long hosts hear nothing more of somebody they did not let in.
const PAUSE: Duration = Duration::from_secs(30);

/// `S` names a socket.
#[derive(Debug)]
pub(super) struct Outside<S> {
    /// In the order in which they came.
    waiting: Vec<(S, Knock)>,
    denied: HashMap<Knock, Instant>,
}

/// Who asks, for which room.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Knock {
    pub(super) room: RoomId,
    pub(super) user: UserId,
}

impl<S: Copy + Eq + Hash> Outside<S> {
    pub(super) fn new() -> Self {
        Self { waiting: Vec::new(), denied: HashMap::new() }
    }

    /// A socket waits from now on, here and nowhere else.
    pub(super) fn wait(&mut self, socket: S, knock: &Knock) {
        match self.waiting.iter_mut().find(|(other, _)| *other == socket) {
            Some((_, before)) => before.clone_from(knock),
            None => self.waiting.push((socket, knock.clone())),
        }
    }

    /// A socket waits no more. What it asked for, when nobody of that name waits for it any more.
    pub(super) fn leave(&mut self, socket: S) -> Option<Knock> {
        let index = self.waiting.iter().position(|(other, _)| *other == socket)?;
        let (_, knock) = self.waiting.remove(index);
        (!self.waiting.iter().any(|(_, other)| *other == knock)).then_some(knock)
    }

    /// A host has answered. The sockets that waited for it.
    pub(super) fn answer(&mut self, knock: &Knock) -> Vec<S> {
        let answered = self.waiting.extract_if(.., |(_, other)| other == knock);
        answered.map(|(socket, _)| socket).collect()
    }

    /// The answer was no.
    pub(super) fn deny(&mut self, knock: Knock, now: Instant) {
        self.denied.retain(|_, since| now < *since + PAUSE);
        self.denied.insert(knock, now);
    }

    /// Whether it was a moment ago.
    pub(super) fn is_denied(&self, knock: &Knock, now: Instant) -> bool {
        self.denied.get(knock).is_some_and(|since| now < *since + PAUSE)
    }

    /// Who waits for a room, each once.
    pub(super) fn of(&self, room: &RoomId) -> Vec<S> {
        let mut users = Vec::new();
        let mut first = Vec::new();
        for (socket, knock) in self.waiting.iter().filter(|(_, knock)| knock.room == *room) {
            if !users.contains(&&knock.user) {
                users.push(&knock.user);
                first.push(*socket);
            }
        }
        first
    }

    /// A room is no more.
    pub(super) fn close(&mut self, room: &RoomId) {
        self.waiting.retain(|(_, knock)| knock.room != *room);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knock(room: &str, user: &str) -> Knock {
        Knock { room: RoomId::parse(room).unwrap(), user: UserId::parse(user).unwrap() }
    }

    #[test]
    fn a_person_waits_once_and_as_long_as_any_of_their_tabs() {
        let mut outside = Outside::new();
        let (eva, luis) = (knock("r", "eva"), knock("r", "luis"));
        outside.wait(1, &eva);
        outside.wait(2, &luis);
        outside.wait(3, &eva);
        outside.wait(1, &eva);
        assert_eq!(outside.of(&eva.room), [1, 2]);
        assert_eq!((outside.leave(1), outside.leave(9)), (None, None));
        assert_eq!(outside.leave(3), Some(eva));
        outside.wait(2, &knock("other", "luis"));
        assert_eq!(outside.of(&luis.room), Vec::<i32>::new(), "here and nowhere else");
        outside.close(&RoomId::parse("other").unwrap());
        assert_eq!(outside.leave(2), None);
    }

    #[test]
    fn an_answer_is_for_all_tabs_and_a_no_lasts_a_while() {
        let mut outside = Outside::new();
        let eva = knock("r", "eva");
        outside.wait(1, &eva);
        outside.wait(2, &eva);
        assert_eq!(outside.answer(&eva), [1, 2]);
        assert_eq!(outside.answer(&eva), Vec::<i32>::new());
        let now = Instant::now();
        outside.deny(eva.clone(), now);
        assert!(outside.is_denied(&eva, now + PAUSE / 2) && !outside.is_denied(&eva, now + PAUSE));
        assert!(!outside.is_denied(&knock("r", "luis"), now));
        outside.deny(knock("r", "luis"), now + PAUSE);
        assert_eq!(outside.denied.len(), 1, "what is over is forgotten");
    }
}
