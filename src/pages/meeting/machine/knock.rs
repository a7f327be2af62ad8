//! The door of a private room, from both sides. Who is outside asks again and again until a host answers, because the
//! existing server tells only those who are inside just then; a host hears of each once.

use std::time::Duration;

use charlaton_contract::{
    RoomId, UserId,
    access::{AccessNews, AccessRequest},
};

use super::{Announcement, Machine, Output, Question};
use crate::{
    lib::signaling::{Access, Outgoing},
    pages::meeting::{
        door::{Door, Request, Stage},
        state::Phase,
    },
};

/// Between the first knock and the next, in seconds; every one after it waits longer, up to [`LONGEST`].
const FIRST: u64 = 5;
const STEP: u64 = 2;
const LONGEST: u64 = 15;
/// The existing server throws out whom it refuses, before they can ask: they are back soon, once.
const BACK_AFTER: Duration = Duration::from_secs(1);
/// After a no. The embedded back-end does not hear who asks again earlier.
const PAUSE: Duration = Duration::from_secs(30);
/// A request that is not repeated for two of the longest waits is one of somebody who has gone.
const FORGOTTEN: Duration = Duration::from_secs(2 * LONGEST);
/// More at once are nobody's to decide.
const MAX_REQUESTS: usize = 32;

/// What a person decides at the door.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::pages::meeting) enum DoorWish {
    Admit(UserId),
    Deny(UserId),
    /// After a no.
    AskAgain,
}

/// Our own asking.
#[derive(Debug, Default)]
pub(super) struct Knock {
    /// When to go on.
    again: Option<Duration>,
    /// How often we have asked since the first time.
    repeated: u64,
    /// The server has thrown us out.
    thrown_out: bool,
}

impl Knock {
    fn wait(&mut self, now: Duration) {
        let seconds = LONGEST.min(FIRST + STEP * self.repeated);
        self.again = Some(now + Duration::from_secs(seconds));
    }
}

impl Machine {
    pub(super) fn door_deadline(&self) -> Option<Duration> {
        let forgotten = self.state.requests.iter().filter_map(|request| request.until);
        forgotten.chain(self.knock.again).min()
    }

    pub(super) fn door_timer(&mut self, now: Duration) -> Vec<Output> {
        let is_over = |until: Option<Duration>| until.is_some_and(|until| until <= now);
        if self.state.requests.iter().any(|request| is_over(request.until)) {
            self.edit().requests.retain(|request| !is_over(request.until));
        }
        match self.state.phase {
            Phase::Outside(door) if is_over(self.knock.again) => self.go_on(now, door),
            Phase::Outside(_) | Phase::Entering(_) | Phase::Inside | Phase::ServerLost | Phase::Over(_) => {
                Vec::new()
            }
        }
    }

    fn go_on(&mut self, now: Duration, door: Door) -> Vec<Output> {
        self.knock.again = None;
        match door {
            Door::Denied { .. } => {
                self.stand(Door::Denied { again: true });
                Vec::new()
            }
            Door::Asking | Door::Unsure | Door::Away if self.knock.thrown_out => vec![Output::Reconnect],
            Door::Asking | Door::Unsure | Door::Away => self.ask_at_door(now),
        }
    }

    /// The room is private, and we have not been let in.
    pub(super) fn kept_out(&mut self, now: Duration) -> Vec<Output> {
        self.entry.join_again = None;
        // The old server lets nobody into a private room without a grant, its own host included.
        if !self.access_asked && self.room.is_host(&self.account.id) {
            self.access_asked = true;
            return vec![Output::Ask(Question::Access)];
        }
        if let Phase::Outside(_) = self.state.phase {
            return Vec::new();
        }
        self.stand(Door::Asking);
        self.knock = Knock::default();
        self.knock.wait(now);
        vec![self.knocks()]
    }

    /// There is a connection again. `None` where nobody has kept us out.
    pub(super) fn back_outside(&mut self, now: Duration) -> Option<Vec<Output>> {
        let Phase::Outside(door) = self.state.phase else { return None };
        self.knock.thrown_out = false;
        Some(match door {
            Door::Denied { .. } => Vec::new(),
            Door::Asking | Door::Unsure => self.ask_at_door(now),
            Door::Away => {
                self.stand(Door::Asking);
                self.ask_at_door(now)
            }
        })
    }

    /// The connection is gone. Whether that was while we wait outside.
    pub(super) fn lost_outside(&mut self, door: Door) -> bool {
        let Phase::Outside(before) = self.state.phase else { return false };
        self.entry.join_again = None;
        if !matches!(before, Door::Denied { .. }) {
            self.stand(door);
            self.knock.again = None;
        }
        true
    }

    /// The same, by the server's will.
    pub(super) fn thrown_out(&mut self, now: Duration) -> bool {
        let outside = self.lost_outside(Door::Unsure);
        if outside {
            self.knock.thrown_out = true;
            match self.knock.again {
                Some(_) => {}
                None if self.knock.repeated == 0 => self.knock.again = Some(now + BACK_AFTER),
                None => self.knock.wait(now),
            }
        }
        outside
    }

    /// Asks the hosts, and tries the door.
    fn ask_at_door(&mut self, now: Duration) -> Vec<Output> {
        self.knock.repeated += 1;
        self.knock.wait(now);
        let mut outputs = vec![self.knocks()];
        outputs.extend(self.join(now));
        outputs.extend(self.ask_for_end());
        outputs
    }

    fn knocks(&self) -> Output {
        Output::Emit(Outgoing::AskForAccess(self.room.id.clone()))
    }

