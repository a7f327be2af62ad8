//! An uplink that carries the voice, but not every picture.

use std::time::Duration;

use charlaton_e2e::{
    BrowserOptions, Camera, Context, Find, Person, Result, eventually, eventually_within,
    media::{Call, holds},
    network_scene,
};
use serde_json::json;

/// In kilobits a second.
const NARROW: u32 = 1000;
/// More is tried slowly on purpose: after 10 s of good health, 8 % a second.
const PATIENCE: Duration = Duration::from_secs(150);

const CLEAR: Find = Find::Text("Your connection carries sound and clear pictures.");
const SMALL: Find = Find::Text("Your connection carries sound and small pictures.");

#[tokio::test]
async fn a_narrow_uplink_sheds_pictures_and_keeps_the_voice() -> Result {
    let name = "a_narrow_uplink_sheds_pictures_and_keeps_the_voice";
    network_scene(name, 4, async |scene, network| {
        let seat = network.all().next().context("a machine")?;
        let mut seats = network.all();
        // Of the others only sound is looked at, and the processors are for Ana's pictures: a busy device would be a
        // reason of its own for small ones.
        let camera = |name| if name == "Ana" { Camera::Able } else { Camera::default() };
        let people = ["Ana", "Luis", "Eva", "Hugo"].map(|name| {
            let camera = camera(name);
            (name, BrowserOptions { seat: seats.next(), camera, ..BrowserOptions::default() })
        });
        let (_, people) = scene.meeting_of(people).await?;
        let [ana, others @ ..] = &people;
        for person in others {
            person.press(Find::Button("Turn camera off")).await?;
            // Tiles of some 400 lines: more than the narrow uplink carries three times.
            let window = json!({ "width": 1440, "height": 1000, "deviceScaleFactor": 1, "mobile": false });
            person.devtools("Emulation.setDeviceMetricsOverride", &window).await?;
        }
        ana.lists(&people.each_ref()).await?;
        ana.see_within(PATIENCE, CLEAR).await?;
        sends_over(ana, NARROW).await?;

        network.limit_uplink(seat, Some(NARROW))?;
        let (limited_at, before) = (ana.clock().await?, calls_of(others).await?);
        ana.see(SMALL).await?;
        eventually("half a minute of a narrow uplink", async || {
            let now = ana.clock().await?;
            holds(now > limited_at + 30_000.0, || format!("{} ms", now - limited_at))
        })
        .await?;
        let after = calls_of(others).await?;
        assert_eq!(before.len(), 9, "three voices for each of three");
        for (before, after) in before.iter().zip(&after) {
            let lost = after.audio_lost.saturating_sub(before.audio_lost);
            let arrived = after.audio_packets - before.audio_packets;
            assert!(arrived > 100 && lost * 100 < (lost + arrived) * 3, "{lost} lost, {arrived} arrived");
        }
        ana.see(SMALL).await?;
        ana.is_in_calls(3).await?;

        network.limit_uplink(seat, None)?;
        ana.see_within(PATIENCE, CLEAR).await?;
        sends_over(ana, NARROW).await
    })
    .await
}

/// What everybody receives from everybody, in an order that stays.
async fn calls_of(people: &[Person]) -> Result<Vec<Call>> {
    let mut calls = Vec::new();
    for person in people {
        calls.extend(person.calls().await?);
    }
    Ok(calls)
}

/// Waits until somebody sends more than so many kilobits a second.
async fn sends_over(person: &Person, kilobits: u32) -> Result {
    let mut earlier = None;
    eventually_within(PATIENCE, &format!("{} sends over {kilobits} kbit/s", person.name()), async || {
        let now = person.clock().await?;
        let bytes: u64 = person.calls().await?.iter().map(|call| call.bytes_sent).sum();
        let (then, before) = *earlier.get_or_insert((now, bytes));
        holds(now > then + 1000.0, || "a second has not passed".to_owned())?;
        earlier = Some((now, bytes));
        // Bits in milliseconds are kilobits in seconds.
        let rate = ((bytes - before) * 8) as f64 / (now - then);
        holds(rate > f64::from(kilobits), || format!("{rate:.0} kbit/s"))
    })
    .await
}
