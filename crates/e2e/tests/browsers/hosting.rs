//! What hosts want of others: it is done at once, in words, and never the other way round.

use charlaton_e2e::{Context, Find, Person, Result, assert_accessible, eventually, media::holds, scene};

#[tokio::test]
async fn the_host_mutes_stops_and_lowers_and_nobody_else_does() -> Result {
    scene("the_host_mutes_stops_and_lowers_and_nobody_else_does", async |scene| {
        let (_, [luis, ana]) = scene.meeting(["Luis", "Ana"]).await?;
        ana.press(Find::Button("Raise hand")).await?;
        luis.reads_on_tile_of(ana.id(), "hand raised").await?;
        luis.lists(&[&luis, &ana]).await?;

        for (item, said, done) in [
            ("Mute", "Luis (host) muted you", "Turn microphone on"),
            ("Stop video", "Luis (host) turned your camera off", "Turn camera on"),
            ("Lower hand", "Luis (host) lowered your hand", "Raise hand"),
        ] {
            luis.press(Find::Listed("Options for Ana")).await?;
            luis.press(Find::Button(item)).await?;
            ana.see(Find::Text(said)).await?;
            ana.see(Find::Button(done)).await?;
        }
        luis.reads_on_tile_of(ana.id(), "microphone off").await?;
        assert_eq!((ana.sends_audio().await?, ana.sends_video().await?), (0, 0));

        // It is theirs again, and the host has no way to switch it on.
        luis.press(Find::Listed("Options for Ana")).await?;
        luis.see(Find::Button("Remove from the meeting")).await?;
        for gone in ["Mute", "Stop video"] {
            assert!(!luis.sees(Find::Button(gone)).await?, "{gone}");
        }
        ana.press(Find::Button("Turn microphone on")).await?;
        ana.see(Find::Button("Turn microphone off")).await?;

        ana.lists(&[&luis, &ana]).await?;
        ana.press(Find::Listed("Options for Luis")).await?;
        ana.see(Find::Button("Private message to Luis")).await?;
        for hosts in ["Mute", "Stop video", "Remove from the meeting", "Mute everybody"] {
            assert!(!ana.sees(Find::Button(hosts)).await?, "{hosts}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_host_mutes_everybody() -> Result {
    scene("the_host_mutes_everybody", async |scene| {
        let (_, [luis, ana, eva]) = scene.meeting(["Luis", "Ana", "Eva"]).await?;
        ana.press(Find::Button("Turn microphone off")).await?;
        ana.see(Find::Button("Turn microphone on")).await?;
        luis.lists(&[&luis, &ana, &eva]).await?;
        luis.press(Find::Button("Mute everybody")).await?;
        eva.see(Find::Text("Luis (host) muted you")).await?;
        eva.see(Find::Button("Turn microphone on")).await?;
        assert!(!ana.sees(Find::Text("Luis (host) muted you")).await?, "hers was off");
        luis.see(Find::Button("Turn microphone off")).await
    })
    .await
}

#[tokio::test]
async fn the_host_puts_somebody_out() -> Result {
    scene("the_host_puts_somebody_out", async |scene| {
        let (_, [luis, ana, eva]) = scene.meeting(["Luis", "Ana", "Eva"]).await?;
        luis.lists(&[&luis, &ana, &eva]).await?;
        luis.press(Find::Listed("Options for Ana")).await?;
        luis.press(Find::Button("Remove from the meeting")).await?;
        luis.see(Find::Heading("Remove from the meeting?")).await?;
        luis.see(Find::Text("Ana leaves at once.")).await?;
        assert_accessible(&luis, "the question before somebody is put out").await?;
        luis.press_in_dialog("Cancel").await?;
        luis.stops_seeing(Find::Heading("Remove from the meeting?")).await?;
        assert_eq!(luis.focused_name().await?, "Options for Ana", "the dialog gives the focus back");
        ana.is_in_calls(2).await?;

        remove(&luis, "Ana").await?;
        is_out(&ana).await?;
        assert!(!ana.sees(Find::Link("Rejoin")).await?);
        eva.see(Find::Text("Ana left")).await?;
        for person in [&luis, &eva] {
            person.is_in_calls(1).await?;
            person.lists(&[&luis, &eva]).await?;
        }
        Ok(())
    })
    .await
}

/// Where the servers can tell people apart, who was put out of a private room does not come straight back.
#[tokio::test]
async fn who_was_put_out_of_a_private_room_must_be_let_in_again() -> Result {
    scene("who_was_put_out_of_a_private_room_must_be_let_in_again", async |scene| {
        let (luis, ana) = (scene.person("Luis").await?, scene.person("Ana").await?);
        let room = scene.backend.make_private_room(&luis.account).await?;
        luis.join(&room).await?;
        scene.backend.let_in(&luis.account, &ana.account, &room).await?;
        ana.join(&room).await?;
        luis.is_in_calls(1).await?;
        luis.lists(&[&luis, &ana]).await?;
        remove(&luis, "Ana").await?;
        is_out(&ana).await?;
        luis.lists(&[&luis]).await?;
        if !scene.backend.keeps_private_rooms() {
            return Ok(());
        }
        ana.visit(&format!("/meet/{room}")).await?;
        ana.see(Find::Text("This meeting is private")).await?;
        scene.backend.let_in(&luis.account, &ana.account, &room).await?;
        ana.visit(&format!("/meet/{room}")).await?;
        luis.is_in_calls(1).await
    })
    .await
}

#[tokio::test]
async fn people_are_found_by_name_whatever_the_accents() -> Result {
    scene("people_are_found_by_name_whatever_the_accents", async |scene| {
        let (room, [luis]) = scene.meeting(["Luis"]).await?;
        let mut others = Vec::new();
        for name in ["Zoe", "Ana", "Íñigo", "Eva"] {
            let account = scene.backend.sign_up(name).await?;
            let token = account.access_token().context("no token")?.to_owned();
            let come = vec![scene.backend.chat_url().into(), token.into(), room.clone().into()];
            luis.run::<Option<bool>>(COME, come).await?;
            others.push(account.id);
        }
        luis.press(Find::Button("People")).await?;
        let [zoe, ana, inigo, eva] = [0, 1, 2, 3].map(|other| others[other].as_str());
        lists(&luis, &[luis.id(), ana, eva, inigo, zoe]).await?;
        assert_accessible(&luis, "the list of five people").await?;

        luis.fill("Search people", "INIGO").await?;
        lists(&luis, &[inigo]).await?;
        luis.fill("Search people", "nobody at all").await?;
        luis.see(Find::Text("Nobody here is called that.")).await
    })
    .await
}

/// Somebody else enters, as far as a list of people goes: nothing but a socket.
const COME: &str = r#"
    const [chat, token, room] = arguments;
    const socket = new WebSocket(`${chat.replace(/^http/, "ws")}/socket.io/?EIO=4&transport=websocket`);
    socket.onmessage = ({ data }) => {
        if (data.startsWith("0")) socket.send(`40${JSON.stringify({ token })}`);
        if (data.startsWith("40")) socket.send(`42${JSON.stringify(["join_room", room])}`);
        if (data === "2") socket.send("3");
    };
    return true"#;

/// Waits until the list names these, in this order.
async fn lists(person: &Person, wanted: &[&str]) -> Result {
    eventually(&format!("{} lists {} people in order", person.name(), wanted.len()), async || {
        let listed = person.people().await?;
        holds(listed == wanted, || format!("{listed:?} instead of {wanted:?}"))
    })
    .await
}

async fn remove(host: &Person, name: &str) -> Result {
    host.press(Find::Listed(&format!("Options for {name}"))).await?;
    host.press(Find::Button("Remove from the meeting")).await?;
    host.see(Find::Heading("Remove from the meeting?")).await?;
    host.press_in_dialog("Remove from the meeting").await
}

async fn is_out(person: &Person) -> Result {
    person.see(Find::Heading("The host removed you from the meeting")).await?;
    person.is_at("/left").await?;
    assert!(person.calls().await?.is_empty());
    assert!(person.captured().await?.iter().all(|track| !track.live), "camera and microphone are off");
    Ok(())
}
