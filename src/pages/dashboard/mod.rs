mod listing;
mod rooms;

use std::rc::Rc;

use charlaton_contract::rest::User;
use yew::prelude::*;

use self::rooms::MyRooms;
use super::{
    errors::api_words,
    require_user::use_user,
    site_page::SitePage,
    start::{Start, use_start},
};
use crate::{
    components::{field::Field, join_form::JoinForm, page::Heading, problem::problem, submit::submit},
    i18n::{use_site_texts, use_texts},
};

/// Start, join, my rooms.
#[component]
pub(super) fn Dashboard() -> Html {
    match use_user() {
        Ok(user) => html! { <Rooms {user} /> },
        Err(instead) => instead,
    }
}

#[derive(Debug, PartialEq, Properties)]
struct UserProps {
    user: Rc<User>,
}

#[component]
fn Rooms(props: &UserProps) -> Html {
    let texts = use_texts();
    let site = use_site_texts();
    html! {
        <SitePage title={texts.common.my_rooms}>
            <div class="dashboard">
                <header class="dashboard-greeting">
                    <Heading>{ (site.rooms.greeting)(props.user.display_name()) }</Heading>
                    <p class="hint">{ &props.user.email }</p>
                </header>
                <section class="card" aria-labelledby="start-title">
                    <h2 id="start-title">{ site.rooms.start_title }</h2>
                    <StartForm user={Rc::clone(&props.user)} />
                </section>
                <section class="card" aria-labelledby="join-title">
                    <h2 id="join-title">{ site.rooms.join_title }</h2>
                    <JoinForm />
                </section>
                <MyRooms user={props.user.id.clone()} />
            </div>
        </SitePage>
    }
}

#[component]
fn StartForm(props: &UserProps) -> Html {
    let texts = use_texts();
    let site = use_site_texts();
    // Until somebody names the meeting its name follows the language.
    let named = use_state(|| None::<String>);
    let (state, start) = use_start(&props.user);
    let name =
        named.as_ref().map_or_else(|| (site.rooms.default_name)(props.user.display_name()), String::clone);
    let onsubmit = {
        let name = name.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            start.emit(name.clone());
        })
    };
    let oninput = Callback::from(move |name| named.set(Some(name)));
    html! {
        <form class="stack" {onsubmit} novalidate=true>
            if let Start::Failed(error) = &state {
                { problem(api_words(error, texts), Html::default()) }
            }
            <Field id="room-name" label={site.rooms.room_name} hint={site.rooms.start_text} required=false
                value={name} {oninput} />
            { submit(site.rooms.start, site.rooms.starting, state == Start::Pending) }
        </form>
    }
}
