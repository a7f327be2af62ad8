//! Carries out who gets which quality, tells peers how large they are seen, and listens for who speaks.

use std::{
    cell::{Cell, OnceCell, RefCell},
    rc::{Rc, Weak},
    time::Duration,
};

use charlaton_contract::UserId;
use gloo_timers::callback::Interval;
use js_sys::Reflect;
use web_sys::RtcRtpReceiver;

use super::{Connection, MeshDriver, Shared, js};
use crate::lib::{
    clock::now,
    small_map::SmallMap,
    webrtc::{
        PeerMessage,
        quality::{Carries, Figures, Input, LOOK_EVERY, Output, Quality, Settings, Tile},
        shown::Shown,
        speaker::{Mark, Speakers},
    },
};

/// Between two looks at the levels of voices.
const LISTEN_EVERY_MS: u32 = 150;
/// A look waits for the browser's threads of sound, which takes long where the processor has no time. At most this
/// part of the page's time goes into it.
const LISTEN_AT_MOST_ONE_IN: u32 = 20;

type OnMark = Box<dyn Fn(&UserId, Mark)>;

#[derive(Default)]
pub(super) struct Care {
    quality: RefCell<Quality>,
    shown: RefCell<Shown>,
    speakers: RefCell<Speakers>,
    /// When the newest packet of each voice was heard, by the browser's account.
    heard: RefCell<SmallMap<UserId, f64>>,
    /// Not before.
    listen_from: Cell<Duration>,
    on_mark: OnceCell<OnMark>,
    /// What everybody was told of our devices.
    media: RefCell<Option<PeerMessage>>,
    /// Present while there is somebody.
    timers: RefCell<Option<[Interval; 2]>>,
}

impl MeshDriver {
    /// These are the tiles of others there are now. Who must know is told.
    pub fn show(&self, tiles: Vec<(UserId, Tile)>) {
        self.0.care.shown.borrow_mut().measured(tiles);
        self.0.tell_tiles();
    }

    /// No camera is sent while it is on. That none is asked for either is said by [`Self::show`].
    pub fn set_audio_only(&self, on: bool) {
        self.0.set_quality(Input::AudioOnly(on));
    }

    /// A screen is shared besides, or not any more.
    pub fn set_sharing(&self, on: bool) {
        self.0.set_quality(Input::Sharing(on));
    }

    /// Calls back when somebody else begins or ends to speak. Once; the callback must not own a clone of this.
    pub fn watch_voices(&self, on_mark: impl Fn(&UserId, Mark) + 'static) {
        let _ = self.0.care.on_mark.set(Box::new(on_mark));
    }

    /// What the uplink carries.
    #[must_use]
    pub fn carries(&self) -> Option<Carries> {
        self.0.care.quality.borrow().carries(now())
    }

    /// What the last look at the connection with `peer` said.
    #[must_use]
    pub fn figures(&self, peer: &UserId) -> Option<Figures> {
        self.0.care.quality.borrow().figures(now(), peer)
    }

    /// Whether `peer` speaks now.
    #[must_use]
    pub fn speaks(&self, peer: &UserId) -> bool {
        self.0.care.speakers.borrow().speaks(peer)
    }
}

impl Care {
    /// What a peer is told instead of `message`: who gets no picture need not wait for one.
    pub(super) fn instead(&self, peer: &UserId, message: &PeerMessage) -> Option<String> {
        let PeerMessage::Media { mic, camera, screen, interrupted } = *message else { return None };
        self.media.replace(Some(message.clone()));
        let camera = camera && !self.quality.borrow().is_shed(peer);
        PeerMessage::Media { mic, camera, screen, interrupted }.encode()
    }
}

impl Shared {
    /// A connection is about to be made; how our pictures are to be sent.
    pub(super) fn opened(&self, peer: &UserId) -> Settings {
        self.set_quality(Input::Opened(peer.clone()));
        self.care.shown.borrow_mut().opened(peer);
        let settings = self.care.quality.borrow().settings(peer);
        settings.unwrap_or(Settings { active: false, bits: 0, lines: 0, frames: 0, screen: None })
    }

    pub(super) fn closed(&self, peer: &UserId) {
        self.set_quality(Input::Closed(peer.clone()));
        self.care.heard.borrow_mut().remove(peer);
        if self.connections.borrow().is_empty() {
            self.care.timers.take();
        }
    }

