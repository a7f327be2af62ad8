//! Devices that are unplugged, taken or interrupted in a meeting, and a page that is put away.

use charlaton_e2e::{Find, Person, Result, Scene, eventually, media::holds, scene};
use fantoccini::key::Key;
use serde_json::json;

/// Chromium's fake devices cannot be unplugged. This ends what one of them gives and keeps it from the page, as a list
/// and as a wish, until it is plugged again.
const PLUGS: &str = "{
    const gone = new Set();
    const given = [];
    const { enumerateDevices, getUserMedia } = MediaDevices.prototype;
    MediaDevices.prototype.enumerateDevices = async function () {
        return (await enumerateDevices.call(this)).filter(({ deviceId }) => !gone.has(deviceId));
    };
    MediaDevices.prototype.getUserMedia = async function (constraints) {
        for (const wanted of Object.values(constraints))
            if (gone.has(wanted.deviceId?.exact)) throw new OverconstrainedError('deviceId', '');
        const stream = await getUserMedia.call(this, constraints);
        given.push(...stream.getTracks());
        return stream;
    };
    const ids = {};
    window.plug = async (label, plugged) => {
        const devices = await enumerateDevices.call(navigator.mediaDevices);
        ids[label] ??= devices.find((device) => device.label === label).deviceId;
        plugged ? gone.delete(ids[label]) : gone.add(ids[label]);
        for (const track of given)
            if (track.readyState === 'live' && gone.has(track.getSettings().deviceId)) {
                track.stop();
                track.dispatchEvent(new Event('ended'));
            }
        navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    };
}";
const HEADSET: &str = "Fake Audio Input 1";
const SPEAKERPHONE: &str = "Fake Audio Input 2";

/// A meeting of Ana, whose devices can be unplugged, and Luis.
async fn meeting(scene: &Scene) -> Result<[Person; 2]> {
    let (room, [luis]) = scene.meeting(["Luis"]).await?;
    let ana = scene.person("Ana").await?;
    ana.before_pages(PLUGS).await?;
    ana.enter_lobby(&room).await?;
    choose(&ana, HEADSET).await?;
    plug(&ana, SPEAKERPHONE, false).await?;
    eventually("the picker loses it", async || {
        let listed = microphones(&ana).await?;
        holds(!listed.iter().any(|label| label == SPEAKERPHONE), || format!("{listed:?}"))
    })
    .await?;
    ana.enter_meeting(&room).await?;
    for person in [&ana, &luis] {
        person.is_in_calls(1).await?;
        person.media_flows().await?;
    }
    Ok([ana, luis])
}

async fn choose(person: &Person, label: &str) -> Result {
    let script = "const select = document.getElementById('microphone');
        select.selectedIndex = [...select.options].findIndex((option) => option.text === arguments[0]);
        select.dispatchEvent(new Event('change', { bubbles: true }))";
    eventually("the picker has names", async || {
        let listed = microphones(person).await?;
        holds(listed.iter().any(|listed| listed == label), || format!("{listed:?}"))
    })
    .await?;
    person.run::<Option<()>>(script, vec![label.into()]).await.map(drop)
}

async fn microphones(person: &Person) -> Result<Vec<String>> {
    person
        .run("return [...document.getElementById('microphone').options].map(({ text }) => text)", vec![])
        .await
}

async fn plug(person: &Person, label: &str, plugged: bool) -> Result {
    person.run::<Option<()>>("return plug(...arguments)", vec![label.into(), plugged.into()]).await.map(drop)
}

/// Waits until Luis reads this of Ana, or does not read it any more.
async fn tile_says(luis: &Person, ana: &Person, words: &str, says: bool) -> Result {
    eventually(&format!("whether Ana's tile says “{words}” is {says}"), async || {
        let tile = luis.has_tile_of(ana.id()).await?;
        holds(tile.text.contains(words) == says, || tile.text.clone())
    })
    .await
}

async fn nothing_is_open(person: &Person, kind: &str) -> Result {
    eventually(&format!("no {kind} is open"), async || {
        let captured = person.captured().await?;
        holds(!captured.iter().any(|track| track.kind == kind && track.live), || format!("{captured:?}"))
    })
    .await
}

