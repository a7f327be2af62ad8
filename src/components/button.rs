use yew::prelude::*;

use super::icon::icon;
use crate::i18n::Texts;

/// An ordinary button.
pub fn button(class: &'static str, content: Html, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" {class} {onclick}>{ content }</button> }
}

/// Closes what it stands in.
pub fn close_button(texts: &Texts, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" class="button quiet square" aria-label={texts.common.close} {onclick}>
            { icon("x") }
        </button>
    }
}
