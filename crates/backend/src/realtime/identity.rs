//! Who is behind a socket.

use charlaton_contract::UserId;
use serde_json::{Value, json};

use crate::{
    App,
    db::users::{self, User, display_name},
};

/// Taken from the token and the account when the socket connects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) id: UserId,
    pub(crate) email: String,
    pub(crate) nickname: Option<String>,
    issued_at: i64,
    expires_at: i64,
}

/// Why a handshake is refused; the texts are the contract's `connect_error` messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("Authentication token required")]
    NoToken,
    #[error("Invalid authentication token")]
    BadToken,
    #[error("Authentication error")]
    Broken,
}

impl Identity {
    /// Checks the handshake's `auth` object.
    pub(crate) async fn from_handshake(app: &App, auth: &Value) -> Result<Self, Refusal> {
        let token = auth.get("token").and_then(Value::as_str).filter(|token| !token.is_empty());
        let claims = app.tokens.read_access(token.ok_or(Refusal::NoToken)?).map_err(|_| Refusal::BadToken)?;
        let id = claims.id.clone();
        let user = app.db.call(move |db| users::by_id(db, &id)).await.map_err(|error| {
            tracing::error!(%error, "reading the account of a handshake");
            Refusal::Broken
        })?;
        Self::new(&user.ok_or(Refusal::BadToken)?, claims.iat, claims.exp).ok_or(Refusal::BadToken)
    }

    fn new(user: &User, issued_at: i64, expires_at: i64) -> Option<Self> {
        Some(Self {
            id: UserId::parse(&user.id).ok()?,
            email: user.email.clone(),
            nickname: user.nickname.clone(),
            issued_at,
            expires_at,
        })
    }

    pub(crate) fn display_name(&self) -> &str {
        display_name(self.nickname.as_deref(), &self.email)
    }

    /// What the token says, and the names it lacks.
    pub(crate) fn claims(&self) -> Value {
        json!({
            "id": self.id,
            "email": self.email,
            "iat": self.issued_at,
            "exp": self.expires_at,
            "nickname": self.nickname,
            "displayName": self.display_name(),
        })
    }

    /// The short form, without the token's times.
    pub(crate) fn card(&self) -> Value {
        json!({
            "id": self.id,
            "email": self.email,
            "displayName": self.display_name(),
            "nickname": self.nickname,
            "photoURL": null,
        })
    }

    /// Somebody for unit tests.
    #[cfg(test)]
    pub(crate) fn named(id: &str) -> Self {
        Self {
            id: UserId::parse(id).unwrap(),
            email: format!("{id}@example.com"),
            nickname: None,
            issued_at: 0,
            expires_at: 0,
        }
    }
}
