//! How large the others are seen, and whether at all: measured where layout happens, told by the session.

use std::{cell::Cell, rc::Rc};

use charlaton_contract::UserId;
use gloo_events::EventListener;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Element, HtmlElement, ResizeObserver, window};
use yew::NodeRef;

use super::{session::Session, voices::tiles};
use crate::lib::webrtc::quality::Tile;

/// Watches the stage until dropped.
#[derive(Debug, Default)]
pub(super) struct Watching {
    watch: Option<Watch>,
    /// Of the last measurement.
    people: usize,
    audio_only: Rc<Cell<bool>>,
}

#[derive(Debug)]
struct Watch {
    observer: ResizeObserver,
    _resized: Closure<dyn Fn()>,
    _visibility: EventListener,
}

impl Watching {
    /// The stage shows so many people, or none of them.
    pub(super) fn rendered(&mut self, stage: &NodeRef, session: &Session, people: usize, audio_only: bool) {
        let Some(stage) = stage.cast::<Element>() else { return };
        let changed = (self.people, self.audio_only.replace(audio_only)) != (people, audio_only);
        self.people = people;
        if changed {
            measure(&stage, session, audio_only);
        }
        if self.watch.is_none() {
            self.watch = Watch::of(&stage, session, &self.audio_only);
        }
    }
}

impl Watch {
    fn of(stage: &Element, session: &Session, audio_only: &Rc<Cell<bool>>) -> Option<Self> {
        let measures = || {
            let (stage, session, audio_only) = (stage.clone(), session.clone(), Rc::clone(audio_only));
            move || measure(&stage, &session, audio_only.get())
        };
        let resized = Closure::<dyn Fn()>::new(measures());
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok()?;
        observer.observe(stage);
        let shown = measures();
        let document = document()?;
        let visibility = EventListener::new(&document, "visibilitychange", move |_| shown());
        Some(Self { observer, _resized: resized, _visibility: visibility })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

fn measure(stage: &Element, session: &Session, audio_only: bool) {
    let visible = !audio_only && document().is_some_and(|document| !document.hidden());
    let density = window().map_or(1.0, |window| window.device_pixel_ratio());
    let pixels = |length: i32| (f64::from(length) * density) as u32;
    let measured = tiles(stage).into_iter().filter_map(|tile| {
        let user = UserId::parse(&tile.get_attribute("data-user")?).ok()?;
        let tile: HtmlElement = tile.dyn_into().ok()?;
        let (width, height) = (pixels(tile.offset_width()), pixels(tile.offset_height()));
        Some((user, Tile { width, height, visible }))
    });
    session.show(measured.collect());
}

fn document() -> Option<Document> {
    window()?.document()
}
