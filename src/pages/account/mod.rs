//! What login and sign-up share: the form as a reducer, what it checks before it asks, and where one goes afterwards.

use std::rc::Rc;

use charlaton_contract::limits::{NAME_CHARS, PASSWORD_CHARS};
use yew::prelude::*;

use super::{
    require_user::Next,
    site::{Auth, use_auth},
};
use crate::{components::field, i18n::Texts, routes, services::ApiError};

/// The inputs there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Input {
    Name,
    Email,
    Age,
    Password,
}

impl Input {
    /// Of its element, and its name for whatever fills in forms.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Age => "age",
            Self::Password => "password",
        }
    }
}

/// What is wrong with an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    Name,
    Email,
    EmailTaken,
    Age,
    PasswordMissing,
    PasswordShort,
}

impl Wrong {
    /// Where.
    pub(super) fn input(self) -> Input {
        match self {
            Self::Name => Input::Name,
            Self::Email | Self::EmailTaken => Input::Email,
            Self::Age => Input::Age,
            Self::PasswordMissing | Self::PasswordShort => Input::Password,
        }
    }

    fn words(self, texts: &Texts) -> &'static str {
        match self {
            Self::Name => texts.account.bad_name,
            Self::Email => texts.account.bad_email,
            Self::EmailTaken => texts.account.email_taken,
            Self::Age => texts.account.bad_age,
            Self::PasswordMissing => texts.account.missing_password,
            Self::PasswordShort => texts.account.bad_password,
        }
    }
}

/// How far the form has come.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) enum Progress {
    #[default]
    Editing,
    Sending,
    Failed(ApiError),
}

/// Of both pages.
#[derive(Debug, PartialEq, Properties)]
pub(super) struct AccountProps {
    /// Where one wanted to go.
    pub next: Next,
}

/// What is typed, what is wrong with it, and how far it has come.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Form {
    pub name: String,
    pub email: String,
    pub age: String,
    pub password: String,
    pub progress: Progress,
    wrong: Vec<Wrong>,
}

/// What happens to a form.
#[derive(Debug)]
pub(super) enum Action {
    Typed(Input, String),
    Sent,
    Wrong(Vec<Wrong>),
    Failed(ApiError),
}

impl Reducible for Form {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut form = (*self).clone();
        match action {
            Action::Typed(input, text) => {
                form.wrong.retain(|wrong| wrong.input() != input);
                match input {
                    Input::Name => form.name = text,
                    Input::Email => form.email = text,
                    Input::Age => form.age = text,
                    Input::Password => form.password = text,
                }
            }
            Action::Sent => (form.wrong, form.progress) = (Vec::new(), Progress::Sending),
            Action::Wrong(wrong) => (form.wrong, form.progress) = (wrong, Progress::Editing),
            Action::Failed(error) => form.progress = Progress::Failed(error),
        }
        Rc::new(form)
    }
}

impl Form {
    /// What stands beside `input`.
    pub(super) fn error(&self, input: Input, texts: &Texts) -> Option<AttrValue> {
        let wrong = self.wrong.iter().find(|wrong| wrong.input() == input)?;
        Some(wrong.words(texts).into())
    }

    pub(super) fn is_sending(&self) -> bool {
        self.progress == Progress::Sending
    }

    /// As it is sent: the services store addresses in lower case.
    pub(super) fn address(&self) -> String {
        self.email.trim().to_ascii_lowercase()
    }

    /// What login needs, from the top of the form down.
    pub(super) fn check_login(&self) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        if !is_address(&self.address()) {
            wrong.push(Wrong::Email);
        }
        if self.password.is_empty() {
            wrong.push(Wrong::PasswordMissing);
        }
        wrong
    }

    /// What sign-up needs: the age, or what is wrong from the top of the form down.
    pub(super) fn check_sign_up(&self) -> Result<u32, Vec<Wrong>> {
        let mut wrong = Vec::new();
        if !(2..=NAME_CHARS).contains(&self.name.trim().chars().count()) {
            wrong.push(Wrong::Name);
        }
        if !is_address(&self.address()) {
            wrong.push(Wrong::Email);
        }
        let age = self.age.trim().parse().ok().filter(|age| (1..=120).contains(age));
        if age.is_none() {
            wrong.push(Wrong::Age);
        }
        if self.password.chars().count() < PASSWORD_CHARS {
            wrong.push(Wrong::PasswordShort);
        }
        age.filter(|_| wrong.is_empty()).ok_or(wrong)
    }
}

/// What the server found wrong with the inputs; nothing when the failure is of another kind.
pub(super) fn refused(error: &ApiError) -> Vec<Wrong> {
    let ApiError::Refused { message, fields, .. } = error else { return Vec::new() };
    if message == "El correo ya está registrado" {
        return vec![Wrong::EmailTaken];
    }
    let named = |name: &str| fields.iter().any(|refused| refused.field == name);
    [
        ("nickname", Wrong::Name),
        ("email", Wrong::Email),
        ("edad", Wrong::Age),
        ("password", Wrong::PasswordShort),
        ("confirmPassword", Wrong::PasswordShort),
    ]
    .into_iter()
    .filter_map(|(name, wrong)| named(name).then_some(wrong))
    .collect()
}

