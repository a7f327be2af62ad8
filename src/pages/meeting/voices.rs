//! Who speaks, written to the tiles outside of the virtual DOM: it changes several times a second.

use charlaton_contract::UserId;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::NodeRef;

use crate::lib::webrtc::speaker::Mark;

/// The style sheet has the same.
const ATTRIBUTE: &str = "data-voice";

/// Marks the tiles below `main`.
pub(super) fn mark(main: NodeRef) -> impl Fn(&UserId, Mark) {
    move |user, mark| {
        for (tile, of) in main.cast::<Element>().iter().flat_map(|main| tiles(main, "data-user")) {
            if of == user.as_str() {
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

/// The tiles below an element that have this attribute, and whose they are.
pub(super) fn tiles(element: &Element, attribute: &str) -> Vec<(HtmlElement, String)> {
    let Ok(list) = element.query_selector_all(&["article[", attribute, "]"].concat()) else {
        return Vec::new();
    };
    let tile = |index| {
        let tile: HtmlElement = list.item(index)?.dyn_into().ok()?;
        let user = tile.get_attribute(attribute)?;
        Some((tile, user))
    };
    (0..list.length()).filter_map(tile).collect()
}
