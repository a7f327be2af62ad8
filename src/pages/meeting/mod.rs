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
use gloo_timers::callback::Timeout;
use yew::{platform::spawn_local, prelude::*};
use yew_router::Routable;

use self::{
    call::Call,
    errors::Trouble,
    lobby::Lobby,
    local::{Choices, LocalMedia, LocalView},
    tabs::{Heard, Tabs},
};
use super::require_user::use_user;
use crate::{
    app::use_services,
    components::page::{Heading, Page},
    i18n::use_texts,
    routes::{self, Route},
    services::{ApiError, room},
};

#[derive(PartialEq, Properties)]
pub(super) struct MeetingPageProps {
    pub id: String,
    /// `/join/:id`, the shared link, shows the lobby; `/meet/:id` only to who never chose devices.
    pub lobby: bool,
}

#[component]
pub(super) fn MeetingPage(props: &MeetingPageProps) -> Html {
    let MeetingPageProps { id, lobby } = props;
    let texts = use_texts();
    let user = match use_user() {
        Ok(user) => user,
        Err(instead) => return instead,
    };
    match RoomId::parse(id) {
        Ok(room) => html! { <RoomGate key={id.clone()} {room} {user} lobby={*lobby} /> },
        Err(_) => Trouble::UnknownRoom.page(None, texts),
    }
}

#[derive(PartialEq, Properties)]
struct RoomGateProps {
    room: RoomId,
    user: Rc<User>,
    lobby: bool,
}

/// Looks the room up before any device is asked for.
#[component]
fn RoomGate(props: &RoomGateProps) -> Html {
    let texts = use_texts();
    let services = use_services();
    let found = use_state(|| None::<Result<Rc<Room>, ApiError>>);
    let look_up = use_callback(props.room.clone(), {
        let (api, found) = (services.api.clone(), found.setter());
        move |(), id: &RoomId| {
            let (api, id, found) = (api.clone(), id.clone(), found.clone());
            found.set(None);
            spawn_local(async move { found.set(Some(room::by_id(&api, &id).await.map(Rc::new))) });
        }
    });
    use_effect_with(props.room.clone(), {
        let look_up = look_up.clone();
        move |_| look_up.emit(())
    });
    match &*found {
        None => {
            html! { <Page title={texts.common.loading}><Heading>{ texts.common.loading }</Heading></Page> }
        }
        Some(Err(error)) if error.is_not_found() => Trouble::UnknownRoom.page(None, texts),
        Some(Err(error)) => Trouble::Request(error.clone()).page(Some(&look_up), texts),
        Some(Ok(room)) if room.ended_at.is_some() || room.deleted_at.is_some() => {
            Trouble::EndedRoom.page(None, texts)
        }
        Some(Ok(room)) => html! {
            <Visit room={Rc::clone(room)} user={Rc::clone(&props.user)} lobby={props.lobby} />
        },
    }
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
        let (id, local, entered) = (props.room.id.to_string(), Rc::clone(&local), entered.setter());
        Callback::from(move |()| {
            if let Some(local) = &*local.borrow() {
                local.remember();
            }
            entered.set(true);
            routes::replace(&Route::Meet { id: id.clone() }.to_path());
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
    let onchoose = Callback::from({
        let local = local.clone();
        move |(kind, id)| {
            if let Some(local) = &*local.borrow() {
                local.choose(kind, id);
            }
        }
    });
    let onrefused = Callback::from(move |()| {
        if let Some(local) = &*local.borrow() {
            local.release();
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
    html! { <Call room={Rc::clone(&props.room)} user={Rc::clone(&props.user)} {view} {onwant} {onrefused} /> }
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
