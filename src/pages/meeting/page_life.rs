//! What the browser does with the page, and the keys that are pressed on it.

use std::{cell::Cell, rc::Rc};

use gloo_events::{EventListener, EventListenerOptions};
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent, VisibilityState};
use yew::Callback;

use super::keys::{Key, Place, Stroke};

/// Whatever space bar and enter key already do something to.
const WANTS_KEYS: &str =
    "a, button, input, select, textarea, summary, dialog, [contenteditable], [tabindex='0']";
/// Where even Escape is for something else.
const WANTS_ALL: &str = "input, select, dialog, [contenteditable]";
const EVENTS: [&str; 6] = ["keydown", "keyup", "blur", "visibilitychange", "pagehide", "pageshow"];

/// What happens to the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    /// The space bar is held down.
    Hold,
    /// Another key was pressed.
    Key(Key),
    /// The enter key was pressed in the lobby, and nothing else takes it.
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
        "keydown" if inside => pressed(event.dyn_ref()?),
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
    let free = !event.repeat() && !is_taken(event) && !is_within(event, WANTS_KEYS);
    (event.key() == "Enter" && free).then_some(Life::Enter)
}

fn pressed(event: &KeyboardEvent) -> Option<Life> {
    let taken = is_taken(event);
    if !is_space(event) {
        let (key, shift) = (event.key(), event.shift_key());
        let stroke = Stroke { key: &key, shift, taken: taken || event.repeat(), place: place(event) };
        return Key::of(stroke).map(Life::Key);
    }
    if taken || is_within(event, WANTS_KEYS) {
        return None;
    }
    // It would scroll the page.
    event.prevent_default();
    (!event.repeat()).then_some(Life::Hold)
}

fn place(event: &Event) -> Place {
    if is_within(event, WANTS_ALL) || is_there("dialog[open]") {
        Place::Own
    } else if is_within(event, "textarea") {
        Place::Text
    } else if is_there(":popover-open") {
        Place::Menu
    } else {
        Place::Page
    }
}

/// Whether the page has such an element now; none of a kind that the browser does not know.
fn is_there(selector: &str) -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| matches!(document.query_selector(selector), Ok(Some(_))))
}

fn is_space(event: &KeyboardEvent) -> bool {
    event.key() == " "
}

/// Pressed with another one, or for something else already.
fn is_taken(event: &KeyboardEvent) -> bool {
    let other = event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing();
    other || event.default_prevented()
}

fn is_within(event: &Event, selector: &str) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| !matches!(target.closest(selector), Ok(None)))
}

/// `PageTransitionEvent.persisted`.
fn is_kept(event: &Event) -> bool {
    Reflect::get(event, &"persisted".into()).is_ok_and(|persisted| persisted.is_truthy())
}
