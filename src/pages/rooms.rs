//! One's rooms, as the dashboard and the summaries show them.

use std::rc::Rc;

use charlaton_contract::{
    RoomId, UserId,
    rest::{OwnRoom, RoomSummary, Timestamp},
};
use gloo_events::EventListener;
use yew::{platform::spawn_local, prelude::*};

use super::site::{Auth, use_auth};
use crate::{
    app::use_services,
    components::toast::use_toasts,
    i18n::use_texts,
    services::{Api, ApiError, room},
};

/// Pages of a hundred; more rooms than that are nobody's.
const MOST_PAGES: u32 = 10;

/// What one is in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Creator,
    Admin,
    Guest,
}

/// A room of one's own, with what is known of the meetings in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MyRoom {
    pub room: OwnRoom,
    pub role: Role,
    pub people: Option<u32>,
    pub minutes: Option<u32>,
}

impl MyRoom {
    /// Its name, or its code where it has none.
    pub(super) fn name(&self) -> &str {
        if self.room.name.trim().is_empty() { self.room.id.as_str() } else { &self.room.name }
    }

    /// Whether one may change it.
    pub(super) fn is_host(&self) -> bool {
        self.role != Role::Guest
    }

    /// When the meeting was held, as far as anybody knows.
    pub(super) fn held_at(&self) -> Option<&Timestamp> {
        let room = &self.room;
        room.started_at.as_ref().or(room.schedule_at.as_ref()).or(room.created_at.as_ref())
    }

    /// Whether somebody has met there; a server that does not say it leaves the possibility.
    pub(super) fn is_held(&self) -> bool {
        self.people.map_or(self.room.ended_at.is_some(), |people| people > 0)
    }

    /// Whether it is to be held after `now`, in milliseconds.
    pub(super) fn is_planned(&self, now: i64) -> bool {
        let at = self.room.schedule_at.as_ref().and_then(Timestamp::unix_millis);
        at.is_some_and(|at| at > now) && self.room.ended_at.is_none()
    }
}

/// The rooms among `all` that are of `me`, the newest first, with the numbers the server has for those `me` made.
pub(super) fn gather(all: Vec<OwnRoom>, numbers: &[RoomSummary], me: &UserId) -> Vec<MyRoom> {
    let made: Vec<RoomId> =
        all.iter().filter(|room| room.creator_id == *me).map(|room| room.id.clone()).collect();
    let is_part = |room: &OwnRoom| room.parent_room_id.as_ref().is_some_and(|parent| made.contains(parent));
    let mine = |room: OwnRoom| {
        let role = if room.creator_id == *me {
            Role::Creator
        } else if room.admins_id.contains(me) {
            Role::Admin
        } else if room.attended || is_part(&room) {
            Role::Guest
        } else {
            return None;
        };
        let known = numbers.iter().find(|summary| summary.id == room.id);
        let people = room.participants.or(known.map(|summary| summary.participants));
        let minutes = room.duration.or(known.map(|summary| summary.duration));
        Some(MyRoom { room, role, people, minutes })
    };
    let mut rooms: Vec<MyRoom> = all.into_iter().filter_map(mine).collect();
    rooms.sort_by_key(|room| {
        std::cmp::Reverse(room.room.created_at.as_ref().and_then(Timestamp::unix_millis))
    });
    rooms
}

/// Where the list stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Status {
    Loading,
    Ready,
    Failed(ApiError),
}

/// The list, and what asks for it again: what is there stays until the answer comes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rooms {
    pub rooms: Rc<Vec<MyRoom>>,
    pub status: Status,
    pub reload: Callback<()>,
    /// Whether the browser says that there is no network.
    pub offline: bool,
}

