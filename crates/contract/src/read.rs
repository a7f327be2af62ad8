//! Reading from JSON that is parsed already, as the front-end does it: tolerant, and many times smaller in WebAssembly
//! than a derived `Deserialize`, which is compiled anew for each type and each source.

use charlaton_json::Value;

use crate::{
    RoomId, UserId,
    events::{
        Failure, MediaState, Message, OnlineUser, RelayIn, RoomEnded, Target, UserJoined, UserLeft,
        UserMediaState, UserRef, Visibility,
    },
    rest::{
        Attendance, Connection, OwnRoom, Pagination, Room, RoomPage, RoomSummary, Signed, Stats, Stay,
        Timestamp, User,
    },
};

/// What can be read from JSON.
pub trait Read: Sized {
    /// `None` when `value` is not what the contract says. More fields than known are no harm; an optional one of the
    /// wrong type counts as absent.
    fn read(value: &Value) -> Option<Self>;
}

/// A field that must be there.
pub fn field<T: Read>(value: &Value, name: &str) -> Option<T> {
    T::read(value.get(name)?)
}

fn or_default<T: Read + Default>(value: &Value, name: &str) -> T {
    field(value, name).unwrap_or_default()
}

impl Read for Value {
    fn read(value: &Value) -> Option<Self> {
        Some(value.clone())
    }
}

impl Read for bool {
    fn read(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl Read for u32 {
    fn read(value: &Value) -> Option<Self> {
        value.as_u64()?.try_into().ok()
    }
}

impl Read for String {
    fn read(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }
}

/// The entries that can be read: one bad one must not hide the others.
impl<T: Read> Read for Vec<T> {
    fn read(value: &Value) -> Option<Self> {
        Some(value.as_array()?.iter().filter_map(T::read).collect())
    }
}

/// Some rows of the old services carry numeric ids; they are read as their decimal text.
fn id_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => number.is_integer().then(|| number.as_str().to_owned()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

impl Read for UserId {
    fn read(value: &Value) -> Option<Self> {
        Self::parse(&id_text(value)?).ok()
    }
}

impl Read for RoomId {
    fn read(value: &Value) -> Option<Self> {
        Self::parse(&id_text(value)?).ok()
    }
}

impl Read for Timestamp {
    fn read(value: &Value) -> Option<Self> {
        if let Some(text) = value.as_str() {
            return Some(Self::Iso(text.to_owned()));
        }
        let seconds = value.get("_seconds")?.as_i64()?;
        Some(Self::Firestore { seconds, nanoseconds: or_default(value, "_nanoseconds") })
    }
}

impl Read for User {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            id: field(value, "id")?,
            email: or_default(value, "email"),
            nickname: field(value, "nickname"),
        })
    }
}

impl Read for Signed {
    fn read(value: &Value) -> Option<Self> {
        Some(Self { user: field(value, "user")? })
    }
}

impl Read for Room {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            id: field(value, "id")?,
            name: or_default(value, "name"),
            creator_id: field(value, "creatorId")?,
            private: or_default(value, "private"),
            password_required: field(value, "passwordRequired"),
            password: field(value, "password"),
            join_muted: or_default(value, "joinMuted"),
            admins_id: or_default(value, "adminsId"),
            ended_at: field(value, "endedAt"),
            deleted_at: field(value, "deletedAt"),
        })
    }
}

impl Read for OwnRoom {
    fn read(value: &Value) -> Option<Self> {
        let said: Option<bool> = field(value, "hasPassword");
        let listed: Option<String> = field(value, "password");
        Some(Self {
            id: field(value, "id")?,
            name: or_default(value, "name"),
            creator_id: field(value, "creatorId")?,
            admins_id: or_default(value, "adminsId"),
            private: or_default(value, "private"),
            join_muted: field(value, "joinMuted"),
            has_password: said.unwrap_or_else(|| listed.is_some_and(|password| !password.is_empty())),
            guarded: said.is_some(),
            parent_room_id: field(value, "parentRoomId"),
            schedule_at: field(value, "scheduleAt"),
            created_at: field(value, "createdAt"),
            started_at: field(value, "startedAt"),
            ended_at: field(value, "endedAt"),
            participants: field(value, "participants"),
            duration: field(value, "duration"),
            attended: or_default(value, "attended"),
        })
    }
}

