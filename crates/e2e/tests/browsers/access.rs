//! By keyboard and by ear: where Tab leads, what is said aloud, dialogs that keep the focus, and pages that begin at
//! their heading.

use charlaton_e2e::{
    Account, BackendOptions, Browser, BrowserOptions, Find, Person, Result, calm_scene, eventually,
    media::holds,
};
use fantoccini::key::Key;

const HEADER: [&str; 3] = ["Language", "Switch to the light theme", "Read aloud"];
const FOOTER: [&str; 7] =
    ["Check the connection", "Help", "About", "Privacy", "Terms", "Accessibility", "Read aloud"];

#[tokio::test]
async fn keys_are_enough_from_sign_up_to_leaving_and_lead_where_one_reads() -> Result {
    let name = "keys_are_enough_from_sign_up_to_leaving_and_lead_where_one_reads";
    calm_scene(name, async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.prefers("prefers-color-scheme", "dark").await?;
        ana.open(&scene.backend.url("/signup")).await?;
        ana.see(Find::Heading("Create your account")).await?;
        let form = [
            "Your name",
            "E-mail",
            "Age",
            "Password",
            "Show password",
            "Create account",
            "Have an account? Log in",
        ];
        let expected = [&["Skip to content", "Charlaton", "Log in"], &HEADER[..], &form, &FOOTER].concat();
        assert_eq!(ana.tab_order("Skip to content").await?, expected);
        for (field, text) in [
            ("Your name", "Ana"),
            ("E-mail", "ana@example.com"),
            ("Age", "30"),
            ("Password", Account::PASSWORD),
        ] {
            ana.tab_to(field).await?;
            ana.type_text(text).await?;
        }
        ana.key(Key::Enter).await?;

        ana.see(Find::Heading("Welcome, Ana")).await?;
        let order = ana.tab_order("Skip to content").await?;
        in_this_order(&order, &["Charlaton", "New meeting", "My rooms", "Check the connection"])?;
        ana.tab_to("Log out").await?;
        ana.key(Key::Enter).await?;
        ana.see(Find::Link("Log in")).await?;
        ana.open(&scene.backend.url("/login")).await?;
        ana.see(Find::Heading("Log in")).await?;
        for (field, text) in [("E-mail", "ana@example.com"), ("Password", Account::PASSWORD)] {
            ana.tab_to(field).await?;
            ana.type_text(text).await?;
        }
        ana.key(Key::Enter).await?;
        ana.see(Find::Button("Start now")).await?;
        let order = ana.tab_order("Skip to content").await?;
        let desk = ["Name of the meeting", "Start now", "Code or link", "Join", "Plan a meeting"];
        let account = ["Skip to content", "Charlaton", "My rooms", "Profile", "Log out"];
        in_this_order(&order, &[&account, &HEADER[..], &desk, &FOOTER].concat())?;
        ana.tab_to("Start now").await?;
        ana.key(Key::Enter).await?;

        ana.see(Find::Button("Use microphone and camera")).await?;
        let order = ana.tab_order("Skip to content").await?;
        in_this_order(&order, &["Charlaton", "Language", "Use microphone and camera"])?;
        ana.tab_to("Use microphone and camera").await?;
        ana.key(Key::Enter).await?;
        ana.see(Find::Labelled("Your picture")).await?;
        ana.see(Find::Button("Join")).await?;
        let order = ana.tab_order("Skip to content").await?;
        in_this_order(&order, &["Turn microphone off", "Turn camera off", "Microphone", "Camera", "Join"])?;
        ana.tab_to("Join").await?;
        ana.key(Key::Enter).await?;
        through_the_meeting(&ana).await
    })
    .await
}

