//! The optional second signaling server (port 5050), as a value one feeds.
//!
//! It only carries offers, answers and candidates; who is there is the chat server's word. Two forms of it run, with
//! the same join: one delivers to a target and names the sender itself, the other repeats everything to everybody
//! under a sender's name that anybody can forge (contract, section 3). The lists they send tell them apart. Over the
//! second form only what a message says inside counts: our `from` and `to` (see [`crate::lib::webrtc::Signal`]).
//! Whoever is not on this server is reached through the chat server.

use std::time::Duration;

use charlaton_contract::{
    RoomId, UserId,
    events::{UserRef, name},
    read::{Read, field},
};
use charlaton_json::{Object, Value, json};

use super::Directory;
use crate::lib::{socket, webrtc::Signal};

/// A join that is not answered by then is sent again.
const JOIN_TIME_OUT: Duration = Duration::from_millis(2500);
/// After a refusal, of the token or of the join, that only time can heal.
const TRY_AGAIN: Duration = Duration::from_secs(10);
/// How long first offers wait for this server to take us in.
const PATIENCE: Duration = Duration::from_secs(4);
/// More than any room has.
const MAX_MEMBERS: usize = 256;

/// Everything that can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// The socket's state changed.
    Socket(socket::State),
    /// The server said something.
    Wire(Incoming),
    /// A deadline has come.
    Timer,
}

/// What is to be done about it.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Say it to the server.
    Emit(Outgoing),
    /// Connect the socket again.
    Reconnect,
    /// A message from `from`.
    Signal {
        /// Who sent it, by whichever id.
        from: UserId,
        /// What.
        signal: Signal,
    },
}

/// What the server says.
#[derive(Debug, Clone, PartialEq)]
pub enum Incoming {
    /// We are in the room.
    Joined,
    /// We are not.
    Refused,
    /// Who is here, and the form of the server that says so.
    Members(Vec<UserRef>, Form),
    /// Negotiation, and who is claimed to have sent it.
    Signal(Option<UserId>, Signal),
}

/// How the server delivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// To the target alone; it names the sender itself.
    Targeted,
    /// To everybody; the sender says who they are.
    Broadcast,
}

/// What we say.
#[derive(Debug, Clone, PartialEq)]
pub enum Outgoing {
    /// Enter the room.
    Join(RoomId),
    /// Negotiate with one participant.
    Signal {
        /// Our room.
        room: RoomId,
        /// The target's id on this server.
        to: UserId,
        /// Ours, for the form that does not know it.
        from: UserId,
        /// What.
        signal: Signal,
        /// How it is delivered.
        form: Form,
    },
}

/// Our place on this server.
#[derive(Debug)]
pub struct Relay {
    room: RoomId,
    standing: Standing,
    members: Vec<UserRef>,
    form: Form,
    /// Until when first offers wait for us; `None` once nothing waits.
    patience: Option<Duration>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// No connection.
    Away,
    /// Waiting for the time to connect again.
    TurnedAway { until: Duration },
    /// The join has been sent.
    Joining { again: Duration },
    /// In the room.
    Inside,
}

impl Relay {
    /// Not connected yet; `now` is when first offers begin to wait.
    #[must_use]
    pub fn new(now: Duration, room: RoomId) -> Self {
        Self {
            room,
            standing: Standing::Away,
            members: Vec::new(),
            form: Form::Targeted,
            patience: Some(now + PATIENCE),
        }
    }

    /// When [`Input::Timer`] is due.
    #[must_use]
    pub fn deadline(&self) -> Option<Duration> {
        let standing = match self.standing {
            Standing::TurnedAway { until } => Some(until),
            Standing::Joining { again } => Some(again),
            Standing::Away | Standing::Inside => None,
        };
        standing.into_iter().chain(self.patience).min()
    }

