use charlaton::components::{
    control::Control,
    menu::{menu, menu_item},
};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

use crate::stage::{Heard, Stage, attribute, focused, press};

fn layouts(chosen: bool, onclick: &Callback<MouseEvent>) -> Html {
    let trigger = Control::new("ellipsis", "More", Callback::noop());
    let item =
        |words: &'static str, chosen| menu_item("more-menu".into(), "check", words, chosen, onclick.clone());
    menu(
        "more-menu".into(),
        "More actions".into(),
        trigger,
        vec![item("Full screen", None), item("Grid", Some(chosen)), item("Speaker", Some(!chosen))],
    )
}

fn is_open(menu: &web_sys::Element) -> bool {
    menu.matches(":popover-open").unwrap()
}

#[wasm_bindgen_test]
async fn a_menu_opens_acts_closes_and_gives_the_focus_back() {
    let (heard, onclick) = Heard::new();
    let mut stage = Stage::of(layouts(true, &onclick)).await;
    let (trigger, menu) = (stage.by_role("button", "More"), stage.one(".menu"));
    assert!(!is_open(&menu));
    trigger.focus().unwrap();
    press(&trigger).await;
    assert!(is_open(&menu));
    assert!(stage.by_role("group", "More actions").is_same_node(Some(&menu)));

    let grid = stage.by_role("button", "Grid");
    assert_eq!(
        attribute(&stage.by_role("button", "Full screen"), "aria-pressed"),
        None,
        "an action is no switch"
    );
    assert_eq!(attribute(&grid, "aria-pressed").as_deref(), Some("true"));
    let speaker = stage.by_role("button", "Speaker");
    assert_eq!(attribute(&speaker, "aria-pressed").as_deref(), Some("false"));
    speaker.focus().unwrap();
    press(&speaker).await;
    assert_eq!(heard.count(), 1);
    assert!(!is_open(&menu), "it closes at a press");
    assert_eq!(focused(), "More", "and gives the focus back");

    stage.show(layouts(false, &onclick)).await;
    assert_eq!(
        attribute(&stage.one(".menu").children().item(2).unwrap(), "aria-pressed").as_deref(),
        Some("true")
    );
}

#[wasm_bindgen_test]
async fn a_menu_stays_open_while_what_is_in_it_changes() {
    let (_, onclick) = Heard::new();
    let mut stage = Stage::of(layouts(true, &onclick)).await;
    press(&stage.by_role("button", "More")).await;
    stage.by_role("button", "Grid").focus().unwrap();
    stage.show(layouts(false, &onclick)).await;
    assert!(is_open(&stage.one(".menu")));
    assert_eq!(focused(), "Grid");
}
