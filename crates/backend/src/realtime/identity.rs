//! Who is behind a socket.

use charlaton_contract::UserId;
use serde_json::{Value, json};

use crate::{
    App, Quirk,
    auth::tokens::AccessClaims,
    db::{
        DbError,
        users::{self, User, display_name},
    },
    firebase::{self, Person},
};

/// Taken from the token and the account when the socket connects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The account's: the id that everybody else knows (D in the contract, section 2.3).
    pub(crate) id: UserId,
    /// The one in the token (J there). Our own tokens carry the account's, a provider's its own.
    pub(crate) token_id: UserId,
    pub(crate) email: String,
    pub(crate) nickname: Option<String>,
    /// When a token of ours was issued and expires; the old servers keep neither of a provider's.
    times: Option<(i64, i64)>,
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
    /// Checks the handshake's `auth` object: a token of ours, else an identity provider's.
    pub(crate) async fn from_handshake(app: &App, auth: &Value) -> Result<Self, Refusal> {
        let token = auth.get("token").and_then(Value::as_str).filter(|token| !token.is_empty());
        let token = token.ok_or(Refusal::NoToken)?;
        let found = match app.tokens.read_access(token) {
            Ok(claims) => Self::of_account(app, claims).await,
            Err(_) => Self::of_provider(app, token).await,
        };
        let found = found.map_err(|error| {
            tracing::error!(%error, "reading the account of a handshake");
            Refusal::Broken
        });
        found?.ok_or(Refusal::BadToken)
    }

    async fn of_account(app: &App, claims: AccessClaims) -> Result<Option<Self>, DbError> {
        if app.quirks.has(Quirk::AnyGoodToken) {
            return Self::of_any_token(app, claims).await;
        }
        let id = claims.id;
        let user = app.db.call(move |db| users::by_id(db, &id)).await?;
        let who = user.and_then(|user| Self::new(&user, &user.id, Some((claims.iat, claims.exp))));
        Ok(who.map(|who| who.known_by_token(app, Some(claims.email))))
    }

    /// As the old servers do it: a token is enough, and the account is the one whose uid it names, if there is one.
    async fn of_any_token(app: &App, claims: AccessClaims) -> Result<Option<Self>, DbError> {
        let uid = claims.id.clone();
        let user = app.db.call(move |db| users::by_uid(db, &uid)).await?;
        let id = UserId::parse(user.as_ref().map_or(&claims.id, |user| &user.id)).ok();
        Ok(id.zip(UserId::parse(&claims.id).ok()).map(|(id, token_id)| Self {
            id,
            token_id,
            email: claims.email,
            nickname: user.and_then(|user| user.nickname),
            times: Some((claims.iat, claims.exp)),
        }))
    }

    /// As the old servers look it up at each join: under the account whose uid the token names by now, else under what the
    /// token names.
    pub(crate) async fn looked_up(&self, app: &App) -> Result<Self, DbError> {
        let uid = self.token_id.as_str().to_owned();
        let user = app.db.call(move |db| users::by_uid(db, &uid)).await?;
        let id = user.and_then(|user| UserId::parse(&user.id).ok());
        Ok(Self { id: id.unwrap_or_else(|| self.token_id.clone()), ..self.clone() })
    }

    /// A person without an account of that uid goes by the uid, as in the old servers.
    async fn of_provider(app: &App, token: &str) -> Result<Option<Self>, DbError> {
        let Some(Person { uid, email, name }) = firebase::trust(app, token).await? else { return Ok(None) };
        let key = uid.clone();
        let user = app.db.call(move |db| match users::by_uid(db, &key)? {
            None => users::by_id(db, &key),
            found => Ok(found),
        });
        if let Some(user) = user.await? {
            return Ok(Self::new(&user, &uid, None).map(|who| who.known_by_token(app, email)));
        }
        let id = UserId::parse(&uid).ok();
        Ok(id.zip(email).map(|(id, email)| Self {
            token_id: id.clone(),
            id,
            email,
            nickname: name,
            times: None,
        }))
    }

    fn new(user: &User, token_id: &str, times: Option<(i64, i64)>) -> Option<Self> {
        Some(Self {
            id: UserId::parse(&user.id).ok()?,
            token_id: UserId::parse(token_id).ok()?,
            email: user.email.clone(),
            nickname: user.nickname.clone(),
            times,
        })
    }

    /// The same under the address that the token says, where that is what counts.
    fn known_by_token(self, app: &App, email: Option<String>) -> Self {
        match email {
            Some(email) if app.quirks.has(Quirk::TokenAddresses) => Self { email, ..self },
            Some(_) | None => self,
        }
    }

    /// The same without the nickname, which no token knows.
    pub(crate) fn nameless(&self) -> Self {
        Self { nickname: None, ..self.clone() }
    }

    /// The same under the id of the token.
    pub(crate) fn by_token(&self) -> Self {
        Self { id: self.token_id.clone(), ..self.clone() }
    }

    pub(crate) fn display_name(&self) -> &str {
        display_name(self.nickname.as_deref(), &self.email)
    }

    /// What the token says, under the account's id, and the names it lacks.
    pub(crate) fn claims(&self) -> Value {
        let mut claims = self.token_claims();
        claims["id"] = json!(self.id);
        claims["nickname"] = json!(self.nickname);
        claims["displayName"] = json!(self.display_name());
        claims
    }

    /// What the token says and nothing else: `{id: J, email, iat?, exp?}`.
    pub(crate) fn token_claims(&self) -> Value {
        let mut claims = json!({ "id": self.token_id, "email": self.email });
        if let Some((issued_at, expires_at)) = self.times {
            claims["iat"] = json!(issued_at);
            claims["exp"] = json!(expires_at);
        }
        claims
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
            token_id: UserId::parse(id).unwrap(),
            email: format!("{id}@example.com"),
            nickname: None,
            times: Some((0, 0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_know_the_account_and_the_token_knows_its_own_id() {
        let mut who = Identity::named("ana");
        who.token_id = UserId::parse("uid-of-ana").unwrap();
        let token = json!({ "id": "uid-of-ana", "email": "ana@example.com", "iat": 0, "exp": 0 });
        assert_eq!(who.token_claims(), token);
        who.times = None;
        let claims =
            json!({ "id": "ana", "email": "ana@example.com", "nickname": null, "displayName": "ana" });
        assert_eq!(who.claims(), claims);
        assert_eq!(who.card()["id"], "ana");
    }
}
