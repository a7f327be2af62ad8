use charlaton::{
    components::video_tile::{VideoTile, picture},
    i18n::Language,
};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

use crate::stage::{Stage, attribute, role_of, script};

fn tile(name: &str) -> VideoTile<'_> {
    VideoTile {
        user: "user-1".into(),
        name,
        is_me: false,
        is_host: false,
        mic: Some(true),
        picture: None,
        status: None,
        signs: Html::default(),
        class: "tile",
        marks: Vec::new(),
        menu: Html::default(),
    }
}

fn view(tile: VideoTile<'_>) -> Html {
    tile.view(Language::En.texts())
}

#[wasm_bindgen_test]
async fn a_tile_is_called_after_its_person() {
    let stage = Stage::of(view(tile("Ana López"))).await;
    let found = stage.by_role("article", "Ana López");
    assert_eq!(attribute(&found, "data-user").as_deref(), Some("user-1"));
    assert_eq!(stage.one(".initials").text_content().unwrap(), "AL");
    assert_eq!(attribute(&stage.one(".initials"), "aria-hidden").as_deref(), Some("true"));
    let footer = stage.one("footer").text_content().unwrap();
    assert_eq!(footer, "Ana López", "nothing is said that is not out of the ordinary");
    assert!(stage.all(".tile-status").is_empty());
}

#[wasm_bindgen_test]
async fn marks_are_said_in_words() {
    let stage = Stage::of(view(VideoTile {
        is_me: true,
        is_host: true,
        mic: Some(false),
        status: Some("Reconnecting…"),
        ..tile("Luis")
    }))
    .await;
    let found = stage.by_role("article", "Luis (You)");
    assert!(stage.one("video").class_list().contains("mirrored"));
    let words = found.text_content().unwrap();
    for word in ["microphone off", "host", "Reconnecting…"] {
        assert!(words.to_lowercase().contains(&word.to_lowercase()), "{words} lacks {word}");
    }
}

#[wasm_bindgen_test]
async fn a_microphone_nobody_knows_of_is_not_called_off() {
    let stage = Stage::of(view(VideoTile { mic: None, ..tile("Eva") })).await;
    assert!(!stage.text().contains("microphone off"));
}

#[wasm_bindgen_test]
async fn a_person_has_one_colour() {
    let tint = |stage: &Stage| attribute(&stage.one(".initials"), "class").unwrap();
    let stage = Stage::of(view(tile("Ana"))).await;
    let other = Stage::of(view(tile("Ana María"))).await;
    assert_eq!(tint(&stage), tint(&other), "the id counts, not the name");
    assert!(tint(&stage).starts_with("initials tint-"));
}

#[wasm_bindgen_test]
async fn a_picture_is_silent_and_says_what_it_is_only_where_it_stands_alone() {
    let mut stage = Stage::of(picture(None, true, Some("Your picture"))).await;
    let video = stage.one("video");
    // Without a source a browser may tell that instead of the name.
    assert_eq!(attribute(&video, "aria-label").as_deref(), Some("Your picture"));
    assert_eq!(attribute(&video, "class").as_deref(), Some("mirrored empty"));
    assert_eq!(
        script(&video, "return it.muted && it.autoplay && it.playsInline && it.srcObject === null"),
        true
    );
    stage.show(picture(None, false, None)).await;
    assert_eq!(attribute(&stage.one("video"), "aria-hidden").as_deref(), Some("true"));
    assert_eq!(role_of(&stage.one("video")), "", "it is nothing to who does not see it");
}
