mod listing;
mod rooms;

use std::rc::Rc;

use charlaton_contract::{RoomId, rest::User};
use yew::prelude::*;
use yew_router::prelude::*;

use self::rooms::MyRooms;
use super::{
    errors::api_words,
    require_user::RequireUser,
    start::{Start, use_start},
};
use crate::{
    components::{
        field::Field,
        join_form::JoinForm,
        page::{Heading, Page},
        problem::Problem,
        submit::Submit,
    },
    i18n::use_texts,
    routes::Route,
};

/// Start, join, my rooms.
#[component]
pub(super) fn Dashboard() -> Html {
    let render = use_callback((), |user: Rc<User>, &()| html! { <Rooms {user} /> });
    html! { <RequireUser {render} /> }
}

#[derive(Debug, PartialEq, Properties)]
struct UserProps {
    user: Rc<User>,
}

#[component]
fn Rooms(props: &UserProps) -> Html {
    let texts = use_texts();
    let navigator = use_navigator();
    let onjoin = Callback::from(move |room: RoomId| {
        if let Some(navigator) = &navigator {
            navigator.push(&Route::Join { id: room.to_string() });
        }
    });
    html! {
        <Page title={texts.common.my_rooms}>
            <div class="dashboard">
                <header class="dashboard-greeting">
                    <Heading>{ (texts.rooms.greeting)(props.user.display_name()) }</Heading>
                    <p class="hint">{ &props.user.email }</p>
                </header>
                <section class="card" aria-labelledby="start-title">
                    <h2 id="start-title">{ texts.rooms.start_title }</h2>
                    <StartForm user={Rc::clone(&props.user)} />
                </section>
                <section class="card" aria-labelledby="join-title">
                    <h2 id="join-title">{ texts.rooms.join_title }</h2>
                    <JoinForm {onjoin} />
                </section>
                <MyRooms user={props.user.id.clone()} />
            </div>
        </Page>
    }
}

#[component]
fn StartForm(props: &UserProps) -> Html {
    let texts = use_texts();
    // Until somebody names the meeting its name follows the language.
    let named = use_state(|| None::<String>);
    let (state, start) = use_start(&props.user);
    let name =
        named.as_ref().map_or_else(|| (texts.rooms.default_name)(props.user.display_name()), String::clone);
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
                <Problem text={api_words(error, texts)} />
            }
            <Field id="room-name" label={texts.rooms.room_name} hint={texts.rooms.start_text} required=false
                value={name} {oninput} />
            <Submit label={texts.rooms.start} pending_label={texts.rooms.starting} pending={state == Start::Pending} />
        </form>
    }
}
