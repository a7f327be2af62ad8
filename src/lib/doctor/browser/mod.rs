//! The tries themselves.

mod call;
mod chat;
mod ice;

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Date, Function, JSON, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlVideoElement, RequestInit, RequestMode, RtcConfiguration, RtcPeerConnection, window};

use super::Reach;
use crate::lib::{
    clock::{now, within},
    fetch::{NoAnswer, Request, fetch},
    webrtc::IceServer,
};

pub use call::loopback;
pub use chat::enter;
pub use ice::gather;

/// Asks the REST service at `base` for what is not there: an answer that can be read shows that it is reached, and that
/// this origin may use it with cookies.
pub async fn reach(base: &str) -> Reach {
    let url = format!("{base}/api/connection-check");
    let start = now();
    match fetch(Request { method: "GET", url: &url, body: None, cookies: true }).await {
        Ok((status, text)) => Reach::of_answer(status, &text, now().saturating_sub(start)),
        Err(NoAnswer::TimedOut) => Reach::TimedOut,
        Err(NoAnswer::Unreachable) if within(5_000, answers_at_all(&url)).await == Some(true) => {
            Reach::Unreadable
        }
        Err(NoAnswer::Unreachable) => Reach::Unreachable,
    }
}

/// Whether there is any answer, be it one that only the browser may see.
async fn answers_at_all(url: &str) -> bool {
    let Some(window) = window() else { return false };
    let init = RequestInit::new();
    init.set_mode(RequestMode::NoCors);
    JsFuture::from(window.fetch_with_str_and_init(url, &init)).await.is_ok()
}

/// Whether browsers give the page devices.
#[must_use]
pub fn is_secure() -> bool {
    window().is_some_and(|window| window.is_secure_context())
}

/// What the browser calls itself.
#[must_use]
pub fn about_browser() -> String {
    window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default()
}

/// The date and time in UTC, for machines and for people of any language.
#[must_use]
pub fn now_as_text() -> String {
    Date::new_0().to_iso_string().into()
}

/// Waits for a picture in `video`; its width and height.
pub async fn first_frame(video: &HtmlVideoElement) -> (u32, u32) {
    loop {
        let size = (video.video_width(), video.video_height());
        if size.0 > 0 && size.1 > 0 && video.current_time() > 0.0 {
            return size;
        }
        TimeoutFuture::new(100).await;
    }
}

/// A connection that is closed when dropped.
struct Peer(RtcPeerConnection);

impl Peer {
    /// `None` where the browser makes none.
    fn new(servers: &[IceServer]) -> Option<Self> {
        let list: charlaton_json::Value = servers.iter().map(IceServer::to_json).collect::<Vec<_>>().into();
        let configuration = RtcConfiguration::new();
        configuration.set_ice_servers(&JSON::parse(&list.to_string()).ok()?);
        RtcPeerConnection::new_with_configuration(&configuration).ok().map(Self)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Calls `target.name(…)`, which web-sys has not or has at length.
fn invoke(target: &JsValue, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(target, &name.into())?.dyn_into()?;
    function.apply(target, &arguments.iter().copied().collect::<Array>())
}

/// The same for what answers with a promise.
async fn invoke_async(target: &JsValue, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let promise: Promise = invoke(target, name, arguments)?.dyn_into()?;
    JsFuture::from(promise).await
}
