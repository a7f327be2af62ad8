use std::rc::Rc;

use charlaton_contract::rest::User;
use yew::{platform::spawn_local, prelude::*};

use crate::{
    app::use_shell,
    components::{
        button::button,
        dialog::{self, dialog},
        field::Field,
        problem::problem,
    },
    pages::{
        account::{Form, Input, Progress, Wrong, fail, on_submit, point_out, typed},
        errors::{auth_words, to_check_auth},
        site::{Auth, use_auth},
    },
    routes,
    services::auth,
};

#[derive(Debug, PartialEq, Properties)]
pub(super) struct DeleteAccountProps {
    pub user: Rc<User>,
    /// Whether a password is the proof, or the e-mail.
    pub has_password: bool,
}

/// The end of an account, asked for twice.
#[component]
pub(super) fn DeleteAccount(props: &DeleteAccountProps) -> Html {
    let shell = use_shell();
    let (language, texts) = (shell.language, shell.language.texts());
    let site = language.site_texts();
    let context = use_auth();
    let node = use_node_ref();
    let form = use_reducer(Form::default);
    let onclose = {
        let node = node.clone();
        Callback::from(move |()| dialog::close(&node))
    };
    let onsubmit = {
        let (user, has_password, toasts) = (Rc::clone(&props.user), props.has_password, shell.toasts.clone());
        let is_of = Rc::clone(&props.user);
        on_submit(
            &form,
            move |form| wrong_proof(form, has_password, &is_of),
            move |form, dispatcher| {
                let (services, user) = (Rc::clone(&shell.services), Rc::clone(&user));
                let (set, toasts) = (context.set.clone(), toasts.clone());
                spawn_local(async move {
                    let password = has_password.then_some(form.proof.as_str());
                    match auth::delete_account(&services.api, &user, password).await {
                        Ok(()) => {
                            toasts.show(site.profile.deleted);
                            // First away from pages that would ask to sign in again.
                            routes::go(routes::HOME);
                            set.emit(Auth::SignedOut);
                        }
                        Err(error) if error.is_wrong_credentials() => {
                            point_out(&dispatcher, vec![Wrong::ProofPassword]);
                        }
                        Err(error) => fail(&dispatcher, error),
                    }
                });
            },
        )
    };
    let (label, kind, autocomplete) = if props.has_password {
        (site.profile.prove_by_password, "password", "current-password")
    } else {
        (site.profile.prove_by_email, "email", "off")
    };
    let pending = form.is_sending();
    let content = html! {
        <form class="stack" {onsubmit} novalidate=true>
            <p>{ site.profile.delete_text }</p>
            if let Progress::Failed(error) = &form.progress {
                { problem(auth_words(error, language), to_check_auth(error, language)) }
            }
            <Field id={Input::Proof.id()} {label} {kind} {autocomplete} value={form.proof.clone()}
                oninput={typed(&form, Input::Proof)} error={form.error(Input::Proof, language)} />
            <div class="actions">
                <button type="submit" class="button danger" aria-disabled={pending.then_some("true")}>
                    { if pending { site.profile.deleting } else { site.profile.delete } }
                </button>
                { button("button", html! { texts.common.cancel }, onclose.reform(|_| ())) }
            </div>
        </form>
    };
    let ask = {
        let node = node.clone();
        Callback::from(move |_: MouseEvent| dialog::open(&node))
    };
    html! {
        <section class="card stack" aria-labelledby="delete-title">
            <h2 id="delete-title">{ site.profile.delete_title }</h2>
            <p>{ site.profile.delete_text }</p>
            <div class="actions">{ button("button danger", html! { site.profile.delete_open }, ask) }</div>
            { dialog(&node, site.profile.delete_title, onclose, content, texts) }
        </section>
    }
}

/// Whether the e-mail is right is known here; whether the password is, Firebase or the service says.
fn wrong_proof(form: &Form, has_password: bool, user: &User) -> Vec<Wrong> {
    let proof = form.proof.trim();
    match has_password {
        true if form.proof.is_empty() => vec![Wrong::ProofMissing],
        false if !proof.eq_ignore_ascii_case(&user.email) => vec![Wrong::ProofEmail],
        true | false => Vec::new(),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use charlaton_contract::UserId;

    use super::*;

    #[test]
    fn the_end_of_an_account_is_proved() {
        let user = User { id: UserId::parse("u1").unwrap(), email: "ana@example.com".into(), nickname: None };
        let wrong = |proof: &str, has_password| {
            wrong_proof(&Form { proof: proof.into(), ..Form::default() }, has_password, &user)
        };
        assert_eq!(wrong("", true), [Wrong::ProofMissing]);
        assert_eq!(wrong("anything", true), []);
        assert_eq!(wrong("ana@example.org", false), [Wrong::ProofEmail]);
        assert_eq!(wrong(" Ana@example.com ", false), []);
    }
}
