use std::rc::Rc;

use charlaton_contract::rest::User;
use yew::prelude::*;
use yew_router::Routable;

use super::{
    errors::{api_words, to_check},
    site::{Auth, use_auth},
    site_page::SitePage,
};
use crate::{
    app::use_shell,
    components::{page::Heading, problem::problem},
    routes::{self, MeetingRoute, Route},
};

/// Whoever is signed in, for pages of theirs; else what to render instead. Nobody is sent to the login, which comes back
/// here.
#[hook]
pub(super) fn use_user() -> Result<Rc<User>, Html> {
    let language = use_shell().language;
    let texts = language.texts();
    let context = use_auth();
    Err(match context.auth {
        Auth::SignedIn(user) => return Ok(user),
        Auth::SignedOut => html! { <ToLogin /> },
        Auth::Unknown => html! {
            <SitePage title={texts.common.loading}><Heading>{ texts.common.loading }</Heading></SitePage>
        },
        Auth::Unavailable(error) => html! {
            <SitePage title={texts.common.product}>
                <Heading>{ texts.common.product }</Heading>
                { problem(api_words(&error, texts), html! {
                    <>
                        <button type="button" class="button primary" onclick={context.retry.reform(|_| ())}>
                            { texts.common.try_again }
                        </button>
                        { to_check(&error, language) }
                    </>
                }) }
            </SitePage>
        },
    })
}

#[component]
fn ToLogin() -> Html {
    use_effect_with((), |()| {
        routes::replace(&routes::with_next(routes::LOGIN, &routes::path()));
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

    /// `path`, remembering this.
    pub(super) fn on(&self, path: &str) -> String {
        routes::with_next(path, &self.next)
    }

    /// Where to go after login, and `otherwise` where that says nothing. Only meetings and pages of this site count: `//evil.example` is none.
    pub(super) fn path(&self, otherwise: &str) -> String {
        let counts = match MeetingRoute::of(&self.next) {
            Some(route) => route != MeetingRoute::Left,
            None => Route::recognize(&self.next).is_some_and(is_worth_coming_back_to),
        };
        if counts { self.next.clone() } else { otherwise.to_owned() }
    }
}

/// Not what one is at while nobody is signed in.
fn is_worth_coming_back_to(route: Route) -> bool {
    !matches!(
        route,
        Route::Home
            | Route::Login
            | Route::Signup
            | Route::Welcome
            | Route::Recovery
            | Route::Reset
            | Route::Restore
            | Route::NotFound
    )
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn only_what_needs_somebody_is_remembered() {
        let path = |next: &str| Next { next: next.into() }.path(routes::DASHBOARD);
        for page in ["/join/abc-xyz", "/meet/abc-xyz", "/profile", "/resumenes", "/dashboard"] {
            assert_eq!(path(page), page);
        }
        for other in [
            "",
            "//evil.example",
            "//evil.example/join/x",
            "//evil.example/profile",
            "https://evil.example/join/x",
            "https://evil.example/profile",
            "/\\evil.example",
            "javascript:alert(1)",
            "/nonsense",
            "/login",
            "/left",
        ] {
            assert_eq!(path(other), routes::DASHBOARD, "{other}");
        }
    }
}
