//! The meeting as a value one feeds: socket, mesh and the person in; what to do and what to show out.
//!
//! It follows the guide's order: connect, `join_room`, success, `joins_in_room`, offers to everybody in `room_users`.
//! `usersOnline` is the only truth on who is there. A lost server changes nothing about the media.

use std::{rc::Rc, time::Duration};

use charlaton_contract::{
    UserId,
    events::{MediaState, Message, OnlineUser, Visibility},
    limits::MESSAGE_CHARS,
    rest::Room,
};

use super::{
    chat::Chat,
    state::{Over, Phase, State},
};
use crate::lib::{
    signaling::{Incoming, JoinRefusal, Outgoing},
    socket,
    webrtc::{MeshEvent, PeerMessage, PeerState, Signal},
};

/// The old server drops a join without a word while another of the same user is under way.
const JOIN_TIME_OUT: Duration = Duration::from_millis(2500);
/// After a refusal that only time can heal.
const RECONNECT_AFTER: Duration = Duration::from_secs(3);

/// Everything that can happen.
#[derive(Debug)]
pub(super) enum Input {
    /// The socket's state changed.
    Socket(socket::State),
    /// The chat server said something.
    Wire(Incoming),
    /// The mesh said something.
    Mesh(MeshEvent),
    /// The stored messages, or that they could not be loaded.
    History(Option<Vec<Message>>),
    /// A refreshed token: `Some(true)` there is one, `Some(false)` only signing in helps, `None` nobody could say.
    TokenRenewed(Option<bool>),
    /// The person's microphone and camera.
    OwnMedia(MediaState),
    /// The person wrote a message.
    Say(String),
    /// The person wants a failed message sent after all.
    Retry(u32),
    /// The person gives a failed message up.
    Discard(u32),
    /// A deadline has come.
    Timer,
}

/// What is to be done about it.
#[derive(Debug, PartialEq)]
pub(super) enum Output {
    /// Emit at once or never: stale signaling is worse than none.
    Emit(Outgoing),
    /// Offer to these, who were there before us.
    Offer(Vec<UserId>),
    /// These are there.
    Present(Vec<UserId>),
    /// Hand to the mesh.
    Signal { from: UserId, signal: Signal },
    /// Tell the peers directly.
    TellPeers(PeerMessage),
    /// Load the stored messages.
    LoadHistory,
    /// Refresh the token.
    RenewToken,
    /// Connect the socket again.
    Reconnect,
    /// Say it to the person.
    Announce(Announcement),
}

/// What a person hears of; words are chosen in the view.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Announcement {
    Joined(String),
    Left(String),
    Message { from: String },
    MessageRefused,
    EndRefused,
    ServerLost,
    ServerBack,
}

/// One meeting, from the first connection to its end.
#[derive(Debug)]
pub(super) struct Machine {
    room: Room,
    state: Rc<State>,
    own_media: MediaState,
    /// When to ask for the join again.
    join_again: Option<Duration>,
    /// When to connect again after a refusal.
    reconnect: Option<Duration>,
    /// Whether we have been inside at all.
    entered: bool,
}

impl Machine {
    pub(super) fn new(room: Room, me: UserId, own_media: MediaState) -> Self {
        let state = Rc::new(State::new(me));
        Self { room, state, own_media, join_again: None, reconnect: None, entered: false }
    }

    /// What to show.
    pub(super) fn state(&self) -> Rc<State> {
        Rc::clone(&self.state)
    }

