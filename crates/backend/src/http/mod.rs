//! The REST API (contract, section 1): one file per resource, merged here.

mod access;
mod auth;
mod connections;
pub(crate) mod error;
mod extract;
mod ice_servers;
mod messages;
pub(crate) mod origins;
mod quirks;
mod rooms;
mod users;
pub(crate) mod validate;

use std::sync::Arc;

use axum::{Json, Router, http::StatusCode, routing::get};
use serde_json::{Value, json};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{App, clock};

/// Everything under `/api`. `/` and `/health` are added by whoever serves it.
pub(crate) fn api(app: Arc<App>) -> Router {
    let resources = Router::new()
        .nest("/auth", auth::routes())
        .nest("/user", users::routes())
        .nest("/room", rooms::routes())
        .nest("/connection", connections::routes())
        .nest("/message", messages::routes())
        .nest("/access", access::routes());
    // Without a TURN server there is nothing here to ask for.
    let resources = match app.turn.clone() {
        Some(turn) => resources.route("/ice-servers", get(move |caller| ice_servers::list(turn, caller))),
        None => resources,
    };
    let router = Router::new()
        .nest("/api", resources.fallback(not_found))
        .method_not_allowed_fallback(not_found)
        .layer(CatchPanicLayer::custom(panicked))
        .with_state(Arc::clone(&app));
    quirks::around(&app, router)
}

/// The REST port: the API, who is there, and who may call from another origin.
pub(crate) fn service(app: Arc<App>) -> Router {
    let (origins, old) = (app.origins.clone(), app.quirks);
    let router = api(Arc::clone(&app))
        .route("/", get(|| async { Json(json!({ "message": "API up" })) }))
        .route("/health", get(move || health(app)))
        .fallback(not_found);
    quirks::unless_admitted(old, &origins, origins.guard(router))
}

pub(crate) async fn health(app: Arc<App>) -> Json<Value> {
    Json(json!({
        "status": "ok",
        "timestamp": clock::now_ms(),
        "uptime": app.started.elapsed().as_secs_f64(),
    }))
}

pub(crate) async fn not_found() -> (StatusCode, Json<Value>) {
    (StatusCode::NOT_FOUND, Json(json!({ "error": "Route not found" })))
}

/// A bug of ours ends one request, not the process.
fn panicked(_: Box<dyn std::any::Any + Send>) -> axum::response::Response {
    use axum::response::IntoResponse;
    error::ApiError::Internal("a handler panicked".into()).into_response()
}
