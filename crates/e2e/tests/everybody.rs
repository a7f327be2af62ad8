//! By keyboard alone, by assistive technology, in both themes, and under the content security policy.

use std::cell::RefCell;

use charlaton_e2e::{
    Account, Browser, BrowserOptions, Find, Person, Result, Scene, assert_accessible, eventually,
    media::holds, scene,
};
use fantoccini::key::Key;

#[tokio::test]
async fn keys_are_enough_from_login_to_leaving() -> Result {
    scene("keys_are_enough_from_login_to_leaving", async |scene| {
        let account = scene.backend.sign_up("Ana").await?;
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.open(&scene.backend.url("/login")).await?;
        ana.see(Find::Heading("Log in")).await?;
        tab_and_type(&ana, "E-mail", &account.email).await?;
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

#[tokio::test]
async fn every_page_is_accessible_in_the_dark_theme() -> Result {
    scene("every_page_is_accessible_in_the_dark_theme", async |scene| walk(scene, "dark").await).await
}

#[tokio::test]
async fn every_page_is_accessible_in_the_light_theme() -> Result {
    scene("every_page_is_accessible_in_the_light_theme", async |scene| walk(scene, "light").await).await
}

/// Through every page and state. That no page breaks the content security policy is checked at the end of each scene.
async fn walk(scene: &Scene, theme: &str) -> Result {
    let theme = &Theme { name: theme, findings: RefCell::default() };
    through_all_pages(scene, theme).await?;
    let findings = theme.findings.take();
    holds(findings.is_empty(), || findings.join("\n"))
}

/// What is walked in, and what axe has found on the way: one page does not hide the next.
struct Theme<'a> {
    name: &'a str,
    findings: RefCell<Vec<String>>,
}

async fn through_all_pages(scene: &Scene, theme: &Theme<'_>) -> Result {
    let stranger = scene.stranger("Stranger", BrowserOptions::default()).await?;
    stranger.open(&scene.backend.url("/")).await?;
    choose_theme(&stranger, theme.name).await?;
    check(&stranger, theme, "the home page", Find::Heading("Meet in your browser")).await?;
    for (path, heading) in [
        ("/login", "Log in"),
        ("/signup", "Create your account"),
        ("/recovery", "Get a new password"),
        ("/reset-password?oobCode=x", "Choose a new password"),
        ("/restablecer?token=x", "Choose a new password"),
        ("/nonsense", "There is nothing at this address"),
        ("/left?why=ended", "The meeting has ended"),
    ] {
        stranger.open(&scene.backend.url(path)).await?;
        check(&stranger, theme, path, Find::Heading(heading)).await?;
    }
    stranger.open(&scene.backend.url("/signup")).await?;
    stranger.press(Find::Button("Create account")).await?;
    let error = Find::Text("Write an e-mail address like ana@example.com");
    check(&stranger, theme, "the sign-up form with errors", error).await?;

    let luis = scene.person("Luis").await?;
    let room = scene.backend.make_room(&luis.account).await?;
    luis.visit("/dashboard").await?;
    choose_theme(&luis, theme.name).await?;
    check(&luis, theme, "the dashboard", Find::Text("A meeting")).await?;
    luis.visit("/profile").await?;
    check(&luis, theme, "the profile", Find::Heading("Your profile")).await?;
    luis.press(Find::Button("Delete account")).await?;
    check(&luis, theme, "the end of an account", Find::Button("Delete for good")).await?;
    luis.visit("/join/abc-xyz").await?;
    check(&luis, theme, "an unknown room", Find::Text("There is no such meeting")).await?;
    luis.visit(&format!("/join/{room}")).await?;
    check(&luis, theme, "the lobby before its question", Find::Button("Use microphone and camera")).await?;
    luis.join(&room).await?;
    check(&luis, theme, "the meeting alone", Find::Labelled("Meeting controls")).await?;

    let ana = scene.person("Ana").await?;
    ana.visit("/").await?;
    choose_theme(&ana, theme.name).await?;
    ana.enter_lobby(&room).await?;
    check(&ana, theme, "the lobby", Find::Button("Join")).await?;
    ana.enter_meeting(&room).await?;
    through_the_meeting(&ana, &luis, theme).await?;

    ana.leave().await?;
    check(&ana, theme, "after the meeting", Find::Heading("You left the meeting")).await
}

async fn through_the_meeting(ana: &Person, luis: &Person, theme: &Theme<'_>) -> Result {
    ana.sees_pictures_of(&[ana.id(), luis.id()]).await?;
    check(ana, theme, "the meeting", Find::Labelled("Meeting controls")).await?;
    ana.press(Find::Button("Turn microphone off")).await?;
    ana.press(Find::Button("Turn camera off")).await?;
    check(ana, theme, "the meeting without devices", Find::Button("Turn camera on")).await?;
    luis.write("https://example.com is a link").await?;
    ana.reads("https://example.com is a link").await?;
    check(ana, theme, "the chat", Find::Field("Message to everybody")).await?;
    ana.lists(&[ana, luis]).await?;
    check(ana, theme, "the list of participants", Find::Labelled("Meeting controls")).await?;
    luis.press(Find::Button("Leave")).await?;
    check(luis, theme, "the host's question", Find::Heading("Leave the meeting?")).await
}

async fn check(browser: &Browser, theme: &Theme<'_>, page: &str, sign: Find<'_>) -> Result {
    browser.see(sign).await?;
    let chosen = "return document.documentElement.dataset.theme
        ?? (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark')";
    let chosen: String = browser.run(chosen, vec![]).await?;
    assert_eq!(chosen, theme.name, "{page}");
    if let Err(finding) = assert_accessible(browser, page).await {
        theme.findings.borrow_mut().push(finding.to_string());
    }
    Ok(())
}

/// The choice is remembered for the pages to come.
async fn choose_theme(browser: &Browser, theme: &str) -> Result {
    let [to_light, to_dark] = ["Switch to the light theme", "Switch to the dark theme"].map(Find::Button);
    let (switch, switched) = if theme == "light" { (to_light, to_dark) } else { (to_dark, to_light) };
    eventually("a switch of the theme", async || {
        let there = browser.sees(switch).await? || browser.sees(switched).await?;
        holds(there, || "there is none".to_owned())
    })
    .await?;
    if browser.sees(switch).await? {
        browser.press(switch).await?;
    }
    browser.see(switched).await
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
