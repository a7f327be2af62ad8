//! Rooms (contract, section 1.6). Creator and admins change them; the chat is told when one closes.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::{get, post, put},
};
use charlaton_contract::{RoomId, UserId};
use serde_json::{Map, Value, json};

use super::{
    error::ApiError,
    extract::{Body, Caller, Query},
};
use crate::{
    App, Quirk, admission,
    auth::passwords::MAX_BYTES,
    chat, clock,
    db::{
        access, connections, mine,
        rooms::{self, MeetingOrder, Room, Stays},
        users::{self, User},
    },
    room_passwords::{self, Unfit},
    webrtc,
};

const MAX_NAME_CHARS: usize = 200;
const MAX_TEXT_CHARS: usize = 200;
const MAX_ADMINS: usize = 100;
/// The largest page of "my meetings".
const MAX_PAGE: u32 = 100;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(list).post(create))
        .route("/{id}", get(one).put(update).delete(delete))
        .route("/password/{id}", put(password).post(open))
        .route("/{id}/end", post(end))
        .route("/admin/{id}", post(add_admin).delete(remove_admin))
        .route("/user/{id}", get(of_user))
        .route("/user/{id}/stats", get(stats))
}

/// The caller's: the code of a room is what lets one in, so nobody is told those of others.
async fn list(State(app): State<Arc<App>>, Caller(caller): Caller) -> Result<Json<Value>, ApiError> {
    if !app.quirks.has(Quirk::EverybodysRooms) {
        let known = app.db.call(move |db| mine::of(db, &caller.id)).await?;
        return Ok(Json(known.iter().map(mine::Known::to_wire).collect()));
    }
    let all = app.db.call(|db| rooms::all(db)).await?;
    let wire = |room: &Room| {
        let mut wire = room.to_wire();
        wire.insert("subRooms".into(), json!([]));
        wire.insert("connections".into(), json!([]));
        Value::Object(wire)
    };
    Ok(Json(all.iter().map(wire).collect()))
}

async fn one(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let unguarded = app.quirks.has(Quirk::ListedPasswords);
    let found = app.db.call(move |db| {
        let Some(room) = rooms::existing(db, &id)? else { return Ok(None) };
        let inside = unguarded || access::may_enter(db, &room, &caller.id)?;
        // Who may not come in is not told who did.
        let stays = if inside { connections::in_room(db, &id)? } else { Vec::new() };
        Ok(Some((rooms::children(db, &id)?, stays, inside, room)))
    });
    let (children, stays, inside, room) = found.await?.ok_or(ApiError::NO_SUCH_ROOM)?;
    let mut wire = room.to_wire();
    wire.insert("passwordRequired".into(), json!(!inside && room.password_hash.is_some()));
    wire.insert("subRooms".into(), children.iter().map(|room| Value::Object(room.to_wire())).collect());
    wire.insert("connections".into(), stays.iter().map(connections::Stay::to_wire).collect());
    Ok(Json(Value::Object(wire)))
}

/// The caller is the creator, whatever `creatorId` says.
async fn create(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    body: Body,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    body.must_be_own("creatorId", &caller)?;
    let name = name(&body)?.ok_or(ApiError::BadRequest("El nombre de la sala es requerido"))?;
    let parent_room_id = short_text(&body, "parentRoomId")?;
    if let Some(parent) = parent_room_id.clone().filter(|_| !app.quirks.has(Quirk::TrustedIds)) {
        hosted(&app, &caller, parent).await?;
    }
    let mut room = Room {
        id: String::new(),
        name,
        creator_id: caller.id,
        password: None,
        password_hash: None,
        parent_room_id,
        private: body.flag("private").unwrap_or(false),
        join_muted: body.flag("joinMuted").unwrap_or(false),
        schedule_at: short_text(&body, "scheduleAt")?,
        created_at: clock::now_ms(),
        ended_at: None,
        deleted_at: None,
        admins: admins(&body)?,
    };
    protect(&app, &mut room, &body).await?;
    let room = app.db.call(move |db| rooms::insert(db, room)).await?;
    Ok((StatusCode::CREATED, Json(Value::Object(room.to_wire()))))
}

async fn update(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Path(id): Path<String>,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    let mut room = hosted(&app, &caller, id).await?;
    let mut changed = Map::new();
    if let Some(name) = name(&body)? {
        changed.insert("name".into(), json!(name));
        room.name = name;
    }
    if let Some(private) = body.flag("private") {
        changed.insert("private".into(), json!(private));
        room.private = private;
    }
    if let Some(join_muted) = body.flag("joinMuted") {
        changed.insert("joinMuted".into(), json!(join_muted));
        room.join_muted = join_muted;
    }
    if body.get("scheduleAt").is_some() {
        room.schedule_at = short_text(&body, "scheduleAt")?;
        changed.insert("scheduleAt".into(), json!(room.schedule_at));
    }
    if changed.is_empty() {
        return Err(ApiError::BadRequest("No hay datos para actualizar"));
    }
    changed.insert("id".into(), json!(room.id));
    app.db.call(move |db| rooms::update(db, &room)).await?;
    Ok(Json(Value::Object(changed)))
}

