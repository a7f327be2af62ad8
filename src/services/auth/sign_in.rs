//! Signing up and signing in.

use charlaton_contract::{
    UserId,
    email::normalized,
    read::{Read, field},
    rest::{Signed, User},
};
use charlaton_json::{Object, Value, json};

use super::{
    AuthError, addresses,
    error::is_unauthorised,
    session::{of_session, remember, sign_out},
};
use crate::{
    lib::firebase::{
        Client, FirebaseError, Session, account,
        oauth::{self, Provider},
    },
    services::{
        Api, ApiError,
        http::{Method, accepted, understood},
        user,
    },
};

/// What one signs up with.
#[derive(Clone, Copy)]
pub struct NewAccount<'a> {
    /// In lower case.
    pub email: &'a str,
    /// At least six characters.
    pub password: &'a str,
    /// What others call them; empty is none.
    pub nickname: &'a str,
    /// Years.
    pub age: u32,
}

/// Without the password.
impl std::fmt::Debug for NewAccount<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewAccount").field("email", &self.email).finish_non_exhaustive()
    }
}

/// A new account, signed in at once. Its address may be stored in another form than it was given.
///
/// # Errors
/// As every request; validators' words come in [`ApiError::Refused`].
pub async fn sign_up(api: &Api, account: NewAccount<'_>) -> Result<User, AuthError> {
    let Some(firebase) = api.firebase() else {
        let user = new_user(api, account, None).await?;
        remember(&user);
        return Ok(user);
    };
    // Both ends store the same form, or one could not sign in with either.
    let email = normalized(account.email);
    let session = account::sign_up(firebase, &email, account.password).await?;
    match new_user(api, NewAccount { email: &email, ..account }, Some(&session.uid)).await {
        Ok(user) => Ok(signed_in(firebase, &session, user)),
        Err(error) => {
            // With half an account one could never sign up again. But perhaps the service has the other half, and only its
            // answer was lost: signing in shows it, and makes what is missing.
            if error.is_definite() {
                let _ = account::delete(firebase, &session).await;
            }
            Err(error.into())
        }
    }
}

async fn new_user(api: &Api, account: NewAccount<'_>, uid: Option<&str>) -> Result<User, ApiError> {
    let mut body = Object::new();
    body.insert("email", account.email.into());
    body.insert("password", account.password.into());
    body.insert("confirmPassword", account.password.into());
    body.insert("edad", account.age.into());
    // The services refuse an empty or null nickname, so an absent one is absent.
    if !account.nickname.is_empty() {
        body.insert("nickname", account.nickname.into());
    }
    if let Some(uid) = uid {
        body.insert("id", uid.into());
    }
    let signed: Signed = api.request_plain(Method::Post, "/auth/signup", Some(body.into())).await?;
    Ok(signed.user)
}

/// Signs in.
///
/// # Errors
/// As every request; see [`AuthError::is_wrong_credentials`].
pub async fn log_in(api: &Api, address: &str, password: &str) -> Result<User, AuthError> {
    let Some(firebase) = api.firebase() else {
        let user = by_password(api, address, password).await?;
        remember(&user);
        return Ok(user);
    };
    let session = at_firebase(firebase, address, password).await?;
    let user = match by_password(api, address, password).await {
        Err(error) if is_unauthorised(&error) => brought_into_step(api, &session, password).await,
        user => user,
    };
    entered(api, firebase, &session, user)
}

/// Signs in by a provider's window, which browsers open only in answer to a press.
///
/// # Errors
/// As every request, and what can go wrong with the window.
pub async fn sign_in_by(api: &Api, provider: Provider) -> Result<User, AuthError> {
    let firebase = api.firebase().ok_or(FirebaseError::NotOffered)?;
    let session = oauth::sign_in(firebase.project(), provider).await?;
    let user = vouched_for(api, &session).await;
    entered(api, firebase, &session, user)
}

/// The session at Firebase, tried under each form of the address.
pub(super) async fn at_firebase(
    firebase: &Client,
    address: &str,
    password: &str,
) -> Result<Session, FirebaseError> {
    let mut answer = Err(FirebaseError::WrongCredentials);
    for stored in addresses::stored(address) {
        answer = account::sign_in(firebase, &stored, password).await;
        if answer != Err(FirebaseError::WrongCredentials) {
            break;
        }
    }
    answer
}

/// Cookies of the REST service for a password, tried under each form of the address.
pub(super) async fn by_password(api: &Api, address: &str, password: &str) -> Result<User, ApiError> {
    let mut answer = Err(ApiError::Malformed);
    for stored in addresses::stored(address) {
        let body = json!({ "email": stored, "password": password });
        let signed = api.request_plain(Method::Post, "/auth/login", Some(body)).await;
        answer = signed.map(|signed: Signed| signed.user);
        match &answer {
            Err(error) if is_unauthorised(error) => {}
            _ => break,
        }
    }
    answer
}

