use std::rc::Rc;

use yew::{platform::spawn_local, prelude::*};

use super::{
    account::{AccountProps, Action, Form, Input, Progress, fail, point_out, typed, use_go_on},
    errors::{auth_words, to_check_auth},
    providers::Providers,
    site::{Auth, use_auth},
    site_page::SitePage,
};
use crate::{
    app::use_shell,
    components::{field::Field, link::link, page::Heading, problem::problem, submit::submit},
    routes,
    services::auth::{self, NewAccount},
};

/// A new account.
#[component]
pub(super) fn Signup(props: &AccountProps) -> Html {
    let shell = use_shell();
    let (language, site) = (shell.language, shell.language.site_texts());
    let otherwise = use_go_on();
    let context = use_auth();
    let form = use_reducer(Form::default);
    let onsubmit = {
        let form = form.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if form.is_sending() {
                return;
            }
            let age = match form.check_sign_up() {
                Ok(age) => age,
                Err(wrong) => return point_out(&form.dispatcher(), wrong),
            };
            form.dispatch(Action::Sent);
            let (services, set, toasts) =
                (Rc::clone(&shell.services), context.set.clone(), shell.toasts.clone());
            let (form, otherwise) = (form.clone(), Rc::clone(&otherwise));
            spawn_local(async move {
                let email = form.address();
                let account =
                    NewAccount { email: &email, password: &form.password, nickname: form.name.trim(), age };
                match auth::sign_up(&services.api, account).await {
                    Ok(user) => {
                        // Some addresses are stored in another form, and only that one logs in at every server.
                        if user.email != email {
                            toasts.show((site.account.stored_email)(&user.email));
                        }
                        otherwise.set(routes::WELCOME);
                        // Being signed in leads on, see `use_go_on`.
                        set.emit(Auth::SignedIn(Rc::new(user)));
                    }
                    Err(error) => fail(&form.dispatcher(), error),
                }
            });
        })
    };
    html! {
        <SitePage title={site.account.sign_up_title} narrow=true>
            <Heading>{ site.account.sign_up_title }</Heading>
            <p class="lead">{ site.account.sign_up_lead }</p>
            <form class="stack" {onsubmit} novalidate=true>
                if let Progress::Failed(error) = &form.progress {
                    { problem(auth_words(error, language), to_check_auth(error, language)) }
                }
                <Field id={Input::Name.id()} label={site.account.name} hint={site.account.name_hint}
                    autocomplete="name" value={form.name.clone()} oninput={typed(&form, Input::Name)}
                    error={form.error(Input::Name, language)} />
                <Field id={Input::Email.id()} label={site.account.email} kind="email" autocomplete="email"
                    inputmode="email" value={form.email.clone()} oninput={typed(&form, Input::Email)}
                    error={form.error(Input::Email, language)} />
                <Field id={Input::Age.id()} label={site.account.age} inputmode="numeric" value={form.age.clone()}
                    oninput={typed(&form, Input::Age)} error={form.error(Input::Age, language)} />
                <Field id={Input::Password.id()} label={site.account.password} hint={site.account.password_rule}
                    kind="password" autocomplete="new-password" value={form.password.clone()}
                    oninput={typed(&form, Input::Password)} error={form.error(Input::Password, language)} />
                { submit(site.account.sign_up, site.account.signing_up, form.is_sending()) }
            </form>
            <Providers />
            <p>
                { link(props.next.on(routes::LOGIN), "", site.account.to_log_in) }
            </p>
        </SitePage>
    }
}
