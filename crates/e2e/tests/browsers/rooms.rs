//! What a person finds at a room's address when something is out of the ordinary.

use charlaton_e2e::{BrowserOptions, Find, Permission, Result, eventually, media::holds, scene};

#[tokio::test]
async fn an_unknown_room_is_said() -> Result {
    scene("an_unknown_room_is_said", async |scene| {
        let ana = scene.person("Ana").await?;
        for path in ["/join/abc-xyz", "/meet/abc-xyz"] {
            ana.visit(path).await?;
            ana.see(Find::Text("There is no such meeting")).await?;
            assert!(ana.captured().await?.is_empty(), "nobody is asked for a camera for nothing");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_ended_room_is_said() -> Result {
    scene("an_ended_room_is_said", async |scene| {
        let ana = scene.person("Ana").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        scene.backend.end_room(&ana.account, &room).await?;
        for path in ["join", "meet"] {
            ana.visit(&format!("/{path}/{room}")).await?;
            ana.see(Find::Text("This meeting has ended")).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_host_ends_it_for_all() -> Result {
    scene("the_host_ends_it_for_all", async |scene| {
        let (room, [host, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        host.press(Find::Button("Leave")).await?;
        host.see(Find::Heading("Leave the meeting?")).await?;
        host.press_in_dialog("End for everybody").await?;
        for person in [&host, &luis] {
            person.see(Find::Heading("The meeting has ended")).await?;
            person.is_at("/left").await?;
            assert!(person.calls().await?.is_empty());
            assert!(person.captured().await?.iter().all(|track| !track.live));
        }
        luis.visit(&format!("/join/{room}")).await?;
        luis.see(Find::Text("This meeting has ended")).await
    })
    .await
}

#[tokio::test]
async fn a_second_tab_is_asked_before_it_takes_over() -> Result {
    scene("a_second_tab_is_asked_before_it_takes_over", async |scene| {
        let (room, [luis, ana]) = scene.meeting(["Luis", "Ana"]).await?;
        ana.open_tab(&scene.backend.url(&format!("/meet/{room}"))).await?;
        ana.see(Find::Text("You are in this meeting in another tab")).await?;
        assert_eq!(ana.peers_made().await?, 0, "the call in the other tab is not disturbed");
        luis.media_flows().await?;

        ana.press(Find::Button("Go on here")).await?;
        eventually("the second tab is in the meeting", async || {
            for button in ["Use microphone and camera", "Join"] {
                if ana.sees(Find::Button(button)).await? {
                    ana.press(Find::Button(button)).await?;
                }
            }
            let calls = ana.calls().await?;
            holds(calls.len() == 1 && calls[0].state == "connected", || format!("{calls:?}"))
        })
        .await?;
        ana.sees_pictures_of(&[luis.id(), ana.id()]).await?;
        luis.is_in_calls(1).await?;
        luis.lists(&[&luis, &ana]).await?;

        ana.switch_to_tab(0).await?;
        ana.is_in_calls(0).await?;
        assert!(ana.captured().await?.iter().all(|track| !track.live), "only one tab uses the camera");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn who_denies_the_devices_can_still_listen() -> Result {
    scene("who_denies_the_devices_can_still_listen", async |scene| {
        let (room, [luis]) = scene.meeting(["Luis"]).await?;
        let ana = scene
            .person_with(
                "Ana",
                BrowserOptions { permission: Permission::Denied, ..BrowserOptions::default() },
            )
            .await?;
        ana.visit(&format!("/join/{room}")).await?;
        let denied = Find::Text("Your browser does not let Charlaton use the");
        let allow = Find::Button("Use microphone and camera");
        eventually("Ana is told", async || {
            if !ana.sees(denied).await? && ana.sees(allow).await? {
                ana.press(allow).await?;
            }
            holds(ana.sees(denied).await?, || "nothing is said".to_owned())
        })
        .await?;

        ana.press(Find::Button("Join without microphone and camera")).await?;
        ana.is_in_calls(1).await?;
        ana.media_flows().await?;
        ana.hears(&[luis.id()]).await?;
        luis.reads_on_tile_of(ana.id(), "microphone off").await?;
        luis.lists(&[&luis, &ana]).await?;
        ana.write("I can hear you, but I have no microphone").await?;
        luis.reads("I can hear you").await.map(drop)
    })
    .await
}
