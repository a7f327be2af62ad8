//! Access and refresh tokens: HS256 JWTs with the claims of the contract, section 1.2.

use std::{fmt, time::Duration};

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, errors::ErrorKind};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::clock;

/// What an access token says. Sockets repeat it in their payloads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccessClaims {
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
}

/// What a refresh token says. Every field that could be missing in a token of another service is optional.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RefreshClaims {
    pub(crate) id: Option<String>,
    /// The session it belongs to.
    pub(crate) sid: Option<String>,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TokenError {
    #[error("no token")]
    Missing,
    #[error("token expired")]
    Expired,
    #[error("token invalid")]
    Invalid,
}

#[derive(Clone)]
struct Key {
    encoding: EncodingKey,
    decoding: DecodingKey,
    life: Duration,
}

/// Signs and checks both kinds.
#[derive(Clone)]
pub(crate) struct Tokens {
    access: Key,
    refresh: Key,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens { .. }")
    }
}

impl Tokens {
    pub(crate) fn new(access: (&str, Duration), refresh: (&str, Duration)) -> Self {
        let key = |(secret, life): (&str, Duration)| Key {
            encoding: EncodingKey::from_secret(secret.as_bytes()),
            decoding: DecodingKey::from_secret(secret.as_bytes()),
            life,
        };
        Self { access: key(access), refresh: key(refresh) }
    }

    pub(crate) fn sign_access(&self, id: &str, email: &str) -> Result<String, TokenError> {
        let (iat, exp) = self.access.span();
        self.access.sign(&AccessClaims { id: id.into(), email: email.into(), iat, exp })
    }

    pub(crate) fn sign_refresh(&self, id: &str, session: &str) -> Result<String, TokenError> {
        let (iat, exp) = self.refresh.span();
        self.refresh.sign(&RefreshClaims { id: Some(id.into()), sid: Some(session.into()), iat, exp })
    }

    pub(crate) fn read_access(&self, token: &str) -> Result<AccessClaims, TokenError> {
        self.access.read(token)
    }

    pub(crate) fn read_refresh(&self, token: &str) -> Result<RefreshClaims, TokenError> {
        self.refresh.read(token)
    }
}

impl Key {
    fn span(&self) -> (i64, i64) {
        let now = clock::now_ms() / 1000;
        (now, now.saturating_add(i64::try_from(self.life.as_secs()).unwrap_or(i64::MAX)))
    }

    fn sign(&self, claims: &impl Serialize) -> Result<String, TokenError> {
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &self.encoding)
            .map_err(|_| TokenError::Invalid)
    }

    fn read<T: DeserializeOwned>(&self, token: &str) -> Result<T, TokenError> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.leeway = 0;
        // The library still accepts the very second of `exp`; RFC 7519 does not.
        validation.reject_tokens_expiring_in_less_than = 1;
        match jsonwebtoken::decode(token, &self.decoding, &validation) {
            Ok(data) => Ok(data.claims),
            Err(error) if matches!(error.kind(), ErrorKind::ExpiredSignature) => Err(TokenError::Expired),
            Err(_) => Err(TokenError::Invalid),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(life: u64) -> Tokens {
        Tokens::new(("one", Duration::from_secs(life)), ("two", Duration::from_secs(60)))
    }

    #[test]
    fn a_token_says_who_and_until_when() {
        let token = tokens(900).sign_access("u1", "ana@example.com").unwrap();
        let claims = tokens(900).read_access(&token).unwrap();
        assert_eq!((claims.id.as_str(), claims.exp - claims.iat), ("u1", 900));
    }

    #[test]
    fn old_foreign_and_broken_tokens_are_told_apart() {
        let tokens = tokens(900);
        let past = AccessClaims { id: "u1".into(), email: "a@b.co".into(), iat: 1, exp: 2 };
        assert_eq!(tokens.read_access(&tokens.access.sign(&past).unwrap()), Err(TokenError::Expired));
        assert_eq!(tokens.read_access(&tokens.refresh.sign(&past).unwrap()), Err(TokenError::Invalid));
        let refresh = tokens.sign_refresh("u1", "s1").unwrap();
        assert_eq!(tokens.read_access(&refresh), Err(TokenError::Invalid), "a refresh token opens no door");
        for broken in ["", "a.b.c", "eyJhbGciOiJub25lIn0.eyJpZCI6InUxIn0."] {
            assert_eq!(tokens.read_access(broken), Err(TokenError::Invalid), "{broken}");
        }
    }
}
