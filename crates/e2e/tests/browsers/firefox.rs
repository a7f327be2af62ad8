//! Chromium and Firefox in one meeting.

use charlaton_e2e::{Browser, BrowserOptions, Find, Program, Result, eventually, media::holds, scene};

#[tokio::test]
async fn chromium_and_firefox_see_and_hear_each_other() -> Result {
    let name = "chromium_and_firefox_see_and_hear_each_other";
    if !Browser::has_firefox(name)? {
        return Ok(());
    }
    scene(name, async |scene| {
        let ana = scene.person("Ana").await?;
        let firefox = BrowserOptions { program: Program::Firefox, ..BrowserOptions::default() };
        let luis = scene.person_with("Luis", firefox).await?;
        let room = scene.backend.make_room(&ana.account).await?;
        ana.join(&room).await?;
        luis.join(&room).await?;
        for person in [&ana, &luis] {
            person.is_in_calls(1).await?;
            person.sees_pictures_of(&[ana.id(), luis.id()]).await?;
        }
        ana.hears(&[luis.id()]).await?;
        luis.hears(&[ana.id()]).await?;
        ana.media_flows().await?;

        // Muting negotiates nothing, so it must work between two different programs as well.
        luis.press(Find::Button("Turn microphone off")).await?;
        ana.reads_on_tile_of(luis.id(), "microphone off").await?;
        luis.press(Find::Button("Turn microphone on")).await?;
        ana.press(Find::Button("Turn camera off")).await?;
        eventually("Luis sees no picture of her", async || {
            let tile = luis.has_tile_of(ana.id()).await?;
            holds(tile.width == 0, || format!("{tile:?}"))
        })
        .await?;
        ana.press(Find::Button("Turn camera on")).await?;
        luis.sees_pictures_of(&[ana.id(), luis.id()]).await?;

        luis.leave().await?;
        ana.is_in_calls(0).await?;
        ana.lists(&[&ana]).await
    })
    .await
}
