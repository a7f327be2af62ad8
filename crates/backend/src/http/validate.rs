//! The rules for what people type when they sign up.

use charlaton_contract::{email::normalized, limits::NAME_CHARS};
use serde_json::Value;

use super::{
    error::{ApiError, FieldError},
    extract::Body,
};
use crate::{Quirk, Quirks, auth::passwords::MAX_BYTES};

const MAX_EMAIL: usize = 254;
const MIN_PASSWORD_CHARS: usize = 6;
const AGES: std::ops::RangeInclusive<i64> = 1..=150;

/// A sign-up that may become an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewAccount {
    /// An id the client brings (the uid of an identity provider).
    pub(crate) id: Option<String>,
    /// As it was typed, as in all that is read here.
    pub(crate) email: String,
    pub(crate) password: String,
    pub(crate) nickname: Option<String>,
    pub(crate) age: i64,
}

impl NewAccount {
    /// Reads a body; `missing` is the contract's text of this route for what is not there.
    pub(crate) fn parse(body: &Body, missing: &'static str) -> Result<Self, ApiError> {
        let mut errors = Vec::new();
        let email = email_field(body, &mut errors);
        let password = password_field(body, &mut errors);
        let nickname = nickname_field(body, &mut errors);
        if let Some(confirm) = body.get("confirmPassword")
            && confirm.as_str() != password.as_deref()
        {
            errors.push(hidden("confirmPassword", "Las contraseñas no coinciden"));
        }
        let id = id_field(body, &mut errors);
        let age = age(body.get("edad"));
        if age == Age::Wrong {
            errors.push(shown(body, "edad", "La edad debe ser un número entre 1 y 150"));
        }
        match (email, password, age) {
            (Some(email), Some(password), Age::Years(age)) if errors.is_empty() => {
                Ok(Self { id, email, password, nickname, age })
            }
            (_, _, Age::Missing) if errors.is_empty() => Err(ApiError::BadRequest(missing)),
            _ => Err(ApiError::Fields(errors)),
        }
    }
}

/// The two fields of a log-in.
pub(crate) fn credentials(body: &Body) -> Result<(String, String), ApiError> {
    let mut errors = Vec::new();
    let email = email_field(body, &mut errors);
    let password = body.verbatim("password").filter(|password| password.len() <= MAX_BYTES);
    if password.is_none() {
        errors.push(hidden("password", "La contraseña es requerida"));
    }
    match (email, password) {
        (Some(email), Some(password)) => Ok((email, password.to_owned())),
        _ => Err(ApiError::Fields(errors)),
    }
}

/// What `PUT /user/:id` may change. Empty texts are ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct AccountChange {
    pub(crate) email: Option<String>,
    pub(crate) nickname: Option<String>,
    pub(crate) age: Option<i64>,
}

impl AccountChange {
    pub(crate) fn parse(body: &Body) -> Result<Self, ApiError> {
        let mut errors = Vec::new();
        let given = |name: &str| body.get(name).is_some_and(|v| !v.is_null() && v.as_str() != Some(""));
        let email = given("email").then(|| email_field(body, &mut errors)).flatten();
        let nickname = given("nickname").then(|| nickname_field(body, &mut errors)).flatten();
        let age = match age(body.get("edad")) {
            Age::Years(age) => Some(age),
            Age::Missing => None,
            Age::Wrong => {
                errors.push(shown(body, "edad", "La edad debe ser un número entre 1 y 150"));
                None
            }
        };
        if errors.is_empty() { Ok(Self { email, nickname, age }) } else { Err(ApiError::Fields(errors)) }
    }
}

fn email_field(body: &Body, errors: &mut Vec<FieldError>) -> Option<String> {
    let email = body.text("email").filter(|email| is_email(email)).map(str::to_owned);
    if email.is_none() {
        errors.push(shown(body, "email", "El correo no es válido"));
    }
    email
}

fn password_field(body: &Body, errors: &mut Vec<FieldError>) -> Option<String> {
    let long_enough = |text: &&str| text.chars().count() >= MIN_PASSWORD_CHARS && text.len() <= MAX_BYTES;
    let password = body.verbatim("password").filter(long_enough).map(str::to_owned);
    if password.is_none() {
        errors.push(hidden("password", "La contraseña debe tener al menos 6 caracteres"));
    }
    password
}

