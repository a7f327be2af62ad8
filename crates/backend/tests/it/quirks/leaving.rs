//! Going, and ending.

use charlaton_backend::Quirk;
use serde_json::{Value, json};

use super::both;

fn count(seen: &[(String, Value)], name: &str) -> usize {
    seen.iter().filter(|(event, _)| event == name).count()
}

#[tokio::test]
async fn remembered_rooms() {
    for (backend, quirky) in both(Quirk::RememberedRooms).await {
        let mut ana = backend.person("ana").await;
        let luis = backend.person("luis").await;
        let room = ana.room(json!({})).await;
        let mut stays = ana.joined(&room).await;
        let mut leaves = luis.joined(&room).await;
        for _ in 0..2 {
            leaves.emit_bare("leaveRoom").await;
        }
        leaves.drain().await;
        assert_eq!(count(&stays.drain().await, "userLeft"), if quirky { 2 } else { 1 });
        leaves.emit("message", json!({ "msg": "x", "visibility": "public" })).await;
        assert_eq!(leaves.expect("message_error").await["message"], "No estás en la sala");

        // What was ended is remembered as well, and left again when somebody has come back.
        let mut again = luis.joined(&room).await;
        stays.emit_bare("end_room").await;
        stays.expect("room_ended").await;
        again.expect("room_ended").await;
        let reused = format!("/api/room/{room}");
        assert!(ana.client.get(&reused).await.json["endedAt"].is_string());
        super::database(&backend).execute("UPDATE rooms SET ended_at = NULL", []).unwrap();
        let mut host = ana.joined(&room).await;
        again.emit_bare("leaveRoom").await;
        again.drain().await;
        assert_eq!(count(&host.drain().await, "userLeft"), usize::from(quirky));
    }
}

#[tokio::test]
async fn tab_departures() {
    for (backend, quirky) in both(Quirk::TabDepartures).await {
        let mut ana = backend.person("ana").await;
        let luis = backend.person("luis").await;
        let room = ana.room(json!({})).await;
        let mut stays = ana.joined(&room).await;
        let (_first, second) = (luis.joined(&room).await, luis.joined(&room).await);
        stays.drain().await;
        second.close().await;
        let online = stays.expect("usersOnline").await;
        assert_eq!(online.as_array().unwrap().len(), 2, "he is still there");
        assert_eq!(count(&stays.drain().await, "userDisconnected"), usize::from(quirky));
    }
}

#[tokio::test]
async fn piled_up_rooms() {
    for (backend, quirky) in both(Quirk::PiledUpRooms).await {
        let mut ana = backend.person("ana").await;
        let luis = backend.person("luis").await;
        let (one, two) = (ana.room(json!({})).await, ana.room(json!({})).await);
        let mut speaker = ana.joined(&one).await;
        let mut both = luis.joined(&one).await;
        both.emit("join_room", json!(two)).await;
        both.expect("join_room_success").await;
        speaker.emit("message", json!({ "msg": "en la primera", "visibility": "public" })).await;
        assert_eq!(count(&speaker.drain().await, "userLeft"), usize::from(!quirky));
        assert_eq!(count(&both.drain().await, "new_success"), usize::from(quirky));
        both.emit("message", json!({ "msg": "en la segunda", "visibility": "public" })).await;
        assert_eq!(both.expect("message_success").await["roomId"], json!(two));
        assert_eq!(count(&speaker.drain().await, "new_success"), 0, "own words go to the second only");
    }
}

#[tokio::test]
async fn anybody_ends() {
    for (backend, quirky) in both(Quirk::AnybodyEnds).await {
        let mut ana = backend.person("ana").await;
        let luis = backend.person("luis").await;
        let room = ana.room(json!({})).await;
        let mut host = ana.joined(&room).await;
        let mut guest = luis.joined(&room).await;
        host.drain().await;
        guest.emit_bare("end_room").await;
        let own = guest.drain().await;
        assert_eq!(count(&own, "room_ended"), usize::from(quirky));
        assert_eq!(count(&own, "end_room_error"), usize::from(!quirky));
        let seen = host.drain().await;
        assert_eq!(count(&seen, "room_ended"), usize::from(quirky));
        assert_eq!(count(&seen, "usersOnline"), 0);
        assert!(ana.client.get(&format!("/api/room/{room}")).await.json.get("endedAt").is_none());
        let records = ana.client.get(&format!("/api/connection/room/{room}")).await.json;
        assert_eq!(records.as_array().unwrap().len(), 2, "they stay active");
    }
}

#[tokio::test]
async fn nobody_removed() {
    for (backend, quirky) in both(Quirk::NobodyRemoved).await {
        let mut ana = backend.person("ana").await;
        let luis = backend.person("luis").await;
        let room = ana.room(json!({})).await;
        let (mut host, mut guest) = (ana.joined(&room).await, luis.joined(&room).await);
        host.emit("remove_user", json!({ "roomId": room, "targetUserId": luis.id })).await;
        let answered = count(&host.drain().await, "remove_user_success");
        assert_eq!((answered, count(&guest.drain().await, "removed")), if quirky { (0, 0) } else { (1, 1) });
        guest.emit("message", json!({ "msg": "x", "visibility": "public", "target": null })).await;
        guest.expect(if quirky { "message_success" } else { "message_error" }).await;
    }
}
