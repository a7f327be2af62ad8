//! Browsers keep no cookies of another site, or all of them.

use charlaton_e2e::{
    Account, BackendOptions, Browser, BrowserOptions, Cookies, Find, Hosting, Rest, Result, Scene,
    calm_scene_with, scene_with,
};

fn with_rest(rest: Rest) -> BackendOptions {
    BackendOptions { hosting: Hosting::WithFirebase, rest, ..BackendOptions::default() }
}

async fn log_in(scene: &Scene, browser: &Browser, account: &Account) -> Result {
    browser.open(&scene.backend.url("/login")).await?;
    browser.fill("E-mail", &account.email).await?;
    browser.fill("Password", Account::PASSWORD).await?;
    browser.press(Find::Button("Log in")).await?;
    browser.see(Find::Text("Hello, Ana")).await
}

#[tokio::test]
async fn cookies_that_are_not_kept_are_said() -> Result {
    let options = with_rest(Rest::Elsewhere);
    calm_scene_with("cookies_that_are_not_kept_are_said", &options, async |scene| {
        let account = scene.backend.sign_up("Ana").await?;
        let room = scene.backend.make_room(&account).await?;
        let lobby = scene.backend.url(&format!("/join/{room}"));

        let of_everybody = BrowserOptions { cookies: Cookies::OfEverybody, ..BrowserOptions::default() };
        let elsewhere = scene.stranger("Ana elsewhere", of_everybody).await?;
        log_in(scene, &elsewhere, &account).await?;
        elsewhere.open(&lobby).await?;
        elsewhere.see(Find::Button("Use microphone and camera")).await?;

        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        log_in(scene, &ana, &account).await?;
        let words = Find::Text("Your browser keeps no cookies of this site’s server");
        ana.see(words).await?;
        ana.open(&scene.backend.url("/check")).await?;
        ana.press(Find::Button("Start the check")).await?;
        ana.see(Find::Text("the server never gets to see your pass")).await?;
        ana.see(words).await?;
        ana.open(&lobby).await?;
        ana.see(words).await
    })
    .await
}

#[tokio::test]
async fn a_host_that_passes_requests_on_needs_no_cookies_of_other_sites() -> Result {
    let name = "a_host_that_passes_requests_on_needs_no_cookies_of_other_sites";
    scene_with(name, &with_rest(Rest::PassedOn), async |scene| {
        let account = scene.backend.sign_up("Ana").await?;
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        log_in(scene, &ana, &account).await?;
        ana.press(Find::Button("Start now")).await?;
        ana.press(Find::Button("Use microphone and camera")).await?;
        ana.press(Find::Button("Join")).await?;
        ana.see(Find::Text("You are the only one here. Send the link to invite others.")).await
    })
    .await
}
