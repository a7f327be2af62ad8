//! The mesh with real connections: several drivers in one page, their signals handed over directly.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::wildcard_enum_match_arm,
    reason = "a helper of a test fails the test"
)]

use std::{
    cell::RefCell,
    collections::BTreeMap,
    rc::{Rc, Weak},
};

use charlaton::lib::{
    media::{DeviceKind, LevelMeter, LocalTrack, MediaError, devices},
    webrtc::{MeshConfig, MeshDriver, MeshEvent, PeerMessage, PeerState, Signal, Source},
};
use charlaton_contract::UserId;
use charlaton_json::{Value, json};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{
    MediaStreamTrack, RtcPeerConnection, RtcPeerConnectionState, RtcSdpType, RtcSessionDescriptionInit,
    RtcTrackEvent,
};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn two_people_hear_and_see_each_other_after_one_offer() {
    let room = Room::new();
    let (ana, bob) = (room.enter("ana"), room.enter("bob"));
    let (mic, camera) = sources().await;
    ana.set_local(Source::Microphone, Some(mic.clone()));
    bob.set_local(Source::Camera, Some(camera.clone()));
    bob.room_users(vec![user("ana"), user("bob"), user("ana")]);
    room.until("connected", |room| room.connected(&["ana", "bob"])).await;
    room.until("media", |room| {
        room.flows("bob", "ana", Source::Microphone) && room.flows("ana", "bob", Source::Camera)
    })
    .await;
    assert_eq!(room.offers(), 1, "the newcomer's");
    for source in Source::ALL {
        assert!(room.has_track("ana", "bob", source) && room.has_track("bob", "ana", source), "{source:?}");
    }

    // Mute, another camera, a screen: all without a word to the other side.
    mic.set_enabled(false);
    ana.set_local(Source::Camera, Some(camera.clone()));
    ana.set_local(Source::Screen, Some(camera));
    bob.set_local(Source::Camera, None);
    room.until("more media", |room| {
        room.flows("bob", "ana", Source::Camera) && room.flows("bob", "ana", Source::Screen)
    })
    .await;
    assert_eq!(room.offers(), 1, "no new negotiation");
    assert_eq!(open_connections(), [4, 4], "one connection each, four transceivers each");

    // A socket that returns joins again.
    bob.room_users(vec![user("ana"), user("bob")]);
    assert_eq!((room.offers(), open_connections().len()), (1, 2));
}

#[wasm_bindgen_test]
async fn messages_go_both_ways_even_before_the_channel_is_open() {
    let room = Room::new();
    let (ana, bob) = (room.enter("ana"), room.enter("bob"));
    bob.room_users(vec![user("ana")]);
    bob.send(None, &PeerMessage::Hand { raised: true });
    room.until("hand", |room| room.heard("ana") == [PeerMessage::Hand { raised: true }]).await;
    let state = PeerMessage::Media { mic: true, camera: false, screen: false };
    ana.send(Some(&user("bob")), &state);
    ana.send(Some(&user("nobody")), &PeerMessage::Speaking { on: true });
    room.until("state", |room| room.heard("bob") == [state.clone()]).await;
}

#[wasm_bindgen_test]
async fn who_offer_at_once_get_one_connection_with_one_set_of_transceivers() {
    let room = Room::new();
    let (ana, bob) = (room.enter("ana"), room.enter("bob"));
    let (_, camera) = sources().await;
    ana.set_local(Source::Camera, Some(camera.clone()));
    bob.set_local(Source::Camera, Some(camera));
    ana.room_users(vec![user("bob")]);
    bob.room_users(vec![user("ana")]);
    room.until("media", |room| {
        room.connected(&["ana", "bob"])
            && room.flows("bob", "ana", Source::Camera)
            && room.flows("ana", "bob", Source::Camera)
    })
    .await;
    assert_eq!((room.offers(), open_connections()), (2, vec![4, 4]));
}

#[wasm_bindgen_test]
async fn four_people_are_a_mesh_and_leaving_closes_everything() {
    let room = Room::new();
    let names = ["ana", "bob", "cleo", "dan"];
    let mut there = Vec::new();
    for name in names {
        let driver = room.enter(name);
        driver.room_users(there.clone());
        there.push(user(name));
    }
    room.until("all connected", |room| room.connected(&names)).await;
    assert_eq!((room.offers(), open_connections().len()), (6, 12));

    room.driver("ana").leave();
    assert_eq!(open_connections().len(), 9, "ana's three are closed");
    room.driver("bob").peer_left(&user("ana"));
    room.until("gone", |room| room.gone("bob") == [user("ana")]).await;
    assert_eq!(room.gone("ana").len(), 3);
    drop(room);
    assert_eq!(open_connections().len(), 0, "the last clone is dropped");
}

