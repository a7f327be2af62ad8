//! Who sits where. Pure state: no socket is touched here.
//!
//! A person may sit on several sockets (tabs, or a reloaded page whose old socket has not timed out yet). A room is
//! left by the person when the last of them leaves.
//!
//! A socket speaks in one room and sits in that one. Only the old services' ways ([`crate::Quirk`]) take the two apart:
//! a room that is left but remembered, and rooms that pile up.

use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
    sync::Arc,
};

use charlaton_contract::{RoomId, UserId};

use super::identity::Identity;

/// `S` names a socket.
#[derive(Debug)]
pub(crate) struct Presence<S> {
    seats: HashMap<S, Seat>,
    /// The sockets of each room that has any, in join order.
    rooms: HashMap<RoomId, BTreeMap<u64, S>>,
    joins: u64,
}

#[derive(Debug)]
struct Seat {
    who: Arc<Identity>,
    /// Where it speaks.
    room: Option<RoomId>,
    /// Where it listens.
    places: Vec<Place>,
}

#[derive(Debug)]
struct Place {
    room: RoomId,
    order: u64,
}

/// Somebody's socket left a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Departure {
    pub(crate) room: RoomId,
    pub(crate) who: Arc<Identity>,
    /// No other socket of this person is in the room.
    pub(crate) last: bool,
}

impl<S: Copy + Eq + Hash> Presence<S> {
    pub(crate) fn new() -> Self {
        Self { seats: HashMap::new(), rooms: HashMap::new(), joins: 0 }
    }

    pub(crate) fn connect(&mut self, socket: S, who: Arc<Identity>) {
        self.seats.entry(socket).or_insert(Seat { who, room: None, places: Vec::new() });
    }

    /// Names a socket's person otherwise from now on.
    pub(crate) fn know_as(&mut self, socket: S, who: &Arc<Identity>) {
        if let Some(seat) = self.seats.get_mut(&socket) {
            seat.who = Arc::clone(who);
        }
    }

    pub(crate) fn disconnect(&mut self, socket: S) -> Option<Departure> {
        let departure = self.leave(socket);
        let seat = self.seats.remove(&socket)?;
        for place in seat.places {
            self.vacate(&place);
        }
        departure
    }

    /// Seats a socket in a room, where it then speaks. A place it had elsewhere must have been left before, unless
    /// rooms pile up; entering the same room again keeps the place.
    pub(crate) fn enter(&mut self, socket: S, room: &RoomId) {
        let Some(seat) = self.seats.get_mut(&socket) else { return };
        seat.room = Some(room.clone());
        if seat.places.iter().any(|place| place.room == *room) {
            return;
        }
        self.joins += 1;
        seat.places.push(Place { room: room.clone(), order: self.joins });
        self.rooms.entry(room.clone()).or_default().insert(self.joins, socket);
    }

    pub(crate) fn leave(&mut self, socket: S) -> Option<Departure> {
        let departure = self.step_out(socket)?;
        self.seats.get_mut(&socket)?.room = None;
        Some(departure)
    }

    /// Leaves the room, but goes on speaking in it.
    pub(crate) fn step_out(&mut self, socket: S) -> Option<Departure> {
        let seat = self.seats.get_mut(&socket)?;
        let (room, who) = (seat.room.clone()?, Arc::clone(&seat.who));
        if let Some(at) = seat.places.iter().position(|place| place.room == room) {
            let place = seat.places.remove(at);
            self.vacate(&place);
        }
        let last = !self.members(&room).any(|(_, other)| other.id == who.id);
        Some(Departure { room, who, last })
    }

    fn vacate(&mut self, place: &Place) {
        if let Some(members) = self.rooms.get_mut(&place.room) {
            members.remove(&place.order);
            if members.is_empty() {
                self.rooms.remove(&place.room);
            }
        }
    }

