//! The inputs of the forms, and what can be wrong with them.

use crate::i18n::Language;

/// The inputs there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages) enum Input {
    Name,
    Email,
    Age,
    Password,
    /// A new password for the second time.
    Again,
    /// The password there is, beside a new one.
    Present,
    /// What shows that one is oneself and means it.
    Proof,
}

impl Input {
    /// Of its element, and its name for whatever fills in forms.
    pub(in crate::pages) fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Age => "age",
            Self::Password => "password",
            Self::Again => "password-again",
            Self::Present => "present-password",
            Self::Proof => "proof",
        }
    }
}

/// What is wrong with an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages) enum Wrong {
    Name,
    Email,
    EmailTaken,
    Age,
    PasswordMissing,
    PasswordShort,
    /// Firebase's own rules.
    PasswordWeak,
    /// The rules of the REST service's mailed link.
    PasswordPlain,
    PasswordsDiffer,
    PresentMissing,
    PresentOther,
    ProofMissing,
    ProofEmail,
    ProofPassword,
}

impl Wrong {
    /// Where.
    pub(in crate::pages) fn input(self) -> Input {
        match self {
            Self::Name => Input::Name,
            Self::Email | Self::EmailTaken => Input::Email,
            Self::Age => Input::Age,
            Self::PasswordMissing | Self::PasswordShort | Self::PasswordWeak | Self::PasswordPlain => {
                Input::Password
            }
            Self::PasswordsDiffer => Input::Again,
            Self::PresentMissing | Self::PresentOther => Input::Present,
            Self::ProofMissing | Self::ProofEmail | Self::ProofPassword => Input::Proof,
        }
    }

    pub(super) fn words(self, language: Language) -> &'static str {
        let (texts, site) = (language.texts(), language.site_texts());
        match self {
            Self::Name => texts.account.bad_name,
            Self::Email => texts.account.bad_email,
            Self::EmailTaken => texts.account.email_taken,
            Self::Age => texts.account.bad_age,
            Self::PasswordMissing | Self::PresentMissing | Self::ProofMissing => {
                texts.account.missing_password
            }
            Self::PasswordShort => texts.account.bad_password,
            Self::PasswordWeak => site.sign_in.weak_password,
            Self::PasswordPlain => site.recovery.strong_rule,
            Self::PasswordsDiffer => site.recovery.differ,
            Self::PresentOther | Self::ProofPassword => site.profile.wrong_present,
            Self::ProofEmail => site.profile.wrong_email,
        }
    }
}

/// What a new password must be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages) enum Rule {
    /// Of some length.
    Long,
    /// As the REST service's mailed link has it.
    Strong,
}