async fn through_the_meeting(ana: &Browser) -> Result {
    ana.see(Find::Labelled("Meeting controls")).await?;
    let bar = ["Turn microphone off", "Turn camera off", "Chat", "People", "Leave"];
    let order = ana.tab_order("Meeting controls").await?;
    in_this_order(&order, &[&["Meeting controls", "Copy link"], &bar[..]].concat())?;
    ana.tab_to("Turn microphone off").await?;
    ana.key(Key::Enter).await?;
    ana.see(Find::Button("Turn microphone on")).await?;
    assert_eq!(ana.focused_name().await?, "Turn microphone on", "the focus stays");
    ana.key(Key::Enter).await?;
    ana.see(Find::Button("Turn microphone off")).await?;
    ana.tab_to("Chat").await?;
    ana.key(Key::Enter).await?;
    ana.see(Find::Field("Message to everybody")).await?;
    let order = ana.tab_order("Meeting controls").await?;
    let panel = ["Close", "Message to everybody"];
    in_this_order(&order, &[&["Meeting controls", "Copy link"], &panel[..], &bar].concat())?;
    ana.tab_to("Message to everybody").await?;
    ana.type_text("By keyboard").await?;
    ana.key(Key::Enter).await?;
    eventually("the message is sent", async || {
        let messages = ana.messages().await?;
        holds(messages.len() == 1 && messages[0].contains("By keyboard"), || format!("{messages:?}"))
    })
    .await?;
    ana.tab_to("Leave").await?;
    ana.key(Key::Enter).await?;
    ana.see(Find::Heading("Leave the meeting?")).await?;
    ana.tab_to("Leave").await?;
    ana.key(Key::Enter).await?;
    ana.is_at("/left").await?;
    ana.see(Find::Heading("You left the meeting")).await?;
    let order = ana.tab_order("Skip to content").await?;
    in_this_order(&order, &["Charlaton", "Rejoin", "Back to my rooms"])
}

/// All of them are there, in this order, whatever stands between.
fn in_this_order(order: &[String], expected: &[&str]) -> Result {
    let mut rest = order.iter();
    for name in expected {
        holds(rest.any(|stop| stop == name), || format!("“{name}” is not where it should be in {order:?}"))?;
    }
    Ok(())
}

#[tokio::test]
async fn what_happens_in_a_meeting_is_said() -> Result {
    calm_scene("what_happens_in_a_meeting_is_said", async |scene| {
        let ana = scene.person("Ana").await?;
        ana.listen().await?;
        let luis = scene.person("Luis").await?;
        let room = scene.backend.make_room(&luis.account).await?;
        ana.join(&room).await?;
        luis.join(&room).await?;
        ana.is_told("polite", "Luis joined").await?;
        ana.is_in_calls(1).await?;
        luis.write("Hello, Ana").await?;
        ana.is_told("polite", "Message from Luis").await?;
        ana.press(Find::Button("Chat")).await?;
        ana.see(Find::Field("Message to everybody")).await?;
        luis.write("Can you hear me?").await?;
        ana.is_told("polite", "Can you hear me?").await?;

        luis.press(Find::Button("Raise hand")).await?;
        ana.is_told("polite", "Luis raised a hand").await?;
        luis.lists(&[&luis, &ana]).await?;
        luis.press(Find::Button("Mute everybody")).await?;
        ana.is_told("polite", "Luis (host) muted you").await?;
        ana.press(Find::Button("Turn microphone on")).await?;
        ana.see(Find::Button("Turn microphone off")).await?;
        ana.run::<Option<bool>>("__e2e.end('audio')", vec![]).await?;
        ana.is_told("assertive", "The microphone was stopped").await?;

        scene.backend.kill().await?;
        ana.is_told("polite", "Connection to the server lost; reconnecting").await?;
        scene.backend.start_again(&BackendOptions::default()).await?;
        ana.is_told("polite", "Connected to the server again").await?;
        luis.leave().await?;
        ana.is_told("polite", "Luis left").await?;
        ana.leave().await?;
        holds(!ana.sees(Find::Text("Luis left")).await?, || "a notice outlives its meeting".to_owned())
    })
    .await
}

