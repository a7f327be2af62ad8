use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::icon::icon;
use crate::i18n::use_texts;

/// A modal dialog that is open while it is rendered.
#[derive(Debug, PartialEq, Properties)]
pub struct DialogProps {
    /// Its heading and name.
    pub title: AttrValue,
    /// Escape, the close button, or a press outside.
    pub onclose: Callback<()>,
    /// What it says and offers.
    pub children: Html,
}

/// The browser's own modal dialog: it traps focus, closes with Escape and gives the focus back.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let texts = use_texts();
    let node = use_node_ref();
    use_effect_with((), {
        let node = node.clone();
        move |()| {
            let dialog = node.cast::<HtmlDialogElement>();
            if let Some(dialog) = &dialog {
                // Fails only when it is open already.
                let _ = dialog.show_modal();
            }
            move || {
                if let Some(dialog) = dialog {
                    dialog.close();
                }
            }
        }
    });
    let oncancel = props.onclose.reform(|event: Event| event.prevent_default());
    let onclick = {
        let (node, onclose) = (node.clone(), props.onclose.clone());
        Callback::from(move |event: MouseEvent| {
            // The dialog itself is hit only where its backdrop is: its content fills it.
            let hit = event.target_dyn_into::<HtmlDialogElement>();
            if hit.is_some() && hit == node.cast::<HtmlDialogElement>() {
                onclose.emit(());
            }
        })
    };
    html! {
        <dialog ref={node} class="dialog" aria-labelledby="dialog-title" {oncancel} {onclick}>
            <div class="dialog-body">
                <header>
                    <h2 id="dialog-title">{ &props.title }</h2>
                    <button type="button" class="button quiet square" aria-label={texts.common.close}
                        onclick={props.onclose.reform(|_| ())}>
                        { icon("x") }
                    </button>
                </header>
                { props.children.clone() }
            </div>
        </dialog>
    }
}
