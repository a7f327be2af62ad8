//! What can go wrong, by what the caller can do about it.

use charlaton_json::{Value, parse};

use crate::lib::fetch::NoAnswer;

/// A request to Firebase that did not succeed. Words for people are chosen where it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FirebaseError {
    /// No such account, or another password: projects that protect addresses do not say which.
    #[error("e-mail or password is wrong")]
    WrongCredentials,
    /// Somebody has signed up with this address already.
    #[error("the e-mail is taken")]
    EmailTaken,
    /// What was given is no address.
    #[error("not an e-mail address")]
    BadEmail,
    /// The project wants a better password.
    #[error("the password is too weak")]
    WeakPassword,
    /// Trying again helps later only.
    #[error("too many attempts")]
    TooManyAttempts,
    /// The code of a mail was good once.
    #[error("the code has expired")]
    CodeExpired,
    /// The code of a mail was used already, or never sent.
    #[error("the code is not valid")]
    CodeInvalid,
    /// Whoever runs the project has closed this account.
    #[error("the account is disabled")]
    Disabled,
    /// The account is protected: sign in with the password again, then do this.
    #[error("needs a sign-in that is not long ago")]
    NeedsRecentLogin,
    /// The session is over: only signing in again helps.
    #[error("not signed in")]
    SignInNeeded,
    /// This address signs in another way.
    #[error("the account signs in with another provider")]
    OtherProvider,
    /// The project does not offer this, or not to this site.
    #[error("not offered by the project")]
    NotOffered,
    /// The browser keeps windows from opening.
    #[error("the window was blocked")]
    PopupBlocked,
    /// The window was closed before it was done.
    #[error("the window was closed")]
    PopupClosed,
    /// No answer: network, policy, or a service that is down.
    #[error("Firebase cannot be reached")]
    Unreachable,
    /// No answer in time.
    #[error("Firebase did not answer in time")]
    TimedOut,
    /// Anything else it refuses.
    #[error("Firebase refused")]
    Refused,
    /// Success, but not what it is documented to be.
    #[error("the answer was not understood")]
    Malformed,
}

impl FirebaseError {
    /// Reads the answer of a status that is no success. Both services say
    /// `{"error":{"code":400,"message":"WEAK_PASSWORD : Password should be…"}}`: a name, perhaps with more behind it.
    #[must_use]
    pub(super) fn from_body(status: u16, body: &str) -> Self {
        match name(body).as_str() {
            "EMAIL_NOT_FOUND" | "INVALID_PASSWORD" | "INVALID_LOGIN_CREDENTIALS" => Self::WrongCredentials,
            "EMAIL_EXISTS" => Self::EmailTaken,
            "INVALID_EMAIL" | "MISSING_EMAIL" => Self::BadEmail,
            "WEAK_PASSWORD" | "MISSING_PASSWORD" | "PASSWORD_DOES_NOT_MEET_REQUIREMENTS" => {
                Self::WeakPassword
            }
            "TOO_MANY_ATTEMPTS_TRY_LATER" | "RESET_PASSWORD_EXCEED_LIMIT" | "QUOTA_EXCEEDED" => {
                Self::TooManyAttempts
            }
            "EXPIRED_OOB_CODE" => Self::CodeExpired,
            "INVALID_OOB_CODE" | "MISSING_OOB_CODE" => Self::CodeInvalid,
            "USER_DISABLED" => Self::Disabled,
            "CREDENTIAL_TOO_OLD_LOGIN_AGAIN" => Self::NeedsRecentLogin,
            name if is_dead(name) => Self::SignInNeeded,
            "OPERATION_NOT_ALLOWED" | "PASSWORD_LOGIN_DISABLED" | "ADMIN_ONLY_OPERATION" => Self::NotOffered,
            _ if status == 429 => Self::TooManyAttempts,
            _ if status >= 500 => Self::Unreachable,
            _ => Self::Refused,
        }
    }

    /// Reads what the official SDK throws.
    #[must_use]
    pub(super) fn from_sdk(code: &str) -> Self {
        match code.strip_prefix("auth/").unwrap_or(code) {
            "popup-blocked" => Self::PopupBlocked,
            "popup-closed-by-user" | "cancelled-popup-request" | "user-cancelled" => Self::PopupClosed,
            "account-exists-with-different-credential"
            | "credential-already-in-use"
            | "email-already-in-use" => Self::OtherProvider,
            "network-request-failed" => Self::Unreachable,
            "timeout" => Self::TimedOut,
            "too-many-requests" | "quota-exceeded" => Self::TooManyAttempts,
            "user-disabled" => Self::Disabled,
            "operation-not-allowed"
            | "unauthorized-domain"
            | "auth-domain-config-required"
            | "operation-not-supported-in-this-environment" => Self::NotOffered,
            _ => Self::Refused,
        }
    }
}

