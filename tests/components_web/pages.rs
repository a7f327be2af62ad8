use charlaton::{
    components::{
        beside::{BESIDE, Beside},
        page::{Heading, Page},
    },
    i18n::Language,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

use crate::stage::{Stage, attribute, focused, press, role_of, script};

fn page(heading: bool) -> Html {
    html! {
        <Page title="My rooms">
            <input aria-label="Name" />
            if heading {
                <Heading>{ "My rooms" }</Heading>
            }
        </Page>
    }
}

fn blur() {
    script(&JsValue::NULL, "document.activeElement.blur()");
}

#[wasm_bindgen_test]
async fn a_page_has_its_landmarks_its_title_and_a_way_past_the_header() {
    let stage = Stage::of(page(true)).await;
    assert_eq!(role_of(&stage.one("main")), "main");
    assert_eq!(role_of(&stage.one("header")), "banner");
    stage.by_role("navigation", "Main menu");
    assert_eq!(script(&JsValue::NULL, "return document.title"), "My rooms · Charlaton");
    let skip = stage.by_role("link", "Skip to content");
    assert!(stage.all("a")[0].is_same_node(Some(&skip)), "it comes first");
    let target = attribute(&skip, "href").unwrap();
    assert!(stage.one(&target).is_same_node(Some(&stage.one("main"))));
}

#[wasm_bindgen_test]
async fn a_new_pages_heading_takes_the_focus_unless_somebody_has_it() {
    blur();
    let mut stage = Stage::of(page(true)).await;
    assert_eq!(focused(), "My rooms");
    assert_eq!(attribute(&stage.one("h1"), "tabindex").as_deref(), Some("-1"), "Tab passes it");
    stage.show(page(false)).await;
    stage.by_role("textbox", "Name").focus().unwrap();
    stage.show(page(true)).await;
    assert_eq!(focused(), "Name", "whoever writes is left in peace");
    blur();
}

#[wasm_bindgen_test]
async fn the_theme_is_switched_by_a_button_that_says_to_which() {
    script(&JsValue::NULL, "localStorage.clear(); localStorage.setItem('charlaton.theme', '\"dark\"')");
    let stage = Stage::of(page(true)).await;
    press(&stage.by_role("button", "Switch to the light theme")).await;
    assert_eq!(script(&JsValue::NULL, "return document.documentElement.dataset.theme"), "light");
    press(&stage.by_role("button", "Switch to the dark theme")).await;
    assert_eq!(script(&JsValue::NULL, "return document.documentElement.dataset.theme"), "dark");
    script(&JsValue::NULL, "localStorage.clear(); delete document.documentElement.dataset.theme");
}

#[wasm_bindgen_test]
async fn languages_are_offered_in_their_own_names() {
    for language in Language::ALL {
        let stage = Stage::speaking(language, page(true)).await;
        let select = stage.by_role("combobox", language.texts().common.language);
        let value = script(&select, "return it.value").as_string();
        assert_eq!(value.as_deref(), Some(language.texts().tag), "the one in force is chosen");
        let names: Vec<_> = stage.all("option").iter().map(|option| option.text_content().unwrap()).collect();
        assert_eq!(names, ["Español", "English"]);
        assert!(stage.all("option").iter().all(|option| option.has_attribute("lang")));
    }
}

#[wasm_bindgen_test]
async fn a_page_can_be_read_aloud() {
    let listen = "window.asked = 0; addEventListener(it, () => { window.asked += 1 }, { once: true })";
    script(&BESIDE.into(), listen);
    let stage = Stage::of(page(true)).await;
    press(&stage.by_role("button", "Read aloud")).await;
    assert_eq!(script(&JsValue::NULL, "return window.asked"), 1);
    assert_eq!(Beside::asked(), Some(Beside::Reader));
}