/// Tells the form what is wrong and leads to the first of it.
pub(super) fn point_out(form: &UseReducerDispatcher<Form>, wrong: Vec<Wrong>) {
    if let Some(first) = wrong.first() {
        field::focus(first.input().id());
    }
    form.dispatch(Action::Wrong(wrong));
}

/// The addresses under which an account may be stored: as typed, then as sign-up stores those of Gmail, without dots
/// and without what follows a plus. Login does not do that by itself.
pub(super) fn stored_addresses(address: &str) -> Vec<String> {
    let mut addresses = vec![address.to_owned()];
    if let Some((local, "gmail.com" | "googlemail.com")) = address.split_once('@') {
        let local = local.split('+').next().unwrap_or(local).replace('.', "");
        let stored = format!("{local}@gmail.com");
        if stored != address {
            addresses.push(stored);
        }
    }
    addresses
}

/// Enough to catch a slip; the server decides.
fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        let labels = || domain.split('.');
        !local.is_empty()
            && !text.contains(char::is_whitespace)
            && !domain.contains('@')
            && labels().count() > 1
            && labels().all(|label| !label.is_empty())
    })
}

/// Leads whoever is signed in, now or before, to the wanted address.
#[hook]
pub(super) fn use_go_on() {
    let context = use_auth();
    use_effect_with(matches!(context.auth, Auth::SignedIn(_)), |&signed_in| {
        if signed_in {
            routes::replace(&Next::here().path());
        }
    });
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::services::FieldError;

    fn form(name: &str, email: &str, age: &str, password: &str) -> Form {
        Form {
            name: name.into(),
            email: email.into(),
            age: age.into(),
            password: password.into(),
            ..Form::default()
        }
    }

    #[test]
    fn sign_up_lists_what_is_wrong_from_the_top() {
        assert_eq!(form("Ana", " Ana@Example.com ", " 30 ", "secret").check_sign_up(), Ok(30));
        assert_eq!(
            form(" a ", "ana", "0", "12345").check_sign_up(),
            Err(vec![Wrong::Name, Wrong::Email, Wrong::Age, Wrong::PasswordShort])
        );
        for age in ["", "-1", "121", "12.5", "old"] {
            assert_eq!(form("Ana", "a@b.co", age, "secret").check_sign_up(), Err(vec![Wrong::Age]), "{age}");
        }
    }

    #[test]
    fn login_asks_for_an_address_and_any_password() {
        assert_eq!(form("", "ana@example.com", "", "x").check_login(), []);
        assert_eq!(form("", "", "", "").check_login(), [Wrong::Email, Wrong::PasswordMissing]);
        for slip in
            ["ana", "@example.com", "ana@", "ana@example", "ana@.com", "ana@b@c.d", "a na@b.c", "ana@b."]
        {
            assert_eq!(form("", slip, "", "x").check_login(), [Wrong::Email], "{slip}");
        }
    }

    #[test]
    fn typing_takes_back_what_was_wrong_there_only() {
        let form = Rc::new(form("", "", "", "")).reduce(Action::Wrong(vec![Wrong::EmailTaken, Wrong::Age]));
        let form = form.reduce(Action::Typed(Input::Email, "a@b.co".into()));
        assert_eq!((form.email.as_str(), &form.wrong), ("a@b.co", &vec![Wrong::Age]));
    }

    #[test]
    fn a_refusal_ends_the_waiting() {
        let sent = Rc::new(Form::default()).reduce(Action::Sent);
        assert!(sent.is_sending());
        assert!(!Rc::clone(&sent).reduce(Action::Wrong(vec![Wrong::Email])).is_sending());
        assert!(!sent.reduce(Action::Failed(ApiError::TimedOut)).is_sending());
    }

    #[test]
    fn the_servers_refusals_find_their_inputs() {
        let refused_with = |message: &str, fields: &[&str]| {
            refused(&ApiError::Refused {
                status: 400,
                message: message.into(),
                fields: fields
                    .iter()
                    .map(|&field| FieldError { field: field.into(), message: "Invalid value".into() })
                    .collect(),
            })
        };
        assert_eq!(refused_with("El correo ya está registrado", &[]), [Wrong::EmailTaken]);
        assert_eq!(refused_with("", &["password", "email"]), [Wrong::Email, Wrong::PasswordShort]);
        assert_eq!(refused_with("Error al crear usuario", &["rolId"]), []);
        assert_eq!(refused(&ApiError::Unreachable), []);
    }

    #[test]
    fn gmail_addresses_are_tried_as_sign_up_stores_them() {
        assert_eq!(stored_addresses("a.l+1@gmail.com"), ["a.l+1@gmail.com", "al@gmail.com"]);
        assert_eq!(stored_addresses("al@gmail.com"), ["al@gmail.com"]);
        assert_eq!(stored_addresses("a.l@example.com"), ["a.l@example.com"]);
    }
}
