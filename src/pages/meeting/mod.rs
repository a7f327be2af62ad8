//! `/join/:id` and `/meet/:id`: first the room is looked up, then the person enters it, by the lobby or directly.

mod call;
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
mod people_panel;
mod session;
mod stage;
mod state;
mod tabs;

use std::rc::Rc;

use charlaton_contract::{
    RoomId,
    rest::{Room, User},
};
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use yew::{platform::spawn_local, prelude::*};

use self::{
    call::Call,
    errors::Trouble,
    lobby::Lobby,
    local::{Choices, LocalMedia, LocalView},
    tabs::{Heard, Tabs},
};
use super::left::{LeftPage, LeftQuery};
use crate::{
    app::use_services,
    components::page::{Heading, Page},
    i18n::use_texts,
    routes::{self, MeetingRoute},
    services::{Api, auth, room},
};

/// The page of the present address.
#[component]
pub fn Meeting() -> Html {
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
    match &*route {
        // One component for both addresses: going from the lobby into the meeting keeps its devices.
        Some(MeetingRoute::Join(id)) => html! { <Gate key={id.clone()} id={id.clone()} lobby=true /> },
        Some(MeetingRoute::Meet(id)) => html! { <Gate key={id.clone()} id={id.clone()} lobby=false /> },
        Some(MeetingRoute::Left) => html! { <LeftPage query={LeftQuery::here()} /> },
        None => Html::default(),
    }
}

#[derive(PartialEq, Properties)]
struct GateProps {
    id: String,
    /// `/join/:id`, the shared link, shows the lobby; `/meet/:id` only to who never chose devices.
    lobby: bool,
}

/// Who comes, and into which room.
type Entry = Result<(Rc<User>, Rc<Room>), Trouble>;

/// Looks up person and room before any device is asked for.
#[component]
fn Gate(props: &GateProps) -> Html {
    let texts = use_texts();
    let services = use_services();
    let found = use_state(|| None::<Entry>);
    let look_up = use_callback(props.id.clone(), {
        let (services, found) = (services.clone(), found.setter());
        move |(), id: &String| {
            let (services, id, found) = (Rc::clone(&services), id.clone(), found.clone());
            found.set(None);
            spawn_local(async move {
                if let Some(entry) = entry(&services.api, &id).await {
                    found.set(Some(entry));
                }
            });
        }
    });
    use_effect_with(props.id.clone(), {
        let look_up = look_up.clone();
        move |_| look_up.emit(())
    });
    match &*found {
        None => {
            html! { <Page title={texts.common.loading}><Heading>{ texts.common.loading }</Heading></Page> }
        }
        Some(Err(trouble)) => {
            let retry = matches!(trouble, Trouble::Request(_)).then_some(&look_up);
            trouble.page(retry, texts)
        }
        Some(Ok((user, room))) => html! {
            <Visit room={Rc::clone(room)} user={Rc::clone(user)} lobby={props.lobby} />
        },
    }
}

/// `None` while the login takes over, which comes back here.
async fn entry(api: &Api, id: &str) -> Option<Entry> {
    let Ok(id) = RoomId::parse(id) else { return Some(Err(Trouble::UnknownRoom)) };
    let user = match auth::restore(api).await {
        Ok(Some(user)) => user,
        Ok(None) => {
            routes::replace(&routes::with_next(routes::LOGIN, &routes::path()));
            return None;
        }
        Err(error) => return Some(Err(Trouble::Request(error))),
    };
    Some(match room::by_id(api, &id).await {
        Ok(room) if room.ended_at.is_some() || room.deleted_at.is_some() => Err(Trouble::EndedRoom),
        Ok(room) => Ok((Rc::new(user), Rc::new(room))),
        Err(error) if error.is_not_found() => Err(Trouble::UnknownRoom),
        Err(error) => Err(Trouble::Request(error)),
    })
}

#[derive(PartialEq, Properties)]
struct VisitProps {
    room: Rc<Room>,
    user: Rc<User>,
    lobby: bool,
}

