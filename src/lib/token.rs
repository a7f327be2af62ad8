//! The access token: found in the cookies, read for its owner and expiry. It is never verified here (the servers do)
//! and never logged.

use charlaton_contract::read::field;
use charlaton_json::{Value, parse};

use crate::lib::socket::base64;

/// The part of the claims a client needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// The user's document id.
    pub id: String,
    /// Seconds since the Unix epoch.
    pub exp: u64,
}

/// A token that is this close to its end counts as expired, in seconds: the handshake takes time as well.
const MARGIN: u64 = 20;

impl Claims {
    /// Whether the token is still good at `now`, in seconds since the Unix epoch.
    #[must_use]
    pub fn is_fresh(&self, now: u64) -> bool {
        self.exp > now + MARGIN
    }
}

/// The `AccessToken` of a `document.cookie` text, when script may read it.
#[must_use]
pub fn in_cookies(cookies: &str) -> Option<&str> {
    cookies.split(';').filter_map(|cookie| cookie.trim().split_once('=')).find_map(|(name, value)| {
        let value = value.trim();
        (name == "AccessToken" && !value.is_empty()).then_some(value)
    })
}

/// The claims of a JWT (RFC 7519), unverified. `None` for anything that is not one.
#[must_use]
pub fn claims(jwt: &str) -> Option<Claims> {
    let payload = payload(jwt)?;
    Some(Claims { id: field(&payload, "id")?, exp: payload.get("exp")?.as_u64()? })
}

/// When any JWT ends, an identity provider's as well, in seconds since the Unix epoch.
#[must_use]
pub fn expiry(jwt: &str) -> Option<u64> {
    payload(jwt)?.get("exp")?.as_u64()
}

fn payload(jwt: &str) -> Option<Value> {
    let mut parts = jwt.split('.');
    let (_header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    parse(std::str::from_utf8(&base64::decode(payload)?).ok()?).ok()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `{"id":"u1","email":"ñ@b.c","iat":1,"exp":2000000000}`
    const JWT: &str =
        "eyJhbGciOiJIUzI1NiJ9.eyJpZCI6InUxIiwiZW1haWwiOiLDsUBiLmMiLCJpYXQiOjEsImV4cCI6MjAwMDAwMDAwMH0.c2ln";

    #[test]
    fn claims_are_read_without_the_secret() {
        let claims = claims(JWT).unwrap();
        assert_eq!(claims, Claims { id: "u1".into(), exp: 2_000_000_000 });
        assert!(claims.is_fresh(1_999_999_979));
        assert!(!claims.is_fresh(1_999_999_980));
        assert_eq!(expiry(JWT), Some(2_000_000_000));
    }

    #[test]
    fn the_right_cookie_is_found() {
        assert_eq!(in_cookies("a=b; AccessToken=x.y.z; c=d"), Some("x.y.z"));
        assert_eq!(in_cookies("XAccessToken=x; AccessToken="), None);
        assert_eq!(in_cookies(""), None);
    }

    proptest! {
        #[test]
        fn garbage_is_no_token(text in ".*") {
            let _ = claims(&text);
            prop_assert_eq!(claims(&format!("{text}.{text}")), None);
        }
    }
}
