//! The tiles, and everybody's sound.

use std::{cell::Cell, rc::Rc};

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, HtmlElement, ResizeObserver};
use yew::prelude::*;

use super::{
    call_view::own_camera,
    devices::LocalView,
    gestures::signs,
    layout::grid,
    state::{Person, State},
};
use crate::{
    components::{el::all, video_tile::VideoTile},
    i18n::Texts,
    lib::{
        media::LocalTrack,
        webrtc::{PeerState, RemoteStream},
    },
};

/// Between tiles, in CSS pixels; the style sheet has the same.
const GAP: f64 = 8.0;

/// Everybody's tile; `audio_only` shows no pictures, as none come.
pub(super) fn stage(
    state: &State,
    local: &LocalView,
    node: &NodeRef,
    audio_only: bool,
    texts: &Texts,
) -> Html {
    let tile = |person| {
        let mut tile = tile(person, state, local, texts);
        tile.picture.take_if(|_| audio_only);
        tile.view(texts)
    };
    let tiles = state.people.iter().map(|person| tile(person)).collect();
    let class = if state.people.len() == 2 { "stage duo" } else { "stage" };
    html! { <section {class} aria-label={texts.meeting.stage} ref={node.clone()}>{ all(tiles) }</section> }
}

fn tile<'a>(person: &'a Person, state: &State, local: &LocalView, texts: &Texts) -> VideoTile<'a> {
    let mut tile = VideoTile {
        user: person.id.to_string().into(),
        name: &person.name,
        is_me: person.is_me,
        is_host: person.is_host,
        mic: Some(local.mic_live()),
        picture: own_camera(local).map(LocalTrack::stream),
        status: None,
        signs: signs(person, state, texts),
    };
    if !person.is_me {
        let link = state.links.get(&person.id);
        let shown = person.media.is_none_or(|media| media.camera_enabled);
        tile.picture = link.and_then(|link| link.camera.clone()).filter(|_| shown);
        tile.mic = person.media.map(|media| media.mic_enabled);
        let interrupted = person.interrupted.then_some(texts.meeting.interrupted);
        let state = link.map_or(PeerState::Connecting, |link| link.state);
        tile.status = status_words(state, texts).or(interrupted);
    }
    tile
}

pub(super) fn status_words(state: PeerState, texts: &Texts) -> Option<&'static str> {
    match state {
        PeerState::Connecting => Some(texts.meeting.connecting),
        PeerState::Reconnecting => Some(texts.meeting.reconnecting),
        PeerState::Failed => Some(texts.meeting.pair_failed),
        PeerState::Unheard => Some(texts.meeting.unheard),
        PeerState::Connected | PeerState::Closed => None,
    }
}

/// Everybody's sound: an `<audio>` for each, without controls. Media elements, not Web Audio: the echo canceller hears
/// them.
pub(super) fn sounds(state: &State) -> Html {
    let sound = |user: &str, stream: &RemoteStream| {
        html! { <audio key={user} autoplay=true data-user={user.to_owned()} ~srcObject={JsValue::from(stream)} /> }
    };
    let with_sound =
        state.links.iter().filter_map(|(user, link)| Some(sound(user.as_str(), link.audio.as_ref()?)));
    all(with_sound.collect())
}

/// Whether the browser wants a press before it plays.
pub(super) async fn sound_is_blocked(playing: Promise) -> bool {
    let refused = JsFuture::from(playing).await.err();
    // An `AbortError` only says that the element went away or got another stream meanwhile.
    refused.is_some_and(|error| DomException::from(error).name() == "NotAllowedError")
}

/// Sizes the tiles through custom properties of the stage, outside the virtual DOM: a resize renders nothing.
#[derive(Debug, Default)]
pub(super) struct Tiling {
    pub node: NodeRef,
    count: Rc<Cell<usize>>,
    resizes: Option<Resizes>,
}

impl Tiling {
    /// The stage shows `count` tiles.
    pub(super) fn rendered(&mut self, count: usize) {
        let Some(stage) = self.node.cast::<HtmlElement>() else { return };
        if self.count.replace(count) != count {
            lay_out(&stage, count);
        }
        if self.resizes.is_none() {
            self.resizes = Resizes::of(stage, Rc::clone(&self.count));
        }
    }
}

/// Lays the stage out again whenever its size changes, until dropped.
#[derive(Debug)]
struct Resizes {
    observer: ResizeObserver,
    _callback: Closure<dyn Fn()>,
}

impl Resizes {
    fn of(stage: HtmlElement, count: Rc<Cell<usize>>) -> Option<Self> {
        let observed = stage.clone();
        let callback = Closure::<dyn Fn()>::new(move || lay_out(&stage, count.get()));
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(&observed);
        Some(Self { observer, _callback: callback })
    }
}

impl Drop for Resizes {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

fn lay_out(stage: &HtmlElement, count: usize) {
    let grid = grid(count, f64::from(stage.client_width()), f64::from(stage.client_height()), GAP);
    let style = stage.style();
    for (property, value) in [("--tile-width", grid.tile_width), ("--tile-height", grid.tile_height)] {
        // A length is a valid value of a custom property.
        let _ = style.set_property(property, &format!("{}px", value as u32));
    }
}
