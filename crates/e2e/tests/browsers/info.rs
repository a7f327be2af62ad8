//! The pages that are read, in both languages, at the width of a small phone, and aloud.

use charlaton_e2e::{
    Browser, BrowserOptions, Failure, Find, Result, assert_accessible, calm_scene, eventually, media::holds,
};
use fantoccini::key::Key;
use serde_json::json;

const PAGES: [(&str, &str, &str, &str); 5] = [
    ("/help", "Help", "Help", "Ayuda"),
    ("/about", "About", "About Charlaton", "Acerca de Charlaton"),
    ("/privacy", "Privacy", "Privacy", "Privacidad"),
    ("/terms", "Terms", "Terms", "Condiciones"),
    ("/accessibility", "Accessibility", "Accessibility", "Accesibilidad"),
];

#[tokio::test]
async fn the_footer_leads_to_what_there_is_to_read() -> Result {
    calm_scene("the_footer_leads_to_what_there_is_to_read", async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.open(&scene.backend.url("/")).await?;
        for (path, link, title, _) in PAGES {
            ana.press(Find::Link(link)).await?;
            ana.is_at(path).await?;
            ana.see(Find::Heading(title)).await?;
            assert_eq!(
                ana.run::<String>("return document.title", vec![]).await?,
                format!("{title} · Charlaton")
            );
        }
        ana.press(Find::Link("Check the connection")).await?;
        ana.is_at("/check").await?;
        ana.open(&scene.backend.url("/nonsense")).await?;
        ana.see(Find::Text("/nonsense")).await?;
        ana.press(Find::Link("Back to the start")).await?;
        ana.is_at("/").await
    })
    .await
}

#[tokio::test]
async fn the_language_changes_at_once_and_is_remembered() -> Result {
    calm_scene("the_language_changes_at_once_and_is_remembered", async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.open(&scene.backend.url("/privacy")).await?;
        ana.see(Find::Heading("Privacy")).await?;
        let choose = "const select = document.querySelector('select.language');
            select.value = 'es'; select.dispatchEvent(new Event('change', { bubbles: true }))";
        ana.run::<()>(choose, vec![]).await?;
        for (path, _, _, title) in PAGES {
            ana.open(&scene.backend.url(path)).await?;
            ana.see(Find::Heading(title)).await?;
            assert_eq!(ana.run::<String>("return document.documentElement.lang", vec![]).await?, "es");
        }
        ana.open(&scene.backend.url("/check")).await?;
        ana.see(Find::Heading("Comprueba la conexión")).await
    })
    .await
}

#[tokio::test]
async fn pages_to_read_are_accessible_and_fit_a_phone() -> Result {
    calm_scene("pages_to_read_are_accessible_and_fit_a_phone", async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        let phone = json!({ "width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": false });
        ana.devtools("Emulation.setDeviceMetricsOverride", &phone).await?;
        let mut findings = Vec::new();
        for (path, _, title, _) in PAGES.into_iter().chain([
            ("/check", "", "Check the connection", ""),
            ("/nonsense", "", "There is nothing at this address", ""),
        ]) {
            ana.open(&scene.backend.url(path)).await?;
            ana.see(Find::Heading(title)).await?;
            let width: u32 = ana.run("return document.documentElement.scrollWidth", vec![]).await?;
            holds(width <= 320, || format!("{path} is {width} wide"))?;
            if path == "/check" {
                ana.press(Find::Button("Start the check")).await?;
                ana.see(Find::Button("Copy as text")).await?;
                ana.see(Find::Text("No problem was found.")).await?;
                ana.press(Find::Button("Read aloud")).await?;
                ana.see(Find::Button("Read this page")).await?;
            }
            findings.extend(assert_accessible(&ana, path).await.err());
        }
        let findings: Vec<_> = findings.iter().map(Failure::to_string).collect();
        holds(findings.is_empty(), || findings.join("\n"))
    })
    .await
}

