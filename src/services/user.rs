//! `/user`: people.

use charlaton_contract::{UserId, rest::User};

use super::{Api, ApiError, http::Method};

/// A user by document id.
///
/// # Errors
/// As every request; [`ApiError::is_not_found`] when there is none.
pub async fn by_id(api: &Api, id: &UserId) -> Result<User, ApiError> {
    let id = js_sys::encode_uri_component(id.as_str());
    api.request(Method::Get, &format!("/user/{id}"), None).await
}
