//! One's own account.

use charlaton_contract::rest::User;

use super::{
    AuthError,
    session::sign_out,
    sign_in::{at_firebase, by_password},
};
use crate::{
    lib::firebase::{FirebaseError, account},
    services::{Api, user},
};

/// Changes what others call somebody and, unless it is left out, the age.
///
/// # Errors
/// As every request.
pub async fn rename(api: &Api, user: &User, nickname: &str, age: Option<u32>) -> Result<User, AuthError> {
    Ok(user::change(api, &user.id, nickname, age).await?)
}

/// Whether one signs in by a password; those who come by Google or GitHub have none.
///
/// # Errors
/// When Firebase cannot be asked.
pub async fn has_password(api: &Api) -> Result<bool, AuthError> {
    let Some(firebase) = api.firebase() else { return Ok(true) };
    match firebase.fresh().await {
        Ok(session) => Ok(account::lookup(firebase, &session.id_token).await?.has_password),
        // Signed in by cookies alone.
        Err(FirebaseError::SignInNeeded) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

/// Deletes the account at both ends, for whoever knows its password, and signs out. `None` is for accounts without one.
///
/// # Errors
/// As every request; see [`AuthError::is_wrong_credentials`].
pub async fn delete_account(api: &Api, user: &User, password: Option<&str>) -> Result<(), AuthError> {
    let session = match (api.firebase(), password) {
        (None, None) => None,
        (None, Some(password)) => {
            by_password(api, &user.email, password).await?;
            None
        }
        (Some(firebase), None) => Some((firebase, firebase.fresh().await?)),
        (Some(firebase), Some(password)) => {
            let address = firebase.session().map_or_else(|| user.email.clone(), |session| session.email);
            Some((firebase, at_firebase(firebase, &address, password).await?))
        }
    };
    user::delete(api, &user.id).await?;
    if let Some((firebase, session)) = session {
        // The service deletes this end as well, where it may. Without a password Firebase may want a newer sign-in: the
        // person is gone all the same.
        let _ = account::delete(firebase, &session).await;
    }
    sign_out(api);
    Ok(())
}
