use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::{
    button::close_button,
    el::{el, text},
};
use crate::i18n::Texts;

/// The browser's own modal dialog: it traps focus, closes with Escape and gives the focus back. Once it is rendered,
/// [`open`] opens it; before it is not rendered any more, [`close`] closes it. `onclose` hears of Escape, the close
/// button, and a press outside.
pub fn dialog(
    node: &NodeRef,
    title: &'static str,
    onclose: Callback<()>,
    content: Html,
    texts: &Texts,
) -> Html {
    let oncancel = onclose.reform(|event: Event| event.prevent_default());
    let onclick = {
        let onclose = onclose.clone();
        Callback::from(move |event: MouseEvent| {
            // The dialog itself is hit only where its backdrop is: its content fills it.
            if event.target_dyn_into::<HtmlDialogElement>().is_some() {
                onclose.emit(());
            }
        })
    };
    let header = el("header", "")
        .child(html! { <h2 id="dialog-title">{ text(title) }</h2> })
        .child(close_button(texts, onclose.reform(|_| ())));
    let body = el("div", "dialog-body").child(header).child(content).html();
    html! {
        <dialog ref={node.clone()} class="dialog" aria-labelledby="dialog-title" {oncancel} {onclick}>
            { body }
        </dialog>
    }
}

/// Opens the dialog at `node`, if it is there and not open yet.
pub fn open(node: &NodeRef) {
    if let Some(dialog) = node.cast::<HtmlDialogElement>()
        && !dialog.open()
    {
        // Fails only when it is open already.
        let _ = dialog.show_modal();
    }
}

/// Closes it.
pub fn close(node: &NodeRef) {
    if let Some(dialog) = node.cast::<HtmlDialogElement>() {
        dialog.close();
    }
}
