//! What the browser does with the page, and the key that is held to talk.

use std::{cell::Cell, rc::Rc};

use gloo_events::{EventListener, EventListenerOptions};
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent, VisibilityState};
use yew::Callback;

/// Whatever space bar and enter key already do something to.
const WANTS_KEYS: &str =
    "a, button, input, select, textarea, summary, dialog, [contenteditable], [tabindex='0']";
const EVENTS: [&str; 6] = ["keydown", "keyup", "blur", "visibilitychange", "pagehide", "pageshow"];

/// What happens to the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    /// The space bar is held down.
    Hold,
    /// The enter key was pressed, and nothing else takes it.
    Enter,
    /// The space bar is not held, or nobody can tell: the window is not the one that hears keys any more.
    LetGo,
    /// It is shown again, and may have missed something.
    Shown,
    /// It is put away whole, and may come back.
    Kept,
    /// It is back as it was.
    Back,
}

/// Listens until dropped.
#[derive(Debug)]
pub(super) struct PageLife {
    _listeners: [EventListener; 6],
}

impl PageLife {
    /// The space bar counts while `inside` a meeting, the enter key before it.
    pub(super) fn listen(inside: Rc<Cell<bool>>, callback: &Callback<Life>) -> Option<Self> {
        let window = web_sys::window()?;
        let listeners = EVENTS.map(|event| {
            let (inside, callback) = (Rc::clone(&inside), callback.clone());
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, event, options, move |event| {
                if let Some(life) = read(event, inside.get()) {
                    callback.emit(life);
                }
            })
        });
        Some(Self { _listeners: listeners })
    }
}

fn read(event: &Event, inside: bool) -> Option<Life> {
    match event.type_().as_str() {
        "keydown" if inside => held(event.dyn_ref()?),
        "keydown" => entered(event.dyn_ref()?),
        "keyup" => is_space(event.dyn_ref()?).then_some(Life::LetGo),
        "blur" => Some(Life::LetGo),
        "visibilitychange" => {
            let document = web_sys::window()?.document()?;
            let visible = document.visibility_state() == VisibilityState::Visible;
            Some(if visible { Life::Shown } else { Life::LetGo })
        }
        "pagehide" => Some(if is_kept(event) { Life::Kept } else { Life::LetGo }),
        "pageshow" => is_kept(event).then_some(Life::Back),
        _ => None,
    }
}

fn entered(event: &KeyboardEvent) -> Option<Life> {
    (event.key() == "Enter" && !event.repeat() && is_free(event)).then_some(Life::Enter)
}

fn held(event: &KeyboardEvent) -> Option<Life> {
    if !is_space(event) || !is_free(event) {
        return None;
    }
    // It would scroll the page.
    event.prevent_default();
    (!event.repeat()).then_some(Life::Hold)
}

fn is_space(event: &KeyboardEvent) -> bool {
    event.key() == " "
}

/// Whether a key is pressed alone, and for nobody else.
fn is_free(event: &KeyboardEvent) -> bool {
    let other = event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing();
    !(other || event.default_prevented() || is_taken(event))
}

fn is_taken(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| !matches!(target.closest(WANTS_KEYS), Ok(None)))
}

/// `PageTransitionEvent.persisted`.
fn is_kept(event: &Event) -> bool {
    Reflect::get(event, &"persisted".into()).is_ok_and(|persisted| persisted.is_truthy())
}
