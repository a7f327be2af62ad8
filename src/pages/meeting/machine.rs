//! The meeting as a value one feeds: socket, mesh and the person in; what to do and what to show out.
//!
//! It follows the guide's order: connect, `join_room`, success, `joins_in_room`, offers to everybody in `room_users`.
//! `usersOnline` is the only truth on who is there. A lost server changes nothing about the media.

mod carrying;
mod entering;
mod hands;
mod hosting;
mod knock;
mod media;
mod people;
mod reactions;
mod sharing;
mod talk;
mod wish;

use std::{rc::Rc, time::Duration};

use charlaton_contract::{
    UserId,
    events::{MediaState, Message, UserMediaState},
    rest::{Room, User},
};

pub(super) use self::{knock::DoorWish, wish::Wish};
use super::{
    chat::{Chat, Draft},
    state::{Over, Phase, State},
};
use crate::lib::{
    signaling::{
        Directory, Incoming, JoinRefusal, Outgoing,
        relay::{self, Relay},
    },
    socket,
    webrtc::{MeshEvent, PeerMessage, Request, Signal},
};

/// Everything that can happen.
#[derive(Debug)]
pub(super) enum Input {
    /// The socket's state changed.
    Socket(socket::State),
    /// The chat server said something.
    Wire(Incoming),
    /// The second signaling server, where there is one.
    Relay(relay::Input),
    /// The mesh said something.
    Mesh(MeshEvent),
    /// The stored messages, or that they could not be loaded.
    History(Option<Vec<Message>>),
    /// What somebody wants to be called; `None` when nobody could say.
    Name(UserId, Option<String>),
    /// We have ended the meeting for everybody, who do not know it yet.
    Ended,
    /// Whether the meeting has ended for good; `None` when nobody could say.
    EndChecked(Option<bool>),
    /// We have been let into our own private room, as far as the service did anything.
    AccessAsked,
    /// A refreshed token: `Some(true)` there is one, `Some(false)` only signing in helps, `None` nobody could say.
    TokenRenewed(Option<bool>),
    /// The person's microphone and camera.
    OwnMedia {
        media: MediaState,
        /// The system holds what would be on.
        interrupted: bool,
    },
    /// The person shares a screen, or not any more.
    OwnSharing(bool),
    /// The person wrote a message, to everybody or to one.
    Say(String, Option<UserId>),
    /// What an earlier page had left to send.
    Unsent(Vec<Draft>),
    /// The person wants a failed message sent after all.
    Retry(u32),
    /// The person gives a failed message up.
    Discard(u32),
    /// The person wants something of the others, or shows them something.
    Wish(Wish),
    /// The person decides something at the door.
    Knock(DoorWish),
    /// Whether somebody was let in by REST.
    Admitted(UserId, bool),
    /// A deadline has come.
    Timer,
}

/// What is to be done about it.
#[derive(Debug, PartialEq)]
pub(super) enum Output {
    /// Emit at once or never: stale signaling is worse than none.
    Emit(Outgoing),
    /// The same for the second signaling server.
    EmitToRelay(relay::Outgoing),
    /// The server knows us by another id than the account service does.
    OwnId(UserId),
    /// Offer to these, who were there before us.
    Offer(Vec<UserId>),
    /// These are there.
    Present(Vec<UserId>),
    /// Hand to the mesh.
    Signal { from: UserId, signal: Signal },
    /// Tell the peers directly.
    TellPeers(PeerMessage),
    /// Tell one of them.
    TellPeer(UserId, PeerMessage),
    /// Take the access to our private room from somebody.
    Revoke(UserId),
    /// Ask the account service; the answer comes as an input.
    Ask(Question),
    /// Connect the socket again.
    Reconnect,
    /// Connect the second signaling server's socket again.
    ReconnectRelay,
    /// Say it to the person.
    Announce(Announcement),
}

/// What only the account service knows.
#[derive(Debug, PartialEq)]
pub(super) enum Question {
    /// What has been said: [`Input::History`].
    History,
    /// A fresh token, please: [`Input::TokenRenewed`].
    Token,
    /// What somebody wants to be called: [`Input::Name`].
    Name(UserId),
    /// Whether the meeting has ended for good: [`Input::EndChecked`].
    End,
    /// Let us into our own private room: [`Input::AccessAsked`].
    Access,
    /// Let somebody into it: [`Input::Admitted`].
    Admit(UserId),
}

