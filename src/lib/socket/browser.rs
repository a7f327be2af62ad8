//! Carries out commands with WebSocket, fetch and timers, and reports what the page goes through. The only file of
//! this module that names the browser.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::{ArrayBuffer, Date, JsString, Math, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, BinaryType, MessageEvent, RequestCache, RequestCredentials, RequestInit, Response,
    VisibilityState, WebSocket, window,
};

use super::client::{Io, LocalBoxFuture, Sink};
use super::engine_packet::Frame;
use super::session::Input;
use super::transport::{Command, TransportEvent, TransportId};
use crate::lib::clock::{millis, since_open};

/// setTimeout takes a signed 32-bit number of milliseconds.
const LONGEST_TIMER: u128 = i32::MAX as u128;

pub(super) struct Browser {
    sink: Sink,
    credentials: RequestCredentials,
    clock: RefCell<Clock>,
    timer: RefCell<Option<Timeout>>,
    /// When the timer rings; nothing once it has rung.
    rings: Rc<Cell<Option<Duration>>>,
    sockets: RefCell<Vec<(TransportId, OpenSocket)>>,
    polls: RefCell<Vec<(TransportId, Poll)>>,
    _page: Vec<EventListener>,
}

impl Browser {
    pub(super) fn new(with_credentials: bool, sink: Sink) -> Self {
        let credentials =
            if with_credentials { RequestCredentials::Include } else { RequestCredentials::SameOrigin };
        Self {
            _page: watch_page(&sink),
            sink,
            credentials,
            clock: RefCell::new(Clock::start()),
            timer: RefCell::default(),
            rings: Rc::default(),
            sockets: RefCell::default(),
            polls: RefCell::default(),
        }
    }

    fn request(&self, method: &str, body: Option<&str>) -> RequestInit {
        let init = RequestInit::new();
        init.set_method(method);
        init.set_cache(RequestCache::NoStore);
        init.set_credentials(self.credentials);
        if let Some(body) = body {
            // A string goes out as text/plain, which needs no preflight.
            init.set_body(&JsValue::from_str(body));
        }
        init
    }

    fn get(&self, id: TransportId, url: String) {
        let init = self.request("GET", None);
        if let Ok(abort) = AbortController::new() {
            init.set_signal(Some(&abort.signal()));
            let mut polls = self.polls.borrow_mut();
            polls.retain(|(own, _)| *own != id);
            polls.push((id, Poll(abort)));
        }
        let sink = Rc::clone(&self.sink);
        spawn_local(async move {
            let answer = fetch(&url, &init).await.ok();
            sink(Input::Transport(id, answer.map_or(TransportEvent::Lost, TransportEvent::Polled)));
        });
    }

    fn post(&self, id: TransportId, url: String, body: &str) {
        let init = self.request("POST", Some(body));
        let sink = Rc::clone(&self.sink);
        spawn_local(async move {
            let event = fetch(&url, &init).await.map_or(TransportEvent::Lost, |_| TransportEvent::Posted);
            sink(Input::Transport(id, event));
        });
    }

    fn farewell(&self, url: String, body: &str) {
        let init = self.request("POST", Some(body));
        // Outlives the page. Where it is not understood the request is an ordinary one.
        let _ = Reflect::set(&init, &JsValue::from_str("keepalive"), &JsValue::TRUE);
        spawn_local(async move {
            // The connection is over; whether the server heard it is no longer of interest.
            let _ = fetch(&url, &init).await;
        });
    }

    fn send(&self, id: TransportId, frame: &Frame) {
        let sockets = self.sockets.borrow();
        let Some((_, socket)) = sockets.iter().find(|(own, _)| *own == id) else { return };
        // It fails only on a socket that is still connecting, and the machine does not write to those; on one
        // that is closing it does nothing, and the close event follows.
        let _ = match frame {
            Frame::Text(text) => socket.raw.send_with_str(text),
            Frame::Binary(bytes) => socket.raw.send_with_u8_array(bytes),
        };
    }
}

impl Io for Browser {
    fn now(&self) -> Duration {
        self.clock.borrow_mut().now()
    }

    fn seed(&self) -> u64 {
        Math::random().to_bits()
    }

    fn origin(&self) -> String {
        window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
    }

    fn perform(&self, command: Command) {
        match command {
            Command::OpenSocket { id, url } => match OpenSocket::new(id, &url, &self.sink) {
                Ok(socket) => self.sockets.borrow_mut().push((id, socket)),
                // The address is not one, or the page's policy forbids it.
                Err(_) => (self.sink)(Input::Transport(id, TransportEvent::Lost)),
            },
            Command::SendFrame { id, frame } => self.send(id, &frame),
            Command::Get { id, url } => self.get(id, url),
            Command::Post { id, url, body } => self.post(id, url, &body),
            Command::Close { id } => {
                self.sockets.borrow_mut().retain(|(own, _)| *own != id);
                self.polls.borrow_mut().retain(|(own, _)| *own != id);
            }
            Command::Farewell { url, body } => self.farewell(url, &body),
        }
    }

