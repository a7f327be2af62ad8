//! The testing checklist of the integration guide, one test for each line, with two people.

use charlaton_e2e::{Context, Failure, Find, Person, Result, eventually, media::holds, scene};

#[tokio::test]
async fn join_by_websocket() -> Result {
    scene("join_by_websocket", async |scene| {
        let (room, [ana]) = scene.meeting(["Ana"]).await?;

        let sockets = ana.sockets().await?;
        assert!(!sockets.is_empty());
        for socket in &sockets {
            assert!(socket.url.starts_with("ws://localhost:") || socket.url.starts_with("wss://localhost:"));
            assert!(
                socket.url.contains("/socket.io/") && socket.url.contains("transport=websocket"),
                "{socket:?}"
            );
            assert_eq!(socket.ready_state, 1, "open");
        }
        let polled = "return performance.getEntriesByType('resource')
            .filter(({ name }) => name.includes('transport=polling')).length";
        assert_eq!(ana.run::<u32>(polled, vec![]).await?, 0);

        let timeline = ana.timeline().await?;
        let asked = timeline.iter().position(|moment| moment.is("out", "join_room"));
        let admitted = timeline.iter().position(|moment| moment.is("in", "join_room_success"));
        assert!(asked.is_some() && asked < admitted, "{timeline:?}");
        ana.see(Find::Text(&room)).await
    })
    .await
}

