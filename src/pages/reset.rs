//! The two pages that mails lead to. Firebase's code is checked before anything is asked; the REST service's token shows
//! itself when it is used.

use yew::{platform::spawn_local, prelude::*};

use super::{
    account::{Action, Form, Input, Progress, Rule, fail, on_submit, typed},
    errors::{auth_words, to_check_auth},
    site_page::SitePage,
};
use crate::{
    app::use_shell,
    components::{field::Field, link::link, page::Heading, problem::problem, submit::submit},
    i18n::Language,
    lib::firebase::FirebaseError,
    routes,
    services::{ApiError, AuthError, auth},
};

/// What is known of a code.
#[derive(Debug, Clone, PartialEq)]
enum Code {
    Checking,
    /// It changes the password of this address.
    Of(String),
    Bad(AuthError),
}

#[derive(Debug, PartialEq, Properties)]
pub(super) struct ResetByCodeProps {
    /// From the address.
    pub code: AttrValue,
}

/// A new password by a code of Firebase's mail.
#[component]
pub(super) fn ResetByCode(props: &ResetByCodeProps) -> Html {
    let shell = use_shell();
    let (language, site) = (shell.language, shell.language.site_texts());
    let form = use_reducer(Form::default);
    let code = use_state(|| Code::Checking);
    use_effect_with(props.code.clone(), {
        let (found, services) = (code.setter(), shell.services.clone());
        move |code| {
            let code = code.clone();
            spawn_local(async move {
                found.set(match auth::check_code(&services.api, &code).await {
                    Ok(email) => Code::Of(email),
                    Err(error) => Code::Bad(error),
                });
            });
        }
    });
    let onsubmit = {
        let (code, services) = (props.code.clone(), shell.services);
        on_submit(
            &form,
            |form| form.check_new_password(Rule::Long),
            move |form, dispatcher| {
                let (code, services) = (code.clone(), services.clone());
                spawn_local(async move {
                    match auth::reset_by_code(&services.api, &code, &form.password).await {
                        Ok(()) => dispatcher.dispatch(Action::Done),
                        Err(error) => fail(&dispatcher, error),
                    }
                });
            },
        )
    };
    if form.progress == Progress::Done {
        return done(language, false);
    }
    html! {
        <SitePage title={site.recovery.reset_title} narrow=true>
            <Heading key="choose">{ site.recovery.reset_title }</Heading>
            <p class="lead" role="status">
                { match &*code {
                    Code::Checking => site.recovery.checking.into(),
                    Code::Of(email) => (site.recovery.reset_for)(email),
                    Code::Bad(_) => String::new(),
                } }
            </p>
            { match &*code {
                Code::Checking => Html::default(),
                Code::Of(_) => fields(&form, onsubmit, Rule::Long, language),
                Code::Bad(error) => problem(auth_words(error, language), ways_on(error, language)),
            } }
        </SitePage>
    }
}

#[derive(Debug, PartialEq, Properties)]
pub(super) struct ResetByTokenProps {
    /// From the address.
    pub token: AttrValue,
}

/// A new password by a token of the REST service's mail.
#[component]
pub(super) fn ResetByToken(props: &ResetByTokenProps) -> Html {
    let shell = use_shell();
    let (language, site) = (shell.language, shell.language.site_texts());
    let has_firebase = shell.services.config.firebase.is_some();
    let form = use_reducer(Form::default);
    let onsubmit = {
        let (token, services) = (props.token.clone(), shell.services);
        on_submit(
            &form,
            |form| form.check_new_password(Rule::Strong),
            move |form, dispatcher| {
                let (token, services) = (token.clone(), services.clone());
                spawn_local(async move {
                    match auth::reset_by_token(&services.api, &token, &form.password).await {
                        Ok(()) => dispatcher.dispatch(Action::Done),
                        Err(error) => fail(&dispatcher, told_as_code(error)),
                    }
                });
            },
        )
    };
    if form.progress == Progress::Done {
        return done(language, has_firebase);
    }
    html! {
        <SitePage title={site.recovery.reset_title} narrow=true>
            <Heading key="choose">{ site.recovery.reset_title }</Heading>
            { fields(&form, onsubmit, Rule::Strong, language) }
        </SitePage>
    }
}

/// The form has seen to everything else that the service answers 400 for.
fn told_as_code(error: AuthError) -> AuthError {
    match error {
        AuthError::Service(ApiError::Refused { status: 400 | 404, .. }) => FirebaseError::CodeInvalid.into(),
        error @ (AuthError::Service(_) | AuthError::Firebase(_)) => error,
    }
}

fn fields(
    form: &UseReducerHandle<Form>,
    onsubmit: Callback<SubmitEvent>,
    rule: Rule,
    language: Language,
) -> Html {
    let site = language.site_texts();
    let hint = match rule {
        Rule::Long => site.account.password_rule,
        Rule::Strong => site.recovery.strong_rule,
    };
    html! {
        <form class="stack" {onsubmit} novalidate=true>
            if let Progress::Failed(error) = &form.progress {
                { problem(auth_words(error, language), ways_on(error, language)) }
            }
            <Field id={Input::Password.id()} label={site.recovery.new_password} {hint} kind="password"
                autocomplete="new-password" value={form.password.clone()} oninput={typed(form, Input::Password)}
                error={form.error(Input::Password, language)} />
            <Field id={Input::Again.id()} label={site.recovery.again} kind="password" autocomplete="new-password"
                value={form.again.clone()} oninput={typed(form, Input::Again)}
                error={form.error(Input::Again, language)} />
            { submit(site.recovery.save, site.recovery.saving, form.is_sending()) }
        </form>
    }
}

fn ways_on(error: &AuthError, language: Language) -> Html {
    html! {
        <>
            { link(routes::RECOVERY, "", language.site_texts().recovery.new_link) }
            { to_check_auth(error, language) }
        </>
    }
}

fn done(language: Language, half: bool) -> Html {
    let site = language.site_texts();
    html! {
        <SitePage title={site.recovery.done_title} narrow=true>
            <Heading key="done">{ site.recovery.done_title }</Heading>
            <div role="status">
                <p>{ site.recovery.done }</p>
                if half {
                    <p class="hint">{ site.recovery.other_mail }</p>
                }
            </div>
            <p>{ link(routes::LOGIN, "button primary", language.site_texts().account.log_in_title) }</p>
        </SitePage>
    }
}
