use charlaton_contract::RoomId;
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlDocument, HtmlTextAreaElement};
use yew::{platform::spawn_local, prelude::*};

use super::{icon::icon, toast::use_toasts};
use crate::i18n::use_texts;

/// How long the button says that it has copied.
const SAID_MS: u32 = 2_500;

/// Which meeting's link.
#[derive(Debug, PartialEq, Properties)]
pub struct CopyLinkProps {
    /// The room.
    pub room: RoomId,
    /// Of the room, for screen readers, where several links can be copied.
    #[prop_or_default]
    pub name: Option<AttrValue>,
}

/// Copies the link that invites to a room, and says so. Where the browser refuses, the link is shown to be copied by
/// hand.
#[component]
pub fn CopyLink(props: &CopyLinkProps) -> Html {
    let texts = use_texts();
    let toasts = use_toasts();
    let node = use_node_ref();
    let copied = use_state(|| false);
    use_effect_with(*copied, {
        let copied = copied.setter();
        move |&said| {
            let timer = said.then(|| Timeout::new(SAID_MS, move || copied.set(false)));
            move || drop(timer)
        }
    });
    let onclick = {
        let (node, copied, room) = (node.clone(), copied.setter(), props.room.clone());
        Callback::from(move |_: MouseEvent| {
            let (node, copied, toasts) = (node.clone(), copied.clone(), toasts.clone());
            let link = link_to(&room);
            spawn_local(async move {
                if by_clipboard(&link).await.is_some() || by_selection(&link, node.cast().as_ref()).is_some()
                {
                    copied.set(true);
                } else {
                    toasts.show((texts.common.copy_failed)(&link));
                }
            });
        })
    };
    html! {
        <span class="copy-link">
            <button ref={node} type="button" class="button" {onclick}>
                { icon(if *copied { "check" } else { "link" }) }
                <span>
                    { if *copied { texts.common.copied } else { texts.common.copy_link } }
                    if let Some(name) = &props.name {
                        <span class="visually-hidden">{ format!(" ({name})") }</span>
                    }
                </span>
            </button>
            <span class="visually-hidden" role="status">{ copied.then_some(texts.common.copied) }</span>
        </span>
    }
}

/// The link one sends to others.
fn link_to(room: &RoomId) -> String {
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
