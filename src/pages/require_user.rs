use std::rc::Rc;

use charlaton_contract::rest::User;
use yew::prelude::*;
use yew_router::prelude::*;

use super::errors::api_words;
use crate::{
    app::{Auth, use_auth},
    components::{
        page::{Heading, Page},
        problem::Problem,
    },
    i18n::use_texts,
    routes::Route,
};

/// A page for signed-in people.
#[derive(Debug, PartialEq, Properties)]
pub(super) struct RequireUserProps {
    /// The page, for whom it is.
    pub render: Callback<Rc<User>, Html>,
}

/// Renders the page for whoever is signed in; sends everybody else to the login, which comes back here.
#[component]
pub(super) fn RequireUser(props: &RequireUserProps) -> Html {
    let texts = use_texts();
    let context = use_auth();
    match context.auth {
        Auth::SignedIn(user) => props.render.emit(user),
        Auth::SignedOut => html! { <ToLogin /> },
        Auth::Unknown => html! {
            <Page title={texts.common.loading}><Heading>{ texts.common.loading }</Heading></Page>
        },
        Auth::Unavailable(error) => html! {
            <Page title={texts.common.product}>
                <Heading>{ texts.common.product }</Heading>
                <Problem text={api_words(&error, texts)}>
                    <button type="button" class="button primary" onclick={context.retry.reform(|_| ())}>
                        { texts.common.try_again }
                    </button>
                </Problem>
            </Page>
        },
    }
}

#[component]
fn ToLogin() -> Html {
    let navigator = use_navigator();
    let location = use_location();
    use_effect_with((), move |()| {
        if let (Some(navigator), Some(location)) = (navigator, location) {
            // A query of plain texts cannot fail to serialise.
            let _ = navigator.replace_with_query(&Route::Login, Next { next: location.path().to_owned() });
        }
    });
    Html::default()
}

/// The address one wanted before logging in.
#[derive(Debug, Default, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    pub next: String,
}

impl Next {
    /// Where to go after login. Only addresses of this app count: `//evil.example` is not one.
    pub(super) fn route(&self) -> Route {
        match Route::recognize(&self.next) {
            Some(route @ (Route::Join { .. } | Route::Meet { .. })) => route,
            _ => Route::Dashboard,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn only_own_addresses_are_remembered() {
        let route = |next: &str| Next { next: next.into() }.route();
        assert_eq!(route("/join/abc-xyz"), Route::Join { id: "abc-xyz".into() });
        for other in ["", "//evil.example", "https://evil.example/join/x", "/nonsense", "/login"] {
            assert_eq!(route(other), Route::Dashboard, "{other}");
        }
    }
}