#[tokio::test]
async fn webrtc_starts_after_join() -> Result {
    scene("webrtc_starts_after_join", async |scene| {
        let (room, [luis]) = scene.meeting(["Luis"]).await?;
        let ana = scene.person("Ana").await?;

        ana.enter_lobby(&room).await?;
        assert_eq!(ana.peers_made().await?, 0, "a lobby calls nobody");

        ana.enter_meeting(&room).await?;
        ana.is_in_calls(1).await?;
        let timeline = ana.timeline().await?;
        let admitted = timeline.iter().position(|moment| moment.is("in", "join_room_success"));
        let started = timeline.iter().position(|moment| moment.what == "peer");
        assert!(admitted.is_some() && admitted < started, "{timeline:?}");
        assert!(timeline.iter().any(|moment| moment.is("out", "webrtc_offer")), "the newcomer offers");

        let timeline = luis.timeline().await?;
        assert!(!timeline.iter().any(|moment| moment.is("out", "webrtc_offer")), "who is there only answers");
        assert!(timeline.iter().any(|moment| moment.is("out", "webrtc_answer")));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn local_audio_toggles() -> Result {
    scene("local_audio_toggles", async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        luis.media_flows().await?;
        assert_eq!(ana.sends_audio().await?, 1);

        ana.press(Find::Button("Turn microphone off")).await?;
        ana.see(Find::Button("Turn microphone on")).await?;
        luis.reads_on_tile_of(ana.id(), "microphone off").await?;
        assert_eq!(ana.sends_audio().await?, 0);
        is_silent_while_pictures_move(&luis).await?;

        ana.press(Find::Button("Turn microphone on")).await?;
        ana.see(Find::Button("Turn microphone off")).await?;
        eventually("the tile does not say “microphone off” any more", async || {
            let tile = luis.has_tile_of(ana.id()).await?;
            holds(!tile.text.contains("microphone off"), || tile.text.clone())
        })
        .await?;
        luis.media_flows().await?;
        assert_eq!(ana.sends_audio().await?, 1);
        assert_eq!(ana.peers_made().await?, 1, "muting negotiates nothing");
        Ok(())
    })
    .await
}

/// More than a decoder's rounding, which is a bit now and then (1e-9 a second), and less than one beep of the fake
/// microphone (over 1e-5), in the unit of `totalAudioEnergy`.
const AUDIBLE: f64 = 1e-7;

/// The fake microphone beeps every second, so a silence of 60 pictures (at most 20 come in a second) is one.
async fn is_silent_while_pictures_move(person: &Person) -> Result {
    let mut start = person.calls().await?;
    eventually("silence for 60 pictures", async || {
        let now = person.calls().await?;
        let (Some(first), Some(last)) = (start.first(), now.first()) else {
            return Err(Failure::new("no call"));
        };
        let energy = last.audio_energy - first.audio_energy;
        let pictures = last.frames_decoded - first.frames_decoded;
        if energy > AUDIBLE {
            // What was under way, or what the decoder makes up at the end of it.
            start = now;
        }
        holds(energy <= AUDIBLE && pictures >= 60, || format!("{energy} of sound in {pictures} pictures"))
    })
    .await
}

#[tokio::test]
async fn camera_toggles() -> Result {
    scene("camera_toggles", async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        luis.sees_pictures_of(&[luis.id(), ana.id()]).await?;

        ana.press(Find::Button("Turn camera off")).await?;
        ana.see(Find::Button("Turn camera on")).await?;
        eventually("Ana's camera is released", async || {
            let captured = ana.captured().await?;
            holds(!captured.iter().any(|track| track.kind == "video" && track.live), || {
                format!("{captured:?}")
            })
        })
        .await?;
        assert_eq!(ana.sends_video().await?, 0);

        ana.press(Find::Button("Turn camera on")).await?;
        ana.see(Find::Button("Turn camera off")).await?;
        luis.sees_pictures_of(&[luis.id(), ana.id()]).await?;
        assert_eq!(ana.peers_made().await?, 1, "neither does the camera");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn second_user_joins_and_a_peer_connection_is_established() -> Result {
    scene("second_user_joins_and_a_peer_connection_is_established", async |scene| {
        let (room, [luis]) = scene.meeting(["Luis"]).await?;
        assert_eq!(luis.peers_made().await?, 0);

        let ana = scene.person("Ana").await?;
        ana.join(&room).await?;
        for person in [&ana, &luis] {
            person.is_in_calls(1).await?;
            person.sees_pictures_of(&[ana.id(), luis.id()]).await?;
            assert_eq!(person.peers_made().await?, 1);
        }
        let own = ana.has_tile_of(ana.id()).await?;
        assert!(own.muted, "one does not hear oneself");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn audio_is_exchanged() -> Result {
    scene("audio_is_exchanged", async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        ana.media_flows().await?;
        luis.media_flows().await
    })
    .await
}

#[tokio::test]
async fn ice_candidates_are_exchanged() -> Result {
    scene("ice_candidates_are_exchanged", async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        for person in [&ana, &luis] {
            let timeline = person.timeline().await?;
            for direction in ["in", "out"] {
                // One form of the second server calls them otherwise.
                let relayed = timeline.iter().any(|moment| {
                    moment.is(direction, "webrtc_ice_candidate") || moment.is(direction, "ice_candidate")
                });
                assert!(relayed, "{} has none {direction}: {timeline:?}", person.name());
            }
            let calls = person.calls().await?;
            let call = calls.first().context("no call")?;
            assert!(call.local_candidates > 0 && call.remote_candidates > 0, "{call:?}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn remote_audio_plays() -> Result {
    scene("remote_audio_plays", async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        ana.hears(&[luis.id()]).await?;
        luis.hears(&[ana.id()]).await
    })
    .await
}

#[tokio::test]
async fn leaving_cleans_up() -> Result {
    scene("leaving_cleans_up", async |scene| {
        let (_, [luis, ana]) = scene.meeting(["Luis", "Ana"]).await?;
        assert!(ana.captured().await?.iter().any(|track| track.live));

        ana.leave().await?;
        eventually("nothing of the call is left", async || {
            let captured = ana.captured().await?;
            holds(captured.iter().all(|track| !track.live), || format!("{captured:?}"))?;
            let (calls, sockets, sounds) = (ana.calls().await?, ana.sockets().await?, ana.sounds().await?);
            holds(calls.is_empty(), || format!("{calls:?}"))?;
            holds(sockets.iter().all(|socket| socket.ready_state == 3), || format!("{sockets:?}"))?;
            holds(sounds.is_empty(), || format!("{sounds:?}"))
        })
        .await?;

        luis.is_in_calls(0).await?;
        luis.sees_pictures_of(&[luis.id()]).await?;
        assert!(luis.sounds().await?.is_empty());
        assert!(luis.captured().await?.iter().any(|track| track.live), "who stays keeps the camera");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn chat_goes_both_ways() -> Result {
    scene("chat_goes_both_ways", async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        ana.write("Can you hear me, <b>Luis</b>?").await?;
        assert!(luis.reads("Can you hear me, <b>Luis</b>?").await?.contains("Ana"), "with its author");
        luis.write("Sí, ¡muy bien! 👍").await?;
        assert!(ana.reads("Sí, ¡muy bien! 👍").await?.contains("Luis"));
        for person in [&ana, &luis] {
            let messages = person.messages().await?;
            assert_eq!(messages.len(), 2, "each once: {messages:?}");
            person.stops_seeing(Find::Text("Sending…")).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_participant_list_follows_joins_and_leaves() -> Result {
    scene("the_participant_list_follows_joins_and_leaves", async |scene| {
        let (room, [luis]) = scene.meeting(["Luis"]).await?;
        luis.lists(&[&luis]).await?;
        let ana = scene.person("Ana").await?;
        ana.join(&room).await?;
        luis.lists(&[&luis, &ana]).await?;
        ana.lists(&[&luis, &ana]).await?;
        luis.see(Find::Text("Ana joined")).await?;
        ana.leave().await?;
        luis.lists(&[&luis]).await?;
        luis.see(Find::Text("Ana left")).await
    })
    .await
}
