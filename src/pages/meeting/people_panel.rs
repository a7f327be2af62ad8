//! Who is here.

use std::rc::Rc;

use charlaton_contract::RoomId;
use yew::prelude::*;

use super::state::Person;
use crate::{
    components::{copy_link::CopyLink, icon::icon},
    i18n::Texts,
};

pub(super) fn people_panel(room: &RoomId, people: &[Rc<Person>], texts: &Texts) -> Html {
    html! {
        <section class="people-panel" aria-label={texts.meeting.people}>
            <ul class="people">
                for person in people {
                    <li key={person.id.as_str()} data-user={person.id.to_string()}>
                        <span class="person-name" dir="auto">{ &person.name }</span>
                        if person.is_me {
                            <span class="mark">{ texts.meeting.you }</span>
                        }
                        if person.is_host {
                            <span class="mark">{ texts.meeting.host }</span>
                        }
                        if let Some(media) = person.media {
                            { switch(media.mic_enabled, ("mic", texts.meeting.unmuted), ("mic-off", texts.meeting.muted)) }
                            { switch(media.camera_enabled, ("video", texts.meeting.video_live), ("video-off", texts.meeting.video_stopped)) }
                        }
                    </li>
                }
            </ul>
            <CopyLink room={room.clone()} />
        </section>
    }
}

fn switch(on: bool, lit: (&'static str, &'static str), unlit: (&'static str, &'static str)) -> Html {
    let (name, words) = if on { lit } else { unlit };
    html! {
        <span class={classes!("state", (!on).then_some("off"))} title={words}>
            { icon(name) }<span class="visually-hidden">{ words }</span>
        </span>
    }
}
