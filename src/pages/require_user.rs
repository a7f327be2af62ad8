use std::rc::Rc;

use charlaton_contract::rest::User;
use yew::prelude::*;
use yew_router::Routable;

use super::errors::api_words;
use crate::{
    app::{Auth, use_auth},
    components::{
        page::{Heading, Page},
        problem::problem,
    },
    i18n::use_texts,
    routes::{self, Route},
};

/// Whoever is signed in, for pages of theirs; else what to render instead. Nobody is sent to the login, which comes back
/// here.
#[hook]
pub(super) fn use_user() -> Result<Rc<User>, Html> {
    let texts = use_texts();
    let context = use_auth();
    Err(match context.auth {
        Auth::SignedIn(user) => return Ok(user),
        Auth::SignedOut => html! { <ToLogin /> },
        Auth::Unknown => html! {
            <Page title={texts.common.loading}><Heading>{ texts.common.loading }</Heading></Page>
        },
        Auth::Unavailable(error) => html! {
            <Page title={texts.common.product}>
                <Heading>{ texts.common.product }</Heading>
                { problem(api_words(&error, texts), html! {
                    <button type="button" class="button primary" onclick={context.retry.reform(|_| ())}>
                        { texts.common.try_again }
                    </button>
                }) }
            </Page>
        },
    })
}

#[component]
fn ToLogin() -> Html {
    use_effect_with((), |()| {
        if let Some(path) = web_sys::window().and_then(|window| window.location().pathname().ok()) {
            routes::replace(&Next { next: path }.on(&Route::Login));
        }
    });
    Html::default()
}

/// The address one wanted before logging in.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Next {
    pub next: String,
}

impl Next {
    /// What the present address remembers.
    pub(super) fn here() -> Self {
        Self { next: routes::query("next").unwrap_or_default() }
    }

    /// The path of `route`, remembering this.
    pub(super) fn on(&self, route: &Route) -> String {
        let path = route.to_path();
        if self.next.is_empty() {
            return path;
        }
        format!("{path}?next={}", String::from(js_sys::encode_uri_component(&self.next)))
    }

    /// Where to go after login. Only addresses of this app count: `//evil.example` is not one.
    pub(super) fn route(&self) -> Route {
        match Route::recognize(&self.next) {
            Some(route @ (Route::Join { .. } | Route::Meet { .. })) => route,
            _ => Route::Dashboard,
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
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
