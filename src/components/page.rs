use web_sys::{HtmlElement, HtmlSelectElement};
use yew::prelude::*;

use super::{beside::Beside, icon::icon, link::link, theme::Theme};
use crate::{
    app::use_shell,
    i18n::{Language, use_texts},
    routes,
};

/// An ordinary page.
#[derive(Debug, PartialEq, Properties)]
pub struct PageProps {
    /// Of the window, and the hidden or visible `h1` is expected to say the same.
    pub title: AttrValue,
    /// Narrow pages hold one form.
    #[prop_or_default]
    pub narrow: bool,
    /// Into the header: what this person may do with the account.
    #[prop_or_default]
    pub account: Html,
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
                { link(routes::HOME, "brand", html! {
                    <>{ icon("mark") }<span class="brand-name">{ texts.common.product }</span></>
                }) }
                <nav aria-label={texts.common.main_menu}>
                    { props.account.clone() }
                    <Preferences />
                </nav>
            </header>
            <main id="main" class={if props.narrow { "page narrow" } else { "page" }}>
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
            let Some(window) = web_sys::window() else { return };
            // The page before may have been scrolled.
            window.scroll_to_with_x_and_y(0.0, 0.0);
            let focused = window.document().and_then(|document| document.active_element());
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

/// Switches language and theme at once, and remembers both; and the page can be read aloud.
#[component]
fn Preferences() -> Html {
    let shell = use_shell();
    let texts = shell.language.texts();
    let chosen = use_state(Theme::chosen);
    let system = use_state_eq(Theme::of_system);
    let shown = chosen.unwrap_or(*system);
    use_effect_with((), {
        let system = system.setter();
        move |()| {
            let listener = Theme::follow_system(move |theme| system.set(theme));
            move || drop(listener)
        }
    });
    let onchange = {
        let set = shell.set_language;
        Callback::from(move |event: Event| {
            let chosen = event.target_dyn_into::<HtmlSelectElement>();
            if let Some(language) = chosen.and_then(|select| Language::from_tag(&select.value())) {
                set.emit(language);
            }
        })
    };
    let (label, name) = match shown {
        Theme::Light => (texts.common.theme_to_dark, "moon"),
        Theme::Dark => (texts.common.theme_to_light, "sun"),
    };
    let onclick = Callback::from(move |_: MouseEvent| {
        shown.other().choose();
        chosen.set(Some(shown.other()));
    });
    html! {
        <>
            <select class="language" aria-label={texts.common.language} {onchange}>
                for language in Language::ALL {
                    <option value={language.texts().tag} lang={language.texts().tag}
                        selected={language == shell.language}>
                        { language.texts().name }
                    </option>
                }
            </select>
            <button type="button" class="button quiet square" aria-label={label} title={label} {onclick}>
                { icon(name) }
            </button>
            <button type="button" class="button quiet square read-aloud" aria-label={texts.common.read_aloud}
                title={texts.common.read_aloud} onclick={|_: MouseEvent| Beside::Reader.ask()}>
                { icon("volume-2") }
            </button>
        </>
    }
}
