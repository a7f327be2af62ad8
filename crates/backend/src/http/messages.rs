//! Chat history (contract, section 1.8): the newest messages, private ones only for those they concern.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::{get, put},
};
use charlaton_contract::RoomId;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::{
    error::ApiError,
    extract::{Body, Caller, Query},
};
use crate::{
    App, Quirk, Quirks, admission,
    chat::payload,
    db::{
        access,
        messages::{self, Audience, End, Message, Slice},
        rooms::{self, Room},
        users::User,
    },
};

const DEFAULT_LIMIT: u32 = 50;
/// What "all" means: limit 0, or one that is no number.
const ALL: u32 = 10_000;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(by_query).post(create))
        .route("/room/{id}", get(by_path))
        .route("/user/room", get(mine))
        .route("/{id}", put(edit).delete(delete))
}

async fn by_query(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    let room = query.text("roomId").ok_or(ApiError::BadRequest("roomId is required"))?.to_owned();
    history(&app, caller, room, slice(&query, app.quirks)).await
}

async fn by_path(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Path(room): Path<String>,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    history(&app, caller, room, slice(&query, app.quirks)).await
}

fn slice(query: &Query, quirks: Quirks) -> Slice {
    let limit = match query.text("limit") {
        None => DEFAULT_LIMIT,
        Some(text) => text.parse().ok().filter(|limit| (1..=ALL).contains(limit)).unwrap_or(ALL),
    };
    if quirks.has(Quirk::OldestMessages) {
        return Slice { from: End::Oldest, limit, offset: 0 };
    }
    Slice { from: End::Newest, limit, offset: query.number("offset").unwrap_or(0) }
}

async fn history(app: &App, caller: User, room: String, part: Slice) -> Result<Json<Value>, ApiError> {
    let everyones = app.quirks.has(Quirk::EveryonesMessages);
    let found = app.db.call(move |db| {
        if everyones {
            return messages::in_room(db, &room, None, part).map(Ok);
        }
        match readable(db, &room, &caller, false)? {
            Ok(room) => messages::in_room(db, &room.id, Some(&caller.id), part).map(Ok),
            Err(error) => Ok(Err(error)),
        }
    });
    Ok(Json(found.await??.iter().map(Message::to_wire).collect()))
}

/// What the caller said in a room. The contract reads a body on a GET, which browsers cannot send: the query works too.
async fn mine(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    query: Query,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    body.must_be_own("userId", &caller)?;
    let room = body.text("roomId").or_else(|| query.text("roomId"));
    let room = room.ok_or(ApiError::BadRequest("roomId is required"))?.to_owned();
    let found = app.db.call(move |db| messages::by_author(db, &room, &caller.id)).await?;
    if found.is_empty() {
        return Err(ApiError::NO_SUCH_MESSAGE);
    }
    Ok(Json(found.iter().map(Message::to_wire).collect()))
}

/// Stored, not broadcast: what is to be heard at once goes over the chat.
async fn create(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    body: Body,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    const MISSING: ApiError = ApiError::BadRequest("userId, roomId, and content are required");
    body.user_id("userId").ok_or(MISSING)?;
    body.must_be_own("userId", &caller)?;
    let room: RoomId = body.room_id("roomId").ok_or(MISSING)?;
    let content = body.verbatim("content").ok_or(MISSING)?;
    let content = payload::content(content).ok_or(ApiError::BadRequest("mensaje inválido"))?;
    let audience = audience(&body)?;
    let everyones = app.quirks.has(Quirk::EveryonesMessages);
    let stored = app.db.call(move |db| match readable(db, room.as_str(), &caller, everyones)? {
        Ok(room) => messages::insert(db, &room.id, &caller.id, &content, &audience).map(Ok),
        Err(error) => Ok(Err(error)),
    });
    let stored = stored.await??.ok_or(ApiError::NO_SUCH_MESSAGE)?;
    Ok((StatusCode::CREATED, Json(stored.to_wire())))
}

fn audience(body: &Body) -> Result<Audience, ApiError> {
    match body.get("visibility").map(Value::as_str) {
        None | Some(Some("public")) => Ok(Audience::Public),
        Some(Some("private")) => {
            let targets = payload::targets(&body.to_value());
            Ok(Audience::Private(targets.ok_or(ApiError::BadRequest("destinatario inválido"))?))
        }
        Some(_) => Err(ApiError::BadRequest("visibility inválida")),
    }
}

async fn edit(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Path(id): Path<String>,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    let content = body.verbatim("content").and_then(payload::content);
    let edited = app.db.call(move |db| {
        let Some(message) = messages::by_id(db, &id)? else { return Ok(Err(ApiError::NO_SUCH_MESSAGE)) };
        if message.user_id != caller.id {
            return Ok(Err(ApiError::NOT_YOURS));
        }
        match content {
            Some(content) => messages::edit(db, &id, &content).map(Ok),
            None => Ok(Err(ApiError::BadRequest("mensaje inválido"))),
        }
    });
    Ok(Json(edited.await??.ok_or(ApiError::NO_SUCH_MESSAGE)?.to_wire()))
}

/// By the author, or by a host of the room who could read it.
async fn delete(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let deleted = app.db.call(move |db| {
        let Some(message) = messages::by_id(db, &id)? else { return Ok(Err(ApiError::NO_SUCH_MESSAGE)) };
        let host = || {
            Ok::<_, rusqlite::Error>(
                message.audience == Audience::Public
                    && rooms::by_id(db, &message.room_id)?.is_some_and(|room| room.is_host(&caller.id)),
            )
        };
        if message.user_id != caller.id && !host()? {
            return Ok(Err(ApiError::NOT_YOURS));
        }
        messages::delete(db, &id).map(Ok)
    });
    deleted.await??;
    Ok(Json(json!({ "message": "Mensaje eliminado" })))
}

/// The room, if the caller, or `anybody`, may read in it. An ended one can still be read.
fn readable(
    db: &Connection,
    room: &str,
    caller: &User,
    anybody: bool,
) -> rusqlite::Result<Result<Room, ApiError>> {
    let Some(room) = rooms::existing(db, room)? else { return Ok(Err(ApiError::NO_SUCH_ROOM)) };
    if anybody || access::may_enter(db, &room, &caller.id)? {
        Ok(Ok(room))
    } else {
        Ok(Err(ApiError::Forbidden(admission::NOT_INVITED)))
    }
}
