use gloo_events::EventListener;
use web_sys::MediaQueryList;

use crate::lib::storage::Store;

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

    /// Shows it from now on, also after the page is left.
    pub fn choose(self) {
        self.apply();
        // Without storage the choice holds until the page is left.
        Store::Local.set(STORED_THEME, &self.as_str().into());
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What the system asks for.
    #[must_use]
    pub fn of_system() -> Self {
        if wants_light().is_some_and(|query| query.matches()) { Self::Light } else { Self::Dark }
    }

    /// Tells what the system asks for, now and whenever it changes, for as long as the listener is kept.
    #[must_use]
    pub fn follow_system(mut tell: impl FnMut(Self) + 'static) -> Option<EventListener> {
        // It may have changed between the first look and now.
        tell(Self::of_system());
        let query = wants_light()?;
        Some(EventListener::new(&query, "change", move |_| tell(Self::of_system())))
    }

    /// The one to switch to.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }
}

fn wants_light() -> Option<MediaQueryList> {
    web_sys::window()?.match_media("(prefers-color-scheme: light)").ok()?
}
