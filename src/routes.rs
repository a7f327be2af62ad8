use yew_router::prelude::*;

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
