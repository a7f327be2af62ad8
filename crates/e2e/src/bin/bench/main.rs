//! The browser's share of `cargo xtask bench`: how long people wait. Prints a table and, as the last line, JSON.
//! Lighthouse judges the first pages besides.
//! Times are the pages' own, on one machine, with every browser of a call on it: the more people, the more they are
//! times of that machine. So the table also says how busy it was, and how much the program did.

mod cpu;
mod crowd;
mod lighthouse;
mod recovery;
mod talk;

use charlaton_e2e::{
    BrowserOptions, Context, Failure, Find, Person, Result, Scene, media::FirstFrames, network_scene, scene,
};
use serde_json::json;

use crowd::{Media, frames_of};

/// One row.
struct Timing {
    what: String,
    /// Absent when it was not reached.
    milliseconds: Option<f64>,
    note: String,
}

impl Timing {
    fn new(what: &str, milliseconds: f64) -> Self {
        Self { what: what.to_owned(), milliseconds: Some(milliseconds), note: String::new() }
    }
}

/// What is measured, in this order.
const PARTS: [&str; 5] = ["lighthouse", "first", "chat", "recovery", "crowd"];
const SIZES: [usize; 5] = [2, 3, 4, 5, 8];

/// Nobody's browser has been used by somebody else before.
fn anew() -> BrowserOptions {
    BrowserOptions { anew: true, ..BrowserOptions::able() }
}

/// The arguments choose parts, or numbers of people for the last one; without any it is all of it.
#[tokio::main]
async fn main() -> Result {
    let (mut parts, mut sizes) = (Vec::new(), Vec::new());
    for argument in std::env::args().skip(1) {
        match argument.parse::<usize>() {
            Ok(size) => sizes.push(size),
            Err(_) if PARTS.contains(&argument.as_str()) => parts.push(argument),
            Err(_) => return Err(Failure::new(format!("no part is called {argument}: {PARTS:?}"))),
        }
    }
    if parts.is_empty() && sizes.is_empty() {
        parts = PARTS.map(str::to_owned).to_vec();
    }
    if sizes.is_empty() && parts.iter().any(|part| part == "crowd") {
        sizes.extend(SIZES);
    }
    let wanted = |part: &str| parts.iter().any(|wanted| wanted == part);
    let verdicts = if wanted("lighthouse") { lighthouse::judge().await } else { Vec::new() };
    let mut timings = Vec::new();
    if wanted("first") {
        timings.extend(measure("time to the lobby, empty cache", lobby).await);
        timings.extend(measure("join click to first remote frame", first_frames).await);
    }
    if wanted("chat") {
        timings.extend(measure("10,000 messages", talk::of_thousands).await);
    }
    if wanted("recovery") {
        timings.extend(recoveries().await);
    }
    timings.extend(crowds(&sizes).await);
    let rows: Vec<_> = timings
        .iter()
        .map(|row| json!({ "what": row.what, "ms": row.milliseconds.map(f64::round), "note": row.note }))
        .collect();
    println!("{}", json!({ "browser": rows, "lighthouse": verdicts }));
    Ok(())
}

async fn crowds(sizes: &[usize]) -> Vec<Timing> {
    let mut timings = Vec::new();
    for people in sizes.iter().copied() {
        for media in Media::ALL {
            let join = async |scene: &Scene| {
                let joined = tokio::time::timeout(crowd::AT_MOST, crowd::join(scene, people, media)).await;
                joined.unwrap_or_else(|_| Err(Failure::new("this machine has too little time for so many")))
            };
            let rows = measure(&crowd::title(people, media), join).await;
            let reached = rows.iter().all(|row| row.milliseconds.is_some());
            timings.extend(rows);
            if !reached {
                // What takes more of the machine is not reached either.
                break;
            }
        }
    }
    timings
}

/// One measurement that fails (eight browsers may be more than a machine bears) does not take the others with it.
async fn measure(name: &str, measured: impl AsyncFnOnce(&Scene) -> Result<Vec<Timing>>) -> Vec<Timing> {
    let mut rows = Vec::new();
    let played = scene(&folder(name), async |scene| {
        rows = measured(scene).await?;
        Ok(())
    })
    .await;
    told(name, played.map(|()| rows))
}

/// Where it leaves what it saw when it fails.
fn folder(name: &str) -> String {
    format!("bench {name}")
}

fn told(name: &str, measured: Result<Vec<Timing>>) -> Vec<Timing> {
    let rows = measured.unwrap_or_else(|failure| {
        eprintln!("{failure}");
        vec![Timing { what: name.to_owned(), milliseconds: None, note: String::new() }]
    });
    for Timing { what, milliseconds, note } in &rows {
        let time = milliseconds.map_or_else(|| "not reached".to_owned(), |time| format!("{time:.0} ms"));
        println!("{what:<62} {time:>12}  {note}");
    }
    rows
}

/// Of what breaks on the way.
async fn recoveries() -> Vec<Timing> {
    let mut timings = measure("server back after 20 s", recovery::of_the_server).await;
    timings.extend(measure("reload", recovery::of_a_reload).await);
    for seconds in [10.0, 40.0] {
        let name = format!("way back after {seconds} s");
        let mut rows = Vec::new();
        let played = network_scene(&folder(&name), 2, async |scene, network| {
            rows = recovery::of_a_cut(scene, network, seconds).await?;
            Ok(())
        })
        .await;
        timings.extend(told(&name, played.map(|()| rows)));
    }
    timings
}

/// From the navigation to the lobby's heading, with an empty cache.
async fn lobby(scene: &Scene) -> Result<Vec<Timing>> {
    let ana = scene.person_with("Ana", anew()).await?;
    let room = scene.backend.make_room(&ana.account).await?;
    ana.visit(&format!("/join/{room}")).await?;
    ana.see(Find::Heading("Ready to join?")).await?;
    let shown = ana.first_seen("Ready to join?").await?.context("the lobby was not noted")?;
    Ok(vec![Timing::new("time to the lobby, empty cache", shown - ana.opened_at().await?)])
}

/// From the press of "Join" to the first remote picture, at the newcomer and at who is there.
async fn first_frames(scene: &Scene) -> Result<Vec<Timing>> {
    let (room, [luis]) = scene.meeting_of([("Luis", anew())]).await?;
    let ana = scene.person_with("Ana", anew()).await?;
    ana.enter_lobby(&room).await?;
    ana.enter_meeting(&room).await?;
    let clicked = clicked_at(&ana).await?;
    let mut timings = Vec::new();
    for (person, other, who) in [(&ana, &luis, "the newcomer"), (&luis, &ana, "who is there")] {
        let frames = frames_of(person, &[other.id()]).await?;
        let what = format!("join click to first remote frame, {who}");
        timings.push(Timing::new(&what, last_frame(&frames, &[other.id()]) - clicked));
    }
    Ok(timings)
}

fn last_frame(frames: &FirstFrames, people: &[&str]) -> f64 {
    people.iter().filter_map(|person| frames.get(*person)).copied().fold(0.0, f64::max)
}

/// The last click in the page: it was "Join".
async fn clicked_at(person: &Person) -> Result<f64> {
    let timeline = person.timeline().await?;
    let click = timeline.iter().rev().find(|moment| moment.what == "click");
    click.map(|click| click.at).ok_or_else(|| Failure::new("no click was noted"))
}
