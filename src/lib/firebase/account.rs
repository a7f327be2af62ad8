//! Accounts: made, proved, changed and deleted. What is kept of them is the caller's choice, see [`Client::keep`].

use charlaton_contract::read::{Read, field};
use charlaton_json::{Value, json};

use super::{Client, FirebaseError, Session};

/// A new account.
///
/// # Errors
/// [`FirebaseError::EmailTaken`], [`FirebaseError::WeakPassword`], …
pub async fn sign_up(client: &Client, email: &str, password: &str) -> Result<Session, FirebaseError> {
    client.session_by("signUp", &credentials(email, password), email).await
}

/// Who has this e-mail and password.
///
/// # Errors
/// [`FirebaseError::WrongCredentials`], [`FirebaseError::TooManyAttempts`], …
pub async fn sign_in(client: &Client, email: &str, password: &str) -> Result<Session, FirebaseError> {
    client.session_by("signInWithPassword", &credentials(email, password), email).await
}

/// What Firebase knows of whoever has this ID token.
///
/// # Errors
/// As every request.
pub async fn lookup(client: &Client, id_token: &str) -> Result<Profile, FirebaseError> {
    client.call("lookup", &json!({ "idToken": id_token })).await
}

/// Sends a mail with a code to choose a new password by.
///
/// # Errors
/// [`FirebaseError::WrongCredentials`] when there is no such account; most projects do not say.
pub async fn send_reset_mail(client: &Client, email: &str) -> Result<(), FirebaseError> {
    let body = json!({ "requestType": "PASSWORD_RESET", "email": email });
    client.call::<Value>("sendOobCode", &body).await.map(drop)
}

/// Whose password a mailed code changes. It stays good.
///
/// # Errors
/// [`FirebaseError::CodeExpired`], [`FirebaseError::CodeInvalid`], …
pub async fn check_code(client: &Client, code: &str) -> Result<String, FirebaseError> {
    let answer: CodeOwner = client.call("resetPassword", &json!({ "oobCode": code })).await?;
    answer.0.ok_or(FirebaseError::CodeInvalid)
}

/// Sets a new password by a mailed code, which is used up.
///
/// # Errors
/// As [`check_code`], and [`FirebaseError::WeakPassword`].
pub async fn reset_password(client: &Client, code: &str, password: &str) -> Result<(), FirebaseError> {
    let body = json!({ "oobCode": code, "newPassword": password });
    client.call::<Value>("resetPassword", &body).await.map(drop)
}

/// Sets a new password. All tokens there were are void; the answer has new ones.
///
/// # Errors
/// [`FirebaseError::NeedsRecentLogin`], [`FirebaseError::WeakPassword`], …
pub async fn update_password(
    client: &Client,
    session: &Session,
    password: &str,
) -> Result<Session, FirebaseError> {
    let body = json!({
        "idToken": session.id_token.as_str(), "password": password, "returnSecureToken": true,
    });
    client.session_by("update", &body, &session.email).await
}

/// Deletes the account. One that is gone already is no failure.
///
/// # Errors
/// [`FirebaseError::NeedsRecentLogin`], …
pub async fn delete(client: &Client, session: &Session) -> Result<(), FirebaseError> {
    let body = json!({ "idToken": session.id_token.as_str() });
    match client.call::<Value>("delete", &body).await {
        Ok(_) | Err(FirebaseError::SignInNeeded) => Ok(()),
        Err(error) => Err(error),
    }
}

/// An account, as far as it matters here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Firebase's id.
    pub uid: String,
    /// As Firebase stores it.
    pub email: String,
    /// Whether it signs in by a password. Others come by Google or GitHub alone.
    pub has_password: bool,
}

impl Read for Profile {
    fn read(answer: &Value) -> Option<Self> {
        let user = answer.get("users")?.as_array()?.first()?;
        let providers = user.get("providerUserInfo").and_then(Value::as_array).unwrap_or_default();
        let by_password = |provider: &Value| provider.get("providerId")?.as_str().map(|id| id == "password");
        Some(Self {
            uid: field(user, "localId")?,
            email: field(user, "email").unwrap_or_default(),
            has_password: providers.iter().any(|provider| by_password(provider) == Some(true)),
        })
    }
}

/// The address a code belongs to; none when the code is for something else.
struct CodeOwner(Option<String>);

impl Read for CodeOwner {
    fn read(answer: &Value) -> Option<Self> {
        let email = field(answer, "email")?;
        let kind: String = field(answer, "requestType")?;
        Some(Self((kind == "PASSWORD_RESET").then_some(email)))
    }
}

fn credentials(email: &str, password: &str) -> Value {
    json!({ "email": email, "password": password, "returnSecureToken": true })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use charlaton_json::parse;

    use super::*;

    #[test]
    fn an_account_without_a_password_is_known() {
        let read = |providers: &str| {
            let answer = format!(
                r#"{{"kind":"identitytoolkit#GetAccountInfoResponse","users":[{{"localId":"u1","email":"a@b.co",
                "emailVerified":false,"providerUserInfo":{providers},"validSince":"1"}}]}}"#
            );
            Profile::read(&parse(&answer).unwrap()).unwrap().has_password
        };
        assert!(read(r#"[{"providerId":"google.com"},{"providerId":"password","federatedId":"a@b.co"}]"#));
        assert!(!read(r#"[{"providerId":"google.com","federatedId":"7"}]"#));
        assert!(!read("null"));
        assert_eq!(Profile::read(&parse(r#"{"users":[]}"#).unwrap()), None);
    }

    #[test]
    fn a_code_for_something_else_changes_no_password() {
        let owner = |kind: &str| {
            let answer = format!(r#"{{"email":"a@b.co","requestType":"{kind}"}}"#);
            CodeOwner::read(&parse(&answer).unwrap()).and_then(|owner| owner.0)
        };
        assert_eq!(owner("PASSWORD_RESET").as_deref(), Some("a@b.co"));
        assert_eq!(owner("VERIFY_EMAIL"), None);
    }
}
