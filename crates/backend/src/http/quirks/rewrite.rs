//! Requests and answers that say the same in the old service's words.

use std::collections::HashMap;

use axum::{
    body::{Body, to_bytes},
    http::header,
    response::Response,
};
use serde_json::{Value, json};

use super::call::Call;
use crate::{
    App,
    db::{access, rooms},
};

/// A grant to whatever number the id is.
pub(super) fn to_number(call: &mut Call) {
    let body = call.body();
    let Some(user) = body.user_id("userId") else { return };
    let mut fields = body.into_fields();
    fields.insert("userId".into(), json!(access::number(user.as_str())));
    call.change(fields);
}

/// Ids of grants as the numbers they are; NaN is null in JSON.
pub(super) async fn grants(response: Response) -> Response {
    edit(response, |answer| {
        for grant in documents(answer) {
            for field in ["userId", "grantedBy"] {
                if let Some(id) = grant.get_mut(field) {
                    let number = access::number(id.as_str().unwrap_or_default());
                    *id = number.parse::<i64>().map_or(Value::Null, Value::from);
                }
            }
        }
    })
    .await
}

/// Messages as the first version of the service stores them.
pub(super) async fn messages(response: Response) -> Response {
    edit(response, |answer| {
        for message in documents(answer) {
            if let Some(fields) = message.as_object_mut() {
                fields.remove("user");
                fields.remove("createdAt");
            }
        }
    })
    .await
}

/// Rooms with their passwords.
pub(super) async fn passwords(app: &App, response: Response) -> Response {
    let Ok(passwords) = app.db.call(|db| rooms::passwords(db)).await else { return response };
    edit(response, |answer| {
        for room in documents(answer) {
            reveal(&passwords, room);
            for part in room.get_mut("subRooms").map(documents).into_iter().flatten() {
                reveal(&passwords, part);
            }
        }
    })
    .await
}

/// Rooms without what they can want of people.
pub(super) async fn plain_rooms(response: Response) -> Response {
    edit(response, |answer| {
        for room in documents(answer) {
            for part in room.get_mut("subRooms").map(documents).into_iter().flatten() {
                forget_wishes(part);
            }
            forget_wishes(room);
        }
    })
    .await
}

/// A room without the names of who was in it.
pub(super) async fn bare_stays(response: Response) -> Response {
    edit(response, |room| {
        for stay in room.get_mut("connections").map(documents).into_iter().flatten() {
            if let Some(fields) = stay.as_object_mut() {
                fields.remove("user");
            }
        }
    })
    .await
}

fn forget_wishes(room: &mut Value) {
    if let Some(fields) = room.as_object_mut() {
        fields.remove("joinMuted");
    }
}

fn reveal(passwords: &HashMap<String, Option<String>>, room: &mut Value) {
    let password = room.get("id").and_then(Value::as_str).and_then(|id| passwords.get(id));
    let Some(fields) = room.as_object_mut() else { return };
    fields.remove("passwordRequired");
    if fields.remove("hasPassword").is_some() {
        fields.insert("password".into(), json!(password));
    }
}

/// The document of a log-in over an identity provider, without what is not stored in it.
pub(super) async fn document(response: Response) -> Response {
    edit(response, |answer| {
        if let Some(user) = answer.get_mut("user").and_then(Value::as_object_mut) {
            for added in ["id", "nickname", "edad"] {
                user.remove(added);
            }
        }
    })
    .await
}

/// The answer itself, or what it is a list of.
fn documents(answer: &mut Value) -> &mut [Value] {
    if let Value::Array(list) = answer { list } else { std::slice::from_mut(answer) }
}

/// Changes an answer that is JSON.
async fn edit(response: Response, change: impl FnOnce(&mut Value)) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let Ok(mut answer) = serde_json::from_slice(&bytes) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    change(&mut answer);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(answer.to_string()))
}
