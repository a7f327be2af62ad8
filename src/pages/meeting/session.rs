//! Carries out what the [`Machine`] decides: socket, mesh, REST, timer. Dropping it ends all of them.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
    time::Duration,
};

use charlaton_contract::{
    RoomId, UserId,
    events::MediaState,
    rest::{Room, User},
};
use charlaton_json::{Value, json};
use gloo_timers::callback::Timeout;
use yew::{Callback, platform::spawn_local};

use super::{
    chat::Draft,
    devices::LocalView,
    figures::{Figures, OfPeer},
    machine::{Announcement, DoorWish, Input, Machine, Output, Question, Wish},
    state::State,
};
use crate::{
    app::Services,
    lib::{
        clock::now,
        config::Signaling,
        media::ScreenShare,
        network::NetworkChange,
        signaling::{Incoming, Outgoing, relay},
        socket::{self, Options, Socket, Subscription},
        webrtc::{MeshConfig, MeshDriver, Source, quality::Tile, speaker::Mark},
    },
    services::{Api, ApiError, access, auth, ice_servers, message, room, user},
};

/// Between two tries to reach a server that is away: whoever is in a call is to hear within three seconds that it is back.
const LONGEST_WAIT: Duration = Duration::from_millis(1500);

/// One meeting in progress.
#[derive(Debug, Clone)]
pub(super) struct Session(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    room: RoomId,
    me: UserId,
    api: Api,
    machine: RefCell<Machine>,
    /// Inputs that came while another was being carried out.
    queue: RefCell<VecDeque<Input>>,
    busy: Cell<bool>,
    socket: Socket,
    /// To the second signaling server.
    relay: Option<Socket>,
    mesh: MeshDriver,
    /// What the person's devices give, and whether the microphone is interrupted.
    media: Cell<(MediaState, bool)>,
    /// The camera is kept to ourselves.
    audio_only: Cell<bool>,
    timer: RefCell<Option<Timeout>>,
    onstate: Callback<Rc<State>>,
    onannounce: Callback<Announcement>,
    _subscriptions: Vec<Subscription>,
    _network: NetworkChange,
}

impl Inner {
    /// The sockets first: what the mesh has to say needs them.
    fn network_changed(&self) {
        [Some(&self.socket), self.relay.as_ref()].into_iter().flatten().for_each(Socket::wake);
        self.mesh.network_changed();
    }
}

impl Session {
    /// Connects and enters `room` as `user`.
    pub(super) fn start(
        services: &Services,
        room: Room,
        user: User,
        media: MediaState,
        onstate: Callback<Rc<State>>,
        onannounce: Callback<Announcement>,
    ) -> Self {
        let config = MeshConfig {
            ice_servers: services.config.ice_servers.clone(),
            relay_only: services.config.relay_only,
        };
        let relay_url =
            (services.config.signaling == Signaling::WebRtc).then(|| services.config.webrtc_url.clone());
        let api = services.api.clone();
        Self(Rc::new_cyclic(|weak| {
            let feed = {
                let weak = weak.clone();
                move |input| {
                    if let Some(inner) = weak.upgrade() {
                        Self(inner).feed(input);
                    }
                }
            };
            let socket = connect(&services.config.chat_url, &api);
            let relay = relay_url.map(|url| connect(&url, &api));
            let mut subscriptions = subscribe(&socket, &feed, Input::Socket, |event, args| {
                Some(Input::Wire(Incoming::decode(event, args)?))
            });
            if let Some(relay) = &relay {
                let state = |state| Input::Relay(relay::Input::Socket(state));
                subscriptions.extend(subscribe(relay, &feed, state, |event, args| {
                    Some(Input::Relay(relay::Input::Wire(relay::Incoming::decode(event, args)?)))
                }));
            }
            let network = {
                let weak = weak.clone();
                NetworkChange::new(move || weak.upgrade().iter().for_each(|inner| inner.network_changed()))
            };
            let me = user.id.clone();
            let mesh = MeshDriver::new(me.clone(), config, move |event| feed(Input::Mesh(event)));
            if let Some(url) = services.config.ice_servers_url.clone() {
                let api = api.clone();
                mesh.fetch_ice_servers(move || {
                    let (api, url) = (api.clone(), url.clone());
                    Box::pin(async move { ice_servers::list(&api, &url).await.ok() })
                });
            }
            let mut machine = Machine::new(room.clone(), user, media);
            if relay.is_some() {
                machine = machine.with_relay(now());
            }
            Inner {
                room: room.id,
                me,
                api,
                machine: RefCell::new(machine),
                queue: RefCell::default(),
                busy: Cell::new(false),
                socket,
                relay,
                mesh,
                media: Cell::new((media, false)),
                audio_only: Cell::default(),
                timer: RefCell::default(),
                onstate,
                onannounce,
                _subscriptions: subscriptions,
                _network: network,
            }
        }))
    }

