//! Signing up, in and out (contract, section 1.4).

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{self, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    error::ApiError,
    extract::{Body, Caller},
    validate::{self, NewAccount},
};
use crate::{
    App, Quirk,
    auth::{cookies, passwords, secrets},
    clock,
    db::{
        sessions,
        users::{self, User},
    },
    firebase::{self, Person},
    outbox,
};

/// How long a mailed link works.
const RESET_MS: i64 = 15 * 60 * 1000;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/signup", post(signup))
        .route("/login", post(login))
        .route("/login/OAuth", post(oauth))
        .route("/refresh", post(refresh))
        .route("/logout", post(logout))
        .route("/recover", post(recover))
        .route("/reset/{token}", post(reset))
}

async fn signup(State(app): State<Arc<App>>, headers: HeaderMap, body: Body) -> Result<Response, ApiError> {
    let mut account = NewAccount::parse(&body, "Email, password and edad are required")?;
    account.email = validate::normalize_email(&account.email);
    let user = create(&app, account).await?;
    let cookies = log_in(&app, &user, &headers).await?;
    let answer = json!({ "message": "Usuario creado exitosamente", "user": user.to_wire() });
    Ok((StatusCode::CREATED, cookies, Json(answer)).into_response())
}

/// Makes the account. `rolId` of the contract is not read: nobody chooses their own role.
pub(super) async fn create(app: &App, account: NewAccount) -> Result<User, ApiError> {
    let NewAccount { id, email, password, nickname, age } = account;
    let hash = app.passwords.hash(password).await?;
    let user = User { age: Some(age), ..user_row(id.clone(), id, email, nickname, hash) };
    let row = user.clone();
    app.db.call(move |db| users::insert(db, &row)).await??;
    Ok(user)
}

fn user_row(
    id: Option<String>,
    uid: Option<String>,
    email: String,
    nickname: Option<String>,
    password_hash: String,
) -> User {
    let now = clock::now_ms();
    User {
        id: id.unwrap_or_else(|| Uuid::new_v4().to_string()),
        uid,
        email,
        nickname,
        name: None,
        age: None,
        role: "user".into(),
        password_hash,
        created_at: now,
        updated_at: now,
    }
}

async fn login(State(app): State<Arc<App>>, headers: HeaderMap, body: Body) -> Result<Response, ApiError> {
    let (email, password) = validate::credentials(&body)?;
    let email = validate::address(app.quirks, &email);
    let user = app.db.call(move |db| users::by_email(db, &email)).await?;
    let hash = user.as_ref().map(|user| user.password_hash.clone());
    let right = app.passwords.verify(password, hash).await?;
    let Some(user) = user.filter(|_| right) else {
        return Err(ApiError::Unauthorized("Credenciales inválidas"));
    };
    let cookies = log_in(&app, &user, &headers).await?;
    let answer = json!({ "message": "Inicio de sesión exitoso", "user": user.to_wire() });
    Ok((cookies, Json(answer)).into_response())
}

/// By the ID token of an identity provider. Only the Firebase emulator is one; without it no token can be good.
async fn oauth(State(app): State<Arc<App>>, headers: HeaderMap, body: Body) -> Result<Response, ApiError> {
    const REFUSED: ApiError = ApiError::Unauthorized("Error al iniciar sesión con OAuth");
    validate::credentials(&body)?;
    let person = firebase::trust(&app, body.text("idToken").unwrap_or("")).await?.ok_or(REFUSED)?;
    let Person { uid, email, name } = person;
    let email = validate::address(app.quirks, &email.ok_or(REFUSED)?);
    let apart = app.quirks.has(Quirk::OauthNames);
    let (name, nickname) =
        if apart { (name, None) } else { (None, name.filter(|name| validate::is_nickname(name))) };
    // Nobody knows this password; one is chosen by the link of /recover.
    let hash = app.passwords.hash(secrets::random()).await?;
    let fresh = User { name, ..user_row(None, Some(uid), email, nickname, hash) };
    let user = app.db.call(move |db| users::claim(db, fresh)).await?;
    let name = if apart { &user.name } else { &user.nickname };
    let cookies = log_in(&app, &user, &headers).await?;
    let answer = json!({
        "status": "profile_incomplete",
        "message": "El usuario debe completar su perfil.",
        "user": user.to_document(name.as_deref()),
        "required": ["birthdate"],
    });
    Ok((cookies, Json(answer)).into_response())
}

