//! What is refused, in the shape and the words of Google's APIs: clients read the word at the start of `message`.

use std::borrow::Cow;

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{auth::passwords::PasswordError, db::DbError};

/// An error answer. A plain text becomes a 400, which nearly all of them are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    status: StatusCode,
    /// The name of the status in Google's APIs, where they give one.
    name: Option<&'static str>,
    reason: &'static str,
    pub(super) message: Cow<'static, str>,
}

impl Refused {
    pub(super) fn payload(message: &str) -> Self {
        Self {
            name: Some("INVALID_ARGUMENT"),
            ..Self::from(Cow::Owned(format!("Invalid JSON payload received. {message}")))
        }
    }

    pub(super) fn no_key() -> Self {
        Self {
            status: StatusCode::FORBIDDEN,
            name: Some("PERMISSION_DENIED"),
            reason: "forbidden",
            message: "The request is missing a valid API key.".into(),
        }
    }

    pub(super) fn not_found() -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            name: Some("NOT_FOUND"),
            reason: "notFound",
            message: "Not Found".into(),
        }
    }

    pub(super) fn not_implemented(message: String) -> Self {
        Self {
            status: StatusCode::NOT_IMPLEMENTED,
            name: Some("NOT_IMPLEMENTED"),
            reason: "unimplemented",
            message: message.into(),
        }
    }

    /// Ours. Logged, never sent.
    fn internal(cause: &dyn std::error::Error) -> Self {
        tracing::error!(error = %cause, "the Firebase emulator failed");
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            name: Some("INTERNAL"),
            reason: "INTERNAL",
            message: "INTERNAL_ERROR".into(),
        }
    }

    /// The client asked for something that it may not have, as opposed to something that went wrong here.
    pub(super) fn is_answer(&self) -> bool {
        self.status == StatusCode::BAD_REQUEST
    }
}

impl From<Cow<'static, str>> for Refused {
    fn from(message: Cow<'static, str>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, name: None, reason: "invalid", message }
    }
}

impl From<&'static str> for Refused {
    fn from(message: &'static str) -> Self {
        Cow::Borrowed(message).into()
    }
}

impl From<DbError> for Refused {
    fn from(error: DbError) -> Self {
        Self::internal(&error)
    }
}

impl From<PasswordError> for Refused {
    fn from(error: PasswordError) -> Self {
        Self::internal(&error)
    }
}

impl From<std::io::Error> for Refused {
    fn from(error: std::io::Error) -> Self {
        Self::internal(&error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut error = json!({
            "code": self.status.as_u16(),
            "message": self.message,
            "errors": [{ "message": self.message, "reason": self.reason, "domain": "global" }],
        });
        if let Some(name) = self.name {
            error["status"] = json!(name);
        }
        (self.status, Json(json!({ "error": error }))).into_response()
    }
}