    /// Sends what the person's devices give, and says so.
    pub(super) fn set_local(&self, local: &LocalView) {
        self.0.mesh.set_local(Source::Microphone, local.microphone.sent().cloned());
        self.0.mesh.set_local(Source::Camera, local.camera.sent().cloned());
        self.0.media.set((media_state(local), local.is_interrupted()));
        self.say_media();
    }

    /// Sends a screen and its sound, or none, and says so.
    pub(super) fn set_screen(&self, share: Option<&ScreenShare>) {
        let mesh = &self.0.mesh;
        mesh.set_local(Source::Screen, share.map(|share| share.video.clone()));
        mesh.set_local(Source::ScreenAudio, share.and_then(|share| share.audio.clone()));
        mesh.set_sharing(share.is_some());
        self.feed(Input::OwnSharing(share.is_some()));
    }

    /// Sends no camera and shows none, or does so again.
    pub(super) fn set_audio_only(&self, on: bool) {
        self.0.audio_only.set(on);
        self.0.mesh.set_audio_only(on);
        self.say_media();
    }

    /// Others are told what they can see and hear.
    fn say_media(&self) {
        let (mut media, interrupted) = self.0.media.get();
        media.camera_enabled &= !self.0.audio_only.get();
        self.feed(Input::OwnMedia { media, interrupted });
    }

    /// How the others are shown.
    pub(super) fn show(&self, tiles: Vec<(UserId, Tile)>) {
        self.0.mesh.show(tiles);
    }

    /// Calls back when somebody begins or ends to speak.
    pub(super) fn watch_voices(&self, on_mark: impl Fn(&UserId, Mark) + 'static) {
        self.0.mesh.watch_voices(on_mark);
    }

    /// What is known of the connections.
    pub(super) fn figures(&self) -> Figures {
        let mesh = &self.0.mesh;
        let state = self.0.machine.borrow().state();
        let of_peer = |peer: &UserId| {
            let figures = mesh.figures(peer).unwrap_or_default();
            OfPeer { peer: peer.clone(), figures, speaks: mesh.speaks(peer) }
        };
        Figures { carries: mesh.carries(), peers: state.links.keys().map(of_peer).collect() }
    }

    /// Writes to everybody, or to one person.
    pub(super) fn say(&self, text: String, to: Option<UserId>) {
        self.feed(Input::Say(text, to));
    }

    /// Goes on with what an earlier page had left to send.
    pub(super) fn restore(&self, drafts: Vec<Draft>) {
        self.feed(Input::Unsent(drafts));
    }

    /// Sends a failed message after all.
    pub(super) fn retry(&self, key: u32) {
        self.feed(Input::Retry(key));
    }

    /// Gives a failed message up.
    pub(super) fn discard(&self, key: u32) {
        self.feed(Input::Discard(key));
    }

    /// Shows the others something, or wants something of them.
    pub(super) fn wish(&self, wish: Wish) {
        self.feed(Input::Wish(wish));
    }

    /// Decides something at the door of a private room.
    pub(super) fn knock(&self, wish: DoorWish) {
        self.feed(Input::Knock(wish));
    }

    /// Leaves: the others hear it, everything is closed.
    pub(super) fn leave(&self) {
        self.emit(Outgoing::Leave);
        self.0.mesh.leave();
        self.0.socket.disconnect();
        if let Some(relay) = &self.0.relay {
            relay.disconnect();
        }
    }

    /// Ends the meeting for everybody. REST makes it final; the socket tells the others, because the old REST service
    /// tells nobody.
    pub(super) fn end(&self) {
        let session = self.clone();
        spawn_local(async move {
            let Inner { api, room, me, .. } = &*session.0;
            match room::end(api, room, me).await {
                Ok(()) => session.feed(Input::Ended),
                Err(_) => session.0.onannounce.emit(Announcement::EndRefused),
            }
        });
    }

    /// Inputs are taken one after another, also those that carrying out causes.
    fn feed(&self, input: Input) {
        self.0.queue.borrow_mut().push_back(input);
        if self.0.busy.replace(true) {
            return;
        }
        let before = self.0.machine.borrow().state();
        loop {
            let Some(input) = self.0.queue.borrow_mut().pop_front() else { break };
            let outputs = self.0.machine.borrow_mut().handle(now(), input);
            for output in outputs {
                self.carry_out(output);
            }
        }
        self.0.busy.set(false);
        self.set_timer();
        let after = self.0.machine.borrow().state();
        if !Rc::ptr_eq(&before, &after) {
            self.0.onstate.emit(after);
        }
    }

