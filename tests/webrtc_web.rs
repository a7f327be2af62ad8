//! The mesh with real connections: several drivers in one page, their signals handed over directly.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::wildcard_enum_match_arm,
    reason = "a helper of a test fails the test"
)]

#[path = "webrtc_web/other_client.rs"]
mod other_client;
#[path = "webrtc_web/room.rs"]
mod room;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use charlaton::lib::{
    media::{DeviceKind, LevelMeter, LocalTrack, MediaError, devices},
    webrtc::{PeerMessage, PeerState, Source, ice_servers::Answer},
};
use charlaton_contract::{UserId, read::Read};
use charlaton_json::json;
use futures_channel::oneshot;
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::RtcPeerConnectionState;

use other_client::OtherClient;
use room::{Room, ice_servers, open_connections};

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
        let expected = source != Source::ScreenAudio;
        for (name, of) in [("ana", "bob"), ("bob", "ana")] {
            assert_eq!(room.has_track(name, of, source), expected, "{source:?}");
        }
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

    // Only the sound of a screen is agreed on when there is one, and when it is over; another one as well.
    for turn in 0..2 {
        let (sound, _) = sources().await;
        ana.set_local(Source::ScreenAudio, Some(sound));
        room.until("the sound", |room| room.flows("bob", "ana", Source::ScreenAudio)).await;
        assert_eq!(room.offers(), 2 + 2 * turn, "one for the beginning");
        ana.set_local(Source::ScreenAudio, None);
        room.until("silence", |room| room.offers() == 3 + 2 * turn).await;
        room.until("an end", |room| !room.flows("bob", "ana", Source::ScreenAudio)).await;
    }
    assert_eq!(open_connections(), [4, 4], "one connection each, four transceivers each");

    // A socket that returns joins again.
    bob.room_users(vec![user("ana"), user("bob")]);
    assert_eq!((room.offers(), open_connections().len()), (5, 2));
}

#[wasm_bindgen_test]
async fn messages_go_both_ways_even_before_the_channel_is_open() {
    let room = Room::new();
    let (ana, bob) = (room.enter("ana"), room.enter("bob"));
    bob.room_users(vec![user("ana")]);
    bob.send(None, &PeerMessage::Hand { raised: true, for_ms: 0 });
    room.until("hand", |room| room.heard("ana") == [PeerMessage::Hand { raised: true, for_ms: 0 }]).await;
    let state = PeerMessage::Media { mic: true, camera: false, screen: false, interrupted: false };
    ana.send(Some(&user("bob")), &state);
    ana.send(Some(&user("nobody")), &PeerMessage::Speaking { on: true });
    room.until("state", |room| room.heard("bob") == [state.clone()]).await;
}

#[wasm_bindgen_test]
async fn connections_wait_for_their_servers_and_get_newer_ones() {
    let room = Room::new();
    let (_ana, bob) = (room.enter("ana"), room.enter("bob"));
    let (answer, answered) = oneshot::channel::<()>();
    let answered = Cell::new(Some(answered));
    bob.fetch_ice_servers(move || {
        let first = answered.take();
        Box::pin(async move {
            let Some(first) = first else { return Answer::read(&json!([{ "urls": "stun:127.0.0.1:2" }])) };
            first.await.ok()?;
            Answer::read(&json!({ "iceServers": [{ "urls": "stun:127.0.0.1:1" }], "ttl": 1 }))
        })
    });
    bob.room_users(vec![user("ana")]);
    assert_eq!((room.offers(), open_connections().len()), (0, 0), "there is nothing to connect by");
    answer.send(()).unwrap();
    room.until("connected", |room| room.connected(&["ana", "bob"])).await;
    assert_eq!(ice_servers(), ["stun:127.0.0.1:1", ""], "bob's, who offered, and ana's");
    room.until("renewed", |_| ice_servers() == ["stun:127.0.0.1:2", ""]).await;
    assert!(room.connected(&["ana", "bob"]));
    assert_eq!(room.offers(), 1, "the next restart is soon enough");
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

fn user(id: &str) -> UserId {
    UserId::parse(id).unwrap()
}
