//! The browser's share of `cargo xtask bench`: how long people wait. Prints a table and, as the last line, JSON.
//! Times are the pages' own, on one machine, with every browser of a call on it.

use charlaton_e2e::{
    BrowserOptions, Context, Failure, Find, Person, Result, Scene, eventually_within,
    media::{FirstFrames, holds},
    scene,
};
use serde_json::json;
use std::time::Duration;

/// Each person is another browser: eight of them on two cores take their time.
const PATIENCE: Duration = Duration::from_secs(300);
const NAMES: [&str; 8] = ["Ana", "Luis", "Eva", "Hugo", "Sofia", "Pablo", "Marta", "Diego"];

/// One row.
struct Timing {
    what: String,
    /// Absent when it was not reached.
    milliseconds: Option<f64>,
}

/// The arguments are the numbers of people, 3 5 8 without any.
#[tokio::main]
async fn main() -> Result {
    let mut sizes =
        std::env::args().skip(1).map(|size| size.parse()).collect::<std::result::Result<Vec<usize>, _>>()?;
    if sizes.is_empty() {
        sizes.extend([3, 5, 8]);
    }
    let mut timings = measure("time to the lobby, empty cache", lobby).await;
    timings.extend(measure("join click to first remote frame", first_frames).await);
    for people in sizes {
        let name = format!("{people} people join at once, all see each other");
        timings.extend(measure(&name, async |scene| everybody(scene, people, &name).await).await);
    }
    let rows: Vec<_> = timings
        .iter()
        .map(|row| json!({ "what": row.what, "ms": row.milliseconds.map(f64::round) }))
        .collect();
    println!("{}", json!({ "browser": rows }));
    Ok(())
}

/// One measurement that fails (eight browsers may be more than a machine bears) does not take the others with it.
async fn measure(name: &str, measured: impl AsyncFnOnce(&Scene) -> Result<Vec<Timing>>) -> Vec<Timing> {
    let mut rows = Vec::new();
    let folder = format!("bench {name}");
    let played = scene(&folder, async |scene| {
        rows = measured(scene).await?;
        Ok(())
    });
    if let Err(failure) = played.await {
        eprintln!("{failure}");
        rows = vec![Timing { what: name.to_owned(), milliseconds: None }];
    }
    for Timing { what, milliseconds } in &rows {
        let time = milliseconds.map_or_else(|| "not reached".to_owned(), |time| format!("{time:.0} ms"));
        println!("{what:<60} {time:>12}");
    }
    rows
}

/// From the navigation to the lobby's heading, with an empty cache.
async fn lobby(scene: &Scene) -> Result<Vec<Timing>> {
    let ana = scene.person("Ana").await?;
    let room = scene.backend.make_room(&ana.account).await?;
    ana.visit(&format!("/join/{room}")).await?;
    ana.see(Find::Heading("Ready to join?")).await?;
    let shown = ana.first_seen("Ready to join?").await?.context("the lobby was not noted")?;
    let milliseconds = shown - ana.opened_at().await?;
    Ok(vec![Timing { what: "time to the lobby, empty cache".to_owned(), milliseconds: Some(milliseconds) }])
}

/// From the press of "Join" to the first remote picture, at the newcomer and at who is there.
async fn first_frames(scene: &Scene) -> Result<Vec<Timing>> {
    let (room, [luis]) = scene.meeting(["Luis"]).await?;
    let ana = scene.person("Ana").await?;
    ana.enter_lobby(&room).await?;
    ana.enter_meeting(&room).await?;
    let clicked = joined_at(&ana).await?;
    let mut timings = Vec::new();
    for (person, other, who) in [(&ana, &luis, "the newcomer"), (&luis, &ana, "who is there")] {
        let frames = frames_of(person, &[other.id()]).await?;
        let milliseconds = last(&frames, &[other.id()]) - clicked;
        timings.push(Timing {
            what: format!("join click to first remote frame, {who}"),
            milliseconds: Some(milliseconds),
        });
    }
    Ok(timings)
}

/// From the first press of "Join", all pressing at once, until everybody has a picture of everybody, and sound.
async fn everybody(scene: &Scene, count: usize, name: &str) -> Result<Vec<Timing>> {
    let mut people = Vec::new();
    for name in NAMES.iter().take(count) {
        people.push(scene.person_with(name, BrowserOptions::default()).await?);
    }
    let host = people.first().context("nobody")?;
    let room = scene.backend.make_room(&host.account).await?;
    for person in &people {
        person.enter_lobby(&room).await?;
    }
    for person in &people {
        person.press(Find::Button("Join")).await?;
    }
    let (mut first_click, mut last_frame) = (f64::INFINITY, 0.0_f64);
    for person in &people {
        let others: Vec<_> = people.iter().map(Person::id).filter(|id| *id != person.id()).collect();
        let frames = frames_of(person, &others).await?;
        first_click = first_click.min(joined_at(person).await?);
        last_frame = last_frame.max(last(&frames, &others));
        eventually_within(
            PATIENCE,
            &format!("{} gets sound from {} people", person.name(), others.len()),
            async || {
                let calls = person.calls().await?;
                let sounding = calls.iter().filter(|call| call.audio_packets > 0).count();
                holds(sounding == others.len(), || format!("{calls:?}"))
            },
        )
        .await?;
    }
    Ok(vec![Timing { what: name.to_owned(), milliseconds: Some(last_frame - first_click) }])
}

/// When this page's first pictures of these people were shown.
async fn frames_of(person: &Person, others: &[&str]) -> Result<FirstFrames> {
    eventually_within(PATIENCE, &format!("{} sees {} people", person.name(), others.len()), async || {
        let frames = person.first_frames().await?;
        let missing = others.iter().filter(|other| !frames.contains_key(**other)).count();
        holds(missing == 0, || format!("{missing} are missing")).map(|()| frames)
    })
    .await
}

fn last(frames: &FirstFrames, people: &[&str]) -> f64 {
    people.iter().filter_map(|person| frames.get(*person)).copied().fold(0.0, f64::max)
}

/// The last click in the page: it was "Join".
async fn joined_at(person: &Person) -> Result<f64> {
    let timeline = person.timeline().await?;
    let click = timeline.iter().rev().find(|moment| moment.what == "click");
    click.map(|click| click.at).ok_or_else(|| Failure::new("no click was noted"))
}
