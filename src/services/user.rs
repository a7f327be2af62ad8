//! `/user`: people.

use charlaton_contract::{
    UserId,
    read::Read,
    rest::{Timestamp, User},
};
use charlaton_json::{Value, json};

use super::{Api, ApiError, http::Method};

/// As many as one looks through.
const MOST_FOUND: usize = 8;

/// A user by document id.
///
/// # Errors
/// As every request; [`ApiError::is_not_found`] when there is none.
pub async fn by_id(api: &Api, id: &UserId) -> Result<User, ApiError> {
    api.request(Method::Get, &format!("/user/{}", encoded(id.as_str())), None).await
}

/// A user by e-mail, as it is stored.
///
/// # Errors
/// As [`by_id`].
pub async fn by_email(api: &Api, email: &str) -> Result<User, ApiError> {
    api.request(Method::Get, &format!("/user?email={}", encoded(email)), None).await
}

/// Those whose name or e-mail contains `text`. The existing service answers with everybody, so they are looked through
/// here as well.
///
/// # Errors
/// As every request.
pub async fn search(api: &Api, text: &str) -> Result<Vec<User>, ApiError> {
    let mut found: Vec<User> =
        api.request(Method::Get, &format!("/user?search={}", encoded(text)), None).await?;
    found.retain(|user| is_meant(user, text));
    found.truncate(MOST_FOUND);
    Ok(found)
}

fn is_meant(user: &User, text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let contains = |field: &str| field.to_lowercase().contains(&text);
    !text.is_empty() && (contains(&user.email) || user.nickname.as_deref().is_some_and(contains))
}

/// What somebody has said about themselves besides, as far as it is known.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Details {
    /// In years.
    pub age: Option<u32>,
    /// When the account was made.
    pub since: Option<Timestamp>,
}

impl Read for Details {
    fn read(value: &Value) -> Option<Self> {
        let age = value.get("edad").and_then(|age| age.as_u64().or_else(|| age.as_str()?.parse().ok()));
        let age = age.and_then(|age| u32::try_from(age).ok());
        Some(Self { age, since: value.get("createdAt").and_then(Timestamp::read) })
    }
}

/// What is known of oneself beyond a name.
///
/// # Errors
/// As every request.
pub async fn details(api: &Api, id: &UserId) -> Result<Details, ApiError> {
    api.request(Method::Get, &format!("/user/{}", encoded(id.as_str())), None).await
}

/// Gives oneself another name and, unless it is left out, another age.
///
/// # Errors
/// As every request.
pub async fn change(api: &Api, id: &UserId, nickname: &str, age: Option<u32>) -> Result<User, ApiError> {
    let body = match age {
        Some(age) => json!({ "nickname": nickname, "edad": age }),
        None => json!({ "nickname": nickname }),
    };
    api.request(Method::Put, &format!("/user/{}", encoded(id.as_str())), Some(body)).await
}

/// Gives oneself another password. The service does not ask for the old one.
///
/// # Errors
/// As every request.
pub async fn set_password(api: &Api, id: &UserId, password: &str) -> Result<(), ApiError> {
    let body = json!({ "password": password, "confirmPassword": password });
    let path = format!("/user/password/{}", encoded(id.as_str()));
    api.request::<Value>(Method::Put, &path, Some(body)).await.map(drop)
}

/// Deletes oneself.
///
/// # Errors
/// As every request.
pub async fn delete(api: &Api, id: &UserId) -> Result<(), ApiError> {
    api.request::<Value>(Method::Delete, &format!("/user/{}", encoded(id.as_str())), None).await.map(drop)
}

fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_a_number_or_one_in_letters() {
        let of = |value: &Value| Details::read(value).unwrap();
        assert_eq!(of(&json!({ "edad": 30 })).age, Some(30));
        assert_eq!(of(&json!({ "edad": "31" })).age, Some(31));
        assert_eq!(of(&json!({ "edad": null, "createdAt": null })), Details::default());
        let known = of(&json!({ "edad": "?", "createdAt": { "_seconds": 7, "_nanoseconds": 0 } }));
        assert_eq!(
            known,
            Details { age: None, since: Some(Timestamp::Firestore { seconds: 7, nanoseconds: 0 }) }
        );
    }

    #[test]
    fn people_are_meant_by_a_part_of_name_or_address() {
        let user = User {
            id: UserId::parse("u1").unwrap(),
            email: "ana@example.com".into(),
            nickname: Some("Ñandú".into()),
        };
        for text in ["ana", " EXAMPLE", "ñan"] {
            assert!(is_meant(&user, text), "{text}");
        }
        for text in ["", "  ", "luis"] {
            assert!(!is_meant(&user, text), "{text}");
        }
    }
}
