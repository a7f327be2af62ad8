//! Signing in by Google and GitHub: the official library in the page, the window where an account is chosen, and the
//! frame between them.

use std::sync::Arc;

use charlaton_e2e::{
    Account, BackendOptions, Browser, BrowserOptions, Find, Google, Hosting, Result, Scene,
    assert_accessible, eventually, media::holds, scene_with,
};
use serde_json::json;

const EMAIL: &str = "ana@example.com";

/// The services are as the existing ones, whichever this run is about.
fn with_providers() -> BackendOptions {
    BackendOptions { hosting: Hosting::WithFirebase, providers: true, ..BackendOptions::default() }
}

#[tokio::test]
async fn one_comes_by_google_goes_and_comes_again() -> Result {
    scene_with("one_comes_by_google_goes_and_comes_again", &with_providers(), async |scene| {
        let google = Google::start().await?;
        let ana = stranger(scene, &google).await?;
        ana.open(&scene.backend.url("/profile")).await?;
        ana.is_at("/login").await?;
        ana.press(Find::Button("Continue with Google")).await?;
        in_the_window(&ana, "google.com").await?;
        assert_accessible(&ana, "the window").await?;
        choose_new_account(&ana, EMAIL).await?;
        ana.is_at("/profile").await?;
        ana.see(Find::Heading("Your profile")).await?;
        ana.see(Find::Text("You sign in with Google or GitHub, so there is no password here to change."))
            .await?;

        ana.open(&scene.backend.url("/dashboard")).await?;
        ana.see(Find::Text("Hello, Ana")).await?;
        ana.press(Find::Button("Log out")).await?;
        ana.see(Find::Link("Log in")).await?;
        ana.open(&scene.backend.url("/dashboard")).await?;
        ana.is_at("/login").await?;

        ana.press(Find::Button("Continue with Google")).await?;
        in_the_window(&ana, "google.com").await?;
        ana.press(Find::Button("Ana, ana@example.com")).await?;
        ana.has_tabs(1).await?;
        ana.switch_to_tab(0).await?;
        ana.is_at("/dashboard").await?;
        ana.see(Find::Text("Hello, Ana")).await
    })
    .await
}

#[tokio::test]
async fn one_comes_by_github_to_a_meeting() -> Result {
    scene_with("one_comes_by_github_to_a_meeting", &with_providers(), async |scene| {
        let eva = scene.backend.sign_up("Eva").await?;
        let room = scene.backend.make_room(&eva).await?;
        let google = Google::start().await?;
        let ana = stranger(scene, &google).await?;
        ana.open(&scene.backend.url(&format!("/join/{room}"))).await?;
        ana.is_at("/login").await?;
        ana.press(Find::Link("No account yet? Create one")).await?;
        ana.is_at("/signup").await?;
        ana.press(Find::Button("Continue with GitHub")).await?;
        in_the_window(&ana, "github.com").await?;
        choose_new_account(&ana, EMAIL).await?;
        ana.is_at(&format!("/join/{room}")).await?;
        // Only Firebase's token can open the socket of this meeting.
        ana.press(Find::Button("Use microphone and camera")).await?;
        ana.press(Find::Button("Join")).await?;
        ana.see(Find::Labelled("Meeting controls")).await?;
        ana.see(Find::Text("You are the only one here. Send the link to invite others.")).await
    })
    .await
}

#[tokio::test]
async fn a_window_that_was_closed_holds_nobody_up() -> Result {
    scene_with("a_window_that_was_closed_holds_nobody_up", &with_providers(), async |scene| {
        let google = Google::start().await?;
        let ana = stranger(scene, &google).await?;
        ana.open(&scene.backend.url("/login")).await?;
        ana.press(Find::Button("Continue with Google")).await?;
        ana.see(Find::Text("Continue in the window that opened…")).await?;
        in_the_window(&ana, "google.com").await?;
        ana.close_tab().await?;
        comes_to_front(&ana).await?;
        ana.see(Find::Text("If you closed the window or cannot find it, press again.")).await?;
        ana.see(Find::Text("The window was closed before you were signed in.")).await?;

        // Nobody has to wait for those words.
        ana.press(Find::Button("Continue with Google")).await?;
        in_the_window(&ana, "google.com").await?;
        ana.close_tab().await?;
        comes_to_front(&ana).await?;
        ana.see(Find::Text("If you closed the window or cannot find it, press again.")).await?;
        ana.press(Find::Button("Continue with GitHub")).await?;
        in_the_window(&ana, "github.com").await?;
        choose_new_account(&ana, EMAIL).await?;
        ana.is_at("/dashboard").await
    })
    .await
}

