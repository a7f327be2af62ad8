//! Nobody owns anything: a request is done in the name of whom its path or body names, so that the checks of our
//! handlers always pass. Being logged in, as anybody, is enough.

use std::sync::Arc;

use super::call::Call;
use crate::{
    App,
    db::{
        messages, rooms,
        users::{self, User},
    },
    http::error::ApiError,
};

/// In whose name the request is done.
#[derive(Debug, Clone)]
pub(in crate::http) struct Acting(pub(super) String);

impl Acting {
    /// Their account, or one that stands in for it: nobody looks whether there is one.
    pub(in crate::http) async fn user(&self, app: &App) -> Result<User, ApiError> {
        let id = self.0.clone();
        let user = app.db.call(move |db| users::by_id(db, &id)).await?;
        Ok(user.unwrap_or_else(|| User::absent(self.0.clone(), String::new())))
    }
}

/// Whom the request names, where that is looked at.
pub(super) async fn actor(app: &Arc<App>, call: &Call) -> Result<Option<String>, ApiError> {
    let body = call.body();
    let named = |field: &str| body.user_id(field).map(|id| id.as_str().to_owned());
    let path = call.route.path();
    Ok(match (call.route.method(), path.as_slice()) {
        ("PUT", ["user", "password", id])
        | ("PUT" | "DELETE", ["user", id])
        | ("GET", ["room", "user", id] | ["room", "user", id, "stats"]) => Some((*id).to_owned()),
        ("POST", ["room"]) => named("creatorId"),
        // Whoever names nobody is nobody here.
        ("POST", ["room", _, "end"]) | ("DELETE", ["room", "admin", _]) => {
            Some(named("userId").unwrap_or_default())
        }
        ("POST" | "PUT", ["connection"]) | ("POST", ["message"]) | ("GET", ["message", "user", "room"]) => {
            named("userId")
        }
        ("POST" | "DELETE", ["access"]) => Some(named("grantedBy").unwrap_or_default()),
        ("PUT", ["room", id] | ["room", "password", id])
        | ("DELETE", ["room", id])
        | ("POST", ["room", "admin", id])
        | ("GET", ["connection", "room", id] | ["access", "per-room", id]) => {
            let id = (*id).to_owned();
            app.db.call(move |db| rooms::by_id(db, &id)).await?.map(|room| room.creator_id)
        }
        ("PUT" | "DELETE", ["message", id]) => {
            let id = (*id).to_owned();
            app.db.call(move |db| messages::by_id(db, &id)).await?.map(|message| message.user_id)
        }
        _ => None,
    })
}
