use std::rc::Rc;

use charlaton_contract::{
    UserId,
    rest::{OwnRoom, User},
};
use yew::{platform::spawn_local, prelude::*};

use super::super::task::use_task;
use crate::{
    app::use_services,
    components::{field::Field, submit::submit},
    i18n::use_site_texts,
    services::{room, user},
};

#[derive(Debug, PartialEq, Properties)]
pub(super) struct AdminsProps {
    pub room: OwnRoom,
    pub me: UserId,
    pub may_remove: bool,
    pub reload: Callback<()>,
}

/// The hosts beside the creator: who they are, one more, one less.
#[component]
pub(super) fn Admins(props: &AdminsProps) -> Html {
    let words = &use_site_texts().planning;
    let names = use_names(&props.room);
    let found = use_state(|| None::<Vec<User>>);
    let text = use_state(String::new);
    let task = use_task();
    let onsubmit = {
        let (task, text, found) = (task.clone(), text.clone(), found.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (services, text, found) = (Rc::clone(&task.services), text.trim().to_owned(), found.clone());
            if text.is_empty() {
                return;
            }
            task.run(async move {
                let people = if text.contains('@') {
                    match user::by_email(&services.api, &text.to_lowercase()).await {
                        Err(error) if error.is_not_found() => Vec::new(),
                        person => vec![person?],
                    }
                } else {
                    user::search(&services.api, &text).await?
                };
                found.set(Some(people));
                Ok(())
            });
        })
    };
    let add = |person: &User| {
        let (task, id, person) = (task.clone(), props.room.id.clone(), person.clone());
        let (reload, found, text) = (props.reload.clone(), found.setter(), text.setter());
        Callback::from(move |_: MouseEvent| {
            let (services, toasts) = (Rc::clone(&task.services), task.toasts.clone());
            let (id, person, reload) = (id.clone(), person.clone(), reload.clone());
            let (found, text) = (found.clone(), text.clone());
            task.run(async move {
                room::add_admin(&services.api, &id, &person.id).await?;
                toasts.show((words.admin_added)(person.display_name()));
                found.set(None);
                text.set(String::new());
                reload.emit(());
                Ok(())
            });
        })
    };
    let remove = |admin: &UserId, name: &str| {
        let (task, id, admin) = (task.clone(), props.room.id.clone(), admin.clone());
        let (reload, me, name) = (props.reload.clone(), props.me.clone(), name.to_owned());
        Callback::from(move |_: MouseEvent| {
            let (services, toasts) = (Rc::clone(&task.services), task.toasts.clone());
            let (id, admin, reload) = (id.clone(), admin.clone(), reload.clone());
            let (me, name) = (me.clone(), name.clone());
            task.run(async move {
                room::remove_admin(&services.api, &id, &admin, &me).await?;
                toasts.show((words.admin_removed)(&name));
                reload.emit(());
                Ok(())
            });
        })
    };
    let named = |id: &UserId| {
        names
            .iter()
            .find(|person| person.id == *id)
            .map_or_else(|| id.to_string(), |person| format!("{} ({})", person.display_name(), person.email))
    };
    let is_new =
        |person: &&User| !props.room.admins_id.contains(&person.id) && person.id != props.room.creator_id;
    html! {
        <section class="stack" aria-labelledby="admins-title">
            <h3 id="admins-title">{ words.admins }</h3>
            { task.problem(Some(words.refused)) }
            <ul class="people-found">
                for id in props.room.admins_id.iter().filter(|id| **id != props.room.creator_id) {
                    <li key={id.as_str()}>
                        <span>{ named(id) }</span>
                        if props.may_remove && props.room.guarded {
                            <button type="button" class="button" onclick={remove(id, &named(id))}>
                                { words.remove }<span class="visually-hidden">{ format!(" {}", named(id)) }</span>
                            </button>
                        }
                    </li>
                }
            </ul>
            if props.room.guarded {
                <form class="stack" {onsubmit} novalidate=true>
                    <Field id="admin-search" label={words.find_admin} hint={words.find_admin_hint} required=false
                        value={(*text).clone()} oninput={let text = text.setter();
                            Callback::from(move |typed| text.set(typed))} />
                    <div class="actions">{ submit(words.find, words.finding, task.is_sending()) }</div>
                </form>
                <div role="status">
                    if let Some(people) = &*found {
                        <p class="hint">{ (words.found)(people.iter().filter(is_new).count()) }</p>
                    }
                </div>
                if let Some(people) = &*found {
                    <ul class="people-found">
                        for person in people.iter().filter(is_new) {
                            <li key={person.id.as_str()}>
                                <span>{ format!("{} ({})", person.display_name(), person.email) }</span>
                                <button type="button" class="button" onclick={add(person)}>
                                    { words.add }
                                    <span class="visually-hidden">{ format!(" {}", person.display_name()) }</span>
                                </button>
                            </li>
                        }
                    </ul>
                }
            } else {
                <p class="hint">{ words.admins_unkept }</p>
            }
        </section>
    }
}

/// The people behind the ids, as they become known.
#[hook]
fn use_names(room: &OwnRoom) -> Rc<Vec<User>> {
    let services = use_services();
    let names = use_state(|| Rc::new(Vec::new()));
    use_effect_with(room.admins_id.clone(), {
        let names = names.setter();
        move |ids: &Vec<UserId>| {
            let ids = ids.clone();
            spawn_local(async move {
                let mut known = Vec::new();
                for id in ids {
                    // Without an answer the id stands for the name.
                    known.extend(user::by_id(&services.api, &id).await.ok());
                }
                names.set(Rc::new(known));
            });
        }
    });
    (*names).clone()
}