    /// Everybody out. The sockets that were in.
    pub(crate) fn clear(&mut self, room: &RoomId) -> Vec<S> {
        let sockets = self.turn_out(room);
        for socket in &sockets {
            if let Some(seat) = self.seats.get_mut(socket).filter(|seat| seat.room.as_ref() == Some(room)) {
                seat.room = None;
            }
        }
        sockets
    }

    /// Everybody out, but they go on speaking in it.
    pub(crate) fn turn_out(&mut self, room: &RoomId) -> Vec<S> {
        let sockets: Vec<S> = self.rooms.remove(room).into_iter().flat_map(BTreeMap::into_values).collect();
        for socket in &sockets {
            if let Some(seat) = self.seats.get_mut(socket) {
                seat.places.retain(|place| place.room != *room);
            }
        }
        sockets
    }

    /// Speaks in a room without sitting there.
    pub(crate) fn speak_in(&mut self, socket: S, room: &RoomId) {
        if let Some(seat) = self.seats.get_mut(&socket) {
            seat.room = Some(room.clone());
        }
    }

    /// Where a socket speaks, which is also where it sits.
    pub(crate) fn room_of(&self, socket: S) -> Option<&RoomId> {
        self.seats.get(&socket)?.room.as_ref()
    }

    /// Whether a socket sits in the room.
    pub(crate) fn is_in(&self, socket: S, room: &RoomId) -> bool {
        self.seats.get(&socket).is_some_and(|seat| seat.places.iter().any(|place| place.room == *room))
    }

    pub(crate) fn who(&self, socket: S) -> Option<&Arc<Identity>> {
        self.seats.get(&socket).map(|seat| &seat.who)
    }

    /// The sockets of a room, in join order.
    pub(crate) fn members(&self, room: &RoomId) -> impl Iterator<Item = (S, &Arc<Identity>)> {
        let sockets = self.rooms.get(room).into_iter().flat_map(BTreeMap::values);
        sockets.filter_map(|socket| Some((*socket, &self.seats.get(socket)?.who)))
    }

    pub(crate) fn others(&self, room: &RoomId, socket: S) -> impl Iterator<Item = S> {
        self.members(room).map(|(member, _)| member).filter(move |member| *member != socket)
    }

    /// The last of this person's sockets to come into the room: the page that is on the screen, where an older one
    /// is a tab forgotten or not yet timed out.
    pub(crate) fn newest(&self, room: &RoomId, user: &UserId, except: S) -> Option<S> {
        self.sockets_of(room, user).filter(|socket| *socket != except).last()
    }

    /// This person's sockets in the room, in join order.
    pub(crate) fn sockets_of(&self, room: &RoomId, user: &UserId) -> impl Iterator<Item = S> {
        self.members(room).filter(|(_, who)| who.id == *user).map(|(socket, _)| socket)
    }

    /// How many sockets are connected, in a room or not.
    pub(crate) fn len(&self) -> usize {
        self.seats.len()
    }

