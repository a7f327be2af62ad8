use charlaton::{
    components::{
        button::{button, close_button},
        control::Control,
        el::text,
        icon::icon,
        link::link,
        problem::problem,
        submit::submit,
    },
    i18n::Language,
};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

use crate::stage::{Heard, Stage, attribute, description_of, name_of, press, role_of, script};

#[wasm_bindgen_test]
async fn a_button_is_named_by_its_words_and_sends_no_form() {
    let (heard, onclick) = Heard::new();
    let stage = Stage::of(html! {
        <form onsubmit={|_: SubmitEvent| panic!("it sends the form")}>
            { button("button", text("Try again"), onclick) }
        </form>
    })
    .await;
    let found = stage.by_role("button", "Try again");
    assert_eq!(attribute(&found, "class").as_deref(), Some("button"));
    press(&found).await;
    assert_eq!(heard.count(), 1);
}

#[wasm_bindgen_test]
async fn what_closes_says_so_in_every_language() {
    for language in Language::ALL {
        let (heard, onclick) = Heard::new();
        let stage = Stage::of(close_button(language.texts(), onclick)).await;
        press(&stage.by_role("button", language.texts().common.close)).await;
        assert_eq!(heard.count(), 1);
    }
}

#[wasm_bindgen_test]
async fn an_icon_says_nothing() {
    let stage = Stage::of(html! { <>{ icon("mic") }{ icon("loader-circle") }</> }).await;
    let icons = stage.all("svg");
    assert!(icons.iter().all(|icon| attribute(icon, "aria-hidden").as_deref() == Some("true")));
    assert_eq!(attribute(&stage.all("use")[0], "href").as_deref(), Some("#i-mic"));
    assert_eq!(attribute(&icons[1], "class").as_deref(), Some("icon spin"), "what loads turns");
}

#[wasm_bindgen_test]
async fn a_control_tells_how_it_stands() {
    let (heard, onclick) = Heard::new();
    let plain = || Control::new("mic", "Turn microphone off", onclick.clone());
    let mut stage = Stage::of(plain().view()).await;
    let control = stage.by_role("button", "Turn microphone off");
    for state in ["aria-busy", "aria-expanded", "aria-describedby", "data-badge", "popovertarget"] {
        assert_eq!(attribute(&control, state), None, "{state} would be untrue");
    }
    assert_eq!(attribute(&control, "title").as_deref(), Some("Turn microphone off"));
    press(&control).await;
    assert_eq!(heard.count(), 1);

    let mut busy = plain();
    busy.label = "Turn microphone on".into();
    busy.hint = "or hold the space bar".into();
    busy.busy = Some(true);
    busy.class = "control off";
    stage.show(busy.view()).await;
    let same = stage.by_role("button", "Turn microphone on");
    assert!(control.is_same_node(Some(&same)), "it keeps the focus when its words change");
    assert_eq!(attribute(&same, "aria-busy").as_deref(), Some("true"));
    assert_eq!(attribute(&same, "title").as_deref(), Some("or hold the space bar"));

    let mut chat = Control::new("message-square", "Chat", onclick.clone());
    chat.expanded = Some(false);
    chat.badge = Some("2".into());
    chat.note = Some(("unread", "2 unread messages".into()));
    stage.show(chat.view()).await;
    let control = stage.by_role("button", "Chat");
    assert_eq!(attribute(&control, "aria-expanded").as_deref(), Some("false"));
    assert_eq!(attribute(&control, "data-badge").as_deref(), Some("2"));
    assert_eq!(description_of(&control), "2 unread messages", "what the badge means is said too");
}

#[wasm_bindgen_test]
async fn what_sends_a_form_says_that_it_is_being_sent_and_keeps_the_focus() {
    let mut stage = Stage::of(submit("Log in", "Logging in…", false)).await;
    let found = stage.by_role("button", "Log in");
    assert_eq!(attribute(&found, "type").as_deref(), Some("submit"));
    assert_eq!(attribute(&found, "aria-disabled"), None);
    assert_eq!(stage.one("button + [role=status]").text_content().unwrap(), "");
    found.focus().unwrap();

    stage.show(submit("Log in", "Logging in…", true)).await;
    let pending = stage.by_role("button", "Logging in…");
    assert_eq!(attribute(&pending, "aria-disabled").as_deref(), Some("true"));
    assert!(!pending.has_attribute("disabled"), "that would lose the focus");
    assert_eq!(crate::stage::focused(), "Logging in…");
    assert_eq!(stage.one("button + [role=status]").text_content().unwrap(), "Logging in…");
}

#[wasm_bindgen_test]
async fn a_problem_is_announced_beside_what_fixes_it() {
    let (heard, onclick) = Heard::new();
    let stage =
        Stage::of(problem("The server cannot be reached.", button("button", text("Again"), onclick))).await;
    let alert = stage.one("[role=alert]");
    assert_eq!(role_of(&alert), "alert");
    assert!(alert.text_content().unwrap().starts_with("The server cannot be reached."));
    press(&stage.by_role("button", "Again")).await;
    assert_eq!(heard.count(), 1);
}

/// Notes whether the browser was to follow a press by itself, and does not let it.
const FOLLOWED: &str = "
    let followed;
    addEventListener('click', (event) => { followed = !event.defaultPrevented; event.preventDefault(); }, { once: true });
    it.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: CTRL }));
    return followed;";

#[wasm_bindgen_test]
async fn a_link_is_followed_within_the_app_and_with_a_modifier_by_the_browser() {
    let stage = Stage::of(link("/help?x=1", "button", "Help")).await;
    let found = stage.by_role("link", "Help");
    assert_eq!(
        attribute(&found, "href").as_deref(),
        Some("/help?x=1"),
        "it can be copied and opened elsewhere"
    );
    let before = web_sys::window().unwrap().location().href().unwrap();
    assert_eq!(script(&found, &FOLLOWED.replace("CTRL", "true")), true);
    assert_eq!(web_sys::window().unwrap().location().href().unwrap(), before);

    assert_eq!(script(&found, &FOLLOWED.replace("CTRL", "false")), false);
    let window = web_sys::window().unwrap();
    assert_eq!(window.location().pathname().unwrap(), "/help");
    assert_eq!(window.location().search().unwrap(), "?x=1");
    let history = window.history().unwrap();
    history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&before)).unwrap();
    assert_eq!(name_of(&found), "Help");
}
