//! One's own account.

mod delete;
mod password;

use std::rc::Rc;

use charlaton_contract::rest::User;
use yew::{platform::spawn_local, prelude::*};

use self::{delete::DeleteAccount, password::ChangePassword};
use super::{
    account::{Action, Form, Input, Progress, fail, on_submit, typed},
    errors::{auth_words, to_check_auth},
    require_user::use_user,
    site::{Auth, use_auth},
    site_page::SitePage,
};
use crate::{
    app::use_shell,
    components::{field::Field, page::Heading, problem::problem, submit::submit},
    services::auth,
};

/// Name, password, end.
#[component]
pub(super) fn Profile() -> Html {
    match use_user() {
        Ok(user) => html! { <Sections {user} /> },
        Err(instead) => instead,
    }
}

#[derive(Debug, PartialEq, Properties)]
struct UserProps {
    user: Rc<User>,
}

#[component]
fn Sections(props: &UserProps) -> Html {
    let shell = use_shell();
    let site = shell.language.site_texts();
    // Asking may take a moment or fail; most accounts have one.
    let has_password = use_state(|| true);
    use_effect_with((), {
        let (has_password, services) = (has_password.setter(), shell.services);
        move |()| {
            spawn_local(async move {
                if let Ok(has) = auth::has_password(&services.api).await {
                    has_password.set(has);
                }
            });
        }
    });
    html! {
        <SitePage title={site.profile.title} narrow=true>
            <Heading>{ site.profile.title }</Heading>
            <p class="hint">{ &props.user.email }</p>
            <Name user={Rc::clone(&props.user)} />
            <section class="card stack" aria-labelledby="password-title">
                <h2 id="password-title">{ site.profile.password_title }</h2>
                if *has_password {
                    <ChangePassword user={Rc::clone(&props.user)} />
                } else {
                    <p>{ site.profile.no_password }</p>
                }
            </section>
            <DeleteAccount user={Rc::clone(&props.user)} has_password={*has_password} />
        </SitePage>
    }
}

#[component]
fn Name(props: &UserProps) -> Html {
    let shell = use_shell();
    let (language, site) = (shell.language, shell.language.site_texts());
    let context = use_auth();
    let form = use_reducer({
        let name = props.user.display_name().to_owned();
        || Form { name, ..Form::default() }
    });
    let onsubmit = {
        let user = Rc::clone(&props.user);
        on_submit(&form, Form::check_name, move |form, dispatcher| {
            let (services, toasts) = (Rc::clone(&shell.services), shell.toasts.clone());
            let (user, set) = (Rc::clone(&user), context.set.clone());
            spawn_local(async move {
                match auth::rename(&services.api, &user, form.name.trim()).await {
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
    html! {
        <section class="card" aria-label={site.account.name}>
            <form class="stack" {onsubmit} novalidate=true>
                if let Progress::Failed(error) = &form.progress {
                    { problem(auth_words(error, language), to_check_auth(error, language)) }
                }
                <Field id={Input::Name.id()} label={site.account.name} hint={site.account.name_hint}
                    autocomplete="name" value={form.name.clone()} oninput={typed(&form, Input::Name)}
                    error={form.error(Input::Name, language)} />
                { submit(site.profile.save_name, site.recovery.saving, form.is_sending()) }
            </form>
        </section>
    }
}
