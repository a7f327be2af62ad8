//! Signing up, in and out (contract, section 1.4).

use std::{path::Path, sync::Arc};

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
    App,
    auth::{cookies, passwords, secrets},
    clock,
    db::{
        sessions,
        users::{self, User},
    },
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
    let account = NewAccount::parse(&body, "Email, password and edad are required")?;
    let user = create(&app, account).await?;
    let cookies = log_in(&app, &user, &headers).await?;
    let answer = json!({ "message": "Usuario creado exitosamente", "user": user.to_wire() });
    Ok((StatusCode::CREATED, cookies, Json(answer)).into_response())
}

/// Makes the account. `rolId` of the contract is not read: nobody chooses their own role.
pub(super) async fn create(app: &App, account: NewAccount) -> Result<User, ApiError> {
    let now = clock::now_ms();
    let user = User {
        id: account.id.clone().unwrap_or_else(|| Uuid::new_v4().to_string()),
        uid: account.id,
        email: account.email,
        nickname: account.nickname,
        age: Some(account.age),
        role: "user".into(),
        password_hash: app.passwords.hash(account.password).await?,
        created_at: now,
        updated_at: now,
    };
    let row = user.clone();
    app.db.call(move |db| users::insert(db, &row)).await??;
    Ok(user)
}

async fn login(State(app): State<Arc<App>>, headers: HeaderMap, body: Body) -> Result<Response, ApiError> {
    let (email, password) = validate::credentials(&body)?;
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

/// This installation knows no identity provider, so no token of one can be good.
async fn oauth(body: Body) -> Result<Response, ApiError> {
    validate::credentials(&body)?;
    Err(ApiError::Unauthorized("Error al iniciar sesión con OAuth"))
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
    let email = body.text("email").map(validate::normalize_email);
    let email = email.ok_or(ApiError::BadRequest("El email es requerido"))?;
    let Some(user) = app.db.call(move |db| users::by_email(db, &email)).await? else {
        let answer = json!({ "message": "Si el correo es válido, recibirá instrucciones" });
        return Ok((StatusCode::ACCEPTED, Json(answer)).into_response());
    };
    let token = secrets::random();
    let row = (secrets::fingerprint(&token), user.id.clone(), clock::now_ms() + RESET_MS);
    app.db.call(move |db| sessions::store_reset(db, &row.0, &row.1, row.2)).await?;
    let link = format!("{}/restablecer?token={token}", app.frontend_url);
    let outbox = app.outbox.clone();
    let posted = tokio::task::spawn_blocking(move || post_mail(&outbox, &user.email, &link)).await;
    posted.map_err(|error| ApiError::Internal(Box::new(error)))??;
    Ok(Json(json!({ "message": "Revisa tu correo para continuar" })).into_response())
}

/// There is no mail server in this program: the mail is a file that the operator, or a script of theirs, sends on.
fn post_mail(outbox: &Path, email: &str, link: &str) -> std::io::Result<()> {
    std::fs::create_dir_all(outbox)?;
    let path = outbox.join(format!("{}-{}.txt", clock::now_ms(), Uuid::new_v4()));
    secrets::write_private(&path, &format!("To: {email}\nSubject: Restablecer contraseña\n\n{link}\n"))
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
    let hash = app.passwords.hash(password.to_owned()).await?;
    app.db
        .call(move |db| {
            users::set_password(db, &user, &hash)?;
            sessions::revoke_all(db, &user, None)
        })
        .await?;
    Ok(Json(json!({ "message": "Contraseña actualizada correctamente" })))
}
