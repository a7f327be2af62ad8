//! How large the others are seen, and whether at all: measured where layout happens, told by the session. Who has scrolled
//! out of the strip is not seen.

use std::{cell::Cell, rc::Rc};

use charlaton_contract::UserId;
use gloo_events::EventListener;
use web_sys::{Document, Element, window};
use yew::NodeRef;

use super::{resizes::Resizes, session::Session, voices::tiles};
use crate::lib::webrtc::quality::Tile;

/// Watches the stage until dropped.
#[derive(Debug, Default)]
pub(super) struct Watching {
    watch: Option<Watch>,
    audio_only: Rc<Cell<bool>>,
}

#[derive(Debug)]
struct Watch {
    _resizes: Option<Resizes>,
    _listeners: [EventListener; 2],
}

impl Watching {
    /// The tiles of the stage have moved or not, and show pictures or none.
    pub(super) fn rendered(&mut self, stage: &NodeRef, session: &Session, moved: bool, audio_only: bool) {
        let Some(stage) = stage.cast::<Element>() else { return };
        if self.audio_only.replace(audio_only) != audio_only || moved {
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
        let resizes = Resizes::of(stage, measures());
        let (shown, scrolled) = (measures(), measures());
        let listeners = [
            EventListener::new(&document()?.into(), "visibilitychange", move |_| shown()),
            EventListener::new(stage, "scroll", move |_| scrolled()),
        ];
        Some(Self { _resizes: resizes, _listeners: listeners })
    }
}

fn measure(stage: &Element, session: &Session, audio_only: bool) {
    let shows = !audio_only && document().is_some_and(|document| !document.hidden());
    let density = window().map_or(1.0, |window| window.device_pixel_ratio());
    let pixels = |length: i32| (f64::from(length) * density) as u32;
    let view = stage.get_bounding_client_rect();
    let is_seen = |tile: &Element| {
        let tile = tile.get_bounding_client_rect();
        let meets = |start: f64, end: f64, from: f64, to: f64| start < to && end > from;
        shows
            && meets(tile.left(), tile.right(), view.left(), view.right())
            && meets(tile.top(), tile.bottom(), view.top(), view.bottom())
    };
    let screens = tiles(stage, "data-screen");
    let measured = tiles(stage, "data-user").into_iter().filter_map(|(tile, user)| {
        let (width, height, visible) =
            (pixels(tile.offset_width()), pixels(tile.offset_height()), is_seen(&tile));
        // What is not shared yet is wanted as soon as it is.
        let screen = screens.iter().find(|(_, of)| *of == user).map_or(shows, |(screen, _)| is_seen(screen));
        Some((UserId::parse(&user).ok()?, Tile { width, height, visible, screen }))
    });
    session.show(measured.collect());
}

fn document() -> Option<Document> {
    window()?.document()
}
