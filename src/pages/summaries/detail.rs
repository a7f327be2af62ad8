use std::rc::Rc;

use charlaton_contract::{
    UserId,
    events::Message,
    rest::{User, display_name},
};
use yew::{platform::spawn_local, prelude::*};

use super::{
    super::{errors::api_words, rooms::MyRoom},
    record::{Line, Record, attendants, minutes, readable, written_at},
};
use crate::{
    app::use_shell,
    components::{
        button::button,
        download::Download,
        icon::icon,
        moment::{Moments, to_local},
        problem::problem,
    },
    services::{Api, ApiError, message, room, user},
};

#[derive(Debug, PartialEq, Properties)]
pub(super) struct DetailProps {
    pub room: MyRoom,
    pub user: Rc<User>,
    /// The room's code, and who was there.
    pub onpeople: Callback<(String, String)>,
}

#[derive(Debug, Clone, PartialEq)]
enum Found {
    Loading,
    Ready(Rc<Record>),
    Failed(ApiError),
}

/// So many messages are in the page at once; more would hold it up.
const AT_ONCE: usize = 200;

/// One meeting: who was there, and what was written.
#[component]
pub(super) fn Detail(props: &DetailProps) -> Html {
    let shell = use_shell();
    let (texts, site) = (shell.language.texts(), shell.language.site_texts());
    let words = &site.summaries;
    let found = use_state(|| Found::Loading);
    let tries = use_state(|| 0);
    // The first message in the page.
    let first = use_state(|| 0);
    // The last file that was saved from here.
    let file = use_mut_ref(|| None::<Download>);
    use_effect_with((shell.language, *tries), {
        let (found, room, me) = (found.setter(), props.room.clone(), props.user.id.clone());
        let (services, onpeople) = (Rc::clone(&shell.services), props.onpeople.clone());
        move |_| {
            found.set(Found::Loading);
            spawn_local(async move {
                found.set(match record(&services.api, &room, &me, texts.tag).await {
                    Ok(record) => {
                        onpeople.emit((record.code.clone(), record.people.join(" ")));
                        Found::Ready(Rc::new(record))
                    }
                    Err(error) => Found::Failed(error),
                });
            });
        }
    });
    let record = match &*found {
        Found::Loading => {
            return html! { <p class="loading" role="status">{ icon("loader-circle") }{ texts.common.loading }</p> };
        }
        Found::Failed(error) => {
            let again = Callback::from(move |_: MouseEvent| tries.set(*tries + 1));
            return problem(
                api_words(error, texts),
                button("button", html! { texts.common.try_again }, again),
            );
        }
        Found::Ready(record) => record,
    };
    let save = |markdown: bool| {
        let (record, file, toasts) = (Rc::clone(record), Rc::clone(&file), shell.toasts.clone());
        let day = props.room.held_at().map(to_local).unwrap_or_default();
        Callback::from(move |_: MouseEvent| {
            let day = day.split('T').next().unwrap_or_default();
            let moments = Moments::new(texts.tag);
            let moment = |at: &_| moments.words(at);
            let (text, kind, extension) = if markdown {
                (record.to_markdown(words, site.rooms.minutes, &moment), "text/markdown;charset=utf-8", "md")
            } else {
                (record.to_text(words, site.rooms.minutes, &moment), "text/plain;charset=utf-8", "txt")
            };
            let name = record.file_name(day, extension);
            let saved = Download::of(&text, kind, &name);
            toasts.show(match saved {
                Some(_) => (words.saved)(&name),
                None => words.save_failed.to_owned(),
            });
            *file.borrow_mut() = saved;
        })
    };
    let (moments, count) = (Moments::new(texts.tag), record.lines.len());
    let part = (*first).min(count)..(*first + AT_ONCE).min(count);
    let turn = |to: Option<usize>, words: &'static str| {
        let (first, disabled) = (first.clone(), to.is_none());
        let onclick = Callback::from(move |_: MouseEvent| to.into_iter().for_each(|to| first.set(to)));
        html! { <button type="button" class="button" {disabled} {onclick}>{ words }</button> }
    };
    html! {
        <div class="record">
            <h3>{ words.people }</h3>
            <p>
                { if record.people.is_empty() { words.nobody.to_owned() } else { record.people.join(", ") } }
                if let Some(length) = record.minutes.filter(|length| *length > 0) {
                    { format!(" · {}", (site.rooms.minutes)(length)) }
                }
            </p>
            <h3>{ words.chat }</h3>
            if record.lines.is_empty() {
                <p class="hint">{ words.no_chat }</p>
            }
            <ol class="transcript">
                for line in &record.lines[part.clone()] {
                    <li>
                        <p class="hint">
                            <strong dir="auto">{ &line.from }</strong>{ " " }{ line.when(&|at| moments.words(at)) }
                            if line.private {
                                { format!(" · {}", words.private) }
                            }
                        </p>
                        <p class="said" dir="auto">{ &line.text }</p>
                    </li>
                }
            </ol>
            if count > AT_ONCE {
                <div class="actions">
                    { turn(part.start.checked_sub(AT_ONCE), words.earlier) }
                    { turn(Some(part.end).filter(|end| *end < count), words.later) }
                    <p role="status">{ (words.part)(part.start + 1, part.end, count) }</p>
                </div>
            }
            <div class="actions">
                { button("button", html! { <>{ icon("arrow-down") }{ words.as_text }</> }, save(false)) }
                { button("button", html! { <>{ icon("arrow-down") }{ words.as_markdown }</> }, save(true)) }
            </div>
        </div>
    }
}

