//! Before the meeting: how one will be seen and heard.

use std::rc::Rc;

use charlaton_contract::{
    RoomId,
    rest::{Connection, Room, User},
};
use web_sys::{HtmlElement, HtmlSelectElement};
use yew::{platform::spawn_local, prelude::*};

use super::{
    call::switches,
    errors::device_words,
    local::{DeviceView, Kind, LocalView, of_kind},
};
use crate::{
    app::use_services,
    components::{
        icon::icon,
        page::{Heading, Page},
        video_tile::Picture,
    },
    i18n::{Texts, use_texts},
    lib::media::{DeviceInfo, LevelMeter, LocalTrack},
    services::connection,
};

#[derive(PartialEq, Properties)]
pub(super) struct LobbyProps {
    pub room: Rc<Room>,
    pub view: Rc<LocalView>,
    /// Devices were used in an earlier meeting, so the reason for asking has been read.
    pub asked_before: bool,
    pub onwant: Callback<(Kind, bool)>,
    pub onchoose: Callback<(Kind, Option<String>)>,
    pub onjoin: Callback<()>,
}

#[component]
pub(super) fn Lobby(props: &LobbyProps) -> Html {
    let texts = use_texts();
    let LocalView { microphone, camera, available } = &*props.view;
    let people = use_people_inside(props);
    let allowed = use_state(|| props.asked_before);
    let pending = microphone.pending || camera.pending;
    let nothing = microphone.track.is_none() && camera.track.is_none();
    let allow = {
        let (allowed, onwant) = (allowed.clone(), props.onwant.clone());
        Callback::from(move |_: MouseEvent| {
            allowed.set(true);
            onwant.emit((Kind::Microphone, true));
            onwant.emit((Kind::Camera, true));
        })
    };
    html! {
        <Page title={texts.lobby.title}>
            <div class="lobby">
                <div class="lobby-preview">
                    <Picture stream={camera.track.as_ref().map(LocalTrack::stream)} mirrored=true
                        label={AttrValue::from(texts.lobby.preview)} />
                    if camera.track.is_none() {
                        <p class="lobby-camera-off">{ texts.lobby.camera_is_off }</p>
                    }
                    if *allowed {
                        <div class="lobby-switches">
                            { switches(&props.view, &props.onwant, texts) }
                        </div>
                    }
                </div>
                <div class="lobby-side">
                    <p class="room-name" dir="auto">{ &props.room.name }</p>
                    <Heading>{ texts.lobby.title }</Heading>
                    <p class="hint" role="status">{ inside(&people, texts) }</p>
                    if *allowed {
                        { picker(Kind::Microphone, microphone, available, &props.onchoose, texts) }
                        if let Some(track) = microphone.track.clone().filter(|_| microphone.on) {
                            <Level {track} />
                        }
                        { picker(Kind::Camera, camera, available, &props.onchoose, texts) }
                    } else {
                        <p>{ texts.lobby.why_permission }</p>
                        <button type="button" class="button primary" onclick={allow}>
                            { icon("video") }{ texts.lobby.allow }
                        </button>
                    }
                    <p role="status">{ if pending { texts.lobby.asking } else { "" } }</p>
                    <button type="button" class={classes!("button", "join", allowed.then_some("primary"))}
                        onclick={props.onjoin.reform(|_| ())}>
                        { if nothing && !pending { texts.lobby.join_listening } else { texts.lobby.join } }
                    </button>
                </div>
            </div>
        </Page>
    }
}

/// Who is in the room, looked up when the lobby opens. `None` while nobody has said.
#[hook]
fn use_people_inside(props: &LobbyProps) -> Option<Rc<Vec<Connection>>> {
    let services = use_services();
    let people = use_state(|| None);
    use_effect_with(props.room.id.clone(), {
        let people = people.setter();
        move |room: &RoomId| {
            let room = room.clone();
            spawn_local(async move {
                // The lobby serves without: this only says what to expect.
                people.set(connection::inside(&services.api, &room).await.ok().map(Rc::new));
            });
        }
    });
    (*people).clone()
}

fn inside(people: &Option<Rc<Vec<Connection>>>, texts: &Texts) -> String {
    let Some(people) = people else { return String::new() };
    let names: Vec<&str> =
        people.iter().filter_map(|person| person.user.as_ref()).map(User::display_name).collect();
    match (people.len(), names.len()) {
        (0, _) => texts.lobby.nobody_inside.to_owned(),
        (count, named) if named < count => (texts.lobby.inside)(&(texts.people_count)(count)),
        _ => (texts.lobby.inside)(&names.join(", ")),
    }
}

/// Chooses a device; says what is wrong with it.
fn picker(
    kind: Kind,
    device: &DeviceView,
    available: &[DeviceInfo],
    onchoose: &Callback<(Kind, Option<String>)>,
    texts: &Texts,
) -> Html {
    let (id, label) = match kind {
        Kind::Microphone => ("microphone", texts.lobby.microphone),
        Kind::Camera => ("camera", texts.lobby.camera),
    };
    let devices = of_kind(available, kind);
    let in_use = device.track.as_ref().and_then(LocalTrack::device_id).or_else(|| device.chosen.clone());
    let onchange = onchoose.reform(move |event: Event| {
        let chosen = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
        (kind, chosen.filter(|id| !id.is_empty()))
    });
    let error = device.error.as_ref().map(|error| device_words(error, kind, texts));
    html! {
        <div class="field">
            <label for={id}>{ label }</label>
            if !devices.is_empty() {
                <select {id} {onchange}>
                    for (index, device) in devices.iter().enumerate() {
                        <option value={device.id.clone()} selected={in_use.as_deref() == Some(device.id.as_str())}>
                            { if device.label.is_empty() { (texts.lobby.unnamed_device)(index + 1) } else { device.label.clone() } }
                        </option>
                    }
                </select>
            }
            <p class="error" role="alert">{ error }</p>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct LevelProps {
    track: LocalTrack,
}

/// How loud the microphone hears. Written to the node ten times a second, past the virtual DOM.
#[component]
fn Level(props: &LevelProps) -> Html {
    let texts = use_texts();
    let node = use_node_ref();
    use_effect_with(props.track.clone(), {
        let node = node.clone();
        move |track: &LocalTrack| {
            let meter = LevelMeter::new(&track.stream(), move |level| {
                if let Some(bar) = node.cast::<HtmlElement>() {
                    let _ = bar.style().set_property("--level", &format!("{}", (level * 100.0) as u32));
                }
            });
            move || drop(meter)
        }
    });
    html! {
        <div class="level" role="img" aria-label={texts.lobby.level}><span ref={node} class="level-bar"></span></div>
    }
}
