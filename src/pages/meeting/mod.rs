//! `/join/:id` and `/meet/:id`: first the room is looked up, then the person enters it, by the lobby or directly.
//!
//! The page is one component with one loop: something happens (`meeting::Msg`), the state changes, the view follows.
//! States own what they need (`visit::Visit` the devices, `call::Call` the session), so that leaving a state ends it.
//! Views are plain functions of the state.

mod bar;
mod bars;
mod call;
mod call_view;
mod calling;
mod chat;
mod chat_panel;
mod comfort;
mod copying;
mod devices;
mod door;
mod errors;
mod figures;
mod format;
mod gestures;
mod hands;
mod header;
mod hosting;
mod keys;
mod knocks;
mod layout;
mod links;
mod lobby;
mod local;
mod machine;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod machine_tests;
#[expect(clippy::module_inception, reason = "the component is the meeting")]
mod meeting;
mod page_life;
mod password;
mod people_order;
mod people_panel;
mod person_menu;
mod reactions;
mod resizes;
mod seats;
mod session;
mod sharing;
mod stage;
mod staging;
mod state;
mod tabs;
mod tile_menu;
mod tiling;
mod visit;
mod voices;
mod watching;

use gloo_events::EventListener;
use yew::prelude::*;

pub use self::calling::{Calls, Load, LoadError, Loading};
use self::meeting::{Around, Meeting};
use super::left::{LeftQuery, left_page};
use crate::{app::use_shell, routes::MeetingRoute};

#[derive(Debug, PartialEq, Properties)]
pub struct MeetingsProps {
    /// The part of the program that calls are.
    pub load: Load,
}

/// The program of meetings: the page of the present address.
#[component]
pub fn Meetings(props: &MeetingsProps) -> Html {
    let shell = use_shell();
    let route = use_state(MeetingRoute::here);
    use_effect_with((), {
        let route = route.setter();
        move |()| {
            let listener = web_sys::window().map(|window| {
                EventListener::new(&window, "popstate", move |_| route.set(MeetingRoute::here()))
            });
            move || drop(listener)
        }
    });
    let (id, lobby) = match &*route {
        // The shared link shows the lobby; the other address only to who never chose devices.
        Some(MeetingRoute::Join(id)) => (id, true),
        Some(MeetingRoute::Meet(id)) => (id, false),
        Some(MeetingRoute::Left) => return left_page(&LeftQuery::here(), shell.language.texts()),
        None => return Html::default(),
    };
    let (texts, load) = (shell.language.texts(), props.load);
    let around = Around { texts, services: shell.services, toasts: shell.toasts, load };
    // One component for both addresses: going from the lobby into the meeting keeps its devices.
    html! { <Meeting key={id.clone()} id={id.clone()} {lobby} {around} /> }
}
