//! Everything a request can fail with, and what is answered: this table is the error half of the contract.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{
    auth::{passwords::PasswordError, tokens::TokenError},
    db::{DbError, users::Taken},
};

/// One complaint about one field of the body, in the shape of the old services' validator.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FieldError {
    pub(crate) path: &'static str,
    pub(crate) msg: &'static str,
    /// What was sent; never for a password.
    pub(crate) value: Option<Value>,
}

#[derive(Debug)]
pub(crate) enum ApiError {
    /// 400 `{errors}`
    Fields(Vec<FieldError>),
    /// 400 `{error}`
    BadRequest(&'static str),
    /// 400 `{message}`: the password-reset routes answer so.
    Rejected(&'static str),
    /// 401 `{message}`: the access token.
    Token(TokenError),
    /// 401 `{error}`: credentials and refresh token.
    Unauthorized(&'static str),
    /// 403 `{error}`
    Forbidden(&'static str),
    /// 404 `{error}`
    NotFound(&'static str),
    /// 413 `{error}`
    TooLarge,
    /// 429 `{error}`
    TooMany(&'static str),
    /// 500 `{error}`: where the old services fail, and only with their quirks.
    Failed(&'static str),
    /// 500 `{error}`: ours. Logged, never sent.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl ApiError {
    /// Nobody but the person may.
    pub(crate) const NOT_YOURS: Self = Self::Forbidden("No tienes permiso para hacer esto");
    pub(crate) const NO_SUCH_ROOM: Self = Self::NotFound("Sala no encontrada");
    pub(crate) const NO_SUCH_MESSAGE: Self = Self::NotFound("Mensaje no encontrado");
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let error = |text: &str| json!({ "error": text });
        let (status, body) = match self {
            Self::Fields(fields) => (StatusCode::BAD_REQUEST, json!({ "errors": fields_to_wire(&fields) })),
            Self::BadRequest(text) => (StatusCode::BAD_REQUEST, error(text)),
            Self::Rejected(text) => (StatusCode::BAD_REQUEST, json!({ "message": text })),
            Self::Token(problem) => {
                let text = match problem {
                    TokenError::Missing => "Autenticación requerida",
                    TokenError::Expired => "Token expirado",
                    TokenError::Invalid => "Token inválido",
                };
                (StatusCode::UNAUTHORIZED, json!({ "message": text }))
            }
            Self::Unauthorized(text) => (StatusCode::UNAUTHORIZED, error(text)),
            Self::Forbidden(text) => (StatusCode::FORBIDDEN, error(text)),
            Self::NotFound(text) => (StatusCode::NOT_FOUND, error(text)),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, error("La petición es demasiado grande")),
            Self::TooMany(text) => (StatusCode::TOO_MANY_REQUESTS, error(text)),
            Self::Failed(text) => (StatusCode::INTERNAL_SERVER_ERROR, error(text)),
            Self::Internal(cause) => {
                tracing::error!(error = %cause, "request failed");
                (StatusCode::INTERNAL_SERVER_ERROR, error("Error interno del servidor"))
            }
        };
        (status, Json(body)).into_response()
    }
}

fn fields_to_wire(fields: &[FieldError]) -> Vec<Value> {
    let wire = |field: &FieldError| {
        let mut wire = json!({ "type": "field", "msg": field.msg, "path": field.path, "location": "body" });
        if let Some(value) = &field.value {
            wire["value"] = value.clone();
        }
        wire
    };
    fields.iter().map(wire).collect()
}

impl From<DbError> for ApiError {
    fn from(error: DbError) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl From<PasswordError> for ApiError {
    fn from(error: PasswordError) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl From<std::io::Error> for ApiError {
    fn from(error: std::io::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl From<TokenError> for ApiError {
    fn from(error: TokenError) -> Self {
        Self::Token(error)
    }
}

impl From<Taken> for ApiError {
    fn from(taken: Taken) -> Self {
        Self::BadRequest(match taken {
            Taken::Email => "El correo ya está registrado",
            Taken::Id => "El id ya está registrado",
        })
    }
}