async fn password(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Path(id): Path<String>,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    let mut room = hosted(&app, &caller, id).await?;
    if body.get("password") != body.get("confirmPassword") {
        return Err(ApiError::BadRequest("Las contraseñas no coinciden"));
    }
    protect(&app, &mut room, &body).await?;
    app.db
        .call(move |db| {
            rooms::update(db, &room)?;
            access::revoke_own(db, &room.id)
        })
        .await?;
    Ok(Json(json!({ "message": "Contraseña actualizada" })))
}

/// Who knows the password is let in as by a host, so that joining stays what it is. The old services have no such
/// route: there nobody checks.
async fn open(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Path(id): Path<String>,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    if app.quirks.has(Quirk::ListedPasswords) {
        return Err(ApiError::NotFound("Route not found"));
    }
    let room = existing(&app, id).await?;
    let (probe, user) = (room.clone(), caller.id.clone());
    if !app.db.call(move |db| access::may_enter(db, &probe, &user)).await? {
        let hash = room.password_hash.clone().ok_or(ApiError::Forbidden(admission::NOT_INVITED))?;
        let password = body.verbatim("password").filter(|password| password.len() <= MAX_BYTES);
        let password = password.ok_or(ApiError::BadRequest("password is required"))?.to_owned();
        if !app.room_attempts.may(&room.id, &caller.id) {
            return Err(ApiError::TooMany("Demasiados intentos. Inténtalo de nuevo más tarde"));
        }
        app.room_attempts.count(&room.id, &caller.id);
        if !app.passwords.verify(password, Some(hash)).await? {
            return Err(ApiError::Forbidden("Contraseña incorrecta"));
        }
        app.room_attempts.clear(&room.id, &caller.id);
        let (id, user) = (room.id.clone(), caller.id.clone());
        app.db.call(move |db| access::grant(db, &id, &user, &user)).await?;
        if let (Ok(room), Ok(user)) = (RoomId::parse(&room.id), UserId::parse(&caller.id)) {
            app.chat.send(chat::Order::AccessGranted(room, user));
        }
    }
    Ok(Json(json!({ "message": "Contraseña correcta" })))
}

async fn protect(app: &App, room: &mut Room, body: &Body) -> Result<(), ApiError> {
    let password = short_text(body, "password")?;
    room_passwords::protect(app, room, password).await.map_err(|unfit| match unfit {
        Unfit::TooLong => ApiError::BadRequest("Datos inválidos"),
        Unfit::Hash(error) => error.into(),
    })
}

async fn end(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let room = existing(&app, id).await?;
    if room.ended_at.is_some() {
        return Err(ApiError::BadRequest(admission::ENDED));
    }
    if !room.is_host(&caller.id) {
        return Err(ApiError::Forbidden("Solo el creador o un administrador puede finalizar la reunión"));
    }
    let (id, stays) = (room.id.clone(), stays(&app));
    let ended = app.db.call(move |db| rooms::end(db, &id, stays)).await?;
    let ended_at = ended.ok_or(ApiError::BadRequest(admission::ENDED))?;
    tell_closed(&app, &room);
    Ok(Json(json!({ "message": "Reunión finalizada correctamente", "endedAt": clock::iso(ended_at) })))
}

async fn delete(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let room = hosted(&app, &caller, id).await?;
    let (id, stays) = (room.id.clone(), stays(&app));
    app.db.call(move |db| rooms::delete(db, &id, stays)).await?;
    tell_closed(&app, &room);
    Ok(Json(json!({ "message": "Sala eliminada" })))
}

fn stays(app: &App) -> Stays {
    if app.quirks.has(Quirk::StaysOutliveRooms) { Stays::GoOn } else { Stays::End }
}

fn tell_closed(app: &App, room: &Room) {
    if app.quirks.has(Quirk::UnheardEnd) {
        return;
    }
    if let Ok(id) = RoomId::parse(&room.id) {
        app.chat.send(chat::Order::RoomClosed(id.clone()));
        app.webrtc.send(webrtc::Order::RoomClosed(id));
    }
}

async fn add_admin(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Path(id): Path<String>,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    let room = hosted(&app, &caller, id).await?;
    let admin = body.user_id("newAdmin").ok_or(ApiError::BadRequest("newAdmin es requerido"))?;
    let changed = app.db.call(move |db| {
        if users::by_id(db, admin.as_str())?.is_none() {
            return Ok(None);
        }
        rooms::add_admin(db, &room.id, admin.as_str())?;
        rooms::by_id(db, &room.id)
    });
    let room = changed.await?.ok_or(ApiError::NotFound("Usuario no encontrado"))?;
    Ok(Json(Value::Object(room.to_wire())))
}

