use std::rc::Rc;

use charlaton_contract::rest::User;
use yew::{platform::spawn_local, prelude::*};

use crate::{
    app::use_shell,
    components::{field::Field, moment::moment, problem::problem, submit::submit},
    pages::{
        account::{Action, Form, Input, Progress, fail, on_submit, typed},
        errors::{auth_words, to_check_auth},
        site::{Auth, use_auth},
    },
    services::{
        auth,
        user::{self, Details},
    },
};

#[derive(Debug, PartialEq, Properties)]
pub(super) struct PersonProps {
    pub user: Rc<User>,
}

/// What others call one, and what one has said of oneself.
#[component]
pub(super) fn Person(props: &PersonProps) -> Html {
    let shell = use_shell();
    let (language, site) = (shell.language, shell.language.site_texts());
    let context = use_auth();
    // The name can be changed without them.
    let details = use_state(|| None::<Details>);
    let form = use_reducer({
        let name = props.user.display_name().to_owned();
        || Form { name, ..Form::default() }
    });
    use_effect_with(props.user.id.clone(), {
        let (details, form, services) = (details.setter(), form.dispatcher(), Rc::clone(&shell.services));
        move |id| {
            let id = id.clone();
            spawn_local(async move {
                if let Ok(found) = user::details(&services.api, &id).await {
                    let age = found.age.map(|age| age.to_string()).unwrap_or_default();
                    form.dispatch(Action::Typed(Input::Age, age));
                    details.set(Some(found));
                }
            });
        }
    });
    let onsubmit = {
        let user = Rc::clone(&props.user);
        on_submit(&form, Form::check_person, move |form, dispatcher| {
            let (services, toasts) = (Rc::clone(&shell.services), shell.toasts.clone());
            let (user, set) = (Rc::clone(&user), context.set.clone());
            spawn_local(async move {
                match auth::rename(&services.api, &user, form.name.trim(), form.years()).await {
                    Ok(user) => {
                        dispatcher.dispatch(Action::Wrong(Vec::new()));
                        toasts.show(site.profile.name_saved);
                        set.emit(Auth::SignedIn(Rc::new(user)));
                    }
                    Err(error) => fail(&dispatcher, error),
                }
            });
        })
    };
    let since = details.as_ref().and_then(|details| details.since.as_ref());
    html! {
        <section class="card stack" aria-label={site.profile.title}>
            <p class="person-facts">
                <span>{ &props.user.email }</span>
                if let Some(since) = since {
                    <span class="hint">{ site.welcome.member_since }{ " " }{ moment(since, language.texts().tag) }</span>
                }
            </p>
            <form class="stack" {onsubmit} novalidate=true>
                if let Progress::Failed(error) = &form.progress {
                    { problem(auth_words(error, language), to_check_auth(error, language)) }
                }
                <Field id={Input::Name.id()} label={site.account.name} hint={site.account.name_hint}
                    autocomplete="name" value={form.name.clone()} oninput={typed(&form, Input::Name)}
                    error={form.error(Input::Name, language)} />
                if details.is_some() {
                    <Field id={Input::Age.id()} label={site.account.age} inputmode="numeric" required=false
                        value={form.age.clone()} oninput={typed(&form, Input::Age)}
                        error={form.error(Input::Age, language)} />
                }
                { submit(site.profile.save_name, site.recovery.saving, form.is_sending()) }
            </form>
        </section>
    }
}
