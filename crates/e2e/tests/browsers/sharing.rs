//! Screens that are shared, with their sound.

use charlaton_e2e::{Find, Person, Result, eventually, media::holds, scene};

const SHARE: Find<'_> = Find::Button("Share screen");
const STOP: Find<'_> = Find::Button("Stop sharing");

async fn sees_no_screen(person: &Person) -> Result {
    eventually(&format!("{} sees no screen", person.name()), async || {
        let screens = person.screens().await?;
        holds(screens.is_empty(), || format!("{screens:?}"))
    })
    .await
}

async fn shares_nothing(person: &Person) -> Result {
    person.see(SHARE).await?;
    let shared = person.shared().await?;
    holds(!shared.is_empty() && shared.iter().all(|track| !track.live), || format!("{shared:?}"))
}

#[tokio::test]
async fn a_screen_and_its_sound_reach_everybody_until_it_is_ended() -> Result {
    scene("a_screen_and_its_sound_reach_everybody_until_it_is_ended", async |scene| {
        let (_, [ana, luis, eva]) = scene.meeting(["Ana", "Luis", "Eva"]).await?;
        let everybody = [ana.id(), luis.id(), eva.id()];
        ana.press(SHARE).await?;
        ana.see(STOP).await?;
        // Notices pass.
        luis.see(Find::Text("Ana shares a screen")).await?;
        eva.see(Find::Text("Ana shares a screen")).await?;
        for person in [&luis, &eva] {
            person.see(Find::Labelled("Ana’s screen")).await?;
            person.sees_screens_of(&[ana.id()]).await?;
            person.sees_pictures_of(&everybody).await?;
        }
        ana.see(Find::Labelled("Your screen")).await?;
        assert_eq!(ana.peers_made().await?, 2, "no connection is made for it");

        let with_sound = ana.shared().await?.iter().any(|track| track.kind == "audio");
        assert!(with_sound, "the browser gives sound with a screen");
        eventually("the sound of the screen plays", async || {
            let sounds = luis.screen_sounds().await?;
            let plays = sounds.len() == 1 && sounds[0].playing && !sounds[0].muted && sounds[0].at > 0.5;
            holds(plays, || format!("{sounds:?}"))
        })
        .await?;

        // Whoever comes later sees it too.
        let room = ana.address().await?.path().trim_start_matches("/meet/").to_owned();
        let hugo = scene.person("Hugo").await?;
        hugo.join(&room).await?;
        hugo.sees_screens_of(&[ana.id()]).await?;

        ana.press(STOP).await?;
        luis.see(Find::Text("Ana no longer shares a screen")).await?;
        for person in [&luis, &eva, &hugo] {
            sees_no_screen(person).await?;
        }
        shares_nothing(&ana).await
    })
    .await
}

#[tokio::test]
async fn the_browsers_own_bar_ends_it_too_and_it_can_begin_again() -> Result {
    scene("the_browsers_own_bar_ends_it_too_and_it_can_begin_again", async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        ana.press(SHARE).await?;
        luis.sees_screens_of(&[ana.id()]).await?;
        ana.end_share().await?;
        ana.see(Find::Text("You no longer share your screen")).await?;
        sees_no_screen(&luis).await?;
        shares_nothing(&ana).await?;

        ana.press(SHARE).await?;
        luis.sees_screens_of(&[ana.id()]).await?;
        // After a reload it is not shared, whatever was before.
        ana.devtools("Page.reload", &serde_json::json!({})).await?;
        ana.is_in_calls(1).await?;
        ana.see(SHARE).await?;
        sees_no_screen(&luis).await?;
        assert_eq!(ana.shared().await?, []);

        ana.press(SHARE).await?;
        luis.sees_screens_of(&[ana.id()]).await?;
        ana.leave().await?;
        sees_no_screen(&luis).await?;
        let live = ana.shared().await?.iter().any(|track| track.live);
        assert!(!live, "who has left shares nothing");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn two_people_share_at_once() -> Result {
    scene("two_people_share_at_once", async |scene| {
        let (_, [ana, luis, eva]) = scene.meeting(["Ana", "Luis", "Eva"]).await?;
        ana.press(SHARE).await?;
        luis.sees_screens_of(&[ana.id()]).await?;
        luis.press(SHARE).await?;
        eva.sees_screens_of(&[ana.id(), luis.id()]).await?;
        let screens = eva.screens().await?;
        let [[_, _, width, height], [_, _, other_width, other_height]] = [screens[0].place, screens[1].place];
        assert!((width - other_width).abs() < 2.0 && (height - other_height).abs() < 2.0, "{screens:?}");
        // Each sees the other's large, and their own small.
        ana.sees_screens_of(&[ana.id(), luis.id()]).await?;
        let screens = ana.screens().await?;
        let width_of = |id: &str| screens.iter().find(|tile| tile.user == id).map(|tile| tile.place[2]);
        assert!(width_of(luis.id()) > width_of(ana.id()).map(|width| width * 2.0), "{screens:?}");
        ana.press(STOP).await?;
        eva.sees_screens_of(&[luis.id()]).await
    })
    .await
}

#[tokio::test]
async fn who_does_not_choose_is_told_nothing_and_who_may_not_is_told_why() -> Result {
    scene("who_does_not_choose_is_told_nothing_and_who_may_not_is_told_why", async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        let refuse = "MediaDevices.prototype.getDisplayMedia = () =>
            Promise.reject(new DOMException(arguments[0], 'NotAllowedError'))";
        ana.run::<Option<bool>>(refuse, vec!["Permission denied by user".into()]).await?;
        ana.press(SHARE).await?;
        ana.see(SHARE).await?;
        assert!(!ana.sees(Find::Text("could not be shared")).await?);
        ana.run::<Option<bool>>(&refuse.replace("arguments[0]", "'Permission denied by system'"), vec![])
            .await?;
        ana.press(SHARE).await?;
        ana.see(Find::Text("Your system does not let the browser show the screen")).await?;
        ana.see(SHARE).await?;
        assert!(luis.screens().await?.is_empty());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn where_no_screen_can_be_shared_there_is_no_button() -> Result {
    scene("where_no_screen_can_be_shared_there_is_no_button", async |scene| {
        let ana = scene.person("Ana").await?;
        // As on phones.
        ana.before_pages("delete MediaDevices.prototype.getDisplayMedia").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        ana.join(&room).await?;
        ana.see(Find::Button("More")).await?;
        assert!(!ana.sees(SHARE).await?);
        Ok(())
    })
    .await
}
