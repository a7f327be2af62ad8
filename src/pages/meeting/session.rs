//! Carries out what the [`Machine`] decides: socket, mesh, REST, timer. Dropping it ends all of them.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

use charlaton_contract::{RoomId, UserId, events::MediaState, rest::Room};
use charlaton_json::{Value, json};
use gloo_timers::callback::Timeout;
use yew::{Callback, platform::spawn_local};

use super::{
    local::LocalView,
    machine::{Announcement, Input, Machine, Output},
    state::State,
};
use crate::{
    app::Services,
    lib::{
        clock::now,
        signaling::{Incoming, Outgoing},
        socket::{Options, Socket, Subscription},
        webrtc::{MeshConfig, MeshDriver, Source},
    },
    services::{Api, auth, message, room},
};

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
    mesh: MeshDriver,
    timer: RefCell<Option<Timeout>>,
    onstate: Callback<Rc<State>>,
    onannounce: Callback<Announcement>,
    _subscriptions: [Subscription; 2],
}

impl Session {
    /// Connects and enters `room` as `me`.
    pub(super) fn start(
        services: &Services,
        room: Room,
        me: UserId,
        media: MediaState,
        onstate: Callback<Rc<State>>,
        onannounce: Callback<Announcement>,
    ) -> Self {
        let config = MeshConfig {
            ice_servers: services.config.ice_servers.clone(),
            relay_only: services.config.relay_only,
        };
        let options = Options { url: services.config.chat_url.clone(), ..Options::default() };
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
            let socket = Socket::connect(options, {
                let api = api.clone();
                move || Box::pin(handshake(api.clone()))
            });
            let subscriptions = [
                socket.on_any({
                    let feed = feed.clone();
                    move |event, args| {
                        if let Some(incoming) = Incoming::decode(event, args) {
                            feed(Input::Wire(incoming));
                        }
                    }
                }),
                socket.on_state({
                    let feed = feed.clone();
                    move |state| feed(Input::Socket(state.clone()))
                }),
            ];
            let mesh = MeshDriver::new(me.clone(), config, move |event| feed(Input::Mesh(event)));
            Inner {
                room: room.id.clone(),
                me: me.clone(),
                api,
                machine: RefCell::new(Machine::new(room, me, media)),
                queue: RefCell::default(),
                busy: Cell::new(false),
                socket,
                mesh,
                timer: RefCell::default(),
                onstate,
                onannounce,
                _subscriptions: subscriptions,
            }
        }))
    }

    /// Sends what the person's devices give, and says so.
    pub(super) fn set_local(&self, local: &LocalView) {
        self.0.mesh.set_local(Source::Microphone, local.microphone.track.clone());
        self.0.mesh.set_local(Source::Camera, local.camera.track.clone());
        self.feed(Input::OwnMedia(media_state(local)));
    }

    /// Writes to everybody.
    pub(super) fn say(&self, text: String) {
        self.feed(Input::Say(text));
    }

    /// Sends a failed message after all.
    pub(super) fn retry(&self, key: u32) {
        self.feed(Input::Retry(key));
    }

    /// Gives a failed message up.
    pub(super) fn discard(&self, key: u32) {
        self.feed(Input::Discard(key));
    }

    /// Leaves: the others hear it, everything is closed.
    pub(super) fn leave(&self) {
        self.emit(Outgoing::Leave);
        self.0.mesh.leave();
        self.0.socket.disconnect();
    }

    /// Ends the meeting for everybody. REST makes it final; the socket tells the others, because the old REST service
    /// tells nobody.
    pub(super) fn end(&self) {
        let session = self.clone();
        spawn_local(async move {
            let Inner { api, room, me, .. } = &*session.0;
            match room::end(api, room, me).await {
                Ok(()) => session.emit(Outgoing::End),
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
            Output::LoadHistory => {
                let Inner { api, room, .. } = &*self.0;
                let (api, room) = (api.clone(), room.clone());
                self.later(async move { Input::History(message::history(&api, &room).await.ok()) });
            }
            Output::RenewToken => {
                let api = self.0.api.clone();
                self.later(async move {
                    Input::TokenRenewed(match auth::renew_token(&api).await {
                        Ok(()) => Some(true),
                        Err(error) if error.requires_sign_in() => Some(false),
                        Err(_) => None,
                    })
                });
            }
            Output::Reconnect => self.0.socket.reconnect(),
            Output::Announce(announcement) => self.0.onannounce.emit(announcement),
        }
    }

    fn emit(&self, outgoing: Outgoing) {
        let (event, args) = outgoing.encode();
        self.0.socket.emit_volatile(event, args);
    }

    /// Feeds what `input` comes to, if the meeting is still there then.
    fn later(&self, input: impl Future<Output = Input> + 'static) {
        let weak = Rc::downgrade(&self.0);
        spawn_local(async move {
            let input = input.await;
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

async fn handshake(api: Api) -> Value {
    match auth::access_token(&api).await {
        Some(token) => json!({ "token": token }),
        None => json!({}),
    }
}
