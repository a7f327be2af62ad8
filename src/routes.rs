//! The addresses, and how one goes to them.
//!
//! Two programs share them: meetings are one (`MeetingRoute`), the pages around them the other (`Route`). `start.js`
//! chooses by the address, so going from one to the other loads a page; inside one, nothing is loaded.

use charlaton_contract::RoomId;
use wasm_bindgen::JsValue;
use web_sys::Event;
use yew_router::Routable;

/// What it is.
pub const HOME: &str = "/";
/// E-mail and password; `?next=` is where one wanted to go.
pub const LOGIN: &str = "/login";
/// A new account; `?next=` likewise.
pub const SIGNUP: &str = "/signup";
/// Asks for a mail that leads to a new password.
pub const RECOVERY: &str = "/recovery";
/// Firebase's mail leads here; `?oobCode=`.
pub const RESET: &str = "/reset-password";
/// The REST service's mail leads here; `?token=`.
pub const RESTORE: &str = "/restablecer";
/// After signing up.
pub const WELCOME: &str = "/signup-success";
/// Name, password, end of the account.
pub const PROFILE: &str = "/profile";
/// Start, join, my rooms.
pub const DASHBOARD: &str = "/dashboard";
/// What was said in past meetings; `?room=` opens one.
pub const SUMMARIES: &str = "/resumenes";
/// What a meeting needs, tried one by one.
pub const CHECK: &str = "/check";
/// What this is.
pub const ABOUT: &str = "/about";
/// How to meet, keys, what to try.
pub const HELP: &str = "/help";
/// What is kept, and who gets it.
pub const PRIVACY: &str = "/privacy";
/// What may be expected, and is.
pub const TERMS: &str = "/terms";
/// For everybody.
pub const ACCESSIBILITY: &str = "/accessibility";
/// After a meeting; `?room=`, `?why=` and `?minutes=`.
pub const LEFT: &str = "/left";

/// The lobby of a room: the shared link.
#[must_use]
pub fn join(room: &RoomId) -> String {
    format!("/join/{room}")
}

/// The meeting in a room.
#[must_use]
pub fn meet(room: &RoomId) -> String {
    format!("/meet/{room}")
}

/// `path`, which has no query yet, remembering where one wanted to go.
#[must_use]
pub fn with_next(path: &str, next: &str) -> String {
    if next.is_empty() {
        return path.to_owned();
    }
    format!("{path}?next={}", String::from(js_sys::encode_uri_component(next)))
}

/// The pages around meetings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Routable)]
pub enum Route {
    /// See [`HOME`].
    #[at("/")]
    Home,
    /// See [`LOGIN`].
    #[at("/login")]
    Login,
    /// See [`SIGNUP`].
    #[at("/signup")]
    Signup,
    /// See [`RECOVERY`].
    #[at("/recovery")]
    Recovery,
    /// See [`RESET`].
    #[at("/reset-password")]
    Reset,
    /// See [`RESTORE`].
    #[at("/restablecer")]
    Restore,
    /// See [`WELCOME`].
    #[at("/signup-success")]
    Welcome,
    /// See [`PROFILE`].
    #[at("/profile")]
    Profile,
    /// See [`DASHBOARD`].
    #[at("/dashboard")]
    Dashboard,
    /// See [`SUMMARIES`].
    #[at("/resumenes")]
    Summaries,
    /// See [`CHECK`].
    #[at("/check")]
    Check,
    /// See [`ABOUT`].
    #[at("/about")]
    About,
    /// See [`HELP`].
    #[at("/help")]
    Help,
    /// See [`PRIVACY`].
    #[at("/privacy")]
    Privacy,
    /// See [`TERMS`].
    #[at("/terms")]
    Terms,
    /// See [`ACCESSIBILITY`].
    #[at("/accessibility")]
    Accessibility,
    /// Anything else.
    #[not_found]
    #[at("/404")]
    NotFound,
}

