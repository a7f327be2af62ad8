//! Much of everything: thousands of messages, the longest names and texts, letters of all directions. The page holds a
//! few of many lines, stays where it is read, and takes nothing that people write for more than words.

use std::cell::Cell;

use charlaton_e2e::{Find, Person, Result, eventually, media::holds, scene};
use fantoccini::key::Key;
use serde::Deserialize;
use serde_json::json;

const MANY: usize = 10_000;
/// Lines in the page at most, with some for the days between them.
const IN_PAGE: usize = 70;

/// What of the log is in the page and in view.
#[derive(Debug, Deserialize)]
struct Log {
    in_page: usize,
    /// The numbers of the messages in view, first and last.
    first: Option<usize>,
    last: Option<usize>,
    /// Whether the lines in the page are those of numbers one after another.
    in_order: bool,
    /// Whether there is nothing but space somewhere in view.
    holes: bool,
}

const LOG: &str = "
    const log = document.querySelector('[role=log]'), view = log.getBoundingClientRect();
    const lines = [...log.querySelectorAll('li.message')];
    const number = (line) => Number(line.innerText.match(/number (\\d+)/)?.[1]);
    const seen = lines.filter((line) => {
        const box = line.getBoundingClientRect();
        return box.bottom > view.top + 1 && box.top < view.bottom - 1;
    });
    const boxes = seen.map((line) => line.getBoundingClientRect());
    const numbers = lines.map(number);
    return {
        in_page: lines.length,
        first: seen.length ? number(seen[0]) : null,
        last: seen.length ? number(seen.at(-1)) : null,
        in_order: numbers.every((n, index) => index === 0 || n === numbers[index - 1] + 1),
        holes: !seen.length || boxes[0].top > view.top + 120 || boxes.at(-1).bottom < view.bottom - 120,
    };";

/// From now on, tasks that hold the page up are noted.
const WATCH: &str = "
    window.__tasks = [];
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => __tasks.push(Math.round(duration))))
        .observe({ type: 'longtask', buffered: false });";

