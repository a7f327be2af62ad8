use std::{cell::RefCell, rc::Rc};

use futures_channel::oneshot;
use gloo_events::EventListener;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::RtcPeerConnectionIceEvent;

use super::{
    super::candidate::{Candidate, Gathered},
    Peer, invoke_async,
};
use crate::lib::{clock::within, webrtc::IceServer};

/// Servers that do not answer are given up by browsers after some 10 s; what was found by then counts.
const PATIENCE_MS: u32 = 10_000;

/// Finds out the ways to this browser, as a call would. `None` where the browser makes no calls at all.
pub async fn gather(servers: &[IceServer]) -> Option<Gathered> {
    let peer = Peer::new(servers)?;
    let gathered = Rc::new(RefCell::new(Gathered::default()));
    let (sender, receiver) = oneshot::channel();
    let done = RefCell::new(Some(sender));
    let found = {
        let gathered = Rc::clone(&gathered);
        EventListener::new(&peer.0, "icecandidate", move |event| {
            let candidate =
                event.dyn_ref::<RtcPeerConnectionIceEvent>().and_then(RtcPeerConnectionIceEvent::candidate);
            match candidate {
                Some(candidate) => {
                    let server = text(&candidate, "url").or_else(|| text(event, "url"));
                    gathered.borrow_mut().candidates.extend(Candidate::read(&candidate.candidate(), server));
                }
                // Nobody may be listening any more.
                None => drop(done.borrow_mut().take().map(|done| done.send(()))),
            }
        })
    };
    let failed = {
        let gathered = Rc::clone(&gathered);
        EventListener::new(&peer.0, "icecandidateerror", move |event| {
            let code = Reflect::get(event, &"errorCode".into()).ok().and_then(|code| code.as_f64());
            let words = [text(event, "url"), code.map(|code| code.to_string()), text(event, "errorText")];
            let words = words.into_iter().flatten().collect::<Vec<_>>().join(" ");
            let complaints = &mut gathered.borrow_mut().complaints;
            if !complaints.contains(&words) {
                complaints.push(words);
            }
        })
    };
    let _channel = peer.0.create_data_channel("check");
    invoke_async(&peer.0, "setLocalDescription", &[]).await.ok()?;
    // What is missing after that is missing.
    let _ = within(PATIENCE_MS, receiver).await;
    drop((found, failed));
    Some(gathered.take())
}

fn text(target: &JsValue, name: &str) -> Option<String> {
    Reflect::get(target, &name.into()).ok()?.as_string().filter(|text| !text.is_empty())
}