impl Read for Stay {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            user_id: field(value, "userId")?,
            joined_at: field(value, "joinedAt"),
            left_at: field(value, "leftAt"),
            user: field(value, "user"),
        })
    }
}

impl Read for Attendance {
    fn read(value: &Value) -> Option<Self> {
        Some(Self { connections: or_default(value, "connections"), ended_at: field(value, "endedAt") })
    }
}

impl Read for Stats {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            meetings_this_month: field(value, "meetingsThisMonth")?,
            minutes: field(value, "totalDurationMinutes")?,
            people_met: field(value, "peopleMet"),
        })
    }
}

impl Read for Connection {
    fn read(value: &Value) -> Option<Self> {
        Some(Self { user_id: field(value, "userId")?, user: field(value, "user") })
    }
}

impl Read for RoomSummary {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            id: field(value, "id")?,
            name: or_default(value, "name"),
            created_at: field(value, "createdAt"),
            participants: or_default(value, "participants"),
            duration: or_default(value, "duration"),
        })
    }
}

impl Read for RoomPage {
    fn read(value: &Value) -> Option<Self> {
        Some(Self { rooms: field(value, "rooms")?, pagination: field(value, "pagination")? })
    }
}

impl Read for Pagination {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            current_page: field(value, "currentPage")?,
            total_pages: field(value, "totalPages")?,
            has_next_page: or_default(value, "hasNextPage"),
        })
    }
}

impl Read for UserRef {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            id: field(value, "id")?,
            email: or_default(value, "email"),
            nickname: field(value, "nickname"),
            display_name: field(value, "displayName"),
        })
    }
}

impl Read for Failure {
    fn read(value: &Value) -> Option<Self> {
        value.is_object().then(|| Self { message: or_default(value, "message") })
    }
}

impl Read for UserJoined {
    fn read(value: &Value) -> Option<Self> {
        Some(Self { user: field(value, "user")? })
    }
}

impl Read for UserLeft {
    fn read(value: &Value) -> Option<Self> {
        value.is_object().then(|| Self { user_id: field(value, "userId"), user: field(value, "user") })
    }
}

impl Read for OnlineUser {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            user_id: field(value, "userId")?,
            email: or_default(value, "email"),
            user: field(value, "user"),
        })
    }
}

impl Read for Visibility {
    fn read(value: &Value) -> Option<Self> {
        match value.as_str()? {
            "public" => Some(Self::Public),
            "private" => Some(Self::Private),
            _ => None,
        }
    }
}

impl Read for Target {
    fn read(value: &Value) -> Option<Self> {
        Some(Self { user_id: field(value, "userId")? })
    }
}

impl Read for Message {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            id: field(value, "id")?,
            user_id: field(value, "userId")?,
            content: or_default(value, "content"),
            visibility: field(value, "visibility")?,
            target: field(value, "target"),
            created_at: field(value, "createdAt"),
            create_at: field(value, "createAt"),
            user: field(value, "user"),
        })
    }
}

impl Read for MediaState {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            mic_enabled: field(value, "micEnabled")?,
            camera_enabled: field(value, "cameraEnabled")?,
        })
    }
}

impl Read for UserMediaState {
    fn read(value: &Value) -> Option<Self> {
        Some(Self { user_id: field(value, "userId")?, state: MediaState::read(value)? })
    }
}

impl Read for RelayIn {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            sender_id: field(value, "senderId")?,
            sdp: field(value, "sdp"),
            candidate: field(value, "candidate"),
        })
    }
}