#[tokio::test]
async fn the_default_microphone_takes_over_until_the_chosen_one_is_back() -> Result {
    scene("the_default_microphone_takes_over_until_the_chosen_one_is_back", async |scene| {
        let [ana, luis] = meeting(scene).await?;
        plug(&ana, HEADSET, false).await?;
        ana.see(Find::Text("“Fake Audio Input 1” was disconnected. Now in use:")).await?;
        ana.see(Find::Button("Turn microphone off")).await?;
        luis.media_flows().await?;
        assert_eq!(ana.sends_audio().await?, 1);

        plug(&ana, HEADSET, true).await?;
        ana.see(Find::Text("Now in use: “Fake Audio Input 1”.")).await?;
        luis.media_flows().await?;
        assert_eq!(ana.peers_made().await?, 1, "another device negotiates nothing");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn another_device_is_offered_and_not_simply_used() -> Result {
    scene("another_device_is_offered_and_not_simply_used", async |scene| {
        let [ana, luis] = meeting(scene).await?;
        let offer = Find::Text("“Fake Audio Input 2” was connected.");
        plug(&ana, SPEAKERPHONE, true).await?;
        ana.see(offer).await?;
        plug(&ana, SPEAKERPHONE, false).await?;
        ana.stops_seeing(offer).await?;

        plug(&ana, SPEAKERPHONE, true).await?;
        ana.see(offer).await?;
        let opened = ana.captured().await?.len();
        ana.press(Find::Button("Use it")).await?;
        ana.stops_seeing(offer).await?;
        eventually("it is opened", async || {
            let captured = ana.captured().await?;
            let live = captured.iter().filter(|track| track.kind == "audio" && track.live).count();
            holds(captured.len() == opened + 1 && live == 1, || format!("{captured:?}"))
        })
        .await?;
        luis.media_flows().await
    })
    .await
}

#[tokio::test]
async fn nothing_is_opened_for_who_was_silent() -> Result {
    scene("nothing_is_opened_for_who_was_silent", async |scene| {
        let [ana, luis] = meeting(scene).await?;
        ana.press(Find::Button("Turn microphone off")).await?;
        tile_says(&luis, &ana, "microphone off", true).await?;
        plug(&ana, HEADSET, false).await?;
        nothing_is_open(&ana, "audio").await?;
        ana.see(Find::Button("Turn microphone on")).await?;
        assert_eq!(ana.sends_audio().await?, 0);

        ana.press(Find::Button("Turn microphone on")).await?;
        ana.see(Find::Button("Turn microphone off")).await?;
        luis.media_flows().await
    })
    .await
}

#[tokio::test]
async fn a_camera_that_is_taken_is_off_for_everybody_until_one_asks_for_it() -> Result {
    scene("a_camera_that_is_taken_is_off_for_everybody_until_one_asks_for_it", async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        let stopped = Find::Text("The camera was stopped, by your browser or by another program.");
        ana.run::<Option<()>>("__e2e.end('video')", vec![]).await?;
        ana.see(stopped).await?;
        ana.see(Find::Button("Turn camera on")).await?;
        eventually("Luis sees no picture of her", async || {
            let tile = luis.has_tile_of(ana.id()).await?;
            holds(tile.width == 0, || format!("{tile:?}"))
        })
        .await?;
        nothing_is_open(&ana, "video").await?;

        ana.press(Find::Button("Turn camera on")).await?;
        ana.stops_seeing(stopped).await?;
        luis.sees_pictures_of(&[ana.id(), luis.id()]).await?;
        assert_eq!(ana.peers_made().await?, 1);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_permission_that_is_taken_back_is_said_and_others_told() -> Result {
    scene("a_permission_that_is_taken_back_is_said_and_others_told", async |scene| {
        let (room, [luis]) = scene.meeting(["Luis"]).await?;
        let ana = scene.person("Ana").await?;
        set_permission(scene, &ana, "granted").await?;
        ana.join(&room).await?;
        ana.is_in_calls(1).await?;
        luis.media_flows().await?;

        let refused = Find::Text("Your browser does not let Charlaton use the microphone.");
        set_permission(scene, &ana, "denied").await?;
        ana.see(refused).await?;
        ana.see(Find::Button("Turn microphone on")).await?;
        tile_says(&luis, &ana, "microphone off", true).await?;
        nothing_is_open(&ana, "audio").await?;

        set_permission(scene, &ana, "granted").await?;
        ana.stops_seeing(refused).await?;
        nothing_is_open(&ana, "audio").await?;
        ana.press(Find::Button("Turn microphone on")).await?;
        tile_says(&luis, &ana, "microphone off", false).await?;
        luis.media_flows().await
    })
    .await
}

async fn set_permission(scene: &Scene, person: &Person, setting: &str) -> Result {
    let origin = scene.backend.url("");
    let parameters = json!({ "permission": { "name": "microphone" }, "setting": setting, "origin": origin });
    person.devtools("Browser.setPermission", &parameters).await.map(drop)
}

#[tokio::test]
async fn an_interruption_is_told_and_ends_by_itself() -> Result {
    scene("an_interruption_is_told_and_ends_by_itself", async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        let told = Find::Text("A call or another program interrupts your microphone.");
        ana.run::<Option<()>>("__e2e.silence('audio', true)", vec![]).await?;
        ana.see(told).await?;
        tile_says(&luis, &ana, "Interrupted", true).await?;
        tile_says(&luis, &ana, "microphone off", true).await?;
        assert_eq!(ana.sends_audio().await?, 0);

        ana.run::<Option<()>>("__e2e.silence('audio', false)", vec![]).await?;
        ana.stops_seeing(told).await?;
        tile_says(&luis, &ana, "Interrupted", false).await?;
        luis.media_flows().await?;
        assert_eq!(ana.sends_audio().await?, 1);
        assert_eq!(ana.peers_made().await?, 1, "an interruption negotiates nothing");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_space_bar_is_held_to_talk() -> Result {
    scene("the_space_bar_is_held_to_talk", async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        let (on, off) = (Find::Button("Turn microphone off"), Find::Button("Turn microphone on"));
        ana.press(on).await?;
        tile_says(&luis, &ana, "microphone off", true).await?;
        // Whatever is pressed has the focus, and a space would press it again.
        ana.run::<Option<()>>("document.activeElement.blur()", vec![]).await?;

        ana.key_down(Key::Space).await?;
        ana.see(on).await?;
        tile_says(&luis, &ana, "microphone off", false).await?;
        assert_eq!(ana.sends_audio().await?, 1);
        ana.key_up(Key::Space).await?;
        ana.see(off).await?;
        tile_says(&luis, &ana, "microphone off", true).await?;

        ana.key_down(Key::Space).await?;
        ana.see(on).await?;
        ana.run::<Option<bool>>("return dispatchEvent(new Event('blur'))", vec![]).await?;
        ana.see(off).await?;
        ana.key_up(Key::Space).await?;

        // While writing it is a space.
        let told = changes_told(&ana).await?;
        assert!(told >= 5, "off, and twice on and off again: {told}");
        ana.write("a b").await?;
        luis.reads("a b").await?;
        assert_eq!(changes_told(&ana).await?, told);
        assert_eq!(ana.sends_audio().await?, 0);
        Ok(())
    })
    .await
}

async fn changes_told(person: &Person) -> Result<usize> {
    let timeline = person.timeline().await?;
    Ok(timeline.iter().filter(|moment| moment.is("out", "media_state_changed")).count())
}

#[tokio::test]
async fn a_page_that_is_put_away_leaves_and_comes_back_as_it_was() -> Result {
    scene("a_page_that_is_put_away_leaves_and_comes_back_as_it_was", async |scene| {
        let (_, [luis, ana]) = scene.meeting(["Luis", "Ana"]).await?;
        ana.press(Find::Button("Turn microphone off")).await?;
        tile_says(&luis, &ana, "microphone off", true).await?;

        // Chromium keeps no page with a call for later; others do, and tell so by these events.
        let event = "dispatchEvent(new PageTransitionEvent(arguments[0], { persisted: true }))";
        ana.run::<Option<bool>>(event, vec!["pagehide".into()]).await?;
        luis.see(Find::Text("Ana left")).await?;
        luis.is_in_calls(0).await?;
        nothing_is_open(&ana, "audio").await?;
        nothing_is_open(&ana, "video").await?;

        ana.run::<Option<bool>>(event, vec!["pageshow".into()]).await?;
        for person in [&ana, &luis] {
            person.is_in_calls(1).await?;
            person.sees_pictures_of(&[ana.id(), luis.id()]).await?;
        }
        ana.see(Find::Button("Turn microphone on")).await?;
        ana.see(Find::Button("Turn camera off")).await?;
        tile_says(&luis, &ana, "microphone off", true).await?;
        nothing_is_open(&ana, "audio").await
    })
    .await
}

#[tokio::test]
async fn a_page_behind_another_goes_on_as_it_was() -> Result {
    scene("a_page_behind_another_goes_on_as_it_was", async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        ana.press(Find::Button("Turn camera off")).await?;
        nothing_is_open(&ana, "video").await?;
        ana.open_tab("about:blank").await?;
        luis.hears(&[ana.id()]).await?;
        ana.switch_to_tab(0).await?;
        ana.see(Find::Button("Turn camera on")).await?;
        ana.see(Find::Button("Turn microphone off")).await?;
        nothing_is_open(&ana, "video").await?;
        assert_eq!(ana.sends_audio().await?, 1);
        ana.is_in_calls(1).await
    })
    .await
}
