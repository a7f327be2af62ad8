//! The lobby: which loudspeaker plays, what a room wants, and every way a device is refused.

use charlaton_e2e::{
    BrowserOptions, Context, Find, Permission, Person, Result, assert_accessible, calm_scene, eventually,
    media::holds, scene,
};
use fantoccini::key::Key;
use serde_json::{Value, json};

/// Chromium here has no loudspeaker: two are listed, and what elements are told of them is kept. `window.unplug` takes the
/// second one away.
const SPEAKERS: &str = "{
    const speakers = ['Built-in', 'Headset'].map((label) => ({
        deviceId: label.toLowerCase(), groupId: label, kind: 'audiooutput', label, toJSON: () => ({}),
    }));
    const native = MediaDevices.prototype.enumerateDevices;
    MediaDevices.prototype.enumerateDevices = async function () {
        const others = (await native.call(this)).filter(({ kind }) => kind !== 'audiooutput');
        const make = (speaker) => Object.assign(Object.create(MediaDeviceInfo.prototype,
            Object.fromEntries(Object.entries(speaker).map(([name, value]) => [name, { value }]))));
        return [...others, ...speakers.map(make)];
    };
    window.unplug = () => {
        speakers.pop();
        navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    };
    const sinks = new WeakMap();
    Object.defineProperty(HTMLMediaElement.prototype, 'sinkId', { get() { return sinks.get(this) ?? '' } });
    HTMLMediaElement.prototype.setSinkId = async function (id) {
        if (id && !speakers.some(({ deviceId }) => deviceId === id)) throw new DOMException('', 'NotFoundError');
        sinks.set(this, id);
    };
    window.played = [];
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () {
        if (this.src.startsWith('blob:')) this.addEventListener('ended', () => played.push([this.sinkId, this.duration]));
        return play.call(this);
    };
}";

async fn choose_speaker(person: &Person, label: &str) -> Result {
    eventually("the loudspeakers are listed", async || {
        let script = "return [...document.getElementById('speaker')?.options ?? []].map(({ text }) => text)";
        let listed: Vec<String> = person.run(script, vec![]).await?;
        holds(listed == ["Built-in", "Headset"], || format!("{listed:?}"))
    })
    .await?;
    let script = "const select = document.getElementById('speaker');
        select.selectedIndex = [...select.options].findIndex((option) => option.text === arguments[0]);
        select.dispatchEvent(new Event('change', { bubbles: true }))";
    person.run::<Option<()>>(script, vec![label.into()]).await.map(drop)
}

/// Which loudspeakers the others' voices go to.
async fn voices_go_to(person: &Person, speaker: &str) -> Result {
    eventually(&format!("voices go to “{speaker}”"), async || {
        let script = "return [...document.querySelectorAll('audio')].map(({ sinkId }) => sinkId)";
        let sinks: Vec<String> = person.run(script, vec![]).await?;
        holds(sinks == [speaker], || format!("{sinks:?}"))
    })
    .await
}

#[tokio::test]
async fn the_chosen_loudspeaker_is_tried_used_remembered_and_replaced() -> Result {
    scene("the_chosen_loudspeaker_is_tried_used_remembered_and_replaced", async |scene| {
        let (room, [luis]) = scene.meeting(["Luis"]).await?;
        let ana = scene.person("Ana").await?;
        ana.before_pages(SPEAKERS).await?;
        ana.enter_lobby(&room).await?;
        eventually("the picker shows what plays by itself", async || {
            let script = "return document.getElementById('speaker')?.selectedOptions[0]?.text ?? ''";
            let shown: String = ana.run(script, vec![]).await?;
            holds(shown == "Built-in", || shown.clone())
        })
        .await?;
        choose_speaker(&ana, "Headset").await?;
        assert_accessible(&ana, "the lobby with devices").await?;
        ana.press(Find::Button("Play a test sound")).await?;
        eventually("the sound has been played", async || {
            let played: Vec<(String, f64)> = ana.run("return played", vec![]).await?;
            holds(played == [("headset".into(), 0.6)], || format!("{played:?}"))
        })
        .await?;

        ana.enter_meeting(&room).await?;
        ana.is_in_calls(1).await?;
        voices_go_to(&ana, "headset").await?;
        ana.visit(&format!("/meet/{room}")).await?;
        ana.is_in_calls(1).await?;
        voices_go_to(&ana, "headset").await?;
        ana.run::<Option<()>>("unplug()", vec![]).await?;
        ana.see(Find::Text("“Headset” was disconnected. Now in use: “Built-in”.")).await?;
        voices_go_to(&ana, "").await?;
        luis.is_in_calls(1).await
    })
    .await
}

