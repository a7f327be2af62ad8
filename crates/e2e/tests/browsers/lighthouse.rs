//! What Lighthouse says of the first pages people see. How fast they are is a measurement: `cargo xtask bench` has it.

use charlaton_e2e::{Browser, BrowserOptions, Device, Result, lighthouse, media::holds, scene};

#[tokio::test]
async fn lighthouse_finds_the_first_pages_accessible_and_well_made() -> Result {
    scene("lighthouse_finds_the_first_pages_accessible_and_well_made", async |scene| {
        let stranger = scene.stranger("Luis", BrowserOptions::default()).await?;
        for path in ["/", "/login"] {
            is_well_made(&stranger, &scene.backend.url(path)).await?;
        }
        let ana = scene.person("Ana").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        is_well_made(&ana, &scene.backend.url(&format!("/join/{room}"))).await
    })
    .await
}

async fn is_well_made(browser: &Browser, url: &str) -> Result {
    let verdict = lighthouse(browser, url, Device::Phone, &["accessibility", "best-practices"]).await?;
    let good = verdict.scores.len() == 2 && verdict.scores.values().all(|score| *score >= 95);
    holds(good, || format!("{url}: {verdict:#?}"))
}
