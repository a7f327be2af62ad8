//! When the server goes away, the call does not.

use charlaton_e2e::{BackendOptions, Find, Result, media::holds, scene};

const LOST: Find = Find::Text("Connection to the server lost; reconnecting. The call goes on.");

#[tokio::test]
async fn a_call_outlives_the_server() -> Result {
    scene("a_call_outlives_the_server", async |scene| {
        let (room, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        ana.write("Before").await?;
        luis.reads("Before").await?;

        scene.backend.kill().await?;
        for person in [&ana, &luis] {
            person.see(LOST).await?;
            person.media_flows().await?;
        }

        scene.backend.start_again(&BackendOptions::default()).await?;
        for person in [&ana, &luis] {
            person.stops_seeing(LOST).await?;
            person.lists(&[&ana, &luis]).await?;
            assert_eq!(person.peers_made().await?, 1, "the call was kept, not made again");
            for words in ["Ana left", "Luis left"] {
                holds(!person.sees(Find::Text(words)).await?, || format!("“{words}”: who returned later"))?;
            }
        }
        ana.write("After").await?;
        luis.reads("After").await?;

        let eva = scene.person("Eva").await?;
        eva.join(&room).await?;
        for person in [&ana, &luis, &eva] {
            person.is_in_calls(2).await?;
            person.sees_pictures_of(&[ana.id(), luis.id(), eva.id()]).await?;
            person.lists(&[&ana, &luis, &eva]).await?;
        }
        eva.reads("After").await?;
        let messages = eva.messages().await?;
        assert!(messages.len() == 2 && messages[0].contains("Before"), "{messages:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_written_meanwhile_arrives_once() -> Result {
    scene("what_is_written_meanwhile_arrives_once", async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        scene.backend.kill().await?;
        ana.see(LOST).await?;
        ana.write("Are you there?").await?;
        ana.see(Find::Text("Sending…")).await?;
        scene.backend.start_again(&BackendOptions::default()).await?;
        luis.reads("Are you there?").await?;
        ana.stops_seeing(Find::Text("Sending…")).await?;
        for person in [&ana, &luis] {
            let messages = person.messages().await?;
            assert_eq!(messages.len(), 1, "{}: {messages:?}", person.name());
        }
        Ok(())
    })
    .await
}
