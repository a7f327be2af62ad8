//! What the forms of accounts share: what is typed as a reducer, what it checks before it asks, and where one goes
//! afterwards.

mod input;

use std::{cell::Cell, rc::Rc};

use charlaton_contract::limits::{NAME_CHARS, PASSWORD_CHARS};
use yew::prelude::*;

pub(super) use self::input::{Input, Rule, Wrong};
use super::{
    require_user::Next,
    site::{Auth, use_auth},
};
use crate::{
    components::field,
    i18n::Language,
    lib::firebase::FirebaseError,
    routes,
    services::{ApiError, AuthError, auth},
};

/// How far the form has come.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) enum Progress {
    #[default]
    Editing,
    Sending,
    Failed(AuthError),
    Done,
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
    pub again: String,
    pub present: String,
    pub proof: String,
    pub progress: Progress,
    pub(super) wrong: Vec<Wrong>,
}

/// What happens to a form.
#[derive(Debug)]
pub(super) enum Action {
    Typed(Input, String),
    Sent,
    Wrong(Vec<Wrong>),
    Failed(AuthError),
    /// Nothing that was typed is kept.
    Done,
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
                    Input::Again => form.again = text,
                    Input::Present => form.present = text,
                    Input::Proof => form.proof = text,
                }
            }
            Action::Sent => (form.wrong, form.progress) = (Vec::new(), Progress::Sending),
            Action::Wrong(wrong) => (form.wrong, form.progress) = (wrong, Progress::Editing),
            Action::Failed(error) => form.progress = Progress::Failed(error),
            Action::Done => form = Self { progress: Progress::Done, ..Self::default() },
        }
        Rc::new(form)
    }
}

impl Form {
    /// What stands beside `input`.
    pub(super) fn error(&self, input: Input, language: Language) -> Option<AttrValue> {
        let wrong = self.wrong.iter().find(|wrong| wrong.input() == input)?;
        Some(wrong.words(language).into())
    }

    pub(super) fn is_sending(&self) -> bool {
        self.progress == Progress::Sending
    }

    /// As it is sent: the services store addresses in lower case.
    pub(super) fn address(&self) -> String {
        self.email.trim().to_lowercase()
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
        if !is_name(&self.name) {
            wrong.push(Wrong::Name);
        }
        if !is_address(&self.address()) {
            wrong.push(Wrong::Email);
        }
        let age = self.years();
        if age.is_none() {
            wrong.push(Wrong::Age);
        }
        if self.password.chars().count() < PASSWORD_CHARS {
            wrong.push(Wrong::PasswordShort);
        }
        age.filter(|_| wrong.is_empty()).ok_or(wrong)
    }

    /// What a mail needs.
    pub(super) fn check_address(&self) -> Vec<Wrong> {
        if is_address(&self.address()) { Vec::new() } else { vec![Wrong::Email] }
    }

    /// What a change of name and age needs. Who never told an age need not.
    pub(super) fn check_person(&self) -> Vec<Wrong> {
        let name = (!is_name(&self.name)).then_some(Wrong::Name);
        let age = (!self.age.is_empty() && self.years().is_none()).then_some(Wrong::Age);
        name.into_iter().chain(age).collect()
    }

    /// The age, where it is one.
    pub(super) fn years(&self) -> Option<u32> {
        self.age.trim().parse().ok().filter(|age| (1..=120).contains(age))
    }

    /// What a new password needs.
    pub(super) fn check_new_password(&self, rule: Rule) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        match rule {
            Rule::Long if self.password.chars().count() < PASSWORD_CHARS => wrong.push(Wrong::PasswordShort),
            Rule::Strong if !auth::is_strong(&self.password) => wrong.push(Wrong::PasswordPlain),
            Rule::Long | Rule::Strong => {}
        }
        if self.again != self.password {
            wrong.push(Wrong::PasswordsDiffer);
        }
        wrong
    }

    /// What a change of password needs.
    pub(super) fn check_change(&self) -> Vec<Wrong> {
        let present = self.present.is_empty().then_some(Wrong::PresentMissing);
        present.into_iter().chain(self.check_new_password(Rule::Long)).collect()
    }
}

/// What is typed into `input`.
pub(super) fn typed(form: &UseReducerHandle<Form>, input: Input) -> Callback<String> {
    let form = form.dispatcher();
    Callback::from(move |text| form.dispatch(Action::Typed(input, text)))
}

