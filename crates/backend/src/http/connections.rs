//! Presence records (contract, section 1.7). The chat keeps them; these routes are for clients that do it themselves.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::{get, post},
};
use charlaton_contract::RoomId;
use serde_json::{Value, json};

use super::{
    error::ApiError,
    extract::{Body, Caller},
};
use crate::{
    App, Quirk,
    admission::{self, Admission},
    db::{access, connections, rooms, users::User},
};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/", post(enter).put(leave)).route("/room/{id}", get(in_room))
}

async fn in_room(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let anywhere = app.quirks.has(Quirk::ConnectionsAnywhere);
    let found = app.db.call(move |db| {
        if anywhere {
            return connections::active_in_room(db, &id).map(Ok);
        }
        let Some(room) = rooms::existing(db, &id)? else { return Ok(Err(ApiError::NO_SUCH_ROOM)) };
        if !access::may_enter(db, &room, &caller.id)? {
            return Ok(Err(ApiError::Forbidden(admission::NOT_INVITED)));
        }
        Ok(Ok(connections::active_in_room(db, &id)?))
    });
    Ok(Json(found.await??.iter().map(connections::Stay::to_wire).collect()))
}

async fn enter(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    body: Body,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let room = room_and_self(&body, &caller)?;
    let uid = body.text("firebaseUid").filter(|uid| uid.len() <= 128).map(str::to_owned);
    let (quirks, user) = (app.quirks, caller.id.clone());
    let admitted = app.db.call(move |db| {
        let admission = admission::to_room(db, quirks, room.as_str(), &user)?;
        if admission == Admission::Welcome {
            connections::enter(db, room.as_str(), &user, uid.as_deref())?;
        }
        Ok(admission)
    });
    match admitted.await? {
        Admission::Welcome => Ok((StatusCode::CREATED, Json(json!({ "user": caller.id, "success": true })))),
        Admission::NoSuchRoom => Err(ApiError::NO_SUCH_ROOM),
        Admission::Ended => Err(ApiError::BadRequest(admission::ENDED)),
        Admission::NotInvited => Err(ApiError::Forbidden(admission::NOT_INVITED)),
    }
}

/// Leaving twice is leaving: usually the socket did it already.
async fn leave(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    let room = room_and_self(&body, &caller)?;
    let user = caller.id.clone();
    app.db.call(move |db| connections::leave(db, room.as_str(), &user)).await?;
    Ok(Json(json!({ "user": caller.id, "success": true })))
}

/// Both ids are required by the contract, but only one's own is accepted.
fn room_and_self(body: &Body, caller: &User) -> Result<RoomId, ApiError> {
    const MISSING: ApiError = ApiError::BadRequest("userId and roomId are required");
    body.user_id("userId").ok_or(MISSING)?;
    body.must_be_own("userId", caller)?;
    body.room_id("roomId").ok_or(MISSING)
}
