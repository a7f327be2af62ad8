use std::rc::Rc;

use charlaton_contract::rest::User;
use yew::prelude::*;

use super::{
    errors::{api_words, to_check},
    site::{Auth, use_auth},
    site_page::SitePage,
    start::{Start, use_start},
};
use crate::{
    app::use_shell,
    components::{icon::icon, join_form::JoinForm, link::link, page::Heading, problem::problem},
    i18n::{SiteTexts, Welcome, use_site_texts},
    routes,
};

/// What it is, and the two ways into a meeting.
#[component]
pub(super) fn Home() -> Html {
    let site = use_site_texts();
    let context = use_auth();
    html! {
        <SitePage title={site.home.title}>
            <div class="hero">
                <div class="hero-words">
                    <Heading>{ site.home.title }</Heading>
                    <p class="lead">{ site.home.lead }</p>
                    { new_meeting(&context.auth, site) }
                    <JoinForm />
                </div>
                { illustration(&site.welcome) }
            </div>
            <section class="steps" aria-labelledby="steps-title">
                <h2 id="steps-title">{ site.home.steps_title }</h2>
                <ol>
                    for (title, text) in site.home.steps {
                        <li class="card">
                            <h3>{ title }</h3>
                            <p>{ text }</p>
                        </li>
                    }
                </ol>
            </section>
            { features(&site.welcome) }
            { questions(&site.welcome) }
        </SitePage>
    }
}

/// A room needs somebody whose it is: who is not signed in does that first.
fn new_meeting(auth: &Auth, site: &SiteTexts) -> Html {
    let label = html! { <>{ icon("plus") }{ site.home.new_meeting }</> };
    match auth {
        Auth::SignedIn(user) => html! { <StartNow user={Rc::clone(user)} /> },
        Auth::SignedOut => html! {
            <div class="actions">
                { link(routes::with_next(routes::LOGIN, routes::DASHBOARD), "button primary large", label) }
                { link(routes::LOGIN, "", site.account.to_log_in) }
            </div>
        },
        // The next page knows, or says what is wrong.
        Auth::Unknown | Auth::Unavailable(_) => html! {
            <div class="actions">
                { link(routes::DASHBOARD, "button primary large", label) }
            </div>
        },
    }
}

#[derive(Debug, PartialEq, Properties)]
pub(super) struct StartNowProps {
    pub user: Rc<User>,
}

/// A meeting at once, or the rooms there are.
#[component]
pub(super) fn StartNow(props: &StartNowProps) -> Html {
    let language = use_shell().language;
    let (texts, site) = (language.texts(), language.site_texts());
    let (state, start) = use_start(&props.user);
    let pending = state == Start::Pending;
    html! {
        <>
            if let Start::Failed(error) = &state {
                { problem(api_words(error, texts), to_check(error, language)) }
            }
            <div class="actions">
                <button type="button" class="button primary large" aria-disabled={pending.then_some("true")}
                    onclick={start.reform(|_| String::new())}>
                    { icon(if pending { "loader-circle" } else { "plus" }) }
                    { if pending { site.rooms.starting } else { site.home.new_meeting } }
                </button>
                { link(routes::DASHBOARD, "button large", texts.common.my_rooms) }
            </div>
        </>
    }
}

fn features(words: &'static Welcome) -> Html {
    html! {
        <section class="features" aria-labelledby="features-title">
            <h2 id="features-title">{ words.features_title }</h2>
            <ul>
                for (sign, title, text) in words.features {
                    <li>
                        <span class="feature-sign">{ icon(sign) }</span>
                        <h3>{ title }</h3>
                        <p>{ text }</p>
                    </li>
                }
            </ul>
        </section>
    }
}

fn questions(words: &'static Welcome) -> Html {
    html! {
        <section class="questions" aria-labelledby="questions-title">
            <h2 id="questions-title">{ words.questions_title }</h2>
            for (question, answer) in words.questions {
                <details>
                    <summary>{ question }{ icon("chevron-down") }</summary>
                    <p>{ answer }</p>
                </details>
            }
            <p class="actions">{ link(routes::HELP, "button", words.more_help) }</p>
        </section>
    }
}

/// A meeting of four, drawn by the style sheet.
fn illustration(words: &'static Welcome) -> Html {
    html! {
        <div class="illustration" aria-hidden="true">
            <div class="illustration-head">
                <span>{ words.drawn_meeting }</span>
                <span>{ "24:10" }</span>
            </div>
            <div class="illustration-grid">
                for name in words.drawn {
                    <span class="illustration-person"><span>{ name }</span></span>
                }
            </div>
            <p class="illustration-message">{ words.drawn_message }</p>
            <div class="illustration-bar">
                <span>{ icon("mic") }</span>
                <span>{ icon("video") }</span>
                <span>{ icon("monitor-up") }</span>
                <span>{ icon("hand") }</span>
                <span>{ icon("message-square") }</span>
                <span class="leave">{ icon("phone-off") }</span>
            </div>
        </div>
    }
}
