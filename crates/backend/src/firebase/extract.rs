//! Reading the emulator's requests.

use axum::{
    body::to_bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{header, request::Parts},
};
use serde::de::DeserializeOwned;

use super::errors::Refused;

const MAX_BODY: usize = 100 * 1024;

/// A JSON body. None at all is an empty object, and a field of another type than it should be is refused.
#[derive(Debug, Clone)]
pub(super) struct Payload<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Payload<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refused> {
        let bytes = body(request).await?;
        let json: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        serde_json::from_slice(json).map(Self).map_err(|error| Refused::payload(&error.to_string()))
    }
}

/// A body as it came.
pub(super) async fn body(request: Request) -> Result<Vec<u8>, Refused> {
    let bytes = to_bytes(request.into_body(), MAX_BODY).await;
    bytes.map(Vec::from).map_err(|_| Refused::payload("It is too large."))
}

/// Whether the caller is the project's owner, a server: `Authorization: Bearer owner`. A client names an API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caller {
    Owner,
    Client,
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        let authorization = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        if authorization.is_some_and(|value| value.eq_ignore_ascii_case("bearer owner")) {
            return Ok(Self::Owner);
        }
        let query = parts.uri.query().unwrap_or("").as_bytes();
        let named = form_urlencoded::parse(query).any(|(name, value)| name == "key" && !value.is_empty());
        if named { Ok(Self::Client) } else { Err(Refused::no_key()) }
    }
}

/// Where the client found this server: the start of the links it is sent.
#[derive(Debug, Clone)]
pub(super) struct Own(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Own {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
        Ok(Self(format!("http://{host}")))
    }
}
