//! Reading requests: the caller, and bodies of any shape.

use std::sync::Arc;

use axum::{
    body::to_bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{Uri, header, request::Parts},
};
use charlaton_contract::{RoomId, UserId};
use serde_json::{Map, Value};

use super::{error::ApiError, quirks::Acting};
use crate::{
    App, Quirk,
    auth::{cookies, tokens::TokenError},
    db::users::{self, User},
};

/// Express's default.
pub(super) const MAX_BODY: usize = 100 * 1024;

/// The logged-in person, from the access cookie. An account that is gone has no valid token, but in the old service,
/// which looks at the token alone.
#[derive(Debug, Clone)]
pub(crate) struct Caller(pub(crate) User);

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let token = cookies::get(&parts.headers, cookies::ACCESS).ok_or(TokenError::Missing)?;
        let claims = app.tokens.read_access(token)?;
        if let Some(acting) = parts.extensions.get::<Acting>() {
            return Ok(Self(acting.user(app).await?));
        }
        let id = claims.id.clone();
        match app.db.call(move |db| users::by_id(db, &id)).await? {
            Some(user) => Ok(Self(user)),
            None if app.quirks.has(Quirk::UncheckedTokens) => Ok(Self(User::absent(claims.id, claims.email))),
            None => Err(TokenError::Invalid.into()),
        }
    }
}

/// The fields of a JSON body. No body, another content type, or an array have no fields, as in the old services.
#[derive(Debug, Clone, Default)]
pub(crate) struct Body(Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let is_json = is_json(&request);
        let bytes = to_bytes(request.into_body(), MAX_BODY).await.map_err(|_| ApiError::TooLarge)?;
        if !is_json || bytes.is_empty() {
            return Ok(Self::default());
        }
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(fields)) => Ok(Self(fields)),
            Ok(Value::Array(_)) => Ok(Self::default()),
            Ok(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | Err(_) => {
                Err(ApiError::BadRequest("JSON inválido"))
            }
        }
    }
}

pub(super) fn is_json(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let essence = kind.split(';').next().unwrap_or("").trim();
    essence.eq_ignore_ascii_case("application/json")
}

impl Body {
    pub(crate) fn of(fields: Map<String, Value>) -> Self {
        Self(fields)
    }

    pub(crate) fn into_fields(self) -> Map<String, Value> {
        self.0
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The body itself, for readers of JSON.
    pub(crate) fn to_value(&self) -> Value {
        Value::Object(self.0.clone())
    }

    /// A field that is a text with something in it.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
    }

    /// A field that is a text, taken as it is: a password.
    pub(crate) fn verbatim(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.get(name).and_then(Value::as_bool)
    }

    pub(crate) fn user_id(&self, name: &str) -> Option<UserId> {
        serde_json::from_value(self.get(name)?.clone()).ok()
    }

    pub(crate) fn room_id(&self, name: &str) -> Option<RoomId> {
        serde_json::from_value(self.get(name)?.clone()).ok()
    }

    /// A user named by the body must be the caller, where one is named at all.
    pub(crate) fn must_be_own(&self, name: &str, caller: &User) -> Result<(), ApiError> {
        match self.user_id(name) {
            Some(id) if id.as_str() != caller.id => Err(ApiError::NOT_YOURS),
            Some(_) | None => Ok(()),
        }
    }
}

/// The parameters of a query, the first of each name. Total: what cannot be decoded is not there.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(&parts.uri))
    }
}

impl Query {
    pub(crate) fn of(uri: &Uri) -> Self {
        let pairs = axum::extract::Query::try_from_uri(uri).map(|axum::extract::Query(pairs)| pairs);
        Self(pairs.unwrap_or_default())
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.trim())
            .filter(|v| !v.is_empty())
    }

    pub(crate) fn number(&self, name: &str) -> Option<u32> {
        self.text(name)?.parse().ok()
    }
}
