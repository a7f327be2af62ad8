//! Words for what went wrong with a request.

use crate::{i18n::Texts, services::ApiError};

/// What happened and what to do, for a request whose refusal has no better words on its page.
pub(super) fn api_words(error: &ApiError, texts: &Texts) -> &'static str {
    match error {
        ApiError::Unreachable => texts.errors.unreachable,
        ApiError::TimedOut => texts.errors.timed_out,
        ApiError::SignInNeeded => texts.errors.sign_in,
        ApiError::Refused { .. } => texts.errors.server,
        ApiError::Malformed => texts.errors.malformed,
    }
}
