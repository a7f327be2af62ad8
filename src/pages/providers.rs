use std::rc::Rc;

use gloo_events::EventListener;
use yew::{platform::spawn_local, prelude::*};

use super::{
    errors::{auth_words, to_check_auth},
    site::{Auth, use_auth},
};
use crate::{
    app::use_shell,
    components::{icon::icon, problem::problem},
    lib::firebase::oauth::Provider,
    services::{AuthError, auth},
};

/// How far signing in by another account has come.
#[derive(Debug, Clone, PartialEq)]
enum State {
    Idle,
    /// Their window is open, or about to be.
    Open {
        provider: Provider,
        /// The person is at this page again: the window may be lost behind it, or closed.
        back: bool,
    },
    Failed(AuthError),
}

/// The accounts elsewhere that one can sign in or up by. Nothing, where the site is set up for none.
#[component]
pub(super) fn Providers() -> Html {
    let shell = use_shell();
    let (language, site) = (shell.language, shell.language.site_texts());
    let context = use_auth();
    let state = use_state(|| State::Idle);
    // Only of the last press it counts how it fails: the library says seconds later that a window was closed.
    let presses = use_mut_ref(|| 0_u32);
    let open_at = match *state {
        State::Open { provider, .. } => Some(provider),
        State::Idle | State::Failed(_) => None,
    };
    use_effect_with(open_at, {
        let state = state.setter();
        move |open_at| {
            let listener = open_at.zip(web_sys::window()).map(|(provider, window)| {
                EventListener::new(&window, "focus", move |_| state.set(State::Open { provider, back: true }))
            });
            move || drop(listener)
        }
    });
    if shell.services.config.firebase.as_ref().is_none_or(|firebase| firebase.auth_domain.is_none()) {
        return Html::default();
    }
    let open = |provider| {
        let (state, set, services) = (state.clone(), context.set.clone(), Rc::clone(&shell.services));
        let presses = Rc::clone(&presses);
        Callback::from(move |_: MouseEvent| {
            if matches!(*state, State::Open { back: false, .. }) {
                return;
            }
            state.set(State::Open { provider, back: false });
            let press = presses.replace_with(|press| *press + 1) + 1;
            let (state, set, services) = (state.setter(), set.clone(), Rc::clone(&services));
            let presses = Rc::clone(&presses);
            spawn_local(async move {
                match auth::sign_in_by(&services.api, provider).await {
                    Ok(user) => set.emit(Auth::SignedIn(Rc::new(user))),
                    Err(error) if *presses.borrow() == press => state.set(State::Failed(error)),
                    Err(_) => {}
                }
            });
        })
    };
    let hint = match *state {
        State::Open { back: false, .. } => site.sign_in.window_open,
        State::Open { back: true, .. } => site.sign_in.window_lost,
        State::Idle | State::Failed(_) => "",
    };
    let waiting = matches!(*state, State::Open { back: false, .. });
    html! {
        <div class="providers stack">
            <p class="hint">{ site.sign_in.or }</p>
            if let State::Failed(error) = &*state {
                { problem(auth_words(error, language), to_check_auth(error, language)) }
            }
            for provider in Provider::ALL {
                <button type="button" class="button" aria-disabled={waiting.then_some("true")}
                    onclick={open(provider)}>
                    if open_at == Some(provider) {
                        { icon("loader-circle") }
                    }
                    { (site.sign_in.continue_with)(provider.name()) }
                </button>
            }
            <p class="hint" role="status">{ hint }</p>
        </div>
    }
}
