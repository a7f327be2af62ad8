//! What is being written: a text for each addressee. Choosing another one loses nothing and sends nothing to the wrong
//! people, and the tab keeps all of it over a reload.

use charlaton_contract::{UserId, limits::MESSAGE_CHARS, read::field};
use charlaton_json::{Value, json};
use yew::AttrValue;

use crate::pages::meeting::chat::{Draft, DraftState};

/// A text that has not been sent.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Letter {
    /// Everybody where this is nobody.
    pub to: Option<UserId>,
    /// What they were called when last seen.
    pub name: AttrValue,
    pub text: AttrValue,
}

/// All of them; one is open. There is always one to everybody, the first.
#[derive(Debug)]
pub(super) struct Letters {
    letters: Vec<Letter>,
    open: usize,
}

impl Default for Letters {
    fn default() -> Self {
        Self { letters: vec![Letter::new(None, AttrValue::default())], open: 0 }
    }
}

impl Letter {
    fn new(to: Option<UserId>, name: AttrValue) -> Self {
        Self { to, name, text: AttrValue::default() }
    }

    /// How many characters are left, or how many are too many.
    pub(super) fn left(&self) -> Result<usize, usize> {
        let count = self.text.chars().count();
        MESSAGE_CHARS.checked_sub(count).ok_or(count.saturating_sub(MESSAGE_CHARS))
    }

    pub(super) fn can_be_sent(&self) -> bool {
        self.left().is_ok() && !self.text.trim().is_empty()
    }
}

impl Letters {
    pub(super) fn open(&self) -> &Letter {
        &self.letters[self.open]
    }

    pub(super) fn open_mut(&mut self) -> &mut Letter {
        &mut self.letters[self.open]
    }

    /// Those that something is written in, and the open one.
    pub(super) fn begun(&self) -> impl Iterator<Item = &Letter> {
        let begun = |(index, letter): &(usize, &Letter)| *index == self.open || !letter.text.is_empty();
        self.letters.iter().enumerate().filter(begun).map(|(_, letter)| letter)
    }

    /// Goes on with the letter to somebody, or begins one.
    pub(super) fn turn_to(&mut self, to: Option<UserId>, name: AttrValue) {
        let place = self.letters.iter().position(|letter| letter.to == to);
        self.open = place.unwrap_or(self.letters.len());
        if place.is_none() {
            self.letters.push(Letter::new(to, name));
        }
    }

    /// The same for who chooses an addressee after writing: what was to be for everybody may be for one instead. What
    /// was for one never becomes anybody else's.
    pub(super) fn address(&mut self, to: Option<UserId>, name: AttrValue) {
        let for_everybody = self.open == 0;
        self.turn_to(to, name);
        if for_everybody && self.open().text.is_empty() {
            self.open_mut().text = std::mem::take(&mut self.letters[0].text);
        }
    }

    /// The text of the open one, if it can be sent; it is empty then.
    pub(super) fn take(&mut self) -> Option<String> {
        let ready = self.open().can_be_sent();
        ready.then(|| std::mem::take(&mut self.open_mut().text).to_string())
    }

    /// For [`Letters::read`]; nothing where there is nothing to keep.
    pub(super) fn write(&self, unsent: &[Draft]) -> Option<Value> {
        let letters: Vec<_> =
            self.begun().filter(|letter| letter.to.is_some() || !letter.text.is_empty()).collect();
        if letters.is_empty() && unsent.is_empty() {
            return None;
        }
        let letter = |letter: &&Letter| json!({ "to": id(letter.to.as_ref()), "name": &*letter.name, "text": &*letter.text });
        let draft = |draft: &Draft| json!({ "to": id(draft.to.as_ref()), "text": draft.text.as_str(), "after": draft.after.as_deref() });
        Some(json!({
            "open": id(self.open().to.as_ref()),
            "letters": letters.iter().map(letter).collect::<Vec<_>>(),
            "unsent": unsent.iter().map(draft).collect::<Vec<_>>(),
        }))
    }

    /// What an earlier page has kept: its letters, and what it had left to send.
    pub(super) fn read(kept: &Value) -> (Self, Vec<Draft>) {
        let list = |name| kept.get(name).and_then(Value::as_array).unwrap_or_default();
        let words = |value: &Value, name| field::<String>(value, name).unwrap_or_default();
        let mut letters = Self::default();
        for letter in list("letters") {
            letters.turn_to(field(letter, "to"), words(letter, "name").into());
            letters.open_mut().text = words(letter, "text").into();
        }
        letters.turn_to(field(kept, "open"), AttrValue::default());
        let draft = |draft: &Value| Draft {
            key: 0,
            text: words(draft, "text"),
            to: field(draft, "to"),
            after: field(draft, "after"),
            state: DraftState::Restored,
        };
        (letters, list("unsent").iter().map(draft).collect())
    }
}

fn id(to: Option<&UserId>) -> Option<&str> {
    to.map(UserId::as_str)
}
