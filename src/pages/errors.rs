//! Words for what went wrong with a request.

use yew::prelude::*;

use crate::{
    components::link::link,
    i18n::{Language, Texts},
    lib::firebase::FirebaseError,
    routes,
    services::{ApiError, AuthError},
};

/// For the pages around meetings: where to find out why a request went wrong, unless that is plain already.
pub(super) fn to_check(error: &ApiError, language: Language) -> Html {
    match error {
        ApiError::Unreachable | ApiError::TimedOut | ApiError::Malformed => {
            link(routes::CHECK, "button", language.site_texts().doctor.link)
        }
        ApiError::Refused { .. }
        | ApiError::SignInNeeded
        | ApiError::NoSocketToken
        | ApiError::CookiesBlocked => Html::default(),
    }
}

/// The same for what both the service and Firebase have a say in.
pub(super) fn to_check_auth(error: &AuthError, language: Language) -> Html {
    match error {
        AuthError::Service(error) => to_check(error, language),
        AuthError::Firebase(
            FirebaseError::Unreachable | FirebaseError::TimedOut | FirebaseError::Malformed,
        ) => to_check(&ApiError::Unreachable, language),
        AuthError::Firebase(_) => Html::default(),
    }
}

/// What happened and what to do, for a request whose refusal has no better words on its page.
pub(super) fn api_words(error: &ApiError, texts: &Texts) -> &'static str {
    match error {
        ApiError::Unreachable => texts.errors.unreachable,
        ApiError::TimedOut => texts.errors.timed_out,
        ApiError::SignInNeeded => texts.errors.sign_in,
        ApiError::NoSocketToken => texts.errors.no_socket_token,
        ApiError::CookiesBlocked => texts.errors.cookies_blocked,
        ApiError::Refused { .. } => texts.errors.server,
        ApiError::Malformed => texts.errors.malformed,
    }
}

/// The same for what both the service and Firebase have a say in.
pub(super) fn auth_words(error: &AuthError, language: Language) -> &'static str {
    let texts = language.texts();
    if error.is_wrong_credentials() {
        return language.site_texts().account.wrong_credentials;
    }
    match error {
        AuthError::Service(error) => api_words(error, texts),
        AuthError::Firebase(error) => firebase_words(*error, language),
    }
}

fn firebase_words(error: FirebaseError, language: Language) -> &'static str {
    let (texts, site) = (language.texts(), language.site_texts());
    match error {
        FirebaseError::WrongCredentials => site.account.wrong_credentials,
        FirebaseError::EmailTaken => site.account.email_taken,
        FirebaseError::BadEmail => site.account.bad_email,
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