async fn remove_admin(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Path(id): Path<String>,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    let room = existing(&app, id).await?;
    if room.creator_id != caller.id {
        return Err(ApiError::Forbidden("Solo el creador puede eliminar admins"));
    }
    let admin = body.user_id("adminToRemove").ok_or(ApiError::BadRequest("adminToRemove es requerido"))?;
    if admin.as_str() == room.creator_id {
        return Err(ApiError::BadRequest("El creador no puede eliminarse a sí mismo"));
    }
    let left = app.db.call(move |db| {
        rooms::remove_admin(db, &room.id, admin.as_str())?;
        rooms::by_id(db, &room.id)
    });
    let admins = left.await?.map(|room| room.admins).unwrap_or_default();
    Ok(Json(json!({ "success": true, "adminId": admins, "adminsId": admins })))
}

async fn of_user(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Path(id): Path<String>,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    if id != caller.id {
        return Err(ApiError::NOT_YOURS);
    }
    let limit = query.number("limit").filter(|limit| *limit > 0).unwrap_or(3).min(MAX_PAGE);
    let page = query.number("page").filter(|page| *page > 0).unwrap_or(1);
    let offset = (page - 1).saturating_mul(limit);
    let order =
        if app.quirks.has(Quirk::MeetingsById) { MeetingOrder::ById } else { MeetingOrder::NewestFirst };
    let (total, rooms) = app.db.call(move |db| rooms::page_of(db, &id, order, limit, offset)).await?;
    let pages = (total + i64::from(limit) - 1) / i64::from(limit);
    Ok(Json(json!({
        "rooms": rooms.iter().map(rooms::Summary::to_wire).collect::<Vec<_>>(),
        "pagination": {
            "currentPage": page,
            "totalPages": pages,
            "totalRooms": total,
            "limit": limit,
            "hasNextPage": i64::from(page) < pages,
            "hasPrevPage": page > 1,
        },
    })))
}

async fn stats(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    if id != caller.id {
        return Err(ApiError::NOT_YOURS);
    }
    let everybody = app.quirks.has(Quirk::EverybodyAContact);
    let stats = app.db.call(move |db| {
        let mut stats = rooms::stats_of(db, &id)?;
        if everybody {
            stats.contacts = connections::people_but(db, &id)?;
        }
        Ok(stats)
    });
    let stats = stats.await?;
    let (hours, minutes) = (stats.minutes / 60, stats.minutes % 60);
    let duration = if hours > 0 { format!("{hours}h {minutes}min") } else { format!("{minutes}min") };
    let mut wire = json!({
        "meetingsThisMonth": stats.meetings_this_month,
        "totalDuration": duration,
        "totalDurationMinutes": stats.minutes,
        "activeContacts": stats.contacts,
    });
    if !everybody {
        // Said only where it is the people one has met.
        wire["peopleMet"] = json!(stats.contacts);
    }
    Ok(Json(wire))
}

async fn existing(app: &App, id: String) -> Result<Room, ApiError> {
    app.db.call(move |db| rooms::existing(db, &id)).await?.ok_or(ApiError::NO_SUCH_ROOM)
}

/// The room of that id, if the caller may change it.
async fn hosted(app: &App, caller: &User, id: String) -> Result<Room, ApiError> {
    let room = existing(app, id).await?;
    if room.is_host(&caller.id) { Ok(room) } else { Err(ApiError::NOT_YOURS) }
}

/// The name, when there is one.
fn name(body: &Body) -> Result<Option<String>, ApiError> {
    let Some(name) = body.get("name") else { return Ok(None) };
    let name = name.as_str().map(str::trim);
    let fits = |name: &&str| !name.is_empty() && name.chars().nth(MAX_NAME_CHARS).is_none();
    name.filter(fits).map(|name| Some(name.to_owned())).ok_or(ApiError::BadRequest("El nombre no es válido"))
}

/// A short optional text; null and "" are none.
fn short_text(body: &Body, field: &'static str) -> Result<Option<String>, ApiError> {
    match body.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.chars().nth(MAX_TEXT_CHARS).is_none() => {
            Ok(Some(text.clone()).filter(|text| !text.is_empty()))
        }
        Some(_) => Err(ApiError::BadRequest("Datos inválidos")),
    }
}

fn admins(body: &Body) -> Result<Vec<String>, ApiError> {
    let Some(list) = body.get("adminsId").filter(|list| !list.is_null()) else { return Ok(Vec::new()) };
    let ids = list.as_array().map(|list| list.iter().filter_map(Value::as_str).map(str::to_owned).collect());
    ids.filter(|ids: &Vec<String>| ids.len() <= MAX_ADMINS).ok_or(ApiError::BadRequest("Datos inválidos"))
}
