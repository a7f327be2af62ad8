use web_sys::{HtmlElement, HtmlSelectElement};
use yew::{platform::spawn_local, prelude::*};
use yew_router::Routable;

use super::{icon::icon, link::link, theme::ThemeToggle};
use crate::{
    app::{Auth, use_auth, use_services},
    i18n::{Language, LanguageContext, use_texts},
    routes::{self, Route},
    services::auth,
};

/// An ordinary page.
#[derive(Debug, PartialEq, Properties)]
pub struct PageProps {
    /// Of the window, and the hidden or visible `h1` is expected to say the same.
    pub title: AttrValue,
    /// Narrow pages hold one form.
    #[prop_or_default]
    pub narrow: bool,
    /// The content; its `h1` is rendered by [`Heading`].
    pub children: Html,
}

/// Skip link, header, main.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let texts = use_texts();
    use_title(&props.title);
    html! {
        <>
            <a class="skip-link" href="#main">{ texts.common.skip_to_content }</a>
            <header class="site-header">
                { link(Route::Home.to_path(), "brand", html! {
                    <>{ mark() }<span class="brand-name">{ texts.common.product }</span></>
                }) }
                <nav aria-label={texts.common.main_menu}>
                    <AccountLinks />
                    <LanguageSelect />
                    <ThemeToggle />
                </nav>
            </header>
            <main id="main" class={classes!("page", props.narrow.then_some("narrow"))}>
                { props.children.clone() }
            </main>
        </>
    }
}

/// Names the window's tab after the page.
#[hook]
pub fn use_title(title: &AttrValue) {
    let product = use_texts().common.product;
    use_effect_with(title.clone(), move |title| {
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(&format!("{title} · {product}"));
        }
    });
}

/// The page's `h1`.
#[derive(Debug, PartialEq, Properties)]
pub struct HeadingProps {
    /// Its text.
    pub children: Html,
}

/// The page's `h1`. It takes the focus when the page appears, so that a screen reader starts there.
#[component]
pub fn Heading(props: &HeadingProps) -> Html {
    let node = use_node_ref();
    use_effect_with((), {
        let node = node.clone();
        move |()| {
            let focused = web_sys::window().and_then(|window| window.document()?.active_element());
            // A form that has put the focus into its first field keeps it.
            if focused.is_none_or(|element| element.tag_name() == "BODY")
                && let Some(heading) = node.cast::<HtmlElement>()
            {
                let _ = heading.focus();
            }
        }
    });
    html! { <h1 ref={node} tabindex="-1">{ props.children.clone() }</h1> }
}

/// Two people in one speech bubble.
fn mark() -> Html {
    html! {
        <svg viewBox="0 0 32 32" fill="none" stroke="currentColor" stroke-width="3" stroke-linejoin="round"
            aria-hidden="true">
            <path d="M10 3h12a7 7 0 0 1 7 7v6a7 7 0 0 1-7 7h-7l-7 6v-6.3A7 7 0 0 1 3 16v-6a7 7 0 0 1 7-7Z" />
            <circle cx="11.5" cy="13" r="2.5" fill="currentColor" stroke="none" />
            <circle cx="20.5" cy="13" r="2.5" fill="currentColor" stroke="none" />
        </svg>
    }
}

#[component]
fn AccountLinks() -> Html {
    let texts = use_texts();
    let services = use_services();
    let context = use_auth();
    let log_out = {
        let set = context.set.clone();
        Callback::from(move |_: MouseEvent| {
            let (set, api) = (set.clone(), services.api.clone());
            // First away from pages that would ask to sign in again.
            routes::go(&Route::Home.to_path());
            spawn_local(async move {
                auth::log_out(&api).await;
                set.emit(Auth::SignedOut);
            });
        })
    };
    match context.auth {
        Auth::SignedIn(_) => html! {
            <>
                { link(Route::Dashboard.to_path(), "button quiet to-rooms", texts.common.my_rooms) }
                <button type="button" class="button quiet" onclick={log_out}>
                    { icon("log-out") }
                    <span class="wide-only">{ texts.common.log_out }</span>
                </button>
            </>
        },
        Auth::SignedOut => html! {
            { link(Route::Login.to_path(), "button quiet", html! {
                <>{ icon("log-in") }<span class="wide-only">{ texts.common.log_in }</span></>
            }) }
        },
        Auth::Unknown | Auth::Unavailable(_) => Html::default(),
    }
}

/// Switches the language at once.
#[component]
pub fn LanguageSelect() -> Html {
    let texts = use_texts();
    let Some(context) = use_context::<LanguageContext>() else { return Html::default() };
    let onchange = {
        let set = context.set.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_dyn_into::<HtmlSelectElement>();
            if let Some(language) = chosen.and_then(|select| Language::from_tag(&select.value())) {
                set.emit(language);
            }
        })
    };
    html! {
        <select class="language" aria-label={texts.common.language} {onchange}>
            for language in Language::ALL {
                <option value={language.texts().tag} lang={language.texts().tag}
                    selected={language == context.language}>
                    { language.texts().name }
                </option>
            }
        </select>
    }
}
