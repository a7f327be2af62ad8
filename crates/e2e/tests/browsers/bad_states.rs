//! Devices, servers and rooms that refuse: what a person reads then, and how they get on.

use charlaton_e2e::{
    Account, BackendOptions, BrowserOptions, Find, Hosting, Result, assert_accessible, calm_scene,
    calm_scene_with, eventually, media::holds,
};
use serde_json::{Value, json};

/// Chromium's fake devices can be opened by everybody at once, so a camera that another program has is told here: by
/// the very exception that Chromium makes of it, until `cameraIsFree` is set.
const BUSY_CAMERA: &str = "
    const native = MediaDevices.prototype.getUserMedia;
    MediaDevices.prototype.getUserMedia = function getUserMedia(constraints) {
        return constraints.video && !window.cameraIsFree
            ? Promise.reject(new DOMException('Could not start video source', 'NotReadableError'))
            : native.call(this, constraints);
    };";

#[tokio::test]
async fn a_busy_camera_is_said_and_tried_again_in_the_lobby() -> Result {
    calm_scene("a_busy_camera_is_said_and_tried_again_in_the_lobby", async |scene| {
        let ana = scene.person("Ana").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        ana.before_pages(BUSY_CAMERA).await?;
        ana.visit(&format!("/join/{room}")).await?;
        ana.press(Find::Button("Use microphone and camera")).await?;
        ana.see(BUSY).await?;
        ana.see(Find::Text("Your camera is off")).await?;
        ana.see(Find::Labelled("Microphone level")).await?;

        ana.press(Find::Button("Turn camera on")).await?;
        ana.see(BUSY).await?;
        ana.run::<Option<bool>>("window.cameraIsFree = true", vec![]).await?;
        ana.press(Find::Button("Turn camera on")).await?;
        ana.see(Find::Button("Turn camera off")).await?;
        ana.stops_seeing(BUSY).await?;
        ana.stops_seeing(Find::Text("Your camera is off")).await?;
        ana.enter_meeting(&room).await?;
        ana.sees_pictures_of(&[ana.id()]).await
    })
    .await
}

#[tokio::test]
async fn what_calls_need_is_fetched_again_where_it_did_not_come() -> Result {
    calm_scene("what_calls_need_is_fetched_again_where_it_did_not_come", async |scene| {
        let ana = scene.person("Ana").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        ana.devtools("Network.enable", &json!({})).await?;
        ana.devtools("Network.setBlockedURLs", &json!({ "urls": ["*/charlaton-call-*"] })).await?;
        // The lobby does without.
        ana.enter_lobby(&room).await?;
        ana.press(Find::Button("Join")).await?;
        ana.see(Find::Text("The server cannot be reached. Check your connection and try again.")).await?;
        ana.devtools("Network.setBlockedURLs", &json!({ "urls": [] })).await?;
        ana.press(Find::Button("Try again")).await?;
        ana.sees_pictures_of(&[ana.id()]).await
    })
    .await
}

#[tokio::test]
async fn a_program_that_did_not_come_is_said_and_asked_for_again() -> Result {
    calm_scene("a_program_that_did_not_come_is_said_and_asked_for_again", async |scene| {
        let ana = scene.person("Ana").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        ana.devtools("Network.enable", &json!({})).await?;
        let join = format!("/join/{room}");
        for (path, sign) in
            [("/help", Find::Heading("Help")), (&join, Find::Button("Use microphone and camera"))]
        {
            ana.devtools("Network.setBlockedURLs", &json!({ "urls": ["*_bg.wasm*"] })).await?;
            ana.visit(path).await?;
            ana.see(Find::Text("The server cannot be reached. Check your connection and try again.")).await?;
            assert_accessible(&ana, "a page without its program").await?;
            ana.devtools("Network.setBlockedURLs", &json!({ "urls": [] })).await?;
            ana.press(Find::Link("Try again")).await?;
            ana.see(sign).await?;
        }
        Ok(())
    })
    .await
}

/// As where the network changes at the moment a page begins.
#[tokio::test]
async fn a_page_of_which_only_the_words_came_says_so() -> Result {
    calm_scene("a_page_of_which_only_the_words_came_says_so", async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.devtools("Network.enable", &json!({})).await?;
        for missing in [json!(["*/start-*"]), json!(["*/start-*", "*/style-*"])] {
            ana.devtools("Network.setBlockedURLs", &json!({ "urls": missing })).await?;
            ana.open(&scene.backend.url("/help")).await?;
            ana.see(Find::Text("Charlaton takes long to load.")).await?;
            ana.devtools("Network.setBlockedURLs", &json!({ "urls": [] })).await?;
            ana.press(Find::Link("Try again")).await?;
            ana.see(Find::Heading("Help")).await?;
            ana.stops_seeing(Find::Text("Charlaton takes long to load.")).await?;
        }
        Ok(())
    })
    .await
}

