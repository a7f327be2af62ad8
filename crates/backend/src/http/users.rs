//! Accounts (contract, section 1.5). People change only their own.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    routing::{get, put},
};
use serde_json::{Value, json};

use super::{
    auth,
    error::ApiError,
    extract::{Body, Caller, Query},
    validate::{self, AccountChange, NewAccount},
};
use crate::{
    App,
    auth::passwords,
    clock,
    db::users::{self, User},
    firebase,
};

/// As many as one looks through.
const MAX_FOUND: usize = 20;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(list).post(create))
        .route("/{id}", get(one).put(update).delete(delete))
        .route("/password/{id}", put(password))
}

/// Everybody, or with `?email=` the one. Unlike the old service's this needs a log-in: it is an address book.
///
/// `?search=` finds those whose name or address contains it; the old service does not know it, and lists everybody.
async fn list(State(app): State<Arc<App>>, Caller(_): Caller, query: Query) -> Result<Json<Value>, ApiError> {
    let Some(search) = query.text("search").map(str::to_lowercase) else { return find(&app, &query).await };
    let contains = |text: &str| text.to_lowercase().contains(&search);
    let mut found = app.db.call(|db| users::all(db)).await?;
    found.retain(|user| contains(&user.email) || user.nickname.as_deref().is_some_and(contains));
    Ok(Json(found.iter().take(MAX_FOUND).map(User::to_wire).collect()))
}

pub(super) async fn find(app: &App, query: &Query) -> Result<Json<Value>, ApiError> {
    let Some(email) = query.text("email").map(|email| validate::address(app.quirks, email)) else {
        let all = app.db.call(|db| users::all(db)).await?;
        return Ok(Json(all.iter().map(User::to_wire).collect()));
    };
    let user = app.db.call(move |db| users::by_email(db, &email)).await?;
    Ok(Json(user.ok_or(ApiError::NotFound("Usuario no encontrado"))?.to_wire()))
}

async fn one(State(app): State<Arc<App>>, Path(id): Path<String>) -> Result<Json<Value>, ApiError> {
    let user = app.db.call(move |db| users::by_id(db, &id)).await?;
    Ok(Json(user.ok_or(ApiError::NotFound("Usuario no encontrado"))?.to_wire()))
}

async fn create(State(app): State<Arc<App>>, body: Body) -> Result<(StatusCode, Json<Value>), ApiError> {
    if ["email", "password", "edad"].into_iter().any(|name| body.get(name).is_none_or(Value::is_null)) {
        return Err(ApiError::BadRequest("Email, password y edad son requeridos"));
    }
    let mut account = NewAccount::parse(&body, "Email, password y edad son requeridos")?;
    account.email = validate::address(app.quirks, &account.email);
    let user = auth::create(&app, account).await?;
    Ok((StatusCode::CREATED, Json(user.to_wire())))
}

async fn update(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Path(id): Path<String>,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    let mut user = own(&app, &caller, id).await?;
    let change = AccountChange::parse(&body)?;
    user.email = change.email.map_or(user.email, |email| validate::address(app.quirks, &email));
    user.nickname = change.nickname.or(user.nickname);
    user.age = change.age.or(user.age);
    user.updated_at = clock::now_ms();
    let row = user.clone();
    app.db.call(move |db| users::update(db, &row)).await??;
    Ok(Json(user.to_wire()))
}

async fn password(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    let user = own(&app, &caller, id).await?;
    let (password, confirm) = (body.verbatim("password"), body.verbatim("confirmPassword"));
    let password =
        password.filter(|_| password == confirm).ok_or(ApiError::BadRequest("Different passwords"))?;
    if password.chars().count() < 6 || password.len() > passwords::MAX_BYTES {
        return Err(ApiError::BadRequest("La contraseña debe tener al menos 6 caracteres"));
    }
    let keep = auth::current_session(&app, &headers);
    auth::set_password(&app, user.id, password.to_owned(), keep).await?;
    Ok(Json(json!({ "message": "Password updated successfully" })))
}

async fn delete(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let user = own(&app, &caller, id).await?;
    app.db
        .call(move |db| {
            if let Some(uid) = &user.uid {
                firebase::accounts::delete(db, uid)?;
            }
            users::delete(db, &user.id)
        })
        .await?;
    Ok(Json(json!({ "message": "Usuario eliminado" })))
}

/// The account of that id, if it is the caller's.
async fn own(app: &App, caller: &User, id: String) -> Result<User, ApiError> {
    let user = app.db.call(move |db| users::by_id(db, &id)).await?;
    let user = user.ok_or(ApiError::NotFound("User not found"))?;
    if user.id == caller.id { Ok(user) } else { Err(ApiError::NOT_YOURS) }
}
