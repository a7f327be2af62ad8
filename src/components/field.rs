use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::icon::icon;
use crate::i18n::use_site_texts;

/// A labelled input.
#[derive(Debug, PartialEq, Properties)]
pub struct FieldProps {
    /// Of the input; hint and error ids follow from it.
    pub id: &'static str,
    /// Above the field.
    pub label: AttrValue,
    /// `type` of the input.
    #[prop_or("text")]
    pub kind: &'static str,
    /// What a browser may fill in.
    #[prop_or("off")]
    pub autocomplete: &'static str,
    /// The text in it.
    pub value: AttrValue,
    /// The text after each change.
    pub oninput: Callback<String>,
    /// A rule or example, shown before it is broken.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What is wrong, beside the field and announced.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// Whether it may stay empty.
    #[prop_or(true)]
    pub required: bool,
    /// For screen keyboards.
    #[prop_or_default]
    pub inputmode: Option<&'static str>,
}

/// A labelled input with hint and error; a password can be shown.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let site = use_site_texts();
    let shown = use_state(|| false);
    let oninput = props.oninput.reform(|event: InputEvent| {
        event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
    });
    let hint_id = format!("{}-hint", props.id);
    let error_id = format!("{}-error", props.id);
    let described_by = match (&props.hint, &props.error) {
        (_, Some(_)) => Some(error_id.clone()),
        (Some(_), None) => Some(hint_id.clone()),
        (None, None) => None,
    };
    let is_password = props.kind == "password";
    html! {
        <div class="field">
            <label for={props.id}>{ &props.label }</label>
            <div class="field-input">
                <input
                    id={props.id}
                    name={props.id}
                    type={if *shown { "text" } else { props.kind }}
                    autocomplete={props.autocomplete}
                    inputmode={props.inputmode}
                    value={props.value.clone()}
                    aria-required={props.required.to_string()}
                    aria-invalid={props.error.is_some().then_some("true")}
                    aria-describedby={described_by}
                    {oninput}
                />
                if is_password {
                    <button type="button" class="button quiet square" aria-pressed={shown.to_string()}
                        aria-label={if *shown { site.account.hide_password } else { site.account.show_password }}
                        onclick={{ let shown = shown.clone(); move |_| shown.set(!*shown) }}>
                        { icon(if *shown { "eye-off" } else { "eye" }) }
                    </button>
                }
            </div>
            if let Some(hint) = props.hint.as_ref().filter(|_| props.error.is_none()) {
                <p class="hint" id={hint_id}>{ hint }</p>
            }
            <p class="error" id={error_id} role="alert">{ props.error.clone() }</p>
        </div>
    }
}

/// Puts the focus on the element with this id, for a form that leads to its first mistake.
pub fn focus(id: &str) {
    let element = web_sys::window().and_then(|window| window.document()?.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // An element that cannot take the focus leaves it where it is.
        let _ = element.focus();
    }
}
