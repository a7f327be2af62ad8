//! What the old service does with admins and presence records, instead of our handlers.

use std::sync::Arc;

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::call::Call;
use crate::{
    App,
    db::{
        connections,
        rooms::{self, Room},
        users::User,
    },
    http::error::ApiError,
};

/// Reads one field and writes another, so whoever is added is alone; the answer is the room as it was.
pub(super) async fn replace_admins(app: &Arc<App>, call: &mut Call, id: &str) -> Result<Response, ApiError> {
    let (caller, room) = caller_and_room(app, call, id).await?;
    if !room.is_host(&caller.id) {
        return Err(ApiError::NOT_YOURS);
    }
    let admin = call.body().user_id("newAdmin").ok_or(ApiError::Failed(call.route.failure()))?;
    let before = room.to_wire();
    app.db.call(move |db| rooms::replace_admins(db, &room.id, admin.as_str())).await?;
    Ok(Json(Value::Object(before)).into_response())
}

/// Removes from a field that is always empty.
pub(super) async fn keep_admins(app: &Arc<App>, call: &mut Call, id: &str) -> Result<Response, ApiError> {
    let (caller, room) = caller_and_room(app, call, id).await?;
    if caller.id != room.creator_id {
        return Err(ApiError::Forbidden("Solo el creador puede eliminar admins"));
    }
    if call.body().user_id("adminToRemove").is_some_and(|admin| admin.as_str() == room.creator_id) {
        return Err(ApiError::BadRequest("El creador no puede eliminarse a sí mismo"));
    }
    Ok(Json(json!({ "success": true, "adminId": [] })).into_response())
}

/// A record for any room there may be. None is for our handler to refuse.
pub(super) async fn enter_anywhere(app: &Arc<App>, call: &mut Call) -> Result<Option<Response>, ApiError> {
    let caller = call.caller(app).await?;
    let body = call.body();
    let (Some(user), Some(room)) = (body.user_id("userId"), body.room_id("roomId")) else { return Ok(None) };
    body.must_be_own("userId", &caller)?;
    let uid = body.text("firebaseUid").map(str::to_owned);
    let answer = json!({ "user": user, "success": true });
    let work = move |db: &mut rusqlite::Connection| {
        connections::enter_anywhere(db, room.as_str(), user.as_str(), uid.as_deref())
    };
    app.db.call(work).await?;
    Ok(Some((StatusCode::CREATED, Json(answer)).into_response()))
}

async fn caller_and_room(app: &Arc<App>, call: &mut Call, id: &str) -> Result<(User, Room), ApiError> {
    let caller = call.caller(app).await?;
    let id = id.to_owned();
    let room = app.db.call(move |db| rooms::existing(db, &id)).await?.ok_or(ApiError::NO_SUCH_ROOM)?;
    Ok((caller, room))
}
