use std::rc::Rc;

use yew::{platform::spawn_local, prelude::*};

use super::{
    account::{self, AccountProps, Action, Form, Input, Progress, point_out, use_go_on},
    errors::api_words,
    site::{Auth, use_auth},
    site_page::SitePage,
};
use crate::{
    app::use_services,
    components::{
        field::Field, link::link, page::Heading, problem::problem, submit::submit, toast::use_toasts,
    },
    i18n::use_texts,
    routes,
    services::auth,
};

/// A new account.
#[component]
pub(super) fn Signup(props: &AccountProps) -> Html {
    let texts = use_texts();
    use_go_on();
    let services = use_services();
    let context = use_auth();
    let toasts = use_toasts();
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
            let (api, set, toasts) = (services.api.clone(), context.set.clone(), toasts.clone());
            let form = form.clone();
            spawn_local(async move {
                let address = form.address();
                match auth::sign_up(&api, &address, &form.password, form.name.trim(), age).await {
                    Ok(user) => {
                        // Some addresses are stored in another form, and only that one logs in at every server.
                        if user.email != address {
                            toasts.show((texts.account.stored_email)(&user.email));
                        }
                        // Being signed in leads on, see `use_go_on`.
                        set.emit(Auth::SignedIn(Rc::new(user)));
                    }
                    Err(error) => match account::refused(&error) {
                        wrong if wrong.is_empty() => form.dispatch(Action::Failed(error)),
                        wrong => point_out(&form.dispatcher(), wrong),
                    },
                }
            });
        })
    };
    let typed = |input: Input| {
        let form = form.dispatcher();
        Callback::from(move |text| form.dispatch(Action::Typed(input, text)))
    };
    html! {
        <SitePage title={texts.account.sign_up_title} narrow=true>
            <Heading>{ texts.account.sign_up_title }</Heading>
            <p class="lead">{ texts.account.sign_up_lead }</p>
            <form class="stack" {onsubmit} novalidate=true>
                if let Progress::Failed(error) = &form.progress {
                    { problem(api_words(error, texts), Html::default()) }
                }
                <Field id={Input::Name.id()} label={texts.account.name} hint={texts.account.name_hint}
                    autocomplete="name" value={form.name.clone()} oninput={typed(Input::Name)}
                    error={form.error(Input::Name, texts)} />
                <Field id={Input::Email.id()} label={texts.account.email} kind="email" autocomplete="email"
                    inputmode="email" value={form.email.clone()} oninput={typed(Input::Email)}
                    error={form.error(Input::Email, texts)} />
                <Field id={Input::Age.id()} label={texts.account.age} inputmode="numeric" value={form.age.clone()}
                    oninput={typed(Input::Age)} error={form.error(Input::Age, texts)} />
                <Field id={Input::Password.id()} label={texts.account.password} hint={texts.account.password_rule}
                    kind="password" autocomplete="new-password" value={form.password.clone()}
                    oninput={typed(Input::Password)} error={form.error(Input::Password, texts)} />
                { submit(texts.account.sign_up, texts.account.signing_up, form.is_sending()) }
            </form>
            <p>
                { link(props.next.on(routes::LOGIN), "", texts.account.to_log_in) }
            </p>
        </SitePage>
    }
}
