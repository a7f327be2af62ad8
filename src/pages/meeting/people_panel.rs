//! Who is here.

use yew::prelude::*;

use super::{
    call::{Call, CopyAt},
    meeting::Ui,
    state::{Person, State},
};
use crate::{
    components::{
        el::{all, el, text, when, worded},
        icon::icon,
    },
    i18n::Texts,
};

pub(super) fn people_panel(call: &Call, state: &State, ui: Ui<'_>) -> Html {
    let people = state.people.iter().map(|person| entry(person, ui.texts)).collect();
    let content = all(vec![el("ul", "people").children(people).html(), call.copy_link(CopyAt::People, ui)]);
    html! { <section class="people-panel" aria-label={ui.texts.meeting.people}>{ content }</section> }
}

fn entry(person: &Person, texts: &Texts) -> Html {
    let words = &texts.meeting;
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
    html! { <li key={person.id.as_str()} data-user={person.id.to_string()}>{ all(content) }</li> }
}

fn switch(on: bool, lit: (&'static str, &'static str), unlit: (&'static str, &'static str)) -> Html {
    let (class, (name, words)) = if on { ("state", lit) } else { ("state off", unlit) };
    let content = all(vec![icon(name), worded("span", "visually-hidden", words)]);
    html! { <span {class} title={words}>{ content }</span> }
}
