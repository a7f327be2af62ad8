//! What breaks on the way, and that the call goes on.

use charlaton_e2e::{
    BackendOptions, Context, Find, Hosting, Person, Result, Scene, calm_scene, calm_scene_with, eventually,
    media::holds, network_scene, scene,
};

/// What people are promised, in milliseconds, three times over: a test runs on a machine that is busy with cameras. What
/// it takes on this one is printed by `cargo xtask bench`.
mod within {
    /// From the server's return until one is in the room again: 3 s.
    pub(crate) const SERVER_BACK: f64 = 9_000.0;
    /// From the return of the way between two until sound goes it again: 5 s.
    pub(crate) const WAY_BACK: f64 = 15_000.0;
    /// From the beginning of a reload until the other is seen: 3 s.
    pub(crate) const RELOADED: f64 = 9_000.0;
    /// From the death of a browser until its tile is gone: 50 s, and not more, for that is the server's time.
    pub(crate) const DEAD: f64 = 50_000.0;
}

const LOST: Find = Find::Text("Connection to the server lost; reconnecting. The call goes on.");

/// Received so far from everybody.
async fn audio_packets(person: &Person) -> Result<u64> {
    Ok(person.calls().await?.iter().map(|call| call.audio_packets).sum())
}

/// Waits for more sound than there was.
async fn hears_on(person: &Person) -> Result {
    let before = audio_packets(person).await?;
    eventually(&format!("{} hears on", person.name()), async || {
        let now = audio_packets(person).await?;
        holds(now > before + 20, || format!("{now} packets after {before}"))
    })
    .await
}

/// When somebody joined for the first time since `from`.
async fn joined(person: &Person, from: f64) -> Result<f64> {
    eventually(&format!("{} joins again", person.name()), async || {
        let timeline = person.timeline().await?;
        let joined = timeline.iter().find(|moment| moment.at > from && moment.is("in", "join_room_success"));
        joined.map(|moment| moment.at).context("not yet")
    })
    .await
}