    fn stand(&mut self, door: Door) {
        self.edit().phase = Phase::Outside(door);
    }

    pub(super) fn access(&mut self, now: Duration, access: Access) -> Vec<Output> {
        let here = |room: &Option<RoomId>| room.as_ref().is_none_or(|room| *room == self.room.id);
        let outside = matches!(self.state.phase, Phase::Outside(_));
        match access {
            Access::Asked(request) if here(&request.room_id) => self.asked(now, request),
            Access::Granted(news) if outside && here(&news.room_id) => {
                self.stand(Door::Asking);
                self.knock.wait(now);
                self.join(now)
            }
            Access::Denied(news) if outside && here(&news.room_id) => {
                self.stand(Door::Denied { again: false });
                (self.entry.join_again, self.knock.again) = (None, Some(now + PAUSE));
                Vec::new()
            }
            Access::Settled(AccessNews { room_id, user_id: Some(user) }) if here(&room_id) => {
                self.edit().requests.retain(|request| request.user != user);
                Vec::new()
            }
            Access::NotGranted => {
                let admitted = |request: &&mut Request| request.stage == Stage::Admitted;
                let mut refused = Vec::new();
                for request in self.edit().requests.iter_mut().filter(admitted) {
                    request.stage = Stage::Told;
                    refused = vec![Output::Announce(Announcement::NotAdmitted)];
                }
                refused
            }
            Access::Asked(_) | Access::Granted(_) | Access::Denied(_) | Access::Settled(_) => Vec::new(),
        }
    }

    /// Repeated, a request is one; after an answer it is another only when enough time has passed.
    fn asked(&mut self, now: Duration, asked: AccessRequest) -> Vec<Output> {
        let AccessRequest { user_id: user, user: known, waits, .. } = asked;
        let until = (!waits).then(|| now + FORGOTTEN);
        if self.state.person(&user).is_some() {
            return Vec::new();
        }
        let state = self.edit();
        if let Some(nickname) = known.and_then(|known| known.nickname) {
            state.set_name(user.clone(), nickname);
        }
        if let Some(request) = state.requests.iter_mut().find(|request| request.user == user) {
            match request.stage {
                // One tick of their own schedule is not a sign that it was in vain.
                Stage::Admitted => {}
                // A server that tells has told them no, and they ask anew.
                Stage::Denied if waits => (request.stage, request.until) = (Stage::New, until),
                Stage::New | Stage::Told | Stage::Denied => request.until = until,
            }
        } else if state.requests.len() < MAX_REQUESTS {
            state.requests.push(Request { user: user.clone(), until, stage: Stage::New });
        } else {
            return Vec::new();
        }
        if self.state.has_name(&user) { self.tell_request(&user) } else { self.look_up(vec![user]) }
    }

    /// Says once that somebody asks, when it is known, or known not to be known, who.
    pub(super) fn tell_request(&mut self, user: &UserId) -> Vec<Output> {
        let is_new = |request: &Request| request.user == *user && request.stage == Stage::New;
        let Some(index) = self.state.requests.iter().position(is_new) else { return Vec::new() };
        self.edit().requests[index].stage = Stage::Told;
        vec![Output::Announce(Announcement::Asks(self.state.name(user).map(str::to_owned)))]
    }

    /// We are inside: the server repeats who still waits, or they do.
    pub(super) fn expect_requests(&mut self, now: Duration) {
        self.knock = Knock::default();
        for request in &mut self.edit().requests {
            request.until = Some(now + FORGOTTEN);
        }
    }

    /// It is over: nothing is asked, and nobody is asked about.
    pub(super) fn leave_the_door(&mut self) {
        self.knock = Knock::default();
        self.edit().requests.clear();
    }

    /// Whoever is inside waits no more.
    pub(super) fn let_in_who_is_here(&mut self) {
        let state = self.edit();
        state.requests.retain(|request| !state.people.iter().any(|person| person.id == request.user));
    }

    pub(super) fn at_door(&mut self, now: Duration, wish: DoorWish) -> Vec<Output> {
        match (wish, self.state.phase.clone()) {
            (DoorWish::AskAgain, Phase::Outside(Door::Denied { again: true })) => {
                self.stand(Door::Asking);
                self.knock.repeated = 0;
                self.go_on(now, Door::Asking)
            }
            (DoorWish::AskAgain, _) => Vec::new(),
            (DoorWish::Admit(user), _) => match self.settle(now, &user, Stage::Admitted) {
                Some(_) => vec![Output::Ask(Question::Admit(user))],
                None => Vec::new(),
            },
            (DoorWish::Deny(user), _) => match self.settle(now, &user, Stage::Denied) {
                Some(told) => {
                    let unheard = Output::Announce(Announcement::DenialUnheard);
                    let denial = Output::Emit(Outgoing::Deny(self.room.id.clone(), user));
                    if told { vec![denial] } else { vec![denial, unheard] }
                }
                None => Vec::new(),
            },
        }
    }

    /// Answers an open request. Whether the server tells those who ask; `None` when there is none.
    fn settle(&mut self, now: Duration, user: &UserId, stage: Stage) -> Option<bool> {
        let is_meant = |request: &&mut Request| request.user == *user && request.is_open();
        let request = self.edit().requests.iter_mut().find(is_meant)?;
        request.stage = stage;
        Some(request.until.replace(now + FORGOTTEN).is_none())
    }

    /// What REST made of it. It refuses hosts whom the old chat server obeys.
    pub(super) fn admitted(&self, user: UserId, done: bool) -> Vec<Output> {
        if done { Vec::new() } else { vec![Output::Emit(Outgoing::Grant(self.room.id.clone(), user))] }
    }
}
