use yew::{platform::spawn_local, prelude::*};

use super::{
    account::{Action, Form, Input, Progress, fail, on_submit, typed},
    errors::{auth_words, to_check_auth},
    site_page::SitePage,
};
use crate::{
    app::use_shell,
    components::{field::Field, link::link, page::Heading, problem::problem, submit::submit},
    routes,
    services::auth,
};

/// Asks for a mail that leads to a new password.
#[component]
pub(super) fn Recovery() -> Html {
    let shell = use_shell();
    let (language, site) = (shell.language, shell.language.site_texts());
    let form = use_reducer(Form::default);
    let sent_to = use_state(String::new);
    let onsubmit = {
        let sent_to = sent_to.setter();
        on_submit(&form, Form::check_address, move |form, dispatcher| {
            let (services, sent_to) = (shell.services.clone(), sent_to.clone());
            spawn_local(async move {
                let address = form.address();
                match auth::recover(&services.api, &address).await {
                    Ok(()) => {
                        sent_to.set(address);
                        dispatcher.dispatch(Action::Done);
                    }
                    Err(error) => fail(&dispatcher, error),
                }
            });
        })
    };
    if form.progress == Progress::Done {
        return html! {
            <SitePage title={site.recovery.sent_title} narrow=true>
                <Heading key="sent">{ site.recovery.sent_title }</Heading>
                <p role="status">{ (site.recovery.sent)(&sent_to) }</p>
                <p>{ link(routes::LOGIN, "", site.account.to_log_in) }</p>
            </SitePage>
        };
    }
    html! {
        <SitePage title={site.recovery.title} narrow=true>
            <Heading key="ask">{ site.recovery.title }</Heading>
            <p class="lead">{ site.recovery.lead }</p>
            <form class="stack" {onsubmit} novalidate=true>
                if let Progress::Failed(error) = &form.progress {
                    { problem(auth_words(error, language), to_check_auth(error, language)) }
                }
                <Field id={Input::Email.id()} label={site.account.email} kind="email" autocomplete="username"
                    inputmode="email" value={form.email.clone()} oninput={typed(&form, Input::Email)}
                    error={form.error(Input::Email, language)} />
                { submit(site.recovery.send, site.recovery.sending, form.is_sending()) }
            </form>
            <p>{ link(routes::LOGIN, "", site.account.to_log_in) }</p>
        </SitePage>
    }
}
