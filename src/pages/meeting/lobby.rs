//! Before the meeting: how one will be seen and heard.

use charlaton_contract::rest::{Connection, User};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlSelectElement};
use yew::prelude::*;

use super::{
    bar::switches,
    devices::{DeviceView, Kind, of_kind},
    errors::device_words,
    meeting::{self, Ui},
    visit::{self, Press, Visit},
};
use crate::{
    components::{
        button::button,
        el::{all, el, text, when, worded},
        icon::icon,
        page::{Heading, Page},
        video_tile::picture,
    },
    i18n::Texts,
    lib::media::{DeviceInfo, LevelMeter, LocalTrack, MediaError},
};

pub(super) fn view(visit: &Visit, ui: Ui<'_>) -> Html {
    let texts = ui.texts;
    let words = &texts.lobby;
    let (microphone, camera) = (&visit.view.microphone, &visit.view.camera);
    let pending = microphone.pending || camera.pending;
    let nothing = microphone.track.is_none() && camera.track.is_none();
    let join = if nothing && !pending { words.join_listening } else { words.join };
    let join_class = if visit.allowed { "button join primary" } else { "button join" };
    let preview = el("div", "lobby-preview")
        .child(picture(camera.track.as_ref().map(LocalTrack::stream).as_ref(), true, Some(words.preview)))
        .when(camera.track.is_none(), || worded("p", "lobby-camera-off", words.camera_is_off))
        .when(visit.allowed, || el("div", "lobby-switches").child(switches(&visit.view, None, ui)));
    let side = el("div", "lobby-side")
        .child(html! { <p class="room-name" dir="auto">{ text(visit.room.name.clone()) }</p> })
        .child(html! { <Heading>{ text(words.title) }</Heading> })
        .child(html! { <p class="hint" role="status">{ text(inside(visit.people.as_deref(), texts)) }</p> })
        .child(if visit.allowed { devices(visit, ui) } else { reason(ui) })
        .when(visit.room.join_muted && !microphone.on, || worded("p", "hint", words.join_muted))
        .child(html! {
            <button type="button" class={join_class} aria-keyshortcuts="Enter" onclick={ui.on(Press::Join)}>
                { text(join) }
            </button>
        })
        // Below what one is about to press, which must not move.
        .child(html! { <p role="status">{ text(if pending { words.asking } else { "" }) }</p> });
    html! { <Page title={words.title}>{ el("div", "lobby").child(preview).child(side).html() }</Page> }
}

/// Why devices are asked for, before anybody is.
fn reason(ui: Ui<'_>) -> Html {
    let words = &ui.texts.lobby;
    all(vec![
        worded("p", "", words.why_permission),
        button("button primary", all(vec![icon("video"), text(words.allow)]), ui.on(Press::Allow)),
    ])
}

fn devices(visit: &Visit, ui: Ui<'_>) -> Html {
    let level = || {
        html! {
            <div class="level" role="img" aria-label={ui.texts.lobby.level}>
                <span ref={visit.level.bar.clone()} class="level-bar"></span>
            </div>
        }
    };
    all(vec![
        picker(Kind::Microphone, &visit.view.microphone, visit, ui),
        // Its place is there before it is: nothing below may move under a finger.
        when(visit.level.is_measuring() || visit.view.microphone.pending, level),
        picker(Kind::Camera, &visit.view.camera, visit, ui),
        picker(Kind::Speaker, &visit.view.speaker, visit, ui),
        button(
            "button",
            all(vec![icon("volume-2"), text(ui.texts.lobby.test_sound)]),
            ui.on(Press::TestSound),
        ),
    ])
}

fn inside(people: Option<&[Connection]>, texts: &Texts) -> AttrValue {
    let Some(people) = people else { return AttrValue::default() };
    let names: Vec<&str> =
        people.iter().filter_map(|person| person.user.as_ref()).map(User::display_name).collect();
    match (people.len(), names.len()) {
        (0, _) => texts.lobby.nobody_inside.into(),
        (count, named) if named < count => (texts.lobby.inside)(&(texts.people_count)(count)).into(),
        _ => (texts.lobby.inside)(&names.join(", ")).into(),
    }
}

