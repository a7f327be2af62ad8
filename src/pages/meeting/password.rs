//! The door of a room with a password.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::meeting::{Msg, Ui};
use crate::components::{
    el::{el, text},
    page::{Heading, Page},
};

/// Asks for it; `wrong` says that the one before was not it.
pub(super) fn view(wrong: bool, ui: Ui<'_>) -> Html {
    let words = &ui.texts.password;
    let onsubmit = ui.link.callback(|event: SubmitEvent| {
        event.prevent_default();
        let form = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let input = form.and_then(|form| form.query_selector("input").ok().flatten());
        let input = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
        Msg::Password(input.map(|input| input.value()).unwrap_or_default())
    });
    let input = html! { <input id="password" type="password" autocomplete="off" aria-describedby="wrong" /> };
    let field = el("div", "field")
        .child(html! { <label for="password">{ text(words.label) }</label> })
        .child(el("div", "field-input").child(input))
        .child(html! { <p class="error" id="wrong" role="alert">{ text(if wrong { words.wrong } else { "" }) }</p> });
    let join = html! { <button class="button primary">{ text(ui.texts.lobby.join) }</button> };
    html! {
        <Page title={words.title} narrow=true>
            <Heading>{ text(words.title) }</Heading>
            <form class="stack" {onsubmit}>{ field.html() }{ join }</form>
        </Page>
    }
}