    /// Everybody who is connected, in a room or not.
    pub(crate) fn everyone(&self) -> impl Iterator<Item = (S, &Arc<Identity>)> {
        self.seats.iter().map(|(socket, seat)| (*socket, &seat.who))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn room(name: &str) -> RoomId {
        RoomId::parse(name).unwrap()
    }

    fn seated(sockets: &[(u32, &str, &str)]) -> Presence<u32> {
        let mut presence = Presence::new();
        for (socket, user, name) in sockets {
            presence.connect(*socket, Arc::new(Identity::named(user)));
            presence.enter(*socket, &room(name));
        }
        presence
    }

    #[test]
    fn a_person_leaves_with_the_last_tab() {
        let mut presence = seated(&[(1, "ana", "r"), (2, "ana", "r"), (3, "luis", "r")]);
        assert!(!presence.leave(1).unwrap().last);
        assert_eq!(presence.leave(1), None, "leaving twice is leaving once");
        assert!(presence.disconnect(2).unwrap().last);
        assert_eq!(presence.members(&room("r")).map(|(socket, _)| socket).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn a_reloaded_page_is_the_one_that_is_reached() {
        let presence = seated(&[(1, "ana", "r"), (2, "ana", "r"), (3, "ana", "other")]);
        let ana = UserId::parse("ana").unwrap();
        assert_eq!(presence.newest(&room("r"), &ana, 9), Some(2));
        assert_eq!(presence.newest(&room("r"), &ana, 2), Some(1));
        assert_eq!(presence.newest(&room("r"), &UserId::parse("luis").unwrap(), 9), None);
    }

    #[test]
    fn an_ended_room_forgets_its_places_and_can_fill_again() {
        let mut presence = seated(&[(1, "ana", "r"), (2, "luis", "r")]);
        assert_eq!(presence.clear(&room("r")), [1, 2]);
        assert_eq!(presence.room_of(1), None);
        assert_eq!(presence.leave(1), None);
        presence.enter(2, &room("r"));
        assert_eq!(presence.members(&room("r")).count(), 1);
    }

    #[test]
    fn rooms_can_pile_up_and_be_remembered() {
        let mut presence = seated(&[(1, "ana", "r"), (1, "ana", "other"), (2, "luis", "r")]);
        assert!(presence.is_in(1, &room("r")) && presence.room_of(1) == Some(&room("other")));
        assert_eq!(presence.step_out(1).map(|gone| gone.room), Some(room("other")));
        assert!(!presence.is_in(1, &room("other")) && presence.room_of(1) == Some(&room("other")));
        assert!(presence.step_out(1).is_some_and(|gone| gone.last), "and again");
        assert_eq!(presence.turn_out(&room("r")), [1, 2]);
        assert_eq!(presence.room_of(2), Some(&room("r")));
        presence.disconnect(1);
        presence.disconnect(2);
        assert!(presence.rooms.is_empty());
    }

    #[derive(Debug, Clone)]
    enum Step {
        Connect(u32),
        Enter(u32, u8),
        Leave(u32),
        Disconnect(u32),
        Clear(u8),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (0..8u32).prop_map(Step::Connect),
            (0..8u32, 0..3u8).prop_map(|(socket, room)| Step::Enter(socket, room)),
            (0..8u32).prop_map(Step::Leave),
            (0..8u32).prop_map(Step::Disconnect),
            (0..3u8).prop_map(Step::Clear),
        ]
    }

    proptest! {
        /// The two tables tell the same story whatever happens, and departures are announced exactly once.
        #[test]
        fn seats_and_rooms_agree(steps in proptest::collection::vec(step(), 0..60)) {
            let name = |n: u8| room(&format!("room-{n}"));
            let mut presence = Presence::new();
            for step in steps {
                match step {
                    Step::Connect(s) => presence.connect(s, Arc::new(Identity::named(["ana", "luis"][s as usize % 2]))),
                    Step::Enter(s, r) => {
                        if presence.room_of(s).is_some_and(|current| *current != name(r)) {
                            presence.leave(s);
                        }
                        presence.enter(s, &name(r));
                    }
                    Step::Leave(s) => {
                        let before = presence.room_of(s).cloned();
                        prop_assert_eq!(presence.leave(s).map(|gone| gone.room), before);
                    }
                    Step::Disconnect(s) => {
                        presence.disconnect(s);
                        prop_assert!(presence.who(s).is_none());
                    }
                    Step::Clear(r) => {
                        presence.clear(&name(r));
                        prop_assert_eq!(presence.members(&name(r)).count(), 0);
                    }
                }
                let mut seen = HashSet::new();
                for r in 0..3 {
                    for (socket, _) in presence.members(&name(r)) {
                        prop_assert_eq!(presence.room_of(socket), Some(&name(r)));
                        prop_assert!(seen.insert(socket), "a socket sits once");
                    }
                }
                let placed = presence.everyone().filter(|(s, _)| presence.room_of(*s).is_some()).count();
                prop_assert_eq!(placed, seen.len());
            }
        }
    }
}
