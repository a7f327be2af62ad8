//! The check of the connection: what it finds where all is well, and what it says where something is not.

use charlaton_e2e::{
    BackendOptions, Browser, BrowserOptions, Context, Find, Hosting, Permission, Result, TurnServer,
    calm_scene, calm_scene_with, eventually, media::holds,
};
use serde_json::json;

/// Name, state and words of every line.
async fn lines(browser: &Browser) -> Result<Vec<(String, String)>> {
    let script = "return [...document.querySelectorAll('.check-line')].map((line) => {
        const [name, state] = line.querySelector('h2').textContent.split(' · ');
        return [name, `${state}: ${[...line.querySelectorAll('p')].map((p) => p.textContent).join(' ')}`];
    })";
    browser.run(script, vec![]).await
}

/// Waits until a line stands so.
async fn stands(browser: &Browser, name: &str, state: &str) -> Result {
    eventually(&format!("“{name}” is {state}"), async || {
        let lines = lines(browser).await?;
        let (_, line) = lines.iter().find(|(own, _)| own == name).context("there is no such line")?;
        holds(line.starts_with(state), || format!("{lines:?}"))
    })
    .await
}

#[tokio::test]
async fn all_that_a_meeting_needs_is_found() -> Result {
    calm_scene("all_that_a_meeting_needs_is_found", async |scene| {
        let ana = scene.person("Ana").await?;
        ana.visit("/check").await?;
        ana.press(Find::Button("Start the check")).await?;
        for name in [
            "Secure page",
            "Charlaton’s server",
            "Your session",
            "Chat server by WebSocket",
            "Chat server by polling",
            "Addresses of this device",
            "A call within this page",
        ] {
            stands(&ana, name, "fine").await?;
        }
        stands(&ana, "Relay (TURN)", "note: The site has no relay set up.").await?;
        stands(&ana, "Microphone", "not checked yet").await?;
        assert!(ana.captured().await?.is_empty(), "nobody is asked for a device without a press");
        assert!(ana.calls().await?.is_empty(), "its own calls have ended");

        ana.press(Find::Button("Check microphone and camera")).await?;
        stands(&ana, "Camera", "fine").await?;
        stands(&ana, "Microphone", "fine").await?;
        eventually("both are given back", async || {
            let captured = ana.captured().await?;
            holds(captured.len() >= 2 && captured.iter().all(|track| !track.live), || format!("{captured:?}"))
        })
        .await?;
        ana.see(Find::Text("No problem was found.")).await?;

        let permissions = json!({ "permissions": ["clipboardReadWrite"] });
        ana.devtools("Browser.grantPermissions", &permissions).await?;
        ana.press(Find::Button("Copy as text")).await?;
        ana.see(Find::Text("Copied")).await?;
        let report: String = ana.run("return navigator.clipboard.readText()", vec![]).await?;
        assert!(report.contains("[fine] Chat server by WebSocket: It lets you in"), "{report}");
        let token = ana.cookie("AccessToken").await?.context("she is logged in")?;
        assert!(!report.contains(&token), "a token is nobody's business");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn who_is_not_logged_in_can_check_as_well() -> Result {
    calm_scene("who_is_not_logged_in_can_check_as_well", async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.open(&scene.backend.url("/check")).await?;
        ana.press(Find::Button("Start the check")).await?;
        stands(&ana, "Your session", "note: You are not logged in.").await?;
        stands(&ana, "Chat server by WebSocket", "fine: It can be reached.").await?;
        stands(&ana, "Chat server by polling", "fine: It can be reached.").await
    })
    .await
}

#[tokio::test]
async fn a_server_that_is_away_is_said_and_failures_lead_here() -> Result {
    let options = BackendOptions { hosting: Hosting::Apart, ..BackendOptions::default() };
    calm_scene_with("a_server_that_is_away_is_said_and_failures_lead_here", &options, async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.open(&scene.backend.url("/login")).await?;
        ana.see(Find::Heading("Log in")).await?;
        scene.backend.kill().await?;
        ana.fill("E-mail", "ana@example.com").await?;
        ana.fill("Password", "a password").await?;
        ana.press(Find::Button("Log in")).await?;
        eventually("the failure leads to the check", async || {
            let link = "return document.querySelector('.problem a[href=\"/check\"]')?.textContent ?? null";
            let link: Option<String> = ana.run(link, vec![]).await?;
            holds(link.as_deref() == Some("Check the connection"), || format!("{link:?}"))
        })
        .await?;
        ana.run::<()>("document.querySelector('.problem a').click()", vec![]).await?;
        ana.is_at("/check").await?;
        ana.press(Find::Button("Start the check")).await?;
        for name in ["Charlaton’s server", "Chat server by WebSocket", "Chat server by polling"] {
            stands(&ana, name, "problem").await?;
        }
        stands(&ana, "A call within this page", "fine").await?;
        ana.see(Find::Text("need your attention.")).await
    })
    .await
}

#[tokio::test]
async fn forbidden_devices_say_how_to_allow_them() -> Result {
    calm_scene("forbidden_devices_say_how_to_allow_them", async |scene| {
        let options = BrowserOptions { permission: Permission::Denied, ..BrowserOptions::default() };
        let ana = scene.stranger("Ana", options).await?;
        ana.open(&scene.backend.url("/check")).await?;
        ana.press(Find::Button("Check microphone and camera")).await?;
        for name in ["Camera", "Microphone"] {
            stands(&ana, name, "problem: It cannot be used. Your browser does not let Charlaton use").await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_relay_is_found_where_there_is_one_and_a_refusal_is_quoted() -> Result {
    const NAME: &str = "a_relay_is_found_where_there_is_one_and_a_refusal_is_quoted";
    let Some(turn) = TurnServer::start(NAME).await? else { return Ok(()) };
    let options = BackendOptions { turn: Some(turn.lending("1h")), ..BackendOptions::default() };
    calm_scene_with(NAME, &options, async |scene| {
        let ana = scene.person("Ana").await?;
        // What the second answer of the service names is refused: its password is another.
        let spoil = "const fetched = window.fetch; let asked = 0;
            window.fetch = async (...request) => {
                const answer = await fetched(...request);
                if (!String(request[0]).includes('ice-servers') || ++asked === 1) return answer;
                return new Response((await answer.text()).replace(/\"credential\":\"[^\"]*/, '\"credential\":\"wrong'));
            };";
        ana.before_pages(spoil).await?;
        ana.visit("/check").await?;
        ana.press(Find::Button("Start the check")).await?;
        stands(&ana, "Relay (TURN)", "fine: Found: udp (turn:").await?;
        stands(&ana, "A call within this page", "fine").await?;
        ana.press(Find::Button("Check again")).await?;
        stands(&ana, "Relay (TURN)", "problem: The relay gives no address. It said: turn:").await
    })
    .await
}
