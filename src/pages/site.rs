//! The program around meetings: who is signed in, and the page of each address.

use std::rc::Rc;

use charlaton_contract::rest::User;
use yew::{platform::spawn_local, prelude::*};
use yew_router::prelude::*;

use super::{
    article::Read,
    beside,
    check::Check,
    dashboard::Dashboard,
    home::Home,
    login::Login,
    not_found::NotFound,
    offline::{Offline, is_offline_copy},
    profile::Profile,
    reader::Reader,
    recovery::Recovery,
    require_user::Next,
    reset::{ResetByCode, ResetByToken},
    signup::Signup,
    summaries::Summaries,
    update::Update,
    welcome::Welcome,
};
use crate::{
    app::{use_services, use_shell},
    routes::{self, MeetingRoute, Route},
    services::{ApiError, auth},
};

/// The pages around meetings.
#[component]
pub fn Site() -> Html {
    let language = use_shell().language;
    html! {
        <>
            <AuthProvider>
                <BrowserRouter>
                    <Switch<Route> render={page} />
                </BrowserRouter>
            </AuthProvider>
            <Reader {language} />
            <Update />
        </>
    }
}

/// Whether this program was loaded beside a meeting, for what the meeting's own program does not have.
#[must_use]
pub fn is_beside() -> bool {
    MeetingRoute::here().is_some() && !is_offline_copy()
}

/// That.
pub fn mount_beside() {
    beside::mount();
}

fn page(route: Route) -> Html {
    match route {
        Route::About | Route::Help | Route::Privacy | Route::Terms | Route::Accessibility => {
            // Each is a page of its own, which begins at its heading.
            html! { <Read key={route.to_path()} {route} /> }
        }
        _ if is_offline_copy() => html! { <Offline /> },
        Route::Home => html! { <Home /> },
        Route::Login => html! { <Login next={Next::here()} /> },
        Route::Signup => html! { <Signup next={Next::here()} /> },
        Route::Recovery => html! { <Recovery /> },
        Route::Reset => html! { <ResetByCode code={routes::query("oobCode").unwrap_or_default()} /> },
        Route::Restore => html! { <ResetByToken token={routes::query("token").unwrap_or_default()} /> },
        Route::Welcome => html! { <Welcome /> },
        Route::Profile => html! { <Profile /> },
        Route::Summaries => html! { <Summaries /> },
        Route::Dashboard => html! { <Dashboard /> },
        Route::Check => html! { <Check /> },
        Route::NotFound => html! { <NotFound /> },
    }
}

/// Who uses the app.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Auth {
    /// Being found out.
    Unknown,
    /// The server that knows cannot be asked.
    Unavailable(ApiError),
    /// Nobody.
    SignedOut,
    /// This person.
    SignedIn(Rc<User>),
}

/// Who uses the app, and how that changes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AuthContext {
    /// Now.
    pub auth: Auth,
    /// After login and logout.
    pub set: Callback<Auth>,
    /// Asks the server again.
    pub retry: Callback<()>,
}

/// Who uses the app around.
///
/// # Panics
/// Outside [`Site`], which is a bug.
#[hook]
#[expect(clippy::expect_used, reason = "every page of the site is rendered inside it")]
pub(super) fn use_auth() -> AuthContext {
    use_context::<AuthContext>().expect("pages of the site are rendered inside it")
}

#[derive(Debug, PartialEq, Properties)]
struct ChildrenProps {
    children: Html,
}

#[component]
fn AuthProvider(props: &ChildrenProps) -> Html {
    let services = use_services();
    let auth = use_state(|| Auth::Unknown);
    let set = use_callback((), {
        let auth = auth.setter();
        move |value, &()| auth.set(value)
    });
    let retry = use_callback((), {
        let (api, set) = (services.api.clone(), set.clone());
        move |(), &()| {
            let (api, set) = (api.clone(), set.clone());
            set.emit(Auth::Unknown);
            if is_offline_copy() {
                return set.emit(Auth::Unavailable(ApiError::Unreachable));
            }
            spawn_local(async move {
                set.emit(match auth::restore(&api).await {
                    Ok(Some(user)) => Auth::SignedIn(Rc::new(user)),
                    Ok(None) => Auth::SignedOut,
                    Err(error) => Auth::Unavailable(error),
                });
            });
        }
    });
    use_effect_with((), {
        let retry = retry.clone();
        move |()| retry.emit(())
    });
    let context = AuthContext { auth: (*auth).clone(), set, retry };
    html! { <ContextProvider<AuthContext> {context}>{ props.children.clone() }</ContextProvider<AuthContext>> }
}
