use std::rc::Rc;

use charlaton_contract::{RoomId, rest::User};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::{
    super::{
        rooms::{MyRoom, Rooms},
        task::use_task,
    },
    draft::{Draft, changed, fields},
};
use crate::{
    components::{button::button, field::Field, submit::submit},
    i18n::{use_site_texts, use_texts},
    services::room,
};

#[derive(Debug, PartialEq, Properties)]
pub(super) struct PlanFormProps {
    pub user: Rc<User>,
    pub rooms: Rooms,
    pub onclose: Callback<()>,
}

/// Makes a room for later.
#[component]
pub(super) fn PlanForm(props: &PlanFormProps) -> Html {
    let texts = use_texts();
    let site = use_site_texts();
    let words = &site.planning;
    let draft = use_state(|| Draft {
        name: (site.rooms.default_name)(props.user.display_name()),
        join_muted: Some(false),
        ..Draft::default()
    });
    let task = use_task();
    let onsubmit = {
        let (draft, task, me) = (draft.clone(), task.clone(), props.user.id.clone());
        let (reload, onclose) = (props.rooms.reload.clone(), props.onclose.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let plan = match draft.plan("") {
                Ok(plan) => plan,
                Err(wrong) => return draft.set(Draft { wrong, ..(*draft).clone() }),
            };
            let (services, toasts, me) = (Rc::clone(&task.services), task.toasts.clone(), me.clone());
            let (reload, onclose) = (reload.clone(), onclose.clone());
            task.run(async move {
                let made = room::plan(&services.api, &plan, &me).await?;
                toasts.show((words.planned)(&plan.name));
                if made.has_password && !made.guarded {
                    toasts.show(words.unguarded);
                }
                if plan.join_muted == Some(true) && made.join_muted.is_none() {
                    toasts.show(words.join_muted_unkept);
                }
                reload.emit(());
                onclose.emit(());
                Ok(())
            });
        })
    };
    let hosted: Vec<&MyRoom> =
        props.rooms.rooms.iter().filter(|room| room.is_host() && room.room.ended_at.is_none()).collect();
    let onchange = changed(&draft, |draft, parent| draft.parent = parent).reform(|event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        select.and_then(|select| RoomId::parse(&select.value()).ok())
    });
    html! {
        <form class="stack" {onsubmit} novalidate=true>
            { task.problem(None) }
            { fields(&draft, site) }
            <Field id="meeting-password" kind="password" autocomplete="new-password" label={words.password}
                hint={words.password_hint} required=false value={draft.password.clone()}
                oninput={changed(&draft, |draft, password| draft.password = password)} />
            if !hosted.is_empty() {
                <div class="field">
                    <label for="meeting-parent">{ words.parent }</label>
                    <select id="meeting-parent" {onchange}>
                        <option value="" selected={draft.parent.is_none()}>{ words.no_parent }</option>
                        for room in hosted {
                            <option value={room.room.id.to_string()}
                                selected={draft.parent.as_ref() == Some(&room.room.id)}>
                                { room.name() }
                            </option>
                        }
                    </select>
                </div>
            }
            <div class="actions">
                { submit(words.plan, words.planning, task.is_sending()) }
                { button("button", html! { texts.common.cancel }, props.onclose.reform(|_| ())) }
            </div>
        </form>
    }
}
