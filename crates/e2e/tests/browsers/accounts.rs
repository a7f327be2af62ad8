//! Signing up, logging in, and staying logged in.

use charlaton_e2e::{
    Account, BackendOptions, BrowserOptions, Context, Find, Result, calm_scene, calm_scene_with, eventually,
};

#[tokio::test]
async fn sign_up_through_the_form() -> Result {
    calm_scene("sign_up_through_the_form", async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.open(&scene.backend.url("/signup")).await?;
        ana.fill("Your name", "Ana").await?;
        ana.fill("E-mail", "ana@example.com").await?;
        ana.fill("Age", "thirty").await?;
        ana.fill("Password", "short").await?;
        ana.press(Find::Button("Create account")).await?;
        ana.see(Find::Text("Write your age in years, from 1 to 120")).await?;
        ana.see(Find::Text("The password needs at least 6 characters")).await?;

        ana.fill("Age", "30").await?;
        ana.fill("Password", Account::PASSWORD).await?;
        ana.press(Find::Button("Create account")).await?;
        ana.is_at("/signup-success").await?;
        ana.see(Find::Heading("Welcome, Ana")).await?;
        ana.press(Find::Button("New meeting")).await?;
        ana.see(Find::Heading("Ready to join?")).await?;

        ana.open(&scene.backend.url("/dashboard")).await?;
        ana.see(Find::Text("Hello, Ana")).await?;
        ana.press(Find::Button("Log out")).await?;
        ana.see(Find::Link("Log in")).await?;
        ana.open(&scene.backend.url("/dashboard")).await?;
        ana.is_at("/login").await
    })
    .await
}

#[tokio::test]
async fn an_address_is_signed_up_once() -> Result {
    calm_scene("an_address_is_signed_up_once", async |scene| {
        let account = scene.backend.sign_up("Ana").await?;
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.open(&scene.backend.url("/signup")).await?;
        ana.fill("Your name", "Ana").await?;
        ana.fill("E-mail", &account.email).await?;
        ana.fill("Age", "30").await?;
        ana.fill("Password", Account::PASSWORD).await?;
        ana.press(Find::Button("Create account")).await?;
        ana.see(Find::Text("There is an account with this e-mail already.")).await?;
        ana.is_at("/signup").await
    })
    .await
}

#[tokio::test]
async fn a_wrong_password_is_said_and_can_be_corrected() -> Result {
    calm_scene("a_wrong_password_is_said_and_can_be_corrected", async |scene| {
        let account = scene.backend.sign_up("Ana").await?;
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.open(&scene.backend.url("/login")).await?;
        ana.fill("E-mail", &account.email).await?;
        ana.fill("Password", "wrong horse").await?;
        ana.press(Find::Button("Log in")).await?;
        ana.see(Find::Text("E-mail or password is wrong")).await?;
        ana.is_at("/login").await?;
        assert!(!ana.run::<String>("return document.cookie", vec![]).await?.contains("AccessToken"));

        ana.fill("Password", Account::PASSWORD).await?;
        ana.press(Find::Button("Log in")).await?;
        ana.is_at("/dashboard").await
    })
    .await
}

#[tokio::test]
async fn a_deep_link_leads_through_login_to_the_room() -> Result {
    calm_scene("a_deep_link_leads_through_login_to_the_room", async |scene| {
        let account = scene.backend.sign_up("Ana").await?;
        let room = scene.backend.make_room(&account).await?;
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.open(&scene.backend.url(&format!("/join/{room}"))).await?;
        ana.is_at("/login").await?;
        ana.fill("E-mail", &account.email).await?;
        ana.fill("Password", Account::PASSWORD).await?;
        ana.press(Find::Button("Log in")).await?;
        ana.is_at(&format!("/join/{room}")).await?;
        ana.see(Find::Heading("Ready to join?")).await
    })
    .await
}

/// Every token looks as if it had expired long ago.
#[tokio::test]
async fn a_clock_that_is_an_hour_ahead_keeps_nobody_out() -> Result {
    calm_scene("a_clock_that_is_an_hour_ahead_keeps_nobody_out", async |scene| {
        let ana = scene.person("Ana").await?;
        ana.before_pages("const { now } = Date; Date.now = () => now() + 3_600_000").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        ana.join(&room).await?;
        ana.write("It is late").await?;
        ana.reads("It is late").await.map(drop)
    })
    .await
}

/// Tokens live for one second at first, so the page that is open holds one that has expired.
#[tokio::test]
async fn an_expired_token_is_refreshed() -> Result {
    let short = BackendOptions { access_ttl: Some("1s"), ..BackendOptions::default() };
    calm_scene_with("an_expired_token_is_refreshed", &short, async |scene| {
        let ana = scene.person("Ana").await?;
        ana.visit("/dashboard").await?;
        ana.see(Find::Text("Hello, Ana")).await?;
        scene.backend.kill().await?;
        scene.backend.start_again(&BackendOptions::default()).await?;
        eventually("the token has expired", async || ana.token_has_expired().await).await?;

        // The lobby is a page of its own: what this one asks for has to outlive it.
        let record = "const real = window.fetch;
            window.fetch = async (...request) => {
                const response = await real.apply(window, request);
                const { pathname } = new URL(response.url);
                if (/\\/api\\/(room|auth\\/refresh)$/.test(pathname)) {
                    sessionStorage.requests = `${sessionStorage.requests ?? ''}${response.status} ${pathname}\\n`;
                }
                return response;
            }";
        let _: () = ana.run(record, vec![]).await?;
        ana.press(Find::Button("Start now")).await?;
        ana.see(Find::Heading("Ready to join?")).await?;
        let requests: String = ana.run("return sessionStorage.requests", vec![]).await?;
        let requests: Vec<&str> = requests.lines().collect();
        let refused =
            requests.iter().position(|line| *line == "401 /api/room").context(format!("{requests:?}"))?;
        assert_eq!(
            requests[refused + 1..refused + 3],
            ["200 /api/auth/refresh", "201 /api/room"],
            "{requests:?}"
        );

        let address = ana.address().await?;
        let room = address.path().trim_start_matches("/join/").to_owned();
        ana.join(&room).await
    })
    .await
}