#[tokio::test]
async fn ten_thousand_messages_are_read_by_scrolling() -> Result {
    scene("ten_thousand_messages_are_read_by_scrolling", async |scene| {
        let ana = scene.person("Ana").await?;
        let luis = scene.person("Luis").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        scene
            .backend
            .fill(&ana.account, &room, MANY, |n| format!("number {n}\n{}", "words ".repeat(n % 40)))
            .await?;
        luis.join(&room).await?;
        ana.join(&room).await?;
        ana.run::<Option<bool>>(WATCH, vec![]).await?;
        ana.press(Find::Button("Chat")).await?;
        sees(&ana, "the last message", |log| log.last == Some(MANY - 1)).await?;
        note_tasks(&ana, "opening the chat").await?;

        // Further and further back, page by page.
        ana.run::<Option<bool>>("document.querySelector('[role=log]').focus()", vec![]).await?;
        eventually("Ana is far back", async || {
            ana.key(Key::PageUp).await?;
            let log = sees(&ana, "lines wherever she is", |_| true).await?;
            holds(log.first.is_some_and(|first| first < MANY - 200), || format!("{log:?}"))
        })
        .await?;
        note_tasks(&ana, "going back by pages").await?;

        // What comes meanwhile moves nothing, and is told.
        let before = rests(&ana).await?;
        luis.write("number 10000").await?;
        ana.see(Find::Button("New messages")).await?;
        ana.see(Find::Text("Message from Luis")).await?;
        let after = log(&ana).await?;
        assert_eq!((before.first, before.last), (after.first, after.last));
        assert_eq!(live(&ana).await?.as_deref(), Some("off"), "what is shown again is not said again");

        ana.key(Key::Home).await?;
        sees(&ana, "the first message", |log| log.first == Some(0)).await?;
        eventually("the day of it is in view", async || {
            let top: f64 = ana.run("return document.querySelector('[role=log]').scrollTop", vec![]).await?;
            holds(top == 0.0, || format!("scrolled by {top}"))
        })
        .await?;
        note_tasks(&ana, "a leap to the beginning").await?;

        // Forward by pages, by a leap of the scroll bar, and to what has come.
        eventually("Ana has gone on", async || {
            ana.key(Key::PageDown).await?;
            let log = sees(&ana, "lines wherever she is", |_| true).await?;
            holds(log.first.is_some_and(|first| (150..MANY / 2).contains(&first)), || format!("{log:?}"))
        })
        .await?;
        for tenths in [8, 1, 9, 3, 5] {
            let drag = "const log = document.querySelector('[role=log]');
                log.scrollTop = log.scrollHeight * arguments[0] / 10";
            ana.run::<Option<bool>>(drag, vec![tenths.into()]).await?;
            let there = MANY * (tenths - 1) / 10..MANY * (tenths + 1) / 10;
            sees(&ana, "where the bar is dragged", |log| {
                log.first.is_some_and(|first| there.contains(&first))
            })
            .await?;
        }
        note_tasks(&ana, "leaps").await?;
        ana.press(Find::Button("New messages")).await?;
        sees(&ana, "what has come", |log| log.last == Some(MANY)).await?;
        luis.write("number 10001").await?;
        sees(&ana, "what comes now", |log| log.last == Some(MANY + 1)).await?;
        assert_eq!(live(&ana).await?, None, "and it is said");
        ana.run::<Option<bool>>("document.querySelector('[role=log]').focus()", vec![]).await?;
        ana.key(Key::Home).await?;
        sees(&ana, "the first message again", |log| log.first == Some(0)).await?;
        ana.key(Key::End).await?;
        sees(&ana, "the last message again", |log| log.last == Some(MANY + 1)).await?;
        // As when a keyboard comes up, and when a phone is turned.
        for (width, height) in [(390, 844), (390, 420), (844, 390)] {
            let phone = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
            ana.devtools("Emulation.setDeviceMetricsOverride", &phone).await?;
            sees(&ana, "the last message on a phone", |log| log.last == Some(MANY + 1)).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_long_talk_is_read_part_by_part_afterwards() -> Result {
    scene("a_long_talk_is_read_part_by_part_afterwards", async |scene| {
        let ana = scene.person("Ana").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        scene.backend.fill(&ana.account, &room, MANY, |n| format!("number {n}.")).await?;
        ana.join(&room).await?;
        ana.leave().await?;
        scene.backend.end_room(&ana.account, &room).await?;
        ana.visit(&format!("/resumenes?room={room}")).await?;
        ana.see(Find::Text("Messages 1 to 200 of 10000")).await?;
        ana.see(Find::Text("number 0.")).await?;
        ana.press(Find::Button("Later messages")).await?;
        ana.see(Find::Text("Messages 201 to 400 of 10000")).await?;
        ana.see(Find::Text("number 399.")).await?;
        let lines: usize =
            ana.run("return document.querySelectorAll('.transcript > li').length", vec![]).await?;
        assert_eq!(lines, 200);
        ana.press(Find::Button("Earlier messages")).await?;
        ana.see(Find::Text("number 0.")).await?;
        ana.press(Find::Button("Download as text")).await?;
        ana.see(Find::Text("Saved as")).await
    })
    .await
}

#[tokio::test]
async fn what_people_write_stays_words_in_its_bounds() -> Result {
    scene("what_people_write_stays_words_in_its_bounds", async |scene| {
        let ana = scene.person("Ana").await?;
        let long = scene.person(&"Maximiliana".repeat(5)).await?;
        let room = scene.backend.make_room(&ana.account).await?;
        scene.backend.rename(&long.account, &"Ñandú\u{202e}W".repeat(28)).await?;
        long.join(&room).await?;
        ana.join(&room).await?;
        let html = "<img src=x onerror=alert(1)><b>bold</b>";
        let texts = [
            html.to_owned(),
            "שלום עולם, https://he.example/שלום.".to_owned(),
            "see (https://en.example/Rust_(language)), Https://b.example!".to_owned(),
            "javascript:alert(1) data:text/html,x https://bank.example@evil.example/".to_owned(),
            "😀👩‍👩‍👧 fine".to_owned(),
            format!("{}\nend of it", "w".repeat(3990)),
        ];
        scene.backend.fill(&long.account, &room, texts.len(), |n| texts[n].clone()).await?;
        ana.visit(&format!("/meet/{room}")).await?;
        ana.reads("end of it").await?;
        let messages = ana.messages().await?;
        for text in &texts {
            assert!(messages.iter().any(|message| message.contains(text.as_str())), "{text}: {messages:?}");
        }
        let made: usize =
            ana.run("return document.querySelectorAll('.log :is(b, img, script)').length", vec![]).await?;
        assert_eq!(made, 0);
        let links: Vec<String> = ana
            .run("return [...document.querySelectorAll('.log a')].map((a) => a.getAttribute('href'))", vec![])
            .await?;
        assert_eq!(
            links,
            ["https://he.example/שלום", "https://en.example/Rust_(language)", "Https://b.example"]
        );
        let safe: bool = ana
            .run(
                "return [...document.querySelectorAll('.log a')].every((a) => a.target === '_blank'
                    && a.relList.contains('noopener') && a.relList.contains('nofollow')
                    && getComputedStyle(a).direction === 'ltr')",
                vec![],
            )
            .await?;
        assert!(safe);
        for width in [320, 1280] {
            let size = json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false });
            ana.devtools("Emulation.setDeviceMetricsOverride", &size).await?;
            for panel in ["People", "Chat"] {
                ana.press(Find::Button(panel)).await?;
                eventually(&format!("{panel} fits into {width} pixels"), async || {
                    let wide: Vec<String> = ana.run(TOO_WIDE, vec![]).await?;
                    holds(wide.is_empty(), || format!("{wide:?}"))
                })
                .await?;
            }
            ana.see(Find::Field("Message to everybody")).await?;
        }
        Ok(())
    })
    .await
}

/// What of the page sticks out of it, or of the panel.
const TOO_WIDE: &str = "
    const wide = [document.documentElement, ...document.querySelectorAll('.panel, .log, .composer, .people-panel')];
    return wide.filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.className || box.tagName)";