/// The password was changed at Firebase alone, by a mailed code: the REST service lets the person in because Firebase
/// does, and gets the new password.
async fn brought_into_step(api: &Api, session: &Session, password: &str) -> Result<User, ApiError> {
    let user = vouched_for(api, session).await?;
    // One is signed in all the same; the next sign-in tries again.
    let _ = user::set_password(api, &user.id, password).await;
    Ok(user)
}

/// Cookies of the REST service because Firebase knows the person.
async fn vouched_for(api: &Api, session: &Session) -> Result<User, ApiError> {
    let (status, text) = api.enter(session).await?;
    let raw: RawUser = understood(&accepted(status, text)?)?;
    let user = match raw.id {
        None => of_session(api, session).await?,
        Some(id) => {
            User { id, email: raw.email.unwrap_or_else(|| session.email.clone()), nickname: raw.nickname }
        }
    };
    let Some(name) = missing_name(&user, raw.name) else { return Ok(user) };
    // The existing service keeps the name of whoever comes by Google where nobody asks for it. Who could not be given it
    // is signed in all the same; the next sign-in tries again.
    let _ = user::change(api, &user.id, &name, None).await;
    Ok(User { nickname: Some(name), ..user })
}

/// What others are to call `user`, who has not said.
fn missing_name(user: &User, name: Option<String>) -> Option<String> {
    let name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())?;
    user.nickname.as_deref().is_none_or(|nickname| nickname.trim().is_empty()).then_some(name)
}

/// What is read of an account as it is stored, which may hold the hash of its password.
#[derive(Debug, PartialEq)]
struct RawUser {
    /// The document's, where the service says it; `uid` is another.
    id: Option<UserId>,
    email: Option<String>,
    nickname: Option<String>,
    /// The identity provider's.
    name: Option<String>,
}

impl Read for RawUser {
    fn read(answer: &Value) -> Option<Self> {
        let user = answer.get("user")?;
        Some(Self {
            id: field(user, "id"),
            email: field(user, "email"),
            nickname: field(user, "nickname"),
            name: field(user, "name"),
        })
    }
}

fn entered(
    api: &Api,
    firebase: &Client,
    session: &Session,
    user: Result<User, ApiError>,
) -> Result<User, AuthError> {
    match user {
        Ok(user) => Ok(signed_in(firebase, session, user)),
        Err(error) => {
            // Firebase alone is no sign-in, and whoever was here before has been left.
            sign_out(api);
            Err(error.into())
        }
    }
}

fn signed_in(firebase: &Client, session: &Session, user: User) -> User {
    firebase.keep(session);
    remember(&user);
    user
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use charlaton_json::parse;

    use super::*;

    #[test]
    fn a_raw_account_is_read_for_four_fields() {
        let read = |user: &str| {
            let answer = format!(
                r#"{{"status":"profile_incomplete","message":"El usuario debe completar su perfil.","user":{user},"required":["birthdate"]}}"#
            );
            RawUser::read(&parse(&answer).unwrap())
        };
        let raw =
            r#"{"uid":"u1","email":"a@b.co","name":"Ana","password":"$2b$10$x","rolId":2,"createdAt":null}"#;
        let expected =
            RawUser { id: None, email: Some("a@b.co".into()), nickname: None, name: Some("Ana".into()) };
        assert_eq!(read(raw), Some(expected));
        let with_id = read(r#"{"id":"d1","uid":"u1","nickname":"Anita","name":null}"#).unwrap();
        assert_eq!((with_id.id.unwrap().as_str(), with_id.nickname.as_deref()), ("d1", Some("Anita")));
        assert_eq!(with_id.name, None);
        assert_eq!(RawUser::read(&parse("{}").unwrap()), None);
    }

    #[test]
    fn a_name_is_missing_where_nobody_has_said_it() {
        let missing = |nickname: Option<&str>, name: Option<&str>| {
            let id = UserId::parse("d1").unwrap();
            let user = User { id, email: "a@b.co".into(), nickname: nickname.map(Into::into) };
            missing_name(&user, name.map(Into::into))
        };
        assert_eq!(missing(None, Some(" Ana ")).as_deref(), Some("Ana"));
        assert_eq!(missing(Some(" "), Some("Ana")).as_deref(), Some("Ana"));
        assert_eq!(missing(Some("Anita"), Some("Ana")), None);
        assert_eq!(missing(None, Some(" ")), None);
        assert_eq!(missing(None, None), None);
    }

    #[test]
    fn passwords_stay_out_of_logs() {
        let account = NewAccount { email: "a@b.co", password: "secret", nickname: "", age: 30 };
        assert!(!format!("{account:?}").contains("secret"));
    }
}
