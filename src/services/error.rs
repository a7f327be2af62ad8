//! What can go wrong with a request, by what the caller can do about it.

use charlaton_json::{Value, parse};

use crate::lib::firebase::FirebaseError;

/// A request that did not succeed. Words for people are chosen where it is shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// No answer: network, name, CORS or a server that is down.
    #[error("the server cannot be reached")]
    Unreachable,
    /// No answer in time.
    #[error("the server did not answer in time")]
    TimedOut,
    /// 401, also after a refresh.
    #[error("not signed in")]
    SignInNeeded,
    /// Signed in, but with nothing that this site could show to a socket, and signing in again brings nothing: the server
    /// keeps its cookies from scripts, and the site has no Firebase.
    #[error("no token for sockets")]
    NoSocketToken,
    /// The server has just given cookies, and the browser does not bring them: it keeps none of another site's.
    #[error("no cookies are kept")]
    CookiesBlocked,
    /// The server said no.
    #[error("{status}: {message}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// As the server put it, perhaps empty.
        message: String,
        /// What validators said, field by field.
        fields: Vec<FieldError>,
    },
    /// 2xx, but not what the contract says.
    #[error("the answer was not understood")]
    Malformed,
}

/// How the services answer a request that came without the access cookie (contract, section 1.1).
const NO_COOKIE: &str = "Autenticación requerida";

/// One field a validator refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Its name in the request.
    pub field: String,
    /// Why.
    pub message: String,
}

impl ApiError {
    /// Only signing in again helps.
    #[must_use]
    pub fn requires_sign_in(&self) -> bool {
        matches!(self, Self::SignInNeeded)
    }

    /// There is no such thing.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Refused { status: 404, .. })
    }

    /// The server said no and did nothing of what was asked. Of any other failure that is not known: perhaps only the
    /// answer was lost.
    #[must_use]
    pub(super) fn is_definite(&self) -> bool {
        matches!(self, Self::Refused { status: 400..=499, .. })
    }

    /// Trying again may help, with nothing changed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Unreachable | Self::TimedOut => true,
            Self::Refused { status, .. } => *status >= 500,
            Self::SignInNeeded | Self::NoSocketToken | Self::CookiesBlocked | Self::Malformed => false,
        }
    }

    /// What a 401 means right after the server has given new cookies.
    #[must_use]
    pub(super) fn in_spite_of_new_cookies(body: &str) -> Self {
        let value = parse(body).unwrap_or_default();
        let message = value.get("message").and_then(Value::as_str);
        if message == Some(NO_COOKIE) { Self::CookiesBlocked } else { Self::SignInNeeded }
    }

    /// What it means that Firebase gives no token of its session.
    #[must_use]
    pub(super) fn without_token(error: FirebaseError) -> Self {
        if error == FirebaseError::SignInNeeded { Self::SignInNeeded } else { Self::Unreachable }
    }

    /// Reads the error body of a non-2xx answer. The services have four shapes of it (`error`, `message`, `errors`,
    /// HTML); anything else is an empty message.
    #[must_use]
    pub(super) fn from_body(status: u16, body: &str) -> Self {
        let value = parse(body).unwrap_or_default();
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        let fields: Vec<FieldError> = value
            .get("errors")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|error| {
                Some(FieldError {
                    field: error.get("path")?.as_str()?.to_owned(),
                    message: error.get("msg")?.as_str()?.to_owned(),
                })
            })
            .collect();
        let message = text("error").or_else(|| text("message")).unwrap_or_default().to_owned();
        Self::Refused { status, message, fields }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn refused(body: &str) -> (String, usize) {
        let ApiError::Refused { message, fields, .. } = ApiError::from_body(400, body) else {
            unreachable!()
        };
        (message, fields.len())
    }

    #[test]
    fn only_a_refusal_says_that_nothing_was_done() {
        for status in [400, 409, 429] {
            assert!(ApiError::from_body(status, "").is_definite(), "{status}");
        }
        for status in [500, 502, 504] {
            assert!(!ApiError::from_body(status, "").is_definite(), "{status}");
        }
        for lost in [ApiError::Unreachable, ApiError::TimedOut, ApiError::Malformed] {
            assert!(!lost.is_definite(), "{lost}");
        }
    }

    #[test]
    fn new_cookies_that_do_not_come_are_told_from_those_that_are_refused() {
        let of = |message: &str| ApiError::in_spite_of_new_cookies(&format!(r#"{{"message":"{message}"}}"#));
        assert_eq!(of("Autenticación requerida"), ApiError::CookiesBlocked);
        for refused in ["Token inválido", "Token expirado", ""] {
            assert_eq!(of(refused), ApiError::SignInNeeded, "{refused}");
        }
        assert_eq!(ApiError::in_spite_of_new_cookies("<!DOCTYPE html>"), ApiError::SignInNeeded);
    }

    #[test]
    fn the_four_error_shapes_are_read() {
        assert_eq!(refused(r#"{"error":"Credenciales inválidas"}"#).0, "Credenciales inválidas");
        assert_eq!(refused(r#"{"message":"Token expirado"}"#).0, "Token expirado");
        assert_eq!(
            refused(r#"{"errors":[{"type":"field","msg":"x","path":"email"},{}]}"#),
            (String::new(), 1)
        );
        assert_eq!(refused("<!DOCTYPE html><pre>SyntaxError</pre>"), (String::new(), 0));
        assert_eq!(refused("[1]"), (String::new(), 0));
    }
}
