//! Every page and state for everybody: what axe sees, on the narrowest screen, twice as large, on a phone on its side,
//! in forced colours, and for who wants no motion. That no page breaks the content security policy is checked at the end
//! of each scene.

use std::cell::RefCell;
use std::time::Duration;

use charlaton_e2e::{
    Browser, BrowserOptions, Find, Person, Result, Scene, Screen, assert_accessible, calm_scene,
    eventually_within, media::holds, scene,
};
use fantoccini::key::Key;

/// For a page to be again what it is, after its window has changed.
const AT_REST: Duration = Duration::from_secs(10);

#[tokio::test]
async fn everybody_gets_every_page_as_they_need_it() -> Result {
    calm_scene("everybody_gets_every_page_as_they_need_it", async |scene| {
        let inspection = Inspection::default();
        before_an_account(scene, &inspection).await?;
        let luis = scene.person("Luis").await?;
        let room = scene.backend.make_room(&luis.account).await?;
        around_meetings(&luis, &room, &inspection).await?;
        let ana = scene.person("Ana").await?;
        into_the_meeting(&luis, &ana, &room, &inspection).await?;
        through_the_meeting(&luis, &ana, &inspection).await?;
        what_hosts_see(&luis, &ana, &inspection).await?;
        ana.leave().await?;
        inspection.of(&ana, "after the meeting", Find::Heading("You left the meeting")).await?;
        let findings = inspection.findings.take();
        holds(findings.is_empty(), || findings.join("\n"))
    })
    .await
}

async fn before_an_account(scene: &Scene, inspection: &Inspection) -> Result {
    let stranger = scene.stranger("Stranger", BrowserOptions::default()).await?;
    for (path, heading) in [
        ("/", "Meet in your browser"),
        ("/login", "Log in"),
        ("/recovery", "Get a new password"),
        ("/reset-password?oobCode=x", "Choose a new password"),
        ("/restablecer?token=x", "Choose a new password"),
        ("/help", "Help"),
        ("/privacy", "Privacy"),
        ("/check", "Check the connection"),
        ("/nonsense", "There is nothing at this address"),
        ("/left?why=ended&minutes=3", "The meeting has ended"),
        ("/signup", "Create your account"),
    ] {
        stranger.open(&scene.backend.url(path)).await?;
        inspection.of(&stranger, path, Find::Heading(heading)).await?;
    }
    stranger.press(Find::Button("Create account")).await?;
    let error = Find::Text("Write an e-mail address like ana@example.com");
    inspection.of(&stranger, "the sign-up form with errors", error).await?;
    stranger.press(Find::Button("Read aloud")).await?;
    inspection.of(&stranger, "reading aloud", Find::Button("Read this page")).await
}

async fn around_meetings(luis: &Person, room: &str, inspection: &Inspection) -> Result {
    luis.visit("/dashboard").await?;
    inspection.of(luis, "the dashboard", Find::Text("A meeting")).await?;
    luis.press(Find::Button("Plan a meeting")).await?;
    inspection.of(luis, "planning", Find::Field("Date and time")).await?;
    luis.press_in_dialog("Close").await?;
    luis.press(Find::Button("Manage (A meeting)")).await?;
    inspection.of(luis, "managing a room", Find::Heading("Manage the room")).await?;
    luis.visit("/profile").await?;
    inspection.of(luis, "the profile", Find::Heading("Your profile")).await?;
    luis.press(Find::Button("Delete account")).await?;
    inspection.of(luis, "the end of an account", Find::Button("Delete for good")).await?;
    luis.visit("/join/abc-xyz").await?;
    inspection.of(luis, "an unknown room", Find::Text("There is no such meeting")).await?;
    luis.visit(&format!("/join/{room}")).await?;
    inspection.of(luis, "the lobby's question", Find::Button("Use microphone and camera")).await
}

