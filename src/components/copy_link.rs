use charlaton_contract::RoomId;
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlDocument, HtmlTextAreaElement};
use yew::{platform::spawn_local, prelude::*};

use super::{
    button::button,
    el::{all, el, text, worded},
    icon::icon,
    toast::use_toasts,
};
use crate::i18n::{Texts, use_texts};

/// How long the button says that it has copied.
pub const SAID_MS: u32 = 2_500;

/// The button that copies the link which invites to a room: its `onclick` is to [`copy`]. `copied` says that it has just
/// been done. `name` is the room's, for screen readers, where several links can be copied.
pub fn copy_link(
    copied: bool,
    name: Option<&AttrValue>,
    onclick: Callback<MouseEvent>,
    texts: &Texts,
) -> Html {
    copy_button(copied, ("link", texts.common.copy_link), name, onclick, texts)
}

/// As [`copy_link`], for anything: the icon and the words of the button say what. Its `onclick` is to [`copy_text`].
pub fn copy_button(
    copied: bool,
    what: (&'static str, &'static str),
    name: Option<&AttrValue>,
    onclick: Callback<MouseEvent>,
    texts: &Texts,
) -> Html {
    let (sign, label) = if copied { ("check", texts.common.copied) } else { what };
    let name = match name {
        Some(name) => worded("span", "visually-hidden", format!(" ({name})")),
        None => Html::default(),
    };
    let content = all(vec![icon(sign), el("span", "").text(label).child(name).html()]);
    let said = if copied { label } else { "" };
    el("span", "copy-link")
        .child(button("button", content, onclick))
        .child(html! { <span class="visually-hidden" role="status">{ text(said) }</span> })
        .html()
}

/// The button that an event comes from.
pub fn pressed(event: &MouseEvent) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest("button").ok()?
}

/// Copies the link that invites to `room`.
///
/// # Errors
/// The link, to be shown and copied by hand, where the browser refuses.
pub async fn copy(room: &RoomId, button: Option<&Element>) -> Result<(), String> {
    copy_text(link_to(room), button).await
}

/// Copies any text.
///
/// # Errors
/// The text, to be shown and copied by hand, where the browser refuses.
pub async fn copy_text(text: String, button: Option<&Element>) -> Result<(), String> {
    if by_clipboard(&text).await.is_some() || by_selection(&text, button).is_some() {
        Ok(())
    } else {
        Err(text)
    }
}

/// Which meeting's link.
#[derive(Debug, PartialEq, Properties)]
pub struct CopyLinkProps {
    /// The room.
    pub room: RoomId,
    /// Of the room, for screen readers, where several links can be copied.
    #[prop_or_default]
    pub name: Option<AttrValue>,
}

/// A [`copy_link`] that does it all by itself.
#[component]
pub fn CopyLink(props: &CopyLinkProps) -> Html {
    let texts = use_texts();
    let toasts = use_toasts();
    let copied = use_state(|| false);
    use_effect_with(*copied, {
        let copied = copied.setter();
        move |&said| {
            let timer = said.then(|| Timeout::new(SAID_MS, move || copied.set(false)));
            move || drop(timer)
        }
    });
    let onclick = {
        let (copied, room) = (copied.setter(), props.room.clone());
        Callback::from(move |event: MouseEvent| {
            let (copied, toasts, room, button) =
                (copied.clone(), toasts.clone(), room.clone(), pressed(&event));
            spawn_local(async move {
                match copy(&room, button.as_ref()).await {
                    Ok(()) => copied.set(true),
                    Err(link) => toasts.show((texts.common.copy_failed)(&link)),
                }
            });
        })
    };
    copy_link(*copied, props.name.as_ref(), onclick, texts)
}

/// The link one sends to others.
#[must_use]
pub fn link_to(room: &RoomId) -> String {
    let origin = web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default();
    format!("{origin}/join/{room}")
}

/// The way of today. Missing on insecure pages, refused by some settings.
async fn by_clipboard(text: &str) -> Option<()> {
    let clipboard = web_sys::window()?.navigator().clipboard();
    if clipboard.is_undefined() {
        return None;
    }
    JsFuture::from(clipboard.write_text(text)).await.ok()?;
    Some(())
}

/// The old way: a selected text field. It stands beside the button, because outside an open dialog nothing can be
/// selected.
fn by_selection(text: &str, button: Option<&Element>) -> Option<()> {
    let document: HtmlDocument = web_sys::window()?.document()?.dyn_into().ok()?;
    let area: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    area.set_value(text);
    area.set_class_name("visually-hidden");
    let button = button?;
    button.parent_element()?.append_child(&area).ok()?;
    area.select();
    let copied = document.exec_command("copy").unwrap_or(false);
    area.remove();
    if let Some(button) = button.dyn_ref::<web_sys::HtmlElement>() {
        // The text field had the focus; a button on the page takes it.
        let _ = button.focus();
    }
    copied.then_some(())
}