    /// When [`Input::Timer`] is due.
    pub(super) fn deadline(&self) -> Option<Duration> {
        [self.join_again, self.reconnect, self.state.chat.deadline()].into_iter().flatten().min()
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
            Input::Mesh(event) => self.mesh(event),
            Input::History(messages) => self.history(now, messages),
            Input::TokenRenewed(renewed) => self.token_renewed(now, renewed),
            Input::OwnMedia(media) => self.own_media(media),
            Input::Say(text) => self.say(now, &text),
            Input::Retry(key) => {
                self.chat().retry(key);
                // Silence does not say that it did not arrive: the history does.
                if self.state.phase == Phase::Inside { vec![Output::LoadHistory] } else { Vec::new() }
            }
            Input::Discard(key) => {
                self.chat().discard(key);
                Vec::new()
            }
            Input::Timer => self.timer(now),
        }
    }

    fn socket(&mut self, now: Duration, state: socket::State) -> Vec<Output> {
        match state {
            socket::State::Connected { .. } => {
                self.reconnect = None;
                self.join_again = Some(now + JOIN_TIME_OUT);
                vec![Output::Emit(Outgoing::Join(self.room.id.clone()))]
            }
            socket::State::Reconnecting { .. } => self.server_lost(),
            // Expired or missing: a fresh one is tried before the person is asked.
            socket::State::Refused { .. } => {
                let mut outputs = self.server_lost();
                outputs.push(Output::RenewToken);
                outputs
            }
            socket::State::KickedByServer => {
                self.reconnect = Some(now + RECONNECT_AFTER);
                self.server_lost()
            }
            socket::State::Connecting | socket::State::Disconnected => Vec::new(),
        }
    }

    fn server_lost(&mut self) -> Vec<Output> {
        self.join_again = None;
        self.chat().connection_lost();
        let news = self.state.phase == Phase::Inside;
        self.edit().phase = if self.entered { Phase::ServerLost } else { Phase::Entering { troubled: true } };
        if news { vec![Output::Announce(Announcement::ServerLost)] } else { Vec::new() }
    }

    fn wire(&mut self, now: Duration, incoming: Incoming) -> Vec<Output> {
        match incoming {
            Incoming::Joined => self.joined(),
            Incoming::JoinRefused(JoinRefusal::Other(_)) => {
                // A server's inner error: the next try may succeed.
                self.join_again = Some(now + JOIN_TIME_OUT);
                Vec::new()
            }
            Incoming::JoinRefused(refusal) => self.over(Over::Refused(refusal)),
            Incoming::RoomUsers(users) => vec![Output::Offer(self.others(users))],
            // A newcomer knows nobody's state: the server keeps none.
            Incoming::UserJoined(_) => vec![Output::Emit(Outgoing::Media(self.own_media))],
            Incoming::UsersOnline(online) => self.online(&online),
            // `usersOnline` follows and decides: leave notices come for people who are still here.
            Incoming::UserLeft(_) => Vec::new(),
            Incoming::Message(message) => self.message(message),
            Incoming::MessageRefused(_) => {
                self.chat().refused();
                vec![Output::Announce(Announcement::MessageRefused)]
            }
            Incoming::Media(media) => {
                self.edit().set_media(&media.user_id, media.state);
                Vec::new()
            }
            // The old server relays for people who are not in the room.
            Incoming::Signal { from, .. } if self.state.person(&from).is_none() => Vec::new(),
            Incoming::Signal { from, signal } => vec![Output::Signal { from, signal }],
            Incoming::RoomEnded(room) if room.as_ref().is_some_and(|room| *room != self.room.id) => {
                Vec::new()
            }
            Incoming::RoomEnded(_) => self.over(Over::Ended),
            Incoming::EndRefused => vec![Output::Announce(Announcement::EndRefused)],
        }
    }

    fn joined(&mut self) -> Vec<Output> {
        self.join_again = None;
        let returned = self.entered;
        self.entered = true;
        self.edit().phase = Phase::Inside;
        let mut outputs = vec![
            Output::Emit(Outgoing::Media(self.own_media)),
            Output::Emit(Outgoing::AskWhoIsThere(self.room.id.clone())),
            // Also after a return: what was said meanwhile, and which of ours arrived.
            Output::LoadHistory,
        ];
        if returned {
            outputs.push(Output::Announce(Announcement::ServerBack));
        }
        outputs
    }

    fn online(&mut self, online: &[OnlineUser]) -> Vec<Output> {
        let first = self.state.people.is_empty();
        let room = self.room.clone();
        let (me, own_media) = (self.state.me.clone(), self.own_media);
        let changes = self.edit().set_people(online, |user| room.is_host(user));
        self.edit().set_media(&me, own_media);
        let present = self.state.people.iter().filter(|person| !person.is_me).map(|person| person.id.clone());
        let mut outputs = vec![Output::Present(present.collect())];
        // Those who were there before us did not join.
        if !first {
            outputs
                .extend(changes.joined.into_iter().map(|name| Output::Announce(Announcement::Joined(name))));
            outputs.extend(changes.left.into_iter().map(|name| Output::Announce(Announcement::Left(name))));
        }
        outputs
    }

    fn message(&mut self, message: Message) -> Vec<Output> {
        let me = self.state.me.clone();
        let author = message.user_id.clone();
        let name = self.state.person(&author).map(|person| person.name.clone());
        let from = name.or_else(|| message.user.as_ref().map(super::state::name_of)).unwrap_or_default();
        if self.chat().heard(message, &me) && author != me {
            self.edit().heard += 1;
            return vec![Output::Announce(Announcement::Message { from })];
        }
        Vec::new()
    }

    fn history(&mut self, now: Duration, messages: Option<Vec<Message>>) -> Vec<Output> {
        let me = self.state.me.clone();
        match messages {
            Some(mut messages) => {
                // The old service hands out other people's private messages.
                messages.retain(|message| is_for(message, &me));
                self.chat().history(messages, &me);
            }
            None => self.chat().history_failed = true,
        }
        self.send_waiting(now)
    }

    fn mesh(&mut self, event: MeshEvent) -> Vec<Output> {
        match event {
            MeshEvent::Send { to, signal } => {
                return vec![Output::Emit(Outgoing::Signal { room: self.room.id.clone(), to, signal })];
            }
            MeshEvent::PeerState { peer, state } => {
                self.edit().links.get_or_default(peer).state = state;
                // Whatever the server lost of it, whoever is newly connected learns our state from us.
                if state == PeerState::Connected {
                    return vec![Output::TellPeers(self.own_media_message())];
                }
            }
            MeshEvent::Track { peer, source, stream } => {
                self.edit().links.get_or_default(peer).receive(source, stream);
            }
            MeshEvent::PeerGone { peer } => {
                self.edit().links.remove(&peer);
            }
            MeshEvent::Message { from, message } => self.peer_message(&from, message),
        }
        Vec::new()
    }

    fn peer_message(&mut self, from: &UserId, message: PeerMessage) {
        match message {
            PeerMessage::Media { mic, camera, .. } => {
                self.edit().set_media(from, MediaState { mic_enabled: mic, camera_enabled: camera });
            }
            PeerMessage::Hand { .. }
            | PeerMessage::Reaction { .. }
            | PeerMessage::Speaking { .. }
            | PeerMessage::Tile { .. } => {}
        }
    }

    fn token_renewed(&mut self, now: Duration, renewed: Option<bool>) -> Vec<Output> {
        match renewed {
            Some(true) => vec![Output::Reconnect],
            Some(false) => self.over(Over::SignInNeeded),
            None => {
                self.reconnect = Some(now + RECONNECT_AFTER);
                Vec::new()
            }
        }
    }

    fn own_media(&mut self, media: MediaState) -> Vec<Output> {
        if self.own_media == media {
            return Vec::new();
        }
        self.own_media = media;
        let me = self.state.me.clone();
        self.edit().set_media(&me, media);
        let peers =
            PeerMessage::Media { mic: media.mic_enabled, camera: media.camera_enabled, screen: false };
        let mut outputs = vec![Output::TellPeers(peers)];
        if self.state.phase == Phase::Inside {
            outputs.push(Output::Emit(Outgoing::Media(media)));
        }
        outputs
    }

    fn own_media_message(&self) -> PeerMessage {
        let MediaState { mic_enabled, camera_enabled } = self.own_media;
        PeerMessage::Media { mic: mic_enabled, camera: camera_enabled, screen: false }
    }

    fn say(&mut self, now: Duration, text: &str) -> Vec<Output> {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > MESSAGE_CHARS {
            return Vec::new();
        }
        self.chat().write(text.to_owned());
        self.send_waiting(now)
    }

    /// The old server drops what is said before the join without a word.
    fn send_waiting(&mut self, now: Duration) -> Vec<Output> {
        if self.state.phase != Phase::Inside {
            return Vec::new();
        }
        let waiting = self.chat().take_waiting(now);
        waiting.into_iter().map(|text| Output::Emit(Outgoing::Say(text))).collect()
    }

    fn timer(&mut self, now: Duration) -> Vec<Output> {
        let due = |deadline: Option<Duration>| deadline.is_some_and(|deadline| deadline <= now);
        let mut outputs = Vec::new();
        if due(self.join_again) {
            self.join_again = Some(now + JOIN_TIME_OUT);
            outputs.push(Output::Emit(Outgoing::Join(self.room.id.clone())));
        }
        if due(self.reconnect) {
            self.reconnect = None;
            outputs.push(Output::Reconnect);
        }
        if due(self.state.chat.deadline()) && self.chat().expire(now) {
            outputs.push(Output::Announce(Announcement::MessageRefused));
        }
        outputs
    }

    fn over(&mut self, why: Over) -> Vec<Output> {
        (self.join_again, self.reconnect) = (None, None);
        self.edit().phase = Phase::Over(why);
        Vec::new()
    }

    /// Without ourselves and without the repetitions of people with two tabs.
    fn others(&self, mut users: Vec<UserId>) -> Vec<UserId> {
        users.sort_unstable();
        users.dedup();
        users.retain(|user| *user != self.state.me);
        users
    }

    fn edit(&mut self) -> &mut State {
        Rc::make_mut(&mut self.state)
    }

    fn chat(&mut self) -> &mut Chat {
        Rc::make_mut(&mut self.edit().chat)
    }
}

fn is_for(message: &Message, me: &UserId) -> bool {
    match message.visibility {
        Visibility::Public => true,
        Visibility::Private => {
            let targets = message.target.as_deref().unwrap_or_default();
            message.user_id == *me || targets.iter().any(|target| target.user_id == *me)
        }
    }
}