#[wasm_bindgen_test]
async fn who_reloads_the_page_is_met_again() {
    let room = Room::new();
    room.enter("ana");
    room.enter("bob").room_users(vec![user("ana")]);
    room.until("connected", |room| room.connected(&["ana", "bob"])).await;
    room.enter("bob").room_users(vec![user("ana")]);
    room.until("connected again", |room| room.connected(&["ana", "bob"]) && open_connections().len() == 2)
        .await;
    assert_eq!(room.offers(), 2);
    assert_eq!(room.gone("ana"), []);
}

#[wasm_bindgen_test]
async fn another_client_with_one_addtrack_gets_voice_and_face() {
    let room = Room::new();
    let ana = room.enter("ana");
    let (mic, camera) = sources().await;
    ana.set_local(Source::Microphone, Some(mic.clone()));
    ana.set_local(Source::Camera, Some(camera));
    let other = OtherClient::new(&room, "zoe", &mic).await;
    other.offer().await;
    room.until("connected", |room| {
        other.pc.connection_state() == RtcPeerConnectionState::Connected
            && room.state("ana", "zoe") == Some(PeerState::Connected)
    })
    .await;
    room.until("voice and face", |room| {
        other.streamed_kinds() == ["audio", "video"] && room.flows("ana", "zoe", Source::Microphone)
    })
    .await;
}

#[wasm_bindgen_test]
async fn devices_are_listed_measured_and_released() {
    let (mic, camera) = sources().await;
    let list = devices().await.unwrap();
    for kind in [DeviceKind::Microphone, DeviceKind::Camera] {
        assert!(list.iter().any(|device| device.kind == kind && !device.id.is_empty()), "{list:?}");
    }
    let id = mic.device_id().unwrap();
    assert_eq!(LocalTrack::open_microphone(Some(&id)).await.unwrap().device_id(), Some(id));
    assert!(LocalTrack::open_camera(Some("unplugged long ago")).await.is_ok());

    let heard = Rc::new(RefCell::new(Vec::new()));
    let levels = Rc::clone(&heard);
    let meter = LevelMeter::new(&mic.stream(), move |level| levels.borrow_mut().push(level)).unwrap();
    until("levels", || heard.borrow().len() >= 3).await;
    assert!(heard.borrow().iter().all(|level| (0.0..=1.0).contains(level)));
    drop(meter);

    let preview = camera.stream();
    until("picture", || preview.is_flowing()).await;
    drop(camera);
    assert!(!preview.is_flowing(), "the last clone is dropped, the light is out");
}

#[wasm_bindgen_test]
async fn what_the_browser_refuses_has_a_cause() {
    for (name, message, expected) in [
        ("NotAllowedError", "Permission denied", MediaError::Denied),
        ("NotAllowedError", "Permission dismissed", MediaError::Dismissed),
        ("NotFoundError", "Requested device not found", MediaError::NotFound),
        ("NotReadableError", "Could not start video source", MediaError::Busy),
    ] {
        let refuse = format!(
            "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('{message}', '{name}'))"
        );
        js_sys::eval(&refuse).unwrap();
        let opened = LocalTrack::open_camera(None).await;
        js_sys::eval("delete navigator.mediaDevices.getUserMedia").unwrap();
        assert_eq!(opened.err(), Some(expected));
    }
}

/// A server that relays, and a note of everything that happened.
struct Room(Rc<RefCell<Noted>>);

#[derive(Default)]
struct Noted {
    drivers: BTreeMap<UserId, MeshDriver>,
    others: BTreeMap<UserId, Rc<dyn Fn(Signal)>>,
    events: Vec<(UserId, MeshEvent)>,
}

impl Room {
    fn new() -> Self {
        watch_connections();
        Self(Rc::default())
    }

    fn enter(&self, name: &str) -> MeshDriver {
        let (own, noted) = (user(name), Rc::downgrade(&self.0));
        let driver =
            MeshDriver::new(own.clone(), MeshConfig::default(), move |event| note(&noted, &own, event));
        self.0.borrow_mut().drivers.insert(user(name), driver.clone());
        driver
    }

    fn driver(&self, name: &str) -> MeshDriver {
        self.0.borrow().drivers[&user(name)].clone()
    }

    async fn until(&self, what: &str, condition: impl Fn(&Self) -> bool) {
        until(what, || condition(self)).await;
    }

