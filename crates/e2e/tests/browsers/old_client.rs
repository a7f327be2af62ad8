//! In one room with the previous front-end: the original Socket.IO client, and none of our habits.

use std::sync::Arc;

use charlaton_e2e::{
    Account, BackendOptions, Browser, BrowserOptions, Find, Pages, Result, Scene, eventually, media::holds,
    scene_with,
};

/// Somebody at a page of the previous front-end, in the meeting.
async fn enter_as_before(
    scene: &Scene,
    page: &Pages,
    name: &str,
    room: &str,
) -> Result<(Account, Arc<Browser>)> {
    let account = scene.backend.sign_up(name).await?;
    let browser = scene.stranger(name, BrowserOptions::default()).await?;
    browser.open(&page.for_meeting(&scene.backend, &account, room)).await?;
    Ok((account, browser))
}

/// Pictures and sound arrive there from one person.
async fn receives(browser: &Browser, name: &str) -> Result {
    eventually(&format!("{name} receives sound and pictures"), async || {
        let calls = browser.calls().await?;
        let received = calls.iter().any(|call| call.audio_packets > 20 && call.frames_decoded > 10);
        holds(received, || format!("{calls:?}"))
    })
    .await
}

#[tokio::test]
async fn somebody_with_the_previous_client_is_met_before_and_after() -> Result {
    let page = Pages::of_the_previous_client().await?;
    let options = BackendOptions { origin: Some(page.url("")), ..BackendOptions::default() };
    scene_with("somebody_with_the_previous_client_is_met_before_and_after", &options, async |scene| {
        let ana = scene.person("Ana").await?;
        let room = scene.backend.make_room(&ana.account).await?;

        // They are there first: we offer, and so do they.
        let (luis, before) = enter_as_before(scene, &page, "Luis", &room).await?;
        before.see(Find::Text("With 0")).await?;
        ana.join(&room).await?;
        ana.sees_pictures_of(&[ana.id(), &luis.id]).await?;
        ana.hears(&[&luis.id]).await?;
        receives(&before, "Luis").await?;

        let mut there = vec![ana.id(), &*luis.id];
        if scene.backend.broadcasts() {
            before.open("about:blank").await?;
            ana.is_in_calls(0).await?;
            there.pop();
        }

        // They come later: only they offer.
        let (eva, after) = enter_as_before(scene, &page, "Eva", &room).await?;
        there.push(&eva.id);
        ana.sees_pictures_of(&there).await?;
        ana.hears(&there[1..]).await?;
        receives(&after, "Eva").await?;
        ana.is_in_calls(there.len() - 1).await
    })
    .await
}
