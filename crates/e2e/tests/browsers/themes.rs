//! The two themes: the system's, until one is chosen.

use charlaton_e2e::{Browser, BrowserOptions, Find, Result, eventually, media::holds, scene};

#[tokio::test]
async fn the_theme_is_the_systems_until_one_is_chosen() -> Result {
    scene("the_theme_is_the_systems_until_one_is_chosen", async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.open(&scene.backend.url("/")).await?;
        for theme in ["dark", "light"] {
            ana.prefers("prefers-color-scheme", theme).await?;
            is_shown(&ana, theme).await?;
        }
        ana.press(Find::Button("Switch to the dark theme")).await?;
        is_shown(&ana, "dark").await?;
        // Also on the pages to come, which are another program.
        ana.open(&scene.backend.url("/join/abc-xyz")).await?;
        ana.see(Find::Text("Log in")).await?;
        is_shown(&ana, "dark").await
    })
    .await
}

/// A slow machine lets the system change its mind between a page's first look and the moment from which it listens.
#[tokio::test]
async fn the_theme_follows_a_system_that_changes_while_a_page_begins() -> Result {
    scene("the_theme_follows_a_system_that_changes_while_a_page_begins", async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.before_pages(
            "const { matchMedia } = window
            let looks = 0
            window.matchMedia = (query) => {
                const list = matchMedia.call(window, query)
                if (query.includes('light') && looks++ === 0) Object.defineProperty(list, 'matches', { value: false })
                return list
            }",
        )
        .await?;
        ana.prefers("prefers-color-scheme", "light").await?;
        ana.open(&scene.backend.url("/")).await?;
        ana.see(Find::Button("Switch to the dark theme")).await
    })
    .await
}

/// The paper is dark or light.
async fn is_shown(browser: &Browser, theme: &str) -> Result {
    eventually(&format!("the {theme} theme"), async || {
        let paper = "return getComputedStyle(document.body).backgroundColor";
        let paper: String = browser.run(paper, vec![]).await?;
        let first =
            paper.trim_start_matches(|it: char| !it.is_ascii_digit()).split(|it: char| !it.is_ascii_digit());
        let red: Option<u8> = first.into_iter().next().and_then(|red| red.parse().ok());
        holds(red.is_some_and(|red| (red < 128) == (theme == "dark")), || paper)
    })
    .await
}
