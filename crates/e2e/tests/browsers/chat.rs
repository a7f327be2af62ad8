//! Messages that seem not to arrive: the person decides, and nothing is said twice.

use charlaton_e2e::{Find, Person, Result, Scene, calm_scene};

const SENDING: Find = Find::Text("Sending…");
const FAILED: Find = Find::Text("Not sent.");

/// As the older services do with what reaches them at a bad moment: the first message is dropped without a word.
const DROPPED: &str = "
    const send = WebSocket.prototype.send;
    let dropped = false;
    WebSocket.prototype.send = function (data) {
        if (!dropped && String(data).startsWith('42[\"message\"')) dropped = true;
        else send.call(this, data);
    };";

/// As the older services do when storing takes an error for an answer: the first message goes to the others, and its
/// author is not told.
const UNECHOED: &str = "
    const Native = WebSocket;
    let lost = false;
    window.WebSocket = class WebSocket extends Native {
        constructor(...address) {
            super(...address);
            this.addEventListener('message', (event) => {
                if (lost || !String(event.data).startsWith('42[\"message_success\"')) return;
                lost = true;
                event.stopImmediatePropagation();
            });
        }
    };";

#[tokio::test]
async fn a_message_that_was_dropped_is_sent_once_by_trying_again() -> Result {
    calm_scene("a_message_that_was_dropped_is_sent_once_by_trying_again", async |scene| {
        let (ana, luis) = ana_behind(scene, DROPPED).await?;
        ana.write("Are you there?").await?;
        ana.see(SENDING).await?;
        ana.see(FAILED).await?;
        assert!(luis.messages().await?.is_empty(), "it did not get through");

        ana.press(Find::Button("Try again")).await?;
        luis.reads("Are you there?").await?;
        said_once_by_both(&ana, &luis).await
    })
    .await
}

#[tokio::test]
async fn a_message_that_arrived_is_not_sent_again_by_trying_again() -> Result {
    calm_scene("a_message_that_arrived_is_not_sent_again_by_trying_again", async |scene| {
        let (ana, luis) = ana_behind(scene, UNECHOED).await?;
        ana.write("Are you there?").await?;
        luis.reads("Are you there?").await?;
        ana.see(FAILED).await?;

        ana.press(Find::Button("Try again")).await?;
        said_once_by_both(&ana, &luis).await
    })
    .await
}

#[tokio::test]
async fn a_message_that_arrives_after_all_is_shown_once() -> Result {
    calm_scene("a_message_that_arrives_after_all_is_shown_once", async |scene| {
        let (_, [luis, ana]) = scene.meeting(["Luis", "Ana"]).await?;
        luis.press(Find::Button("Chat")).await?;
        scene.backend.freeze().await?;
        ana.write("Are you there?").await?;
        ana.see(FAILED).await?;
        scene.backend.thaw().await?;
        luis.reads("Are you there?").await?;
        said_once_by_both(&ana, &luis).await
    })
    .await
}

#[tokio::test]
async fn a_message_can_be_given_up() -> Result {
    calm_scene("a_message_can_be_given_up", async |scene| {
        let (ana, luis) = ana_behind(scene, DROPPED).await?;
        ana.write("Never mind").await?;
        ana.see(FAILED).await?;
        ana.press(Find::Button("Cancel")).await?;
        ana.stops_seeing(FAILED).await?;
        luis.write("Hello?").await?;
        ana.reads("Hello?").await?;
        for person in [&ana, &luis] {
            let messages = person.messages().await?;
            assert_eq!(messages.len(), 1, "{}: {messages:?}", person.name());
        }
        Ok(())
    })
    .await
}

/// Two people in a meeting, and one of them behind such a server.
async fn ana_behind(scene: &Scene, server: &str) -> Result<(Person, Person)> {
    let (room, [luis]) = scene.meeting(["Luis"]).await?;
    luis.press(Find::Button("Chat")).await?;
    let ana = scene.person("Ana").await?;
    ana.before_pages(server).await?;
    ana.join(&room).await?;
    ana.is_in_calls(1).await?;
    Ok((ana, luis))
}

/// What comes after it, each way, shows that nothing more is under way.
async fn said_once_by_both(ana: &Person, luis: &Person) -> Result {
    ana.stops_seeing(FAILED).await?;
    ana.stops_seeing(SENDING).await?;
    luis.write("Yes").await?;
    ana.reads("Yes").await?;
    ana.write("Good").await?;
    luis.reads("Good").await?;
    for person in [ana, luis] {
        let messages = person.messages().await?;
        let said: Vec<_> = messages.iter().filter(|message| message.contains("Are you there?")).collect();
        assert_eq!((said.len(), messages.len()), (1, 3), "{}: {messages:?}", person.name());
        assert!(messages[0].contains("Are you there?"), "in its place: {messages:?}");
    }
    Ok(())
}
