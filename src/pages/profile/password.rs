use yew::{platform::spawn_local, prelude::*};

use super::UserProps;
use crate::{
    app::use_shell,
    components::{field::Field, problem::problem, submit::submit},
    pages::{
        account::{Action, Form, Input, Progress, Wrong, fail, on_submit, point_out, typed},
        errors::{auth_words, to_check_auth},
    },
    services::auth,
};

/// A new password for whoever knows the present one.
#[component]
pub(super) fn ChangePassword(props: &UserProps) -> Html {
    let shell = use_shell();
    let (language, site) = (shell.language, shell.language.site_texts());
    let form = use_reducer(Form::default);
    let onsubmit = {
        let user = props.user.clone();
        on_submit(&form, Form::check_change, move |form, dispatcher| {
            let (services, toasts, user) = (shell.services.clone(), shell.toasts.clone(), user.clone());
            spawn_local(async move {
                match auth::change_password(&services.api, &user, &form.present, &form.password).await {
                    Ok(()) => {
                        toasts.show(site.profile.password_saved);
                        dispatcher.dispatch(Action::Done);
                    }
                    Err(error) if error.is_wrong_credentials() => {
                        point_out(&dispatcher, vec![Wrong::PresentOther]);
                    }
                    Err(error) => fail(&dispatcher, error),
                }
            });
        })
    };
    html! {
        <form class="stack" {onsubmit} novalidate=true>
            if let Progress::Failed(error) = &form.progress {
                { problem(auth_words(error, language), to_check_auth(error, language)) }
            }
            <Field id={Input::Present.id()} label={site.profile.present} kind="password"
                autocomplete="current-password" value={form.present.clone()} oninput={typed(&form, Input::Present)}
                error={form.error(Input::Present, language)} />
            <Field id={Input::Password.id()} label={site.recovery.new_password} hint={site.account.password_rule}
                kind="password" autocomplete="new-password" value={form.password.clone()}
                oninput={typed(&form, Input::Password)} error={form.error(Input::Password, language)} />
            <Field id={Input::Again.id()} label={site.recovery.again} kind="password" autocomplete="new-password"
                value={form.again.clone()} oninput={typed(&form, Input::Again)}
                error={form.error(Input::Again, language)} />
            { submit(site.recovery.save, site.recovery.saving, form.is_sending()) }
        </form>
    }
}
