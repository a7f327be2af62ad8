//! Who is here.

use yew::prelude::*;

use super::{
    call::{self, Call, CopyAt},
    chat_panel::write_to,
    devices::LocalView,
    figures::{self, Figures},
    meeting::Ui,
    state::{Person, State},
};
use crate::{
    components::{
        el::{all, el, text, when, worded},
        icon::icon,
    },
    lib::webrtc::PeerState,
};

pub(super) fn people_panel(call: &Call, state: &State, local: &LocalView, ui: Ui<'_>) -> Html {
    let seen = call.seen();
    let people = state.people.iter().map(|person| entry(person, state, seen, ui)).collect();
    // Of an uplink that carries no picture, because there is none, nothing is known.
    let carried = seen.filter(|_| local.camera_live() || call.audio_only);
    let sentence = carried.and_then(|figures| figures.sentence(ui.texts));
    let pressed = if call.audio_only { "true" } else { "false" };
    let sound_only = html! {
        <button type="button" class="button" aria-pressed={pressed} onclick={ui.on(call::Press::AudioOnly)}>
            { text(ui.texts.quality.sound_only) }
        </button>
    };
    let content = all(vec![
        el("ul", "people").children(people).html(),
        worded("p", "carries", sentence.unwrap_or_default()),
        sound_only,
        call.copy_link(CopyAt::Report, ui),
        call.copy_link(CopyAt::People, ui),
    ]);
    html! { <section class="people-panel" aria-label={ui.texts.meeting.people}>{ content }</section> }
}

fn entry(person: &Person, state: &State, seen: Option<&Figures>, ui: Ui<'_>) -> Html {
    let (texts, words) = (ui.texts, &ui.texts.meeting);
    let mut content = vec![
        html! { <span class="person-name" dir="auto">{ text(person.name.clone()) }</span> },
        when(person.is_me, || worded("span", "mark", words.you)),
        when(person.is_host, || worded("span", "mark", words.host)),
    ];
    if let Some(media) = person.media {
        content.push(switch(media.mic_enabled, ("mic", words.unmuted), ("mic-off", words.muted)));
        content.push(switch(
            media.camera_enabled,
            ("video", words.video_live),
            ("video-off", words.video_stopped),
        ));
    }
    if !person.is_me {
        content.push(write_button(person, ui));
        let of = seen.and_then(|figures| figures.of(&person.id));
        let link = state.links.get(&person.id).map_or(PeerState::Connecting, |link| link.state);
        let speaks = of.is_some_and(|of| of.speaks);
        content.push(when(speaks, || worded("span", "visually-hidden", texts.quality.speaking)));
        content.push(worded("p", "figures", figures::words(link, of, texts)));
    }
    html! { <li key={person.id.as_str()} data-user={person.id.to_string()}>{ all(content) }</li> }
}

fn write_button(person: &Person, ui: Ui<'_>) -> Html {
    let label = (ui.texts.chat.label_private)(&person.name);
    html! {
        <button type="button" class="button quiet square" aria-label={label.clone()} title={label}
            onclick={write_to(&person.id, ui)}>
            { icon("message-square") }
        </button>
    }
}

fn switch(on: bool, lit: (&'static str, &'static str), unlit: (&'static str, &'static str)) -> Html {
    let (class, (name, words)) = if on { ("state", lit) } else { ("state off", unlit) };
    let content = all(vec![icon(name), worded("span", "visually-hidden", words)]);
    html! { <span {class} title={words}>{ content }</span> }
}
