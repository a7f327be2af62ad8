use yew::prelude::*;

use super::site_page::SitePage;
use crate::{
    components::{link::link, page::Heading},
    i18n::{Article, Block, Info, Section, use_site_texts},
    routes::{self, Route},
};

/// Which one.
#[derive(Debug, PartialEq, Properties)]
pub(super) struct ReadProps {
    /// Its address.
    pub route: Route,
}

/// A page that is read.
#[component]
pub(super) fn Read(props: &ReadProps) -> Html {
    let Some(article) = article(props.route, &use_site_texts().info) else { return Html::default() };
    html! {
        <SitePage title={article.title}>
            <article class="reading">
                <Heading>{ article.title }</Heading>
                <p class="lead">{ article.lead }</p>
                for part in article.sections {
                    { section(part) }
                }
            </article>
        </SitePage>
    }
}

/// What is read at an address, if anything.
pub(super) fn article(route: Route, info: &'static Info) -> Option<&'static Article> {
    Some(match route {
        Route::About => &info.about,
        Route::Help => &info.help,
        Route::Privacy => &info.privacy,
        Route::Terms => &info.terms,
        Route::Accessibility => &info.accessibility,
        Route::Home
        | Route::Login
        | Route::Signup
        | Route::Recovery
        | Route::Reset
        | Route::Restore
        | Route::Welcome
        | Route::Profile
        | Route::Dashboard
        | Route::Summaries
        | Route::Check
        | Route::NotFound => return None,
    })
}

/// The addresses of all of them, in the order of the footer.
pub(super) const ALL: [(&str, Route); 5] = [
    (routes::HELP, Route::Help),
    (routes::ABOUT, Route::About),
    (routes::PRIVACY, Route::Privacy),
    (routes::TERMS, Route::Terms),
    (routes::ACCESSIBILITY, Route::Accessibility),
];

fn section(section: &'static Section) -> Html {
    html! {
        <section>
            <h2>{ section.title }</h2>
            for part in section.blocks {
                { block(part) }
            }
        </section>
    }
}

fn block(block: &'static Block) -> Html {
    match block {
        Block::Text(text) => html! { <p>{ *text }</p> },
        Block::List(items) => html! {
            <ul>
                for item in *items {
                    <li>{ *item }</li>
                }
            </ul>
        },
        Block::Keys(list) => keys(list),
        Block::Link(path, words) => html! { <p class="actions">{ link(*path, "button", *words) }</p> },
    }
}

/// Keys, and what they do.
pub(super) fn keys(list: &'static [(&'static str, &'static str)]) -> Html {
    html! {
        <dl class="keys">
            for (key, what) in list {
                <div><dt><kbd>{ *key }</kbd></dt><dd>{ *what }</dd></div>
            }
        </dl>
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::i18n::Language;

    /// What a list of blocks is made of, without its words.
    fn shape(article: &Article) -> Vec<Vec<usize>> {
        let size = |block: &Block| match block {
            Block::Text(_) => 1,
            Block::List(items) => 100 + items.len(),
            Block::Keys(keys) => 200 + keys.len(),
            Block::Link(path, _) => 300 + path.len(),
        };
        article.sections.iter().map(|section| section.blocks.iter().map(size).collect()).collect()
    }

    #[test]
    fn every_language_says_the_same() {
        for (path, route) in ALL {
            let [one, other] =
                Language::ALL.map(|language| article(route, &language.site_texts().info).unwrap());
            assert_ne!(one.title, other.title, "{path}");
            assert_eq!(shape(one), shape(other), "{path}");
        }
    }

    #[test]
    fn every_language_has_the_same_keys() {
        let keys = |language: Language| -> Vec<_> {
            let blocks = language.site_texts().info.help.sections.iter().flat_map(|section| section.blocks);
            let lists = blocks.filter_map(|block| match block {
                Block::Keys(keys) => Some(*keys),
                Block::Text(_) | Block::List(_) | Block::Link(..) => None,
            });
            lists.flatten().map(|(key, _)| *key).filter(|key| key.chars().count() <= 3).collect()
        };
        assert_eq!(keys(Language::Es), keys(Language::En));
        let all = ["M", "V", "S", "H", "C", "P", "L", "F", "1–9", "?", "Esc", "Tab"];
        assert_eq!(keys(Language::En), all, "and the space bar, which is a word");
    }

    #[test]
    fn links_lead_to_pages() {
        use yew_router::Routable;
        for language in Language::ALL {
            for (_, route) in ALL {
                let sections = article(route, &language.site_texts().info).unwrap().sections;
                for block in sections.iter().flat_map(|section| section.blocks) {
                    if let Block::Link(path, _) = block {
                        assert_ne!(Route::recognize(path), Some(Route::NotFound), "{path}");
                    }
                }
            }
        }
    }
}
