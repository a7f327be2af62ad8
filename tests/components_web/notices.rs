use charlaton::{components::toast::use_toasts, i18n::Language};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

use crate::stage::{Stage, attribute, press};

/// Shows a notice at each press, and puts all of them away.
#[component]
fn Announcer() -> Html {
    let toasts = use_toasts();
    let count = use_mut_ref(|| 0);
    let onclick = move |_: MouseEvent| {
        *count.borrow_mut() += 1;
        toasts.show(format!("Notice {}", count.borrow()));
    };
    let toasts = use_toasts();
    html! {
        <>
            <button {onclick}>{ "Announce" }</button>
            <button onclick={move |_| toasts.clear()}>{ "Go" }</button>
        </>
    }
}

#[wasm_bindgen_test]
async fn notices_are_said_politely_and_can_be_closed() {
    let stage = Stage::of(html! { <Announcer /> }).await;
    let region = stage.by_role("status", "Notifications");
    assert_eq!(attribute(&region, "aria-live").as_deref(), Some("polite"));
    assert_eq!(region.text_content().unwrap(), "", "it is there before its words");
    let announce = stage.by_role("button", "Announce");
    announce.focus().unwrap();
    for _ in 0..2 {
        press(&announce).await;
    }
    assert!(stage.one("[aria-live]").is_same_node(Some(&region)));
    assert_eq!(region.text_content().unwrap(), "Notice 1Notice 2");
    assert_eq!(crate::stage::focused(), "Announce", "a notice takes nobody's focus");
    press(&stage.all(".toast button")[0]).await;
    assert_eq!(region.text_content().unwrap(), "Notice 2");
    press(&announce).await;
    press(&stage.by_role("button", "Go")).await;
    assert_eq!(region.text_content().unwrap(), "", "what they were about is over");
}

#[wasm_bindgen_test]
async fn the_latest_notices_push_the_oldest_out() {
    let stage = Stage::of(html! { <Announcer /> }).await;
    for _ in 0..4 {
        press(&stage.by_role("button", "Announce")).await;
    }
    let shown: Vec<_> = stage.all(".toast").iter().map(|toast| toast.text_content().unwrap()).collect();
    assert_eq!(shown, ["Notice 2", "Notice 3", "Notice 4"]);
}

#[wasm_bindgen_test]
async fn notices_are_called_so_in_spanish() {
    let stage = Stage::speaking(Language::Es, html! { <Announcer /> }).await;
    stage.by_role("status", Language::Es.texts().common.notifications);
    press(&stage.by_role("button", "Announce")).await;
    stage.by_role("button", "Cerrar");
}
