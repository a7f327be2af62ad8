//! How long a call takes to be whole again after what broke is back.

use std::time::Instant;

use charlaton_e2e::{
    BackendOptions, BrowserOptions, Context, Network, Person, Result, Scene, eventually, media::holds,
};

use crate::{Timing, crowd::frames_of, last_frame};

/// The server is away for 20 seconds, in which somebody writes.
pub(crate) async fn of_the_server(scene: &Scene) -> Result<Vec<Timing>> {
    let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
    scene.backend.kill().await?;
    pass(&ana, 20.0).await?;
    ana.write("While nobody listened").await?;
    scene.backend.start_again(&BackendOptions::default()).await?;
    let back = Instant::now();
    luis.reads("While nobody listened").await?;
    Ok(vec![since("server back after 20 s: a message that waited is read", back)])
}

/// Somebody loads the page anew.
pub(crate) async fn of_a_reload(scene: &Scene) -> Result<Vec<Timing>> {
    let people = ["Ana", "Luis"].map(|name| (name, BrowserOptions::able()));
    let (room, [ana, luis]) = scene.meeting_of(people).await?;
    luis.visit(&format!("/meet/{room}")).await?;
    let mut timings = Vec::new();
    let opened = luis.opened_at().await?;
    let frames = frames_of(&luis, &[ana.id()]).await?;
    timings
        .push(Timing::new("reload: first picture of the other", last_frame(&frames, &[ana.id()]) - opened));
    Ok(timings)
}

/// Nothing goes between two people for so long.
pub(crate) async fn of_a_cut(scene: &Scene, network: &Network, seconds: f64) -> Result<Vec<Timing>> {
    let (_, [ana, luis]) = scene.meeting_on(network, ["Ana", "Luis"]).await?;
    network.cut()?;
    pass(&ana, seconds).await?;
    let before = sound(&ana).await?;
    network.heal()?;
    let back = Instant::now();
    eventually("sound is heard again", async || {
        let now = sound(&ana).await?;
        holds(now > before, || format!("{now} packets"))
    })
    .await?;
    luis.is_in_calls(1).await?;
    Ok(vec![since(&format!("way back after {seconds} s: sound is heard again"), back)])
}

async fn sound(person: &Person) -> Result<u64> {
    Ok(person.calls().await?.first().context("no call")?.audio_packets)
}

async fn pass(person: &Person, seconds: f64) -> Result {
    let begun = person.clock().await?;
    eventually("some time", async || {
        let now = person.clock().await?;
        holds(now > begun + seconds * 1000.0, || format!("{} ms", now - begun))
    })
    .await
}

fn since(what: &str, then: Instant) -> Timing {
    Timing::new(what, then.elapsed().as_secs_f64() * 1000.0)
}
