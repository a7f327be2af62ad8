//! Google and GitHub, by the official SDK: its protocol between page, window and frame is documented nowhere else.
//!
//! The SDK lies in a file of its own, `oauth/oauth.js`, which is loaded when it is asked for. Both sides speak JSON.

use charlaton_contract::read::field;
use charlaton_json::{Value, json, parse};

use super::{FirebaseError, Session};
use crate::lib::config::Firebase;

/// Who says who somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    /// google.com
    Google,
    /// github.com
    GitHub,
}

impl Provider {
    /// Both, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::Google, Self::GitHub];

    /// Its own name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Google => "Google",
            Self::GitHub => "GitHub",
        }
    }
}

/// Opens the provider's window. Browsers allow that only in answer to a press.
///
/// # Errors
/// [`FirebaseError::PopupBlocked`], [`FirebaseError::PopupClosed`], [`FirebaseError::OtherProvider`], …
pub async fn sign_in(project: &Firebase, provider: Provider) -> Result<Session, FirebaseError> {
    let answer = super::browser::sdk_sign_in(&request(project, provider).to_string()).await;
    read(&answer.ok_or(FirebaseError::Unreachable)?)
}

fn request(project: &Firebase, provider: Provider) -> Value {
    json!({
        "provider": provider.name(),
        "emulator": project.emulator.clone(),
        "project": {
            "apiKey": project.api_key.as_str(),
            "authDomain": project.auth_domain.clone(),
            "projectId": project.project_id.clone(),
            "appId": project.app_id.clone(),
        },
    })
}

fn read(answer: &str) -> Result<Session, FirebaseError> {
    let answer = parse(answer).map_err(|_| FirebaseError::Malformed)?;
    if let Some(code) = answer.get("error").and_then(Value::as_str) {
        return Err(FirebaseError::from_sdk(code));
    }
    let session = || {
        Some(Session {
            uid: field(&answer, "uid")?,
            email: field(&answer, "email")?,
            id_token: field(&answer, "idToken")?,
            refresh_token: field(&answer, "refreshToken")?,
            expires_at: answer.get("expirationTime")?.as_u64()? / 1000,
        })
    };
    session().ok_or(FirebaseError::Malformed)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn the_sdk_gets_its_project() {
        let project =
            Firebase { api_key: "k".into(), auth_domain: Some("p.example".into()), ..Firebase::default() };
        assert_eq!(
            request(&project, Provider::GitHub).to_string(),
            r#"{"provider":"GitHub","emulator":null,"project":{"apiKey":"k","authDomain":"p.example","projectId":null,"appId":null}}"#
        );
        let script = include_str!("../../../oauth/oauth.js");
        for provider in Provider::ALL {
            assert!(script.contains(provider.name()), "both sides name it alike");
        }
    }

    #[test]
    fn the_sdks_answer_is_read() {
        let answer = r#"{"uid":"u1","email":"a@b.co","displayName":"Ana","idToken":"i","refreshToken":"r",
            "expirationTime":4600000}"#;
        assert_eq!(read(answer).unwrap().expires_at, 4600);
        assert_eq!(read(r#"{"error":"auth/popup-blocked"}"#), Err(FirebaseError::PopupBlocked));
        // GitHub gives no address of people who hide theirs, and the REST service knows people by it.
        assert_eq!(read(r#"{"uid":"u1","email":null}"#), Err(FirebaseError::Malformed));
        assert_eq!(read("undefined"), Err(FirebaseError::Malformed));
    }
}
