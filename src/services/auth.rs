//! `/auth`: accounts and tokens.

use charlaton_contract::{
    UserId,
    read::Read,
    rest::{Signed, User},
};
use charlaton_json::{Object, Value, json};
use wasm_bindgen::JsCast;

use super::{Api, ApiError, http::Method};
use crate::lib::{storage::Store, token};

/// Where the signed-in user's id is kept for servers whose cookies script may not read.
const STORED_USER: &str = "charlaton.user";

/// A new account, signed in at once.
///
/// # Errors
/// As every request; validators' words come in [`ApiError::Refused`].
pub async fn sign_up(
    api: &Api,
    email: &str,
    password: &str,
    nickname: &str,
    edad: u32,
) -> Result<User, ApiError> {
    let mut body = Object::new();
    body.insert("email", email.into());
    body.insert("password", password.into());
    body.insert("confirmPassword", password.into());
    body.insert("edad", edad.into());
    // The services refuse an empty or null nickname, so an absent one is absent.
    if !nickname.is_empty() {
        body.insert("nickname", nickname.into());
    }
    let signed: Signed = api.request_plain(Method::Post, "/auth/signup", Some(body.into())).await?;
    remember(&signed.user);
    Ok(signed.user)
}

/// Signs in.
///
/// # Errors
/// As every request; 401 is a wrong e-mail or password.
pub async fn log_in(api: &Api, email: &str, password: &str) -> Result<User, ApiError> {
    let body = json!({ "email": email, "password": password });
    let signed: Signed = api.request_plain(Method::Post, "/auth/login", Some(body)).await?;
    remember(&signed.user);
    Ok(signed.user)
}

/// Signs out here, and at the server if it can be reached.
pub async fn log_out(api: &Api) {
    Store::Local.delete(STORED_USER);
    // Signed out is what was asked for; a server that cannot be told forgets the session by itself.
    let _ = api.request::<Value>(Method::Post, "/auth/logout", None).await;
}

/// Who was signed in before this page was loaded. `Ok(None)` is nobody.
///
/// # Errors
/// When the server cannot be asked: then nobody knows.
pub async fn restore(api: &Api) -> Result<Option<User>, ApiError> {
    let claims = cookies().as_deref().and_then(token::in_cookies).and_then(token::claims);
    let id = match &claims {
        Some(claims) => UserId::parse(&claims.id).ok(),
        None => Store::Local.get(STORED_USER).and_then(|id| UserId::read(&id)),
    };
    let Some(id) = id else { return Ok(None) };
    let user = async {
        if !claims.is_some_and(|claims| claims.is_fresh(now())) {
            api.refresh().await?;
        }
        super::user::by_id(api, &id).await
    };
    match user.await {
        Ok(user) => Ok(Some(user)),
        Err(error) if error.requires_sign_in() || error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// The token for a socket's handshake: the readable `AccessToken` cookie, made fresh first if need be. Asked anew for
/// every CONNECT.
pub async fn access_token(api: &Api) -> Option<String> {
    if let Some(token) = fresh_cookie() {
        return Some(token);
    }
    api.refresh().await.ok()?;
    fresh_cookie()
}

fn fresh_cookie() -> Option<String> {
    let cookies = cookies()?;
    let jwt = token::in_cookies(&cookies)?;
    token::claims(jwt)?.is_fresh(now()).then(|| jwt.to_owned())
}

fn remember(user: &User) {
    // Without storage one is signed in all the same, just not after a reload.
    Store::Local.set(STORED_USER, &user.id.as_str().into());
}

fn cookies() -> Option<String> {
    let document = web_sys::window()?.document()?.dyn_into::<web_sys::HtmlDocument>().ok()?;
    document.cookie().ok()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds since 1970 fit")]
fn now() -> u64 {
    (js_sys::Date::now() / 1000.0) as u64
}
