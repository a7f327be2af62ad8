//! A request that has been read whole, as Express hands it to its handlers.

use std::sync::Arc;

use axum::{
    body::{Bytes, to_bytes},
    extract::{FromRequestParts, Request},
    http::{Method, Uri, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value};

use super::html;
use crate::{
    App, Quirk, Quirks,
    db::users::User,
    http::{
        error::ApiError,
        extract::{self, Body, Caller, MAX_BODY, Query},
    },
};

pub(super) struct Call {
    pub(super) route: Route,
    pub(super) parts: Parts,
    /// None is no body, or one of another type: `undefined` in the old handlers.
    pub(super) json: Option<Value>,
    bytes: Bytes,
}

impl Call {
    pub(super) async fn read(request: Request, quirks: Quirks) -> Result<Self, Box<Response>> {
        let is_json = extract::is_json(&request);
        let (parts, body) = request.into_parts();
        let pages = quirks.has(Quirk::HtmlErrors);
        let bytes = to_bytes(body, MAX_BODY)
            .await
            .map_err(|_| if pages { html::too_large() } else { ApiError::TooLarge.into_response() })
            .map_err(Box::new)?;
        let parsed = if is_json && !bytes.is_empty() { Some(serde_json::from_slice(&bytes)) } else { None };
        let json = match parsed {
            Some(Ok(value @ (Value::Object(_) | Value::Array(_)))) => Some(value),
            Some(_) if pages => return Err(Box::new(html::malformed())),
            // Our handlers say it in their own way.
            Some(_) => Some(Value::Null),
            None => None,
        };
        Ok(Self { route: Route { method: parts.method.clone(), uri: parts.uri.clone() }, parts, json, bytes })
    }

    pub(super) fn into_request(self) -> Request {
        Request::from_parts(self.parts, self.bytes.into())
    }

    /// The fields of the body.
    pub(super) fn body(&self) -> Body {
        Body::of(self.json.as_ref().and_then(Value::as_object).cloned().unwrap_or_default())
    }

    pub(super) fn change(&mut self, fields: Map<String, Value>) {
        let json = Value::Object(fields);
        self.bytes = json.to_string().into();
        self.parts.headers.remove(header::CONTENT_LENGTH);
        self.json = Some(json);
    }

    pub(super) async fn caller(&mut self, app: &Arc<App>) -> Result<User, ApiError> {
        Caller::from_request_parts(&mut self.parts, app).await.map(|Caller(user)| user)
    }

    /// Where a log-in is needed at all.
    pub(super) async fn must_be_logged_in(&mut self, app: &Arc<App>) -> Result<(), ApiError> {
        if !self.route.is_public() {
            self.caller(app).await?;
        }
        Ok(())
    }
}

/// Method and path.
#[derive(Clone)]
pub(super) struct Route {
    method: Method,
    uri: Uri,
}

impl Route {
    pub(super) fn method(&self) -> &str {
        self.method.as_str()
    }

    /// The segments below `/api`.
    pub(super) fn path(&self) -> Vec<&str> {
        let path = self.uri.path();
        let below = path.strip_prefix("/api").unwrap_or(path);
        below.split('/').filter(|segment| !segment.is_empty()).collect()
    }

    pub(super) fn query(&self) -> Query {
        Query::of(&self.uri)
    }

    /// Whether its handler takes fields out of the body, which is an exception where there is none.
    pub(super) fn reads_a_body(&self) -> bool {
        match (self.method(), self.path().as_slice()) {
            // These are validated first, or read none.
            (_, ["auth", "signup" | "login" | "refresh" | "logout", ..]) => false,
            ("DELETE", ["user" | "room", _]) => false,
            (
                "POST" | "PUT" | "DELETE",
                ["auth" | "user" | "room" | "connection" | "message" | "access", ..],
            ) => true,
            _ => false,
        }
    }

    pub(super) fn is_public(&self) -> bool {
        match (self.method(), self.path().as_slice()) {
            (_, ["auth", "logout"]) => false,
            (_, ["auth", ..]) | ("GET", ["user", _]) | ("POST", ["user"]) => true,
            _ => false,
        }
    }

    /// What the handler says when it fails.
    pub(super) fn failure(&self) -> &'static str {
        match (self.method(), self.path().as_slice()) {
            ("POST", ["auth", "login", "OAuth"]) => "Error al iniciar sesión con OAuth",
            ("POST", ["room"]) => "Error al crear sala",
            ("PUT", ["room", _]) => "Error al actualizar sala",
            ("DELETE", ["room", _]) => "Error al eliminar sala",
            ("PUT", ["connection"]) => "Error al salir de la sala",
            ("POST", ["message"]) => "Error creating message",
            _ => "Error interno del servidor",
        }
    }
}
