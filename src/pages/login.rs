use std::rc::Rc;

use yew::{platform::spawn_local, prelude::*};

use super::{
    account::{AccountProps, Form, Input, Progress, fail, on_submit, typed, use_go_on},
    errors::auth_words,
    providers::Providers,
    site::{Auth, use_auth},
    site_page::SitePage,
};
use crate::{
    app::use_shell,
    components::{
        field::{self, Field},
        link::link,
        page::Heading,
        problem::problem,
        submit::submit,
    },
    routes,
    services::auth,
};

/// E-mail and password, or another account that knows one.
#[component]
pub(super) fn Login(props: &AccountProps) -> Html {
    let shell = use_shell();
    let (language, texts) = (shell.language, shell.language.texts());
    use_go_on();
    let context = use_auth();
    let form = use_reducer(Form::default);
    let onsubmit = on_submit(&form, Form::check_login, move |form, dispatcher| {
        let (api, set) = (shell.services.api.clone(), context.set.clone());
        spawn_local(async move {
            match auth::log_in(&api, &form.address(), &form.password).await {
                // Being signed in leads on, see `use_go_on`.
                Ok(user) => set.emit(Auth::SignedIn(Rc::new(user))),
                Err(error) => {
                    if error.is_wrong_credentials() {
                        field::focus(Input::Password.id());
                    }
                    fail(&dispatcher, error);
                }
            }
        });
    });
    html! {
        <SitePage title={texts.account.log_in_title} narrow=true>
            <Heading>{ texts.account.log_in_title }</Heading>
            <p class="lead">{ texts.account.log_in_lead }</p>
            <form class="stack" {onsubmit} novalidate=true>
                if let Progress::Failed(error) = &form.progress {
                    { problem(auth_words(error, language), Html::default()) }
                }
                <Field id={Input::Email.id()} label={texts.account.email} kind="email" autocomplete="username"
                    inputmode="email" value={form.email.clone()} oninput={typed(&form, Input::Email)}
                    error={form.error(Input::Email, language)} />
                <Field id={Input::Password.id()} label={texts.account.password} kind="password"
                    autocomplete="current-password" value={form.password.clone()}
                    oninput={typed(&form, Input::Password)} error={form.error(Input::Password, language)} />
                { submit(texts.account.log_in_title, texts.account.signing_in, form.is_sending()) }
            </form>
            <Providers />
            <p class="actions">
                { link(props.next.on(routes::SIGNUP), "", texts.account.to_sign_up) }
                { link(routes::RECOVERY, "", language.site_texts().sign_in.to_recovery) }
            </p>
        </SitePage>
    }
}