/// Starts a session and hands out the three cookies. A device that is known keeps its id.
async fn log_in(app: &App, user: &User, headers: &HeaderMap) -> Result<HeaderMap, ApiError> {
    let known = cookies::get(headers, cookies::DEVICE).and_then(|id| Uuid::parse_str(id).ok());
    let device = known.unwrap_or_else(Uuid::new_v4).to_string();
    let session = Uuid::new_v4().to_string();
    let row = (session.clone(), user.id.clone(), device.clone());
    app.db.call(move |db| sessions::start(db, &row.0, &row.1, &row.2)).await?;
    let mut set = HeaderMap::new();
    cookies::set(&mut set, &app.cookies.access(&app.tokens.sign_access(&user.id, &user.email)?));
    cookies::set(&mut set, &app.cookies.refresh(&app.tokens.sign_refresh(&user.id, &session)?));
    cookies::set(&mut set, &app.cookies.device(&device));
    Ok(set)
}

async fn refresh(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, ApiError> {
    let token = cookies::get(&headers, cookies::REFRESH);
    let token = token.ok_or(ApiError::Unauthorized("Missing refresh token"))?;
    let claims = app.tokens.read_refresh(token).map_err(|_| ApiError::Forbidden("Invalid refresh token"))?;
    let (Some(id), Some(session)) = (claims.id, claims.sid) else {
        return Err(ApiError::Forbidden("Invalid token format"));
    };
    let (user, live) =
        app.db.call(move |db| Ok((users::by_id(db, &id)?, sessions::is_live(db, &session, &id)?))).await?;
    let user = user.ok_or(ApiError::Forbidden("User not found"))?;
    if !live {
        return Err(ApiError::Forbidden("Session revoked"));
    }
    let mut set = HeaderMap::new();
    cookies::set(&mut set, &app.cookies.access(&app.tokens.sign_access(&user.id, &user.email)?));
    Ok((set, Json(json!({ "message": "Token refreshed" }))).into_response())
}

async fn logout(
    State(app): State<Arc<App>>,
    Caller(_): Caller,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    if let Some(session) = current_session(&app, &headers) {
        app.db.call(move |db| sessions::revoke(db, &session)).await?;
    }
    let mut set = HeaderMap::new();
    for cookie in app.cookies.forget() {
        cookies::set(&mut set, &cookie);
    }
    Ok((set, Json(json!({ "message": "Sesión cerrada exitosamente" }))).into_response())
}

/// The session whose refresh token came along.
pub(super) fn current_session(app: &App, headers: &HeaderMap) -> Option<String> {
    app.tokens.read_refresh(cookies::get(headers, cookies::REFRESH)?).ok()?.sid
}

async fn recover(State(app): State<Arc<App>>, body: Body) -> Result<Response, ApiError> {
    let email = body.text("email").map(|email| validate::address(app.quirks, &email.to_lowercase()));
    let email = email.ok_or(ApiError::BadRequest("El email es requerido"))?;
    let Some(user) = app.db.call(move |db| users::by_email(db, &email)).await? else {
        let answer = json!({ "message": "Si el correo es válido, recibirá instrucciones" });
        return Ok((StatusCode::ACCEPTED, Json(answer)).into_response());
    };
    let token = secrets::random();
    let row = (secrets::fingerprint(&token), user.id.clone(), clock::now_ms() + RESET_MS);
    app.db.call(move |db| sessions::store_reset(db, &row.0, &row.1, row.2)).await?;
    let link = format!("{}/restablecer?token={token}", app.frontend_url);
    outbox::post(&app.outbox, &user.email, "Restablecer contraseña", &link).await?;
    Ok(Json(json!({ "message": "Revisa tu correo para continuar" })).into_response())
}

async fn reset(
    State(app): State<Arc<App>>,
    extract::Path(token): extract::Path<String>,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    let (Some(password), Some(confirm)) = (body.verbatim("password"), body.verbatim("confirmPassword"))
    else {
        return Err(ApiError::BadRequest("La contraseña y confirmación son requeridas"));
    };
    if password != confirm {
        return Err(ApiError::Rejected("Las contraseñas no coinciden"));
    }
    passwords::check_strength(password).map_err(ApiError::Rejected)?;
    let fingerprint = secrets::fingerprint(&token);
    let user = app.db.call(move |db| sessions::take_reset(db, &fingerprint)).await?;
    let user = user.ok_or(ApiError::Rejected("Token inválido o expirado"))?;
    set_password(&app, user, password.to_owned(), None).await?;
    Ok(Json(json!({ "message": "Contraseña actualizada correctamente" })))
}

/// Ends every session of the person but one: whoever knew the old password is out.
pub(super) async fn set_password(
    app: &App,
    user: String,
    password: String,
    keep: Option<String>,
) -> Result<(), ApiError> {
    let hash = app.passwords.hash(password).await?;
    let all_go_on = app.quirks.has(Quirk::SessionsOutlivePasswords);
    app.db
        .call(move |db| {
            users::set_password(db, &user, &hash)?;
            if all_go_on { Ok(()) } else { sessions::revoke_all(db, &user, keep.as_deref()) }
        })
        .await?;
    Ok(())
}