    fn of<T>(&self, name: &str, pick: impl Fn(&MeshEvent) -> Option<T>) -> Vec<T> {
        let (noted, name) = (self.0.borrow(), user(name));
        noted.events.iter().filter(|(whose, _)| *whose == name).filter_map(|(_, event)| pick(event)).collect()
    }

    fn offers(&self) -> usize {
        let is_offer = |(_, event): &&(UserId, MeshEvent)| {
            matches!(event, MeshEvent::Send { signal: Signal::Offer(_), .. })
        };
        self.0.borrow().events.iter().filter(is_offer).count()
    }

    fn state(&self, name: &str, of: &str) -> Option<PeerState> {
        let peers = self.driver(name).peers();
        peers.into_iter().find_map(|(peer, state)| (peer == user(of)).then_some(state))
    }

    fn connected(&self, names: &[&str]) -> bool {
        let pairs = names.iter().flat_map(|a| names.iter().map(move |b| (a, b))).filter(|(a, b)| a != b);
        pairs.into_iter().all(|(a, b)| self.state(a, b) == Some(PeerState::Connected))
    }

    fn has_track(&self, name: &str, of: &str, wanted: Source) -> bool {
        !self.streams(name, of, wanted).is_empty()
    }

    fn flows(&self, name: &str, of: &str, wanted: Source) -> bool {
        self.streams(name, of, wanted).last().is_some_and(charlaton::lib::media::RemoteStream::is_flowing)
    }

    fn streams(&self, name: &str, of: &str, wanted: Source) -> Vec<charlaton::lib::media::RemoteStream> {
        self.of(name, |event| match event {
            MeshEvent::Track { peer, source, stream } if *peer == user(of) && *source == wanted => {
                Some(stream.clone())
            }
            _ => None,
        })
    }

    fn heard(&self, name: &str) -> Vec<PeerMessage> {
        self.of(name, |event| match event {
            MeshEvent::Message { message, .. } => Some(message.clone()),
            _ => None,
        })
    }

    fn gone(&self, name: &str) -> Vec<UserId> {
        self.of(name, |event| match event {
            MeshEvent::PeerGone { peer } => Some(peer.clone()),
            _ => None,
        })
    }
}

fn note(noted: &Weak<RefCell<Noted>>, own: &UserId, event: MeshEvent) {
    let Some(noted) = noted.upgrade() else { return };
    noted.borrow_mut().events.push((own.clone(), event.clone()));
    if let MeshEvent::Send { to, signal } = event {
        let (driver, other) =
            (noted.borrow().drivers.get(&to).cloned(), noted.borrow().others.get(&to).cloned());
        if let Some(driver) = driver {
            driver.signal(own.clone(), signal);
        } else if let Some(other) = other {
            other(signal);
        }
    }
}

/// Somebody with another program: one audio track, no data channel, none of our fields.
struct OtherClient {
    pc: RtcPeerConnection,
    name: UserId,
    room: Weak<RefCell<Noted>>,
    kinds: Rc<RefCell<Vec<String>>>,
    _listeners: Vec<gloo_events::EventListener>,
}

impl OtherClient {
    async fn new(room: &Room, name: &str, mic: &LocalTrack) -> Rc<Self> {
        let pc = RtcPeerConnection::new().unwrap();
        let stream = web_sys::MediaStream::new().unwrap();
        let constraints = web_sys::MediaStreamConstraints::new();
        constraints.set_audio_bool(mic.is_enabled());
        let devices = web_sys::window().unwrap().navigator().media_devices().unwrap();
        let media =
            JsFuture::from(devices.get_user_media_with_constraints(&constraints).unwrap()).await.unwrap();
        let track: MediaStreamTrack =
            media.unchecked_into::<web_sys::MediaStream>().get_audio_tracks().get(0).into();
        pc.add_track_0(&track, &stream);

        let kinds = Rc::new(RefCell::new(Vec::new()));
        let seen = Rc::clone(&kinds);
        let tracked = gloo_events::EventListener::new(&pc, "track", move |event| {
            let event: &RtcTrackEvent = event.unchecked_ref();
            // Like many: what is in no stream is not looked at.
            if event.streams().length() > 0 {
                seen.borrow_mut().push(event.track().kind());
            }
        });
        let (weak, own) = (Rc::downgrade(&room.0), user(name));
        let found = gloo_events::EventListener::new(&pc, "icecandidate", move |event| {
            let candidate = event.unchecked_ref::<web_sys::RtcPeerConnectionIceEvent>().candidate();
            let value = candidate.map_or(
                Value::Null,
                |candidate| json!({ "candidate": candidate.candidate(), "sdpMid": candidate.sdp_mid() }),
            );
            relay(&weak, &own, Signal::Candidate(value));
        });
        let other = Rc::new(Self {
            pc,
            name: user(name),
            room: Rc::downgrade(&room.0),
            kinds,
            _listeners: vec![tracked, found],
        });
        let listening = Rc::downgrade(&other);
        let hear = move |signal| {
            if let Some(other) = listening.upgrade() {
                wasm_bindgen_futures::spawn_local(async move { other.hear(signal).await });
            }
        };
        room.0.borrow_mut().others.insert(user(name), Rc::new(hear));
        other
    }

