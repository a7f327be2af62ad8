//! Raised hands and reactions as they are seen: in the bar, on tiles, and in words.

use yew::prelude::*;

use super::{
    call,
    machine::Wish,
    meeting::{self, Ui},
    reactions::REACTIONS,
    state::{Person, State},
};
use crate::{
    components::{
        control::Control,
        el::{all, el, text, worded},
        icon::icon,
        menu::menu,
    },
    i18n::Texts,
};

const MENU: &str = "reactions";

/// For the `onclick` of a button.
pub(super) fn on(wish: Wish, ui: Ui<'_>) -> Callback<MouseEvent> {
    ui.link.callback(move |_| meeting::Msg::Call(call::Msg::Wish(wish.clone())))
}

/// Those of the bar.
pub(super) fn controls(state: &State, key: Option<&'static str>, ui: Ui<'_>) -> Html {
    let words = &ui.texts.people;
    let up = state.hand(&state.me).is_some();
    let mut hand = Control::new("hand", if up { words.lower } else { words.raise }, on(Wish::Hand, ui));
    (hand.pressed, hand.key) = (Some(up), key);
    let items = (1..).zip(REACTIONS).map(|(key, emoji)| {
        html! {
            <button type="button" class="menu-item" popovertarget={MENU} popovertargetaction="hide"
                onclick={on(Wish::React(key), ui)}>
                { text(emoji) }
            </button>
        }
    });
    let trigger = Control::new("smile", words.react, Callback::noop());
    let reactions = menu(MENU.into(), words.react.into(), trigger, items.collect());
    all(vec![hand.view(), reactions])
}

/// What lies over somebody's picture.
pub(super) fn signs(person: &Person, state: &State, texts: &Texts) -> Html {
    let mut signs: Vec<Html> = state.hand(&person.id).map(|place| hand(place, texts)).into_iter().collect();
    let theirs = state.reactions.iter().filter(|reaction| reaction.from == person.id);
    let passing = theirs.map(|reaction| {
        let class = if REACTIONS.contains(&&*reaction.emoji) { "reaction" } else { "reaction other" };
        html! { <span key={reaction.key} {class} dir="auto">{ text(reaction.emoji.clone()) }</span> }
    });
    signs.push(html! { <div class="reactions" aria-hidden="true">{ all(passing.collect()) }</div> });
    all(signs)
}

/// A raised hand, and which one it is.
pub(super) fn hand(place: usize, texts: &Texts) -> Html {
    el("span", "hand")
        .child(icon("hand"))
        .child(worded("span", "visually-hidden", texts.people.raised))
        .text(place.to_string())
        .html()
}

/// Reactions for who does not see them. Each is said once, as it comes.
pub(super) fn said(state: &State) -> Html {
    let said = state.reactions.iter().map(|reaction| {
        let words = [state.name(&reaction.from).unwrap_or_default(), ": ", &reaction.emoji].concat();
        html! { <p key={reaction.key}>{ text(words) }</p> }
    });
    html! { <div class="visually-hidden" aria-live="polite">{ all(said.collect()) }</div> }
}
