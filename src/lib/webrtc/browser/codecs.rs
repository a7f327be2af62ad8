//! Which codec the pictures of a mesh should have.

use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;
use web_sys::RtcRtpTransceiver;

use super::js;
use crate::lib::webrtc::{Source, source::MediaKind};

/// Those that encode cheaply first: every viewer is one more encoder. Who has only others may still use those.
pub(super) fn prefer(source: Source, transceiver: &RtcRtpTransceiver) {
    if source.kind() == MediaKind::Audio {
        return;
    }
    let list = Reflect::get(&js_sys::global(), &"RTCRtpReceiver".into())
        .and_then(|receiver| js::invoke(&receiver, "getCapabilities", &[&"video".into()]))
        .and_then(|capabilities| Reflect::get(&capabilities, &"codecs".into()));
    let Some(list) = list.ok().filter(Array::is_array) else { return };
    let mut codecs: Vec<JsValue> = Array::from(&list).to_vec();
    codecs.sort_by_key(|codec| {
        let name = Reflect::get(codec, &"mimeType".into()).ok().and_then(|name| name.as_string());
        match name.as_deref() {
            Some("video/VP8") => 0,
            Some("video/H264") => 1,
            Some(_) | None => 2,
        }
    });
    let codecs: Array = codecs.into_iter().collect();
    // A browser without it goes on in its own order.
    let _ = js::invoke(transceiver, "setCodecPreferences", &[&codecs]);
}