    async fn offer(&self) {
        let offer = JsFuture::from(self.pc.create_offer()).await.unwrap();
        let sdp = text(offer.as_ref(), "sdp");
        let init = RtcSessionDescriptionInit::new(RtcSdpType::Offer);
        init.set_sdp(&sdp);
        JsFuture::from(self.pc.set_local_description(&init)).await.unwrap();
        relay(&self.room, &self.name, Signal::Offer(json!({ "type": "offer", "sdp": sdp })));
    }

    async fn hear(&self, signal: Signal) {
        let (kind, value) = match signal {
            Signal::Offer(value) => (RtcSdpType::Offer, value),
            Signal::Answer(value) => (RtcSdpType::Answer, value),
            Signal::Candidate(value) => {
                let init = web_sys::RtcIceCandidateInit::new(
                    value.get("candidate").and_then(Value::as_str).unwrap(),
                );
                init.set_sdp_mid(value.get("sdpMid").and_then(Value::as_str));
                let _ =
                    JsFuture::from(self.pc.add_ice_candidate_with_opt_rtc_ice_candidate_init(Some(&init)))
                        .await;
                return;
            }
        };
        let init = RtcSessionDescriptionInit::new(kind);
        init.set_sdp(value.get("sdp").and_then(Value::as_str).unwrap());
        JsFuture::from(self.pc.set_remote_description(&init)).await.unwrap();
        if kind == RtcSdpType::Offer {
            let answer = JsFuture::from(self.pc.create_answer()).await.unwrap();
            let sdp = text(answer.as_ref(), "sdp");
            let init = RtcSessionDescriptionInit::new(RtcSdpType::Answer);
            init.set_sdp(&sdp);
            JsFuture::from(self.pc.set_local_description(&init)).await.unwrap();
            relay(&self.room, &self.name, Signal::Answer(json!({ "type": "answer", "sdp": sdp })));
        }
    }

    fn streamed_kinds(&self) -> Vec<String> {
        self.kinds.borrow().clone()
    }
}

impl Drop for OtherClient {
    fn drop(&mut self) {
        self.pc.close();
    }
}

fn relay(room: &Weak<RefCell<Noted>>, from: &UserId, signal: Signal) {
    let Some(room) = room.upgrade() else { return };
    let drivers: Vec<_> = room.borrow().drivers.values().cloned().collect();
    for driver in drivers {
        driver.signal(from.clone(), signal.clone());
    }
}

async fn sources() -> (LocalTrack, LocalTrack) {
    (LocalTrack::open_microphone(None).await.unwrap(), LocalTrack::open_camera(None).await.unwrap())
}

async fn until(what: &str, condition: impl Fn() -> bool) {
    for _ in 0..1500 {
        if condition() {
            return;
        }
        TimeoutFuture::new(10).await;
    }
    panic!("not in time: {what}");
}

/// Counts the page's connections from here on.
fn watch_connections() {
    js_sys::eval(
        "window.Plain ??= RTCPeerConnection; window.made = [];
         window.RTCPeerConnection = class extends Plain { constructor(...a) { super(...a); made.push(this); } };",
    )
    .unwrap();
}

/// How many transceivers each open connection has that [`watch_connections`] knows of.
fn open_connections() -> Vec<u32> {
    let made: Array = Reflect::get(&js_sys::global(), &"made".into()).unwrap().into();
    let open = made.iter().map(JsCast::unchecked_into::<RtcPeerConnection>);
    let open = open.filter(|pc| pc.connection_state() != RtcPeerConnectionState::Closed);
    open.map(|pc| pc.get_transceivers().length()).collect()
}

fn text(value: &JsValue, name: &str) -> String {
    Reflect::get(value, &name.into()).unwrap().as_string().unwrap()
}

fn user(id: &str) -> UserId {
    UserId::parse(id).unwrap()
}