#[tokio::test]
async fn what_is_too_long_is_kept_and_says_by_how_much() -> Result {
    scene("what_is_too_long_is_kept_and_says_by_how_much", async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        ana.press(Find::Button("Chat")).await?;
        ana.run::<Option<bool>>("document.querySelector('#chat-text').focus()", vec![]).await?;
        let text = "ñ".repeat(4012);
        ana.devtools("Input.insertText", &json!({ "text": text })).await?;
        ana.see(Find::Text("12 characters too many")).await?;
        ana.key(Key::Enter).await?;
        let kept: String = ana.run("return document.querySelector('#chat-text').value", vec![]).await?;
        assert_eq!(kept, text, "nothing is cut off, and nothing is sent");
        for _ in 0..12 {
            ana.key(Key::Backspace).await?;
        }
        ana.see(Find::Text("0 characters left")).await?;
        ana.key(Key::Enter).await?;
        let arrived = luis.reads(&"ñ".repeat(4000)).await?;
        assert!(!arrived.contains(&"ñ".repeat(4001)));
        Ok(())
    })
    .await
}

async fn log(person: &Person) -> Result<Log> {
    person.run(LOG, vec![]).await
}

/// Waits for a view of the log that is like this. It never holds more than some, nor any of them twice.
async fn sees(person: &Person, what: &str, is_it: impl Fn(&Log) -> bool) -> Result<Log> {
    eventually(&format!("{} sees {what}", person.name()), async || {
        let log = log(person).await?;
        assert!(log.in_page <= IN_PAGE && log.in_order, "{log:?}");
        holds(is_it(&log) && !log.holes, || format!("{log:?}")).map(|()| log)
    })
    .await
}

/// Waits until the view stands still: a key scrolls softly, and what it has left for a moment is not where it ends.
async fn rests(person: &Person) -> Result<Log> {
    let before = Cell::new(None);
    eventually(&format!("the log of {} stands still", person.name()), async || {
        let script = "return document.querySelector('[role=log]').scrollTop";
        let now: f64 = person.run(script, vec![]).await?;
        holds(before.replace(Some(now)) == Some(now), || format!("at {now}"))
    })
    .await?;
    sees(person, "lines where she is", |_| true).await
}

/// Whether screen readers are told of what comes into the log.
async fn live(person: &Person) -> Result<Option<String>> {
    person.run("return document.querySelector('[role=log]').getAttribute('aria-live')", vec![]).await
}

/// Prints how long the page was held up since the last time.
async fn note_tasks(person: &Person, what: &str) -> Result {
    let tasks: Vec<u64> = person.run("return __tasks.splice(0)", vec![]).await?;
    println!("{what}: tasks of more than 50 ms: {tasks:?}");
    Ok(())
}
