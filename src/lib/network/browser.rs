use std::{cell::Cell, rc::Rc};

use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use js_sys::{Date, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, EventTarget, VisibilityState, window};

/// Between two looks at the clock, in milliseconds.
const LOOK_EVERY: u32 = 5_000;
/// A page that was away for longer, hidden or asleep with its device, may be elsewhere now. In milliseconds.
const AWAY: f64 = 10_000.0;

/// Calls back whenever the device may have another network, until dropped: it is online again, it went from one kind
/// of network to another, it slept, or the page comes back from the page cache or a long time in the background.
/// Several calls for one change are the rule.
#[derive(Debug)]
pub struct NetworkChange {
    _listeners: Vec<EventListener>,
    _clock: Interval,
}

impl NetworkChange {
    /// Begins to watch.
    pub fn new(callback: impl Fn() + 'static) -> Self {
        let callback: Rc<dyn Fn()> = Rc::new(callback);
        let mut listeners = Vec::new();
        if let Some(window) = window() {
            let (online, shown) = (Rc::clone(&callback), Rc::clone(&callback));
            listeners.push(EventListener::new(&window, "online", move |_| online()));
            listeners.push(EventListener::new(&window, "pageshow", move |event| {
                if read(event, "persisted") == JsValue::TRUE {
                    shown();
                }
            }));
            listeners.extend(window.document().map(|document| on_return(&document, Rc::clone(&callback))));
            listeners.extend(on_other_kind(&read(&window.navigator(), "connection"), Rc::clone(&callback)));
        }
        Self { _listeners: listeners, _clock: on_sleep(callback) }
    }
}

/// The page is visible after a long time.
fn on_return(document: &Document, callback: Rc<dyn Fn()>) -> EventListener {
    let (hidden_at, watched) = (Cell::new(Date::now()), document.clone());
    EventListener::new(document, "visibilitychange", move |_| {
        if watched.visibility_state() != VisibilityState::Visible {
            hidden_at.set(Date::now());
        } else if Date::now() - hidden_at.get() > AWAY {
            callback();
        }
    })
}

/// From Wi-Fi to a mobile network, say. The event comes for every new estimate of the speed as well, so browsers that
/// do not tell the kind are not believed.
fn on_other_kind(connection: &JsValue, callback: Rc<dyn Fn()>) -> Option<EventListener> {
    let watched = connection.dyn_ref::<EventTarget>()?.clone();
    let kind = Cell::new(read(&watched, "type"));
    Some(EventListener::new(&watched.clone(), "change", move |_| {
        let now = read(&watched, "type");
        if kind.replace(now.clone()) != now {
            callback();
        }
    }))
}

/// The wall clock went on while no timer did.
fn on_sleep(callback: Rc<dyn Fn()>) -> Interval {
    let looked_at = Cell::new(Date::now());
    Interval::new(LOOK_EVERY, move || {
        let now = Date::now();
        if now - looked_at.replace(now) > f64::from(LOOK_EVERY) + AWAY {
            callback();
        }
    })
}

/// A property, `undefined` where there is none.
fn read(target: &JsValue, name: &str) -> JsValue {
    Reflect::get(target, &name.into()).unwrap_or_default()
}
