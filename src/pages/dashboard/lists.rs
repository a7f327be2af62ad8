use charlaton_contract::{RoomId, rest::Timestamp};
use yew::prelude::*;

use super::super::{
    errors::api_words,
    rooms::{MyRoom, Role, Rooms, Status},
};
use crate::{
    components::{
        button::button,
        copy_link::CopyLink,
        field,
        icon::icon,
        link::link,
        moment::{self, moment},
        problem::problem,
    },
    i18n::{SiteTexts, Texts, use_site_texts, use_texts},
    routes,
};

/// So many at once, and as many more with each press.
const AT_ONCE: usize = 6;
/// Meetings that are called recent.
const RECENT: usize = 3;

/// What keeps the list from being true: no network, no answer yet, or none at all.
pub(super) fn problems(rooms: &Rooms, texts: &Texts, site: &SiteTexts) -> Html {
    let again = || button("button", html! { texts.common.try_again }, rooms.reload.reform(|_| ()));
    html! {
        <>
            if rooms.offline {
                { problem(site.planning.offline, Html::default()) }
            } else if let Status::Failed(error) = &rooms.status {
                { problem(api_words(error, texts), again()) }
            }
            <p class="loading" role="status">
                if rooms.status == Status::Loading {
                    { icon("loader-circle") }
                    { texts.common.loading }
                }
            </p>
        </>
    }
}

/// The last meetings that were held, with what is known of them.
pub(super) fn recent(rooms: &Rooms, texts: &Texts, site: &SiteTexts) -> Html {
    let mut held: Vec<&MyRoom> = rooms.rooms.iter().filter(|room| room.is_held()).collect();
    held.sort_by_key(|room| std::cmp::Reverse(room.held_at().and_then(Timestamp::unix_millis)));
    if held.is_empty() {
        return Html::default();
    }
    html! {
        <section class="recent" aria-labelledby="recent-title">
            <h2 id="recent-title">{ site.planning.recent }</h2>
            <ul>
                for room in held.into_iter().take(RECENT) {
                    <li key={room.room.id.as_str()}>
                        { link(format!("{}?room={}", routes::SUMMARIES, room.room.id), "", room.name().to_owned()) }
                        { facts(room, moment::now(), texts, site) }
                    </li>
                }
            </ul>
        </section>
    }
}

/// The rooms, by what one is in them; what is to come stands first, and parts under what they are a part of.
#[derive(Debug, PartialEq, Properties)]
pub(super) struct ListsProps {
    pub rooms: Rooms,
    pub manage: Callback<RoomId>,
}

#[component]
pub(super) fn Lists(props: &ListsProps) -> Html {
    let site = use_site_texts();
    let now = moment::now();
    let rooms = &props.rooms.rooms;
    let is_top = |room: &&MyRoom| parent_of(room, rooms).is_none();
    let of = |role: Role| {
        let wanted = |room: &&MyRoom| room.role == role && !room.is_planned(now);
        rooms.iter().filter(is_top).filter(wanted).cloned().collect::<Vec<_>>()
    };
    let mut planned: Vec<MyRoom> =
        rooms.iter().filter(is_top).filter(|room| room.is_planned(now)).cloned().collect();
    planned.sort_by_key(|room| room.room.schedule_at.as_ref().and_then(Timestamp::unix_millis));
    let section = |id: &'static str, title: &'static str, part: Vec<MyRoom>| {
        html! { <Section key={id} {id} {title} {part} rooms={props.rooms.clone()} manage={props.manage.clone()} /> }
    };
    html! {
        <>
            { section("planned", site.planning.planned_title, planned) }
            { section("mine", site.rooms.mine, of(Role::Creator)) }
            { section("run", site.planning.run_title, of(Role::Admin)) }
            { section("guest", site.planning.guest_title, of(Role::Guest)) }
        </>
    }
}

/// What `room` is a part of, among `rooms`. A chain that bites its tail has no top, so only one step counts.
fn parent_of<'a>(room: &MyRoom, rooms: &'a [MyRoom]) -> Option<&'a MyRoom> {
    let parent = room.room.parent_room_id.as_ref().filter(|parent| **parent != room.room.id)?;
    let parent = rooms.iter().find(|other| other.room.id == *parent)?;
    parent.room.parent_room_id.is_none().then_some(parent)
}

#[derive(Debug, PartialEq, Properties)]
struct SectionProps {
    id: &'static str,
    title: &'static str,
    part: Vec<MyRoom>,
    rooms: Rooms,
    manage: Callback<RoomId>,
}

