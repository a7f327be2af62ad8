//! Forgotten and changed passwords.

use charlaton_contract::rest::User;
use charlaton_json::{Value, json};

use super::{
    AuthError, addresses,
    sign_in::{at_firebase, by_password},
};
use crate::{
    lib::firebase::{FirebaseError, account},
    services::{Api, http::Method, user},
};

/// Has mails sent that lead to a new password. Whether there is such an account is not said.
///
/// # Errors
/// As every request.
pub async fn recover(api: &Api, address: &str) -> Result<(), AuthError> {
    for stored in addresses::stored(address) {
        let body = json!({ "email": stored.as_str() });
        api.request_plain::<Value>(Method::Post, "/auth/recover", Some(body)).await?;
        if let Some(firebase) = api.firebase() {
            match account::send_reset_mail(firebase, &stored).await {
                Ok(()) | Err(FirebaseError::WrongCredentials) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(())
}

/// Whose password a code of Firebase's mail changes.
///
/// # Errors
/// [`FirebaseError::CodeExpired`], [`FirebaseError::CodeInvalid`], …
pub async fn check_code(api: &Api, code: &str) -> Result<String, AuthError> {
    let firebase = api.firebase().ok_or(FirebaseError::NotOffered)?;
    Ok(account::check_code(firebase, code).await?)
}

/// Sets a password by a code of Firebase's mail. The REST service gets it at the next sign-in.
///
/// # Errors
/// As [`check_code`], and [`FirebaseError::WeakPassword`].
pub async fn reset_by_code(api: &Api, code: &str, password: &str) -> Result<(), AuthError> {
    let firebase = api.firebase().ok_or(FirebaseError::NotOffered)?;
    Ok(account::reset_password(firebase, code, password).await?)
}

/// Sets a password by a token of the REST service's mail. Firebase does not hear of it.
///
/// # Errors
/// A refusal with status 400 when the token is used or too old.
pub async fn reset_by_token(api: &Api, token: &str, password: &str) -> Result<(), AuthError> {
    let path = format!("/auth/reset/{}", String::from(js_sys::encode_uri_component(token)));
    let body = json!({ "password": password, "confirmPassword": password });
    api.request_plain::<Value>(Method::Post, &path, Some(body)).await?;
    Ok(())
}

/// Sets a new password for whoever knows the present one.
///
/// # Errors
/// As every request; see [`AuthError::is_wrong_credentials`].
pub async fn change_password(api: &Api, user: &User, present: &str, new: &str) -> Result<(), AuthError> {
    match api.firebase() {
        None => drop(by_password(api, &user.email, present).await?),
        Some(firebase) => {
            // Firebase changes it for those alone who have just signed in.
            let address = firebase.session().map_or_else(|| user.email.clone(), |session| session.email);
            let session = at_firebase(firebase, &address, present).await?;
            let session = account::update_password(firebase, &session, new).await?;
            firebase.keep(&session);
        }
    }
    Ok(user::set_password(api, &user.id, new).await?)
}

/// What the REST service's mailed link asks of a password; the other ways ask for six characters.
#[must_use]
pub fn is_strong(password: &str) -> bool {
    const SIGNS: &[u8] = b"@$!%*?&#.";
    let has = |is: fn(&u8) -> bool| password.bytes().any(|byte| is(&byte));
    password.len() >= 8
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_digit)
        && password.bytes().any(|byte| SIGNS.contains(&byte))
        && password.bytes().all(|byte| byte.is_ascii_alphanumeric() || SIGNS.contains(&byte))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_strong_password_has_one_of_each() {
        for strong in ["Abcdef1.", "xY3$xY3$", "1234567aA#"] {
            assert!(is_strong(strong), "{strong}");
        }
        for weak in ["Abcde1.", "abcdef1.", "ABCDEF1.", "Abcdefg.", "Abcdefg1", "Abcdef1. ", "Ábcdef1.", ""]
        {
            assert!(!is_strong(weak), "{weak}");
        }
    }
}
