//! Credentials of a TURN server that expire: draft-uberti-behave-turn-rest-00, as coturn's `use-auth-secret` checks
//! them. The two share a secret, and need no list of users.

use std::{fmt, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha1::Sha1;

use crate::Config;

/// A TURN server, and those that are configured beside it.
pub(crate) struct Turn {
    secret: String,
    urls: Vec<String>,
    life: Duration,
    others: Vec<Value>,
}

/// One half of the settings alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TurnError {
    #[error("--turn-secret is given without --turn-url: it does not say where the TURN server is")]
    NoUrl,
    #[error("--turn-url is given without --turn-secret: nobody would be let in there")]
    NoSecret,
}

impl Turn {
    /// The one that is configured. What is empty counts as absent: so do deployments write what they do not set.
    pub(crate) fn of(config: &Config) -> Result<Option<Self>, TurnError> {
        let secret = config.turn_secret.clone().filter(|secret| !secret.is_empty());
        let urls: Vec<_> = config.turn_urls.iter().filter(|url| !url.is_empty()).cloned().collect();
        match (secret, urls.is_empty()) {
            (None, true) => Ok(None),
            (None, false) => Err(TurnError::NoSecret),
            (Some(_), true) => Err(TurnError::NoUrl),
            (Some(secret), false) => {
                let others = config.ice_servers.0.as_array().cloned().unwrap_or_default();
                Ok(Some(Self { secret, urls, life: config.turn_ttl, others }))
            }
        }
    }

    /// A list of `RTCIceServer` for `user`: what is configured, then the TURN server with a credential made `now`, in
    /// milliseconds since 1970.
    pub(crate) fn servers(&self, user: &str, now: i64) -> Value {
        let life = i64::try_from(self.life.as_secs()).unwrap_or(i64::MAX);
        let username = format!("{}:{user}", now.div_euclid(1000).saturating_add(life));
        let credential = self.sign(&username);
        let own = json!({ "urls": self.urls, "username": username, "credential": credential });
        self.others.iter().cloned().chain([own]).collect()
    }

    fn sign(&self, username: &str) -> String {
        #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
        let mut mac = Hmac::<Sha1>::new_from_slice(self.secret.as_bytes()).expect("a key");
        mac.update(username.as_bytes());
        STANDARD.encode(mac.finalize().into_bytes())
    }
}

impl fmt::Debug for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Turn").field("urls", &self.urls).field("life", &self.life).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(secret: Option<&str>, urls: &[&str]) -> Config {
        let mut config = Config::for_tests("data".into());
        config.turn_secret = secret.map(str::to_owned);
        config.turn_urls = urls.iter().map(|url| (*url).to_owned()).collect();
        config
    }

    fn turn(secret: &str) -> Turn {
        Turn::of(&config(Some(secret), &["turn:t.example"])).unwrap().unwrap()
    }

    #[test]
    fn credentials_are_what_openssl_computes() {
        // `printf %s USERNAME | openssl dgst -sha1 -hmac SECRET -binary | base64`; the last secret is longer than a
        // block of SHA-1, and is hashed first.
        for (secret, username, credential) in [
            ("south is the mountain", "1795373527:ana", "imLON7I8uicHANZ6Ehf7bOYBIvA="),
            ("s3cret", "4102444800:u-1", "joUDSZHjQnDrbJb9a8gWcEZmVoA="),
            (LONG, "1795373527:ana", "mQElsA1Fb+fOXvRP7jg05KdhbJ4="),
        ] {
            assert_eq!(turn(secret).sign(username), credential, "{secret}");
        }
    }

    const LONG: &str = "a secret of more than sixty-four bytes, as one that a generator of passwords gives";

    #[test]
    fn a_name_says_when_it_expires() {
        let mut turn = turn("south is the mountain");
        turn.life = Duration::from_secs(27);
        let servers = turn.servers("ana", 1_795_373_500_999);
        let stun = json!({ "urls": "stun:stun.l.google.com:19302" });
        let own = json!({
            "urls": ["turn:t.example"], "username": "1795373527:ana", "credential": "imLON7I8uicHANZ6Ehf7bOYBIvA=",
        });
        assert_eq!(servers, json!([stun, own]));
        turn.life = Duration::MAX;
        assert!(turn.servers("ana", i64::MAX)[1]["username"].is_string(), "no life is too long");
    }

    #[test]
    fn half_of_it_is_an_error_and_nothing_is_none() {
        assert!(Turn::of(&config(None, &[])).unwrap().is_none());
        assert!(Turn::of(&config(Some(""), &[""])).unwrap().is_none());
        assert_eq!(Turn::of(&config(Some("s"), &[])).unwrap_err(), TurnError::NoUrl);
        assert_eq!(Turn::of(&config(None, &["turn:t.example"])).unwrap_err(), TurnError::NoSecret);
    }

    #[test]
    fn its_secret_is_not_printed() {
        assert!(!format!("{:?}", turn("s3cret")).contains("s3cret"));
    }
}
