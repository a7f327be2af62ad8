//! What is typed of a meeting to come, for those who plan one and those who change it.

use charlaton_contract::{RoomId, limits::NAME_CHARS, rest::OwnRoom};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::{
    components::{
        field::{self, Field},
        moment::{self, from_local, to_local},
    },
    i18n::SiteTexts,
    services::room::Plan,
};

/// The inputs' ids.
const NAME: &str = "meeting-name";
const AT: &str = "meeting-at";
const PRIVATE: &str = "meeting-private";
const MUTED: &str = "meeting-muted";

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Draft {
    pub name: String,
    /// As its field has it, where the person lives.
    pub at: String,
    pub private: bool,
    /// Nothing where the server cannot want it.
    pub join_muted: Option<bool>,
    pub password: String,
    pub parent: Option<RoomId>,
    pub wrong: Wrong,
}

/// What is wrong with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Wrong {
    pub name: bool,
    pub at: bool,
}

impl Draft {
    pub(super) fn of(room: &OwnRoom) -> Self {
        Self {
            name: room.name.clone(),
            at: room.schedule_at.as_ref().map(to_local).unwrap_or_default(),
            private: room.private,
            join_muted: room.join_muted,
            ..Self::default()
        }
    }

    /// What is sent, or what is wrong; the first of it takes the focus. `before` is the date that may stay though it has
    /// passed.
    pub(super) fn plan(&self, before: &str) -> Result<Plan, Wrong> {
        let at = from_local(&self.at);
        let passed = at.as_ref().and_then(|at| at.unix_millis()).is_some_and(|at| at < moment::now());
        let wrong = check(&self.name, &self.at, at.is_some(), passed && self.at != before);
        if wrong != Wrong::default() {
            field::focus(if wrong.name { NAME } else { AT });
            return Err(wrong);
        }
        let schedule_at = at.and_then(|at| match at {
            charlaton_contract::rest::Timestamp::Iso(text) => Some(text),
            charlaton_contract::rest::Timestamp::Firestore { .. } => None,
        });
        Ok(Plan {
            name: self.name.trim().to_owned(),
            schedule_at,
            private: self.private,
            join_muted: self.join_muted,
            password: self.password.clone(),
            parent: self.parent.clone(),
        })
    }
}

fn check(name: &str, at: &str, is_date: bool, passed: bool) -> Wrong {
    let length = name.trim().chars().count();
    Wrong { name: !(1..=NAME_CHARS).contains(&length), at: !at.is_empty() && (!is_date || passed) }
}

/// Changes a draft; whatever was wrong with it has been seen.
pub(super) fn changed<T: 'static>(
    draft: &UseStateHandle<Draft>,
    change: impl Fn(&mut Draft, T) + 'static,
) -> Callback<T> {
    let draft = draft.clone();
    Callback::from(move |value| {
        let mut next = Draft { wrong: Wrong::default(), ..(*draft).clone() };
        change(&mut next, value);
        draft.set(next);
    })
}

/// Name, date, privacy, how one comes in.
pub(super) fn fields(draft: &UseStateHandle<Draft>, site: &'static SiteTexts) -> Html {
    let words = &site.planning;
    let error = |wrong: bool, words: &'static str| wrong.then_some(AttrValue::Static(words));
    let private = tickbox(
        (PRIVATE, words.private, words.private_hint),
        draft.private,
        changed(draft, |draft, private| draft.private = private),
    );
    let muted = draft.join_muted.map(|join_muted| {
        let change = changed(draft, |draft, join_muted| draft.join_muted = Some(join_muted));
        tickbox((MUTED, words.join_muted, words.join_muted_hint), join_muted, change)
    });
    html! {
        <>
            <Field id={NAME} label={words.name} value={draft.name.clone()}
                error={error(draft.wrong.name, words.bad_name)}
                oninput={changed(draft, |draft, name| draft.name = name)} />
            <Field id={AT} kind="datetime-local" label={words.at} hint={words.at_hint} required=false
                value={draft.at.clone()} error={error(draft.wrong.at, words.bad_at)}
                oninput={changed(draft, |draft, at| draft.at = at)} />
            { private }
            { muted }
        </>
    }
}

fn tickbox(
    (id, label, hint): (&'static str, &'static str, &'static str),
    checked: bool,
    change: Callback<bool>,
) -> Html {
    let onchange = change.reform(|event: Event| {
        event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked())
    });
    let hint_id = format!("{id}-hint");
    html! {
        <div class="tickbox">
            <input type="checkbox" {id} {checked} {onchange} aria-describedby={hint_id.clone()} />
            <label for={id}>{ label }</label>
            <p class="hint" id={hint_id}>{ hint }</p>
        </div>
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_meeting_needs_a_name_and_no_time_that_has_passed() {
        let good = Wrong::default();
        assert_eq!(check("Weekly", "", false, false), good);
        assert_eq!(check("Weekly", "2030-01-01T10:00", true, false), good);
        assert_eq!(check(" ", "", false, false), Wrong { name: true, at: false });
        assert_eq!(check(&"ñ".repeat(201), "", false, false), Wrong { name: true, at: false });
        assert_eq!(check("x", "tomorrow", false, false), Wrong { name: false, at: true });
        assert_eq!(check("x", "2020-01-01T10:00", true, true), Wrong { name: false, at: true });
    }
}
