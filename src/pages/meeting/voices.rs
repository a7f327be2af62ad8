//! Who speaks, written to the tiles outside of the virtual DOM: it changes several times a second.

use charlaton_contract::UserId;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::NodeRef;

use crate::lib::webrtc::speaker::Mark;

/// The style sheet has the same.
const ATTRIBUTE: &str = "data-voice";

/// Marks the tiles below `main`.
pub(super) fn mark(main: NodeRef) -> impl Fn(&UserId, Mark) {
    move |user, mark| {
        for tile in main.cast::<Element>().iter().flat_map(tiles) {
            if tile.get_attribute("data-user").as_deref() == Some(user.as_str()) {
                // A standard attribute of a name that is one: it cannot fail.
                let _ = match mark {
                    Mark::Silent => tile.remove_attribute(ATTRIBUTE),
                    Mark::Speaking => tile.set_attribute(ATTRIBUTE, "speaking"),
                    Mark::Leading => tile.set_attribute(ATTRIBUTE, "leading"),
                };
            }
        }
    }
}

/// Whether it is in the tile of who leads the talk.
pub(super) fn is_leading(element: &Element) -> bool {
    matches!(element.closest("[data-voice=leading]"), Ok(Some(_)))
}

/// The tiles below an element.
pub(super) fn tiles(element: &Element) -> Vec<Element> {
    let Ok(list) = element.query_selector_all("article[data-user]") else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok()).collect()
}
