//! `/connection`: who is in which room, as REST tells it to people who are not inside.

use charlaton_contract::{RoomId, rest::Connection};

use super::{Api, ApiError, http::Method};

/// The people who are in a room now, each once.
///
/// # Errors
/// As every request.
pub async fn inside(api: &Api, room: &RoomId) -> Result<Vec<Connection>, ApiError> {
    let mut people: Vec<Connection> =
        api.request(Method::Get, &format!("/connection/room/{room}"), None).await?;
    let mut seen = Vec::new();
    people.retain(|person| {
        let new = !seen.contains(&person.user_id);
        seen.push(person.user_id.clone());
        new
    });
    Ok(people)
}
