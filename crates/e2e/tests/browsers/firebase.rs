//! Signing in by Firebase and the service together, with cookies that script may not read.

use charlaton_e2e::{
    Account, BackendOptions, Browser, BrowserOptions, Context, Find, Hosting, Result, Scene, eventually,
    media::holds, scene_with,
};
use serde_json::json;

const EMAIL: &str = "ana@example.com";

/// The services are as the existing ones, whichever this run is about.
fn with_firebase() -> BackendOptions {
    BackendOptions { hosting: Hosting::WithFirebase, ..BackendOptions::default() }
}

#[tokio::test]
async fn one_signs_up_meets_and_leaves_at_both_ends() -> Result {
    scene_with("one_signs_up_meets_and_leaves_at_both_ends", &with_firebase(), async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        sign_up(scene, &ana).await?;
        assert!(!ana.run::<String>("return document.cookie", vec![]).await?.contains("AccessToken"));

        ana.open(&scene.backend.url("/dashboard")).await?;
        ana.see(Find::Text("Hello, Ana")).await?;
        // Only Firebase's token can open the socket of this meeting.
        ana.press(Find::Button("Start now")).await?;
        ana.press(Find::Button("Use microphone and camera")).await?;
        ana.press(Find::Button("Join")).await?;
        ana.see(Find::Labelled("Meeting controls")).await?;
        ana.see(Find::Text("You are the only one here. Send the link to invite others.")).await?;

        ana.open(&scene.backend.url("/dashboard")).await?;
        ana.press(Find::Button("Log out")).await?;
        ana.see(Find::Link("Log in")).await?;
        assert_eq!(kept(&ana).await?, Vec::<String>::new(), "nothing is left for the next person");
        ana.open(&scene.backend.url("/dashboard")).await?;
        ana.is_at("/login").await
    })
    .await
}

#[tokio::test]
async fn firebase_says_that_a_password_is_wrong() -> Result {
    scene_with("firebase_says_that_a_password_is_wrong", &with_firebase(), async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        sign_up(scene, &ana).await?;
        ana.press(Find::Button("Log out")).await?;
        log_in(scene, &ana, "wrong horse").await?;
        ana.see(Find::Text("E-mail or password is wrong")).await?;
        assert_eq!(kept(&ana).await?, Vec::<String>::new());
        ana.fill("Password", Account::PASSWORD).await?;
        ana.press(Find::Button("Log in")).await?;
        ana.is_at("/dashboard").await
    })
    .await
}

#[tokio::test]
async fn an_address_is_signed_up_once_at_firebase() -> Result {
    scene_with("an_address_is_signed_up_once_at_firebase", &with_firebase(), async |scene| {
        // This one is known to the service alone, so Firebase lets it pass and has to take it back.
        scene.backend.sign_up_without_firebase("Ana").await?;
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        for _ in 0..2 {
            ana.open(&scene.backend.url("/signup")).await?;
            fill_sign_up(&ana).await?;
            ana.see(Find::Text("There is an account with this e-mail already.")).await?;
            assert_eq!(kept(&ana).await?, Vec::<String>::new());
        }
        log_in(scene, &ana, Account::PASSWORD).await?;
        ana.see(Find::Text("E-mail or password is wrong")).await
    })
    .await
}

#[tokio::test]
async fn a_mailed_code_leads_to_a_new_password_at_both_ends() -> Result {
    scene_with("a_mailed_code_leads_to_a_new_password_at_both_ends", &with_firebase(), async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        sign_up(scene, &ana).await?;
        ana.press(Find::Button("Log out")).await?;
        ana.see(Find::Link("Log in")).await?;

        ana.open(&scene.backend.url("/login")).await?;
        ana.press(Find::Link("Forgot your password?")).await?;
        ana.fill("E-mail", EMAIL).await?;
        ana.press(Find::Button("Send link")).await?;
        ana.see(Find::Heading("Check your mail")).await?;
        let code = eventually("a mailed code", async || {
            scene.backend.mailed_code(EMAIL).await?.context("there is none")
        })
        .await?;
        let link = scene.backend.url(&format!("/reset-password?oobCode={code}"));
        ana.open(&link).await?;
        ana.see(Find::Text("For the account of ana@example.com.")).await?;
        ana.fill("New password", "another horse").await?;
        ana.fill("The new password again", "another house").await?;
        ana.press(Find::Button("Save password")).await?;
        ana.see(Find::Text("This is not the same password")).await?;
        ana.fill("The new password again", "another horse").await?;
        ana.press(Find::Button("Save password")).await?;
        ana.see(Find::Heading("Your password is changed")).await?;

        log_in(scene, &ana, Account::PASSWORD).await?;
        ana.see(Find::Text("E-mail or password is wrong")).await?;
        // At first Firebase alone knows the new one, then the service does as well.
        for _ in 0..2 {
            log_in(scene, &ana, "another horse").await?;
            ana.see(Find::Text("Hello, Ana")).await?;
            ana.press(Find::Button("Log out")).await?;
            ana.see(Find::Link("Log in")).await?;
        }
        ana.open(&link).await?;
        ana.see(Find::Text("This link was used already, or is too old.")).await
    })
    .await
}

