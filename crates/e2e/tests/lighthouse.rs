//! What Lighthouse says of the first pages people see. How fast they are is a measurement: `cargo xtask bench` has it.

use charlaton_e2e::{Account, Device, Result, lighthouse, media::holds, scene};

#[tokio::test]
async fn lighthouse_finds_the_first_pages_accessible_and_well_made() -> Result {
    scene("lighthouse_finds_the_first_pages_accessible_and_well_made", async |scene| {
        let ana = scene.backend.sign_up("Ana").await?;
        let room = scene.backend.make_room(&ana).await?;
        for (path, account) in [("/", None), ("/login", None), (&format!("/join/{room}"), Some(&ana))] {
            is_well_made(&scene.backend.url(path), account).await?;
        }
        Ok(())
    })
    .await
}

async fn is_well_made(url: &str, account: Option<&Account>) -> Result {
    let verdict = lighthouse(url, Device::Phone, &["accessibility", "best-practices"], account).await?;
    let good = verdict.scores.len() == 2 && verdict.scores.values().all(|score| *score >= 95);
    holds(good, || format!("{url}: {verdict:#?}"))
}
