//! Who is here.

use yew::prelude::*;

use super::{
    call::{Call, CopyAt},
    meeting::Ui,
    state::{Person, State},
};
use crate::{components::icon::icon, i18n::Texts};

pub(super) fn people_panel(call: &Call, state: &State, ui: Ui<'_>) -> Html {
    html! {
        <section class="people-panel" aria-label={ui.texts.meeting.people}>
            <ul class="people">
                for person in &state.people {
                    { entry(person, ui.texts) }
                }
            </ul>
            { call.copy_link(CopyAt::People, ui) }
        </section>
    }
}

fn entry(person: &Person, texts: &Texts) -> Html {
    let words = &texts.meeting;
    html! {
        <li key={person.id.as_str()} data-user={person.id.to_string()}>
            <span class="person-name" dir="auto">{ &person.name }</span>
            if person.is_me {
                <span class="mark">{ words.you }</span>
            }
            if person.is_host {
                <span class="mark">{ words.host }</span>
            }
            if let Some(media) = person.media {
                { switch(media.mic_enabled, ("mic", words.unmuted), ("mic-off", words.muted)) }
                { switch(media.camera_enabled, ("video", words.video_live), ("video-off", words.video_stopped)) }
            }
        </li>
    }
}

fn switch(on: bool, lit: (&'static str, &'static str), unlit: (&'static str, &'static str)) -> Html {
    let (class, (name, words)) = if on { ("state", lit) } else { ("state off", unlit) };
    html! {
        <span {class} title={words}>
            { icon(name) }<span class="visually-hidden">{ words }</span>
        </span>
    }
}
