mod detail;
mod record;

use std::rc::Rc;

use charlaton_contract::rest::{Timestamp, User};
use yew::prelude::*;

use self::detail::Detail;
use super::{
    errors::api_words,
    require_user::use_user,
    rooms::{MyRoom, Status, use_rooms},
    site_page::SitePage,
};
use crate::{
    components::{
        button::button, field::Field, icon::icon, link::link, moment::moment, page::Heading, problem::problem,
    },
    i18n::{use_site_texts, use_texts},
    routes,
};

/// What was said in past meetings.
#[component]
pub(super) fn Summaries() -> Html {
    match use_user() {
        Ok(user) => html! { <List {user} /> },
        Err(instead) => instead,
    }
}

#[derive(Debug, PartialEq, Properties)]
struct ListProps {
    user: Rc<User>,
}

#[component]
fn List(props: &ListProps) -> Html {
    let texts = use_texts();
    let site = use_site_texts();
    let words = &site.summaries;
    let list = use_rooms(&props.user.id);
    let search = use_state(String::new);
    let people = use_state(|| Rc::new(Vec::<(String, String)>::new()));
    let mut held: Vec<&MyRoom> = list.rooms.iter().filter(|room| is_past(room)).collect();
    held.sort_by_key(|room| std::cmp::Reverse(room.held_at().and_then(Timestamp::unix_millis)));
    let empty = held.is_empty();
    held.retain(|room| {
        let names = people.iter().filter(|(id, _)| id == room.room.id.as_str()).map(|(_, names)| names);
        let names = names.fold(String::new(), |all, names| all + names);
        is_meant(&search, &[room.name(), room.room.id.as_str(), &names])
    });
    let oninput = {
        let search = search.setter();
        Callback::from(move |text| search.set(text))
    };
    // Whoever opens a summary can look for those who were there.
    let onpeople = {
        let people = people.clone();
        Callback::from(move |known: (String, String)| {
            let mut all = (**people).clone();
            all.retain(|(id, _)| *id != known.0);
            all.push(known);
            people.set(Rc::new(all));
        })
    };
    let again = || button("button", html! { texts.common.try_again }, list.reload.reform(|_| ()));
    let ready = list.status == Status::Ready;
    html! {
        <SitePage title={words.title}>
            <div class="summaries">
                <header>
                    <Heading>{ words.title }</Heading>
                    <p class="lead">{ words.lead }</p>
                </header>
                if list.offline {
                    { problem(site.planning.offline, Html::default()) }
                } else if let Status::Failed(error) = &list.status {
                    { problem(api_words(error, texts), again()) }
                }
                if !empty {
                    <Field id="summary-search" label={words.search} required=false value={(*search).clone()}
                        {oninput} />
                }
                <p class="loading" role="status">
                    if list.status == Status::Loading {
                        { icon("loader-circle") }
                        { texts.common.loading }
                    } else if !empty && held.is_empty() {
                        { words.none_found }
                    } else if !empty {
                        { (words.count)(held.len()) }
                    }
                </p>
                if empty && ready {
                    <p class="card no-rooms">{ words.none }</p>
                }
                <ul class="summary-list">
                    for room in held {
                        <Summary key={room.room.id.as_str()} room={room.clone()} user={Rc::clone(&props.user)}
                            onpeople={onpeople.clone()} />
                    }
                </ul>
                <p>{ link(routes::DASHBOARD, "button", words.back) }</p>
            </div>
        </SitePage>
    }
}

/// A server that does not say how many came leaves it to the summary itself.
fn is_past(room: &MyRoom) -> bool {
    room.is_held() || (room.people.is_none() && room.is_host())
}

/// Whether all words that were typed are somewhere in `fields`.
fn is_meant(search: &str, fields: &[&str]) -> bool {
    let fields = fields.join("\n").to_lowercase();
    search.to_lowercase().split_whitespace().all(|word| fields.contains(word))
}

#[derive(Debug, PartialEq, Properties)]
struct SummaryProps {
    room: MyRoom,
    user: Rc<User>,
    onpeople: Callback<(String, String)>,
}

#[component]
fn Summary(props: &SummaryProps) -> Html {
    let texts = use_texts();
    let site = use_site_texts();
    let room = &props.room;
    let wanted = || routes::query("room").is_some_and(|id| id == props.room.room.id.as_str());
    let open = use_state(wanted);
    let onclick = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let title_id = format!("summary-{}", room.room.id);
    let label = if *open { site.summaries.hide } else { site.summaries.show };
    html! {
        <li class="card summary">
            <h2 id={title_id.clone()}>{ room.name() }</h2>
            <p class="room-facts">
                if let Some(at) = room.held_at() {
                    { moment(at, texts.tag) }
                }
                if let Some(people) = room.people.filter(|people| *people > 0) {
                    <span>{ (texts.people_count)(people as usize) }</span>
                }
                if let Some(minutes) = room.minutes.filter(|minutes| *minutes > 0) {
                    <span>{ (site.rooms.minutes)(minutes) }</span>
                }
            </p>
            <p>
                <button type="button" class="button" aria-expanded={open.to_string()} {onclick}>
                    { label }<span class="visually-hidden">{ format!(" ({})", room.name()) }</span>
                </button>
            </p>
            if *open {
                <Detail room={room.clone()} user={Rc::clone(&props.user)} onpeople={props.onpeople.clone()} />
            }
        </li>
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn all_words_are_looked_for_everywhere() {
        let fields = ["Weekly", "abc-xyz", "Ana, Luis"];
        for search in ["", " ", "week", "ana WEEKLY", "xyz luis"] {
            assert!(is_meant(search, &fields), "{search}");
        }
        assert!(!is_meant("weekly eva", &fields));
    }
}
