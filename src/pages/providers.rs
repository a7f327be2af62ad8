use std::rc::Rc;

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
    Open(Provider),
    Failed(AuthError),
}

/// The accounts elsewhere that one can sign in or up by. Nothing, where the site is set up for none.
#[component]
pub(super) fn Providers() -> Html {
    let shell = use_shell();
    let (language, site) = (shell.language, shell.language.site_texts());
    let context = use_auth();
    let state = use_state(|| State::Idle);
    if shell.services.config.firebase.as_ref().is_none_or(|firebase| firebase.auth_domain.is_none()) {
        return Html::default();
    }
    let open = |provider| {
        let (state, set, services) = (state.clone(), context.set.clone(), Rc::clone(&shell.services));
        Callback::from(move |_: MouseEvent| {
            if matches!(*state, State::Open(_)) {
                return;
            }
            state.set(State::Open(provider));
            let (state, set, services) = (state.setter(), set.clone(), Rc::clone(&services));
            spawn_local(async move {
                match auth::sign_in_by(&services.api, provider).await {
                    Ok(user) => set.emit(Auth::SignedIn(Rc::new(user))),
                    Err(error) => state.set(State::Failed(error)),
                }
            });
        })
    };
    let waiting = matches!(*state, State::Open(_));
    html! {
        <div class="providers stack">
            <p class="hint">{ site.sign_in.or }</p>
            if let State::Failed(error) = &*state {
                { problem(auth_words(error, language), to_check_auth(error, language)) }
            }
            for provider in Provider::ALL {
                <button type="button" class="button" aria-disabled={waiting.then_some("true")}
                    onclick={open(provider)}>
                    if *state == State::Open(provider) {
                        { icon("loader-circle") }
                    }
                    { (site.sign_in.continue_with)(provider.name()) }
                </button>
            }
            <p class="hint" role="status">{ waiting.then_some(site.sign_in.window_open) }</p>
        </div>
    }
}
