//! Another program that speaks the same wire.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use charlaton::lib::{media::LocalTrack, webrtc::Signal};
use charlaton_contract::UserId;
use charlaton_json::{Value, json};
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MediaStreamTrack, RtcPeerConnection, RtcSdpType, RtcSessionDescriptionInit, RtcTrackEvent};

use crate::{
    room::{Noted, Room, relay},
    user,
};

/// Somebody with another program: one audio track, no data channel, none of our fields.
pub(crate) struct OtherClient {
    pub(crate) pc: RtcPeerConnection,
    name: UserId,
    room: Weak<RefCell<Noted>>,
    kinds: Rc<RefCell<Vec<String>>>,
    _listeners: Vec<gloo_events::EventListener>,
}

impl OtherClient {
    pub(crate) async fn new(room: &Room, name: &str, mic: &LocalTrack) -> Rc<Self> {
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
        let (weak, own) = (room.noted(), user(name));
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
            room: room.noted(),
            kinds,
            _listeners: vec![tracked, found],
        });
        let listening = Rc::downgrade(&other);
        let hear = move |signal| {
            if let Some(other) = listening.upgrade() {
                wasm_bindgen_futures::spawn_local(async move { other.hear(signal).await });
            }
        };
        room.add_other(user(name), Rc::new(hear));
        other
    }

    pub(crate) async fn offer(&self) {
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

    pub(crate) fn streamed_kinds(&self) -> Vec<String> {
        self.kinds.borrow().clone()
    }
}

impl Drop for OtherClient {
    fn drop(&mut self) {
        self.pc.close();
    }
}

fn text(value: &JsValue, name: &str) -> String {
    Reflect::get(value, &name.into()).unwrap().as_string().unwrap()
}