impl Read for RoomEnded {
    fn read(value: &Value) -> Option<Self> {
        value.is_object().then(|| Self { room_id: field(value, "roomId") })
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use charlaton_json::json;
    use serde::de::DeserializeOwned;

    use super::*;

    /// Both ways of reading agree where the wire is as it should be.
    fn agrees<T: Read + DeserializeOwned + PartialEq + Debug>(value: Value) {
        let derived: T = serde_json::from_str(&value.to_string()).unwrap();
        assert_eq!(T::read(&value), Some(derived), "{value}");
    }

    #[test]
    fn what_the_back_end_writes_is_read() {
        let user =
            json!({"id": "u1", "email": "a@b.c", "nickname": "Ana", "displayName": "a", "edad": 30, "x": 1});
        let at = json!({"_seconds": 1, "_nanoseconds": 2});
        agrees::<User>(user.clone());
        agrees::<User>(json!({"id": 17, "nickname": null, "edad": null}));
        agrees::<Signed>(json!({"message": "", "user": user.clone()}));
        agrees::<Room>(json!({"id": "abc-xyz", "name": "Ñ", "creatorId": "u1", "private": true,
            "joinMuted": true, "adminsId": ["u1", "u2"], "endedAt": "2026-01-01T00:00:00Z", "deletedAt": null}));
        agrees::<Vec<Connection>>(json!([{"userId": "u1", "user": user.clone()}, {"userId": "u2"}]));
        let summary =
            json!({"id": "abc-xyz", "name": "n", "createdAt": at.clone(), "participants": 2, "duration": 3});
        agrees::<RoomPage>(json!({"rooms": [summary, {"id": "d"}],
            "pagination": {"currentPage": 1, "totalPages": 2, "hasNextPage": true}}));
        agrees::<Message>(json!({"id": "m", "userId": "u1", "content": "hola", "visibility": "private",
            "target": [{"userId": "u2"}], "createdAt": "2026-01-01T00:00:00Z", "createAt": at.clone(), "user": user.clone()}));
        agrees::<Message>(json!({"id": "m", "userId": "u1", "visibility": "public", "target": null}));
        agrees::<Vec<OnlineUser>>(
            json!([{"userId": "u1", "email": "a@b.c", "user": user.clone()}, {"userId": 2}]),
        );
        agrees::<UserJoined>(json!({"user": user.clone()}));
        agrees::<UserLeft>(json!({"userId": "u1", "user": user.clone()}));
        agrees::<UserLeft>(json!({}));
        agrees::<UserMediaState>(json!({"userId": "u1", "micEnabled": true, "cameraEnabled": false}));
        agrees::<RoomEnded>(json!({"roomId": "abc-xyz"}));
        agrees::<Failure>(json!({"message": "no"}));
        agrees::<Failure>(json!({}));
    }

    #[test]
    fn ones_own_rooms_are_read_from_both_kinds_of_services() {
        let old = json!({"id": "abc-xyz", "creatorId": "u1", "password": "llave", "scheduleAt": null});
        let old = OwnRoom::read(&old).unwrap();
        assert!(old.has_password && !old.guarded && !old.attended);
        assert_eq!((old.participants, old.parent_room_id), (None, None));
        let new = json!({"id": "abc-xyz", "creatorId": "u1", "password": null, "hasPassword": false,
            "parentRoomId": "d-e", "participants": 2, "duration": 0, "attended": true});
        let new = OwnRoom::read(&new).unwrap();
        assert!(!new.has_password && new.guarded && new.attended);
        assert_eq!((new.participants, new.duration), (Some(2), Some(0)));
        let stats = json!({"meetingsThisMonth": 3, "totalDurationMinutes": 65, "activeContacts": 900});
        assert_eq!(
            Stats::read(&stats).unwrap().people_met,
            None,
            "everybody in the system is nobody's contact"
        );
    }

    #[test]
    fn what_must_be_there_is_missed() {
        assert_eq!(User::read(&json!({"email": "a@b.c"})), None);
        assert_eq!(User::read(&json!({"id": "-".repeat(200)})), None);
        assert_eq!(Room::read(&json!({"id": "../x", "creatorId": "u1"})), None);
        assert_eq!(Message::read(&json!({"id": "m", "userId": "u1", "visibility": "some"})), None);
        for value in [json!(null), json!([]), json!("x"), json!(1)] {
            assert_eq!(Failure::read(&value), None);
            assert_eq!(OnlineUser::read(&value), None);
        }
    }
}
