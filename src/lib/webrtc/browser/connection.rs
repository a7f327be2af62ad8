//! One `RTCPeerConnection`, its four transceivers and its data channel. Dropping it closes it.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use gloo_events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    MediaStream, RtcConfiguration, RtcPeerConnection, RtcPeerConnectionIceEvent, RtcPeerConnectionState,
    RtcRtpReceiver, RtcRtpSender, RtcRtpTransceiver, RtcRtpTransceiverDirection, RtcRtpTransceiverInit,
    RtcSdpType, RtcSessionDescriptionInit, RtcTrackEvent,
};

use super::{
    channel::{self, Channel, Waiting},
    codecs, js,
    limits::limits,
    stats,
};
use crate::lib::{
    media::{LocalTrack, RemoteStream},
    small_map::SmallMap,
    webrtc::{
        Command, ConnectionEvent, PeerMessage, Role, Source, Transport, opus,
        quality::{Sample, Settings},
        signal::{Candidate, Description, Kind},
        source::{MediaKind, assign},
    },
};

/// What a connection says.
pub(super) enum Report {
    Event(ConnectionEvent),
    Track(Source, RemoteStream),
    Message(PeerMessage),
}

/// What every connection sends.
#[derive(Default)]
pub(super) struct Locals {
    tracks: RefCell<SmallMap<Source, LocalTrack>>,
}

impl Locals {
    pub(super) fn set(&self, source: Source, track: Option<LocalTrack>) {
        let mut tracks = self.tracks.borrow_mut();
        match track {
            Some(track) => tracks.insert(source, track),
            None => drop(tracks.remove(&source)),
        }
    }

    fn get(&self, source: Source) -> Option<LocalTrack> {
        self.tracks.borrow().get(&source).cloned()
    }
}

pub(super) struct Connection {
    generation: u64,
    pc: RtcPeerConnection,
    locals: Rc<Locals>,
    report: Rc<dyn Fn(Report)>,
    /// Names that tie a voice to its face, and a screen's sound to its picture, for clients that look at streams.
    streams: Option<(MediaStream, MediaStream)>,
    channel: RefCell<Option<Channel>>,
    waiting: Waiting,
    /// Of our pictures.
    settings: Cell<Settings>,
    /// The browser has not taken them, because others were just being applied.
    refused: Rc<Cell<bool>>,
    /// Where the peer's voice comes in.
    voice: RefCell<Option<RtcRtpReceiver>>,
    _listeners: [EventListener; 4],
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.pc.close();
    }
}

impl Connection {
    pub(super) fn open(
        configuration: &RtcConfiguration,
        generation: u64,
        role: Role,
        locals: Rc<Locals>,
        settings: Settings,
        report: Rc<dyn Fn(Report)>,
    ) -> Result<Rc<Self>, JsValue> {
        let pc = RtcPeerConnection::new_with_configuration(configuration)?;
        let listeners = listen(&pc, &report);
        let streams = MediaStream::new().ok().zip(MediaStream::new().ok());
        let (channel, waiting) = (RefCell::default(), Waiting::default());
        let connection = Rc::new(Self {
            generation,
            pc,
            locals,
            report,
            streams,
            channel,
            waiting,
            settings: Cell::new(settings),
            refused: Rc::default(),
            voice: RefCell::default(),
            _listeners: listeners,
        });
        if role == Role::Offerer {
            for source in Source::ALL {
                connection.add_transceiver(source);
            }
            connection.open_channel();
        }
        Ok(connection)
    }

    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    pub(super) fn run(self: &Rc<Self>, command: Command) {
        match command {
            Command::SetLocal => self.set_local(),
            Command::SetRemote(description) => self.set_remote(description),
            Command::Add(candidate) => self.add(&candidate),
            Command::RestartIce => {
                // A browser without it keeps silent, and the machine starts over when its time is up.
                let _ = js::invoke(&self.pc, "restartIce", &[]);
            }
            Command::Count => self.count(),
        }
    }

    /// From the next ICE restart on it uses these servers.
    pub(super) fn configure(&self, configuration: &RtcConfiguration) {
        // A browser without it goes on with the old ones.
        let _ = js::invoke(&self.pc, "setConfiguration", &[configuration]);
    }

