//! The tokens of the emulator. Nothing is signed: `alg` is `none`, as in Google's own emulator.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use super::{Firebase, accounts::Account, compact};
use crate::clock;

/// What this program reads of an ID token.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct IdClaims {
    iss: String,
    aud: String,
    pub(super) sub: String,
    pub(super) iat: i64,
    exp: i64,
    firebase: Provider,
}

#[derive(Debug, Clone, Deserialize)]
struct Provider {
    sign_in_provider: String,
}

impl IdClaims {
    /// Reads an unsigned token of this project; how old it is does not matter here.
    pub(super) fn read(project: &str, token: &str) -> Option<Self> {
        let claims: Self = unsigned(token)?;
        (claims.aud == project && claims.iss == issuer(project)).then_some(claims)
    }

    pub(super) fn provider(&self) -> &str {
        &self.firebase.sign_in_provider
    }

    pub(super) fn is_expired(&self) -> bool {
        self.exp <= clock::now_ms() / 1000
    }
}

/// What a refresh token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Refresh {
    project: String,
    pub(super) uid: String,
    pub(super) provider: String,
    pub(super) era: i64,
}

impl Refresh {
    pub(super) fn read(project: &str, token: &str) -> Option<Self> {
        decode::<Self>(token).filter(|refresh| refresh.project == project)
    }
}

/// The fields that every way of signing in answers with.
pub(super) fn issue(firebase: &Firebase, account: &Account, provider: &str) -> Map<String, Value> {
    let refresh = Refresh {
        project: firebase.project.clone(),
        uid: account.uid.clone(),
        provider: provider.to_owned(),
        era: account.era,
    };
    let mut issued = Map::new();
    issued.insert("idToken".into(), id_token(firebase, account, provider).into());
    issued.insert("refreshToken".into(), encode(&json!(refresh)).into());
    issued.insert("expiresIn".into(), firebase.life.to_string().into());
    issued
}

fn id_token(firebase: &Firebase, account: &Account, provider: &str) -> String {
    let mut identities = Map::new();
    for link in &account.links {
        identities.insert(link.provider.clone(), json!([link.raw_id]));
    }
    if let Some(email) = &account.email {
        identities.insert("email".into(), json!([email]));
    }
    let now = clock::now_ms() / 1000;
    let claims = compact(json!({
        "name": account.display_name,
        "picture": account.photo_url,
        "email": account.email,
        "email_verified": account.email_verified,
        "auth_time": account.last_login_at / 1000,
        "user_id": account.uid,
        "firebase": { "identities": identities, "sign_in_provider": provider },
        "iat": now,
        "exp": now + firebase.life,
        "aud": firebase.project,
        "iss": issuer(&firebase.project),
        "sub": account.uid,
    }));
    // Google's library takes new tokens only when the ID token is another text, and two of one second may not be.
    let header = json!({ "alg": "none", "typ": "JWT", "kid": account.era.to_string() });
    format!("{}.{}.", encode(&header), encode(&claims))
}

fn issuer(project: &str) -> String {
    format!("https://securetoken.google.com/{project}")
}

/// The claims of a token that nobody signed and that does not pretend that somebody did.
pub(super) fn unsigned<T: DeserializeOwned>(token: &str) -> Option<T> {
    let mut parts = token.split('.');
    let (header, claims, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let header: Value = decode(header)?;
    if header["alg"] != "none" || !signature.is_empty() || parts.next().is_some() {
        return None;
    }
    decode(claims)
}

fn encode(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn decode<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const PROJECT: &str = "demo-charlaton";

    #[test]
    fn a_token_is_read_only_in_its_project_and_only_unsigned() {
        let firebase = Firebase::new(PROJECT.to_owned(), Duration::from_secs(60));
        let account = Account::new();
        let issued = issue(&firebase, &account, "password");
        let token = issued["idToken"].as_str().unwrap();
        let claims = IdClaims::read(PROJECT, token).unwrap();
        assert_eq!((claims.sub.as_str(), claims.provider()), (account.uid.as_str(), "password"));
        assert!(!claims.is_expired());
        assert_eq!((claims.exp - claims.iat, &issued["expiresIn"]), (60, &json!("60")));
        assert!(IdClaims::read("another", token).is_none());
        for broken in
            ["", "..", "a.b.c", &format!("{token}x"), &format!("{token}."), token.trim_end_matches('.')]
        {
            assert!(IdClaims::read(PROJECT, broken).is_none(), "{broken}");
        }
        let signed = token.replacen(token.split('.').next().unwrap(), &encode(&json!({ "alg": "HS256" })), 1);
        assert!(IdClaims::read(PROJECT, &signed).is_none());

        let mut changed = account.clone();
        changed.revoke();
        assert_ne!(issue(&firebase, &changed, "password")["idToken"], issued["idToken"]);

        let refresh = issued["refreshToken"].as_str().unwrap();
        assert_eq!(Refresh::read(PROJECT, refresh).unwrap().uid, account.uid);
        assert_eq!(Refresh::read("another", refresh), None);
        assert_eq!(Refresh::read(PROJECT, "x"), None);
    }
}
