//! Where one writes, and to whom.

use charlaton_contract::UserId;
use wasm_bindgen::JsCast;
use web_sys::{HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::{ChatView, Msg, message};
use crate::{
    components::{
        el::{all, el, text, when},
        icon::icon,
    },
    pages::meeting::{
        meeting::{self, Ui},
        state::{Person, State},
    },
};

/// The counter appears when this many characters are left.
const COUNTER_FROM: usize = 200;
/// What a key is while an input method has it, in browsers that end a composition before they tell of the key.
const COMPOSING_KEY: u32 = 229;

pub(super) fn composer(view: &ChatView, state: &State, ui: Ui<'_>) -> Html {
    let (link, words) = (ui.link, &ui.texts.chat);
    let (letter, left) = (view.letters.open(), view.letters.open().left());
    let name = letter.to.as_ref().map(|to| state.name(to).unwrap_or(&letter.name));
    let gone = letter.to.as_ref().is_some_and(|to| state.person(to).is_none());
    let onkeydown = link.batch_callback(|event: KeyboardEvent| {
        let composing = event.is_composing() || event.key_code() == COMPOSING_KEY;
        let send = event.key() == "Enter" && !event.shift_key() && !composing;
        send.then(|| say(&event))
    });
    let onsubmit = link.callback(|event: SubmitEvent| say(&event));
    let oninput = link.callback(|event: InputEvent| {
        let area = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
        message(Msg::Write(area.map(|area| area.value()).unwrap_or_default()))
    });
    let label = name.map_or_else(|| words.label.into(), |name| AttrValue::from((words.label_private)(name)));
    let hint = match (left, name) {
        (Err(excess), _) => AttrValue::from((words.too_long)(excess)),
        (_, Some(name)) if gone && !state.people.is_empty() => (words.gone)(name).into(),
        (Ok(left), _) if left <= COUNTER_FROM => (words.left_chars)(left).into(),
        (Ok(_), _) => AttrValue::default(),
    };
    let content = all(vec![
        when(state.people.len() > 1 || letter.to.is_some(), || addressees(view, state, ui)),
        html! { <label class="visually-hidden" for="chat-text">{ text(label) }</label> },
        html! {
            <textarea id="chat-text" rows="2" placeholder={words.placeholder} value={letter.text.clone()}
                dir="auto" enterkeyhint="send" aria-invalid={left.is_err().then_some("true")}
                aria-describedby="chat-left" ref={view.field.clone()} {oninput} {onkeydown} />
        },
        html! {
            <button type="submit" class="button primary square" aria-label={words.send} title={words.send}
                disabled={gone || !letter.can_be_sent()}>
                { icon("send") }
            </button>
        },
        html! { <p id="chat-left" class="hint" role="status">{ text(hint) }</p> },
    ]);
    html! { <form class="composer" {onsubmit}>{ content }</form> }
}

/// Everybody, each who is here, and those who are not and to whom something is written.
fn addressees(view: &ChatView, state: &State, ui: Ui<'_>) -> Html {
    let words = &ui.texts.chat;
    let onchange = ui.link.callback(|event: Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        message(Msg::Address(select.and_then(|select| UserId::parse(&select.value()).ok())))
    });
    let option = |id: &str, name: AttrValue| html! { <option value={id.to_owned()}>{ text(name) }</option> };
    let mut options = vec![option("", words.everybody.into())];
    for person in state.people.iter().filter(|person| !person.is_me) {
        options.push(option(person.id.as_str(), told_apart(person, state)));
    }
    for letter in view.letters.begun() {
        if let Some(to) = letter.to.as_ref().filter(|to| state.person(to).is_none()) {
            let name = state.name(to).unwrap_or(&letter.name);
            options.push(option(to.as_str(), (words.absent)(name).into()));
        }
    }
    let select = html! {
        <select id="chat-to" ref={view.addressee.clone()} {onchange}>{ all(options) }</select>
    };
    el("div", "addressee")
        .child(html! { <label for="chat-to">{ text(words.to) }</label> })
        .child(select)
        .when(view.letters.open().to.is_some(), || icon("lock"))
        .html()
}

/// Two of the same name must not be taken for each other.
fn told_apart(person: &Person, state: &State) -> AttrValue {
    let same = state.people.iter().filter(|other| other.name == person.name).count();
    let name = &person.name;
    if same > 1 { format!("{name} ({})", person.email).into() } else { name.clone().into() }
}

fn say(event: &Event) -> meeting::Msg {
    event.prevent_default();
    message(Msg::Say)
}