/// The rooms of `user`, asked for at once, and again when the network is back.
#[hook]
pub(super) fn use_rooms(user: &UserId) -> Rooms {
    let services = use_services();
    let set_auth = use_auth().set;
    let toasts = use_toasts();
    let texts = use_texts();
    let rooms = use_state(|| Rc::new(Vec::new()));
    let status = use_state(|| Status::Loading);
    let offline = use_state(is_offline);
    let reload = use_callback(user.clone(), {
        let (rooms, status) = (rooms.setter(), status.setter());
        move |(), user| {
            let (services, set_auth, toasts) = (Rc::clone(&services), set_auth.clone(), toasts.clone());
            let (rooms, status, user) = (rooms.clone(), status.clone(), user.clone());
            status.set(Status::Loading);
            spawn_local(async move {
                match load(&services.api, &user).await {
                    Ok(found) => {
                        rooms.set(Rc::new(found));
                        status.set(Status::Ready);
                    }
                    Err(error) if error.requires_sign_in() => {
                        toasts.show(texts.errors.session_over);
                        set_auth.emit(Auth::SignedOut);
                    }
                    Err(error) => status.set(Status::Failed(error)),
                }
            });
        }
    });
    use_effect_with(reload.clone(), {
        let offline = offline.setter();
        move |reload| {
            reload.emit(());
            let reload = reload.clone();
            let listeners = web_sys::window().map(|window| {
                ["online", "offline"].map(|event| {
                    let (offline, reload) = (offline.clone(), reload.clone());
                    EventListener::new(&window, event, move |_| {
                        offline.set(event == "offline");
                        if event == "online" {
                            reload.emit(());
                        }
                    })
                })
            });
            move || drop(listeners)
        }
    });
    Rooms { rooms: (*rooms).clone(), status: (*status).clone(), reload, offline: *offline }
}

fn is_offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}

async fn load(api: &Api, user: &UserId) -> Result<Vec<MyRoom>, ApiError> {
    let all = room::list(api).await?;
    let unknown = all.iter().any(|room| room.creator_id == *user && room.participants.is_none());
    let mut numbers = Vec::new();
    let mut page = 1;
    while unknown && page <= MOST_PAGES {
        // The rooms can be shown without them.
        let Ok(found) = room::made_by(api, user, page).await else { break };
        numbers.extend(found.rooms);
        if !found.pagination.has_next_page {
            break;
        }
        page += 1;
    }
    Ok(gather(all, &numbers, user))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
pub(super) mod tests {
    use charlaton_contract::read::Read;
    use charlaton_json::{Value, json};

    use super::*;

    pub(in crate::pages) fn own(value: &Value) -> OwnRoom {
        OwnRoom::read(value).unwrap()
    }

    fn me() -> UserId {
        UserId::parse("me").unwrap()
    }

    #[test]
    fn of_everybodys_rooms_ones_own_are_listed_the_newest_first() {
        let all = vec![
            own(&json!({"id": "old-one", "creatorId": "me", "createdAt": "2026-01-01T00:00:00.000Z"})),
            own(&json!({"id": "not-mine", "creatorId": "you", "createdAt": "2026-01-02T00:00:00.000Z"})),
            own(
                &json!({"id": "run-bym", "creatorId": "you", "adminsId": ["me"], "createdAt": "2026-01-03T00:00:00.000Z"}),
            ),
            own(
                &json!({"id": "was-inn", "creatorId": "you", "attended": true, "createdAt": "2026-01-04T00:00:00.000Z"}),
            ),
            own(&json!({"id": "a-partt", "creatorId": "you", "parentRoomId": "old-one"})),
        ];
        let summary = json!({"id": "old-one", "participants": 3, "duration": 12});
        let rooms = gather(all, &[RoomSummary::read(&summary).unwrap()], &me());
        let listed: Vec<_> = rooms.iter().map(|room| (room.room.id.as_str(), room.role)).collect();
        let expected = [
            ("was-inn", Role::Guest),
            ("run-bym", Role::Admin),
            ("old-one", Role::Creator),
            ("a-partt", Role::Guest),
        ];
        assert_eq!(listed, expected);
        assert_eq!((rooms[2].people, rooms[2].minutes), (Some(3), Some(12)));
        assert_eq!((rooms[1].people, rooms[1].minutes), (None, None), "what nobody has said is not invented");
    }

    #[test]
    fn a_meeting_is_planned_until_its_time() {
        let room = json!({"id": "abc-xyz", "creatorId": "me", "scheduleAt": "2026-01-01T00:00:00.000Z"});
        let room = &gather(vec![own(&room)], &[], &me())[0];
        let at = 1_767_225_600_000;
        assert!(room.is_planned(at - 1) && !room.is_planned(at));
        assert!(!room.is_held());
        let ended = json!({"id": "abc-xyz", "creatorId": "me", "scheduleAt": "2026-01-01T00:00:00.000Z",
            "endedAt": "2025-12-01T00:00:00.000Z"});
        let ended = &gather(vec![own(&ended)], &[], &me())[0];
        assert!(!ended.is_planned(0) && ended.is_held());
    }
}
