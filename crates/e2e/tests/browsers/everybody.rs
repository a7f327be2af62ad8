//! By keyboard alone, by assistive technology, in both themes, and under the content security policy.

use std::cell::RefCell;

use charlaton_e2e::{
    Account, Browser, BrowserOptions, Find, Person, Result, Scene, assert_accessible, eventually,
    media::holds, scene,
};
use fantoccini::key::Key;

#[tokio::test]
async fn keys_are_enough_from_signing_up_to_leaving() -> Result {
    scene("keys_are_enough_from_signing_up_to_leaving", async |scene| {
        let email = "ana.by.keys@example.com";
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.open(&scene.backend.url("/signup")).await?;
        ana.see(Find::Heading("Create your account")).await?;
        for (field, text) in
            [("Your name", "Ana"), ("E-mail", email), ("Age", "30"), ("Password", Account::PASSWORD)]
        {
            tab_and_type(&ana, field, text).await?;
        }
        ana.key(Key::Enter).await?;
        ana.is_at("/signup-success").await?;
        tab_and_press(&ana, "Log out").await?;
        ana.see(Find::Link("Log in")).await?;

        ana.open(&scene.backend.url("/login")).await?;
        ana.see(Find::Heading("Log in")).await?;
        tab_and_type(&ana, "E-mail", email).await?;
        tab_and_type(&ana, "Password", Account::PASSWORD).await?;
        ana.key(Key::Enter).await?;

        ana.is_at("/dashboard").await?;
        tab_and_press(&ana, "Start now").await?;
        ana.see(Find::Button("Use microphone and camera")).await?;
        tab_and_press(&ana, "Use microphone and camera").await?;
        ana.see(Find::Button("Join")).await?;
        tab_and_press(&ana, "Join").await?;

        ana.see(Find::Labelled("Meeting controls")).await?;
        tab_and_press(&ana, "Turn microphone off").await?;
        ana.see(Find::Button("Turn microphone on")).await?;
        assert_eq!(ana.focused_name().await?, "Turn microphone on", "the focus stays");
        tab_and_press(&ana, "Chat").await?;
        ana.see(Find::Field("Message to everybody")).await?;
        tab_and_type(&ana, "Message to everybody", "By keyboard").await?;
        ana.key(Key::Enter).await?;
        eventually("the message is sent", async || {
            let messages = ana.messages().await?;
            holds(messages.len() == 1 && messages[0].contains("By keyboard"), || format!("{messages:?}"))
        })
        .await?;

        tab_and_press(&ana, "Leave").await?;
        ana.see(Find::Heading("Leave the meeting?")).await?;
        ana.key(Key::Escape).await?;
        ana.stops_seeing(Find::Heading("Leave the meeting?")).await?;
        assert_eq!(ana.focused_name().await?, "Leave", "the dialog gives the focus back");
        ana.key(Key::Enter).await?;
        ana.see(Find::Heading("Leave the meeting?")).await?;
        tab_and_press(&ana, "Leave").await?;
        ana.is_at("/left").await
    })
    .await
}

async fn tab_and_type(browser: &Browser, field: &str, text: &str) -> Result {
    browser.tab_to(field).await?;
    browser.type_text(text).await
}

async fn tab_and_press(browser: &Browser, name: &str) -> Result {
    browser.see(Find::Button(name)).await?;
    browser.tab_to(name).await?;
    browser.key(Key::Enter).await
}

/// Every page and state that no other test asks axe about. That no page breaks the content security policy is checked
/// at the end of each scene.
#[tokio::test]
async fn every_page_is_accessible() -> Result {
    scene("every_page_is_accessible", async |scene| {
        let findings = RefCell::default();
        through_all_pages(scene, &findings).await?;
        let findings = findings.take();
        holds(findings.is_empty(), || findings.join("\n"))
    })
    .await
}

/// What axe has found on the way: one page does not hide the next.
type Findings = RefCell<Vec<String>>;

