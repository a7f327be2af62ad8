//! The tiles.

use std::rc::Rc;

use charlaton_contract::UserId;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{HtmlElement, ResizeObserver};
use yew::prelude::*;

use super::{
    layout::grid,
    state::{Link, Person},
};
use crate::{
    components::{remote_audio::RemoteAudio, video_tile::VideoTile},
    i18n::{Texts, use_texts},
    lib::{
        small_map::SmallMap,
        webrtc::{PeerState, RemoteStream},
    },
};

/// Between tiles, in CSS pixels; the style sheet has the same.
const GAP: f64 = 8.0;

#[derive(PartialEq, Properties)]
pub(super) struct StageProps {
    pub people: Vec<Rc<Person>>,
    pub links: SmallMap<UserId, Link>,
    /// Our own picture.
    pub preview: Option<RemoteStream>,
    /// Whether we can be heard.
    pub mic: bool,
}

#[component]
pub(super) fn Stage(props: &StageProps) -> Html {
    let texts = use_texts();
    let count = props.people.len();
    let node = use_node_ref();
    use_grid(&node, count);
    html! {
        <section class={classes!("stage", (count == 2).then_some("duo"))} aria-label={texts.meeting.stage} ref={node}>
            for person in &props.people {
                { tile(person, props, texts) }
            }
        </section>
    }
}

fn tile(person: &Rc<Person>, props: &StageProps, texts: &Texts) -> Html {
    let link = props.links.get(&person.id);
    let (picture, mic, status) = if person.is_me {
        (props.preview.clone(), Some(props.mic), None)
    } else {
        let shown = person.media.is_none_or(|media| media.camera_enabled);
        let picture = link.and_then(|link| link.camera.clone()).filter(|_| shown);
        let state = link.map_or(PeerState::Connecting, |link| link.state);
        (picture, person.media.map(|media| media.mic_enabled), status_words(state, texts))
    };
    let (user, name) = (person.id.to_string().into(), person.name.clone().into());
    VideoTile { user, name, is_me: person.is_me, is_host: person.is_host, mic, picture, status }.view(texts)
}

fn status_words(state: PeerState, texts: &Texts) -> Option<AttrValue> {
    match state {
        PeerState::Connecting => Some(texts.meeting.connecting.into()),
        PeerState::Reconnecting => Some(texts.meeting.reconnecting.into()),
        PeerState::Failed => Some(texts.meeting.pair_failed.into()),
        PeerState::Connected | PeerState::Closed => None,
    }
}

/// Sizes the tiles through custom properties of the stage, outside the virtual DOM: a resize renders nothing.
#[hook]
fn use_grid(node: &NodeRef, count: usize) {
    use_effect_with((node.clone(), count), |(node, count)| {
        let (stage, count) = (node.cast::<HtmlElement>(), *count);
        let observed = stage.and_then(|stage| {
            let lay_out = {
                let stage = stage.clone();
                move || lay_out(&stage, count)
            };
            lay_out();
            let callback = Closure::<dyn Fn()>::new(lay_out);
            let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
            observer.observe(&stage);
            Some((observer, callback))
        });
        move || {
            if let Some((observer, _callback)) = observed {
                observer.disconnect();
            }
        }
    });
}

fn lay_out(stage: &HtmlElement, count: usize) {
    let grid = grid(count, f64::from(stage.client_width()), f64::from(stage.client_height()), GAP);
    let style = stage.style();
    for (property, value) in [("--tile-width", grid.tile_width), ("--tile-height", grid.tile_height)] {
        // A length is a valid value of a custom property.
        let _ = style.set_property(property, &format!("{}px", value as u32));
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct SoundsProps {
    pub links: SmallMap<UserId, Link>,
}

/// Everybody's sound, and the button a browser may demand before it plays any.
#[component]
pub(super) fn Sounds(props: &SoundsProps) -> Html {
    let texts = use_texts();
    let blocked = use_state(|| false);
    let attempt = use_state(|| 0);
    let onblocked = use_callback((), {
        let blocked = blocked.setter();
        move |(), &()| blocked.set(true)
    });
    let retry = {
        let (blocked, attempt) = (blocked.clone(), attempt.clone());
        Callback::from(move |_: MouseEvent| {
            blocked.set(false);
            attempt.set(*attempt + 1);
        })
    };
    html! {
        <>
            for (user, link) in props.links.iter() {
                if let Some(stream) = link.audio.clone() {
                    <RemoteAudio key={user.as_str()} user={user.to_string()} {stream} attempt={*attempt}
                        onblocked={onblocked.clone()} />
                }
            }
            if *blocked {
                <button type="button" class="button primary unblock" onclick={retry}>{ texts.meeting.click_to_hear }</button>
            }
        </>
    }
}
