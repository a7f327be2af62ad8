//! Who gets which picture: nobody who does not look, nobody more than is seen, and everybody by their own wish.

use charlaton_e2e::{BrowserOptions, Find, Person, Result, Voice, eventually, media::holds, scene};

async fn sends_to(person: &Person, count: usize) -> Result {
    eventually(&format!("{} sends pictures to {count} people", person.name()), async || {
        let senders = person.picture_senders().await?;
        holds(senders == count, || format!("to {senders}"))
    })
    .await
}

#[tokio::test]
async fn a_hidden_page_is_sent_no_pictures() -> Result {
    scene("a_hidden_page_is_sent_no_pictures", async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        sends_to(&ana, 1).await?;
        luis.is_looked_at(false).await?;
        sends_to(&ana, 0).await?;
        sends_to(&luis, 1).await?;
        luis.is_looked_at(true).await?;
        sends_to(&ana, 1).await?;
        luis.media_flows().await?;
        assert_eq!(ana.peers_made().await?, 1, "nothing is negotiated");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn sound_only_stops_pictures_both_ways_and_they_come_back() -> Result {
    scene("sound_only_stops_pictures_both_ways_and_they_come_back", async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        ana.lists(&[&ana, &luis]).await?;
        ana.press(Find::Button("Sound only")).await?;
        for person in [&ana, &luis] {
            sends_to(person, 0).await?;
            person.hears(&[if person.id() == ana.id() { luis.id() } else { ana.id() }]).await?;
        }
        ana.see(Find::Text("Sound only: no pictures are sent or received.")).await?;
        luis.press(Find::Button("People")).await?;
        eventually("Luis is told that Ana sends no picture", async || {
            let camera =
                "return document.querySelector(`li[data-user=\"${arguments[0]}\"]`)?.innerText ?? ''";
            let words: String = luis.run(camera, vec![ana.id().into()]).await?;
            holds(words.contains("camera off"), || words.clone())
        })
        .await?;
        ana.press(Find::Button("Sound only")).await?;
        for person in [&ana, &luis] {
            sends_to(person, 1).await?;
            person.sees_pictures_of(&[ana.id(), luis.id()]).await?;
            person.media_flows().await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_sent_follows_the_size_of_the_tile() -> Result {
    scene("what_is_sent_follows_the_size_of_the_tile", async |scene| {
        let (_, [ana, luis, eva]) =
            scene.meeting_of(["Ana", "Luis", "Eva"].map(|name| (name, BrowserOptions::able()))).await?;
        ana.media_flows().await?;
        let lines = async || -> Result<Vec<u32>> {
            Ok(ana.calls().await?.iter().map(|call| call.lines_sent).collect())
        };
        eventually("pictures are sent to both", async || {
            let lines = lines().await?;
            holds(lines.iter().all(|lines| *lines >= 180), || format!("{lines:?}"))
        })
        .await?;
        let before = lines().await?;
        let small =
            serde_json::json!({ "width": 320, "height": 400, "deviceScaleFactor": 1, "mobile": false });
        eva.devtools("Emulation.setDeviceMetricsOverride", &small).await?;
        eventually("one of them gets fewer lines", async || {
            let lines = lines().await?;
            let fewer = before.iter().zip(&lines).filter(|(before, now)| now < before).count();
            holds(fewer == 1 && lines.iter().any(|lines| *lines <= 180), || format!("{before:?} {lines:?}"))
        })
        .await?;
        eva.sees_pictures_of(&[ana.id(), luis.id(), eva.id()]).await
    })
    .await
}

/// A voice is fifty packets a second; of silence there is one now and then, so that the other side knows that it lasts.
#[tokio::test]
async fn silence_takes_next_to_nothing_of_an_uplink() -> Result {
    scene("silence_takes_next_to_nothing_of_an_uplink", async |scene| {
        let luis = scene.person("Luis").await?;
        let room = scene.backend.make_room(&luis.account).await?;
        luis.join(&room).await?;
        let silent = BrowserOptions { voice: Voice::Silent, ..BrowserOptions::default() };
        let ana = scene.person_with("Ana", silent).await?;
        ana.join(&room).await?;
        luis.is_in_calls(1).await?;
        ana.hears(&[luis.id()]).await?;
        // While somebody is heard, what cancels their echo leaves a hiss.
        luis.press(Find::Button("Turn microphone off")).await?;
        let heard = async || -> Result<(u64, f64)> {
            let packets = luis.calls().await?.iter().map(|call| call.audio_packets).sum();
            Ok((packets, luis.clock().await?))
        };
        eventually("silence is no longer sent", async || {
            let (before, since) = heard().await?;
            let (now, at) = eventually("two seconds", async || {
                let (now, at) = heard().await?;
                holds(at > since + 2_000.0, || format!("{at}"))?;
                Ok((now, at))
            })
            .await?;
            #[expect(clippy::cast_precision_loss, reason = "some hundreds")]
            let each_second = (now - before) as f64 * 1_000.0 / (at - since);
            holds(now > before && each_second < 12.0, || format!("{each_second} packets a second"))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn a_report_names_everybody() -> Result {
    scene("a_report_names_everybody", async |scene| {
        let (room, [ana, luis, eva]) = scene.meeting(["Ana", "Luis", "Eva"]).await?;
        ana.lists(&[&ana, &luis, &eva]).await?;
        ana.see(Find::Text("direct")).await?;
        // The clipboard of a browser without a head cannot be read; what is written to it can.
        let watch =
            "navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve() }";
        ana.run::<Option<bool>>(watch, vec![]).await?;
        ana.press(Find::Button("Copy report")).await?;
        ana.see(Find::Button("Copied")).await?;
        let report: String = ana.run("return window.copied", vec![]).await?;
        for words in [room.as_str(), "Ana", "Luis", "Eva", "direct", "there and back"] {
            assert!(report.contains(words), "{words} is missing in: {report}");
        }
        Ok(())
    })
    .await
}