/// Lobby and call share the devices, so that going in opens nothing anew.
#[component]
fn Visit(props: &VisitProps) -> Html {
    let texts = use_texts();
    let (local, view) = use_local_media();
    let line = use_state(|| Line::Asking);
    let choices = use_memo((), |()| Choices::stored());
    let entered = use_state(|| choices.is_some());
    let in_lobby = props.lobby || !*entered;
    let tabs = use_tabs(&props.room.id, !in_lobby && *line == Line::Free, line.setter());

    // Whoever chose devices once comes back as they were: never more live than before. And never in two tabs at once.
    use_effect_with(*line, {
        let local = Rc::clone(&local);
        move |line| {
            if let Some(local) = &*local.borrow() {
                match line {
                    Line::Asking => {}
                    Line::Free => local.resume(),
                    Line::Elsewhere => local.release(),
                }
            }
        }
    });

    let onjoin = {
        let (id, local, entered) = (props.room.id.clone(), Rc::clone(&local), entered.setter());
        Callback::from(move |()| {
            if let Some(local) = &*local.borrow() {
                local.remember();
            }
            entered.set(true);
            routes::replace(&routes::meet(&id));
        })
    };
    let onuse_here = {
        let line = line.setter();
        Callback::from(move |()| {
            if let Some(tabs) = &*tabs.borrow() {
                tabs.take_over();
            }
            line.set(Line::Free);
        })
    };
    let onwant = Callback::from({
        let local = local.clone();
        move |(kind, on)| {
            if let Some(local) = &*local.borrow() {
                local.want(kind, on);
            }
        }
    });
    let onchoose = Callback::from(move |(kind, id)| {
        if let Some(local) = &*local.borrow() {
            local.choose(kind, id);
        }
    });
    if *line == Line::Elsewhere {
        return Trouble::SecondTab.page(Some(&onuse_here), texts);
    }
    if in_lobby {
        return html! {
            <Lobby room={Rc::clone(&props.room)} {view} {onwant} {onchoose} {onjoin} asked_before={choices.is_some()} />
        };
    }
    if *line == Line::Asking {
        return html! { <Page title={texts.common.loading}><Heading>{ texts.common.loading }</Heading></Page> };
    }
    html! { <Call room={Rc::clone(&props.room)} user={Rc::clone(&props.user)} {view} {onwant} /> }
}

/// The devices of this visit and what to show of them.
#[hook]
fn use_local_media() -> (Rc<std::cell::RefCell<Option<LocalMedia>>>, Rc<LocalView>) {
    let view = use_state(|| Rc::new(LocalView::default()));
    let local = use_mut_ref({
        let view = view.setter();
        move || {
            let onchange = Callback::from(move |next| view.set(Rc::new(next)));
            Some(LocalMedia::new(&Choices::stored().unwrap_or_default(), onchange))
        }
    });
    use_effect_with((), {
        let local = Rc::clone(&local);
        // The person leaves the page: camera and microphone go off at once.
        move |()| move || drop(local.borrow_mut().take())
    });
    (local, Rc::clone(&view))
}

/// Whether this tab may be in the meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// The other tabs have been asked.
    Asking,
    /// None of them is in it.
    Free,
    /// One of them is.
    Elsewhere,
}

/// Other tabs answer at once when they are there at all.
const ANSWER_WITHIN_MS: u32 = 200;

/// Watches for the same meeting in other tabs; answers them while this one is `inside`.
#[hook]
fn use_tabs(room: &RoomId, inside: bool, line: UseStateSetter<Line>) -> Rc<std::cell::RefCell<Option<Tabs>>> {
    let tabs = use_mut_ref(|| None);
    let is_inside = use_mut_ref(|| false);
    *is_inside.borrow_mut() = inside;
    use_effect_with(room.to_string(), {
        let tabs = Rc::clone(&tabs);
        move |room: &String| {
            let answered = Rc::new(std::cell::Cell::new(false));
            let opened = Tabs::open(room, move || *is_inside.borrow(), {
                let (line, answered) = (line.clone(), Rc::clone(&answered));
                move |heard| match heard {
                    Heard::Elsewhere | Heard::TakenOver => {
                        answered.set(true);
                        line.set(Line::Elsewhere);
                    }
                }
            });
            if let Some(opened) = &opened {
                opened.ask();
            }
            *tabs.borrow_mut() = opened;
            let nobody = Timeout::new(ANSWER_WITHIN_MS, move || {
                if !answered.get() {
                    line.set(Line::Free);
                }
            });
            move || {
                drop(nobody);
                drop(tabs.borrow_mut().take());
            }
        }
    });
    tabs
}