/// Only a field that is not there counts as absent; null and "" are wrong, as in the old services.
fn nickname_field(body: &Body, errors: &mut Vec<FieldError>) -> Option<String> {
    body.get("nickname")?;
    let nickname = body.text("nickname").filter(|text| is_nickname(text));
    if nickname.is_none() {
        errors.push(shown(body, "nickname", "El nickname debe tener al menos 2 caracteres"));
    }
    nickname.map(str::to_owned)
}

pub(crate) fn is_nickname(text: &str) -> bool {
    (2..=NAME_CHARS).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

fn id_field(body: &Body, errors: &mut Vec<FieldError>) -> Option<String> {
    let id = body.get("id").filter(|id| !id.is_null())?;
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let valid = id.as_str().filter(|id| (1..=128).contains(&id.len()) && id.chars().all(fits));
    if valid.is_none() {
        errors.push(shown(body, "id", "El id no es válido"));
    }
    valid.map(str::to_owned)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Age {
    /// Not there, or one of the values JavaScript calls false.
    Missing,
    Wrong,
    Years(i64),
}

/// A number or a text that is one.
fn age(value: Option<&Value>) -> Age {
    let years = match value {
        None | Some(Value::Null | Value::Bool(false)) => return Age::Missing,
        Some(Value::String(text)) if text.trim().is_empty() => return Age::Missing,
        Some(Value::String(text)) => text.trim().parse().ok(),
        Some(Value::Number(number)) if number.as_f64() == Some(0.0) => return Age::Missing,
        Some(Value::Number(number)) => number.as_i64(),
        Some(Value::Bool(true) | Value::Array(_) | Value::Object(_)) => None,
    };
    years.filter(|years| AGES.contains(years)).map_or(Age::Wrong, Age::Years)
}

fn shown(body: &Body, path: &'static str, msg: &'static str) -> FieldError {
    FieldError { path, msg, value: body.get(path).cloned() }
}

fn hidden(path: &'static str, msg: &'static str) -> FieldError {
    FieldError { path, msg, value: None }
}

pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let atom = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    let label = |label: &str| {
        let inner = label.chars().all(|c| c.is_alphanumeric() || c == '-');
        (1..=63).contains(&label.len()) && inner && !label.starts_with('-') && !label.ends_with('-')
    };
    let tld = domain.rsplit('.').next().unwrap_or("");
    text.len() <= MAX_EMAIL
        && (1..=64).contains(&local.len())
        && local.split('.').all(|part| !part.is_empty() && part.chars().all(atom))
        && domain.contains('.')
        && domain.split('.').all(label)
        && tld.chars().count() >= 2
        && !tld.chars().any(|c| c.is_ascii_digit())
}

/// As an address is kept and looked for: the old service changes none but those of a sign-up.
pub(crate) fn address(quirks: Quirks, text: &str) -> String {
    if quirks.has(Quirk::ExactAddresses) { text.to_owned() } else { normalize_email(text) }
}

/// One mailbox, one account. Log-in asks in this form too, so what is stored must stay as it is: nothing is left that
/// another turn would take away.
pub(crate) fn normalize_email(text: &str) -> String {
    let once = normalized(text);
    if normalized(&once) == once { once } else { normalize_email(&once) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for good in ["ana@example.com", "a.b+c@sub.example.co", "ñandú@correo.es"] {
            assert!(is_email(good), "{good}");
        }
        let long = format!("{}@example.com", "a".repeat(65));
        for bad in
            ["", "ana", "ana@", "@b.co", "a@b", "a..b@c.co", "a b@c.co", "a@-b.co", "a@b.c", "a@1.2", &long]
        {
            assert!(!is_email(bad), "{bad}");
        }
        assert_eq!(normalize_email(" Ana.Lopez+1@GMail.com"), "analopez@gmail.com");
        assert_eq!(normalize_email("ana-maria-x@yahoo.com"), "ana@yahoo.com");
    }

    #[test]
    fn ages_are_numbers_or_texts_of_numbers() {
        use serde_json::json;
        for (value, expected) in [
            (json!(30), Age::Years(30)),
            (json!(" 30 "), Age::Years(30)),
            (json!(0), Age::Missing),
            (json!(""), Age::Missing),
            (json!(null), Age::Missing),
            (json!("x"), Age::Wrong),
            (json!(1.5), Age::Wrong),
            (json!(-3), Age::Wrong),
            (json!([30]), Age::Wrong),
        ] {
            assert_eq!(age(Some(&value)), expected, "{value}");
        }
    }
}
