//! The tiles, and everybody's sound.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::DomException;
use yew::prelude::*;

use super::{
    call::Call,
    call_view::own_camera,
    devices::LocalView,
    gestures::signs,
    meeting::Ui,
    person_menu::person_menu_items,
    seats::{Role, Seat, Spot},
    staging::Staging,
    state::{Person, State},
    tile_menu::{marks, menu_id, tile_menu},
};
use crate::{
    components::{
        el::{all, when},
        video_tile::{VideoTile, screen_tile},
    },
    i18n::Texts,
    lib::{
        media::LocalTrack,
        webrtc::{PeerState, RemoteStream},
    },
};

/// Everybody's tile, and what is shared.
pub(super) fn stage(call: &Call, state: &State, local: &LocalView, ui: Ui<'_>) -> Html {
    let seats = call.staging.seats(state, call.audio_only);
    let tiles = seats.iter().filter_map(|seat| {
        let person = state.person(seat.spot.user())?;
        Some(match &seat.spot {
            Spot::Face(_) => face(seat, person, call, state, local, ui),
            Spot::Screen(_) => screen(seat, person, call, state, ui),
        })
    });
    let tiles = all(tiles.collect());
    html! { <section class="stage" aria-label={ui.texts.meeting.stage} ref={call.staging.node.clone()}>{ tiles }</section> }
}

fn face(seat: &Seat, person: &Person, call: &Call, state: &State, local: &LocalView, ui: Ui<'_>) -> Html {
    let texts = ui.texts;
    let mut tile = VideoTile {
        user: person.id.to_string().into(),
        name: &person.name,
        is_me: person.is_me,
        is_host: person.is_host,
        mic: Some(local.mic_live()),
        picture: own_camera(local).map(LocalTrack::stream),
        status: None,
        signs: signs(person, state, texts),
        class: class(seat),
        marks: marks(&seat.spot, call.staging.wishes(), ui),
        menu: Html::default(),
    };
    if !person.is_me {
        let link = state.links.get(&person.id);
        let shown = person.media.is_none_or(|media| media.camera_enabled);
        tile.picture = link.and_then(|link| link.camera.clone()).filter(|_| shown);
        tile.mic = person.media.map(|media| media.mic_enabled);
        let interrupted = person.interrupted.then_some(texts.meeting.interrupted);
        let connection = link.map_or(PeerState::Connecting, |link| link.state);
        tile.status = status_words(connection, texts).or(interrupted);
        let further = person_menu_items(person, &menu_id(&seat.spot), Vec::new(), (call, state), ui);
        tile.menu = tile_menu(&seat.spot, &person.name, &call.staging, further, ui);
    }
    // None come.
    tile.picture.take_if(|_| call.audio_only);
    tile.view(texts)
}

fn screen(seat: &Seat, person: &Person, call: &Call, state: &State, ui: Ui<'_>) -> Html {
    let words = &ui.texts.stage;
    let theirs = state.links.get(&person.id).and_then(|link| link.screen.clone());
    let own = call.sharing.screen().map(|screen| screen.video.stream());
    let (label, stream) = match person.is_me {
        true => (words.own_screen.to_owned(), own),
        false => ((words.screen_of)(&person.name), theirs),
    };
    let menu = when(!person.is_me, || tile_menu(&seat.spot, &label, &call.staging, Vec::new(), ui));
    let marks = marks(&seat.spot, call.staging.wishes(), ui);
    screen_tile(person.id.to_string().into(), label.clone().into(), class(seat), stream.as_ref(), marks, menu)
}

fn class(seat: &Seat) -> &'static str {
    match (seat.role, seat.spot.is_screen()) {
        (Role::Large, false) => "tile",
        (Role::Small, false) => "tile small",
        (Role::Corner, _) => "tile corner",
        (Role::Large, true) => "tile screen",
        (Role::Small, true) => "tile screen small",
    }
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
pub(super) fn sounds(state: &State, staging: &Staging) -> Html {
    let sound = |spot: Spot, stream: Option<&RemoteStream>| {
        let (stream, volume) = (JsValue::from(stream?), f64::from(staging.volume(&spot)) / 100.0);
        let user = AttrValue::from(spot.user().to_string());
        let [of, screen] = if spot.is_screen() { [None, Some(user)] } else { [Some(user), None] };
        let key = format!("{}{}", if spot.is_screen() { "screen-" } else { "" }, spot.user());
        Some(html! {
            <audio {key} autoplay=true data-user={of} data-screen={screen} ~srcObject={stream}
                ~volume={JsValue::from(volume)} />
        })
    };
    let sounds = state.links.iter().flat_map(|(user, link)| {
        let shares = state.person(user).is_some_and(|person| person.sharing);
        let screen = link.screen_audio.as_ref().filter(|_| shares);
        [sound(Spot::Face(user.clone()), link.audio.as_ref()), sound(Spot::Screen(user.clone()), screen)]
    });
    all(sounds.flatten().collect())
}

/// Whether the browser wants a press before it plays.
pub(super) async fn sound_is_blocked(playing: Promise) -> bool {
    let refused = JsFuture::from(playing).await.err();
    // An `AbortError` only says that the element went away or got another stream meanwhile.
    refused.is_some_and(|error| DomException::from(error).name() == "NotAllowedError")
}
