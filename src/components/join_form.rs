use charlaton_contract::RoomId;
use yew::prelude::*;

use super::field::{self, Field};
use crate::{i18n::use_site_texts, routes};

/// The input's id.
const CODE: &str = "room-code";

/// Join by code or by pasted link: leads to the lobby of the room that was named.
#[component]
pub fn JoinForm() -> Html {
    let site = use_site_texts();
    let text = use_state(String::new);
    let wrong = use_state(|| false);
    let onsubmit = {
        let (text, wrong) = (text.clone(), wrong.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match room_in(&text) {
                Some(room) => routes::go(&routes::join(&room)),
                None => {
                    wrong.set(true);
                    field::focus(CODE);
                }
            }
        })
    };
    let oninput = {
        let (text, wrong) = (text.clone(), wrong.clone());
        Callback::from(move |value| {
            text.set(value);
            wrong.set(false);
        })
    };
    html! {
        <form class="join-form" {onsubmit} novalidate=true>
            <Field id={CODE} label={site.home.join_label} hint={site.home.join_hint} {oninput}
                value={(*text).clone()} error={wrong.then_some(AttrValue::from(site.home.bad_code))} />
            <button type="submit" class="button">{ site.home.join }</button>
        </form>
    }
}

/// The room that a typed code or a pasted link names. A bare code needs a hyphen, so that a stray word is not one.
fn room_in(text: &str) -> Option<RoomId> {
    let text = text.trim();
    if let Some((_, path)) = text.split_once("/join/").or_else(|| text.split_once("/meet/")) {
        return RoomId::parse(path.split(['?', '#', '/']).next()?).ok();
    }
    RoomId::parse(&text.to_ascii_lowercase()).ok().filter(|room| room.as_str().contains('-'))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn codes_and_links_name_a_room() {
        for text in [
            "abc-xyz",
            " ABC-xyz ",
            "https://meet.example/join/abc-xyz",
            "http://localhost:5173/meet/abc-xyz?x#y",
            "meet.example/join/abc-xyz/",
        ] {
            assert_eq!(room_in(text).unwrap().as_str(), "abc-xyz", "{text}");
        }
        for text in ["", "hello", "https://example.org", "/join/", "a b-c", "https://x/join/../etc"] {
            assert_eq!(room_in(text), None, "{text}");
        }
    }
}
