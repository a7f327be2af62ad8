use std::rc::Rc;

use charlaton_contract::rest::User;
use yew::prelude::*;

use super::{
    errors::{api_words, to_check},
    site::{Auth, use_auth},
    site_page::SitePage,
};
use crate::{
    app::use_shell,
    components::{page::Heading, problem::problem},
    routes::{self, MeetingRoute},
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

    /// Where to go after login. Only meetings of this site count: `//evil.example` is none.
    pub(super) fn path(&self) -> String {
        match MeetingRoute::of(&self.next) {
            Some(MeetingRoute::Join(_) | MeetingRoute::Meet(_)) => self.next.clone(),
            Some(MeetingRoute::Left) | None => routes::DASHBOARD.to_owned(),
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn only_meetings_are_remembered() {
        let path = |next: &str| Next { next: next.into() }.path();
        assert_eq!(path("/join/abc-xyz"), "/join/abc-xyz");
        for other in [
            "",
            "//evil.example",
            "//evil.example/join/x",
            "https://evil.example/join/x",
            "/nonsense",
            "/login",
        ] {
            assert_eq!(path(other), routes::DASHBOARD, "{other}");
        }
    }
}