async fn into_the_meeting(luis: &Person, ana: &Person, room: &str, inspection: &Inspection) -> Result {
    luis.join(room).await?;
    inspection.of(luis, "the meeting alone", Find::Labelled("Meeting controls")).await?;
    ana.enter_lobby(room).await?;
    inspection.of(ana, "the lobby", Find::Button("Join")).await?;
    ana.enter_meeting(room).await?;
    ana.sees_pictures_of(&[ana.id(), luis.id()]).await?;
    inspection.of(ana, "the meeting of two", Find::Labelled("Meeting controls")).await
}

async fn through_the_meeting(luis: &Person, ana: &Person, inspection: &Inspection) -> Result {
    ana.press(Find::Button("Turn microphone off")).await?;
    ana.press(Find::Button("Turn camera off")).await?;
    inspection.of(ana, "the meeting without devices", Find::Button("Turn camera on")).await?;
    for text in [
        "https://example.com is a link",
        "A word as long as this one: Donaudampfschifffahrtsgesellschaftskapitänsmütze",
    ] {
        luis.write(text).await?;
        ana.reads(text).await?;
    }
    inspection.of(ana, "the chat", Find::Text("Donaudampfschifffahrtsgesellschaft")).await?;
    ana.press(Find::Button("React")).await?;
    inspection.of(ana, "the reactions", Find::Button("👏")).await?;
    ana.key(Key::Escape).await?;
    ana.press(Find::Button("Raise hand")).await?;
    ana.press(Find::Button("Share screen")).await?;
    inspection.of(ana, "one’s own shared screen", Find::Labelled("Your screen")).await?;
    ana.press(Find::Button("Stop sharing")).await?;
    ana.lists(&[ana, luis]).await?;
    inspection.of(ana, "the list of participants", Find::Button("Copy report")).await
}

async fn what_hosts_see(luis: &Person, ana: &Person, inspection: &Inspection) -> Result {
    luis.lists(&[luis, ana]).await?;
    inspection.of(luis, "a raised hand in the list", Find::Button("Mute everybody")).await?;
    luis.press(Find::Listed("Options for Ana")).await?;
    let remove = Find::Button("Remove from the meeting");
    inspection.of(luis, "what a host can do about somebody", remove).await?;
    luis.key(Key::Escape).await?;
    luis.press(Find::Button("Leave")).await?;
    inspection.of(luis, "the host's question", Find::Heading("Leave the meeting?")).await
}

/// What has been found on the way: one page does not hide the next.
#[derive(Default)]
struct Inspection {
    findings: RefCell<Vec<String>>,
}

impl Inspection {
    /// Looks at a page once its sign is there. It is afterwards as it was.
    async fn of(&self, browser: &Browser, page: &str, sign: Find<'_>) -> Result {
        browser.see(sign).await?;
        if let Err(finding) = assert_accessible(browser, page).await {
            self.findings.borrow_mut().push(finding.to_string());
        }
        for (screen, words) in [
            (Screen::NARROW, "on the narrowest screen"),
            (Screen::ENLARGED, "twice as large"),
            (Screen::SMALL_ON_ITS_SIDE, "on a phone on its side"),
        ] {
            browser.on_screen(screen).await?;
            is_laid_out(browser).await?;
            self.note(page, words, async || browser.does_not_fit().await).await;
        }
        browser.on_screen(Screen::LAPTOP).await?;
        browser.prefers("forced-colors", "active").await?;
        self.note(page, "in forced colours", async || browser.lost_in_forced_colours().await).await;
        browser.prefers("prefers-reduced-motion", "reduce").await?;
        self.note(page, "without motion", async || browser.moves().await).await;
        browser.prefers("prefers-reduced-motion", "no-preference").await
    }

    /// What is still wrong once the page is at rest.
    async fn note(&self, page: &str, words: &str, judge: impl AsyncFn() -> Result<Vec<String>>) {
        let good = eventually_within(AT_REST, words, async || {
            let found = judge().await?;
            holds(found.is_empty(), || found.join("; "))
        });
        if let Err(failure) = good.await {
            self.findings.borrow_mut().push(format!("{page}, {failure}"));
        }
    }
}

/// The page has had two frames to answer to its new size.
async fn is_laid_out(browser: &Browser) -> Result {
    let frames =
        "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
    browser.run::<bool>(frames, vec![]).await.map(drop)
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