    /// Whether first offers should wait a little, so that they go the way they were meant to.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        self.patience.is_some()
    }

    /// Whether somebody is here, by their id here.
    #[must_use]
    pub fn has(&self, id: &UserId) -> bool {
        self.members.iter().any(|member| member.id == *id)
    }

    /// Takes one input; `me` is our document id.
    #[must_use]
    pub fn handle(
        &mut self,
        now: Duration,
        me: &UserId,
        people: &mut Directory,
        input: Input,
    ) -> Vec<Output> {
        match input {
            Input::Socket(state) => self.socket(now, &state),
            Input::Wire(incoming) => self.wire(now, me, people, incoming),
            Input::Timer => self.timer(now),
        }
    }

    /// What carries `signal` from `me` to `to`, both by their document ids, when this server does.
    #[must_use]
    pub fn carry(&self, me: &UserId, to: &UserId, people: &Directory, signal: &Signal) -> Option<Outgoing> {
        if self.standing != Standing::Inside {
            return None;
        }
        let member = |id| people.token(id).filter(|id| self.has(id));
        Some(Outgoing::Signal {
            room: self.room.clone(),
            to: member(to)?.clone(),
            from: member(me)?.clone(),
            signal: signal.clone(),
            form: self.form,
        })
    }

    fn socket(&mut self, now: Duration, state: &socket::State) -> Vec<Output> {
        match state {
            socket::State::Connected { .. } => return self.join(now),
            // The chat server's refusal renews the token for both.
            socket::State::Refused { .. } | socket::State::KickedByServer => {
                self.away(Standing::TurnedAway { until: now + TRY_AGAIN });
            }
            socket::State::Reconnecting { .. } => self.away(Standing::Away),
            socket::State::Connecting | socket::State::Disconnected => {}
        }
        Vec::new()
    }

    fn join(&mut self, now: Duration) -> Vec<Output> {
        self.standing = Standing::Joining { again: now + JOIN_TIME_OUT };
        vec![Output::Emit(Outgoing::Join(self.room.clone()))]
    }

    /// Nobody is reached through here any more, and nothing waits for it.
    fn away(&mut self, standing: Standing) {
        self.standing = standing;
        self.members.clear();
        self.patience = None;
    }

    fn wire(
        &mut self,
        now: Duration,
        me: &UserId,
        people: &mut Directory,
        incoming: Incoming,
    ) -> Vec<Output> {
        match incoming {
            // The list that follows says who can be reached.
            Incoming::Joined => self.standing = Standing::Inside,
            Incoming::Refused => {
                self.standing = Standing::Joining { again: now + TRY_AGAIN };
                self.patience = None;
            }
            Incoming::Members(mut members, form) => {
                members.truncate(MAX_MEMBERS);
                for member in &members {
                    people.learn_token(&member.email, &member.id);
                }
                (self.members, self.form, self.patience) = (members, form, None);
            }
            Incoming::Signal(claimed, signal) => {
                let from = match self.form {
                    Form::Targeted => claimed,
                    Form::Broadcast => self.sender(me, people, &signal),
                };
                return from.map(|from| Output::Signal { from, signal }).into_iter().collect();
            }
        }
        Vec::new()
    }

    /// Who sent what everybody hears. One who does not say it can only be the one other person there is.
    fn sender(&self, me: &UserId, people: &Directory, signal: &Signal) -> Option<UserId> {
        let content = signal.content();
        let for_another = content.get("to").is_some_and(|to| to.as_str() != Some(me.as_str()));
        if for_another {
            return None;
        }
        if let Some(from) = content.get("from") {
            return UserId::read(from);
        }
        let own = people.token(me)?;
        let mut others = self.members.iter().filter(|member| member.id != *own);
        let other = others.next()?;
        others.all(|member| member.id == other.id).then(|| other.id.clone())
    }

    fn timer(&mut self, now: Duration) -> Vec<Output> {
        if self.patience.is_some_and(|until| until <= now) {
            self.patience = None;
        }
        match self.standing {
            Standing::Joining { again } if again <= now => self.join(now),
            Standing::TurnedAway { until } if until <= now => {
                self.standing = Standing::Away;
                vec![Output::Reconnect]
            }
            Standing::Away | Standing::Inside | Standing::Joining { .. } | Standing::TurnedAway { .. } => {
                Vec::new()
            }
        }
    }
}

impl Outgoing {
    /// Event name and arguments.
    #[must_use]
    pub fn encode(self) -> (&'static str, Vec<Value>) {
        match self {
            Self::Join(room) => (name::JOIN_ROOM, vec![json!({ "roomId": room.as_str(), "success": true })]),
            Self::Signal { room, to, from, signal, form } => {
                let (event, field, content) = super::parts(signal);
                let mut payload = Object::new();
                match form {
                    Form::Targeted => {
                        payload.insert("roomId", room.as_str().into());
                        payload.insert("targetUserId", to.as_str().into());
                    }
                    Form::Broadcast => payload.insert("senderId", from.as_str().into()),
                }
                payload.insert(field, content);
                (event, vec![payload.into()])
            }
        }
    }
}

impl Incoming {
    /// Reads an event. `None` for those that concern nobody here and for payloads that are not what the contract says.
    #[must_use]
    pub fn decode(event: &str, args: &[Value]) -> Option<Self> {
        let payload = args.first().unwrap_or(&Value::Null);
        let claimed = || field(payload, "senderId");
        Some(match event {
            name::JOIN_ROOM_SUCCESS => Self::Joined,
            name::JOIN_ROOM_ERROR => Self::Refused,
            name::USERS_ONLINE => members(payload.as_array()?),
            name::WEBRTC_OFFER => Self::Signal(claimed(), Signal::Offer(payload.get("sdp")?.clone())),
            name::WEBRTC_ANSWER => Self::Signal(claimed(), Signal::Answer(payload.get("sdp")?.clone())),
            name::WEBRTC_ICE_CANDIDATE | name::ICE_CANDIDATE => {
                let candidate = payload.get("candidate").cloned().unwrap_or_default();
                Self::Signal(claimed(), Signal::Candidate(candidate))
            }
            _ => return None,
        })
    }
}

/// Only the form that delivers to a target calls a member's id `id` as well.
fn members(list: &[Value]) -> Incoming {
    let targeted = list.iter().any(|entry| entry.get("id").is_some());
    let member = |entry: &Value| {
        let id = field(entry, "userId").or_else(|| field(entry, "id"))?;
        Some(UserRef { id, email: field(entry, "email")?, nickname: None, display_name: None })
    };
    let form = if targeted { Form::Targeted } else { Form::Broadcast };
    Incoming::Members(list.iter().filter_map(member).collect(), form)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "relay_tests.rs"]
mod tests;