/// A phone in lockdown mode has no WebAssembly.
#[tokio::test]
async fn a_browser_that_cannot_run_programs_is_told_so() -> Result {
    calm_scene("a_browser_that_cannot_run_programs_is_told_so", async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.before_pages("delete globalThis.WebAssembly").await?;
        ana.open(&scene.backend.url("/")).await?;
        ana.see(Find::Text("This browser cannot make calls.")).await
    })
    .await
}

#[tokio::test]
async fn with_a_busy_camera_one_is_heard_and_seen_once_it_is_free() -> Result {
    calm_scene("with_a_busy_camera_one_is_heard_and_seen_once_it_is_free", async |scene| {
        let (room, [luis]) = scene.meeting(["Luis"]).await?;
        let ana = scene.person("Ana").await?;
        ana.before_pages(BUSY_CAMERA).await?;
        ana.visit(&format!("/join/{room}")).await?;
        ana.press(Find::Button("Use microphone and camera")).await?;
        ana.see(BUSY).await?;
        ana.enter_meeting(&room).await?;
        luis.is_in_calls(1).await?;
        luis.hears(&[ana.id()]).await?;
        assert_eq!(luis.has_tile_of(ana.id()).await?.width, 0, "there is no picture");

        ana.see(BUSY).await?;
        ana.run::<Option<bool>>("window.cameraIsFree = true", vec![]).await?;
        ana.press(Find::Button("Turn camera on")).await?;
        ana.stops_seeing(BUSY).await?;
        luis.sees_pictures_of(&[luis.id(), ana.id()]).await?;
        assert_eq!(luis.peers_made().await?, 1, "a camera negotiates nothing");
        Ok(())
    })
    .await
}

const BUSY: Find = Find::Text("Another program is using the camera. Close it and try again.");

/// The page comes from a static host: the back-end, which is away, could not have sent it.
#[tokio::test]
async fn a_server_that_is_away_is_said_and_tried_again() -> Result {
    let options = BackendOptions { hosting: Hosting::Apart, ..BackendOptions::default() };
    calm_scene_with("a_server_that_is_away_is_said_and_tried_again", &options, async |scene| {
        let ana = scene.person("Ana").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        scene.backend.kill().await?;

        ana.visit(&format!("/join/{room}")).await?;
        ana.see(UNREACHABLE).await?;
        ana.press(Find::Button("Try again")).await?;
        ana.see(UNREACHABLE).await?;

        scene.backend.start_again(&options).await?;
        ana.press(Find::Button("Try again")).await?;
        ana.see(Find::Heading("Ready to join?")).await?;
        ana.is_at(&format!("/join/{room}")).await?;

        // And once more, between the lobby and the meeting: nobody has to do anything.
        scene.backend.kill().await?;
        ana.press(Find::Button("Join without microphone and camera")).await?;
        ana.see(Find::Text("We keep trying. Check your connection meanwhile.")).await?;
        scene.backend.start_again(&options).await?;
        ana.stops_seeing(Find::Text("We keep trying.")).await?;
        ana.has_tile_of(ana.id()).await.map(drop)
    })
    .await
}

#[tokio::test]
async fn a_form_that_cannot_reach_the_server_keeps_what_was_typed() -> Result {
    calm_scene("a_form_that_cannot_reach_the_server_keeps_what_was_typed", async |scene| {
        let account = scene.backend.sign_up("Ana").await?;
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.open(&scene.backend.url("/login")).await?;
        ana.fill("E-mail", &account.email).await?;
        ana.fill("Password", charlaton_e2e::Account::PASSWORD).await?;
        scene.backend.kill().await?;
        ana.press(Find::Button("Log in")).await?;
        ana.see(UNREACHABLE).await?;
        scene.backend.start_again(&BackendOptions::default()).await?;
        ana.press(Find::Button("Log in")).await?;
        ana.is_at("/dashboard").await
    })
    .await
}

const UNREACHABLE: Find = Find::Text("The server cannot be reached. Check your connection and try again.");

/// In the existing services one grant, the host's own, lets everybody in.
#[tokio::test]
async fn a_private_room_refuses_until_its_host_lets_one_in() -> Result {
    calm_scene("a_private_room_refuses_until_its_host_lets_one_in", async |scene| {
        let host = scene.person("Luis").await?;
        let room = scene.backend.make_private_room(&host.account).await?;
        host.join(&room).await?;

        let ana = scene.person("Ana").await?;
        if !scene.backend.keeps_private_rooms() {
            ana.join(&room).await?;
            return ana.is_in_calls(1).await;
        }
        ana.enter_lobby(&room).await?;
        ana.press(Find::Button("Join")).await?;
        ana.see(Find::Heading("This meeting is private")).await?;
        ana.see(Find::Text("Asking to be let in…")).await?;
        eventually("nobody watches who was refused", async || {
            let captured = ana.captured().await?;
            holds(captured.iter().all(|track| !track.live), || format!("{captured:?}"))
        })
        .await?;
        assert_eq!(ana.peers_made().await?, 0);
        host.lists(&[&host]).await?;

        // Also by REST, as another client might.
        scene.backend.let_in(&host.account, &ana.account, &room).await?;
        for person in [&ana, &host] {
            person.is_in_calls(1).await?;
            person.lists(&[&host, &ana]).await?;
        }
        Ok(())
    })
    .await
}

