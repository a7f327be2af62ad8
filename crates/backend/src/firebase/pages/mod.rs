//! The pages of the emulator. A client opens `handler` in a window (or goes there) to have an account of a provider
//! chosen; the window tells the result to `iframe`, which the client's library keeps in its page; `action` is where
//! mailed links lead.

use axum::{
    Json, Router,
    extract::{Query, State},
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Answer, Emulator,
    accounts::{self, Link},
    errors::Refused,
    operations,
};

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

/// The page shows what others typed: nothing but its own script may run.
const HANDLER_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(super) fn routes() -> Router<Emulator> {
    let file = |kind, text| get(async move || ([(header::CONTENT_TYPE, kind)], text));
    Router::new()
        .route("/emulator/auth/handler", get(handler))
        .route("/emulator/auth/handler.js", file(SCRIPT, include_str!("handler.js")))
        .route("/emulator/auth/handler.css", file(STYLE, include_str!("handler.css")))
        .route("/emulator/auth/iframe", file(HTML, include_str!("iframe.html")))
        .route("/emulator/auth/iframe.js", file(SCRIPT, include_str!("iframe.js")))
        .route("/emulator/auth/links", get(links))
        .route("/emulator/action", get(action))
}

async fn handler() -> impl IntoResponse {
    let policy = HeaderName::from_static("content-security-policy");
    ([(header::CONTENT_TYPE, HTML), (policy, HANDLER_POLICY)], include_str!("handler.html"))
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Asked {
    provider_id: String,
    mode: String,
    oob_code: String,
    new_password: Option<String>,
    continue_url: Option<String>,
}

/// Who has come by this provider before, for the page where an account is chosen.
async fn links(State(emulator): State<Emulator>, Query(asked): Query<Asked>) -> Answer {
    let links = emulator.app.db.call(move |db| accounts::links_of(db, &asked.provider_id)).await?;
    let links: Vec<Value> = links.iter().map(Link::to_wire).collect();
    Ok(Json(json!({ "links": links })))
}

/// Where the link of a mail leads. A page of the app's own takes the code out of the link instead.
async fn action(State(emulator): State<Emulator>, Query(asked): Query<Asked>) -> Response {
    let done = match (asked.mode.as_str(), asked.new_password) {
        ("resetPassword", Some(password)) => {
            operations::reset(&emulator, asked.oob_code, Some(&password)).await.map(|code| code.email)
        }
        ("resetPassword", None) => Err("MISSING_PASSWORD : add &newPassword= to this address".into()),
        ("verifyEmail" | "verifyAndChangeEmail", _) => operations::follow(&emulator, asked.oob_code).await,
        _ => Err("INVALID_MODE".into()),
    };
    match (done, asked.continue_url) {
        (Ok(_), Some(url)) if url.starts_with("http://") || url.starts_with("https://") => {
            Redirect::to(&url).into_response()
        }
        (Ok(email), _) => {
            let answer =
                json!({ "authEmulator": { "success": "The account has been changed.", "email": email } });
            (StatusCode::OK, Json(answer)).into_response()
        }
        (Err(refused), _) => Refused::into_response(refused),
    }
}
