use gloo_storage::{LocalStorage, Storage};
use web_sys::{HtmlElement, HtmlSelectElement};
use yew::{platform::spawn_local, prelude::*};
use yew_router::prelude::*;

use super::icon::Icon;
use crate::{
    app::{Auth, use_auth, use_services},
    i18n::{Language, LanguageContext, use_texts},
    routes::Route,
    services::auth,
};

const STORED_THEME: &str = "charlaton.theme";

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
                <Link<Route> to={Route::Home} classes="brand">{ texts.common.product }</Link<Route>>
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

#[component]
fn AccountLinks() -> Html {
    let texts = use_texts();
    let services = use_services();
    let context = use_auth();
    let log_out = {
        let set = context.set.clone();
        Callback::from(move |_: MouseEvent| {
            let (set, api) = (set.clone(), services.api.clone());
            spawn_local(async move {
                auth::log_out(&api).await;
                set.emit(Auth::SignedOut);
            });
        })
    };
    match context.auth {
        Auth::SignedIn(_) => html! {
            <>
                <Link<Route> to={Route::Dashboard} classes="button quiet">{ texts.common.my_rooms }</Link<Route>>
                <button type="button" class="button quiet" onclick={log_out}>{ texts.common.log_out }</button>
            </>
        },
        Auth::SignedOut => html! {
            <Link<Route> to={Route::Login} classes="button quiet">{ texts.common.log_in }</Link<Route>>
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

/// Switches between light and dark, and remembers it.
#[component]
pub fn ThemeToggle() -> Html {
    let texts = use_texts();
    let light = use_state(is_light);
    use_effect_with(*light, |light| {
        if let Some(root) = web_sys::window().and_then(|window| window.document()?.document_element()) {
            let _ = root.set_attribute("data-theme", if *light { "light" } else { "dark" });
        }
    });
    let label = if *light { texts.common.theme_to_dark } else { texts.common.theme_to_light };
    let onclick = {
        let light = light.clone();
        move |_| {
            let _ = LocalStorage::set(STORED_THEME, if *light { "dark" } else { "light" });
            light.set(!*light);
        }
    };
    html! {
        <button type="button" class="button quiet square" aria-label={label} title={label} {onclick}>
            <Icon name={if *light { "moon" } else { "sun" }} />
        </button>
    }
}

/// The theme chosen earlier, else the system's.
fn is_light() -> bool {
    if let Ok(theme) = LocalStorage::get::<String>(STORED_THEME) {
        return theme == "light";
    }
    let query = web_sys::window().and_then(|window| window.match_media("(prefers-color-scheme: light)").ok()?);
    query.is_some_and(|query| query.matches())
}
