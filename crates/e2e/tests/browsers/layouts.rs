//! How people have the stage: who is large, where their own picture is, on which screen.

use charlaton_e2e::{Find, Person, Result, assert_accessible, eventually, media::holds, scene};
use serde_json::json;

/// The widths of the tiles of these people.
async fn widths<const N: usize>(person: &Person, of: [&Person; N]) -> Result<[f64; N]> {
    let tiles = person.tiles().await?;
    let width =
        |of: &Person| tiles.iter().find(|tile| tile.user == of.id()).map_or(0.0, |tile| tile.place[2]);
    Ok(of.map(width))
}

async fn sees_large(person: &Person, large: &Person, small: &Person) -> Result {
    eventually(&format!("{} sees {} large", person.name(), large.name()), async || {
        let [one, other] = widths(person, [large, small]).await?;
        holds(one > other * 1.9 && other > 0.0, || format!("{one} and {other}"))
    })
    .await
}

async fn choose(person: &Person, choice: &str) -> Result {
    person.press(Find::Button("More")).await?;
    person.press(Find::Button(choice)).await
}

async fn resize(person: &Person, width: u32, height: u32, mobile: bool) -> Result {
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile });
    person.devtools("Emulation.setDeviceMetricsOverride", &size).await?;
    Ok(())
}

/// Everything is on the stage, and the page itself does not scroll sideways.
async fn fits(person: &Person, words: &str) -> Result {
    eventually(&format!("{words}: all tiles are in the window"), async || {
        let [width, wide]: [f64; 2] =
            person.run("return [innerWidth, document.documentElement.scrollWidth]", vec![]).await?;
        let tiles = [person.tiles().await?, person.screens().await?].concat();
        let inside = tiles.iter().all(|tile| tile.place[0] >= 0.0 && tile.place[0] + tile.place[2] <= width);
        holds(wide <= width && inside && !tiles.is_empty(), || format!("{wide} in {width}: {tiles:?}"))
    })
    .await
}