/// A service that takes a request and never answers it.
#[tokio::test]
async fn a_server_that_hangs_is_given_up() -> Result {
    calm_scene("a_server_that_hangs_is_given_up", async |scene| {
        let account = scene.backend.sign_up("Ana").await?;
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.open(&scene.backend.url("/login")).await?;
        ana.fill("E-mail", &account.email).await?;
        ana.fill("Password", charlaton_e2e::Account::PASSWORD).await?;
        scene.backend.freeze().await?;
        ana.press(Find::Button("Log in")).await?;
        ana.see(Find::Text("The server did not answer in time.")).await?;
        scene.backend.thaw().await?;
        ana.press(Find::Button("Log in")).await?;
        ana.is_at("/dashboard").await
    })
    .await
}

/// Cookies that script may not read, and no Firebase: nothing could be shown to the chat server.
#[tokio::test]
async fn servers_that_give_meetings_no_sign_in_are_named() -> Result {
    let options = BackendOptions {
        hosting: Hosting::WithFirebase,
        config: vec![("firebase", Value::Null), ("firebaseAuthEmulator", Value::Null)],
        ..BackendOptions::default()
    };
    calm_scene_with("servers_that_give_meetings_no_sign_in_are_named", &options, async |scene| {
        let account = scene.backend.sign_up("Ana").await?;
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.open(&scene.backend.url("/login")).await?;
        ana.fill("E-mail", &account.email).await?;
        ana.fill("Password", Account::PASSWORD).await?;
        ana.press(Find::Button("Log in")).await?;
        ana.press(Find::Button("Start now")).await?;
        ana.see(Find::Text("Whoever runs the site must configure Firebase")).await?;
        let sockets = "return performance.getEntriesByType('resource').filter(({ name }) =>
            name.includes('socket.io')).length";
        assert_eq!(ana.run::<u32>(sockets, vec![]).await?, 0, "nothing is tried that cannot succeed");
        Ok(())
    })
    .await
}

/// What a page says whose `config.json` has this in it.
async fn says_of_its_configuration(name: &str, field: &'static str, value: Value, words: &str) -> Result {
    let options =
        BackendOptions { hosting: Hosting::Apart, config: vec![(field, value)], ..BackendOptions::default() };
    calm_scene_with(name, &options, async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        for path in ["/", "/join/abc-xyz"] {
            ana.open(&scene.backend.url(path)).await?;
            ana.see(Find::Heading("Charlaton is not set up correctly")).await?;
            ana.see(Find::Text(words)).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_mistake_in_the_configuration_is_named() -> Result {
    let name = "a_mistake_in_the_configuration_is_named";
    says_of_its_configuration(name, "signaling", "smoke".into(), "signaling: must be chat or webrtc").await
}

/// Browsers would block such requests without a word.
#[tokio::test]
async fn mixed_content_is_named() -> Result {
    let words = "chatUrl: must start with https://, because this page does";
    says_of_its_configuration("mixed_content_is_named", "chatUrl", "http://chat.example.org".into(), words)
        .await
}

/// What browsers leave out on an insecure page. `localhost` is a secure one by any road, so this takes it away.
const INSECURE: &str = "
    delete Navigator.prototype.mediaDevices;
    Object.defineProperty(window, 'isSecureContext', { value: false });";

#[tokio::test]
async fn an_insecure_page_is_said_and_one_can_still_listen() -> Result {
    calm_scene("an_insecure_page_is_said_and_one_can_still_listen", async |scene| {
        let (room, [luis]) = scene.meeting(["Luis"]).await?;
        let ana = scene.person("Ana").await?;
        ana.before_pages(INSECURE).await?;
        ana.visit(&format!("/join/{room}")).await?;
        ana.press(Find::Button("Use microphone and camera")).await?;
        let words = "Browsers give microphone and camera only to secure pages. Open this page by https.";
        ana.see(Find::Text(words)).await?;
        ana.press(Find::Button("Join without microphone and camera")).await?;
        ana.is_in_calls(1).await?;
        ana.media_flows().await?;
        ana.hears(&[luis.id()]).await
    })
    .await
}