async fn through_all_pages(scene: &Scene, findings: &Findings) -> Result {
    let stranger = scene.stranger("Stranger", BrowserOptions::default()).await?;
    for (path, heading) in [
        ("/", "Meet in your browser"),
        ("/login", "Log in"),
        ("/signup", "Create your account"),
        ("/recovery", "Get a new password"),
        ("/reset-password?oobCode=x", "Choose a new password"),
        ("/restablecer?token=x", "Choose a new password"),
        ("/nonsense", "There is nothing at this address"),
        ("/left?why=ended", "The meeting has ended"),
    ] {
        stranger.open(&scene.backend.url(path)).await?;
        check(&stranger, findings, path, Find::Heading(heading)).await?;
    }
    stranger.open(&scene.backend.url("/signup")).await?;
    stranger.press(Find::Button("Create account")).await?;
    let error = Find::Text("Write an e-mail address like ana@example.com");
    check(&stranger, findings, "the sign-up form with errors", error).await?;

    let luis = scene.person("Luis").await?;
    let room = scene.backend.make_room(&luis.account).await?;
    luis.visit("/dashboard").await?;
    check(&luis, findings, "the dashboard", Find::Text("A meeting")).await?;
    luis.visit("/profile").await?;
    check(&luis, findings, "the profile", Find::Heading("Your profile")).await?;
    luis.press(Find::Button("Delete account")).await?;
    check(&luis, findings, "the end of an account", Find::Button("Delete for good")).await?;
    luis.visit("/join/abc-xyz").await?;
    check(&luis, findings, "an unknown room", Find::Text("There is no such meeting")).await?;
    luis.visit(&format!("/join/{room}")).await?;
    let question = Find::Button("Use microphone and camera");
    check(&luis, findings, "the lobby before its question", question).await?;
    luis.join(&room).await?;
    check(&luis, findings, "the meeting alone", Find::Labelled("Meeting controls")).await?;

    let ana = scene.person("Ana").await?;
    ana.enter_lobby(&room).await?;
    check(&ana, findings, "the lobby", Find::Button("Join")).await?;
    ana.enter_meeting(&room).await?;
    through_the_meeting(&ana, &luis, findings).await?;
    what_hosts_see(&luis, &ana, findings).await?;

    ana.leave().await?;
    check(&ana, findings, "after the meeting", Find::Heading("You left the meeting")).await
}

async fn through_the_meeting(ana: &Person, luis: &Person, findings: &Findings) -> Result {
    ana.sees_pictures_of(&[ana.id(), luis.id()]).await?;
    check(ana, findings, "the meeting", Find::Labelled("Meeting controls")).await?;
    ana.press(Find::Button("Turn microphone off")).await?;
    ana.press(Find::Button("Turn camera off")).await?;
    check(ana, findings, "the meeting without devices", Find::Button("Turn camera on")).await?;
    luis.write("https://example.com is a link").await?;
    ana.reads("https://example.com is a link").await?;
    check(ana, findings, "the chat", Find::Field("Message to everybody")).await?;
    ana.press(Find::Button("React")).await?;
    check(ana, findings, "the reactions", Find::Button("👏")).await?;
    ana.key(Key::Escape).await?;
    ana.press(Find::Button("Raise hand")).await?;
    ana.press(Find::Button("Share screen")).await?;
    check(ana, findings, "one’s own shared screen", Find::Labelled("Your screen")).await?;
    ana.press(Find::Button("Stop sharing")).await?;
    ana.lists(&[ana, luis]).await?;
    check(ana, findings, "the list of participants", Find::Labelled("Meeting controls")).await
}

async fn what_hosts_see(luis: &Person, ana: &Person, findings: &Findings) -> Result {
    luis.lists(&[luis, ana]).await?;
    check(luis, findings, "a raised hand in the list", Find::Button("Mute everybody")).await?;
    luis.press(Find::Listed("Options for Ana")).await?;
    let remove = Find::Button("Remove from the meeting");
    check(luis, findings, "what a host can do about somebody", remove).await?;
    luis.key(Key::Escape).await?;
    luis.press(Find::Button("Leave")).await?;
    check(luis, findings, "the host's question", Find::Heading("Leave the meeting?")).await
}

async fn check(browser: &Browser, findings: &Findings, page: &str, sign: Find<'_>) -> Result {
    browser.see(sign).await?;
    if let Err(finding) = assert_accessible(browser, page).await {
        findings.borrow_mut().push(finding.to_string());
    }
    Ok(())
}

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

#[tokio::test]
async fn no_page_reaches_for_a_third_party() -> Result {
    scene("no_page_reaches_for_a_third_party", async |scene| {
        let (room, [ana]) = scene.meeting(["Ana"]).await?;
        for path in ["/".to_owned(), "/dashboard".to_owned(), format!("/join/{room}")] {
            ana.visit(&path).await?;
            ana.see(Find::Text("Charlaton")).await?;
            let elsewhere = "return performance.getEntriesByType('resource').map(({ name }) => name)
                .filter((name) => new URL(name).hostname !== location.hostname)";
            assert_eq!(ana.run::<Vec<String>>(elsewhere, vec![]).await?, Vec::<String>::new(), "{path}");
        }
        Ok(())
    })
    .await
}