async fn record(api: &Api, room: &MyRoom, me: &UserId, tag: &str) -> Result<Record, ApiError> {
    let attendance = room::attendance(api, &room.room.id).await?;
    let messages = readable(message::history(api, &room.room.id).await?, me);
    let mut names = Names(Vec::new());
    for stay in &attendance.connections {
        if let Some(user) = &stay.user {
            names.learn(&user.id, user.display_name());
        }
    }
    for message in &messages {
        if let Some(user) = &message.user {
            let nickname = user.nickname.as_deref().or(user.display_name.as_deref());
            names.learn(&message.user_id, display_name(nickname, &user.email));
        }
    }
    let people = attendants(&attendance);
    for id in people.iter().chain(messages.iter().map(|message| &message.user_id)) {
        names.look_up(api, id).await;
    }
    let line = |message: Message| Line {
        at: written_at(&message).cloned(),
        from: names.of(&message.user_id),
        private: message.visibility == charlaton_contract::events::Visibility::Private,
        text: message.content,
    };
    Ok(Record {
        name: room.name().to_owned(),
        code: room.room.id.to_string(),
        when: room.held_at().map(|at| Moments::new(tag).words(at)).unwrap_or_default(),
        people: people.iter().map(|id| names.of(id)).collect(),
        minutes: minutes(&attendance).or(room.minutes),
        lines: messages.into_iter().map(line).collect(),
    })
}

/// What people are called, each asked for once.
struct Names(Vec<(UserId, String)>);

impl Names {
    fn learn(&mut self, id: &UserId, name: &str) {
        if !name.is_empty() && !self.0.iter().any(|(known, _)| known == id) {
            self.0.push((id.clone(), name.to_owned()));
        }
    }

    async fn look_up(&mut self, api: &Api, id: &UserId) {
        if self.0.iter().any(|(known, _)| known == id) {
            return;
        }
        // Whoever is gone is called by the id.
        let name = user::by_id(api, id).await.map(|user| user.display_name().to_owned());
        self.learn(id, &name.unwrap_or_else(|_| id.to_string()));
    }

    fn of(&self, id: &UserId) -> String {
        let known = self.0.iter().find(|(known, _)| known == id);
        known.map_or_else(|| id.to_string(), |(_, name)| name.clone())
    }
}
