//! `speechSynthesis` (Web Speech API), which web-sys has at length.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use gloo_events::EventListener;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventTarget, HtmlElement, window};

use super::{Input, Output, Speech, State};

/// One of the browser's voices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// By which it is chosen, and shown.
    pub name: String,
    /// BCP 47 tag.
    pub language: String,
}

/// How it sounds.
#[derive(Debug, Clone, PartialEq)]
struct Manner {
    language: String,
    voice: Option<String>,
    rate: f64,
    pitch: f64,
}

/// Reads aloud until dropped.
#[derive(Clone)]
pub struct Reader(Rc<Shared>);

struct Shared {
    speech: RefCell<Speech>,
    manner: RefCell<Manner>,
    spoken: RefCell<Option<Spoken>>,
    on_state: Box<dyn Fn(State, bool)>,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Reader").field(&self.0.speech).finish()
    }
}

impl Reader {
    /// `on_state` hears how it stands after every change, and whether the browser refused to speak.
    #[must_use]
    pub fn new(on_state: impl Fn(State, bool) + 'static) -> Self {
        let manner = Manner { language: String::new(), voice: None, rate: 1.0, pitch: 1.0 };
        Self(Rc::new(Shared {
            speech: RefCell::default(),
            manner: RefCell::new(manner),
            spoken: RefCell::default(),
            on_state: Box::new(on_state),
        }))
    }

    /// Takes one input.
    pub fn feed(&self, input: Input) {
        self.0.feed(input, false);
    }

    /// Speaks otherwise from now on; a sentence that is being spoken is begun anew.
    pub fn set_manner(&self, language: &str, voice: Option<&str>, rate: f64, pitch: f64) {
        let manner = Manner { language: language.to_owned(), voice: voice.map(str::to_owned), rate, pitch };
        if *self.0.manner.borrow() != manner {
            self.0.manner.replace(manner);
            self.feed(Input::Changed);
        }
    }
}

impl Shared {
    fn feed(self: &Rc<Self>, input: Input, refused: bool) {
        let outputs = self.speech.borrow_mut().handle(input);
        let mut failed = refused;
        for output in outputs {
            // Whatever is spoken is not listened to any more.
            self.spoken.take();
            match output {
                Output::Hush => hush(),
                Output::Say(number, text) => {
                    hush();
                    match self.say(number, &text) {
                        Ok(spoken) => drop(self.spoken.replace(Some(spoken))),
                        Err(_) => {
                            failed = true;
                            let _ = self.speech.borrow_mut().handle(Input::Stop);
                        }
                    }
                }
            }
        }
        let state = self.speech.borrow().state();
        (self.on_state)(state, failed);
    }

    fn say(self: &Rc<Self>, number: u32, text: &str) -> Result<Spoken, JsValue> {
        let synthesis = synthesis().ok_or(JsValue::NULL)?;
        let window = window().ok_or(JsValue::NULL)?;
        let constructor: Function = Reflect::get(&window, &"SpeechSynthesisUtterance".into())?.dyn_into()?;
        let raw: EventTarget = Reflect::construct(&constructor, &Array::of1(&text.into()))?.unchecked_into();
        let manner = self.manner.borrow();
        let set = |name: &str, value: JsValue| Reflect::set(&raw, &name.into(), &value);
        set("lang", manner.language.as_str().into())?;
        set("rate", manner.rate.into())?;
        set("pitch", manner.pitch.into())?;
        let chosen = manner
            .voice
            .as_deref()
            .and_then(|name| all_voices().find(|voice| text_of(voice, "name") == name));
        if let Some(voice) = chosen {
            set("voice", voice)?;
        }
        let listen = |name, refused: bool| {
            let shared = Rc::downgrade(self);
            EventListener::once(&raw, name, move |_| {
                if let Some(shared) = Weak::upgrade(&shared) {
                    shared.over(number, refused);
                }
            })
        };
        let listeners = [listen("end", false), listen("error", true)];
        invoke(&synthesis, "speak", &raw)?;
        Ok(Spoken { _raw: raw, _listeners: listeners })
    }

    /// A browser that cannot speak one sentence will not speak the next.
    fn over(self: &Rc<Self>, number: u32, refused: bool) {
        let input = if refused { Input::Stop } else { Input::Ended(number) };
        self.feed(input, refused);
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        hush();
    }
}

/// A sentence on its way. Chromium forgets to tell its end when nobody holds it.
struct Spoken {
    _raw: EventTarget,
    _listeners: [EventListener; 2],
}

/// Whether the browser can read aloud at all.
#[must_use]
pub fn is_supported() -> bool {
    synthesis().is_some()
}

/// The voices for a language, as far as the browser knows them yet.
#[must_use]
pub fn voices(language: &str) -> Vec<Voice> {
    let all =
        all_voices().map(|voice| Voice { name: text_of(&voice, "name"), language: text_of(&voice, "lang") });
    all.filter(|voice| {
        voice.language.split(['-', '_']).next().is_some_and(|primary| primary.eq_ignore_ascii_case(language))
    })
    .collect()
}

/// Calls back when the browser has found out about more voices, until dropped.
#[must_use = "dropping it ends the subscription"]
pub fn on_voices(callback: impl Fn() + 'static) -> Option<EventListener> {
    let target: EventTarget = synthesis()?.dyn_into().ok()?;
    Some(EventListener::new(&target, "voiceschanged", move |_| callback()))
}

/// What is there to be read: the main part of the page, as it is shown.
#[must_use]
pub fn text_of_page() -> String {
    let main = window().and_then(|window| window.document()?.query_selector("main").ok()?);
    main.and_then(|main| main.dyn_into::<HtmlElement>().ok())
        .map(|main| main.inner_text())
        .unwrap_or_default()
}

fn all_voices() -> impl Iterator<Item = JsValue> {
    let list = synthesis().and_then(|synthesis| get_voices(&synthesis).ok());
    list.into_iter().flat_map(|list| Array::from(&list).to_vec())
}

fn get_voices(synthesis: &JsValue) -> Result<JsValue, JsValue> {
    Reflect::get(synthesis, &"getVoices".into())?.dyn_into::<Function>()?.call0(synthesis)
}

fn synthesis() -> Option<JsValue> {
    let synthesis = Reflect::get(window()?.as_ref(), &"speechSynthesis".into()).ok()?;
    synthesis.is_object().then_some(synthesis)
}

fn hush() {
    if let Some(synthesis) = synthesis() {
        let cancel = Reflect::get(&synthesis, &"cancel".into()).and_then(JsCast::dyn_into::<Function>);
        // What cannot be silenced was not speaking.
        let _ = cancel.and_then(|cancel| cancel.call0(&synthesis));
    }
}

fn invoke(target: &JsValue, name: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    Reflect::get(target, &name.into())?.dyn_into::<Function>()?.call1(target, argument)
}

fn text_of(target: &JsValue, name: &str) -> String {
    Reflect::get(target, &name.into()).ok().and_then(|text| text.as_string()).unwrap_or_default()
}
