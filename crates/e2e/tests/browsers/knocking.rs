//! Asking to be let into a private room.
//!
//! The existing services cannot tell people apart there: one grant, the host's own, lets everybody in. What is left to
//! see there is that who waits comes in once it is given.

use charlaton_e2e::{Find, Person, Result, Scene, assert_accessible, calm_scene, eventually, media::holds};

const ASKING: Find = Find::Text("Asking to be let in…");

/// From the lobby to the door of a private room.
async fn knock(guest: &Person, room: &str) -> Result {
    guest.enter_lobby(room).await?;
    guest.press(Find::Button("Join")).await?;
    guest.see(Find::Heading("This meeting is private")).await?;
    guest.see(ASKING).await
}

/// Luis, who is inside a private room of his, and Ana, who asks to be let in.
async fn at_the_door(scene: &Scene) -> Result<(String, [Person; 2])> {
    let luis = scene.person("Luis").await?;
    let room = scene.backend.make_private_room(&luis.account).await?;
    luis.join(&room).await?;
    let ana = scene.person("Ana").await?;
    knock(&ana, &room).await?;
    Ok((room, [luis, ana]))
}

async fn nothing_is_live(person: &Person) -> Result {
    eventually("nobody watches who waits", async || {
        let captured = person.captured().await?;
        holds(captured.iter().all(|track| !track.live), || format!("{captured:?}"))
    })
    .await
}

#[tokio::test]
async fn who_knocks_is_let_in_as_soon_as_the_host_says_so() -> Result {
    calm_scene("who_knocks_is_let_in_as_soon_as_the_host_says_so", async |scene| {
        if !scene.backend.keeps_private_rooms() {
            return Ok(());
        }
        let (_, [luis, ana]) = at_the_door(scene).await?;
        ana.see(Find::Text("You have been waiting since")).await?;
        nothing_is_live(&ana).await?;
        assert_eq!(ana.peers_made().await?, 0);
        assert_accessible(&ana, "the door of a private room").await?;
        luis.see(Find::Text("Ana asks to be let in")).await?;
        luis.see(Find::Labelled("Asking to be let in")).await?;
        assert_accessible(&luis, "a meeting somebody asks to be let into").await?;

        luis.press(Find::Button("Admit (Ana)")).await?;
        for person in [&ana, &luis] {
            person.is_in_calls(1).await?;
            person.media_flows().await?;
        }
        luis.stops_seeing(Find::Labelled("Asking to be let in")).await?;
        // Not at the next knock, but on being told.
        let said = ana.timeline().await?;
        let told = said.iter().position(|moment| moment.is("in", "access_granted"));
        let after: Vec<_> = said.iter().skip(told.unwrap_or(usize::MAX)).collect();
        let next = after.iter().find(|moment| moment.what == "out");
        assert!(next.is_some_and(|moment| moment.is("out", "join_room")), "{said:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn who_is_not_let_in_is_told_and_may_ask_again_later() -> Result {
    calm_scene("who_is_not_let_in_is_told_and_may_ask_again_later", async |scene| {
        if !scene.backend.keeps_private_rooms() {
            return Ok(());
        }
        let (_, [luis, ana]) = at_the_door(scene).await?;
        luis.press(Find::Button("People")).await?;
        luis.press(Find::Button("Deny (Ana)")).await?;
        luis.stops_seeing(Find::Labelled("Asking to be let in")).await?;
        ana.see(Find::Text("The host did not let you in")).await?;
        ana.see(Find::Text("You can ask again in half a minute.")).await?;
        assert_accessible(&ana, "the door that was not opened").await?;
        luis.lists(&[&luis]).await?;

        ana.press(Find::Button("Ask again")).await?;
        ana.see(ASKING).await?;
        luis.press(Find::Button("Admit (Ana)")).await?;
        for person in [&ana, &luis] {
            person.is_in_calls(1).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_one_host_answers_the_other_is_not_asked_any_more() -> Result {
    calm_scene("what_one_host_answers_the_other_is_not_asked_any_more", async |scene| {
        if !scene.backend.keeps_private_rooms() {
            return Ok(());
        }
        let (luis, eva) = (scene.person("Luis").await?, scene.person("Eva").await?);
        let room = scene.backend.make_private_room_with(&luis.account, &[&eva.account]).await?;
        for host in [&luis, &eva] {
            host.join(&room).await?;
        }
        let ana = scene.person("Ana").await?;
        knock(&ana, &room).await?;
        for host in [&luis, &eva] {
            host.see(Find::Button("Admit (Ana)")).await?;
        }
        eva.press(Find::Button("Deny (Ana)")).await?;
        ana.see(Find::Text("The host did not let you in")).await?;
        luis.stops_seeing(Find::Button("Admit (Ana)")).await
    })
    .await
}

#[tokio::test]
async fn who_gives_up_is_not_waited_for() -> Result {
    calm_scene("who_gives_up_is_not_waited_for", async |scene| {
        if !scene.backend.keeps_private_rooms() {
            return Ok(());
        }
        let (_, [luis, ana]) = at_the_door(scene).await?;
        luis.see(Find::Button("Admit (Ana)")).await?;
        ana.press(Find::Link("Cancel")).await?;
        ana.is_at("/dashboard").await?;
        luis.stops_seeing(Find::Button("Admit (Ana)")).await
    })
    .await
}

#[tokio::test]
async fn a_host_who_comes_later_finds_who_waits() -> Result {
    calm_scene("a_host_who_comes_later_finds_who_waits", async |scene| {
        let (luis, ana) = (scene.person("Luis").await?, scene.person("Ana").await?);
        let room = scene.backend.make_private_room(&luis.account).await?;
        knock(&ana, &room).await?;
        if !scene.backend.keeps_private_rooms() {
            ana.see(Find::Text("This server cannot say whether a host has heard you.")).await?;
        }
        luis.join(&room).await?;
        if scene.backend.keeps_private_rooms() {
            luis.press(Find::Button("Admit (Ana)")).await?;
        }
        for person in [&ana, &luis] {
            person.is_in_calls(1).await?;
        }
        Ok(())
    })
    .await
}
