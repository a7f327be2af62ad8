use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::icon::icon;
use crate::{app::use_shell, i18n::Texts};

/// Long enough to be read by everybody; it can be closed earlier, and nothing is said only here.
const SHOWN_MS: u32 = 8_000;
/// More at once would hide the page.
const AT_ONCE: usize = 3;

/// Shows a notice for a while and says it to screen readers.
#[derive(Debug, Clone, PartialEq)]
pub struct Toasts(Callback<Action>);

impl Toasts {
    /// Those that hand what happens to their notices to `on_action`, which keeps a [`Shown`].
    #[must_use]
    pub fn new(on_action: Callback<Action>) -> Self {
        Self(on_action)
    }

    /// Shows `text`.
    pub fn show(&self, text: impl Into<AttrValue>) {
        let text = text.into();
        let end = Timeout::new(SHOWN_MS, {
            let (toasts, text) = (self.clone(), text.clone());
            move || toasts.hide(text)
        });
        self.0.emit(Action::Show(text, Some(end)));
    }

    /// Puts all of them away: what they were about is over.
    pub fn clear(&self) {
        self.0.emit(Action::Clear);
    }

    fn hide(&self, text: AttrValue) {
        self.0.emit(Action::Hide(text));
    }
}

/// The notices of the app around.
#[hook]
pub fn use_toasts() -> Toasts {
    use_shell().toasts
}

/// The notices on the page. One that goes takes its timer with it.
#[derive(Debug, Default)]
pub struct Shown(Vec<(AttrValue, Option<Timeout>)>);

/// What happens to [`Shown`].
#[derive(Debug)]
pub enum Action {
    /// A text comes, with the timer that ends it.
    Show(AttrValue, Option<Timeout>),
    /// A text goes.
    Hide(AttrValue),
    /// All of them go.
    Clear,
}

impl Shown {
    /// Each text is there once, at its latest place.
    pub fn apply(&mut self, action: Action) {
        self.0.retain(|(other, _)| match &action {
            Action::Show(text, _) | Action::Hide(text) => other != text,
            Action::Clear => false,
        });
        if let Action::Show(text, end) = action {
            self.0.push((text, end));
            if self.0.len() > AT_ONCE {
                self.0.remove(0);
            }
        }
    }
}

/// The notices in one polite live region.
pub fn toast_region(shown: &Shown, toasts: &Toasts, texts: &Texts) -> Html {
    html! {
        <div class="toasts" role="status" aria-live="polite" aria-label={texts.common.notifications}>
            for (text, _) in shown.0.iter() {
                <div key={text.as_str()} class="toast">
                    <span>{ text }</span>
                    <button type="button" class="button quiet square" aria-label={texts.common.close} onclick={
                        let (toasts, text) = (toasts.clone(), text.clone());
                        Callback::from(move |_| toasts.hide(text.clone()))
                    }>
                        { icon("x") }
                    </button>
                </div>
            }
        </div>
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn applied(actions: impl IntoIterator<Item = Action>) -> Vec<String> {
        let mut shown = Shown::default();
        actions.into_iter().for_each(|action| shown.apply(action));
        shown.0.iter().map(|(text, _)| text.to_string()).collect()
    }

    #[test]
    fn the_latest_few_are_shown_each_text_once() {
        let show = |text: &'static str| Action::Show(text.into(), None);
        assert_eq!(applied(["a", "b", "a"].map(show)), ["b", "a"]);
        assert_eq!(applied(["a", "b", "c", "d"].map(show)), ["b", "c", "d"]);
        assert_eq!(applied([show("a"), show("b"), Action::Hide("a".into())]), ["b"]);
        assert_eq!(applied([show("a"), show("b"), Action::Clear, show("c")]), ["c"]);
    }
}
