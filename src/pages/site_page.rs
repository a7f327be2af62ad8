use yew::{platform::spawn_local, prelude::*};

use super::{
    article,
    site::{Auth, AuthContext, use_auth},
};
use crate::{
    app::{Shell, use_shell},
    components::{beside::Beside, icon::icon, link::link, page::Page},
    i18n::Language,
    routes,
    services::auth,
};

/// A page of the site.
#[derive(Debug, PartialEq, Properties)]
pub(super) struct SitePageProps {
    /// As [`Page`]'s.
    pub title: AttrValue,
    #[prop_or_default]
    pub narrow: bool,
    pub children: Html,
}

/// A page that offers to log in or out, and leads to what there is to read.
#[component]
pub(super) fn SitePage(props: &SitePageProps) -> Html {
    let shell = use_shell();
    let language = shell.language;
    let account = account(use_auth(), shell);
    html! {
        <>
            <Page title={props.title.clone()} narrow={props.narrow} {account}>{ props.children.clone() }</Page>
            { footer(language) }
        </>
    }
}

fn footer(language: Language) -> Html {
    let site = language.site_texts();
    html! {
        <footer class="site-footer">
            <nav aria-label={site.info.footer}>
                <ul>
                    <li>{ link(routes::CHECK, "", site.doctor.link) }</li>
                    for (path, route) in article::ALL {
                        if let Some(article) = article::article(route, &site.info) {
                            <li>{ link(path, "", article.link) }</li>
                        }
                    }
                </ul>
            </nav>
            <button type="button" class="button quiet" onclick={|_: MouseEvent| Beside::Reader.ask()}>
                { icon("volume-2") }
                { language.texts().common.read_aloud }
            </button>
        </footer>
    }
}

fn account(context: AuthContext, shell: Shell) -> Html {
    let (texts, site) = (shell.language.texts(), shell.language.site_texts());
    match context.auth {
        Auth::SignedIn(_) => {
            let log_out = Callback::from(move |_: MouseEvent| {
                let (set, services) = (context.set.clone(), shell.services.clone());
                // First away from pages that would ask to sign in again.
                routes::go(routes::HOME);
                spawn_local(async move {
                    auth::log_out(&services.api).await;
                    set.emit(Auth::SignedOut);
                });
            });
            html! {
                <>
                    { link(routes::DASHBOARD, "button quiet to-rooms", texts.common.my_rooms) }
                    { link(routes::PROFILE, "button quiet", html! {
                        <>{ icon("user") }<span class="wide-only">{ site.profile.link }</span></>
                    }) }
                    <button type="button" class="button quiet" onclick={log_out}>
                        { icon("log-out") }
                        <span class="wide-only">{ texts.common.log_out }</span>
                    </button>
                </>
            }
        }
        Auth::SignedOut => link(
            routes::LOGIN,
            "button quiet",
            html! {
                <>{ icon("log-in") }<span class="wide-only">{ texts.common.log_in }</span></>
            },
        ),
        Auth::Unknown | Auth::Unavailable(_) => Html::default(),
    }
}
