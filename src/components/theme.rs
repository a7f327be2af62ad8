use yew::prelude::*;

use super::icon::icon;
use crate::{i18n::use_texts, lib::storage::Store};

const STORED_THEME: &str = "charlaton.theme";

/// Which colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Light ones.
    Light,
    /// Dark ones.
    Dark,
}

impl Theme {
    /// The one chosen earlier. Without a choice the style sheet follows the system.
    #[must_use]
    pub fn chosen() -> Option<Self> {
        let stored = Store::Local.get(STORED_THEME)?;
        [Self::Light, Self::Dark].into_iter().find(|theme| stored.as_str() == Some(theme.as_str()))
    }

    /// Shows it, whatever the system says.
    pub fn apply(self) {
        if let Some(root) = web_sys::window().and_then(|window| window.document()?.document_element()) {
            // A standard attribute; setting it cannot fail.
            let _ = root.set_attribute("data-theme", self.as_str());
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn of_system() -> Self {
        let query =
            web_sys::window().and_then(|window| window.match_media("(prefers-color-scheme: light)").ok()?);
        if query.is_some_and(|query| query.matches()) { Self::Light } else { Self::Dark }
    }

    fn other(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }
}

/// Switches between light and dark, and remembers it.
#[component]
pub fn ThemeToggle() -> Html {
    let texts = use_texts();
    let chosen = use_state(Theme::chosen);
    let shown = chosen.unwrap_or_else(Theme::of_system);
    use_effect_with(*chosen, |chosen| {
        if let Some(theme) = chosen {
            theme.apply();
        }
    });
    let (label, name) = match shown {
        Theme::Light => (texts.common.theme_to_dark, "moon"),
        Theme::Dark => (texts.common.theme_to_light, "sun"),
    };
    let onclick = move |_| {
        // Read at the press: the system may have changed since this was drawn.
        let theme = chosen.unwrap_or_else(Theme::of_system).other();
        // Without storage the choice holds until the page is left.
        Store::Local.set(STORED_THEME, &theme.as_str().into());
        chosen.set(Some(theme));
    };
    html! {
        <button type="button" class="button quiet square" aria-label={label} title={label} {onclick}>
            { icon(name) }
        </button>
    }
}
