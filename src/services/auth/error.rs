use crate::{lib::firebase::FirebaseError, services::ApiError};

/// Which of the two ends of an account failed, and how.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthError {
    /// The REST service.
    #[error(transparent)]
    Service(#[from] ApiError),
    /// Firebase.
    #[error(transparent)]
    Firebase(#[from] FirebaseError),
}

impl AuthError {
    /// An unknown e-mail or a wrong password.
    #[must_use]
    pub fn is_wrong_credentials(&self) -> bool {
        match self {
            Self::Service(error) => is_unauthorised(error),
            Self::Firebase(error) => *error == FirebaseError::WrongCredentials,
        }
    }

    /// Only signing in again helps.
    #[must_use]
    pub fn requires_sign_in(&self) -> bool {
        match self {
            Self::Service(error) => error.requires_sign_in(),
            Self::Firebase(error) => *error == FirebaseError::SignInNeeded,
        }
    }
}

/// 401 where it does not mean an old token: the password is wrong.
pub(super) fn is_unauthorised(error: &ApiError) -> bool {
    matches!(error, ApiError::Refused { status: 401, .. })
}
