mod admins;
mod draft;
mod lists;
mod manage;
mod plan;
mod stats;

use std::rc::Rc;

use charlaton_contract::{RoomId, rest::User};
use yew::prelude::*;

use self::{
    lists::{Lists, problems, recent},
    manage::Manage,
    plan::PlanForm,
    stats::Figures,
};
use super::{
    errors::api_words,
    require_user::use_user,
    rooms::{MyRoom, use_rooms},
    site_page::SitePage,
    start::{Start, use_start},
};
use crate::{
    components::{
        button::button,
        dialog::{self, dialog},
        field::Field,
        icon::icon,
        join_form::JoinForm,
        link::link,
        page::Heading,
        problem::problem,
        submit::submit,
    },
    i18n::{use_site_texts, use_texts},
    routes,
};

/// Start, join, plan; my rooms.
#[component]
pub(super) fn Dashboard() -> Html {
    match use_user() {
        Ok(user) => html! { <Desk {user} /> },
        Err(instead) => instead,
    }
}

#[derive(Debug, PartialEq, Properties)]
struct UserProps {
    user: Rc<User>,
}

/// What the page's one dialog is about.
#[derive(Debug, Clone, PartialEq)]
enum Open {
    Nothing,
    Plan,
    Manage(RoomId),
}

#[component]
fn Desk(props: &UserProps) -> Html {
    let texts = use_texts();
    let site = use_site_texts();
    let rooms = use_rooms(&props.user.id);
    let open = use_state(|| Open::Nothing);
    let node = use_node_ref();
    let shown = (*open != Open::Nothing).then(|| (*open).clone());
    use_effect_with(shown.is_some(), {
        let node = node.clone();
        move |&shown| if shown { dialog::open(&node) } else { dialog::close(&node) }
    });
    let set = open.setter();
    let onclose = Callback::from(move |()| set.set(Open::Nothing));
    let set = open.setter();
    let manage = Callback::from(move |id| set.set(Open::Manage(id)));
    let set = open.setter();
    let plan = Callback::from(move |_: MouseEvent| set.set(Open::Plan));
    let managed = |id: &RoomId| rooms.rooms.iter().find(|room| room.room.id == *id).cloned();
    let (title, content) = match &*open {
        Open::Nothing => (site.planning.manage, Html::default()),
        Open::Plan => (
            site.planning.plan_title,
            html! { <PlanForm user={Rc::clone(&props.user)} rooms={rooms.clone()} onclose={onclose.clone()} /> },
        ),
        Open::Manage(id) => (
            site.planning.manage,
            managed(id).map_or_else(Html::default, |room: MyRoom| {
                html! { <Manage key={id.as_str()} {room} me={props.user.id.clone()} reload={rooms.reload.clone()}
                    onclose={onclose.clone()} /> }
            }),
        ),
    };
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
                <section class="card" aria-labelledby="plan-title">
                    <h2 id="plan-title">{ site.planning.plan_title }</h2>
                    <p class="hint">{ site.planning.plan_text }</p>
                    { button("button", html! { <>{ icon("calendar") }{ site.planning.plan_open }</> }, plan) }
                </section>
                <Figures user={props.user.id.clone()} rooms={rooms.rooms.len()} />
                { recent(&rooms, texts, site) }
                <div class="my-rooms">
                    { problems(&rooms, texts, site) }
                    <Lists rooms={rooms.clone()} {manage} />
                    <p>{ link(routes::SUMMARIES, "button", site.planning.to_summaries) }</p>
                </div>
            </div>
            { dialog(&node, title, onclose, content, texts) }
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
