use std::rc::Rc;

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
pub struct Toasts(UseReducerDispatcher<Shown>);

impl Toasts {
    /// Those that put their notices into `shown`.
    #[must_use]
    pub fn of(shown: &UseReducerHandle<Shown>) -> Self {
        Self(shown.dispatcher())
    }

    /// Shows `text`.
    pub fn show(&self, text: impl Into<AttrValue>) {
        let text = text.into();
        let end = Timeout::new(SHOWN_MS, {
            let (shown, text) = (self.0.clone(), text.clone());
            move || shown.dispatch(Action::Hide(text))
        });
        self.0.dispatch(Action::Show(text, Some(Rc::new(end))));
    }
}

/// The notices of the app around.
#[hook]
pub fn use_toasts() -> Toasts {
    use_shell().toasts
}

/// The notices on the page. One that goes takes its timer with it.
#[derive(Debug, Default)]
pub struct Shown(Vec<(AttrValue, Option<Rc<Timeout>>)>);

/// What happens to [`Shown`].
#[derive(Debug)]
pub enum Action {
    /// A text comes, with the timer that ends it.
    Show(AttrValue, Option<Rc<Timeout>>),
    /// A text goes.
    Hide(AttrValue),
}

impl Reducible for Shown {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let (Action::Show(text, _) | Action::Hide(text)) = &action;
        let mut shown: Vec<_> = self.0.iter().filter(|(other, _)| other != text).cloned().collect();
        if let Action::Show(text, end) = action {
            shown.push((text, end));
            if shown.len() > AT_ONCE {
                shown.remove(0);
            }
        }
        Rc::new(Self(shown))
    }
}

/// The notices in one polite live region.
pub fn toast_region(shown: &UseReducerHandle<Shown>, texts: &Texts) -> Html {
    html! {
        <div class="toasts" role="status" aria-live="polite" aria-label={texts.common.notifications}>
            for (text, _) in shown.0.iter() {
                <div key={text.as_str()} class="toast">
                    <span>{ text }</span>
                    <button type="button" class="button quiet square" aria-label={texts.common.close} onclick={
                        let (shown, text) = (shown.dispatcher(), text.clone());
                        Callback::from(move |_| shown.dispatch(Action::Hide(text.clone())))
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

    fn reduce(actions: impl IntoIterator<Item = Action>) -> Vec<String> {
        let shown = actions.into_iter().fold(Rc::new(Shown::default()), |shown, action| shown.reduce(action));
        shown.0.iter().map(|(text, _)| text.to_string()).collect()
    }

    #[test]
    fn the_latest_few_are_shown_each_text_once() {
        let show = |text: &'static str| Action::Show(text.into(), None);
        assert_eq!(reduce(["a", "b", "a"].map(show)), ["b", "a"]);
        assert_eq!(reduce(["a", "b", "c", "d"].map(show)), ["b", "c", "d"]);
        assert_eq!(reduce([show("a"), show("b"), Action::Hide("a".into())]), ["b"]);
    }
}
