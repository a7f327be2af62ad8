//! Of a chat with ten thousand messages: how long it takes to be there, and what holds the page up on the way.

use charlaton_e2e::{Context, Find, Person, Result, Scene, eventually, media::holds};

use crate::Timing;

const MANY: usize = 10_000;

/// Notes tasks of more than 50 ms, and the longest frame, from the next page on.
const WATCH: &str = "
    window.__held = { tasks: [], frame: 0 };
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => __held.tasks.push(duration)))
        .observe({ type: 'longtask', buffered: false });
    let last = performance.now();
    const frame = (now) => { __held.frame = Math.max(__held.frame, now - last); last = now; requestAnimationFrame(frame); };
    requestAnimationFrame(frame);";

/// The longest task and the longest frame since the last time.
const HELD: &str = "
    const { tasks, frame } = __held;
    __held = { tasks: [], frame: 0 };
    return [Math.max(0, ...tasks), frame]";

/// From the press of “Chat” to the frame that shows the last message.
const OPEN: &str = "
    const began = performance.now();
    [...document.querySelectorAll('button')].find((button) => button.getAttribute('aria-label') === 'Chat').click();
    return new Promise((done) => {
        const look = () => document.querySelector('[role=log] li.message')
            ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)))
            : requestAnimationFrame(look);
        look();
    })";

/// Through all of it, 400 pixels a frame for 300 frames, then by leaps.
const SCROLL: &str = "
    const log = document.querySelector('[role=log]');
    return new Promise((done) => {
        let frames = 0;
        const step = () => {
            frames += 1;
            if (frames <= 300) log.scrollTop -= 400;
            else log.scrollTop = log.scrollHeight * ((frames * 37) % 100) / 100;
            if (frames < 340) requestAnimationFrame(step); else done(null);
        };
        requestAnimationFrame(step);
    })";

pub(crate) async fn of_thousands(scene: &Scene) -> Result<Vec<Timing>> {
    let ana = scene.person_with("Ana", crate::anew()).await?;
    let room = scene.backend.make_room(&ana.account).await?;
    scene
        .backend
        .fill(&ana.account, &room, MANY, |n| format!("number {n}\n{}", "words ".repeat(n % 40)))
        .await?;
    ana.before_pages(WATCH).await?;
    ana.enter_lobby(&room).await?;
    ana.run::<Vec<f64>>(HELD, vec![]).await?;
    ana.enter_meeting(&room).await?;
    // The history comes by itself, and an open chat shows it; closed, it costs the same to read.
    eventually("the history", async || {
        let read: bool = ana
            .run("return performance.getEntriesByType('resource').some(({ name }) => name.includes('/message?'))", vec![])
            .await?;
        holds(read, || "it has not come".to_owned())
    })
    .await?;
    let shown: f64 = ana.run(OPEN, vec![]).await?;
    ana.see(Find::Text(&format!("number {}", MANY - 1))).await?;
    let coming = held(&ana).await?;
    ana.press(Find::Button("Close")).await?;
    ana.stops_seeing(Find::Field("Message to everybody")).await?;
    let again: f64 = ana.run(OPEN, vec![]).await?;
    ana.see(Find::Text(&format!("number {}", MANY - 1))).await?;
    held(&ana).await?;
    ana.run::<Option<bool>>(SCROLL, vec![]).await?;
    let scrolling = held(&ana).await?;
    let row = |what: &str, time: f64| Timing::new(&format!("10,000 messages: {what}"), time);
    Ok(vec![
        row("press of the chat, while the history comes, to its frame", shown),
        row("press of the chat, once it has come, to its frame", again),
        row("longest task from the lobby until then", coming.0),
        row("longest task of scrolling", scrolling.0),
        row("longest frame of scrolling", scrolling.1),
    ])
}

async fn held(person: &Person) -> Result<(f64, f64)> {
    let held: Vec<f64> = person.run(HELD, vec![]).await?;
    let [task, frame] = held[..] else { return None.context("two numbers") };
    Ok((task, frame))
}