    /// Sends what there is of `source` now. Another client's connection may have no room for it: then it is made,
    /// once the first exchange is over.
    pub(super) fn send_local(&self, source: Source) {
        match self.slot(source) {
            Some(transceiver) => self.fill(source, &transceiver),
            None if self.pc.remote_description().is_some() && self.locals.get(source).is_some() => {
                self.add_transceiver(source);
            }
            None => {}
        }
    }

    /// From now on our pictures are sent so.
    pub(super) fn set_quality(&self, settings: Settings) {
        self.settings.set(settings);
        for (source, transceiver) in self.slots() {
            if source.kind() == MediaKind::Video {
                self.limit(source, &transceiver.sender());
            }
        }
    }

    /// Looks at the statistics. Says nothing while nothing flows.
    pub(super) fn look(&self, seen: impl FnOnce(Sample) + 'static) {
        if self.pc.connection_state() != RtcPeerConnectionState::Connected {
            return;
        }
        if self.refused.take() {
            self.set_quality(self.settings.get());
        }
        let camera = self.slot(Source::Camera).and_then(|transceiver| transceiver.mid());
        let statistics = self.pc.get_stats();
        spawn_local(async move {
            let statistics = JsFuture::from(statistics).await;
            if let Some(sample) = statistics.ok().and_then(|list| stats::read(&list, camera.as_deref())) {
                seen(sample);
            }
        });
    }

    /// Where the peer's voice comes in.
    pub(super) fn voice(&self) -> Option<RtcRtpReceiver> {
        self.voice.borrow().clone()
    }

    pub(super) fn tell(&self, text: &str) {
        match &*self.channel.borrow() {
            Some(channel) if channel.is_open() => channel.send(text),
            Some(_) | None => channel::wait(&self.waiting, text),
        }
    }

    fn set_local(self: &Rc<Self>) {
        let (pc, this) = (self.pc.clone(), Rc::downgrade(self));
        spawn_local(async move {
            let done = js::invoke_async(&pc, "setLocalDescription", &[]).await;
            let made = done.ok().and_then(|_| read_local(&pc));
            report(&this, made.map_or(ConnectionEvent::LocalRefused, ConnectionEvent::LocalSet));
        });
    }

    fn set_remote(self: &Rc<Self>, description: Description) {
        let kind = description.kind;
        if kind == Kind::Offer && self.channel.borrow().is_none() && description.has_channel() {
            self.open_channel();
        }
        let init = RtcSessionDescriptionInit::new(match kind {
            Kind::Offer => RtcSdpType::Offer,
            Kind::Answer => RtcSdpType::Answer,
        });
        init.set_sdp(&opus::sparing(&description.sdp));
        let (promise, this) = (self.pc.set_remote_description(&init), Rc::downgrade(self));
        spawn_local(async move {
            let done = JsFuture::from(promise).await.is_ok();
            if let (true, Some(this)) = (done, this.upgrade()) {
                this.adopt(kind);
            }
            report(&this, if done { ConnectionEvent::RemoteSet } else { ConnectionEvent::RemoteRefused });
        });
    }

    fn add(&self, candidate: &Candidate) {
        let init = js::write_candidate(candidate);
        js::let_run(self.pc.add_ice_candidate_with_opt_rtc_ice_candidate_init(Some(&init)));
    }

    /// Counts what has arrived. Where that fails nothing is said.
    fn count(self: &Rc<Self>) {
        let voice = self.slot(Source::Microphone).map(|transceiver| transceiver.receiver().track().id());
        let (stats, this) = (self.pc.get_stats(), Rc::downgrade(self));
        spawn_local(async move {
            let Ok(stats) = JsFuture::from(stats).await else { return };
            if let Some((anything, voice)) = js::read_received(&stats, voice.as_deref()) {
                report(&this, ConnectionEvent::Received { anything, voice });
            }
        });
    }

