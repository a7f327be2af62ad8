//! Letting people into private rooms (contract, section 1.9).

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::{get, post},
};
use charlaton_contract::{RoomId, UserId};
use serde_json::{Value, json};

use super::{
    error::ApiError,
    extract::{Body, Caller},
};
use crate::{
    App, Quirk, Quirks, admission, chat,
    db::{access, rooms, users::User},
};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", post(grant).delete(revoke))
        .route("/verify/user", get(verify))
        .route("/per-room/{id}", get(per_room))
}

async fn verify(Caller(caller): Caller) -> Json<Value> {
    Json(json!({ "success": true, "user": caller.to_wire() }))
}

/// For those who may come in; others are not told who else may.
async fn per_room(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let found = app.db.call(move |db| {
        let Some(room) = rooms::existing(db, &id)? else { return Ok(Err(ApiError::NO_SUCH_ROOM)) };
        if !access::may_enter(db, &room, &caller.id)? {
            return Ok(Err(ApiError::NOT_YOURS));
        }
        access::in_room(db, &id).map(Ok)
    });
    Ok(Json(found.await??.iter().map(access::Grant::to_wire).collect()))
}

async fn grant(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    body: Body,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let (room_id, target) = room_and_target(&body)?;
    let (quirks, id, user) = (app.quirks, room_id.clone(), target.clone());
    let granted = app.db.call(move |db| {
        let Some(room) = rooms::existing(db, id.as_str())? else { return Ok(Err(ApiError::NO_SUCH_ROOM)) };
        if !admission::is_asked(quirks, &room, &caller.id) {
            return Ok(Err(ApiError::Forbidden("Solo los admins pueden dar acceso")));
        }
        access::grant(db, id.as_str(), user.as_str(), &caller.id).map(Ok)
    });
    let granted = granted.await??;
    if !app.quirks.has(Quirk::UnheardGrants) {
        app.chat.send(chat::Order::AccessGranted(room_id, target));
    }
    Ok((StatusCode::CREATED, Json(granted.to_wire())))
}

async fn revoke(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    let (room_id, target) = room_and_target(&body)?;
    let quirks = app.quirks;
    app.db.call(move |db| revoke_now(db, quirks, &caller, &room_id, &target)).await??;
    Ok(Json(json!({ "message": "Acceso eliminado" })))
}

fn revoke_now(
    db: &rusqlite::Connection,
    quirks: Quirks,
    caller: &User,
    room_id: &RoomId,
    target: &UserId,
) -> rusqlite::Result<Result<(), ApiError>> {
    let Some(room) = rooms::existing(db, room_id.as_str())? else { return Ok(Err(ApiError::NO_SUCH_ROOM)) };
    if !admission::is_asked(quirks, &room, &caller.id) {
        return Ok(Err(ApiError::Forbidden("Solo los admins eliminar un acceso")));
    }
    let found = access::revoke(db, room_id.as_str(), target.as_str())?;
    Ok(if found { Ok(()) } else { Err(ApiError::NotFound("Acceso no encontrado")) })
}

/// `grantedBy` of the contract is not read: it is the caller.
fn room_and_target(body: &Body) -> Result<(RoomId, UserId), ApiError> {
    const MISSING: ApiError = ApiError::BadRequest("userId and roomId are required");
    Ok((body.room_id("roomId").ok_or(MISSING)?, body.user_id("userId").ok_or(MISSING)?))
}
