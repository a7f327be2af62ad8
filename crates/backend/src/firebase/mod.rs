//! A Firebase Authentication for development and tests (`--firebase-emulator`): what Google's own emulator serves to
//! a client, on a port of its own, and a back-end that trusts the tokens.
//!
//! The tokens are unsigned, so whoever reaches the port can be anybody. That is why the server refuses to start it on
//! an address that others reach.

pub(crate) mod accounts;
mod codes;
mod errors;
mod extract;
mod operations;
mod pages;
mod tokens;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    Json, Router,
    extract::{FromRef, Path, State},
    routing::{delete, get},
};
use rusqlite::Connection;
use serde_json::{Value, json};
use tower_http::{
    catch_panic::CatchPanicLayer,
    cors::{AllowHeaders, AllowMethods, AllowOrigin, CorsLayer},
};

use self::{accounts::Account, errors::Refused, extract::Payload, tokens::IdClaims};
use crate::{App, db::DbError};

/// The project whose tokens are made and trusted.
#[derive(Debug)]
pub(crate) struct Firebase {
    pub(crate) project: String,
    /// Of an ID token, in seconds.
    life: i64,
    /// Whether a client may learn that an address has no account; projects choose.
    keeps_addresses_private: AtomicBool,
}

/// Who an ID token is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) uid: String,
    pub(crate) email: Option<String>,
    pub(crate) name: Option<String>,
}

/// What the emulator's handlers reach.
#[derive(Debug, Clone)]
struct Emulator {
    app: Arc<App>,
    firebase: Arc<Firebase>,
}

impl FromRef<Emulator> for Arc<App> {
    fn from_ref(emulator: &Emulator) -> Self {
        Self::clone(&emulator.app)
    }
}

type Answer = Result<Json<Value>, Refused>;

impl Firebase {
    pub(crate) fn new(project: String, life: Duration) -> Self {
        let life = u32::try_from(life.as_secs()).unwrap_or(u32::MAX).into();
        Self { project, life, keeps_addresses_private: AtomicBool::new(false) }
    }

    fn keeps_addresses_private(&self) -> bool {
        self.keeps_addresses_private.load(Ordering::Relaxed)
    }

    /// The account behind an ID token, however old the token is: what the emulator itself asks for.
    fn bearer(&self, db: &Connection, token: &str) -> rusqlite::Result<Result<(Account, IdClaims), Refused>> {
        let Some(claims) = IdClaims::read(&self.project, token) else {
            return Ok(Err("INVALID_ID_TOKEN".into()));
        };
        let Some(account) = accounts::by_uid(db, &claims.sub)? else {
            return Ok(Err("USER_NOT_FOUND".into()));
        };
        Ok(if claims.iat < account.valid_since {
            Err("TOKEN_EXPIRED".into())
        } else if account.disabled {
            Err("USER_DISABLED".into())
        } else {
            Ok((account, claims))
        })
    }
}

/// Who sent this ID token, where the emulator is on and the token still good. Nobody otherwise.
pub(crate) async fn trust(app: &App, token: &str) -> Result<Option<Person>, DbError> {
    let Some(firebase) = app.firebase.clone() else { return Ok(None) };
    let token = token.to_owned();
    let found = app.db.call(move |db| firebase.bearer(db, &token)).await?;
    Ok(found.ok().filter(|(_, claims)| !claims.is_expired()).map(|(account, _)| Person {
        uid: account.uid,
        email: account.email,
        name: account.display_name,
    }))
}

/// The emulator's port, when there is one.
pub(crate) fn service(app: Arc<App>) -> Option<Router> {
    let firebase = app.firebase.clone()?;
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::mirror_request())
        .allow_methods(AllowMethods::mirror_request())
        .allow_headers(AllowHeaders::mirror_request())
        .allow_private_network(true);
    let router = Router::new()
        .route("/", get(ready))
        .route("/emulator/v1/projects/{project}/accounts", delete(delete_accounts))
        .route("/emulator/v1/projects/{project}/oobCodes", get(list_codes))
        .route("/emulator/v1/projects/{project}/config", get(config).patch(change_config))
        .merge(operations::routes())
        .merge(pages::routes())
        .fallback(async || Refused::not_found())
        .method_not_allowed_fallback(async || Refused::not_found())
        .layer(CatchPanicLayer::new())
        .layer(cors)
        .with_state(Emulator { app, firebase });
    Some(router)
}

async fn ready() -> Json<Value> {
    Json(json!({
        "authEmulator": { "ready": true, "docs": "https://firebase.google.com/docs/emulator-suite" },
    }))
}

/// Empties the project. Another project has nothing to lose: there is only the one.
async fn delete_accounts(State(emulator): State<Emulator>, Path(project): Path<String>) -> Answer {
    if project == emulator.firebase.project {
        emulator.app.db.call(|db| accounts::delete_all(db)).await?;
    }
    Ok(Json(json!({})))
}

/// The codes that would have been mailed, for tests.
async fn list_codes(State(emulator): State<Emulator>, Path(project): Path<String>) -> Answer {
    let codes = if project == emulator.firebase.project {
        emulator.app.db.call(|db| codes::all(db)).await?
    } else {
        Vec::new()
    };
    let codes: Vec<Value> = codes.iter().map(codes::Code::to_wire).collect();
    Ok(Json(json!({ "oobCodes": codes })))
}

async fn config(State(emulator): State<Emulator>) -> Json<Value> {
    Json(json!({
        "signIn": { "allowDuplicateEmails": false },
        "emailPrivacyConfig": { "enableImprovedEmailPrivacy": emulator.firebase.keeps_addresses_private() },
    }))
}

async fn change_config(State(emulator): State<Emulator>, Payload(change): Payload<Value>) -> Json<Value> {
    if let Some(private) = change["emailPrivacyConfig"]["enableImprovedEmailPrivacy"].as_bool() {
        emulator.firebase.keeps_addresses_private.store(private, Ordering::Relaxed);
    }
    config(State(emulator)).await
}

/// Without the fields that have nothing in them: Google's answers leave those out.
fn compact(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
            other
        }
    }
}
