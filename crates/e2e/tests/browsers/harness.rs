//! The harness itself, on a page that is known: what it says of calls, names and accessibility is true there.

use charlaton_e2e::{
    Browser, BrowserOptions, Find, Pages, Permission, Result, Screen, Speaks, Voice, assert_accessible,
};
use fantoccini::key::Key;
use serde_json::{Value, json};

const PAGE: &str = include_str!("page.html");

#[tokio::test]
async fn a_call_is_seen_from_beginning_to_end() -> Result {
    let browser = Browser::start("me", BrowserOptions::default()).await?;
    let pages = Pages::single(PAGE).await?;
    browser.open(&pages.url("/")).await?;
    assert_eq!((browser.peers_made().await?, browser.calls().await?), (0, vec![]));

    browser.fill("Your name", "Ana").await?;
    browser.press(Find::Button("Call myself")).await?;
    browser.see(Find::Text("Hello, Ana")).await?;
    browser.is_in_calls(2).await?;
    browser.sees_pictures_of(&["me"]).await?;
    browser.hears(&["me"]).await?;
    // Only one of the two receives, so this must not be satisfied.
    assert_eq!(browser.calls().await?.iter().filter(|call| call.audio_packets > 0).count(), 1);
    assert!(browser.captured().await?.iter().all(|track| track.live));
    assert!(
        browser.calls().await?.iter().all(|call| call.remote_candidates > 0 && call.local_candidates > 0)
    );
    assert_eq!((browser.sends_audio().await?, browser.sends_video().await?), (1, 1));

    browser.press(Find::Button("End")).await?;
    browser.see(Find::Text("Ended")).await?;
    browser.is_in_calls(0).await?;
    assert_eq!(browser.peers_made().await?, 2);
    assert!(browser.captured().await?.iter().all(|track| !track.live));
    browser.close().await
}

/// What a page can see of what was before it.
const LEFT: &str = "return {
    stored: Object.keys(localStorage), cookies: document.cookie, history: history.length, width: innerWidth,
    light: matchMedia('(prefers-color-scheme: light)').matches, seen: document.visibilityState,
    focused: document.hasFocus(), given: window.given ?? null }";

#[tokio::test]
async fn nothing_of_one_test_is_left_for_the_next() -> Result {
    // As no other test wants one, so that it must be the same.
    let options =
        BrowserOptions { speaks: Speaks::Spanish, voice: Voice::Silent, ..BrowserOptions::default() };
    let pages = Pages::single(PAGE).await?;
    let first = Browser::start("first", options).await?;
    first.open(&pages.url("/")).await?;
    let clean: Value = first.run(LEFT, vec![]).await?;
    first.before_pages("window.given = 1").await?;
    first.on_screen(Screen::PHONE).await?;
    first.prefers("prefers-color-scheme", "dark").await?;
    first.open(&pages.url("/")).await?;
    first.run::<Option<()>>("localStorage.x = 1; document.cookie = 'x=1; max-age=999'", vec![]).await?;
    first.open_tab(&pages.url("/")).await?;
    first.run::<Option<()>>("console.error('panicked at src/x.rs')", vec![]).await?;
    let used: Value = first.run(LEFT, vec![]).await?;
    assert_eq!((&used["stored"], &used["cookies"]), (&json!(["x"]), &json!("x=1")));
    let process = first.process();
    first.close().await?;

    let second = Browser::start("second", options).await?;
    assert_eq!(second.process(), process, "it is handed on");
    second.open(&pages.url("/")).await?;
    assert_eq!(second.run::<Value>(LEFT, vec![]).await?, clean);
    second.has_tabs(1).await?;
    second.check_console().await?;
    second.close().await
}

#[tokio::test]
async fn keys_reach_what_they_name() -> Result {
    let browser = Browser::start("me", BrowserOptions::default()).await?;
    let pages = Pages::single(PAGE).await?;
    browser.open(&pages.url("/")).await?;
    browser.tab_to("Your name").await?;
    browser.type_text("Luis").await?;
    browser.tab_to("Call myself").await?;
    browser.key(Key::Enter).await?;
    browser.see(Find::Text("Hello, Luis")).await?;
    assert!(browser.tab_to("Not there").await.unwrap_err().to_string().contains("Call myself"));
    browser.close().await
}

#[tokio::test]
async fn a_denied_device_is_denied() -> Result {
    let browser =
        Browser::start("me", BrowserOptions { permission: Permission::Denied, ..BrowserOptions::default() })
            .await?;
    let pages = Pages::single(PAGE).await?;
    browser.open(&pages.url("/")).await?;
    let ask = "return navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given', (error) => error.name)";
    assert_eq!(browser.run::<String>(ask, vec![]).await?, "NotAllowedError");
    browser.close().await
}

#[tokio::test]
async fn axe_finds_what_is_wrong() -> Result {
    let browser = Browser::start("me", BrowserOptions::default()).await?;
    let pages = Pages::single(PAGE).await?;
    browser.open(&pages.url("/")).await?;
    assert_accessible(&browser, "the page").await?;
    browser.run::<Option<bool>>("document.querySelector('label').remove()", vec![]).await?;
    let failure = assert_accessible(&browser, "the page").await.unwrap_err().to_string();
    assert!(failure.contains("dark: label:"), "{failure}");
    browser.close().await
}

#[tokio::test]
async fn axe_looks_at_both_themes() -> Result {
    let browser = Browser::start("me", BrowserOptions::default()).await?;
    let pages = Pages::single(PAGE).await?;
    browser.open(&pages.url("/")).await?;
    let style = "const sheet = new CSSStyleSheet();
        sheet.replaceSync(`[data-theme=light] h1 { color: #eee; background: #fff; transition: color .2s }`);
        document.adoptedStyleSheets.push(sheet)";
    browser.run::<Option<bool>>(style, vec![]).await?;
    let failure = assert_accessible(&browser, "the page").await.unwrap_err().to_string();
    assert!(failure.contains("light: color-contrast:") && !failure.contains("dark:"), "{failure}");
    let left = "return document.documentElement.dataset.theme ?? null";
    assert_eq!(browser.run::<Option<String>>(left, vec![]).await?, None, "the page is left as it was");
    browser.close().await
}

#[tokio::test]
async fn the_console_tells_of_panics() -> Result {
    let browser = Browser::start("me", BrowserOptions::default()).await?;
    let pages = Pages::single(PAGE).await?;
    browser.open(&pages.url("/")).await?;
    browser.check_console().await?;
    browser.run::<Option<bool>>("console.error('panicked at src/x.rs')", vec![]).await?;
    assert!(browser.check_console().await.unwrap_err().to_string().contains("panicked at src/x.rs"));
    browser.close().await
}

#[tokio::test]
async fn the_console_tells_of_a_broken_policy() -> Result {
    let browser = Browser::start("me", BrowserOptions::default()).await?;
    let pages = Pages::single(PAGE).await?;
    browser.open(&pages.url("/")).await?;
    browser.check_console().await?;
    let break_it = "const policy = document.createElement('meta');
        policy.httpEquiv = 'Content-Security-Policy';
        policy.content = \"style-src 'self'\";
        document.head.append(policy);
        document.body.setAttribute('style', 'color: red')";
    browser.run::<Option<bool>>(break_it, vec![]).await?;
    assert!(browser.check_console().await.unwrap_err().to_string().contains("style-src"));
    browser.close().await
}
