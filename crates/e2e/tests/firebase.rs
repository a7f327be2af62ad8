//! Accounts whose passwords Firebase keeps, by its emulator; the services are as the existing ones, whose cookies no
//! script may read.

use std::sync::Arc;

use charlaton_e2e::{
    Account, BackendOptions, Browser, BrowserOptions, Context, Find, Hosting, Result, Scene, eventually,
    media::holds, scene_with,
};

fn with_firebase() -> BackendOptions {
    BackendOptions { hosting: Hosting::WithFirebase, ..BackendOptions::default() }
}

/// Ana at the sign-up form, done with it.
async fn sign_up(scene: &Scene) -> Result<Arc<Browser>> {
    let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
    ana.open(&scene.backend.url("/signup")).await?;
    ana.fill("Your name", "Ana").await?;
    ana.fill("E-mail", "ana@example.com").await?;
    ana.fill("Age", "30").await?;
    ana.fill("Password", Account::PASSWORD).await?;
    ana.press(Find::Button("Create account")).await?;
    ana.see(Find::Text("Hello, Ana")).await?;
    Ok(ana)
}

async fn log_in(ana: &Browser, scene: &Scene, password: &str) -> Result {
    ana.open(&scene.backend.url("/login")).await?;
    ana.fill("E-mail", "ana@example.com").await?;
    ana.fill("Password", password).await?;
    ana.press(Find::Button("Log in")).await
}

async fn log_out(ana: &Browser, scene: &Scene) -> Result {
    ana.open(&scene.backend.url("/dashboard")).await?;
    ana.press(Find::Button("Log out")).await?;
    ana.see(Find::Link("Log in")).await
}

/// The key of the session is Firebase's own.
const SESSION: &str = "return localStorage.getItem('firebase:authUser:demo:[DEFAULT]')";

#[tokio::test]
async fn one_signs_up_meets_and_stays_signed_in_without_a_readable_cookie() -> Result {
    let name = "one_signs_up_meets_and_stays_signed_in_without_a_readable_cookie";
    scene_with(name, &with_firebase(), async |scene| {
        let ana = sign_up(scene).await?;
        assert!(!ana.run::<String>("return document.cookie", vec![]).await?.contains("AccessToken"));
        assert!(ana.run::<Option<String>>(SESSION, vec![]).await?.is_some());

        // The socket has nothing but Firebase's token to show.
        ana.press(Find::Button("Start now")).await?;
        ana.press(Find::Button("Join without microphone and camera")).await?;
        ana.see(Find::Labelled("Meeting controls")).await?;
        ana.see(Find::Text("You are the only one here")).await?;

        ana.open(&scene.backend.url("/dashboard")).await?;
        ana.see(Find::Text("Hello, Ana")).await?;
        log_out(&ana, scene).await?;
        assert_eq!(ana.run::<Option<String>>(SESSION, vec![]).await?, None);
        ana.open(&scene.backend.url("/dashboard")).await?;
        ana.is_at("/login").await
    })
    .await
}

#[tokio::test]
async fn a_wrong_password_is_said_at_firebase_too() -> Result {
    scene_with("a_wrong_password_is_said_at_firebase_too", &with_firebase(), async |scene| {
        let ana = sign_up(scene).await?;
        log_out(&ana, scene).await?;
        log_in(&ana, scene, "not this one").await?;
        ana.see(Find::Text("E-mail or password is wrong")).await?;
        assert_eq!(ana.run::<Option<String>>(SESSION, vec![]).await?, None);
        ana.fill("Password", Account::PASSWORD).await?;
        ana.press(Find::Button("Log in")).await?;
        ana.see(Find::Text("Hello, Ana")).await
    })
    .await
}

/// A mailed code changes the password at Firebase alone; signing in brings the other service into step.
#[tokio::test]
async fn a_forgotten_password_is_replaced_at_both_ends() -> Result {
    const NEW: &str = "Another-horse.7";
    scene_with("a_forgotten_password_is_replaced_at_both_ends", &with_firebase(), async |scene| {
        let ana = sign_up(scene).await?;
        log_out(&ana, scene).await?;
        ana.open(&scene.backend.url("/login")).await?;
        ana.press(Find::Link("Forgot your password?")).await?;
        ana.fill("E-mail", "ana@example.com").await?;
        ana.press(Find::Button("Send link")).await?;
        ana.see(Find::Heading("Check your mail")).await?;

        let code = eventually("a mailed code", async || {
            scene.backend.mailed_code("ana@example.com").await?.context("none")
        })
        .await?;
        ana.open(&scene.backend.url(&format!("/reset-password?mode=resetPassword&oobCode={code}"))).await?;
        ana.see(Find::Text("For the account of ana@example.com.")).await?;
        ana.fill("New password", NEW).await?;
        ana.fill("The new password again", NEW).await?;
        ana.press(Find::Button("Save password")).await?;
        ana.see(Find::Heading("Your password is changed")).await?;

        log_in(&ana, scene, NEW).await?;
        ana.see(Find::Text("Hello, Ana")).await?;
        eventually("the REST service knows the new password", async || {
            let known = scene.backend.knows_password("ana@example.com", NEW).await?;
            holds(known, || "it does not".to_owned())
        })
        .await?;
        ana.open(&scene.backend.url(&format!("/reset-password?oobCode={code}"))).await?;
        ana.see(Find::Text("This link was used already, or is too old.")).await
    })
    .await
}

#[tokio::test]
async fn a_deleted_account_is_gone_at_both_ends() -> Result {
    scene_with("a_deleted_account_is_gone_at_both_ends", &with_firebase(), async |scene| {
        let ana = sign_up(scene).await?;
        ana.open(&scene.backend.url("/profile")).await?;
        ana.see(Find::Heading("Your profile")).await?;
        ana.press(Find::Button("Delete account")).await?;
        ana.fill("Your password, so that we know it is you", Account::PASSWORD).await?;
        ana.press(Find::Button("Delete for good")).await?;
        ana.see(Find::Text("Your account is deleted")).await?;
        log_in(&ana, scene, Account::PASSWORD).await?;
        ana.see(Find::Text("E-mail or password is wrong")).await?;
        assert!(!scene.backend.knows_password("ana@example.com", Account::PASSWORD).await?);
        // The address is free again.
        sign_up(scene).await.map(drop)
    })
    .await
}
