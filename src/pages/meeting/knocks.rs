//! The door of a private room: what who waits outside sees, and what a host decides.

use yew::prelude::*;

use super::{
    call,
    door::{Door, Request},
    format::Format,
    machine::DoorWish,
    meeting::{self, Ui},
    state::State,
};
use crate::{
    components::{
        button::button,
        el::{el, text, worded},
        icon::icon,
        link::link,
        page::{Heading, Page},
    },
    routes,
};

/// Who asks to be let in, with what a host may answer; nothing while nobody does.
pub(super) fn knocks(state: &State, ui: Ui<'_>) -> Html {
    let open = state.requests.iter().filter(|request| request.is_open());
    let open: Vec<Html> = open.map(|request| knock(request, state, ui)).collect();
    if open.is_empty() {
        return Html::default();
    }
    let list = el("ul", "").children(open).html();
    html! { <section class="knocks" aria-label={ui.texts.knock.requests}>{ list }</section> }
}

fn knock(request: &Request, state: &State, ui: Ui<'_>) -> Html {
    let words = &ui.texts.knock;
    let name = state.name(&request.user).unwrap_or(words.somebody);
    let answer = |class, words: &'static str, wish| {
        let label = [words, " (", name, ")"].concat();
        let onclick = wishes(wish, ui);
        html! { <button type="button" {class} aria-label={label} {onclick}>{ text(words) }</button> }
    };
    let admit = answer("button primary", words.admit, DoorWish::Admit(request.user.clone()));
    let deny = answer("button", words.deny, DoorWish::Deny(request.user.clone()));
    html! {
        <li key={request.user.as_str()}>
            <span class="person-name" dir="auto">{ text((words.asks)(name)) }</span>{ admit }{ deny }
        </li>
    }
}

fn wishes(wish: DoorWish, ui: Ui<'_>) -> Callback<MouseEvent> {
    ui.link.callback(move |_| meeting::Msg::Call(call::Msg::Knock(wish.clone())))
}

/// What who waits sees. `since` is a moment in milliseconds.
pub(super) fn outside(door: Door, since: f64, ui: Ui<'_>) -> Html {
    let texts = ui.texts;
    let words = &texts.knock;
    #[expect(clippy::cast_possible_truncation, reason = "a moment in milliseconds is far below 2^53")]
    let since = || (words.since)(&Format::new(texts.tag).time(since as i64));
    let (state, hint, back) = match door {
        Door::Asking => (words.asking, since(), texts.common.cancel),
        Door::Unsure => (words.asking, words.unsure.to_owned(), texts.common.cancel),
        Door::Away => (words.asking, texts.errors.chat_unreachable_text.to_owned(), texts.common.cancel),
        Door::Denied { again: false } => (words.denied, words.denied_text.to_owned(), texts.left.to_rooms),
        Door::Denied { again: true } => (words.denied, String::new(), texts.left.to_rooms),
    };
    let is_denied = matches!(door, Door::Denied { .. });
    let said = el("div", "outside")
        .child(icon(if is_denied { "lock" } else { "loader-circle" }))
        .child(html! { <div role="status">{ worded("p", "", state) }{ worded("p", "hint", hint) }</div> });
    let ask = || button("button primary", text(words.ask_again), wishes(DoorWish::AskAgain, ui));
    let actions = el("div", "actions")
        .when(door == (Door::Denied { again: true }), ask)
        .child(link(routes::DASHBOARD, "button", text(back)))
        .html();
    html! {
        <Page title={words.title} narrow=true><Heading>{ text(words.title) }</Heading>{ said }{ actions }</Page>
    }
}