/// What a person hears of; words are chosen in the view.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Announcement {
    Joined(String),
    Left(String),
    Message {
        from: String,
        private: bool,
    },
    /// Somebody has raised a hand.
    Hand(String),
    /// A host, by name, wants this of us. It is carried out where it is told.
    Asked(Request, String),
    MessageRefused,
    EndRefused,
    ServerLost,
    ServerBack,
    /// Somebody asks to be let in; nobody knows who, without a name.
    Asks(Option<String>),
    /// Whom we let in was not let in.
    NotAdmitted,
    /// Whom we do not let in is not told so.
    DenialUnheard,
    /// Somebody else began to share a screen, or ended it.
    Sharing {
        name: String,
        on: bool,
    },
}

/// One meeting, from the first connection to its end.
#[derive(Debug)]
pub(super) struct Machine {
    room: Room,
    /// Our account, by its document id.
    account: User,
    state: Rc<State>,
    own_media: MediaState,
    own_interrupted: bool,
    own_sharing: bool,
    people: Directory,
    list: people::List,
    /// Media states under ids that nobody is known by yet.
    unclaimed: Vec<UserMediaState>,
    relay: Option<Relay>,
    /// First offers that wait for the relay.
    held_offers: Vec<UserId>,
    /// What came over the relay from people who were not there yet.
    early_signals: Vec<(UserId, Signal)>,
    /// Whose names have been asked for.
    names_asked: Vec<UserId>,
    /// Who has come, and whose coming is told once their name is known.
    unannounced: Vec<UserId>,
    /// A private room's own host is let in once.
    access_asked: bool,
    knock: knock::Knock,
    entry: entering::Entry,
    /// The server took a message of ours for one from outside, we have come in again, and nothing of ours has been heard
    /// since.
    refused_once: bool,
}

impl Machine {
    pub(super) fn new(room: Room, account: User, own_media: MediaState) -> Self {
        Self {
            room,
            state: Rc::new(State::new(account.id.clone())),
            account,
            own_media,
            own_interrupted: false,
            own_sharing: false,
            people: Directory::default(),
            list: people::List::default(),
            unclaimed: Vec::new(),
            relay: None,
            held_offers: Vec::new(),
            early_signals: Vec::new(),
            names_asked: Vec::new(),
            unannounced: Vec::new(),
            access_asked: false,
            knock: knock::Knock::default(),
            entry: entering::Entry::default(),
            refused_once: false,
        }
    }

    /// The same, negotiating through the second signaling server wherever it reaches.
    pub(super) fn with_relay(mut self, now: Duration) -> Self {
        self.relay = Some(Relay::new(now, self.room.id.clone()));
        // As the token has it, most of the time; the chat server's list tells for certain.
        self.people.learn_document(&self.account.email, &self.account.id);
        self
    }

    /// What to show.
    pub(super) fn state(&self) -> Rc<State> {
        Rc::clone(&self.state)
    }

    /// When [`Input::Timer`] is due.
    pub(super) fn deadline(&self) -> Option<Duration> {
        let relay = self.relay.as_ref().and_then(Relay::deadline);
        let (chat, reactions) = (self.state.chat.deadline(), self.state.reactions.deadline());
        let entry = &self.entry;
        let settled = entry.settled.filter(|_| self.list.is_held());
        let all = [entry.join_again, entry.reconnect, settled, chat, reactions, relay, self.door_deadline()];
        all.into_iter().flatten().min()
    }

    /// Takes one input; `now` is the time since the meeting was opened.
    #[must_use]
    pub(super) fn handle(&mut self, now: Duration, input: Input) -> Vec<Output> {
        if matches!(self.state.phase, Phase::Over(_)) {
            return Vec::new();
        }
        match input {
            Input::Socket(state) => self.socket(now, state),
            Input::Wire(incoming) => self.wire(now, incoming),
            Input::Relay(input) => self.relay(now, input),
            Input::Mesh(event) => self.mesh(now, event),
            Input::Name(id, name) => self.named(id, name),
            Input::Ended => self.ended(),
            Input::EndChecked(ended) => self.end_checked(now, ended),
            Input::AccessAsked => vec![Output::Reconnect],
            Input::History(messages) => self.history(now, messages),
            Input::TokenRenewed(renewed) => self.token_renewed(now, renewed),
            Input::OwnMedia { media, interrupted } => self.own_media(media, interrupted),
            Input::OwnSharing(on) => self.own_sharing(on),
            Input::Say(text, to) => self.say(now, &text, to),
            Input::Unsent(drafts) => {
                self.chat().restore(drafts);
                Vec::new()
            }
            Input::Retry(key) => {
                self.chat().retry(key);
                // Silence does not say that it did not arrive: the history does.
                if self.state.phase == Phase::Inside {
                    vec![Output::Ask(Question::History)]
                } else {
                    Vec::new()
                }
            }
            Input::Discard(key) => {
                self.chat().discard(key);
                Vec::new()
            }
            Input::Wish(wish) => self.wish(now, wish),
            Input::Knock(wish) => self.at_door(now, wish),
            Input::Admitted(user, done) => self.admitted(user, done),
            Input::Timer => self.timer(now),
        }
    }