#[tokio::test]
async fn sound_goes_on_for_as_long_as_the_server_is_away() -> Result {
    calm_scene("sound_goes_on_for_as_long_as_the_server_is_away", async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        scene.backend.kill().await?;
        let killed_at = ana.clock().await?;
        while ana.clock().await? < killed_at + 20_000.0 {
            hears_on(&ana).await?;
            hears_on(&luis).await?;
        }
        ana.see(LOST).await?;
        ana.write("While nobody listened").await?;
        scene.backend.start_again(&BackendOptions::default()).await?;
        let back = ana.clock().await?;
        luis.reads("While nobody listened").await?;
        for person in [&ana, &luis] {
            let took = joined(person, killed_at).await? - back;
            assert!(took < within::SERVER_BACK, "{} is in the room after {took} ms", person.name());
        }
        for person in [&ana, &luis] {
            person.lists(&[&ana, &luis]).await?;
            assert_eq!(person.peers_made().await?, 1);
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn who_reloads_is_back_and_leaves_no_ghost() -> Result {
    scene("who_reloads_is_back_and_leaves_no_ghost", async |scene| {
        let (room, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        luis.visit(&format!("/meet/{room}")).await?;
        let seen = eventually("Luis sees Ana again", async || {
            luis.first_frames().await?.get(ana.id()).copied().context("not yet")
        });
        let took = seen.await? - luis.opened_at().await?;
        assert!(took < within::RELOADED, "{took} ms");
        for person in [&ana, &luis] {
            person.sees_pictures_of(&[ana.id(), luis.id()]).await?;
            person.is_in_calls(1).await?;
            person.lists(&[&ana, &luis]).await?;
        }
        luis.hears(&[ana.id()]).await?;
        ana.hears(&[luis.id()]).await
    })
    .await
}

#[tokio::test]
async fn a_browser_that_dies_takes_its_tile_along_and_nothing_else() -> Result {
    scene("a_browser_that_dies_takes_its_tile_along_and_nothing_else", async |scene| {
        let (_, [ana, luis, eva]) = scene.meeting(["Ana", "Luis", "Eva"]).await?;
        let killed_at = ana.clock().await?;
        eva.kill()?;
        for person in [&ana, &luis] {
            eventually(&format!("{} sees two people", person.name()), async || {
                let tiles = person.tiles().await?;
                holds(tiles.len() == 2, || format!("{tiles:?}"))
            })
            .await?;
            let took = person.clock().await? - killed_at;
            assert!(took < within::DEAD, "{took} ms");
            person.is_in_calls(1).await?;
            person.sees_pictures_of(&[ana.id(), luis.id()]).await?;
            person.media_flows().await?;
            assert_eq!(person.peers_made().await?, 2, "the other call was kept");
        }
        ana.lists(&[&ana, &luis]).await
    })
    .await
}

/// Tokens that live half a minute: fresh at the join, and long over when the server is back.
fn short() -> BackendOptions {
    BackendOptions { access_ttl: Some("30s"), ..BackendOptions::default() }
}

#[tokio::test]
async fn who_loses_the_server_with_an_expired_token_comes_back() -> Result {
    let options = short();
    calm_scene_with("who_loses_the_server_with_an_expired_token_comes_back", &options, async |scene| {
        come_back(scene, &options, Person::token_has_expired).await
    })
    .await
}

/// There script may not read the service's own token: nothing but Firebase's opens the socket.
#[tokio::test]
async fn who_loses_the_server_with_an_expired_token_of_firebase_comes_back() -> Result {
    let name = "who_loses_the_server_with_an_expired_token_of_firebase_comes_back";
    let options = BackendOptions { hosting: Hosting::WithFirebase, ..short() };
    calm_scene_with(name, &options, async |scene| {
        come_back(scene, &options, Person::firebase_token_has_expired).await
    })
    .await
}

async fn come_back(
    scene: &Scene,
    options: &BackendOptions,
    has_expired: impl AsyncFn(&Person) -> Result,
) -> Result {
    let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
    eventually("the tokens have expired", async || {
        has_expired(&ana).await?;
        has_expired(&luis).await
    })
    .await?;
    scene.backend.kill().await?;
    ana.see(LOST).await?;
    scene.backend.start_again(options).await?;
    for person in [&ana, &luis] {
        person.stops_seeing(LOST).await?;
        person.lists(&[&ana, &luis]).await?;
        assert_eq!(person.peers_made().await?, 1);
    }
    ana.write("Still me").await?;
    luis.reads("Still me").await.map(drop)
}

/// For so many seconds nothing goes between the two; then everything is as before.
async fn outlives_a_cut(name: &str, seconds: f64) -> Result {
    network_scene(name, 2, async |scene, network| {
        let (_, [ana, luis]) = scene.meeting_on(network, ["Ana", "Luis"]).await?;
        network.cut()?;
        let cut_at = ana.clock().await?;
        ana.reads_on_tile_of(luis.id(), "Reconnecting").await?;
        eventually("the time of the cut", async || {
            let now = ana.clock().await?;
            holds(now > cut_at + seconds * 1000.0, || format!("{} ms", now - cut_at))
        })
        .await?;
        let before = [audio_packets(&ana).await?, audio_packets(&luis).await?];
        network.heal()?;
        let healed_at = ana.clock().await?;
        for (person, before) in [&ana, &luis].into_iter().zip(before) {
            eventually(&format!("{} hears again", person.name()), async || {
                let now = audio_packets(person).await?;
                holds(now > before, || format!("{now} packets after {before}"))
            })
            .await?;
            let took = person.clock().await? - healed_at;
            assert!(took < within::WAY_BACK, "{} hears again after {took} ms", person.name());
        }
        for person in [&ana, &luis] {
            person.is_in_calls(1).await?;
            person.media_flows().await?;
            person.sees_pictures_of(&[ana.id(), luis.id()]).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn media_come_back_after_a_cut_of_ten_seconds() -> Result {
    outlives_a_cut("media_come_back_after_a_cut_of_ten_seconds", 10.0).await
}

#[tokio::test]
async fn media_come_back_after_a_cut_of_forty_seconds() -> Result {
    outlives_a_cut("media_come_back_after_a_cut_of_forty_seconds", 40.0).await
}
