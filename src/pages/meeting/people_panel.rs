//! Who is here.

use std::rc::Rc;

use charlaton_contract::UserId;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::{
    call::{self, Call},
    copying::CopyAt,
    devices::LocalView,
    figures::{self, Figures},
    gestures::{self, on},
    knocks::knocks,
    machine::Wish,
    meeting::{self, Ui},
    people_order::{by_language, order, plain},
    person_menu::{person_menu, person_menu_items},
    state::{Person, State},
};
use crate::{
    components::{
        button::button,
        el::{all, text, when, worded},
        icon::icon,
    },
    lib::webrtc::PeerState,
};

/// From so many people on one can search.
const SEARCH_FROM: usize = 5;

/// What the panel remembers.
#[derive(Debug, Default)]
pub(super) struct PeopleView {
    pub search: AttrValue,
    /// As people stand in the list. Who has come since follows.
    order: Vec<UserId>,
    list: NodeRef,
}

impl PeopleView {
    /// Puts people into order, at every look at the connections: often enough, and no line jumps in between. Not while
    /// one of the lines has the focus or an open menu, which would be lost. Whether anything has changed.
    pub(super) fn sort(&mut self, state: &State, figures: &Figures, tag: &'static str) -> bool {
        let in_use =
            |list: Element| list.query_selector(":focus, :popover-open").is_ok_and(|it| it.is_some());
        if self.list.cast().is_some_and(in_use) {
            return false;
        }
        let speaks = |id: &UserId| figures.of(id).is_some_and(|of| of.speaks);
        let before = std::mem::replace(&mut self.order, order(state, speaks, by_language(tag)));
        before != self.order
    }

    /// Those who are here and are searched for.
    fn found<'a>(&self, state: &'a State) -> Vec<&'a Rc<Person>> {
        let mut found: Vec<_> = self.order.iter().filter_map(|id| state.person(id)).collect();
        found.extend(state.people.iter().filter(|person| !self.order.contains(&person.id)));
        if !self.search.is_empty() {
            let wanted = plain(self.search.trim());
            found.retain(|person| plain(&person.name).contains(&wanted));
        }
        found
    }
}

pub(super) fn people_panel(call: &Call, state: &State, local: &LocalView, ui: Ui<'_>) -> Html {
    let words = &ui.texts.people;
    let seen = call.seen();
    let found = call.people.found(state);
    let people = found.iter().map(|person| entry(person, call, state, ui)).collect();
    let searched = state.people.len() >= SEARCH_FROM || !call.people.search.is_empty();
    // Of an uplink that carries no picture, because there is none, nothing is known.
    let carried = seen.filter(|_| local.camera_live() || call.audio_only);
    let sentence = carried.and_then(|figures| figures.sentence(ui.texts));
    let pressed = if call.audio_only { "true" } else { "false" };
    let sound_only = html! {
        <button type="button" class="button" aria-pressed={pressed} onclick={ui.on(call::Press::AudioOnly)}>
            { text(ui.texts.quality.sound_only) }
        </button>
    };
    let mute_all = || button("button", text(words.mute_all), on(Wish::MuteAll, ui));
    let content = all(vec![
        knocks(state, ui),
        when(searched, || search(&call.people.search, ui)),
        html! { <ul class="people" ref={call.people.list.clone()}>{ all(people) }</ul> },
        worded("p", "hint", if found.is_empty() { words.nobody } else { "" }),
        when(call.is_host && state.people.len() > 1, mute_all),
        worded("p", "carries", sentence.unwrap_or_default()),
        sound_only,
        call.copy_link(CopyAt::Report, ui),
        call.copy_link(CopyAt::People, ui),
    ]);
    html! { <section class="people-panel" aria-label={ui.texts.meeting.people}>{ content }</section> }
}

fn search(written: &AttrValue, ui: Ui<'_>) -> Html {
    let oninput = ui.link.callback(|event: InputEvent| {
        let field: HtmlInputElement = event.target_unchecked_into();
        meeting::Msg::Call(call::Msg::Search(field.value().into()))
    });
    let label = ui.texts.people.search;
    html! { <input type="search" aria-label={label} placeholder={label} value={written.clone()} {oninput} /> }
}

fn entry(person: &Person, call: &Call, state: &State, ui: Ui<'_>) -> Html {
    let (texts, words) = (ui.texts, &ui.texts.meeting);
    let mut content = vec![
        html! { <span class="person-name" dir="auto">{ text(person.name.clone()) }</span> },
        when(person.is_me, || worded("span", "mark", words.you)),
        when(person.is_host, || worded("span", "mark", words.host)),
        state.hand(&person.id).map_or_else(Html::default, |place| gestures::hand(place, texts)),
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
        let of = call.seen().and_then(|figures| figures.of(&person.id));
        let link = state.links.get(&person.id).map_or(PeerState::Connecting, |link| link.state);
        let speaks = of.is_some_and(|of| of.speaks);
        content.push(when(speaks, || worded("span", "visually-hidden", texts.quality.speaking)));
        let id = AttrValue::from(["person-", person.id.as_str()].concat());
        let items = person_menu_items(person, &id, Vec::new(), (call, state), ui);
        content.push(person_menu(id, person, items, texts));
        content.push(worded("p", "figures", figures::words(link, of, texts)));
    }
    html! { <li key={person.id.as_str()} data-user={person.id.to_string()}>{ all(content) }</li> }
}

fn switch(on: bool, lit: (&'static str, &'static str), unlit: (&'static str, &'static str)) -> Html {
    let (class, (name, words)) = if on { ("state", lit) } else { ("state off", unlit) };
    let content = all(vec![icon(name), worded("span", "visually-hidden", words)]);
    html! { <span {class} title={words}>{ content }</span> }
}
