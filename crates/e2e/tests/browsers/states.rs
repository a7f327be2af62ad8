//! What the pages of an account show while they wait, where the service does not answer, without a network, and how
//! they go on: what was typed is kept.

use charlaton_e2e::{
    Account, BackendOptions, BrowserOptions, Find, Hosting, Person, Result, Scene, assert_accessible,
    calm_scene_with,
};
use serde_json::json;

const LOADING: Find = Find::Text("Loading…");
const AWAY: Find = Find::Text("The server cannot be reached. Check your connection and try again.");
const AGAIN: Find = Find::Button("Try again");
const OFFLINE: Find = Find::Text("You are offline.");

/// Pages come from a static host, so that there are some while the service is away.
async fn apart(name: &str, play: impl AsyncFnOnce(&Scene, &BackendOptions) -> Result) -> Result {
    let options = BackendOptions { hosting: Hosting::Apart, ..BackendOptions::default() };
    calm_scene_with(name, &options, async |scene| play(scene, &options).await).await
}

#[tokio::test]
async fn a_page_says_that_it_waits_and_is_tried_again() -> Result {
    apart("a_page_says_that_it_waits_and_is_tried_again", async |scene, options| {
        let ana = scene.person("Ana").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        let join = format!("/join/{room}");
        let pages = [
            ("/dashboard", Find::Heading("A meeting")),
            ("/resumenes", Find::Heading("Summaries")),
            ("/profile", Find::Heading("Your profile")),
            (&join, Find::Heading("Ready to join?")),
        ];
        scene.backend.freeze().await?;
        for (path, sign) in pages {
            ana.visit(path).await?;
            ana.see(LOADING).await?;
            assert_accessible(&ana, &format!("{path} while it waits")).await?;
            scene.backend.thaw().await?;
            ana.see(sign).await?;
            ana.stops_seeing(LOADING).await?;
            scene.backend.freeze().await?;
        }
        for (path, sign) in pages {
            scene.backend.kill().await?;
            ana.visit(path).await?;
            ana.see(AWAY).await?;
            assert_accessible(&ana, &format!("{path} without a service")).await?;
            scene.backend.start_again(options).await?;
            ana.press(AGAIN).await?;
            ana.see(sign).await?;
            ana.stops_seeing(AWAY).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn lists_and_summaries_say_what_keeps_them() -> Result {
    apart("lists_and_summaries_say_what_keeps_them", async |scene, options| {
        let (_, [ana]) = scene.meeting(["Ana"]).await?;
        ana.write("Is anybody there?").await?;
        ana.leave().await?;
        ana.visit("/profile").await?;
        ana.see(Find::Heading("Your profile")).await?;
        scene.backend.freeze().await?;
        ana.press(Find::Link("My rooms")).await?;
        ana.see(Find::Button("Start now")).await?;
        ana.see(LOADING).await?;
        assert_accessible(&ana, "the dashboard while its list is on the way").await?;
        scene.backend.thaw().await?;
        ana.see(Find::Heading("A meeting")).await?;

        ana.press(Find::Link("Summaries of past meetings")).await?;
        let summary = Find::Button("Show summary (A meeting)");
        ana.see(summary).await?;
        scene.backend.freeze().await?;
        ana.press(summary).await?;
        ana.see(LOADING).await?;
        assert_accessible(&ana, "a summary that is on the way").await?;
        scene.backend.kill().await?;
        ana.see(AWAY).await?;
        assert_accessible(&ana, "a summary that did not come").await?;
        scene.backend.start_again(options).await?;
        ana.press(AGAIN).await?;
        ana.see(Find::Text("Is anybody there?")).await?;

        without_network(&ana, true).await?;
        ana.see(OFFLINE).await?;
        ana.see(Find::Text("Is anybody there?")).await?;
        assert_accessible(&ana, "summaries without a network").await?;
        without_network(&ana, false).await?;
        ana.stops_seeing(OFFLINE).await
    })
    .await
}

#[tokio::test]
async fn forms_keep_what_was_typed_until_the_service_is_back() -> Result {
    apart("forms_keep_what_was_typed_until_the_service_is_back", async |scene, options| {
        let ana = scene.person("Ana").await?;
        let away = async |button: &str, sign: Find<'_>| -> Result {
            scene.backend.kill().await?;
            ana.press(Find::Button(button)).await?;
            ana.see(AWAY).await?;
            assert_accessible(&ana, &format!("“{button}” without a service")).await?;
            scene.backend.start_again(options).await?;
            ana.press(Find::Button(button)).await?;
            ana.see(sign).await
        };
        ana.visit("/profile").await?;
        ana.fill("Your name", "Ana María").await?;
        away("Save changes", Find::Text("Your changes are saved")).await?;
        ana.press(Find::Link("My rooms")).await?;
        ana.press(Find::Button("Plan a meeting")).await?;
        ana.fill("Name", "Weekly").await?;
        away("Plan", Find::Text("“Weekly” is planned")).await?;
        ana.fill("Name of the meeting", "Hello, Ana María").await?;
        away("Start now", Find::Button("Use microphone and camera")).await
    })
    .await
}

#[tokio::test]
async fn who_has_no_account_yet_loses_nothing_either() -> Result {
    apart("who_has_no_account_yet_loses_nothing_either", async |scene, options| {
        let luis = scene.stranger("Luis", BrowserOptions::default()).await?;
        luis.open(&scene.backend.url("/signup")).await?;
        for (field, text) in [
            ("Your name", "Luis"),
            ("E-mail", "luis@example.com"),
            ("Age", "40"),
            ("Password", Account::PASSWORD),
        ] {
            luis.fill(field, text).await?;
        }
        scene.backend.kill().await?;
        luis.press(Find::Button("Create account")).await?;
        luis.see(AWAY).await?;
        scene.backend.start_again(options).await?;
        luis.press(Find::Button("Create account")).await?;
        luis.see(Find::Heading("Welcome, Luis")).await
    })
    .await
}

async fn without_network(person: &Person, offline: bool) -> Result {
    let conditions =
        json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    person.devtools("Network.emulateNetworkConditions", &conditions).await.map(drop)
}
