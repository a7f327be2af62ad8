//! `/access`: who may enter a private room.

use charlaton_contract::{RoomId, UserId};
use charlaton_json::{Value, json};

use super::{Api, ApiError, http::Method};

/// Lets `user` into a private room, in the name of its host `by`.
///
/// # Errors
/// As every request; 403 for those who are not hosts.
pub async fn grant(api: &Api, room: &RoomId, user: &UserId, by: &UserId) -> Result<(), ApiError> {
    send(api, Method::Post, room, user, by).await
}

/// Takes that back.
///
/// # Errors
/// As every request; 403 for those who are not hosts, 404 where there is nothing to take back.
pub async fn revoke(api: &Api, room: &RoomId, user: &UserId, by: &UserId) -> Result<(), ApiError> {
    send(api, Method::Delete, room, user, by).await
}

async fn send(api: &Api, method: Method, room: &RoomId, user: &UserId, by: &UserId) -> Result<(), ApiError> {
    let body = json!({ "userId": user.as_str(), "roomId": room.as_str(), "grantedBy": by.as_str() });
    api.request::<Value>(method, "/access", Some(body)).await.map(drop)
}