#[tokio::test]
async fn forms_say_their_mistakes_at_once_and_pages_what_they_wait_for() -> Result {
    calm_scene("forms_say_their_mistakes_at_once_and_pages_what_they_wait_for", async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.listen().await?;
        ana.open(&scene.backend.url("/signup")).await?;
        ana.press(Find::Button("Create account")).await?;
        ana.is_told("assertive", "Write an e-mail address like ana@example.com").await?;
        assert_eq!(ana.focused_name().await?, "Your name", "the first mistake has the focus");
        let account = scene.backend.sign_up("Luis").await?;
        ana.open(&scene.backend.url("/login")).await?;
        ana.fill("E-mail", &account.email).await?;
        ana.fill("Password", Account::PASSWORD).await?;
        scene.backend.freeze().await?;
        ana.press(Find::Button("Log in")).await?;
        ana.is_told("polite", "Logging in…").await?;
        scene.backend.thaw().await?;
        ana.see(Find::Button("Start now")).await
    })
    .await
}

#[tokio::test]
async fn dialogs_keep_the_focus_and_give_it_back() -> Result {
    calm_scene("dialogs_keep_the_focus_and_give_it_back", async |scene| {
        let ana = scene.person("Ana").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        ana.visit("/dashboard").await?;
        for (opener, sign) in [
            ("Plan a meeting", Find::Field("Date and time")),
            ("Manage (A meeting)", Find::Heading("Manage the room")),
        ] {
            opens_and_closes(&ana, opener, sign).await?;
        }
        ana.visit("/profile").await?;
        opens_and_closes(&ana, "Delete account", Find::Button("Delete for good")).await?;
        ana.join(&room).await?;
        opens_and_closes(&ana, "Leave", Find::Heading("Leave the meeting?")).await
    })
    .await
}

async fn opens_and_closes(ana: &Person, opener: &str, sign: Find<'_>) -> Result {
    ana.see(Find::Button(opener)).await?;
    ana.tab_to(opener).await?;
    ana.key(Key::Enter).await?;
    ana.see(sign).await?;
    ana.stays_in_the_dialog().await?;
    ana.key(Key::Escape).await?;
    ana.stops_seeing(sign).await?;
    assert_eq!(ana.focused_name().await?, opener, "the focus is where it was");
    Ok(())
}

#[tokio::test]
async fn every_page_begins_at_its_heading() -> Result {
    calm_scene("every_page_begins_at_its_heading", async |scene| {
        let ana = scene.person("Ana").await?;
        ana.visit("/").await?;
        ana.see(Find::Heading("Meet in your browser")).await?;
        for (link, heading) in [
            ("Help", "Help"),
            ("About", "About Charlaton"),
            ("Privacy", "Privacy"),
            ("Terms", "Terms"),
            ("Accessibility", "Accessibility"),
            ("Check the connection", "Check the connection"),
            ("Profile", "Your profile"),
            ("My rooms", "Hello, Ana"),
            ("Summaries of past meetings", "Summaries"),
            ("Charlaton", "Meet in your browser"),
        ] {
            // From far down, as whoever has read to the end.
            ana.run::<Option<bool>>("scrollTo(0, document.documentElement.scrollHeight)", vec![]).await?;
            ana.press(Find::Link(link)).await?;
            begins_at(&ana, heading).await?;
        }
        ana.run::<Option<bool>>("history.back()", vec![]).await?;
        begins_at(&ana, "Summaries").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        ana.enter_lobby(&room).await?;
        ana.enter_meeting(&room).await?;
        begins_at(&ana, "A meeting").await?;
        ana.leave().await?;
        begins_at(&ana, "You left the meeting").await
    })
    .await
}

async fn begins_at(ana: &Person, heading: &str) -> Result {
    eventually(&format!("reading begins at “{heading}”"), async || {
        let script = "const { activeElement } = document;
            return [activeElement.localName, activeElement.textContent, String(Math.round(scrollY))]";
        let at: [String; 3] = ana.run(script, vec![]).await?;
        holds(at[0] == "h1" && at[1] == heading && at[2] == "0", || format!("{at:?}"))
    })
    .await
}
