use charlaton::{
    components::{
        dialog::{self, dialog},
        el::worded,
    },
    i18n::Language,
};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::stage::{Heard, Stage, focused, press, rendered, role_of, script};

fn leave(node: &NodeRef, onclose: &Callback<()>) -> Html {
    let content = html! { <>{ worded("p", "", "You are the host.") }<button>{ "End" }</button></> };
    html! {
        <>
            <button>{ "Leave" }</button>
            { dialog(node, "Leave the meeting?", onclose.clone(), content, Language::En.texts()) }
        </>
    }
}

#[wasm_bindgen_test]
async fn a_dialog_takes_the_focus_and_gives_it_back() {
    let (node, (_, onclose)) = (NodeRef::default(), Heard::new());
    let stage = Stage::of(leave(&node, &onclose)).await;
    stage.by_role("button", "Leave").focus().unwrap();
    assert!(stage.all("dialog[open]").is_empty(), "it waits until it is opened");

    dialog::open(&node);
    dialog::open(&node);
    rendered().await;
    let shown = stage.by_role("dialog", "Leave the meeting?");
    assert!(shown.matches(":modal").unwrap(), "the page behind it is out of reach");
    assert_eq!(focused(), "Close", "the focus is inside");
    stage.by_role("button", "End").focus().unwrap();
    assert_eq!(focused(), "End");

    dialog::close(&node);
    rendered().await;
    assert!(stage.all("dialog[open]").is_empty());
    assert_eq!(focused(), "Leave");
}

#[wasm_bindgen_test]
async fn a_dialog_asks_to_be_closed_and_does_not_close_by_itself() {
    let (node, (heard, onclose)) = (NodeRef::default(), Heard::new());
    let stage = Stage::of(leave(&node, &onclose)).await;
    dialog::open(&node);
    press(&stage.by_role("button", "Close")).await;
    assert_eq!(heard.count(), 1);
    // As Escape does.
    let prevented = script(
        &stage.one("dialog"),
        "return !it.dispatchEvent(new Event('cancel', { cancelable: true, bubbles: false }))",
    );
    assert_eq!(prevented, true);
    assert_eq!(heard.count(), 2);
    // Beside it, where only its backdrop is hit.
    press(&stage.one("dialog")).await;
    assert_eq!(heard.count(), 3);
    press(&stage.one("dialog p")).await;
    assert_eq!(heard.count(), 3, "a press inside is for what is there");
    let shown: HtmlDialogElement = node.cast().unwrap();
    assert!(shown.open());
    assert_eq!(role_of(&shown), "dialog");
    dialog::close(&node);
}

#[wasm_bindgen_test]
async fn a_dialog_that_is_not_there_is_neither_opened_nor_closed() {
    let node = NodeRef::default();
    dialog::open(&node);
    dialog::close(&node);
}
