use std::rc::Rc;

use charlaton_contract::rest::User;
use yew::{platform::spawn_local, prelude::*};

use super::{
    account::{self, AccountProps, Action, Form, Input, Progress, point_out, stored_addresses, use_go_on},
    errors::api_words,
    site::{Auth, use_auth},
    site_page::SitePage,
};
use crate::{
    app::use_services,
    components::{
        field::{self, Field},
        link::link,
        page::Heading,
        problem::problem,
        submit::submit,
    },
    i18n::{Texts, use_texts},
    routes,
    services::{Api, ApiError, auth},
};

/// E-mail and password.
#[component]
pub(super) fn Login(props: &AccountProps) -> Html {
    let texts = use_texts();
    use_go_on();
    let services = use_services();
    let context = use_auth();
    let form = use_reducer(Form::default);
    let onsubmit = {
        let form = form.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if form.is_sending() {
                return;
            }
            let wrong = form.check_login();
            if !wrong.is_empty() {
                point_out(&form.dispatcher(), wrong);
                return;
            }
            form.dispatch(Action::Sent);
            let (api, set, dispatcher) = (services.api.clone(), context.set.clone(), form.dispatcher());
            let (address, password) = (form.address(), form.password.clone());
            spawn_local(async move {
                match log_in(&api, &address, &password).await {
                    // Being signed in leads on, see `use_go_on`.
                    Ok(user) => set.emit(Auth::SignedIn(Rc::new(user))),
                    Err(error) => failed(&dispatcher, error),
                }
            });
        })
    };
    let typed = |input: Input| {
        let form = form.dispatcher();
        Callback::from(move |text| form.dispatch(Action::Typed(input, text)))
    };
    html! {
        <SitePage title={texts.account.log_in_title} narrow=true>
            <Heading>{ texts.account.log_in_title }</Heading>
            <p class="lead">{ texts.account.log_in_lead }</p>
            <form class="stack" {onsubmit} novalidate=true>
                if let Progress::Failed(error) = &form.progress {
                    { problem(words(error, texts), Html::default()) }
                }
                <Field id={Input::Email.id()} label={texts.account.email} kind="email" autocomplete="username"
                    inputmode="email" value={form.email.clone()} oninput={typed(Input::Email)}
                    error={form.error(Input::Email, texts)} />
                <Field id={Input::Password.id()} label={texts.account.password} kind="password"
                    autocomplete="current-password" value={form.password.clone()} oninput={typed(Input::Password)}
                    error={form.error(Input::Password, texts)} />
                { submit(texts.account.log_in_title, texts.account.signing_in, form.is_sending()) }
            </form>
            <p>
                { link(props.next.on(routes::SIGNUP), "", texts.account.to_sign_up) }
            </p>
        </SitePage>
    }
}

/// Tries the addresses under which the account may be stored, one after the other.
async fn log_in(api: &Api, address: &str, password: &str) -> Result<User, ApiError> {
    let mut answer = Err(ApiError::Malformed);
    for stored in stored_addresses(address) {
        answer = auth::log_in(api, &stored, password).await;
        match &answer {
            Err(error) if is_wrong_credentials(error) => {}
            _ => break,
        }
    }
    answer
}

fn failed(form: &UseReducerDispatcher<Form>, error: ApiError) {
    let wrong = account::refused(&error);
    if !wrong.is_empty() {
        point_out(form, wrong);
        return;
    }
    if is_wrong_credentials(&error) {
        field::focus(Input::Password.id());
    }
    form.dispatch(Action::Failed(error));
}

fn words(error: &ApiError, texts: &Texts) -> &'static str {
    if is_wrong_credentials(error) { texts.account.wrong_credentials } else { api_words(error, texts) }
}

fn is_wrong_credentials(error: &ApiError) -> bool {
    matches!(error, ApiError::Refused { status: 401, .. })
}
