//! `/join/:id` and `/meet/:id`: first the room is looked up, then the person enters it, by the lobby or directly.
//!
//! The page is one component with one loop: something happens ([`meeting::Msg`]), the state changes, the view follows.
//! States own what they need ([`visit::Visit`] the devices, [`call::Call`] the session), so that leaving a state ends it.
//! Views are plain functions of the state.

mod call;
mod call_view;
mod chat;
mod chat_panel;
mod errors;
mod format;
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
mod people_panel;
mod session;
mod stage;
mod state;
mod tabs;
mod visit;

use charlaton_contract::RoomId;
use yew::prelude::*;

use self::{
    errors::Trouble,
    meeting::{Around, Meeting},
};
use super::require_user::use_user;
use crate::{app::use_services, components::toast::use_toasts, i18n::use_texts};

#[derive(PartialEq, Properties)]
pub(super) struct MeetingPageProps {
    pub id: String,
    /// `/join/:id`, the shared link, shows the lobby; `/meet/:id` only to who never chose devices.
    pub lobby: bool,
}

#[component]
pub(super) fn MeetingPage(props: &MeetingPageProps) -> Html {
    let MeetingPageProps { id, lobby } = props;
    let around = Around { texts: use_texts(), services: use_services(), toasts: use_toasts() };
    let user = match use_user() {
        Ok(user) => user,
        Err(instead) => return instead,
    };
    match RoomId::parse(id) {
        Ok(room) => html! { <Meeting key={id.clone()} {room} {user} lobby={*lobby} {around} /> },
        Err(_) => Trouble::UnknownRoom.page(None, around.texts),
    }
}
