//! Links and files. What the browser does with them is stood in for, since no page of tests may ask a person.

use charlaton::{
    components::{
        copy_link::{CopyLink, copy_link},
        download::Download,
    },
    i18n::Language,
};
use charlaton_contract::RoomId;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

use crate::stage::{Stage, name_of, press, script, until};

const ACCEPT: &str = "window.copied = [];
    const clipboard = { writeText: (text) => { window.copied.push(text); return Promise.resolve(); } };
    Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true })";
const REFUSE: &str = "
    const clipboard = { writeText: () => Promise.reject(new DOMException('', 'NotAllowedError')) };
    Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
    window.selected = [];
    document.execCommand = (command) => {
        window.selected.push(`${command} ${document.activeElement.value}`);
        return it;
    }";
const AS_BEFORE: &str = "delete navigator.clipboard; delete document.execCommand";

fn room() -> RoomId {
    RoomId::parse("abc-xyz").unwrap()
}

fn link() -> String {
    format!("{}/join/abc-xyz", web_sys::window().unwrap().location().origin().unwrap())
}

fn list(name: &str) -> String {
    script(&name.into(), "return window[it].join()").as_string().unwrap()
}

#[wasm_bindgen_test]
async fn a_link_is_copied_and_it_is_said_for_a_while() {
    script(&JsValue::NULL, ACCEPT);
    let stage = Stage::of(html! { <CopyLink room={room()} name="Weekly" /> }).await;
    let button = stage.by_role("button", "Copy link (Weekly)");
    button.focus().unwrap();
    press(&button).await;
    until("it says so", || name_of(&button) == "Copied (Weekly)").await;
    assert_eq!(list("copied"), link());
    assert_eq!(stage.one(".copy-link [role=status]").text_content().unwrap(), "Copied");
    until("it can be copied again", || name_of(&button) == "Copy link (Weekly)").await;
    script(&JsValue::NULL, AS_BEFORE);
}

#[wasm_bindgen_test]
async fn where_the_clipboard_is_refused_the_old_way_is_tried() {
    script(&JsValue::TRUE, REFUSE);
    let stage = Stage::of(html! { <CopyLink room={room()} /> }).await;
    let button = stage.by_role("button", "Copy link");
    press(&button).await;
    until("it says so", || name_of(&button) == "Copied").await;
    assert_eq!(list("selected"), format!("copy {}", link()));
    assert!(stage.all("textarea").is_empty(), "what was selected is gone");
    assert_eq!(crate::stage::focused(), "Copied", "the button has the focus again");
    script(&JsValue::NULL, AS_BEFORE);
}

#[wasm_bindgen_test]
async fn what_cannot_be_copied_is_shown() {
    script(&JsValue::FALSE, REFUSE);
    let stage = Stage::of(html! { <CopyLink room={room()} /> }).await;
    press(&stage.by_role("button", "Copy link")).await;
    until("the link itself", || stage.one("[aria-live]").text_content().unwrap().contains(&link())).await;
    stage.by_role("button", "Copy link");
    script(&JsValue::NULL, AS_BEFORE);
}

#[wasm_bindgen_test]
async fn a_button_that_copies_changes_its_words_and_not_itself() {
    let view = |copied| copy_link(copied, None, Callback::noop(), Language::En.texts());
    let mut stage = Stage::of(view(false)).await;
    let button = stage.by_role("button", "Copy link");
    stage.show(view(true)).await;
    assert!(stage.by_role("button", "Copied").is_same_node(Some(&button)));
}

#[wasm_bindgen_test]
async fn a_file_is_handed_to_the_browser_and_forgotten_with_its_owner() {
    let catch =
        "HTMLAnchorElement.prototype.click = function () { window.saved = [this.download, this.href]; }";
    script(&JsValue::NULL, catch);
    let file = Download::of("# Weekly", "text/markdown", "weekly.md").unwrap();
    script(&JsValue::NULL, "delete HTMLAnchorElement.prototype.click");
    let address = list("saved");
    assert!(address.starts_with("weekly.md,blob:"), "{address}");
    let read = "fetch(window.saved[1]).then((answer) => answer.text(), () => 'gone').then((text) => { window.read = [text] })";
    script(&JsValue::NULL, "window.read = []");
    script(&JsValue::NULL, read);
    until("the file is read", || list("read") == "# Weekly").await;
    drop(file);
    script(&JsValue::NULL, read);
    until("the file is gone", || list("read") == "gone").await;
}
