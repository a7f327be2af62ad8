use yew_router::{
    history::{BrowserHistory, History},
    prelude::*,
};

/// Every address of the app.
#[derive(Debug, Clone, PartialEq, Routable)]
pub enum Route {
    /// What it is.
    #[at("/")]
    Home,
    /// E-mail and password; `?next=` is where one wanted to go.
    #[at("/login")]
    Login,
    /// A new account; `?next=` likewise.
    #[at("/signup")]
    Signup,
    /// Start, join, my rooms.
    #[at("/dashboard")]
    Dashboard,
    /// The lobby of a room: the shared link.
    #[at("/join/:id")]
    Join {
        /// Room.
        id: String,
    },
    /// The meeting.
    #[at("/meet/:id")]
    Meet {
        /// Room.
        id: String,
    },
    /// After a meeting; `?room=` and `?why=`.
    #[at("/left")]
    Left,
    /// Anything else.
    #[not_found]
    #[at("/404")]
    NotFound,
}

/// Goes to a path of this app. The page before stays behind the back button.
pub fn go(path: &str) {
    BrowserHistory::new().push(path);
}

/// Goes to a path of this app in the place of the present one.
pub fn replace(path: &str) {
    BrowserHistory::new().replace(path);
}

/// A value of the present address's query.
#[must_use]
pub fn query(name: &str) -> Option<String> {
    let search = web_sys::window()?.location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search).ok()?.get(name)
}