/// Chooses a device; says what is wrong with it.
fn picker(kind: Kind, device: &DeviceView, visit: &Visit, ui: Ui<'_>) -> Html {
    let texts = ui.texts;
    let (id, label) = match kind {
        Kind::Microphone => ("microphone", texts.lobby.microphone),
        Kind::Camera => ("camera", texts.lobby.camera),
        Kind::Speaker => ("speaker", texts.lobby.speaker),
    };
    let devices = of_kind(&visit.view.available, kind);
    // Browsers list first what they would choose.
    let in_use = device.in_use().or_else(|| devices.first().map(|first| first.id.clone()));
    let onchange = ui.link.callback(move |event: Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        let chosen = select.map(|select| select.value()).filter(|id| !id.is_empty());
        meeting::Msg::Visit(visit::Msg::Choose(kind, chosen))
    });
    // Where none can be chosen, it still may fail to play.
    if kind == Kind::Speaker && devices.is_empty() && device.error.is_none() {
        return Html::default();
    }
    let error = device.error.as_ref().map(|error| device_words(error, kind, texts)).unwrap_or_default();
    let again = match (kind, &device.error) {
        (_, None | Some(MediaError::Insecure | MediaError::Unsupported)) => None,
        (Kind::Speaker, Some(_)) => Some(Press::TestSound),
        (Kind::Microphone | Kind::Camera, Some(_)) => Some(Press::Want(kind, true)),
    };
    let select = || {
        let of = |(index, device)| option(index, device, in_use.as_deref(), texts);
        let options: Vec<Html> = devices.iter().copied().enumerate().map(of).collect();
        html! { <select {id} {onchange}>{ all(options) }</select> }
    };
    el("div", "field")
        .child(html! { <label for={id}>{ text(label) }</label> })
        .when(!devices.is_empty(), select)
        .child(html! { <p class="error" role="alert">{ text(error) }</p> })
        .child(
            again
                .map(|again| button("button", text(texts.common.try_again), ui.on(again)))
                .unwrap_or_default(),
        )
        .html()
}

/// The name of the device that is at `index` among those of its kind.
pub(super) fn device_label(index: usize, device: &DeviceInfo, texts: &Texts) -> String {
    match device.label.as_str() {
        "" => (texts.lobby.unnamed_device)(index + 1),
        label => label.to_owned(),
    }
}

fn option(index: usize, device: &DeviceInfo, in_use: Option<&str>, texts: &Texts) -> Html {
    let label = device_label(index, device, texts);
    html! { <option value={device.id.clone()} selected={in_use == Some(device.id.as_str())}>{ text(label) }</option> }
}

/// How loud the microphone hears. Written to the node ten times a second, past the virtual DOM.
#[derive(Debug, Default)]
pub(super) struct Level {
    pub bar: NodeRef,
    measured: Option<(LocalTrack, Option<LevelMeter>)>,
}

impl Level {
    pub(super) fn is_measuring(&self) -> bool {
        self.measured.is_some()
    }

    /// Measures `track` from now on, or nothing.
    pub(super) fn measure(&mut self, track: Option<&LocalTrack>) {
        if self.measured.as_ref().map(|(measured, _)| measured) == track {
            return;
        }
        // The one before first: browsers have few audio contexts.
        self.measured = None;
        self.measured = track.map(|track| {
            let bar = self.bar.clone();
            let meter = LevelMeter::new(&track.stream(), move |level| {
                if let Some(bar) = bar.cast::<HtmlElement>() {
                    let _ = bar.style().set_property("--level", &((level * 100.0) as u32).to_string());
                }
            });
            (track.clone(), meter.ok())
        });
    }
}
