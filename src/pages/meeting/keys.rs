//! The keys of a meeting: what each of them means, and what it does.

use yew::prelude::*;

use super::{
    call::{self, Call, Panel},
    comfort,
    devices::Kind,
    machine::Wish,
    meeting::Meeting,
    staging,
    visit::{Press, Visit},
};
use crate::components::beside::Beside;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Microphone,
    Camera,
    Share,
    Hand,
    Chat,
    People,
    Layout,
    FullScreen,
    Help,
    /// Which of the reactions, from 1.
    React(u8),
    Close,
}

/// A key that goes down.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stroke<'a> {
    /// `KeyboardEvent.key`: what it types, whatever the layout of the keyboard.
    pub key: &'a str,
    pub shift: bool,
    /// With another modifier, by itself because it is held, or for something else already.
    pub taken: bool,
    pub place: Place,
}

/// Where it is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing on the page waits for keys.
    Page,
    /// A menu is open.
    Menu,
    /// Text is being written.
    Text,
    /// Whatever needs even Escape for itself: another field, a dialog.
    Own,
}

impl Key {
    /// What a stroke asks for, if anything.
    pub(super) fn of(stroke: Stroke<'_>) -> Option<Self> {
        let Stroke { key, shift, taken, place } = stroke;
        if taken || place == Place::Own {
            return None;
        }
        if key == "Escape" {
            return (place != Place::Menu).then_some(Self::Close);
        }
        let &[key] = key.as_bytes() else { return None };
        if place == Place::Text {
            return None;
        }
        // On some keyboards digits and signs are with Shift.
        Some(match key.to_ascii_lowercase() {
            b'?' => Self::Help,
            digit @ b'1'..=b'9' => Self::React(digit - b'0'),
            _ if shift => return None,
            b'm' => Self::Microphone,
            b'v' => Self::Camera,
            b's' => Self::Share,
            b'h' => Self::Hand,
            b'c' => Self::Chat,
            b'p' => Self::People,
            b'l' => Self::Layout,
            b'f' => Self::FullScreen,
            _ => return None,
        })
    }
}

impl Visit {
    /// Does what a key asks for.
    pub(super) fn key(&mut self, ctx: &Context<Meeting>, key: Key) {
        let Some(call) = self.call.as_mut().filter(|call| key == Key::Close || call.has_keys()) else {
            return;
        };
        call.key(key);
        let words = &ctx.props().around.texts.meeting;
        let (kind, is_on, said) = match key {
            Key::Microphone => (Kind::Microphone, self.view.microphone.on, [words.unmuted, words.muted]),
            Key::Camera => (Kind::Camera, self.view.camera.on, [words.video_live, words.video_stopped]),
            Key::Share
            | Key::Hand
            | Key::Chat
            | Key::People
            | Key::Layout
            | Key::FullScreen
            | Key::Help
            | Key::React(_)
            | Key::Close => return,
        };
        // Whoever is on the button hears its new name; from anywhere else nothing would be heard.
        ctx.props().around.toasts.show(sentence(said[usize::from(is_on)]));
        self.press(ctx, Press::Want(kind, !is_on));
    }
}

/// With a capital. The words in question begin with plain letters, in every language there is.
fn sentence(words: &str) -> String {
    let mut sentence = words.to_owned();
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence
}

impl Call {
    /// Does what a key asks for of the call.
    pub(super) fn key(&mut self, key: Key) {
        match key {
            // The devices are above the call, for the lobby has them too.
            Key::Microphone | Key::Camera => {}
            Key::Chat => self.press(call::Press::Toggle(Panel::Chat)),
            Key::People => self.press(call::Press::Toggle(Panel::People)),
            Key::FullScreen => self.press(comfort::Press::FullScreen.into()),
            Key::Help => Beside::Keys.ask(),
            Key::Close => self.press(call::Press::ClosePanel),
            Key::Hand => self.wish(Wish::Hand),
            Key::React(which) => self.wish(Wish::React(which)),
            Key::Share => self.press(call::Press::Share),
            Key::Layout => {
                let next = self.staging.wishes().layout.next();
                self.press(call::Press::Stage(staging::Press::Layout(next)));
            }
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    const PLAIN: Stroke<'static> = Stroke { key: "m", shift: false, taken: false, place: Place::Page };

    #[test]
    fn each_key_asks_for_one_thing() {
        for (key, asks) in [
            ("m", Key::Microphone),
            ("v", Key::Camera),
            ("s", Key::Share),
            ("h", Key::Hand),
            ("c", Key::Chat),
            ("p", Key::People),
            ("l", Key::Layout),
            ("f", Key::FullScreen),
            ("?", Key::Help),
            ("1", Key::React(1)),
            ("9", Key::React(9)),
            ("Escape", Key::Close),
        ] {
            assert_eq!(Key::of(Stroke { key, ..PLAIN }), Some(asks), "{key}");
        }
        for key in ["0", "x", " ", "Enter", "Meta", "F1", "ñ", "м", ""] {
            assert_eq!(Key::of(Stroke { key, ..PLAIN }), None, "{key}");
        }
    }

    #[test]
    fn capitals_by_caps_lock_count_and_those_by_shift_do_not() {
        assert_eq!(Key::of(Stroke { key: "M", ..PLAIN }), Some(Key::Microphone));
        assert_eq!(Key::of(Stroke { key: "M", shift: true, ..PLAIN }), None);
        assert_eq!(Key::of(Stroke { key: "?", shift: true, ..PLAIN }), Some(Key::Help));
        assert_eq!(Key::of(Stroke { key: "1", shift: true, ..PLAIN }), Some(Key::React(1)));
    }

    #[test]
    fn a_key_that_is_for_something_else_does_nothing() {
        for key in ["m", "?", "1", "Escape"] {
            assert_eq!(Key::of(Stroke { key, taken: true, ..PLAIN }), None, "{key}");
            assert_eq!(Key::of(Stroke { key, place: Place::Own, ..PLAIN }), None, "{key}");
        }
    }

    #[test]
    fn while_writing_only_escape_is_a_key_and_a_menu_keeps_that_one() {
        let text = Stroke { place: Place::Text, ..PLAIN };
        let menu = Stroke { place: Place::Menu, ..PLAIN };
        for key in ["m", "?", "1"] {
            assert_eq!(Key::of(Stroke { key, ..text }), None, "{key}");
            assert!(Key::of(Stroke { key, ..menu }).is_some(), "{key}");
        }
        assert_eq!(Key::of(Stroke { key: "Escape", ..text }), Some(Key::Close));
        assert_eq!(Key::of(Stroke { key: "Escape", ..menu }), None);
    }
}