#[component]
fn Section(props: &SectionProps) -> Html {
    let texts = use_texts();
    let site = use_site_texts();
    let shown = use_state(|| AT_ONCE);
    let first_new = (*shown > AT_ONCE).then(|| props.part.get(*shown - AT_ONCE).cloned()).flatten();
    use_effect_with(*shown, move |_| {
        if let Some(room) = first_new {
            field::focus(&heading_id(&room.room.id));
        }
    });
    let none = props.rooms.rooms.is_empty() && props.rooms.status == Status::Ready && props.id == "mine";
    if props.part.is_empty() && !none {
        return Html::default();
    }
    let title_id = format!("{}-title", props.id);
    let more = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(*shown + AT_ONCE))
    };
    html! {
        <section aria-labelledby={title_id.clone()}>
            <h2 id={title_id}>{ props.title }</h2>
            if none {
                <p class="card no-rooms">{ site.rooms.none }</p>
            }
            <ul class="room-list">
                for room in props.part.iter().take(*shown) {
                    { card(room, props, texts, site) }
                }
            </ul>
            if props.part.len() > *shown {
                { button("button", html! { site.rooms.more }, more) }
            }
        </section>
    }
}

fn card(room: &MyRoom, props: &SectionProps, texts: &'static Texts, site: &'static SiteTexts) -> Html {
    let rooms = &props.rooms.rooms;
    let is_part =
        |other: &&MyRoom| parent_of(other, rooms).is_some_and(|parent| parent.room.id == room.room.id);
    let parts: Vec<&MyRoom> = rooms.iter().filter(is_part).collect();
    let name = room.name();
    let named = || html! { <span class="visually-hidden">{ format!(" ({name})") }</span> };
    let manage = {
        let id = room.room.id.clone();
        props.manage.reform(move |_: MouseEvent| id.clone())
    };
    html! {
        <li class="card room-card" key={room.room.id.as_str()}>
            <h3 id={heading_id(&room.room.id)} tabindex="-1">{ name }</h3>
            { facts(room, moment::now(), texts, site) }
            <div class="room-actions">
                if room.room.ended_at.is_none() {
                    { link(routes::join(&room.room.id), "button primary", html! {
                        <>{ site.rooms.open }{ named() }</>
                    }) }
                    <CopyLink room={room.room.id.clone()} name={name.to_owned()} />
                }
                if room.is_host() {
                    { button("button", html! { <>{ icon("settings") }{ site.planning.manage_one }{ named() }</> }, manage) }
                }
            </div>
            if !parts.is_empty() {
                <ul class="room-parts" aria-label={(site.planning.parts_of)(name)}>
                    for part in parts {
                        { card(part, props, texts, site) }
                    }
                </ul>
            }
        </li>
    }
}

fn facts(room: &MyRoom, now: i64, texts: &Texts, site: &SiteTexts) -> Html {
    let words = &site.planning;
    let planned = room.room.schedule_at.as_ref().filter(|_| room.is_planned(now));
    html! {
        <p class="room-facts">
            <code>{ room.room.id.as_str() }</code>
            if let Some(at) = planned {
                <span>{ words.planned_for }{ " " }{ moment(at, texts.tag) }</span>
            } else if let Some(at) = room.held_at() {
                { moment(at, texts.tag) }
            }
            if let Some(people) = room.people.filter(|people| *people > 0) {
                <span>{ (texts.people_count)(people as usize) }</span>
            }
            if let Some(minutes) = room.minutes.filter(|minutes| *minutes > 0) {
                <span>{ (site.rooms.minutes)(minutes) }</span>
            }
            if room.room.private {
                <span>{ icon("lock") }{ words.is_private }</span>
            }
            if room.room.has_password {
                <span>{ icon("lock") }{ words.with_password }</span>
            }
            if room.room.ended_at.is_some() {
                <span>{ words.is_over }</span>
            }
        </p>
    }
}

fn heading_id(room: &RoomId) -> String {
    format!("room-{room}")
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use charlaton_contract::UserId;
    use charlaton_json::json;

    use super::{
        super::super::rooms::{gather, tests::own},
        *,
    };

    #[test]
    fn a_part_stands_under_its_room_and_no_circle_hides_one() {
        let room = |id: &str, parent: Option<&str>| {
            own(&json!({"id": id, "creatorId": "me", "parentRoomId": parent.map(str::to_owned)}))
        };
        let all = vec![
            room("top-top", None),
            room("a-part", Some("top-top")),
            room("of-part", Some("a-part")),
            room("own-own", Some("own-own")),
            room("un-known", Some("zzz-zzz")),
        ];
        let rooms = gather(all, &[], &UserId::parse("me").unwrap());
        let tops: Vec<_> = rooms
            .iter()
            .filter(|room| parent_of(room, &rooms).is_none())
            .map(|room| room.room.id.as_str())
            .collect();
        assert_eq!(tops, ["top-top", "of-part", "own-own", "un-known"]);
    }
}
