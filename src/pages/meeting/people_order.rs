//! In which order people are listed, and whom a search finds.

use std::cmp::Ordering;

use charlaton_contract::UserId;
use js_sys::{Array, JsString};

use super::state::{Person, State};

/// Ourselves first: one's own line is where one left it. Then raised hands in their order, who speaks, and everybody by
/// name.
pub(super) fn order(
    state: &State,
    speaks: impl Fn(&UserId) -> bool,
    compare: impl Fn(&str, &str) -> Ordering,
) -> Vec<UserId> {
    let rank =
        |person: &Person| (!person.is_me, state.hand(&person.id).unwrap_or(usize::MAX), !speaks(&person.id));
    // A sort of the library's is kilobytes; this is for the few of a room.
    let mut order: Vec<&Person> = Vec::new();
    for person in &state.people {
        let comes_before = |other: &&Person| {
            rank(person).cmp(&rank(other)).then_with(|| compare(&person.name, &other.name)).is_lt()
        };
        let place = order.iter().position(comes_before).unwrap_or(order.len());
        order.insert(place, person);
    }
    order.into_iter().map(|person| person.id.clone()).collect()
}

/// As the language with this tag orders names.
pub(super) fn by_language(tag: &'static str) -> impl Fn(&str, &str) -> Ordering {
    let tags = Array::of1(&tag.into());
    move |one, other| JsString::from(one).locale_compare(other, &tags, &js_sys::Object::new()).cmp(&0)
}

/// For a search: without capitals and accents.
pub(super) fn plain(name: &str) -> String {
    let is_accent = |c: char| ('\u{300}'..='\u{36f}').contains(&c);
    String::from(JsString::from(name).normalize("NFD").to_lower_case()).replace(is_accent, "")
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use charlaton_contract::events::OnlineUser;

    use super::*;

    fn user(id: &str) -> UserId {
        UserId::parse(id).unwrap()
    }

    #[test]
    fn ourselves_then_hands_then_voices_then_names() {
        let mut state = State::new(user("me"));
        let online = ["z", "me", "b", "a", "c", "d"].map(|id| OnlineUser {
            user_id: user(id),
            email: format!("{id}@example.org"),
            user: None,
        });
        let _ = state.set_people(&online, |_| false);
        let listed = |state: &State, speakers: &[&str]| {
            let speaks = |id: &UserId| speakers.contains(&id.as_str());
            let order = order(state, speaks, |one, other| one.cmp(other));
            order.iter().map(UserId::as_str).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(listed(&state, &[]), "me a b c d z");
        assert_eq!(listed(&state, &["z", "c", "me"]), "me c z a b d");
        state.hands.raise(user("z"), 1);
        state.hands.raise(user("d"), 0);
        state.hands.raise(user("gone"), -1);
        assert_eq!(listed(&state, &["c", "d"]), "me d z c a b");
    }
}