    /// Takes the transceivers of a description that was just applied for our own.
    fn adopt(&self, kind: Kind) {
        if kind == Kind::Offer {
            // Ours of a first offer that gave way to theirs: they must not ask for a second set of sections.
            for (source, transceiver) in meanings(&self.pc) {
                if source.is_none() && transceiver.mid().is_none() {
                    transceiver.stop();
                }
            }
        }
        for (source, transceiver) in self.slots() {
            if kind == Kind::Offer {
                transceiver.set_direction(self.direction(source));
                codecs::prefer(source, &transceiver);
            }
            if source == Source::Microphone {
                self.voice.replace(Some(transceiver.receiver()));
            }
            self.fill(source, &transceiver);
        }
        for source in [Source::Microphone, Source::Camera] {
            if self.slot(source).is_none() {
                self.send_local(source);
            }
        }
    }

    fn fill(&self, source: Source, transceiver: &RtcRtpTransceiver) {
        let (sender, track) = (transceiver.sender(), self.locals.get(source));
        if let Some(stream) = self.stream(source) {
            let _ = js::invoke(&sender, "setStreams", &[stream]);
        }
        let track = track.as_ref().map(LocalTrack::track);
        if sender.track().as_ref() != track {
            js::let_run(sender.replace_track(track));
        }
        // Another one makes the browser ask for an offer.
        let direction = self.direction(source);
        if source == Source::ScreenAudio && transceiver.direction() != direction {
            transceiver.set_direction(direction);
        }
        self.limit(source, &sender);
    }

    /// Sets the limits of one sender, unless they are so already: two settings at once refuse each other.
    fn limit(&self, source: Source, sender: &RtcRtpSender) {
        let parameters = sender.get_parameters();
        let Some(encodings) = parameters.get_encodings() else { return };
        let captured = self.locals.get(source).and_then(|track| track.height());
        let mut changes = 0_usize;
        for encoding in encodings.iter() {
            for (name, value) in limits(source, self.settings.get(), captured) {
                changes += usize::from(js::change(&encoding, name, &value));
            }
        }
        if changes > 0 {
            let preference = match source {
                Source::Screen => "maintain-resolution",
                Source::Camera | Source::Microphone | Source::ScreenAudio => "maintain-framerate",
            };
            js::change(&parameters, "degradationPreference", &preference.into());
            let (applied, refused) =
                (sender.set_parameters_with_parameters(&parameters), Rc::clone(&self.refused));
            spawn_local(async move {
                if JsFuture::from(applied).await.is_err() {
                    refused.set(true);
                }
            });
        }
    }

    fn add_transceiver(&self, source: Source) {
        let init = RtcRtpTransceiverInit::new();
        init.set_direction(self.direction(source));
        if let Some(stream) = self.stream(source) {
            init.set_streams(&js_sys::Array::of1(stream));
        }
        let transceiver = self.pc.add_transceiver_with_str_and_init(source.kind().as_str(), &init);
        codecs::prefer(source, &transceiver);
        self.fill(source, &transceiver);
    }

    /// A sound that is received is mixed a hundred times a second, also where none is sent: with eight people that costs
    /// as much as their voices. So the sound of a screen goes both ways only while there is one.
    fn direction(&self, source: Source) -> RtcRtpTransceiverDirection {
        match source {
            Source::ScreenAudio if self.locals.get(source).is_none() => RtcRtpTransceiverDirection::Recvonly,
            Source::Microphone | Source::Camera | Source::Screen | Source::ScreenAudio => {
                RtcRtpTransceiverDirection::Sendrecv
            }
        }
    }

    fn stream(&self, source: Source) -> Option<&MediaStream> {
        let (person, screen) = self.streams.as_ref()?;
        Some(match source {
            Source::Microphone | Source::Camera => person,
            Source::Screen | Source::ScreenAudio => screen,
        })
    }

    fn open_channel(&self) {
        let report = Rc::clone(&self.report);
        let waiting = Rc::clone(&self.waiting);
        let channel = Channel::new(&self.pc, waiting, move |message| report(Report::Message(message)));
        self.channel.replace(Some(channel));
    }

    /// The transceivers that mean something, by what they mean.
    fn slots(&self) -> Vec<(Source, RtcRtpTransceiver)> {
        slots(&self.pc).collect()
    }