    fn wake_at(&self, deadline: Option<Duration>) {
        // A timer that rings too early is set again then: the heartbeat's deadline moves with every message.
        if let (Some(rings), Some(deadline)) = (self.rings.get(), deadline)
            && rings <= deadline
        {
            return;
        }
        self.rings.set(deadline);
        self.timer.replace(deadline.map(|deadline| {
            let wait = deadline.saturating_sub(self.now()).as_millis().saturating_add(1).min(LONGEST_TIMER);
            let (sink, rings) = (Rc::clone(&self.sink), Rc::clone(&self.rings));
            Timeout::new(u32::try_from(wait).unwrap_or(u32::MAX >> 1), move || {
                rings.set(None);
                sink(Input::Tick);
            })
        }));
    }

    fn spawn(&self, future: LocalBoxFuture<'static, ()>) {
        spawn_local(future);
    }

    fn warn(&self, text: &str) {
        web_sys::console::warn_1(&JsValue::from_str(text));
    }
}

/// Time that never goes back and does not stop while the device sleeps: of the two clocks of the browser one
/// sleeps with the device and the other can be set.
struct Clock {
    elapsed: f64,
    date: f64,
    performance: f64,
}

impl Clock {
    fn start() -> Self {
        Self { elapsed: 0.0, date: Date::now(), performance: since_open() }
    }

    fn now(&mut self) -> Duration {
        let (date, performance) = (Date::now(), since_open());
        self.elapsed += (date - self.date).max(performance - self.performance).max(0.0);
        (self.date, self.performance) = (date, performance);
        millis(self.elapsed)
    }
}

/// A WebSocket that is closed, and heard no more, when dropped.
struct OpenSocket {
    raw: WebSocket,
    _listeners: [EventListener; 3],
}

impl OpenSocket {
    fn new(id: TransportId, url: &str, sink: &Sink) -> Result<Self, JsValue> {
        let raw = WebSocket::new(url)?;
        raw.set_binary_type(BinaryType::Arraybuffer);
        let tell = |sink: &Sink| {
            let sink = Rc::clone(sink);
            move |event| sink(Input::Transport(id, event))
        };
        let (opened, received, lost) = (tell(sink), tell(sink), tell(sink));
        let listeners = [
            EventListener::new(&raw, "open", move |_| opened(TransportEvent::Opened)),
            EventListener::new(&raw, "message", move |event| {
                if let Some(frame) = event.dyn_ref::<MessageEvent>().and_then(|event| read(&event.data())) {
                    received(TransportEvent::Frame(frame));
                }
            }),
            // An error event is always followed by this one.
            EventListener::new(&raw, "close", move |_| lost(TransportEvent::Lost)),
        ];
        Ok(Self { raw, _listeners: listeners })
    }
}

impl Drop for OpenSocket {
    fn drop(&mut self) {
        // Without a code and a reason it cannot fail.
        let _ = self.raw.close();
    }
}

fn read(data: &JsValue) -> Option<Frame> {
    if let Some(text) = data.dyn_ref::<JsString>() {
        return Some(Frame::Text(String::from(text)));
    }
    data.dyn_ref::<ArrayBuffer>().map(|buffer| Frame::Binary(Uint8Array::new(buffer).to_vec()))
}

/// A waiting GET, given up when dropped.
struct Poll(AbortController);

impl Drop for Poll {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn fetch(url: &str, init: &RequestInit) -> Result<String, JsValue> {
    let window = window().ok_or(JsValue::UNDEFINED)?;
    let response: Response = JsFuture::from(window.fetch_with_str_and_init(url, init)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::from(response.status()));
    }
    JsFuture::from(response.text()?).await?.as_string().ok_or(JsValue::UNDEFINED)
}

fn watch_page(sink: &Sink) -> Vec<EventListener> {
    let Some(window) = window() else { return Vec::new() };
    let tell = |input: fn() -> Input| {
        let sink = Rc::clone(sink);
        move |_: &web_sys::Event| sink(input())
    };
    let mut listeners = vec![
        EventListener::new(&window, "online", tell(|| Input::Online)),
        EventListener::new(&window, "offline", tell(|| Input::Offline)),
        // Back from the page cache.
        EventListener::new(&window, "pageshow", tell(|| Input::Wake)),
    ];
    if let Some(document) = window.document() {
        let sink = Rc::clone(sink);
        listeners.push(EventListener::new(&document.clone(), "visibilitychange", move |_| {
            if document.visibility_state() == VisibilityState::Visible {
                sink(Input::Wake);
            }
        }));
    }
    listeners
}