#[tokio::test]
async fn with_two_people_the_other_is_large_and_ones_own_picture_is_where_one_wants_it() -> Result {
    let name = "with_two_people_the_other_is_large_and_ones_own_picture_is_where_one_wants_it";
    scene(name, async |scene| {
        let (room, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        sees_large(&ana, &luis, &ana).await?;
        choose(&ana, "Grid").await?;
        eventually("both are alike", async || {
            let [one, other] = widths(&ana, [&ana, &luis]).await?;
            holds((one - other).abs() < 2.0, || format!("{one} and {other}"))
        })
        .await?;
        choose(&ana, "In the corner").await?;
        sees_large(&ana, &luis, &ana).await?;
        choose(&ana, "Hidden").await?;
        eventually("her own picture is gone", async || {
            let tiles = ana.tiles().await?;
            holds(tiles.len() == 1 && tiles[0].user == luis.id(), || format!("{tiles:?}"))
        })
        .await?;
        luis.sees_pictures_of(&[ana.id(), luis.id()]).await?;
        assert_accessible(&ana, "a meeting without one's own picture").await?;

        // It is so the next time, too.
        ana.visit(&format!("/meet/{room}")).await?;
        ana.is_in_calls(1).await?;
        ana.sees_pictures_of(&[luis.id()]).await?;
        choose(&ana, "As a tile").await?;
        ana.has_tile_of(ana.id()).await.map(drop)
    })
    .await
}

#[tokio::test]
async fn a_pinned_picture_is_large_and_its_volume_is_ones_own() -> Result {
    scene("a_pinned_picture_is_large_and_its_volume_is_ones_own", async |scene| {
        let (_, [ana, luis, eva]) = scene.meeting(["Ana", "Luis", "Eva"]).await?;
        ana.press(Find::Button("Options for Luis")).await?;
        assert_accessible(&ana, "the menu of a tile").await?;
        ana.press(Find::Button("Pin")).await?;
        sees_large(&ana, &luis, &eva).await?;
        ana.reads_on_tile_of(luis.id(), "pinned").await?;
        ana.sees_pictures_of(&[ana.id(), luis.id(), eva.id()]).await?;
        assert_eq!(ana.focused_name().await?, "Options for Luis", "the menu gives the focus back");

        ana.press(Find::Button("Options for Luis")).await?;
        let quieter = "const slider = [...document.querySelectorAll('.menu:popover-open input')][0];
            slider.value = 30; slider.dispatchEvent(new Event('input', { bubbles: true }))";
        ana.run::<Option<bool>>(quieter, vec![]).await?;
        eventually("Luis is quieter, and Eva is not", async || {
            let sounds = ana.sounds().await?;
            let of =
                |id: &str| sounds.iter().find(|sound| sound.user == id).map_or(-1.0, |sound| sound.volume);
            let as_wanted = (of(luis.id()) - 0.3).abs() < 0.01 && (of(eva.id()) - 1.0).abs() < 0.01;
            holds(as_wanted, || format!("{sounds:?}"))
        })
        .await?;
        ana.press(Find::Button("Unpin")).await?;
        eventually("all are alike again", async || {
            let [one, other] = widths(&ana, [&luis, &eva]).await?;
            holds((one - other).abs() < 2.0, || format!("{one} and {other}"))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn who_speaks_is_large_and_a_shared_screen_takes_the_stage() -> Result {
    scene("who_speaks_is_large_and_a_shared_screen_takes_the_stage", async |scene| {
        let (_, [ana, luis, eva]) = scene.meeting(["Ana", "Luis", "Eva"]).await?;
        choose(&ana, "Speaker").await?;
        luis.press(Find::Button("Turn microphone off")).await?;
        sees_large(&ana, &eva, &luis).await?;
        luis.press(Find::Button("Turn microphone on")).await?;
        eva.press(Find::Button("Turn microphone off")).await?;
        sees_large(&ana, &luis, &eva).await?;
        ana.see(Find::Labelled("good connection")).await?;

        luis.press(Find::Button("Share screen")).await?;
        ana.sees_screens_of(&[luis.id()]).await?;
        eventually("the screen is large, and people are small", async || {
            let screens = ana.screens().await?;
            let [one, other] = widths(&ana, [&luis, &eva]).await?;
            let width = screens.first().map_or(0.0, |screen| screen.place[2]);
            holds(width > 2.0 * one.max(other) && one > 100.0, || format!("{width}, {one}, {other}"))
        })
        .await?;
        assert_accessible(&ana, "a shared screen").await?;

        for (width, height, words) in
            [(320, 568, "a small phone"), (390, 844, "a phone"), (844, 390, "a phone on its side")]
        {
            resize(&ana, width, height, true).await?;
            fits(&ana, words).await?;
        }
        ana.sees_screens_of(&[luis.id()]).await
    })
    .await
}

#[tokio::test]
async fn who_has_scrolled_out_of_the_strip_is_asked_for_no_picture() -> Result {
    scene("who_has_scrolled_out_of_the_strip_is_asked_for_no_picture", async |scene| {
        let (_, [ana, luis, eva]) = scene.meeting(["Ana", "Luis", "Eva"]).await?;
        luis.press(Find::Button("Share screen")).await?;
        ana.sees_screens_of(&[luis.id()]).await?;
        assert_eq!(eva.picture_senders().await?, 2);
        // So narrow that the strip is one tile wide, and so low that it holds no more than two.
        resize(&ana, 450, 250, false).await?;
        eventually("Eva sends a picture to one less", async || {
            let sent = eva.picture_senders().await?;
            holds(sent == 1, || format!("{sent}"))
        })
        .await?;
        ana.run::<Option<bool>>("document.querySelector('.stage').scrollTo(0, 10000)", vec![]).await?;
        eventually("Eva is seen again", async || {
            let sent = eva.picture_senders().await?;
            holds(sent == 2, || format!("{sent}"))
        })
        .await?;
        ana.sees_screens_of(&[luis.id()]).await
    })
    .await
}