#[tokio::test]
async fn who_has_a_password_is_told_to_use_it() -> Result {
    scene_with("who_has_a_password_is_told_to_use_it", &with_providers(), async |scene| {
        // Whose name has an odd number of letters has a password.
        scene.backend.sign_up("Ana").await?;
        let google = Google::start().await?;
        let ana = stranger(scene, &google).await?;
        ana.open(&scene.backend.url("/login")).await?;
        ana.press(Find::Button("Continue with GitHub")).await?;
        in_the_window(&ana, "github.com").await?;
        ana.press(Find::Field("The provider has verified the address")).await?;
        choose_new_account(&ana, EMAIL).await?;
        ana.see(Find::Text(
            "There is an account with this e-mail that signs in in another way. Use that one.",
        ))
        .await?;
        ana.fill("E-mail", EMAIL).await?;
        ana.fill("Password", Account::PASSWORD).await?;
        ana.press(Find::Button("Log in")).await?;
        ana.see(Find::Text("Hello, Ana")).await
    })
    .await
}

#[tokio::test]
async fn a_provider_that_vouches_leads_into_the_account_there_is() -> Result {
    scene_with("a_provider_that_vouches_leads_into_the_account_there_is", &with_providers(), async |scene| {
        let account = scene.backend.sign_up("Ana").await?;
        scene.backend.make_room(&account).await?;
        let google = Google::start().await?;
        let ana = stranger(scene, &google).await?;
        ana.open(&scene.backend.url("/login")).await?;
        ana.press(Find::Button("Continue with Google")).await?;
        in_the_window(&ana, "google.com").await?;
        choose_new_account(&ana, EMAIL).await?;
        ana.is_at("/dashboard").await?;
        ana.see(Find::Text("A meeting")).await
    })
    .await
}

/// Really by the browser: Google's script comes later than a press counts for.
#[tokio::test]
async fn a_window_that_was_blocked_opens_at_the_next_press() -> Result {
    scene_with("a_window_that_was_blocked_opens_at_the_next_press", &with_providers(), async |scene| {
        let google = Google::start().await?;
        let ana = stranger(scene, &google).await?;
        ana.open(&scene.backend.url("/login")).await?;
        google.answers(false);
        ana.press(Find::Button("Continue with Google")).await?;
        eventually("the press is too long ago", async || {
            let counts: bool = ana.run("return navigator.userActivation.isActive", vec![]).await?;
            holds(!counts, || "it still counts".to_owned())
        })
        .await?;
        google.answers(true);
        ana.see(Find::Text("Your browser blocked the window. Press again, or allow windows for this page."))
            .await?;
        ana.press(Find::Button("Continue with Google")).await?;
        in_the_window(&ana, "google.com").await?;
        choose_new_account(&ana, EMAIL).await?;
        ana.is_at("/dashboard").await
    })
    .await
}

#[tokio::test]
async fn what_could_not_be_loaded_is_loaded_at_the_next_press() -> Result {
    scene_with("what_could_not_be_loaded_is_loaded_at_the_next_press", &with_providers(), async |scene| {
        let google = Google::start().await?;
        let ana = stranger(scene, &google).await?;
        ana.open(&scene.backend.url("/login")).await?;
        let unreachable = Find::Text("The server cannot be reached. Check your connection and try again.");
        ana.devtools("Network.enable", &json!({})).await?;
        // First our own file does not come, then Google's.
        for file in ["*/generated/oauth.js*", "https://apis.google.com/*"] {
            ana.devtools("Network.setBlockedURLs", &json!({ "urls": [file] })).await?;
            ana.press(Find::Button("Continue with Google")).await?;
            ana.stops_seeing(Find::Text("Continue in the window that opened…")).await?;
            ana.see(unreachable).await?;
        }
        ana.devtools("Network.setBlockedURLs", &json!({ "urls": [] })).await?;
        ana.press(Find::Button("Continue with Google")).await?;
        in_the_window(&ana, "google.com").await?;
        choose_new_account(&ana, EMAIL).await?;
        ana.is_at("/dashboard").await
    })
    .await
}

/// A browser that finds Google's script there.
async fn stranger(scene: &Scene, google: &Google) -> Result<Arc<Browser>> {
    let options = BrowserOptions { google: Some(google.address()), ..BrowserOptions::default() };
    scene.stranger("Ana", options).await
}

/// As when a window over it is closed or moved away: without a screen no window takes the focus from another, so the
/// page has to be told.
async fn comes_to_front(browser: &Browser) -> Result {
    browser.run("window.dispatchEvent(new Event('focus'))", vec![]).await
}

/// The window opens and becomes the current one.
async fn in_the_window(browser: &Browser, provider: &str) -> Result {
    browser.has_tabs(2).await?;
    browser.switch_to_tab(1).await?;
    browser.see(Find::Heading(&format!("Sign in with {provider}"))).await
}

/// The window closes by itself.
async fn choose_new_account(browser: &Browser, email: &str) -> Result {
    browser.fill("E-mail", email).await?;
    browser.fill("Name (optional)", "Ana").await?;
    browser.press(Find::Button("Sign in")).await?;
    browser.has_tabs(1).await?;
    browser.switch_to_tab(0).await
}
