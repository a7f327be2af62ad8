use gloo_events::EventListener;
use gloo_timers::{callback::Interval, future::TimeoutFuture};
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AudioContext, HtmlCanvasElement, MediaStream, RtcPeerConnection, RtcPeerConnectionIceEvent,
    RtcPeerConnectionState, RtcSessionDescriptionInit, window,
};

use super::{super::Flow, Peer, invoke, invoke_async};
use crate::lib::clock::within;

const PATIENCE_MS: u32 = 15_000;
/// Pictures a second, more or less.
const PICTURE_EVERY_MS: u32 = 60;

/// Calls from one connection of this page to another, with a tone nobody hears and pictures nobody sees, and tells what
/// arrived. `None` where the browser makes no calls at all. Needs a press before it, as all sound does.
pub async fn loopback() -> Option<Flow> {
    let (here, there) = (Peer::new(&[])?, Peer::new(&[])?);
    let source = Source::new().ok()?;
    for track in source.stream.get_tracks().iter() {
        invoke(&here.0, "addTrack", &[&track, &source.stream]).ok()?;
    }
    let _ways = [hand_over(&here.0, &there.0), hand_over(&there.0, &here.0)];
    agree(&here.0, &there.0).await.ok()?;
    let mut flow = Flow::default();
    let arriving = async {
        while !flow.is_steady() {
            TimeoutFuture::new(200).await;
            flow = arrived(&there.0).await;
        }
    };
    // What has arrived by then is the answer.
    let _ = within(PATIENCE_MS, arriving).await;
    Some(flow)
}

/// Candidates of one end go to the other, until dropped.
fn hand_over(from: &RtcPeerConnection, to: &RtcPeerConnection) -> EventListener {
    let to = to.clone();
    EventListener::new(from, "icecandidate", move |event| {
        let candidate =
            event.dyn_ref::<RtcPeerConnectionIceEvent>().and_then(RtcPeerConnectionIceEvent::candidate);
        if let Some(candidate) = candidate {
            let to = to.clone();
            spawn_local(async move {
                // One that is refused is one way less.
                let _ = invoke_async(&to, "addIceCandidate", &[&candidate]).await;
            });
        }
    })
}

async fn agree(here: &RtcPeerConnection, there: &RtcPeerConnection) -> Result<(), JsValue> {
    let offer: RtcSessionDescriptionInit = JsFuture::from(here.create_offer()).await?.unchecked_into();
    JsFuture::from(here.set_local_description(&offer)).await?;
    JsFuture::from(there.set_remote_description(&offer)).await?;
    let answer: RtcSessionDescriptionInit = JsFuture::from(there.create_answer()).await?.unchecked_into();
    JsFuture::from(there.set_local_description(&answer)).await?;
    JsFuture::from(here.set_remote_description(&answer)).await?;
    Ok(())
}

async fn arrived(end: &RtcPeerConnection) -> Flow {
    let connected = end.connection_state() == RtcPeerConnectionState::Connected;
    let mut flow = Flow { connected, ..Flow::default() };
    let Ok(stats) = JsFuture::from(end.get_stats()).await else { return flow };
    let entries = invoke(&stats, "values", &[]).ok().and_then(|values| js_sys::try_iter(&values).ok()?);
    for entry in entries.into_iter().flatten().flatten() {
        let read = |name: &str| Reflect::get(&entry, &name.into()).unwrap_or_default();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
        let number = |name: &str| read(name).as_f64().unwrap_or_default() as u32;
        if read("type") == "inbound-rtp" && read("kind") == "audio" {
            flow.packets += number("packetsReceived");
        } else if read("type") == "inbound-rtp" {
            flow.pictures += number("framesDecoded");
        }
    }
    flow
}

/// A tone and moving pictures, until dropped.
struct Source {
    stream: MediaStream,
    context: AudioContext,
    _painting: Interval,
}

impl Source {
    fn new() -> Result<Self, JsValue> {
        let document = window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
        let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
        canvas.set_width(160);
        canvas.set_height(90);
        let paper = JsValue::from(canvas.get_context("2d")?.ok_or(JsValue::NULL)?);
        let painting = Interval::new(PICTURE_EVERY_MS, move || {
            let colour = ["#24c4e8", "#0d1218"][usize::from(js_sys::Math::random() < 0.5)];
            // Nothing is painted where that fails, and nothing arrives, which is what is to be found out.
            let _ = Reflect::set(&paper, &"fillStyle".into(), &colour.into());
            let at = JsValue::from(js_sys::Math::random() * 80.0);
            let _ = invoke(&paper, "fillRect", &[&at, &0.into(), &80.into(), &90.into()]);
        });
        let stream: MediaStream = invoke(&canvas, "captureStream", &[])?.dyn_into()?;
        let context = AudioContext::new()?;
        let source = Self { stream, context, _painting: painting };
        source.tone()?;
        Ok(source)
    }

    fn tone(&self) -> Result<(), JsValue> {
        let tone = self.context.create_oscillator()?;
        let end = invoke(&self.context, "createMediaStreamDestination", &[])?;
        invoke(&tone, "connect", &[&end])?;
        tone.start()?;
        let sound: MediaStream = Reflect::get(&end, &"stream".into())?.dyn_into()?;
        for track in sound.get_audio_tracks().iter() {
            self.stream.add_track(&track.dyn_into()?);
        }
        Ok(())
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        for track in self.stream.get_tracks().iter() {
            let _ = invoke(&track, "stop", &[]);
        }
        let _ = self.context.close();
    }
}
