//! `/room`: meetings.

use charlaton_contract::{
    RoomId, UserId,
    rest::{Room, RoomPage},
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

/// The rooms `user` made, page by page from 1.
///
/// # Errors
/// As every request.
pub async fn made_by(api: &Api, user: &UserId, page: u32) -> Result<RoomPage, ApiError> {
    api.request(Method::Get, &format!("/room/user/{user}?page={page}&limit=6"), None).await
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