impl From<NoAnswer> for FirebaseError {
    fn from(why: NoAnswer) -> Self {
        match why {
            NoAnswer::Unreachable => Self::Unreachable,
            NoAnswer::TimedOut => Self::TimedOut,
        }
    }
}

/// Whether an answer says that a session will never be good again.
pub(super) fn ends_session(body: &str) -> bool {
    let name = name(body);
    is_dead(&name) || name == "USER_DISABLED"
}

fn is_dead(name: &str) -> bool {
    [
        "TOKEN_EXPIRED",
        "USER_NOT_FOUND",
        "INVALID_REFRESH_TOKEN",
        "INVALID_ID_TOKEN",
        "MISSING_ID_TOKEN",
        "MISSING_REFRESH_TOKEN",
    ]
    .contains(&name)
}

/// The name in front of an error's message.
fn name(body: &str) -> String {
    let value = parse(body).unwrap_or_default();
    let message = value.get("error").and_then(|error| error.get("message")).and_then(Value::as_str);
    let name = message.unwrap_or_default().split([' ', ':']).next();
    name.unwrap_or_default().to_owned()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    /// As Identity Toolkit and the emulator put it.
    fn body(message: &str) -> String {
        format!(
            r#"{{"error":{{"code":400,"message":"{message}","errors":[{{"message":"{message}","domain":"global","reason":"invalid"}}]}}}}"#
        )
    }

    #[test]
    fn refusals_are_told_apart() {
        for (message, error) in [
            ("EMAIL_NOT_FOUND", FirebaseError::WrongCredentials),
            ("INVALID_PASSWORD", FirebaseError::WrongCredentials),
            ("INVALID_LOGIN_CREDENTIALS", FirebaseError::WrongCredentials),
            ("EMAIL_EXISTS", FirebaseError::EmailTaken),
            ("WEAK_PASSWORD : Password should be at least 6 characters", FirebaseError::WeakPassword),
            (
                "PASSWORD_DOES_NOT_MEET_REQUIREMENTS : Missing password requirements: [Password must contain…]",
                FirebaseError::WeakPassword,
            ),
            (
                "TOO_MANY_ATTEMPTS_TRY_LATER : Access to this account has been temporarily disabled…",
                FirebaseError::TooManyAttempts,
            ),
            ("EXPIRED_OOB_CODE", FirebaseError::CodeExpired),
            ("INVALID_OOB_CODE", FirebaseError::CodeInvalid),
            ("USER_DISABLED", FirebaseError::Disabled),
            ("CREDENTIAL_TOO_OLD_LOGIN_AGAIN", FirebaseError::NeedsRecentLogin),
            ("TOKEN_EXPIRED", FirebaseError::SignInNeeded),
            ("INVALID_ID_TOKEN", FirebaseError::SignInNeeded),
            ("OPERATION_NOT_ALLOWED", FirebaseError::NotOffered),
            ("API key not valid. Please pass a valid API key.", FirebaseError::Refused),
        ] {
            assert_eq!(FirebaseError::from_body(400, &body(message)), error, "{message}");
        }
        assert_eq!(FirebaseError::from_body(503, "<html>"), FirebaseError::Unreachable);
        assert_eq!(FirebaseError::from_body(429, "{}"), FirebaseError::TooManyAttempts);
        assert_eq!(FirebaseError::from_body(400, "[1]"), FirebaseError::Refused);
    }

    #[test]
    fn only_some_refusals_end_a_session() {
        for message in ["TOKEN_EXPIRED", "USER_NOT_FOUND", "USER_DISABLED", "INVALID_REFRESH_TOKEN"] {
            assert!(ends_session(&body(message)), "{message}");
        }
        for message in ["QUOTA_EXCEEDED : x", "API key not valid. Please pass a valid API key.", ""] {
            assert!(!ends_session(&body(message)), "{message}");
        }
        assert!(!ends_session("<html>TOKEN_EXPIRED</html>"));
    }

    #[test]
    fn what_the_sdk_throws() {
        assert_eq!(FirebaseError::from_sdk("auth/popup-blocked"), FirebaseError::PopupBlocked);
        assert_eq!(FirebaseError::from_sdk("auth/popup-closed-by-user"), FirebaseError::PopupClosed);
        assert_eq!(
            FirebaseError::from_sdk("auth/account-exists-with-different-credential"),
            FirebaseError::OtherProvider
        );
        assert_eq!(FirebaseError::from_sdk("auth/network-request-failed"), FirebaseError::Unreachable);
        assert_eq!(FirebaseError::from_sdk("auth/internal-error"), FirebaseError::Refused);
        assert_eq!(FirebaseError::from_sdk(""), FirebaseError::Refused);
    }
}