    fn carry_out(&self, output: Output) {
        match output {
            Output::Emit(outgoing) => self.emit(outgoing),
            Output::Offer(users) => self.0.mesh.room_users(users),
            Output::Present(users) => self.0.mesh.present(users),
            Output::Signal { from, signal } => self.0.mesh.signal(from, signal),
            Output::TellPeers(message) => self.0.mesh.send(None, &message),
            Output::TellPeer(peer, message) => self.0.mesh.send(Some(&peer), &message),
            Output::Ask(question) => self.ask(question),
            Output::Revoke(user) => self.revoke(user),
            Output::Reconnect => self.0.socket.reconnect(),
            Output::EmitToRelay(outgoing) => {
                if let Some(relay) = &self.0.relay {
                    let (event, args) = outgoing.encode();
                    relay.emit_volatile(event, args);
                }
            }
            Output::ReconnectRelay => self.0.relay.iter().for_each(Socket::reconnect),
            Output::OwnId(id) => self.0.mesh.set_own(id),
            Output::Announce(announcement) => self.0.onannounce.emit(announcement),
        }
    }

    fn emit(&self, outgoing: Outgoing) {
        let (event, args) = outgoing.encode();
        self.0.socket.emit_volatile(event, args);
    }

    /// A server that puts people out does the same, and answers that there is nothing left to revoke: this is for when
    /// our socket is away.
    fn revoke(&self, user: UserId) {
        let Inner { api, room, me, .. } = &*self.0;
        let (api, room, me) = (api.clone(), room.clone(), me.clone());
        spawn_local(async move {
            let _ = access::revoke(&api, &room, &user, &me).await;
        });
    }

    /// Feeds the answer, if the meeting is still there then.
    fn ask(&self, question: Question) {
        let weak = Rc::downgrade(&self.0);
        let Inner { api, room, me, .. } = &*self.0;
        let (api, room, me) = (api.clone(), room.clone(), me.clone());
        spawn_local(async move {
            let input = answer(&api, &room, &me, question).await;
            if let Some(inner) = weak.upgrade() {
                Self(inner).feed(input);
            }
        });
    }

    fn set_timer(&self) {
        let deadline = self.0.machine.borrow().deadline();
        let timer = deadline.map(|deadline| {
            let weak = Rc::downgrade(&self.0);
            // Rounded up: a timer that comes early would find nothing due.
            let millis = deadline.saturating_sub(now()).as_millis().saturating_add(1);
            Timeout::new(u32::try_from(millis).unwrap_or(u32::MAX), move || {
                if let Some(inner) = weak.upgrade() {
                    Self(inner).feed(Input::Timer);
                }
            })
        });
        *self.0.timer.borrow_mut() = timer;
    }
}

/// What others are told of our devices.
pub(super) fn media_state(local: &LocalView) -> MediaState {
    MediaState { mic_enabled: local.mic_live(), camera_enabled: local.camera_live() }
}

async fn answer(api: &Api, room: &RoomId, me: &UserId, question: Question) -> Input {
    match question {
        Question::History => Input::History(message::history(api, room).await.ok()),
        Question::Token => Input::TokenRenewed(match auth::renew_token(api).await {
            Ok(()) => Some(true),
            Err(ApiError::SignInNeeded | ApiError::NoSocketToken) => Some(false),
            Err(_) => None,
        }),
        Question::Name(id) => {
            let user = user::by_id(api, &id).await.ok();
            Input::Name(id, user.map(|user| user.display_name().to_owned()))
        }
        Question::End => Input::EndChecked(match room::by_id(api, room).await {
            Ok(room) => Some(room.is_over()),
            Err(error) => error.is_not_found().then_some(true),
        }),
        Question::Access => {
            // Whatever it answers, the next join tells.
            let _ = access::grant(api, room, me, me).await;
            Input::AccessAsked
        }
        Question::Admit(user) => {
            let granted = access::grant(api, room, &user, me).await.is_ok();
            Input::Admitted(user, granted)
        }
    }
}

fn connect(url: &str, api: &Api) -> Socket {
    let options = Options { url: url.to_owned(), longest_wait: LONGEST_WAIT, ..Options::default() };
    let api = api.clone();
    Socket::connect(options, move || Box::pin(handshake(api.clone())))
}

/// Feeds what `socket` says and how it does.
fn subscribe(
    socket: &Socket,
    feed: &(impl Fn(Input) + Clone + 'static),
    state: fn(socket::State) -> Input,
    decode: fn(&str, &[Value]) -> Option<Input>,
) -> Vec<Subscription> {
    let (on_event, on_state) = (feed.clone(), feed.clone());
    vec![
        socket.on_any(move |event, args| decode(event, args).into_iter().for_each(&on_event)),
        socket.on_state(move |now| on_state(state(now.clone()))),
    ]
}

async fn handshake(api: Api) -> Value {
    match auth::access_token(&api).await {
        Some(token) => json!({ "token": token }),
        None => json!({}),
    }
}