/// No machine of tests has a voice. This one speaks a sentence when it is told to.
const VOICE: &str = "window.spoken = [];
    class Utterance extends EventTarget { constructor(text) { super(); this.text = text; } }
    window.SpeechSynthesisUtterance = Utterance;
    const synthesis = Object.assign(new EventTarget(), {
        getVoices: () => [{ name: 'Ana', lang: 'es-AR' }, { name: 'Emma', lang: 'en-GB' }],
        speak(utterance) { this.now = utterance; window.spoken.push(utterance); },
        cancel() { this.now = undefined; },
    });
    Object.defineProperty(window, 'speechSynthesis', { value: synthesis });
    window.endSentence = () => synthesis.now?.dispatchEvent(new Event('end'));";

async fn spoken(browser: &Browser) -> Result<Vec<String>> {
    browser.run("return window.spoken.map(({ text }) => text)", vec![]).await
}

async fn last_spoken_is(browser: &Browser, text: &str) -> Result {
    eventually(&format!("“{text}” is spoken"), async || {
        let spoken = spoken(browser).await?;
        holds(spoken.last().is_some_and(|last| last == text), || format!("{spoken:?}"))
    })
    .await
}

#[tokio::test]
async fn a_page_is_read_aloud() -> Result {
    calm_scene("a_page_is_read_aloud", async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.before_pages(VOICE).await?;
        ana.open(&scene.backend.url("/about")).await?;
        ana.see(Find::Heading("About Charlaton")).await?;
        ana.tab_to("Read aloud").await?;
        ana.key(Key::Enter).await?;
        ana.see(Find::Heading("Read aloud")).await?;
        assert_eq!(ana.focused_name().await?, "Read aloud", "its heading has the focus");
        ana.tab_to("Read this page").await?;
        ana.key(Key::Enter).await?;
        last_spoken_is(&ana, "About Charlaton").await?;
        ana.run::<()>("window.endSentence()", vec![]).await?;
        let second = "A meeting room in the browser for small groups:";
        last_spoken_is(&ana, second).await?;

        ana.press(Find::Button("Pause")).await?;
        ana.see(Find::Text("Paused")).await?;
        ana.press(Find::Button("Go on")).await?;
        eventually("the sentence is begun anew", async || {
            let spoken = spoken(&ana).await?;
            holds(spoken.iter().filter(|text| *text == second).count() == 2, || format!("{spoken:?}"))
        })
        .await?;
        let choose = "const [voice] = document.querySelectorAll('.reader select');
            const options = [...voice.options].map(({ value }) => value);
            voice.value = 'Emma'; voice.dispatchEvent(new Event('change', { bubbles: true }));
            const [rate] = document.querySelectorAll('.reader input');
            rate.value = '1.5'; rate.dispatchEvent(new Event('change', { bubbles: true }));
            return options";
        let voices: Vec<String> = ana.run(choose, vec![]).await?;
        assert_eq!(voices, ["", "Emma"], "voices of the language in force");
        eventually("it goes on in the chosen manner", async || {
            let manner = "const { voice, rate } = window.spoken.at(-1); return [voice?.name, rate]";
            let manner: (Option<String>, f64) = ana.run(manner, vec![]).await?;
            holds(manner == (Some("Emma".into()), 1.5), || format!("{manner:?}"))
        })
        .await?;
        ana.press(Find::Button("Stop")).await?;
        ana.see(Find::Text("Nothing is being read")).await?;
        ana.key(Key::Escape).await?;
        ana.stops_seeing(Find::Button("Read this page")).await
    })
    .await
}

#[tokio::test]
async fn the_lobby_is_read_aloud_too() -> Result {
    calm_scene("the_lobby_is_read_aloud_too", async |scene| {
        let ana = scene.person("Ana").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        ana.before_pages(VOICE).await?;
        ana.visit(&format!("/join/{room}")).await?;
        ana.see(Find::Heading("Ready to join?")).await?;
        ana.press(Find::Button("Read aloud")).await?;
        ana.press(Find::Button("Read this page")).await?;
        last_spoken_is(&ana, "Your camera is off").await?;
        ana.press(Find::Button("Read aloud")).await?;
        ana.stops_seeing(Find::Heading("Read aloud")).await?;
        ana.see(Find::Heading("Ready to join?")).await
    })
    .await
}
