//! One's own account.

mod delete;
mod password;
mod person;

use std::rc::Rc;

use charlaton_contract::rest::User;
use yew::{platform::spawn_local, prelude::*};

use self::{delete::DeleteAccount, password::ChangePassword, person::Person};
use super::{require_user::use_user, site_page::SitePage};
use crate::{app::use_shell, components::page::Heading, services::auth};

/// Name, age, password, end.
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
            <Person user={Rc::clone(&props.user)} />
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
