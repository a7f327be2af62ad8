//! Words for what went wrong with a request.

use crate::{
    i18n::{Language, Texts},
    lib::firebase::FirebaseError,
    services::{ApiError, AuthError},
};

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

/// The same for what both the service and Firebase have a say in.
pub(super) fn auth_words(error: &AuthError, language: Language) -> &'static str {
    let texts = language.texts();
    if error.is_wrong_credentials() {
        return texts.account.wrong_credentials;
    }
    match error {
        AuthError::Service(error) => api_words(error, texts),
        AuthError::Firebase(error) => firebase_words(*error, language),
    }
}

fn firebase_words(error: FirebaseError, language: Language) -> &'static str {
    let (texts, site) = (language.texts(), language.site_texts());
    match error {
        FirebaseError::WrongCredentials => texts.account.wrong_credentials,
        FirebaseError::EmailTaken => texts.account.email_taken,
        FirebaseError::BadEmail => texts.account.bad_email,
        FirebaseError::WeakPassword => site.sign_in.weak_password,
        FirebaseError::TooManyAttempts => site.sign_in.too_many,
        FirebaseError::CodeExpired | FirebaseError::CodeInvalid => site.recovery.bad_link,
        FirebaseError::Disabled => site.sign_in.disabled,
        FirebaseError::NeedsRecentLogin => site.sign_in.needs_recent_login,
        FirebaseError::SignInNeeded => texts.errors.sign_in,
        FirebaseError::OtherProvider => site.sign_in.other_provider,
        FirebaseError::NotOffered => site.sign_in.not_offered,
        FirebaseError::PopupBlocked => site.sign_in.popup_blocked,
        FirebaseError::PopupClosed => site.sign_in.popup_closed,
        FirebaseError::Unreachable => texts.errors.unreachable,
        FirebaseError::TimedOut => texts.errors.timed_out,
        FirebaseError::Refused => texts.errors.server,
        FirebaseError::Malformed => texts.errors.malformed,
    }
}
