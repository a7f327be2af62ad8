//! Who is signed in to Firebase, and the tokens that prove it.

use charlaton_contract::read::field;
use charlaton_json::{Value, json};

/// Somebody who is signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// Firebase's id of the account. The REST service may know it by another.
    pub uid: String,
    /// As Firebase stores it; the REST service may have it in another form.
    pub email: String,
    /// A JWT for others to see: sockets, and the REST service.
    pub id_token: String,
    /// For new ID tokens.
    pub refresh_token: String,
    /// Of the ID token, in seconds since the Unix epoch.
    pub expires_at: u64,
}

/// A token that ends sooner is renewed before it is used, in seconds: a handshake, or one that is tried again after a
/// while, must not come too late with it.
const MARGIN: u64 = 5 * 60;

/// Without the tokens: they would end in a log.
impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("uid", &self.uid)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

impl Session {
    /// Whether the ID token is still good for a while at `now`, in seconds since the Unix epoch.
    #[must_use]
    pub fn is_fresh(&self, now: u64) -> bool {
        self.expires_at > now + MARGIN
    }

    /// Reads what Identity Toolkit answers to whoever has proved who they are. `email` stands in for one that the answer
    /// leaves out.
    #[must_use]
    pub(super) fn of_account(answer: &Value, email: &str, now: u64) -> Option<Self> {
        Some(Self {
            uid: field(answer, "localId")?,
            email: field(answer, "email").unwrap_or_else(|| email.to_owned()),
            id_token: field(answer, "idToken")?,
            refresh_token: field(answer, "refreshToken")?,
            expires_at: now + seconds(answer.get("expiresIn")?)?,
        })
    }

    /// Reads the answer of the token service: the same person with new tokens.
    #[must_use]
    pub(super) fn refreshed(&self, answer: &Value, now: u64) -> Option<Self> {
        Some(Self {
            uid: self.uid.clone(),
            email: self.email.clone(),
            id_token: field(answer, "id_token")?,
            refresh_token: field(answer, "refresh_token")?,
            expires_at: now + seconds(answer.get("expires_in")?)?,
        })
    }

    /// The name under which the official SDK keeps the session of a project in localStorage.
    #[must_use]
    pub(super) fn key(api_key: &str) -> String {
        format!("firebase:authUser:{api_key}:[DEFAULT]")
    }

    /// As the official SDK keeps it.
    #[must_use]
    pub(super) fn stored(&self, api_key: &str) -> Value {
        json!({
            "uid": self.uid.as_str(),
            "email": self.email.as_str(),
            "emailVerified": false,
            "isAnonymous": false,
            "providerData": [],
            "stsTokenManager": {
                "refreshToken": self.refresh_token.as_str(),
                "accessToken": self.id_token.as_str(),
                "expirationTime": self.expires_at * 1000,
            },
            "apiKey": api_key,
            "appName": "[DEFAULT]",
        })
    }

    /// Reads what [`Self::stored`] wrote, or the SDK.
    #[must_use]
    pub(super) fn from_stored(stored: &Value) -> Option<Self> {
        let tokens = stored.get("stsTokenManager")?;
        Some(Self {
            uid: field(stored, "uid")?,
            email: field(stored, "email").unwrap_or_default(),
            id_token: field(tokens, "accessToken")?,
            refresh_token: field(tokens, "refreshToken")?,
            expires_at: tokens.get("expirationTime")?.as_u64()? / 1000,
        })
    }
}

/// The services write numbers as texts.
fn seconds(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok()).filter(|seconds| *seconds < u64::from(u32::MAX))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use charlaton_json::parse;

    use super::*;

    fn session() -> Session {
        let answer = r#"{"kind":"identitytoolkit#VerifyPasswordResponse","localId":"u1","email":"ana@example.com",
            "displayName":"","idToken":"i","registered":true,"refreshToken":"r","expiresIn":"3600"}"#;
        Session::of_account(&parse(answer).unwrap(), "", 1000).unwrap()
    }

    #[test]
    fn a_sign_in_is_read() {
        let session = session();
        assert_eq!((session.uid.as_str(), session.email.as_str()), ("u1", "ana@example.com"));
        assert_eq!((session.id_token.as_str(), session.refresh_token.as_str()), ("i", "r"));
        assert_eq!(session.expires_at, 4600);
        let without_email = r#"{"localId":"u1","idToken":"i","refreshToken":"r","expiresIn":3600}"#;
        let session = Session::of_account(&parse(without_email).unwrap(), "a@b.co", 0).unwrap();
        assert_eq!((session.email.as_str(), session.expires_at), ("a@b.co", 3600));
        for bad in [
            "{}",
            "[]",
            r#"{"localId":"u1","idToken":"i","refreshToken":"r"}"#,
            r#"{"localId":"u1","idToken":"i","refreshToken":"r","expiresIn":"soon"}"#,
            r#"{"localId":"u1","idToken":"i","refreshToken":"r","expiresIn":"99999999999999999999"}"#,
            r#"{"localId":"u1","idToken":"i","refreshToken":"r","expiresIn":"18446744073709551615"}"#,
        ] {
            assert_eq!(Session::of_account(&parse(bad).unwrap(), "", 1000), None, "{bad}");
        }
    }

    #[test]
    fn a_refresh_keeps_the_person() {
        let answer = r#"{"access_token":"i2","expires_in":"3600","token_type":"Bearer","refresh_token":"r2",
            "id_token":"i2","user_id":"u1","project_id":"7"}"#;
        let refreshed = session().refreshed(&parse(answer).unwrap(), 5000).unwrap();
        let expected =
            Session { id_token: "i2".into(), refresh_token: "r2".into(), expires_at: 8600, ..session() };
        assert_eq!(refreshed, expected);
        assert_eq!(session().refreshed(&parse("{}").unwrap(), 5000), None);
    }

    #[test]
    fn a_token_is_renewed_five_minutes_before_its_end() {
        assert!(session().is_fresh(4299));
        assert!(!session().is_fresh(4300));
    }

    #[test]
    fn what_the_sdk_keeps_is_read_and_written() {
        assert_eq!(Session::key("k"), "firebase:authUser:k:[DEFAULT]");
        assert_eq!(Session::from_stored(&session().stored("k")), Some(session()));
        let sdk = r#"{"uid":"u1","email":"ana@example.com","emailVerified":false,"isAnonymous":false,
            "providerData":[{"providerId":"password","uid":"ana@example.com"}],
            "stsTokenManager":{"refreshToken":"r","accessToken":"i","expirationTime":4600123},
            "createdAt":"1","lastLoginAt":"2","apiKey":"k","appName":"[DEFAULT]"}"#;
        assert_eq!(Session::from_stored(&parse(sdk).unwrap()), Some(session()));
        for bad in ["null", "{}", r#"{"uid":"u1","stsTokenManager":{}}"#] {
            assert_eq!(Session::from_stored(&parse(bad).unwrap()), None, "{bad}");
        }
    }

    #[test]
    fn tokens_stay_out_of_logs() {
        let secret = Session { id_token: "secret".into(), refresh_token: "secret".into(), ..session() };
        assert!(!format!("{secret:?}").contains("secret"));
    }
}
