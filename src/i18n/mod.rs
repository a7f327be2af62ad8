//! Words for people. A language is one file with one value of `Texts`; a text it lacks is a compile error.

mod en;
mod es;
mod planning;
mod texts;

pub use texts::*;
use yew::prelude::*;

use crate::app::use_shell;

/// The languages there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Español.
    Es,
    /// English.
    En,
}

impl Language {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::Es, Self::En];

    /// The first of the browser's preferred languages that is here, else Spanish.
    #[must_use]
    pub fn preferred(tags: &[String]) -> Self {
        tags.iter().find_map(|tag| Self::from_tag(tag)).unwrap_or(Self::Es)
    }

    /// Of a BCP 47 tag like `es-AR`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next()?;
        Self::ALL.into_iter().find(|language| language.texts().tag.eq_ignore_ascii_case(primary))
    }

    /// Its words for the pages around meetings.
    #[must_use]
    pub fn site_texts(self) -> &'static SiteTexts {
        match self {
            Self::Es => &es::SITE,
            Self::En => &en::SITE,
        }
    }

    /// Its words.
    #[must_use]
    pub fn texts(self) -> &'static Texts {
        match self {
            Self::Es => &es::TEXTS,
            Self::En => &en::TEXTS,
        }
    }
}

/// The words of the language in force.
#[hook]
pub fn use_texts() -> &'static Texts {
    use_shell().language.texts()
}

/// Its words for the pages around meetings.
#[hook]
pub fn use_site_texts() -> &'static SiteTexts {
    use_shell().language.site_texts()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn the_browser_chooses_the_language() {
        let tags = |tags: &[&str]| tags.iter().map(|&tag| tag.to_owned()).collect::<Vec<_>>();
        assert_eq!(Language::preferred(&tags(&["fr", "en-GB", "es"])), Language::En);
        assert_eq!(Language::preferred(&tags(&["ES-ar"])), Language::Es);
        assert_eq!(Language::preferred(&tags(&["fr"])), Language::Es);
        assert_eq!(Language::preferred(&[]), Language::Es);
    }

    #[test]
    fn counted_words_agree_with_their_number() {
        for language in Language::ALL {
            let people = language.texts().people_count;
            assert_ne!(people(1), people(2).replace('2', "1"), "{language:?}");
        }
    }
}
