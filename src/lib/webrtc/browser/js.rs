//! Small things of the browser that web-sys has not, or has at length.

use charlaton_json::{Value, json};
use js_sys::{Array, Function, JSON, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{RtcConfiguration, RtcIceCandidate, RtcIceCandidateInit};

use crate::lib::webrtc::{IceServer, MeshConfig, signal::Candidate};

/// A number no other page load draws.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "32 random bits")]
pub(super) fn seed() -> u64 {
    let half = || (js_sys::Math::random() * f64::from(u32::MAX)) as u64;
    (half() << 32) | half()
}

pub(super) fn configuration(config: &MeshConfig) -> RtcConfiguration {
    let policy = if config.relay_only { "relay" } else { "all" };
    let value = json!({
        "iceTransportPolicy": policy,
        "bundlePolicy": "max-bundle",
    });
    let configuration = parse(&value);
    set_ice_servers(&configuration, &config.ice_servers);
    configuration.unchecked_into()
}

pub(super) fn set_ice_servers(configuration: &JsValue, servers: &[IceServer]) {
    let list: Value = servers.iter().map(IceServer::to_json).collect::<Vec<_>>().into();
    change(configuration, "iceServers", &parse(&list));
}

fn parse(value: &Value) -> JsValue {
    JSON::parse(&value.to_string()).unwrap_or_else(|_| js_sys::Object::new().into())
}

/// Calls `target.name(…)`.
pub(super) fn invoke(target: &JsValue, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(target, &name.into())?.dyn_into()?;
    function.apply(target, &arguments.iter().copied().collect::<Array>())
}

/// The same for what answers with a promise.
pub(super) async fn invoke_async(
    target: &JsValue,
    name: &str,
    arguments: &[&JsValue],
) -> Result<JsValue, JsValue> {
    let promise: Promise = invoke(target, name, arguments)?.dyn_into()?;
    JsFuture::from(promise).await
}

/// Lets a promise run whose refusal changes nothing for us, without a complaint on the console.
pub(super) fn let_run(promise: impl Into<JsFuture>) {
    let future = promise.into();
    spawn_local(async move {
        let _ = future.await;
    });
}

/// Sets `target.name`; whether that changed anything.
pub(super) fn change(target: &JsValue, name: &str, value: &JsValue) -> bool {
    let name = name.into();
    Reflect::get(target, &name).ok().as_ref() != Some(value)
        && Reflect::set(target, &name, value).unwrap_or(false)
}

/// `direction` is `"stopped"`, which web-sys does not know.
pub(super) fn is_stopped(transceiver: &JsValue) -> bool {
    Reflect::get(transceiver, &"direction".into()).is_ok_and(|direction| direction == "stopped")
}

/// What an `RTCStatsReport` says has arrived: anything at all, and packets of the track `voice`.
pub(super) fn read_received(stats: &JsValue, voice: Option<&str>) -> Option<(u64, u64)> {
    let (mut anything, mut packets) = (0.0, 0.0);
    for entry in js_sys::try_iter(&invoke(stats, "values", &[]).ok()?).ok()?? {
        let entry = entry.ok()?;
        let read = |name: &str| Reflect::get(&entry, &name.into()).unwrap_or_default();
        let number = |name: &str| read(name).as_f64().unwrap_or_default();
        let kind = read("type");
        if kind == "candidate-pair" {
            // Where nobody sends anything, the checks of ICE are all there is.
            anything += number("bytesReceived") + number("requestsReceived") + number("responsesReceived");
        } else if kind == "inbound-rtp" {
            anything += number("bytesReceived");
            let track = read("trackIdentifier").as_string();
            if read("kind") == "audio" && (track.is_none() || track.as_deref() == voice) {
                packets += number("packetsReceived");
            }
        }
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
    Some((anything as u64, packets as u64))
}

pub(super) fn read_candidate(candidate: &RtcIceCandidate) -> Candidate {
    let fragment = Reflect::get(candidate, &"usernameFragment".into()).ok();
    Candidate {
        candidate: candidate.candidate(),
        sdp_mid: candidate.sdp_mid(),
        sdp_m_line_index: candidate.sdp_m_line_index(),
        username_fragment: fragment.and_then(|fragment| fragment.as_string()),
    }
}

pub(super) fn write_candidate(candidate: &Candidate) -> RtcIceCandidateInit {
    let init = RtcIceCandidateInit::new(&candidate.candidate);
    init.set_sdp_mid(candidate.sdp_mid.as_deref());
    init.set_sdp_m_line_index(candidate.sdp_m_line_index);
    if let Some(fragment) = &candidate.username_fragment {
        let _ = Reflect::set(&init, &"usernameFragment".into(), &fragment.into());
    }
    init
}