/// The addresses of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeetingRoute {
    /// See [`join`]. The room's id as it was typed.
    Join(String),
    /// See [`meet`]. The room's id as it was typed.
    Meet(String),
    /// See [`LEFT`].
    Left,
}

impl MeetingRoute {
    /// What a path is, if it is one of a meeting. `start.js` has the same rule.
    #[must_use]
    pub fn of(path: &str) -> Option<Self> {
        let mut parts = path.strip_prefix('/')?.trim_end_matches('/').split('/');
        match (parts.next()?, parts.next(), parts.next()) {
            ("left", None, None) => Some(Self::Left),
            ("join", Some(id), None) => Some(Self::Join(id.to_owned())),
            ("meet", Some(id), None) => Some(Self::Meet(id.to_owned())),
            _ => None,
        }
    }

    /// The present one.
    #[must_use]
    pub fn here() -> Option<Self> {
        Self::of(&path())
    }
}

/// The present path.
#[must_use]
pub fn path() -> String {
    web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default()
}

/// Goes to a path of this site. The page before stays behind the back button.
pub fn go(path: &str) {
    travel(path, false);
}

/// Goes to a path of this site in the place of the present one.
pub fn replace(path: &str) {
    travel(path, true);
}

fn travel(to: &str, replacing: bool) -> Option<()> {
    let window = web_sys::window()?;
    let target = to.split(['?', '#']).next()?;
    if MeetingRoute::of(target).is_some() != MeetingRoute::here().is_some() {
        let location = window.location();
        return if replacing { location.replace(to) } else { location.assign(to) }.ok();
    }
    let history = window.history().ok()?;
    let written = if replacing {
        history.replace_state_with_url(&JsValue::NULL, "", Some(to))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(to))
    };
    written.ok()?;
    // What the browser's own buttons fire, and both programs listen for.
    window.dispatch_event(&Event::new("popstate").ok()?).ok()?;
    Some(())
}

/// A value of the present address's query.
#[must_use]
pub fn query(name: &str) -> Option<String> {
    let search = web_sys::window()?.location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_the_routes() {
        for (name, route) in [
            (HOME, Route::Home),
            (LOGIN, Route::Login),
            (SIGNUP, Route::Signup),
            (RECOVERY, Route::Recovery),
            (RESET, Route::Reset),
            (RESTORE, Route::Restore),
            (WELCOME, Route::Welcome),
            (PROFILE, Route::Profile),
            (DASHBOARD, Route::Dashboard),
            (SUMMARIES, Route::Summaries),
            (CHECK, Route::Check),
            (ABOUT, Route::About),
            (HELP, Route::Help),
            (PRIVACY, Route::Privacy),
            (TERMS, Route::Terms),
            (ACCESSIBILITY, Route::Accessibility),
        ] {
            assert_eq!(Route::recognize(name), Some(route));
            assert_eq!(MeetingRoute::of(name), None);
        }
        assert_eq!(MeetingRoute::of(LEFT), Some(MeetingRoute::Left));
        let room = RoomId::parse("abc-xyz").unwrap();
        assert_eq!(MeetingRoute::of(&join(&room)), Some(MeetingRoute::Join("abc-xyz".into())));
        assert_eq!(MeetingRoute::of(&meet(&room)), Some(MeetingRoute::Meet("abc-xyz".into())));
    }

    #[test]
    fn the_loader_divides_the_addresses_as_the_program_does() {
        let loader = include_str!("../start.js");
        assert!(loader.contains(r"/^\/(join\/[^/]+|meet\/[^/]+|left)\/*$/"), "one rule in two languages");
        for other in ["/join", "/join/", "/join/a/b", "/joint/a", "//evil.example/join/a", "/left/x", ""] {
            assert_eq!(MeetingRoute::of(other), None, "{other}");
        }
        for own in ["/join/a/", "/left/"] {
            assert!(MeetingRoute::of(own).is_some(), "{own}");
        }
    }
}