#[tokio::test]
async fn where_no_loudspeaker_can_be_chosen_none_is_asked_for() -> Result {
    scene("where_no_loudspeaker_can_be_chosen_none_is_asked_for", async |scene| {
        let ana = scene.person("Ana").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        ana.before_pages(SPEAKERS).await?;
        ana.before_pages("delete HTMLMediaElement.prototype.setSinkId").await?;
        ana.enter_lobby(&room).await?;
        ana.see(Find::Button("Play a test sound")).await?;
        assert!(!ana.sees(Find::Field("Speaker")).await?);
        ana.press(Find::Button("Play a test sound")).await?;
        eventually("it is played all the same", async || {
            let played: Vec<Value> = ana.run("return played", vec![]).await?;
            holds(played.len() == 1, || format!("{played:?}"))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn the_enter_key_asks_for_devices_and_then_joins() -> Result {
    scene("the_enter_key_asks_for_devices_and_then_joins", async |scene| {
        let ana = scene.person("Ana").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        ana.visit(&format!("/join/{room}")).await?;
        ana.see(Find::Button("Use microphone and camera")).await?;
        ana.key(Key::Enter).await?;
        ana.see(Find::Labelled("Your picture")).await?;
        ana.see(Find::Button("Join")).await?;
        ana.key(Key::Enter).await?;
        ana.is_at(&format!("/meet/{room}")).await?;
        ana.has_tile_of(ana.id()).await.map(drop)
    })
    .await
}

#[tokio::test]
async fn a_room_may_want_that_one_comes_in_with_the_microphone_off() -> Result {
    scene("a_room_may_want_that_one_comes_in_with_the_microphone_off", async |scene| {
        let (ana, luis) = (scene.person("Ana").await?, scene.person("Luis").await?);
        ana.visit("/dashboard").await?;
        ana.press(Find::Button("Plan a meeting")).await?;
        ana.fill("Name", "Lecture").await?;
        ana.press(Find::Field("Come in with the microphone off")).await?;
        assert_accessible(&ana, "the form of a meeting one comes into muted").await?;
        ana.press(Find::Button("Plan")).await?;
        ana.see(Find::Text("“Lecture” is planned")).await?;
        if !scene.backend.keeps_private_rooms() {
            ana.see(Find::Text("This server cannot have people come in with the microphone off.")).await?;
            ana.press(Find::Button("Manage (Lecture)")).await?;
            ana.see(Find::Field("Private")).await?;
            assert!(!ana.sees(Find::Field("Come in with the microphone off")).await?);
            return Ok(());
        }
        let script = "return document.querySelector('.room-card a').pathname.split('/').pop()";
        let room: String = ana.run(script, vec![]).await?;

        luis.enter_lobby(&room).await?;
        luis.see(Find::Text("In this room one comes in with the microphone off.")).await?;
        luis.see(Find::Button("Turn microphone on")).await?;
        luis.enter_meeting(&room).await?;
        luis.see(Find::Button("Turn microphone on")).await?;
        luis.leave().await?;
        // It is the room that wants it, not Luis.
        let other = scene.backend.make_room(&luis.account).await?;
        luis.visit(&format!("/join/{other}")).await?;
        luis.see(Find::Button("Turn microphone off")).await?;

        ana.enter_lobby(&room).await?;
        ana.press(Find::Button("Turn microphone on")).await?;
        ana.see(Find::Button("Turn microphone off")).await?;
        ana.enter_meeting(&room).await?;
        ana.see(Find::Button("Turn microphone off")).await?;

        ana.visit("/dashboard").await?;
        ana.press(Find::Button("Manage (Lecture)")).await?;
        ana.press(Find::Field("Come in with the microphone off")).await?;
        ana.press(Find::Button("Save")).await?;
        ana.see(Find::Text("The changes are saved")).await?;
        luis.visit(&format!("/join/{room}")).await?;
        luis.see(Find::Button("Turn microphone off")).await
    })
    .await
}

/// `getUserMedia` fails as `sessionStorage` says, until `window.allowed`.
const REFUSALS: &str = "{
    const native = MediaDevices.prototype.getUserMedia;
    MediaDevices.prototype.getUserMedia = function (constraints) {
        const refusal = sessionStorage.getItem('refusal');
        return window.allowed || !refusal
            ? native.call(this, constraints)
            : Promise.reject(new DOMException(...JSON.parse(refusal)));
    };
}";

#[tokio::test]
async fn every_refusal_of_a_device_is_said_with_its_way_out() -> Result {
    scene("every_refusal_of_a_device_is_said_with_its_way_out", async |scene| {
        let ana = scene.person("Ana").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        ana.before_pages(REFUSALS).await?;
        ana.visit(&format!("/join/{room}")).await?;
        let cases = [
            ("NotAllowedError", "Permission denied", "Allow it by the icon beside the address"),
            ("NotAllowedError", "Permission denied by system", "Allow it in the system’s privacy settings"),
            ("NotAllowedError", "Permission dismissed", "question about the microphone was closed"),
            ("NotFoundError", "Requested device not found", "No microphone was found"),
            ("NotReadableError", "Could not start audio source", "Another program is using the microphone"),
        ];
        for (name, message, words) in cases {
            let script = "localStorage.removeItem('charlaton.devices'); sessionStorage.setItem('refusal', arguments[0])";
            ana.run::<Option<()>>(script, vec![json!([message, name]).to_string().into()]).await?;
            ana.visit(&format!("/join/{room}")).await?;
            ana.press(Find::Button("Use microphone and camera")).await?;
            ana.see(Find::Text(words)).await.context(message)?;
            ana.see(Find::Button("Join without microphone and camera")).await?;
            assert_accessible(&ana, message).await?;
            ana.run::<Option<bool>>("window.allowed = true", vec![]).await?;
            // The microphone, and then the camera.
            ana.press(Find::Button("Try again")).await?;
            ana.see(Find::Labelled("Microphone level")).await?;
            ana.press(Find::Button("Try again")).await?;
            ana.stops_seeing(Find::Button("Try again")).await?;
            ana.stops_seeing(Find::Text(words)).await?;
        }
        let options = BrowserOptions { permission: Permission::Denied, ..BrowserOptions::default() };
        let eva = scene.person_with("Eva", options).await?;
        eva.visit(&format!("/join/{room}")).await?;
        eva.press(Find::Button("Use microphone and camera")).await?;
        eva.see(Find::Text("Your browser does not let Charlaton use the camera.")).await
    })
    .await
}

/// The devices open only once `window.answer` is called, as where a person is asked.
const ASKS: &str = "{
    const answered = new Promise((answer) => { window.answer = answer });
    const native = MediaDevices.prototype.getUserMedia;
    MediaDevices.prototype.getUserMedia = async function (wanted) {
        await answered;
        return native.call(this, wanted);
    };
}";

#[tokio::test]
async fn what_one_is_about_to_press_does_not_move_when_the_devices_open() -> Result {
    calm_scene("what_one_is_about_to_press_does_not_move_when_the_devices_open", async |scene| {
        let ana = scene.person("Ana").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        ana.before_pages(ASKS).await?;
        ana.visit(&format!("/join/{room}")).await?;
        ana.press(Find::Button("Use microphone and camera")).await?;
        ana.see(Find::Text("Answer your browser’s question…")).await?;
        let below = async || -> Result<Vec<f64>> {
            let script = "return [...document.querySelectorAll('.lobby-side > button, .lobby-side select')]
                .map((one) => one.getBoundingClientRect().top)";
            ana.run(script, vec![]).await
        };
        let asked = below().await?;
        ana.run::<Option<()>>("window.answer()", vec![]).await?;
        ana.stops_seeing(Find::Text("Answer your browser’s question…")).await?;
        ana.see(Find::Button("Turn camera off")).await?;
        let open = below().await?;
        holds(open == asked && open.len() > 3, || format!("{asked:?} became {open:?}"))
    })
    .await
}
