//! A list of actions that a button opens over the page. The browser's own popover: it closes at Escape and at a press
//! elsewhere, tells who does not see that it is open, and gives the focus back.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, window};
use yew::prelude::*;

use super::{
    control::Control,
    el::{all, text},
    icon::icon,
};

/// `trigger`, and the menu of this id that it opens. `label` names the menu.
pub fn menu(id: AttrValue, label: AttrValue, mut trigger: Control, items: Vec<Html>) -> Html {
    trigger.menu = Some(id.clone());
    let menu = html! {
        <div class="menu" {id} popover="auto" role="group" aria-label={label}>{ all(items) }</div>
    };
    all(vec![trigger.view(), menu])
}

/// One action of the menu `id`. `chosen` is for one that is a choice or a switch. The menu closes at a press.
pub fn menu_item(
    id: AttrValue,
    name: &'static str,
    words: impl Into<AttrValue>,
    chosen: Option<bool>,
    onclick: Callback<MouseEvent>,
) -> Html {
    let content = all(vec![icon(name), text(words)]);
    let pressed = chosen.map(|chosen| if chosen { "true" } else { "false" });
    html! {
        <button type="button" class="menu-item" aria-pressed={pressed} popovertarget={id} popovertargetaction="hide"
            {onclick}>
            { content }
        </button>
    }
}

/// Closes the menu that is open, which gives the focus back to its button.
pub fn close() {
    // Browsers without popovers do not know the selector.
    let open = window().and_then(|window| window.document()?.query_selector(":popover-open").ok()?);
    if let Some(menu) = open {
        // Fails only when it is closed already.
        let _ = menu.unchecked_into::<HtmlElement>().hide_popover();
    }
}
