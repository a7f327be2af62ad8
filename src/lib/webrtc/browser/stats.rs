//! What is read of an `RTCStatsReport`.

use std::time::Duration;

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::js;
use crate::lib::{
    clock::millis,
    webrtc::quality::{Limit, Sample},
};

/// The sample in a report; `camera` is the `mid` of the camera's transceiver.
pub(super) fn read(report: &JsValue, camera: Option<&str>) -> Option<Sample> {
    let values = js::invoke(report, "values", &[]).ok()?;
    let mut sample = Sample::default();
    let mut route = None;
    for entry in js_sys::try_iter(&values).ok()??.flatten() {
        let entry = Entry(entry);
        let Some(kind) = entry.text("type") else { continue };
        match kind.as_str() {
            "outbound-rtp" if entry.is_picture_of(camera) => {
                sample.sent = entry.number("bytesSent");
                sample.target = entry.number("targetBitrate");
                sample.sent_lines = entry.lines();
                let reason = entry.text("qualityLimitationReason");
                sample.limit = reason.as_deref().map_or(Limit::None, Limit::parse);
            }
            "inbound-rtp" if entry.is_picture_of(camera) => {
                sample.received = entry.number("bytesReceived");
                sample.received_lines = entry.lines();
            }
            "remote-inbound-rtp" => {
                let loss = entry.number("fractionLost");
                match entry.text("kind").as_deref() {
                    Some("video") => sample.picture_loss = greater(sample.picture_loss, loss),
                    Some(_) | None => sample.voice_loss = greater(sample.voice_loss, loss),
                }
            }
            "media-source" if sample.voice.is_none() => {
                sample.voice = entry.number("totalAudioEnergy").zip(entry.number("totalSamplesDuration"));
            }
            "transport" => {
                route = entry.text("selectedCandidatePairId").and_then(|id| named(report, &id)).or(route);
            }
            // Where there is no transport, the pair itself says that it is the one.
            "candidate-pair" if route.is_none() && entry.get("selected").is_truthy() => route = Some(entry),
            _ => {}
        }
    }
    if let Some(route) = route {
        sample.available = route.number("availableOutgoingBitrate");
        sample.round_trip = route.number("currentRoundTripTime").map(seconds);
        let ends = ["localCandidateId", "remoteCandidateId"];
        let kinds = ends.map(|end| named(report, &route.text(end)?)?.text("candidateType"));
        sample.relayed =
            kinds.iter().any(Option::is_some).then(|| kinds.iter().flatten().any(|kind| kind == "relay"));
    }
    Some(sample)
}

struct Entry(JsValue);

impl Entry {
    fn get(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &name.into()).unwrap_or_default()
    }

    fn text(&self, name: &str) -> Option<String> {
        self.get(name).as_string()
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.get(name).as_f64()
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
    fn lines(&self) -> Option<u32> {
        self.number("frameHeight").map(|lines| lines as u32)
    }

    /// Of the camera, and not of the screen; an older browser does not say which.
    fn is_picture_of(&self, camera: Option<&str>) -> bool {
        let mid = self.text("mid");
        self.get("kind") == "video" && mid.as_deref().is_none_or(|mid| Some(mid) == camera)
    }
}

fn named(report: &JsValue, id: &str) -> Option<Entry> {
    let entry = js::invoke(report, "get", &[&id.into()]).ok()?;
    entry.is_object().then_some(Entry(entry))
}

fn greater(one: Option<f64>, other: Option<f64>) -> Option<f64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.max(other)),
        (one, other) => one.or(other),
    }
}

fn seconds(value: f64) -> Duration {
    millis(value * 1000.0)
}
