//! All of them at once, as `--quirks` has it, and that none is without its test.

use std::fs;

use charlaton_backend::Quirks;
use clap::ValueEnum;
use serde_json::json;

use crate::common::Backend;

#[test]
fn every_quirk_has_its_test() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/quirks");
    let sources: String =
        fs::read_dir(folder).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    for quirk in charlaton_backend::Quirk::value_variants() {
        let test = format!("async fn {}()", quirk.name().replace('-', "_"));
        assert!(sources.contains(&test), "there is no {test}");
    }
}

/// A meeting as a client that minds the contract holds it.
#[tokio::test]
async fn a_meeting_among_all_of_them() {
    let backend = Backend::start_with(|config| config.quirks = Quirks::all()).await;
    let mut ana = backend.person("ana").await;
    let mut luis = backend.person("luis").await;
    let room = ana.room(json!({})).await;
    let found = luis.client.get(&format!("/api/room/{room}")).await;
    assert_eq!((found.status, &found.json["creatorId"]), (200, &json!(ana.id)));
    let mut host = ana.joined(&room).await;
    let mut guest = luis.joined(&room).await;
    assert_eq!(host.expect("user_joined").await["user"]["id"], json!(luis.id));
    host.emit("joins_in_room", json!(room)).await;
    assert_eq!(host.expect("room_users").await, json!([ana.id, luis.id]));

    guest
        .emit("webrtc_offer", json!({ "roomId": room, "targetUserId": ana.id, "sdp": { "type": "offer" } }))
        .await;
    assert_eq!(host.expect("webrtc_offer").await, json!({ "senderId": luis.id, "sdp": { "type": "offer" } }));
    guest.emit("media_state_changed", json!({ "micEnabled": true, "cameraEnabled": true })).await;
    assert_eq!(host.expect("user_media_changed").await["userId"], json!(luis.id));
    guest.emit("message", json!({ "msg": "hola", "visibility": "public", "target": null })).await;
    guest.expect("message_success").await;
    assert_eq!(host.expect("new_success").await["content"], "hola");
    let history = luis.client.get(&format!("/api/message?roomId={room}&limit=0")).await.json;
    assert_eq!((history.as_array().unwrap().len(), &history[0]["content"]), (1, &json!("hola")));

    let ended = ana.client.post(&format!("/api/room/{room}/end"), json!({ "userId": ana.id })).await;
    assert_eq!(ended.status, 200, "{}", ended.text);
    host.emit_bare("end_room").await;
    guest.expect("room_ended").await;
    guest.emit("message", json!({ "msg": "¿hola?", "visibility": "public", "target": null })).await;
    assert!(guest.names().await.iter().all(|name| !name.starts_with("message_")), "silence");
}
