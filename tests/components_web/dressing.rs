use charlaton::components::theme::Theme;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::script;

fn shown() -> Option<String> {
    script(&JsValue::NULL, "return document.documentElement.dataset.theme ?? null").as_string()
}

fn forget() {
    script(&JsValue::NULL, "localStorage.clear(); delete document.documentElement.dataset.theme");
}

#[wasm_bindgen_test]
fn a_chosen_theme_is_shown_and_remembered() {
    forget();
    assert_eq!((Theme::chosen(), shown()), (None, None), "without a choice the system decides");
    for theme in [Theme::Light, Theme::Dark] {
        theme.choose();
        assert_eq!(Theme::chosen(), Some(theme));
        assert_eq!(shown().as_deref(), Some(if theme == Theme::Light { "light" } else { "dark" }));
        assert_eq!(theme.other().other(), theme);
    }
    Theme::Light.apply();
    assert_eq!(Theme::chosen(), Some(Theme::Dark), "what is only applied is not remembered");
    forget();
}

#[wasm_bindgen_test]
fn what_is_remembered_may_be_nonsense() {
    for nonsense in ["\"blue\"", "7", "{"] {
        script(&nonsense.into(), "localStorage.setItem('charlaton.theme', it)");
        assert_eq!(Theme::chosen(), None);
    }
    forget();
}

#[wasm_bindgen_test]
fn the_system_is_asked() {
    let light = script(&JsValue::NULL, "return matchMedia('(prefers-color-scheme: light)').matches");
    assert_eq!(Theme::of_system() == Theme::Light, light == true);
}
