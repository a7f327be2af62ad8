//! REST as the existing service does it: what it answers instead of our handlers, before them, and what it makes of
//! their answers, after them. One layer, which is there only when a quirk is on.

mod cache;
mod call;
mod html;
mod rewrite;
mod rooms;
mod trust;

use std::{future::pending, sync::Arc};

use axum::{
    Router,
    extract::{Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use serde_json::Value;

use super::{error::ApiError, users};
use crate::{App, Quirk, db::connections};
use cache::Cache;
use call::{Call, Route};
pub(super) use html::unless_admitted;
pub(super) use trust::Acting;

/// Puts the old ways around our own, if any is on.
pub(super) fn around(app: &Arc<App>, router: Router) -> Router {
    if !app.quirks.any() {
        return router;
    }
    let old = Arc::new(OldWays { app: Arc::clone(app), cache: Cache::default() });
    router.layer(middleware::from_fn_with_state(old, answer))
}

struct OldWays {
    app: Arc<App>,
    cache: Cache,
}

async fn answer(State(old): State<Arc<OldWays>>, request: Request, next: Next) -> Response {
    let mut call = match Call::read(request, old.app.quirks).await {
        Ok(call) => call,
        Err(refusal) => return *refusal,
    };
    match old.before(&mut call).await {
        Ok(Some(response)) => response,
        Ok(None) => {
            let route = call.route.clone();
            let response = next.run(call.into_request()).await;
            old.after(&route, response).await
        }
        Err(error) => error.into_response(),
    }
}

impl OldWays {
    fn has(&self, quirk: Quirk) -> bool {
        self.app.quirks.has(quirk)
    }

    /// What the old service answers without our handler, or what it makes of the request for it.
    async fn before(&self, call: &mut Call) -> Result<Option<Response>, ApiError> {
        if self.has(Quirk::BodylessRequestsFail) && call.json.is_none() && call.route.reads_a_body() {
            call.must_be_logged_in(&self.app).await?;
            return Err(ApiError::Failed(call.route.failure()));
        }
        if self.has(Quirk::TrustedIds)
            && let Some(id) = trust::actor(&self.app, call).await?
        {
            call.parts.extensions.insert(Acting(id));
        }
        if let Some(response) = self.kept(call).await? {
            return Ok(Some(response));
        }
        let route = call.route.clone();
        match (route.method(), route.path().as_slice()) {
            ("GET", ["access", "verify", "user"]) if self.has(Quirk::VerifyHangs) => {
                call.must_be_logged_in(&self.app).await?;
                pending().await
            }
            ("GET", ["user"]) if self.has(Quirk::PublicUsers) => {
                return Ok(Some(users::find(&self.app, &route.query()).await?.into_response()));
            }
            ("PUT", ["user", "password", _]) if self.has(Quirk::MissingPasswordFails) => {
                let body = call.body();
                if body.get("password").is_none() && body.get("confirmPassword").is_none() {
                    call.must_be_logged_in(&self.app).await?;
                    return Err(ApiError::Failed(route.failure()));
                }
            }
            ("POST", ["room"]) if self.has(Quirk::IncompleteRoomFails) => {
                let is_text = |name| call.body().get(name).is_some_and(Value::is_string);
                if !is_text("name") || !is_text("creatorId") {
                    call.must_be_logged_in(&self.app).await?;
                    return Err(ApiError::Failed(route.failure()));
                }
            }
            ("POST", ["room", "admin", id]) if self.has(Quirk::AdminsReplaced) => {
                let answer = rooms::replace_admins(&self.app, call, id).await?;
                return Ok(Some(self.after(&route, answer).await));
            }
            ("DELETE", ["room", "admin", id]) if self.has(Quirk::AdminsKept) => {
                return rooms::keep_admins(&self.app, call, id).await.map(Some);
            }
            ("POST", ["connection"]) if self.has(Quirk::ConnectionsAnywhere) => {
                return rooms::enter_anywhere(&self.app, call).await;
            }
            ("PUT", ["connection"]) if self.has(Quirk::SecondDepartureFails) => {
                self.must_be_there(call).await?;
            }
            ("POST" | "DELETE", ["access"]) if self.has(Quirk::NumericGrants) => rewrite::to_number(call),
            _ => {}
        }
        Ok(None)
    }

    /// What the old service makes of our answer.
    async fn after(&self, route: &Route, response: Response) -> Response {
        let status = response.status();
        let failed = |quirk, of| self.has(quirk) && status == of;
        let failure = match (route.method(), route.path().as_slice()) {
            ("PUT", ["room", _]) => failed(Quirk::EmptyRoomUpdateFails, StatusCode::BAD_REQUEST),
            ("DELETE", ["room", _]) => failed(Quirk::UnknownRoomDeletionFails, StatusCode::NOT_FOUND),
            ("POST", ["auth", "login", "OAuth"]) => failed(Quirk::OauthFailures, StatusCode::UNAUTHORIZED),
            _ => false,
        };
        if failure {
            return ApiError::Failed(route.failure()).into_response();
        }
        if !status.is_success() {
            return response;
        }
        let plain = self.has(Quirk::PlainRooms) && route.path().first() == Some(&"room");
        let response = if plain { rewrite::plain_rooms(response).await } else { response };
        let bare = self.has(Quirk::BareStays) && matches!(route.path().as_slice(), ["room", _]);
        let response = if bare { rewrite::bare_stays(response).await } else { response };
        let response = match (route.method(), route.path().as_slice()) {
            ("POST", ["auth", "login", "OAuth"]) if self.has(Quirk::OauthDocument) => {
                rewrite::document(response).await
            }
            (_, ["message", ..]) if self.has(Quirk::BareMessages) => rewrite::messages(response).await,
            (_, ["room", ..]) if self.has(Quirk::ListedPasswords) => {
                rewrite::passwords(&self.app, response).await
            }
            (_, ["access", ..]) if self.has(Quirk::NumericGrants) => rewrite::grants(response).await,
            ("PUT", ["user", id]) => {
                self.cache.drop(&user_key(id));
                response
            }
            _ => response,
        };
        match self.cache_key(route) {
            Some((key, _)) => self.cache.keep(key, response).await,
            None => response,
        }
    }

    async fn must_be_there(&self, call: &mut Call) -> Result<(), ApiError> {
        call.must_be_logged_in(&self.app).await?;
        let body = call.body();
        let (Some(user), Some(room)) = (body.user_id("userId"), body.room_id("roomId")) else {
            return Ok(());
        };
        let work =
            move |db: &mut rusqlite::Connection| connections::is_active(db, room.as_str(), user.as_str());
        if self.app.db.call(work).await? { Ok(()) } else { Err(ApiError::Failed(call.route.failure())) }
    }

    /// An answer that is still kept. Meetings and numbers are handed only to whom our handler would.
    async fn kept(&self, call: &mut Call) -> Result<Option<Response>, ApiError> {
        let Some((key, life)) = self.cache_key(&call.route) else { return Ok(None) };
        if !call.route.is_public() {
            let caller = call.caller(&self.app).await?;
            if !call.route.path().contains(&caller.id.as_str()) {
                return Ok(None);
            }
        }
        Ok(self.cache.get(&key, life))
    }

    /// Under which key an answer is kept, and for how long.
    fn cache_key(&self, route: &Route) -> Option<(String, std::time::Duration)> {
        let (key, quirk, life) = match (route.method(), route.path().as_slice()) {
            ("GET", ["user", id]) => (user_key(id), Quirk::CachedUsers, cache::USERS),
            ("GET", ["room", "user", id]) => {
                let query = route.query();
                let (page, limit) = (query.text("page").unwrap_or("1"), query.text("limit").unwrap_or("3"));
                (format!("meetings/{id}/{page}/{limit}"), Quirk::CachedMeetings, cache::MEETINGS)
            }
            ("GET", ["room", "user", id, "stats"]) => {
                (format!("stats/{id}"), Quirk::CachedStats, cache::STATS)
            }
            _ => return None,
        };
        self.has(quirk).then_some((key, life))
    }
}

fn user_key(id: &str) -> String {
    format!("user/{id}")
}