#[tokio::test]
async fn firebase_vouches_for_whom_the_service_has_forgotten() -> Result {
    scene_with("firebase_vouches_for_whom_the_service_has_forgotten", &with_firebase(), async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        sign_up(scene, &ana).await?;
        ana.devtools("Network.clearBrowserCookies", &json!({})).await?;
        ana.open(&scene.backend.url("/dashboard")).await?;
        ana.see(Find::Text("Hello, Ana")).await?;
        ana.devtools("Network.clearBrowserCookies", &json!({})).await?;
        ana.press(Find::Button("Start now")).await?;
        ana.see(Find::Heading("Ready to join?")).await
    })
    .await
}

#[tokio::test]
async fn an_account_is_changed_and_deleted_at_both_ends() -> Result {
    scene_with("an_account_is_changed_and_deleted_at_both_ends", &with_firebase(), async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        sign_up(scene, &ana).await?;
        ana.press(Find::Link("Profile")).await?;
        ana.see(Find::Heading("Your profile")).await?;
        ana.fill("Your name", "Ana María").await?;
        ana.press(Find::Button("Save changes")).await?;
        ana.see(Find::Text("Your changes are saved")).await?;

        ana.fill("Present password", "wrong horse").await?;
        ana.fill("New password", "another horse").await?;
        ana.fill("The new password again", "another horse").await?;
        ana.press(Find::Button("Save password")).await?;
        ana.see(Find::Text("That is not your present password")).await?;
        ana.fill("Present password", Account::PASSWORD).await?;
        ana.press(Find::Button("Save password")).await?;
        ana.see(Find::Text("Your password is changed")).await?;

        ana.press(Find::Button("Log out")).await?;
        ana.see(Find::Link("Log in")).await?;
        log_in(scene, &ana, "another horse").await?;
        ana.see(Find::Text("Hello, Ana María")).await?;

        ana.press(Find::Link("Profile")).await?;
        ana.press(Find::Button("Delete account")).await?;
        ana.fill("Your password, so that we know it is you", "another horse").await?;
        ana.press_in_dialog("Delete for good").await?;
        ana.see(Find::Text("Your account is deleted")).await?;
        ana.see(Find::Link("Log in")).await?;
        log_in(scene, &ana, "another horse").await?;
        ana.see(Find::Text("E-mail or password is wrong")).await?;
        // Neither end holds the address any more.
        sign_up(scene, &ana).await
    })
    .await
}

async fn sign_up(scene: &Scene, browser: &Browser) -> Result {
    browser.open(&scene.backend.url("/signup")).await?;
    fill_sign_up(browser).await?;
    browser.is_at("/signup-success").await?;
    browser.see(Find::Heading("Welcome, Ana")).await?;
    eventually("the session is kept", async || {
        let kept = kept(browser).await?;
        holds(kept == ["firebase:authUser:demo:[DEFAULT]"], || format!("{kept:?}"))
    })
    .await
}

async fn fill_sign_up(browser: &Browser) -> Result {
    browser.fill("Your name", "Ana").await?;
    browser.fill("E-mail", EMAIL).await?;
    browser.fill("Age", "30").await?;
    browser.fill("Password", Account::PASSWORD).await?;
    browser.press(Find::Button("Create account")).await
}

async fn log_in(scene: &Scene, browser: &Browser, password: &str) -> Result {
    browser.open(&scene.backend.url("/login")).await?;
    browser.fill("E-mail", EMAIL).await?;
    browser.fill("Password", password).await?;
    browser.press(Find::Button("Log in")).await
}

/// Under which names sessions at Firebase are kept.
async fn kept(browser: &Browser) -> Result<Vec<String>> {
    let names = "return Object.keys(localStorage).filter((name) => name.startsWith('firebase:'))";
    browser.run(names, vec![]).await
}