    /// The peer has left for good.
    pub(super) fn gone(&self, peer: &UserId) {
        self.care.shown.borrow_mut().closed(peer);
    }

    /// The peer has said how it shows us.
    pub(super) fn seen_as(&self, peer: UserId, tile: Tile) {
        self.set_quality(Input::Tile(peer, tile));
    }

    pub(super) fn keep_looking(self: &Rc<Self>) {
        let mut timers = self.care.timers.borrow_mut();
        if timers.is_none() {
            let every = |millis, work: fn(&Rc<Self>)| {
                let shared = Rc::downgrade(self);
                Interval::new(millis, move || Weak::upgrade(&shared).iter().for_each(work))
            };
            let look_every = u32::try_from(LOOK_EVERY.as_millis()).unwrap_or(u32::MAX);
            *timers = Some([every(look_every, Self::look), every(LISTEN_EVERY_MS, Self::listen)]);
        }
    }

    /// Tells whom it concerns how large they are seen.
    pub(super) fn tell_tiles(&self) {
        let messages = self.care.shown.borrow_mut().tell(now());
        let connections = self.connections.borrow();
        for (peer, message) in messages {
            if let (Some(connection), Some(text)) = (connections.get(&peer), message.encode()) {
                connection.tell(&text);
            }
        }
    }

    fn set_quality(&self, input: Input) {
        let outputs = self.care.quality.borrow_mut().handle(now(), input);
        for output in outputs {
            match output {
                Output::Set(peer, settings) => {
                    if let Some(connection) = self.with(&peer) {
                        connection.set_quality(settings);
                    }
                }
                Output::Shed(peer, _) => {
                    let media = self.care.media.borrow().clone();
                    let text = media.and_then(|media| self.care.instead(&peer, &media));
                    if let (Some(connection), Some(text)) = (self.with(&peer), text) {
                        connection.tell(&text);
                    }
                }
            }
        }
    }

    fn look(self: &Rc<Self>) {
        self.tell_tiles();
        let connections = self.connections.borrow();
        for (peer, connection) in connections.iter() {
            let (shared, peer, generation) = (Rc::downgrade(self), peer.clone(), connection.generation());
            connection.look(move |sample| {
                let Some(shared) = Weak::upgrade(&shared) else { return };
                // Late ones are of a connection that is not there any more.
                if shared.with(&peer).is_some_and(|connection| connection.generation() == generation) {
                    shared.set_quality(Input::Sample(peer, sample));
                }
            });
        }
    }

    fn listen(self: &Rc<Self>) {
        let Some(on_mark) = self.care.on_mark.get() else { return };
        let begun = now();
        if begun < self.care.listen_from.get() {
            return;
        }
        let mut levels = Vec::new();
        for (peer, connection) in self.connections.borrow().iter() {
            let voice = connection.voice().and_then(|voice| level(&voice));
            let (level, at) = voice.unwrap_or_default();
            let mut heard = self.care.heard.borrow_mut();
            // While silence is not sent, the last level stands still.
            let fresh = heard.get(peer) != Some(&at);
            if fresh {
                heard.insert(peer.clone(), at);
            }
            levels.push((peer.clone(), if fresh { level } else { 0.0 }));
        }
        let ended = now();
        self.care.listen_from.set(ended + ended.saturating_sub(begun) * LISTEN_AT_MOST_ONE_IN);
        let changes = self.care.speakers.borrow_mut().hear(ended, &levels);
        for (peer, mark) in changes {
            on_mark(&peer, mark);
        }
    }

    fn with(&self, peer: &UserId) -> Option<Rc<Connection>> {
        self.connections.borrow().get(peer).cloned()
    }
}

/// How loud a voice is, and when the browser heard so.
#[expect(clippy::cast_possible_truncation, reason = "between 0 and 1")]
fn level(receiver: &RtcRtpReceiver) -> Option<(f32, f64)> {
    let sources = js::invoke(receiver, "getSynchronizationSources", &[]).ok()?;
    let source = Reflect::get_u32(&sources, 0).ok()?;
    let number = |name: &str| Reflect::get(&source, &name.into()).ok()?.as_f64();
    Some((number("audioLevel")? as f32, number("timestamp")?))
}
