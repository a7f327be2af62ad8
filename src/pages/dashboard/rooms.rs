use std::rc::Rc;

use charlaton_contract::{UserId, rest::RoomSummary};
use yew::{platform::spawn_local, prelude::*};

use super::{
    super::{
        created,
        errors::api_words,
        site::{Auth, use_auth},
    },
    listing::{Action, Listing, Status},
};
use crate::{
    app::use_services,
    components::{
        copy_link::CopyLink, field, icon::icon, link::link, moment::moment, problem::problem,
        toast::use_toasts,
    },
    i18n::{SiteTexts, Texts, use_site_texts, use_texts},
    routes,
    services::room,
};

/// Whose rooms.
#[derive(Debug, PartialEq, Properties)]
pub(super) struct MyRoomsProps {
    pub user: UserId,
}

/// The rooms a person made, page by page.
#[component]
pub(super) fn MyRooms(props: &MyRoomsProps) -> Html {
    let texts = use_texts();
    let site = use_site_texts();
    let (listing, load) = use_listing(&props.user);
    use_effect_with(listing.continues_at.clone(), |room| {
        if let Some(room) = room {
            field::focus(&heading_id(room.as_str()));
        }
    });
    let empty = listing.rooms().next().is_none();
    html! {
        <section class="my-rooms" aria-labelledby="mine-title">
            <h2 id="mine-title">{ site.rooms.mine }</h2>
            if empty && listing.status == (Status::Ready { more: false }) {
                <p class="card no-rooms">{ site.rooms.none }</p>
            }
            if !empty {
                <ul class="room-list">
                    for room in listing.rooms() {
                        { room_card(room, texts, site) }
                    }
                </ul>
            }
            <p class="loading" role="status">
                if listing.status == Status::Loading {
                    { icon("loader-circle") }
                    { texts.common.loading }
                }
            </p>
            if let Status::Failed(error) = &listing.status {
                { problem(api_words(error, texts), html! {
                    <button type="button" class="button" onclick={load.reform(|_| ())}>
                        { texts.common.try_again }
                    </button>
                }) }
            }
            if listing.status == (Status::Ready { more: true }) {
                <button type="button" class="button" onclick={load.reform(|_| ())}>{ site.rooms.more }</button>
            }
        </section>
    }
}

/// The list, and what asks for its next page. The first is asked for at once.
#[hook]
fn use_listing(user: &UserId) -> (UseReducerHandle<Listing>, Callback<()>) {
    let texts = use_texts();
    let services = use_services();
    let set_auth = use_auth().set;
    let toasts = use_toasts();
    let listing = use_reducer(|| Listing::new(created::rooms_of(user)));
    let load = {
        let (listing, user) = (listing.clone(), user.clone());
        Callback::from(move |()| {
            let (services, set_auth, toasts) = (Rc::clone(&services), set_auth.clone(), toasts.clone());
            let (dispatcher, page, user) = (listing.dispatcher(), listing.next_page, user.clone());
            dispatcher.dispatch(Action::Asked);
            spawn_local(async move {
                match room::made_by(&services.api, &user, page).await {
                    Ok(page) => dispatcher.dispatch(Action::Came(page)),
                    Err(error) if error.requires_sign_in() => {
                        toasts.show(texts.errors.session_over);
                        set_auth.emit(Auth::SignedOut);
                    }
                    Err(error) => dispatcher.dispatch(Action::Failed(error)),
                }
            });
        })
    };
    use_effect_with((), {
        let load = load.clone();
        move |()| load.emit(())
    });
    (listing, load)
}

fn room_card(room: &RoomSummary, texts: &Texts, site: &SiteTexts) -> Html {
    let name = if room.name.trim().is_empty() { room.id.as_str() } else { room.name.as_str() };
    html! {
        <li class="card room-card" key={room.id.as_str()}>
            <h3 id={heading_id(room.id.as_str())} tabindex="-1">{ name }</h3>
            <p class="room-facts">
                <code>{ room.id.as_str() }</code>
                if let Some(at) = &room.created_at {
                    { moment(at, texts.tag) }
                }
                if room.participants > 0 {
                    <span>{ (texts.people_count)(room.participants as usize) }</span>
                }
                if room.duration > 0 {
                    <span>{ (site.rooms.minutes)(room.duration) }</span>
                }
            </p>
            <div class="room-actions">
                { link(routes::join(&room.id), "button primary", html! {
                    <>{ site.rooms.open }<span class="visually-hidden">{ format!(" ({name})") }</span></>
                }) }
                <CopyLink room={room.id.clone()} name={name.to_owned()} />
            </div>
        </li>
    }
}

fn heading_id(room: &str) -> String {
    format!("room-{room}")
}
