use std::rc::Rc;

use yew::{platform::spawn_local, prelude::*};

use super::{
    account::{AccountProps, Form, Input, Progress, fail, on_submit, typed, use_go_on},
    errors::{auth_words, to_check_auth},
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
    let (language, site) = (shell.language, shell.language.site_texts());
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
        <SitePage title={site.account.log_in_title} narrow=true>
            <Heading>{ site.account.log_in_title }</Heading>
            <p class="lead">{ site.account.log_in_lead }</p>
            <form class="stack" {onsubmit} novalidate=true>
                if let Progress::Failed(error) = &form.progress {
                    { problem(auth_words(error, language), to_check_auth(error, language)) }
                }
                <Field id={Input::Email.id()} label={site.account.email} kind="email" autocomplete="username"
                    inputmode="email" value={form.email.clone()} oninput={typed(&form, Input::Email)}
                    error={form.error(Input::Email, language)} />
                <Field id={Input::Password.id()} label={site.account.password} kind="password"
                    autocomplete="current-password" value={form.password.clone()}
                    oninput={typed(&form, Input::Password)} error={form.error(Input::Password, language)} />
                { submit(site.account.log_in_title, site.account.signing_in, form.is_sending()) }
            </form>
            <Providers />
            <p class="actions">
                { link(props.next.on(routes::SIGNUP), "", site.account.to_sign_up) }
                { link(routes::RECOVERY, "", site.sign_in.to_recovery) }
            </p>
        </SitePage>
    }
}
