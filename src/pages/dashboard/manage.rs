use std::rc::Rc;

use charlaton_contract::UserId;
use yew::prelude::*;

use super::{
    super::{
        rooms::{MyRoom, Role},
        task::{Task, use_task},
    },
    admins::Admins,
    draft::{Draft, fields},
};
use crate::{
    components::{
        button::button,
        field::{self, Field},
        submit::submit,
    },
    i18n::{use_site_texts, use_texts},
    services::room,
};

#[derive(Debug, PartialEq, Properties)]
pub(super) struct ManageProps {
    pub room: MyRoom,
    pub me: UserId,
    pub reload: Callback<()>,
    pub onclose: Callback<()>,
}

/// What cannot be taken back, and is asked for twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    End,
    Delete,
}

/// What a host may do with a room outside of the meeting.
#[component]
pub(super) fn Manage(props: &ManageProps) -> Html {
    let site = use_site_texts();
    let words = &site.planning;
    let asked = use_state(|| None::<Last>);
    use_effect_with(*asked, |asked| {
        if asked.is_some() {
            field::focus(KEEP);
        }
    });
    if let Some(last) = *asked {
        let back = Callback::from(move |()| asked.set(None));
        return html! { <Confirm {last} room={props.room.clone()} me={props.me.clone()}
        reload={props.reload.clone()} onclose={props.onclose.clone()} {back} /> };
    }
    let ask = |last: Last| {
        let asked = asked.setter();
        Callback::from(move |_: MouseEvent| asked.set(Some(last)))
    };
    let is_over = props.room.room.ended_at.is_some();
    html! {
        <div class="manage">
            <p class="hint">{ props.room.name() }{ " · " }<code>{ props.room.room.id.as_str() }</code></p>
            if !is_over {
                <Details room={props.room.clone()} reload={props.reload.clone()} />
                <Password room={props.room.clone()} reload={props.reload.clone()} />
                <Admins room={props.room.room.clone()} me={props.me.clone()} reload={props.reload.clone()}
                    may_remove={props.room.role == Role::Creator} />
            }
            <section class="actions" aria-label={words.end_or_delete}>
                if !is_over {
                    { button("button", html! { words.end }, ask(Last::End)) }
                }
                { button("button danger", html! { words.delete }, ask(Last::Delete)) }
            </section>
        </div>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct PartProps {
    room: MyRoom,
    reload: Callback<()>,
}

#[component]
fn Details(props: &PartProps) -> Html {
    let site = use_site_texts();
    let words = &site.planning;
    let draft = use_state(|| Draft::of(&props.room.room));
    let task = use_task();
    let onsubmit = {
        let (draft, task, room) = (draft.clone(), task.clone(), props.room.room.clone());
        let reload = props.reload.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let plan = match draft.plan(&Draft::of(&room).at) {
                Ok(plan) => plan,
                Err(wrong) => return draft.set(Draft { wrong, ..(*draft).clone() }),
            };
            let id = room.id.clone();
            let (services, toasts, reload) = (Rc::clone(&task.services), task.toasts.clone(), reload.clone());
            task.run(async move {
                room::update(&services.api, &id, &plan).await?;
                toasts.show(words.saved);
                reload.emit(());
                Ok(())
            });
        })
    };
    html! {
        <form class="stack" {onsubmit} novalidate=true>
            { task.problem(Some(words.refused)) }
            { fields(&draft, site) }
            <div class="actions">{ submit(words.save, words.saving, task.is_sending()) }</div>
        </form>
    }
}

#[component]
fn Password(props: &PartProps) -> Html {
    let words = &use_site_texts().planning;
    let password = use_state(String::new);
    let task = use_task();
    let set = {
        let (task, id, reload) = (task.clone(), props.room.room.id.clone(), props.reload.clone());
        let (typed, guarded) = (password.setter(), props.room.room.guarded);
        move |password: String| {
            let (id, reload, typed) = (id.clone(), reload.clone(), typed.clone());
            let (services, toasts) = (Rc::clone(&task.services), task.toasts.clone());
            task.run(async move {
                room::set_password(&services.api, &id, &password).await?;
                toasts.show(match password.is_empty() {
                    true => words.password_removed,
                    false if guarded => words.password_set,
                    false => words.unguarded,
                });
                typed.set(String::new());
                reload.emit(());
                Ok(())
            });
        }
    };
    let onsubmit = {
        let (set, password) = (set.clone(), password.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if password.is_empty() {
                return field::focus("room-password");
            }
            set((*password).clone());
        })
    };
    let remove = Callback::from(move |_: MouseEvent| set(String::new()));
    let has_one = props.room.room.has_password;
    let typed = password.setter();
    html! {
        <form class="stack" {onsubmit} novalidate=true>
            { task.problem(Some(words.refused)) }
            <Field id="room-password" kind="password" autocomplete="new-password" required=false
                label={words.new_password} value={(*password).clone()}
                hint={if has_one { words.password_there } else { words.password_hint }}
                oninput={Callback::from(move |text| typed.set(text))} />
            <div class="actions">
                { submit(words.set_password, words.saving, task.is_sending()) }
                if has_one {
                    { button("button", html! { words.remove_password }, remove) }
                }
            </div>
        </form>
    }
}

/// Of the button that changes nothing.
const KEEP: &str = "keep-room";

#[derive(Debug, PartialEq, Properties)]
struct ConfirmProps {
    last: Last,
    room: MyRoom,
    me: UserId,
    reload: Callback<()>,
    onclose: Callback<()>,
    back: Callback<()>,
}

#[component]
fn Confirm(props: &ConfirmProps) -> Html {
    let texts = use_texts();
    let words = &use_site_texts().planning;
    let task: Task = use_task();
    let onclick = {
        let (task, room, me) = (task.clone(), props.room.clone(), props.me.clone());
        let (reload, onclose, last) = (props.reload.clone(), props.onclose.clone(), props.last);
        Callback::from(move |_: MouseEvent| {
            let (services, toasts) = (Rc::clone(&task.services), task.toasts.clone());
            let (reload, onclose, room, me) = (reload.clone(), onclose.clone(), room.clone(), me.clone());
            task.run(async move {
                let (id, name) = (&room.room.id, room.name());
                match last {
                    Last::End => {
                        room::end(&services.api, id, &me).await?;
                        toasts.show((words.ended)(name));
                    }
                    Last::Delete => {
                        room::delete(&services.api, id).await?;
                        toasts.show((words.deleted)(name));
                    }
                }
                reload.emit(());
                onclose.emit(());
                Ok(())
            });
        })
    };
    let (question, consequence, yes) = match props.last {
        Last::End => (words.end_question, words.end_text, words.end),
        Last::Delete => (words.delete_question, words.delete_text, words.delete),
    };
    let lingering = props.last == Last::End && !props.room.room.guarded;
    html! {
        <div class="stack">
            { task.problem(Some(words.refused)) }
            <p>{ question(props.room.name()) }</p>
            <p class="hint">{ if lingering { words.end_unheard } else { consequence } }</p>
            <div class="actions">
                { button("button danger", html! { yes }, onclick) }
                <button type="button" id={KEEP} class="button" onclick={props.back.reform(|_| ())}>
                    { texts.common.cancel }
                </button>
            </div>
        </div>
    }
}
