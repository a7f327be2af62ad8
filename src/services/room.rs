//! `/room`: meetings.

use charlaton_contract::{
    RoomId, UserId,
    rest::{Attendance, OwnRoom, Room, RoomPage, Stats},
};
use charlaton_json::{Value, json};

use super::{Api, ApiError, http::Method};

/// A room by its id, ended ones too.
///
/// # Errors
/// As every request; [`ApiError::is_not_found`] when there is none.
pub async fn by_id(api: &Api, id: &RoomId) -> Result<Room, ApiError> {
    api.request(Method::Get, &format!("/room/{id}"), None).await
}

/// Makes a room.
///
/// # Errors
/// As every request.
pub async fn create(api: &Api, name: &str, creator: &UserId) -> Result<Room, ApiError> {
    // The old service answers 500 unless both fields are there.
    let body = json!({ "name": name, "creatorId": creator.as_str(), "private": false });
    api.request(Method::Post, "/room", Some(body)).await
}

/// What is settled of a meeting before it is held.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// Never empty.
    pub name: String,
    /// ISO 8601.
    pub schedule_at: Option<String>,
    /// Only people who are let in get in.
    pub private: bool,
    /// People come in with the microphone off; nothing is said of it to servers that do not know it.
    pub join_muted: Option<bool>,
    /// Empty for none.
    pub password: String,
    /// What it is a part of.
    pub parent: Option<RoomId>,
}

/// Makes a room for later.
///
/// # Errors
/// As every request.
pub async fn plan(api: &Api, plan: &Plan, creator: &UserId) -> Result<OwnRoom, ApiError> {
    let mut body = json!({
        "name": plan.name.as_str(), "creatorId": creator.as_str(), "private": plan.private,
        "scheduleAt": plan.schedule_at.clone(), "parentRoomId": plan.parent.as_ref().map(RoomId::as_str),
    });
    if let Value::Object(members) = &mut body {
        if !plan.password.is_empty() {
            members.insert("password", plan.password.as_str().into());
        }
        if plan.join_muted == Some(true) {
            members.insert("joinMuted", true.into());
        }
    }
    api.request(Method::Post, "/room", Some(body)).await
}

/// Changes name, date, privacy and how one comes in.
///
/// # Errors
/// As every request; 403 for those who are not hosts.
pub async fn update(api: &Api, id: &RoomId, plan: &Plan) -> Result<(), ApiError> {
    let mut body = json!({
        "name": plan.name.as_str(), "private": plan.private, "scheduleAt": plan.schedule_at.clone(),
    });
    if let (Value::Object(members), Some(join_muted)) = (&mut body, plan.join_muted) {
        members.insert("joinMuted", join_muted.into());
    }
    api.request::<Value>(Method::Put, &format!("/room/{id}"), Some(body)).await.map(drop)
}

/// Gives it another password, or with an empty one none.
///
/// # Errors
/// As [`update`].
pub async fn set_password(api: &Api, id: &RoomId, password: &str) -> Result<(), ApiError> {
    let body = json!({ "password": password, "confirmPassword": password });
    api.request::<Value>(Method::Put, &format!("/room/password/{id}"), Some(body)).await.map(drop)
}

/// Shows that one knows the password of `room`. The existing services have no such route: what they list is compared.
///
/// # Errors
/// As every request; 403 or 404 for a wrong one, 429 after too many.
pub async fn unlock(api: &Api, room: &Room, password: &str) -> Result<(), ApiError> {
    let path = format!("/room/password/{}", room.id);
    match api.request::<Value>(Method::Post, &path, Some(json!({ "password": password }))).await {
        Err(error) if error.is_not_found() && room.password.as_deref() == Some(password) => Ok(()),
        answer => answer.map(drop),
    }
}

/// Hides the room for good.
///
/// # Errors
/// As [`update`].
pub async fn delete(api: &Api, id: &RoomId) -> Result<(), ApiError> {
    api.request::<Value>(Method::Delete, &format!("/room/{id}"), None).await.map(drop)
}

/// Makes somebody a host. Only for a server that keeps the others then: [`OwnRoom::guarded`].
///
/// # Errors
/// As [`update`].
pub async fn add_admin(api: &Api, id: &RoomId, admin: &UserId) -> Result<(), ApiError> {
    let body = json!({ "newAdmin": admin.as_str() });
    api.request::<Value>(Method::Post, &format!("/room/admin/{id}"), Some(body)).await.map(drop)
}

/// Takes that back, in the name of the creator.
///
/// # Errors
/// As every request; 403 for everybody but the creator.
pub async fn remove_admin(api: &Api, id: &RoomId, admin: &UserId, creator: &UserId) -> Result<(), ApiError> {
    let body = json!({ "adminToRemove": admin.as_str(), "userId": creator.as_str() });
    api.request::<Value>(Method::Delete, &format!("/room/admin/{id}"), Some(body)).await.map(drop)
}

/// The rooms the server lists: ours lists one's own, the existing ones everybody's.
///
/// # Errors
/// As every request.
pub async fn list(api: &Api) -> Result<Vec<OwnRoom>, ApiError> {
    api.request(Method::Get, "/room", None).await
}

/// The rooms `user` made, page by page from 1, with the numbers of their meetings.
///
/// # Errors
/// As every request.
pub async fn made_by(api: &Api, user: &UserId, page: u32) -> Result<RoomPage, ApiError> {
    api.request(Method::Get, &format!("/room/user/{user}?page={page}&limit=100"), None).await
}

/// The numbers of `user`'s meetings.
///
/// # Errors
/// As every request.
pub async fn stats(api: &Api, user: &UserId) -> Result<Stats, ApiError> {
    api.request(Method::Get, &format!("/room/user/{user}/stats"), None).await
}

/// Who was in a room.
///
/// # Errors
/// As every request.
pub async fn attendance(api: &Api, id: &RoomId) -> Result<Attendance, ApiError> {
    api.request(Method::Get, &format!("/room/{id}"), None).await
}

/// Ends the meeting for good. The old service does not tell the others: the caller also says so on the socket.
///
/// # Errors
/// As every request; 403 for those who are not hosts. A meeting that has ended already is no error.
pub async fn end(api: &Api, id: &RoomId, user: &UserId) -> Result<(), ApiError> {
    match api
        .request::<Value>(Method::Post, &format!("/room/{id}/end"), Some(json!({ "userId": user.as_str() })))
        .await
    {
        Ok(_) | Err(ApiError::Refused { status: 400, .. }) => Ok(()),
        Err(error) => Err(error),
    }
}