/// Sends the form, when nothing is wrong with it and it is not on its way already. `send` says what came of it.
pub(super) fn on_submit(
    form: &UseReducerHandle<Form>,
    check: impl Fn(&Form) -> Vec<Wrong> + 'static,
    send: impl Fn(Form, UseReducerDispatcher<Form>) + 'static,
) -> Callback<SubmitEvent> {
    let form = form.clone();
    Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        if form.is_sending() {
            return;
        }
        let wrong = check(&form);
        if !wrong.is_empty() {
            return point_out(&form.dispatcher(), wrong);
        }
        form.dispatch(Action::Sent);
        send((*form).clone(), form.dispatcher());
    })
}

/// Says what failed: beside its input where there is one, else above the form.
pub(super) fn fail(form: &UseReducerDispatcher<Form>, error: AuthError) {
    match refused(&error) {
        wrong if wrong.is_empty() => form.dispatch(Action::Failed(error)),
        wrong => point_out(form, wrong),
    }
}

/// What the server found wrong with the inputs; nothing when the failure is of another kind.
fn refused(error: &AuthError) -> Vec<Wrong> {
    let (message, fields) = match error {
        AuthError::Service(ApiError::Refused { message, fields, .. }) => (message, fields),
        AuthError::Firebase(FirebaseError::EmailTaken) => return vec![Wrong::EmailTaken],
        AuthError::Firebase(FirebaseError::BadEmail) => return vec![Wrong::Email],
        AuthError::Firebase(FirebaseError::WeakPassword) => return vec![Wrong::PasswordWeak],
        AuthError::Service(_) | AuthError::Firebase(_) => return Vec::new(),
    };
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

/// As people call each other.
fn is_name(text: &str) -> bool {
    (2..=NAME_CHARS).contains(&text.trim().chars().count())
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

/// Leads whoever is signed in, now or before, to the wanted address, or to the one that is in what this returns.
#[hook]
pub(super) fn use_go_on() -> Rc<Cell<&'static str>> {
    let context = use_auth();
    let otherwise = (*use_memo((), |()| Rc::new(Cell::new(routes::DASHBOARD)))).clone();
    use_effect_with(matches!(context.auth, Auth::SignedIn(_)), {
        let otherwise = Rc::clone(&otherwise);
        move |&signed_in| {
            if signed_in {
                routes::replace(&Next::here().path(otherwise.get()));
            }
        }
    });
    otherwise
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
    fn a_person_may_leave_the_age_out_afterwards() {
        assert_eq!(form("Ana", "", "", "").check_person(), []);
        assert_eq!(form("Ana", "", " 31 ", "").check_person(), []);
        assert_eq!(form("", "", "0", "").check_person(), [Wrong::Name, Wrong::Age]);
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
        assert!(!sent.reduce(Action::Failed(ApiError::TimedOut.into())).is_sending());
    }

    #[test]
    fn the_servers_refusals_find_their_inputs() {
        let refused_with = |message: &str, fields: &[&str]| {
            let refusal = ApiError::Refused {
                status: 400,
                message: message.into(),
                fields: fields
                    .iter()
                    .map(|&field| FieldError { field: field.into(), message: "Invalid value".into() })
                    .collect(),
            };
            refused(&refusal.into())
        };
        assert_eq!(refused_with("El correo ya está registrado", &[]), [Wrong::EmailTaken]);
        assert_eq!(refused_with("", &["password", "email"]), [Wrong::Email, Wrong::PasswordShort]);
        assert_eq!(refused_with("Error al crear usuario", &["rolId"]), []);
        assert_eq!(refused(&ApiError::Unreachable.into()), []);
        assert_eq!(refused(&FirebaseError::EmailTaken.into()), [Wrong::EmailTaken]);
        assert_eq!(refused(&FirebaseError::WrongCredentials.into()), []);
    }

    #[test]
    fn a_new_password_is_typed_twice() {
        let twice = |password: &str, again: &str| Form { again: again.into(), ..form("", "", "", password) };
        assert_eq!(twice("secret", "secret").check_new_password(Rule::Long), []);
        assert_eq!(
            twice("12345", "1234").check_new_password(Rule::Long),
            [Wrong::PasswordShort, Wrong::PasswordsDiffer]
        );
        assert_eq!(twice("secret", "secret").check_new_password(Rule::Strong), [Wrong::PasswordPlain]);
        assert_eq!(twice("Secret1.", "Secret1.").check_new_password(Rule::Strong), []);
        assert_eq!(twice("secret", "secret").check_change(), [Wrong::PresentMissing]);
    }

    #[test]
    fn nothing_typed_outlives_what_it_was_for() {
        let done = Rc::new(form("Ana", "a@b.co", "30", "secret")).reduce(Action::Done);
        assert_eq!(*done, Form { progress: Progress::Done, ..Form::default() });
    }
}
