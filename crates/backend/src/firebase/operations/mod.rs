//! What a client asks of Identity Toolkit and of the token service, by their paths.

mod by_code;
mod by_password;
mod by_provider;
mod profile;
mod refresh;

pub(super) use by_code::reset;
pub(super) use profile::follow;

use axum::{
    Json, Router,
    routing::{get, post},
};
use serde_json::{Map, Value, json};

use super::{Answer, Emulator, accounts::Account, errors::Refused, extract::Caller, tokens};
use crate::{auth::passwords::MAX_BYTES, http::validate};

const MIN_PASSWORD_CHARS: usize = 6;

pub(super) fn routes() -> Router<Emulator> {
    let method = |name: &str| format!("/identitytoolkit.googleapis.com/v1/accounts:{name}");
    let owners =
        |name: &str| format!("/identitytoolkit.googleapis.com/v1/projects/{{project}}/accounts:{name}");
    Router::new()
        .route(&method("signUp"), post(by_password::sign_up))
        .route(&method("signInWithPassword"), post(by_password::sign_in))
        .route(&method("signInWithIdp"), post(by_provider::sign_in))
        .route(&method("createAuthUri"), post(by_provider::create_auth_uri))
        .route(&method("sendOobCode"), post(by_code::send))
        .route(&method("resetPassword"), post(by_code::reset_password))
        .route(&method("lookup"), post(profile::lookup))
        .route(&method("update"), post(profile::update))
        .route(&method("delete"), post(profile::delete))
        .route(&owners("lookup"), post(profile::lookup))
        .route(&owners("update"), post(profile::update))
        .route(&owners("delete"), post(profile::delete))
        .route("/identitytoolkit.googleapis.com/v1/projects", get(project))
        .route("/securetoken.googleapis.com/v1/token", post(refresh::grant))
}

async fn project(_: Caller) -> Json<Value> {
    Json(json!({ "projectId": refresh::PROJECT_NUMBER, "authorizedDomains": ["localhost"] }))
}

/// An answer with the tokens of a new log-in.
fn signed_in(emulator: &Emulator, account: &Account, provider: &str, answer: Value) -> Answer {
    let mut answer: Map<String, Value> = match super::compact(answer) {
        Value::Object(fields) => fields,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    };
    answer.extend(tokens::issue(&emulator.firebase, account, provider));
    Ok(Json(Value::Object(answer)))
}

/// An address as accounts keep it.
fn address(text: &str) -> Result<String, Refused> {
    let email = text.to_lowercase();
    if validate::is_email(&email) { Ok(email) } else { Err("INVALID_EMAIL".into()) }
}

/// A password that somebody chooses.
fn new_password(text: &str) -> Result<&str, Refused> {
    if text.chars().count() < MIN_PASSWORD_CHARS {
        Err("WEAK_PASSWORD : Password should be at least 6 characters".into())
    } else if text.len() > MAX_BYTES {
        Err("PASSWORD_DOES_NOT_MEET_REQUIREMENTS : Password should be at most 256 bytes".into())
    } else {
        Ok(text)
    }
}

fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}
