//! `Notification`, which web-sys has at length.

use gloo_events::EventListener;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventTarget, window};

use crate::lib::js::{begin, call, get};

/// More at once would fill the screen.
const AT_ONCE: usize = 3;

/// Whether the browser has them.
#[must_use]
pub fn is_offered() -> bool {
    constructor().is_function()
}

/// Whether the person has allowed them.
#[must_use]
pub fn is_allowed() -> bool {
    get(&constructor(), "permission") == "granted"
}

/// Those that are shown; they go when this is dropped.
#[derive(Debug, Default)]
pub struct Notices(Vec<Notice>);

impl Notices {
    /// Asks whether they may be shown, which must follow a press; `done` is called when that is answered.
    pub fn ask(done: impl FnOnce() + 'static) {
        begin(&constructor(), "requestPermission", &[], move |_| done());
    }

    /// Shows one, which leads back to the page; whether the browser does. Some let only service workers do it.
    pub fn show(&mut self, title: &str, text: &str) -> bool {
        let notice = Notice::new(title, text);
        let shown = notice.is_some();
        self.0.extend(notice);
        if self.0.len() > AT_ONCE {
            self.0.remove(0);
        }
        shown
    }
}

#[derive(Debug)]
struct Notice {
    raw: EventTarget,
    _click: EventListener,
}

impl Notice {
    fn new(title: &str, text: &str) -> Option<Self> {
        let options = Object::new();
        Reflect::set(&options, &"body".into(), &text.into()).ok()?;
        let constructor: Function = constructor().dyn_into().ok()?;
        let raw = Reflect::construct(&constructor, &Array::of2(&title.into(), &options)).ok()?;
        let raw: EventTarget = raw.unchecked_into();
        let click = EventListener::new(&raw, "click", |_| {
            if let Some(window) = window() {
                let _ = window.focus();
            }
        });
        Some(Self { raw, _click: click })
    }
}

impl Drop for Notice {
    fn drop(&mut self) {
        let _ = call(&self.raw, "close", &[]);
    }
}

fn constructor() -> JsValue {
    window().map(|window| get(&window, "Notification")).unwrap_or_default()
}
