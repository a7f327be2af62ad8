//! Messages to one person: they reach that person alone, and what is typed for one is never lost, nor told to others.

use charlaton_e2e::{Find, Person, Result, Scene, calm_scene, eventually, media::holds, scene};

const FAILED: Find = Find::Text("Not sent.");
const TO_ALL: &str = "Message to everybody";
const TO_LUIS: &str = "Private message to Luis";

/// The first message is dropped without a word.
const DROPPED: &str = "
    const send = WebSocket.prototype.send;
    let dropped = false;
    WebSocket.prototype.send = function (data) {
        if (!dropped && String(data).startsWith('42[\"message\"')) dropped = true;
        else send.call(this, data);
    };";

#[tokio::test]
async fn a_private_message_is_read_by_its_addressee_alone() -> Result {
    scene("a_private_message_is_read_by_its_addressee_alone", async |scene| {
        let (room, [ana, luis, eva]) = scene.meeting(["Ana", "Luis", "Eva"]).await?;
        eva.press(Find::Button("Chat")).await?;
        ana.press(Find::Button("Chat")).await?;
        address(&ana, "Luis").await?;
        ana.fill(TO_LUIS, "Between us").await?;
        ana.press(Find::Button("Send")).await?;
        luis.see(Find::Text("Private message from Ana")).await?;
        luis.press(Find::Button("Chat")).await?;
        shows(&ana, "Between us", "Private, to Luis").await?;
        shows(&luis, "Between us", "Private, to you").await?;

        address(&luis, "Ana").await?;
        luis.fill("Private message to Ana", "Of course").await?;
        luis.press(Find::Button("Send")).await?;
        shows(&ana, "Of course", "Private, to you").await?;
        shows(&luis, "Of course", "Private, to Ana").await?;

        // What comes after them shows that nothing more is under way.
        address(&luis, "Everybody").await?;
        luis.fill(TO_ALL, "Hello all").await?;
        luis.press(Find::Button("Send")).await?;
        eva.reads("Hello all").await?;
        assert_eq!(eva.messages().await?.len(), 1, "{:?}", eva.messages().await?);

        for person in [&ana, &luis, &eva] {
            person.visit(&format!("/meet/{room}")).await?;
            person.reads("Hello all").await?;
        }
        shows(&ana, "Between us", "Private, to Luis").await?;
        shows(&ana, "Of course", "Private, to you").await?;
        shows(&luis, "Between us", "Private, to you").await?;
        assert_eq!(eva.messages().await?.len(), 1, "{:?}", eva.messages().await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_written_to_somebody_who_leaves_is_kept_until_they_are_back() -> Result {
    calm_scene("what_is_written_to_somebody_who_leaves_is_kept_until_they_are_back", async |scene| {
        let (room, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        ana.press(Find::Button("People")).await?;
        ana.press(Find::Listed("Options for Luis")).await?;
        ana.press(Find::Button(TO_LUIS)).await?;
        ana.see(Find::Field(TO_LUIS)).await?;
        eventually("the field has the focus", async || {
            let name = ana.focused_name().await?;
            holds(name == TO_LUIS, || name)
        })
        .await?;
        ana.type_text("Wait for me").await?;
        luis.leave().await?;
        ana.see(Find::Text("Luis is not in the meeting. What you wrote is kept.")).await?;
        assert!(!can_send(&ana).await?);
        assert_eq!(ana.messages().await?.len(), 0);

        ana.visit(&format!("/meet/{room}")).await?;
        ana.press(Find::Button("Chat")).await?;
        ana.see(Find::Text("Luis is not in the meeting. What you wrote is kept.")).await?;
        assert_eq!(text_of(&ana).await?, "Wait for me");

        luis.join(&room).await?;
        luis.press(Find::Button("Chat")).await?;
        ana.stops_seeing(Find::Text("Luis is not in the meeting. What you wrote is kept.")).await?;
        ana.press(Find::Button("Send")).await?;
        shows(&luis, "Wait for me", "Private, to you").await
    })
    .await
}

#[tokio::test]
async fn each_addressee_has_a_text_that_nothing_takes_away() -> Result {
    calm_scene("each_addressee_has_a_text_that_nothing_takes_away", async |scene| {
        let (room, [ana, _luis]) = scene.meeting(["Ana", "Luis"]).await?;
        ana.press(Find::Button("Chat")).await?;
        address(&ana, "Luis").await?;
        ana.fill(TO_LUIS, "for Luis").await?;
        address(&ana, "Everybody").await?;
        assert_eq!(text_of(&ana).await?, "");
        ana.fill(TO_ALL, "for all").await?;
        ana.press(Find::Button("People")).await?;
        ana.press(Find::Button("Chat")).await?;
        assert_eq!(text_of(&ana).await?, "for all");

        ana.visit(&format!("/meet/{room}")).await?;
        ana.press(Find::Button("Chat")).await?;
        ana.see(Find::Field(TO_ALL)).await?;
        assert_eq!(text_of(&ana).await?, "for all");
        eventually("Luis can be chosen", async || {
            let there: bool = ana.run("return Boolean(document.querySelector('#chat-to'))", vec![]).await?;
            holds(there, || "nobody can".to_owned())
        })
        .await?;
        address(&ana, "Luis").await?;
        ana.see(Find::Field(TO_LUIS)).await?;
        assert_eq!(text_of(&ana).await?, "for Luis");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_private_message_that_was_dropped_is_sent_again_to_the_same_person() -> Result {
    calm_scene("a_private_message_that_was_dropped_is_sent_again_to_the_same_person", async |scene| {
        let (ana, luis) = ana_behind(scene, DROPPED).await?.1;
        ana.press(Find::Button("Chat")).await?;
        address(&ana, "Luis").await?;
        ana.fill(TO_LUIS, "Between us").await?;
        ana.press(Find::Button("Send")).await?;
        ana.see(FAILED).await?;
        shows(&ana, "Between us", "Private, to Luis").await?;
        ana.press(Find::Button("Try again")).await?;
        shows(&luis, "Between us", "Private, to you").await?;
        ana.stops_seeing(FAILED).await?;
        assert_eq!((ana.messages().await?.len(), luis.messages().await?.len()), (1, 1));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_message_that_was_not_sent_survives_a_reload() -> Result {
    calm_scene("a_message_that_was_not_sent_survives_a_reload", async |scene| {
        let (room, (ana, luis)) = ana_behind(scene, DROPPED).await?;
        luis.write("Ready?").await?;
        ana.reads("Ready?").await?;
        ana.write("On my way").await?;
        ana.see(Find::Text("Sending…")).await?;
        ana.visit(&format!("/meet/{room}")).await?;
        ana.press(Find::Button("Chat")).await?;
        ana.see(FAILED).await?;
        assert_eq!(luis.messages().await?.len(), 1);
        ana.press(Find::Button("Try again")).await?;
        // Every page of this tab drops its first.
        ana.see(FAILED).await?;
        ana.press(Find::Button("Try again")).await?;
        luis.reads("On my way").await?;
        ana.stops_seeing(FAILED).await?;
        assert_eq!((ana.messages().await?.len(), luis.messages().await?.len()), (2, 2));
        Ok(())
    })
    .await
}

/// A room with two people, and one of them behind such a server.
async fn ana_behind(scene: &Scene, server: &str) -> Result<(String, (Person, Person))> {
    let (room, [luis]) = scene.meeting(["Luis"]).await?;
    luis.press(Find::Button("Chat")).await?;
    let ana = scene.person("Ana").await?;
    ana.before_pages(server).await?;
    ana.join(&room).await?;
    ana.is_in_calls(1).await?;
    Ok((room, (ana, luis)))
}

/// Chooses whom to write to.
async fn address(person: &Person, name: &str) -> Result {
    let script = "const select = document.querySelector('#chat-to');
        const option = [...(select?.options ?? [])].find(({ text }) => text === arguments[0]);
        if (!option) return false;
        select.value = option.value;
        select.dispatchEvent(new Event('change', { bubbles: true }));
        return true";
    eventually(&format!("{} writes to {name}", person.name()), async || {
        holds(person.run(script, vec![name.into()]).await?, || "there is no such choice".to_owned())
    })
    .await?;
    let shown =
        "const select = document.querySelector('#chat-to'); return select.selectedOptions[0]?.text ?? ''";
    eventually("the choice is shown", async || {
        let chosen: String = person.run(shown, vec![]).await?;
        holds(chosen == name, || chosen)
    })
    .await
}

/// Waits until a message with this text is shown with this mark.
async fn shows(person: &Person, text: &str, mark: &str) -> Result {
    eventually(&format!("{} reads “{text}”, marked “{mark}”", person.name()), async || {
        let messages = person.messages().await?;
        let shown = messages.iter().any(|message| message.contains(text) && message.contains(mark));
        holds(shown, || format!("{messages:?}"))
    })
    .await
}

/// What is in the field.
async fn text_of(person: &Person) -> Result<String> {
    person.run("return document.querySelector('#chat-text').value", vec![]).await
}

async fn can_send(person: &Person) -> Result<bool> {
    person.run("return !document.querySelector('.composer button[type=submit]').disabled", vec![]).await
}
