//! Who is signed in, from one page to the next, and what proves it to sockets. All that a meeting needs of this folder.

use charlaton_contract::{UserId, read::Read, rest::User};
use charlaton_json::Value;
use wasm_bindgen::JsCast;

use crate::{
    lib::{
        clock::unix_seconds,
        firebase::Session,
        storage::Store,
        token::{self, Claims},
    },
    services::{Api, ApiError, http::Method, user},
};

/// Where the signed-in user's id is kept for servers whose cookies script may not read.
const STORED_USER: &str = "charlaton.user";

/// Who was signed in before this page was loaded. `Ok(None)` is nobody.
///
/// # Errors
/// When the server cannot be asked: then nobody knows.
pub async fn restore(api: &Api) -> Result<Option<User>, ApiError> {
    let claims = claims();
    let id = match &claims {
        Some(claims) => UserId::parse(&claims.id).ok(),
        None => Store::Local.get(STORED_USER).and_then(|id| UserId::read(&id)),
    };
    let mut found = None;
    if let Some(id) = id {
        found = nobody_if_gone(known(api, &id, claims).await)?;
        // With cookies that script may not read, sockets are shown what Firebase gives; without it one could see one's
        // rooms and enter none.
        if found.is_some()
            && api.firebase().is_some_and(|firebase| firebase.session().is_none())
            && cookie().is_none()
        {
            return Ok(None);
        }
    }
    let session = api.firebase().and_then(|firebase| firebase.session());
    if let (None, Some(session)) = (&found, session) {
        found = nobody_if_gone(of_session(api, &session).await)?;
        found.iter().for_each(remember);
    }
    Ok(found)
}

async fn known(api: &Api, id: &UserId, claims: Option<Claims>) -> Result<User, ApiError> {
    if !claims.is_some_and(|claims| claims.is_fresh(unix_seconds())) {
        api.refresh().await?;
    }
    user::by_id(api, id).await
}

/// Whose session this is. The REST service has the uid for a document id only where one signed up with it.
pub(super) async fn of_session(api: &Api, session: &Session) -> Result<User, ApiError> {
    if let Ok(id) = UserId::parse(&session.uid) {
        match user::by_id(api, &id).await {
            Err(error) if error.is_not_found() => {}
            by_uid => return by_uid,
        }
    }
    user::by_email(api, &session.email).await
}

fn nobody_if_gone(user: Result<User, ApiError>) -> Result<Option<User>, ApiError> {
    match user {
        Ok(user) => Ok(Some(user)),
        Err(error) if error.requires_sign_in() || error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// The token for a socket's handshake: the readable `AccessToken` cookie, made fresh first if need be, else Firebase's ID
/// token. Asked anew for every CONNECT.
pub async fn access_token(api: &Api) -> Option<String> {
    if let Some((token, claims)) = cookie()
        && claims.is_fresh(unix_seconds())
    {
        return Some(token);
    }
    let firebase = api.firebase().filter(|firebase| firebase.session().is_some());
    // Where script may not read the cookie, a new one would be no use to a socket.
    if claims().is_some() || firebase.is_none() {
        let refreshed = api.refresh().await;
        // It has just been made, whatever this device's clock thinks of it.
        if let (Ok(()), Some((token, _))) = (refreshed, cookie()) {
            return Some(token);
        }
    }
    Some(firebase?.fresh().await.ok()?.id_token)
}

/// Another token for sockets, when they refused the one that [`access_token`] gave.
///
/// # Errors
/// [`ApiError::SignInNeeded`] or [`ApiError::NoSocketToken`] when there is none; other errors say that nobody knows.
pub async fn renew_token(api: &Api) -> Result<(), ApiError> {
    let firebase = api.firebase().filter(|firebase| firebase.session().is_some());
    if claims().is_some() || firebase.is_none() {
        api.refresh().await?;
    }
    match firebase {
        // A new cookie is of use only where script may read it.
        Some(firebase) if cookie().is_none() => {
            firebase.refresh().await.map(drop).map_err(ApiError::without_token)
        }
        Some(_) | None => socket_proof(api),
    }
}

/// Whether there is anything that [`access_token`] could give.
///
/// # Errors
/// [`ApiError::SignInNeeded`] when there would be after signing in, [`ApiError::NoSocketToken`] when there never is.
pub fn socket_proof(api: &Api) -> Result<(), ApiError> {
    proof(cookie().is_some(), api.firebase().map(|firebase| firebase.session().is_some()))
}

/// `cookie` says whether script may read one, `firebase` of a project whether anybody is signed in.
fn proof(cookie: bool, firebase: Option<bool>) -> Result<(), ApiError> {
    match (cookie, firebase) {
        (true, _) | (_, Some(true)) => Ok(()),
        (false, None) => Err(ApiError::NoSocketToken),
        (false, Some(false)) => Err(ApiError::SignInNeeded),
    }
}

/// Signs out here and at Firebase, and at the server if it can be reached.
pub async fn log_out(api: &Api) {
    sign_out(api);
    // Signed out is what was asked for; a server that cannot be told forgets the session by itself.
    let _ = api.request::<Value>(Method::Post, "/auth/logout", None).await;
}

/// Nobody is signed in in this browser any more.
pub(super) fn sign_out(api: &Api) {
    Store::Local.delete(STORED_USER);
    if let Some(firebase) = api.firebase() {
        firebase.sign_out();
    }
}

pub(super) fn remember(user: &User) {
    // Without storage one is signed in all the same, just not after a reload.
    Store::Local.set(STORED_USER, &user.id.as_str().into());
}

/// The token in the cookie, when script may read it.
fn cookie() -> Option<(String, Claims)> {
    let document = web_sys::window()?.document()?.dyn_into::<web_sys::HtmlDocument>().ok()?;
    let cookies = document.cookie().ok()?;
    let jwt = token::in_cookies(&cookies)?;
    Some((jwt.to_owned(), token::claims(jwt)?))
}

fn claims() -> Option<Claims> {
    cookie().map(|(_, claims)| claims)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_that_nobody_can_read_is_no_proof() {
        assert_eq!(proof(false, None), Err(ApiError::NoSocketToken));
        assert_eq!(proof(false, Some(false)), Err(ApiError::SignInNeeded));
        assert_eq!(proof(false, Some(true)), Ok(()));
        assert_eq!(proof(true, None), Ok(()));
        assert_eq!(proof(true, Some(false)), Ok(()));
    }
}