    fn slot(&self, source: Source) -> Option<RtcRtpTransceiver> {
        slots(&self.pc).find(|(own, _)| *own == source).map(|(_, transceiver)| transceiver)
    }
}

fn report(connection: &Weak<Connection>, event: ConnectionEvent) {
    if let Some(connection) = connection.upgrade() {
        (connection.report)(Report::Event(event));
    }
}

fn read_local(pc: &RtcPeerConnection) -> Option<Description> {
    let description = pc.local_description()?;
    let kind = match description.type_() {
        RtcSdpType::Offer => Kind::Offer,
        RtcSdpType::Answer => Kind::Answer,
        RtcSdpType::Pranswer | RtcSdpType::Rollback | _ => return None,
    };
    Some(Description { kind, sdp: description.sdp() })
}

fn listen(pc: &RtcPeerConnection, report: &Rc<dyn Fn(Report)>) -> [EventListener; 4] {
    let on = |name: &'static str, read: fn(&RtcPeerConnection, &web_sys::Event) -> Option<Report>| {
        let (pc_here, report) = (pc.clone(), Rc::clone(report));
        EventListener::new(pc, name, move |event| {
            if let Some(said) = read(&pc_here, event) {
                report(said);
            }
        })
    };
    [
        on("negotiationneeded", |_, _| Some(Report::Event(ConnectionEvent::NegotiationNeeded))),
        on("icecandidate", |_, event| read_found(event.dyn_ref()?)),
        on("connectionstatechange", |pc, _| {
            Some(Report::Event(ConnectionEvent::Transport(transport(pc.connection_state()))))
        }),
        on("track", |pc, event| read_track(pc, event.dyn_ref()?)),
    ]
}

/// The end comes as `null` everywhere and as an empty line besides in some browsers: only the former is told.
fn read_found(event: &RtcPeerConnectionIceEvent) -> Option<Report> {
    let end =
        || Candidate { sdp_mid: Some("0".to_owned()), sdp_m_line_index: Some(0), ..Candidate::default() };
    let found = event.candidate().map_or_else(
        || Some(end()),
        |candidate| Some(js::read_candidate(&candidate)).filter(|found| !found.candidate.is_empty()),
    )?;
    Some(Report::Event(ConnectionEvent::Found(found)))
}

fn read_track(pc: &RtcPeerConnection, event: &RtcTrackEvent) -> Option<Report> {
    let transceiver = event.transceiver();
    let (source, _) = slots(pc).find(|(_, slot)| *slot == transceiver)?;
    Some(Report::Track(source, RemoteStream::of_track(&event.track())?))
}

fn transport(state: RtcPeerConnectionState) -> Transport {
    match state {
        RtcPeerConnectionState::Connected => Transport::Connected,
        RtcPeerConnectionState::Disconnected => Transport::Disconnected,
        RtcPeerConnectionState::Failed => Transport::Failed,
        RtcPeerConnectionState::Closed => Transport::Closed,
        RtcPeerConnectionState::New | RtcPeerConnectionState::Connecting | _ => Transport::Connecting,
    }
}

fn slots(pc: &RtcPeerConnection) -> impl Iterator<Item = (Source, RtcRtpTransceiver)> + use<> {
    meanings(pc).into_iter().filter_map(|(source, transceiver)| Some((source?, transceiver)))
}

/// All transceivers: those that are in a description first, for what both sides see is what counts.
fn meanings(pc: &RtcPeerConnection) -> Vec<(Option<Source>, RtcRtpTransceiver)> {
    let list = pc.get_transceivers();
    let all = list.iter().map(JsCast::unchecked_into::<RtcRtpTransceiver>);
    let (mut ordered, undescribed): (Vec<_>, Vec<_>) = all
        .filter(|transceiver| !js::is_stopped(transceiver))
        .partition(|transceiver| transceiver.mid().is_some());
    ordered.extend(undescribed);
    let kinds = ordered.iter().map(|transceiver| MediaKind::parse(&transceiver.receiver().track().kind()));
    assign(kinds).into_iter().zip(ordered).collect()
}
