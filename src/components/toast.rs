use std::rc::Rc;

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::icon::icon;
use crate::i18n::use_texts;

/// Long enough to be read by everybody; it can be closed earlier, and nothing is said only here.
const SHOWN_MS: u32 = 8_000;
/// More at once would hide the page.
const AT_ONCE: usize = 3;

/// Shows a notice for a while and says it to screen readers.
#[derive(Debug, Clone, PartialEq)]
pub struct Toasts(UseReducerDispatcher<State>);

impl Toasts {
    /// Shows `text`.
    pub fn show(&self, text: impl Into<AttrValue>) {
        self.0.dispatch(Action::Show(text.into()));
    }
}

/// The notices of the app around.
///
/// # Panics
/// Outside the app, which is a bug.
#[hook]
#[expect(clippy::expect_used, reason = "every page is rendered inside App")]
pub fn use_toasts() -> Toasts {
    use_context::<Toasts>().expect("pages are rendered inside App")
}

#[derive(Debug, Default, PartialEq)]
struct State {
    next: u32,
    shown: Vec<(u32, AttrValue)>,
}

enum Action {
    Show(AttrValue),
    Hide(u32),
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut shown = self.shown.clone();
        let mut next = self.next;
        match action {
            Action::Show(text) => {
                shown.retain(|(_, other)| *other != text);
                shown.push((next, text));
                next += 1;
                if shown.len() > AT_ONCE {
                    shown.remove(0);
                }
            }
            Action::Hide(id) => shown.retain(|(other, _)| *other != id),
        }
        Rc::new(Self { next, shown })
    }
}

/// Children can show notices.
#[derive(Debug, PartialEq, Properties)]
pub struct ToastProviderProps {
    /// The app.
    pub children: Html,
}

/// Provides [`Toasts`] and renders them in one polite live region.
#[component]
pub fn ToastProvider(props: &ToastProviderProps) -> Html {
    let texts = use_texts();
    let state = use_reducer(State::default);
    let toasts = Toasts(state.dispatcher());
    html! {
        <ContextProvider<Toasts> context={toasts}>
            { props.children.clone() }
            <div class="toasts" role="status" aria-live="polite" aria-label={texts.common.notifications}>
                for (id, text) in state.shown.iter() {
                    <Toast key={*id} text={text.clone()} onclose={
                        let (state, id) = (state.dispatcher(), *id);
                        Callback::from(move |()| state.dispatch(Action::Hide(id)))
                    } />
                }
            </div>
        </ContextProvider<Toasts>>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct ToastProps {
    text: AttrValue,
    onclose: Callback<()>,
}

#[component]
fn Toast(props: &ToastProps) -> Html {
    let texts = use_texts();
    use_effect_with((), {
        let onclose = props.onclose.clone();
        move |()| {
            let timer = Timeout::new(SHOWN_MS, move || onclose.emit(()));
            move || drop(timer)
        }
    });
    html! {
        <div class="toast">
            <span>{ &props.text }</span>
            <button type="button" class="button quiet square" aria-label={texts.common.close}
                onclick={props.onclose.reform(|_| ())}>
                { icon("x") }
            </button>
        </div>
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn reduce(state: State, actions: impl IntoIterator<Item = Action>) -> Vec<String> {
        let state = actions.into_iter().fold(Rc::new(state), |state, action| state.reduce(action));
        state.shown.iter().map(|(_, text)| text.to_string()).collect()
    }

    #[test]
    fn the_latest_few_are_shown_each_text_once() {
        let show = |text: &'static str| Action::Show(text.into());
        assert_eq!(reduce(State::default(), ["a", "b", "a"].map(show)), ["b", "a"]);
        assert_eq!(reduce(State::default(), ["a", "b", "c", "d"].map(show)), ["b", "c", "d"]);
        assert_eq!(reduce(State::default(), [show("a"), show("b"), Action::Hide(0)]), ["b"]);
    }
}
