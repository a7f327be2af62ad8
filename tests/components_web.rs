//! Every component with states in a real browser: what assistive technology is told of it, how it stands, and what
//! presses and keys do to it.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper of a test fails the test")]

#[path = "components_web/buttons.rs"]
mod buttons;
#[path = "components_web/copying.rs"]
mod copying;
#[path = "components_web/dialogs.rs"]
mod dialogs;
#[path = "components_web/dressing.rs"]
mod dressing;
#[path = "components_web/elements.rs"]
mod elements;
#[path = "components_web/fields.rs"]
mod fields;
#[path = "components_web/menus.rs"]
mod menus;
#[path = "components_web/moments.rs"]
mod moments;
#[path = "components_web/notices.rs"]
mod notices;
#[path = "components_web/pages.rs"]
mod pages;
#[path = "components_web/stage.rs"]
mod stage;
#[path = "components_web/tiles.rs"]
mod tiles;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
