use std::rc::Rc;

use charlaton_contract::{RoomId, rest::User};
use yew::prelude::*;
use yew_router::prelude::*;

use super::{
    errors::api_words,
    require_user::Next,
    start::{Start, use_start},
};
use crate::{
    app::{Auth, use_auth},
    components::{
        icon::Icon,
        join_form::JoinForm,
        page::{Heading, Page},
        problem::Problem,
    },
    i18n::use_texts,
    routes::Route,
};

/// What it is, and the two ways into a meeting.
#[component]
pub(super) fn Home() -> Html {
    let texts = use_texts();
    let navigator = use_navigator();
    let onjoin = Callback::from(move |room: RoomId| {
        if let Some(navigator) = &navigator {
            navigator.push(&Route::Join { id: room.to_string() });
        }
    });
    html! {
        <Page title={texts.home.title}>
            <div class="hero">
                <div class="hero-words">
                    <Heading>{ texts.home.title }</Heading>
                    <p class="lead">{ texts.home.lead }</p>
                    <NewMeeting />
                    <JoinForm {onjoin} />
                </div>
                <Illustration />
            </div>
            <section class="steps" aria-labelledby="steps-title">
                <h2 id="steps-title">{ texts.home.steps_title }</h2>
                <ol>
                    for (title, text) in texts.home.steps {
                        <li class="card">
                            <h3>{ title }</h3>
                            <p>{ text }</p>
                        </li>
                    }
                </ol>
            </section>
        </Page>
    }
}

/// A room needs somebody whose it is: who is not signed in does that first.
#[component]
fn NewMeeting() -> Html {
    let texts = use_texts();
    let label = html! { <><Icon name="plus" />{ texts.home.new_meeting }</> };
    match use_auth().auth {
        Auth::SignedIn(user) => html! { <StartNow {user} /> },
        Auth::SignedOut => html! {
            <div class="actions">
                <Link<Route, Next> to={Route::Login} query={Next { next: "/dashboard".to_owned() }}
                    classes="button primary large">
                    { label }
                </Link<Route, Next>>
                <Link<Route> to={Route::Login}>{ texts.account.to_log_in }</Link<Route>>
            </div>
        },
        // The next page knows, or says what is wrong.
        Auth::Unknown | Auth::Unavailable(_) => html! {
            <div class="actions">
                <Link<Route> to={Route::Dashboard} classes="button primary large">{ label }</Link<Route>>
            </div>
        },
    }
}

#[derive(Debug, PartialEq, Properties)]
struct StartNowProps {
    user: Rc<User>,
}

#[component]
fn StartNow(props: &StartNowProps) -> Html {
    let texts = use_texts();
    let (state, start) = use_start(&props.user);
    let pending = state == Start::Pending;
    html! {
        <>
            if let Start::Failed(error) = &state {
                <Problem text={api_words(error, texts)} />
            }
            <div class="actions">
                <button type="button" class="button primary large" aria-disabled={pending.then_some("true")}
                    onclick={start.reform(|_| String::new())}>
                    <Icon name={if pending { "loader-circle" } else { "plus" }} />
                    { if pending { texts.rooms.starting } else { texts.home.new_meeting } }
                </button>
                <Link<Route> to={Route::Dashboard} classes="button large">{ texts.common.my_rooms }</Link<Route>>
            </div>
        </>
    }
}

/// A meeting of four, drawn by the style sheet.
#[component]
fn Illustration() -> Html {
    html! {
        <div class="illustration" aria-hidden="true">
            <div class="illustration-grid">
                for speaking in [true, false, false, false] {
                    <span class={classes!("illustration-person", speaking.then_some("speaking"))} />
                }
            </div>
            <div class="illustration-bar">
                <span><Icon name="mic" /></span>
                <span><Icon name="video" /></span>
                <span><Icon name="message-square" /></span>
                <span class="leave"><Icon name="phone-off" /></span>
            </div>
        </div>
    }
}