    fn wire(&mut self, now: Duration, incoming: Incoming) -> Vec<Output> {
        match incoming {
            Incoming::Joined(own) => {
                if let Some(own) = own {
                    self.people.learn_token(&own.email, &own.id);
                }
                self.joined(now)
            }
            Incoming::JoinRefused(JoinRefusal::Other(_)) => {
                // A server's inner error: the next try may succeed.
                self.entry.expect(now);
                Vec::new()
            }
            Incoming::KeptOut => self.kept_out(now),
            Incoming::JoinRefused(refusal) => self.over(Over::Refused(refusal)),
            Incoming::RoomUsers(users) => {
                self.held_offers = self.others(users);
                self.held_offers()
            }
            Incoming::TokenIds(users) => {
                // Of all who are connected to the server, those in this room.
                for user in users.iter().filter(|user| self.state.is_here(&user.email)) {
                    self.people.learn_token(&user.email, &user.id);
                }
                self.claim_media();
                Vec::new()
            }
            // A newcomer knows nobody's state: the server keeps none.
            Incoming::UserJoined(_) => vec![Output::Emit(Outgoing::Media(self.own_media))],
            Incoming::UsersOnline(online) => self.listed(now, online),
            // `usersOnline` follows and decides: leave notices come for people who are still here.
            Incoming::UserLeft(left) => {
                let Some(user) = left.user else { return Vec::new() };
                self.people.learn_token(&user.email, &user.id);
                if self.is_own(&user) { self.come_back(now) } else { Vec::new() }
            }
            Incoming::Message(message) => self.message(message),
            Incoming::MessageRefused(why) => self.message_refused(now, &why),
            Incoming::Media(media) => self.media(media),
            Incoming::Signal { from, signal } => self.signal(&from, signal),
            Incoming::RoomEnded(Some(room)) | Incoming::Removed(Some(room)) if room != self.room.id => {
                Vec::new()
            }
            Incoming::RoomEnded(_) => self.put_out(),
            Incoming::Removed(_) => self.over(Over::Removed),
            Incoming::EndRefused => vec![Output::Announce(Announcement::EndRefused)],
            Incoming::Access(access) => self.access(now, access),
        }
    }

    fn timer(&mut self, now: Duration) -> Vec<Output> {
        let due = |deadline: Option<Duration>| deadline.is_some_and(|deadline| deadline <= now);
        let mut outputs = Vec::new();
        if due(self.entry.join_again) {
            outputs.extend(self.join(now));
        }
        if due(self.entry.reconnect) {
            self.entry.reconnect = None;
            outputs.push(Output::Reconnect);
        }
        if due(self.entry.settled) {
            self.entry.settled = None;
            if self.list.is_held() {
                outputs.extend(self.settled(now));
            }
        }
        if due(self.relay.as_ref().and_then(Relay::deadline)) {
            outputs.extend(self.relay(now, relay::Input::Timer));
        }
        if due(self.state.chat.deadline()) && self.chat().expire(now) {
            outputs.push(Output::Announce(Announcement::MessageRefused));
        }
        if due(self.state.reactions.deadline()) {
            self.edit().reactions.pass(now);
        }
        outputs.extend(self.door_timer(now));
        outputs
    }

    fn over(&mut self, why: Over) -> Vec<Output> {
        (self.entry.join_again, self.entry.reconnect) = (None, None);
        self.leave_the_door();
        self.edit().phase = Phase::Over(why);
        Vec::new()
    }

    fn edit(&mut self) -> &mut State {
        Rc::make_mut(&mut self.state)
    }

    fn chat(&mut self) -> &mut Chat {
        Rc::make_mut(&mut self.edit().chat)
    }
}
