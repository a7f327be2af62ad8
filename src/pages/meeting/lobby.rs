//! Before the meeting: how one will be seen and heard.

use charlaton_contract::rest::{Connection, User};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlSelectElement};
use yew::prelude::*;

use super::{
    call_view::switches,
    errors::device_words,
    local::{DeviceView, Kind, of_kind},
    meeting::{self, Ui},
    visit::{self, Press, Visit},
};
use crate::{
    components::{
        button::button,
        icon::icon,
        page::{Heading, Page},
        video_tile::picture,
    },
    i18n::Texts,
    lib::media::{DeviceInfo, LevelMeter, LocalTrack},
};

pub(super) fn view(visit: &Visit, ui: Ui<'_>) -> Html {
    let texts = ui.texts;
    let words = &texts.lobby;
    let (microphone, camera) = (&visit.view.microphone, &visit.view.camera);
    let pending = microphone.pending || camera.pending;
    let nothing = microphone.track.is_none() && camera.track.is_none();
    let join = if nothing && !pending { words.join_listening } else { words.join };
    let join_class = if visit.allowed { "button join primary" } else { "button join" };
    html! {
        <Page title={words.title}>
            <div class="lobby">
                <div class="lobby-preview">
                    { picture(camera.track.as_ref().map(LocalTrack::stream).as_ref(), true, Some(words.preview)) }
                    if camera.track.is_none() {
                        <p class="lobby-camera-off">{ words.camera_is_off }</p>
                    }
                    if visit.allowed {
                        <div class="lobby-switches">{ switches(&visit.view, ui) }</div>
                    }
                </div>
                <div class="lobby-side">
                    <p class="room-name" dir="auto">{ &visit.room.name }</p>
                    <Heading>{ words.title }</Heading>
                    <p class="hint" role="status">{ inside(visit.people.as_deref(), texts) }</p>
                    if visit.allowed {
                        { picker(Kind::Microphone, microphone, visit, ui) }
                        if visit.level.is_measuring() {
                            <div class="level" role="img" aria-label={words.level}>
                                <span ref={visit.level.bar.clone()} class="level-bar"></span>
                            </div>
                        }
                        { picker(Kind::Camera, camera, visit, ui) }
                    } else {
                        <p>{ words.why_permission }</p>
                        { button(
                            "button primary",
                            html! { <>{ icon("video") }{ words.allow }</> },
                            ui.on(Press::Allow),
                        ) }
                    }
                    <p role="status">{ if pending { words.asking } else { "" } }</p>
                    { button(join_class, join.into(), ui.on(Press::Join)) }
                </div>
            </div>
        </Page>
    }
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
    };
    let devices = of_kind(&visit.view.available, kind);
    let in_use = device.track.as_ref().and_then(LocalTrack::device_id).or_else(|| device.chosen.clone());
    let onchange = ui.link.callback(move |event: Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        let chosen = select.map(|select| select.value()).filter(|id| !id.is_empty());
        meeting::Msg::Visit(visit::Msg::Choose(kind, chosen))
    });
    html! {
        <div class="field">
            <label for={id}>{ label }</label>
            if !devices.is_empty() {
                <select {id} {onchange}>
                    for (index, device) in devices.into_iter().enumerate() {
                        { option(index, device, in_use.as_deref(), texts) }
                    }
                </select>
            }
            <p class="error" role="alert">
                { device.error.as_ref().map(|error| device_words(error, kind, texts)) }
            </p>
        </div>
    }
}

fn option(index: usize, device: &DeviceInfo, in_use: Option<&str>, texts: &Texts) -> Html {
    let label = match device.label.as_str() {
        "" => (texts.lobby.unnamed_device)(index + 1),
        label => label.to_owned(),
    };
    html! { <option value={device.id.clone()} selected={in_use == Some(device.id.as_str())}>{ label }</option> }
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
