//! What a person finds under each address.

mod account;
mod created;
mod dashboard;
mod errors;
mod home;
mod left;
mod login;
mod meeting;
mod not_found;
mod require_user;
mod signup;
mod start;

use yew::prelude::*;

use self::require_user::Next;
use crate::routes::Route;

/// The page of a route.
pub fn of(route: Route) -> Html {
    match route {
        Route::Home => html! { <home::Home /> },
        Route::Login => html! { <login::Login next={Next::here()} /> },
        Route::Signup => html! { <signup::Signup next={Next::here()} /> },
        Route::Dashboard => html! { <dashboard::Dashboard /> },
        // One component for both addresses: going from the lobby into the meeting keeps its devices.
        Route::Join { id } => html! { <meeting::MeetingPage {id} lobby=true /> },
        Route::Meet { id } => html! { <meeting::MeetingPage {id} lobby=false /> },
        Route::Left => html! { <left::LeftPage query={left::LeftQuery::here()} /> },
        Route::NotFound => html! { <not_found::NotFound /> },
    }
}
