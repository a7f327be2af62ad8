//! Private rooms.

use std::time::Duration;

use charlaton_backend::Quirk;
use serde_json::json;

use super::{both, database};

#[tokio::test]
async fn verify_hangs() {
    for (backend, quirky) in both(Quirk::VerifyHangs).await {
        let mut ana = backend.person("ana").await;
        assert_eq!(backend.stranger().get("/api/access/verify/user").await.status, 401);
        let answer = ana.client.get("/api/access/verify/user");
        let answered = tokio::time::timeout(Duration::from_secs(if quirky { 1 } else { 20 }), answer).await;
        assert_eq!(answered.map(|reply| reply.status).ok(), (!quirky).then_some(200));
    }
}

/// Nobody can enter, the creator neither; after one grant to what is no number everybody can.
#[tokio::test]
async fn numeric_grants() {
    for (backend, quirky) in both(Quirk::NumericGrants).await {
        let mut ana = backend.person_with("ana", json!({ "id": "id-of-ana" })).await;
        let eva = backend.person_with("eva", json!({ "id": "id-of-eva" })).await;
        let room = ana.room(json!({ "private": true })).await;
        let mut creator = ana.socket().await;
        let mut stranger = eva.socket().await;
        creator.emit("join_room", json!(room)).await;
        let answer = if quirky { "join_room_error" } else { "join_room_success" };
        creator.expect(answer).await;

        let grant = |user: &str| json!({ "userId": user, "roomId": room, "grantedBy": "id-of-ana" });
        let number = ana.client.post("/api/access", grant("17")).await;
        assert_eq!(number.status, 201, "{}", number.text);
        assert_eq!(number.json["userId"], if quirky { json!(17) } else { json!("17") });
        stranger.emit("join_room", json!(room)).await;
        stranger.expect("join_room_error").await;

        let text = ana.client.post("/api/access", grant("id-of-luis")).await;
        assert_eq!(text.json["userId"], if quirky { json!(null) } else { json!("id-of-luis") });
        assert_eq!(text.json["grantedBy"], if quirky { json!(null) } else { json!("id-of-ana") });
        stranger.emit("join_room", json!(room)).await;
        let answer = if quirky { "join_room_success" } else { "join_room_error" };
        stranger.expect(answer).await;
        let list = ana.client.get(&format!("/api/access/per-room/{room}")).await.json;
        assert_eq!(list[1]["userId"], text.json["userId"]);

        assert_eq!(ana.client.delete("/api/access", grant("id-of-luis")).await.status, 200);
        let again = ana.client.delete("/api/access", grant("id-of-pedro")).await;
        assert_eq!((again.status, &again.json["error"]), (404, &json!("Acceso no encontrado")));
    }
}

#[tokio::test]
async fn creator_grants() {
    for (backend, quirky) in both(Quirk::CreatorGrants).await {
        let mut ana = backend.person("ana").await;
        let luis = backend.person("luis").await;
        let room = ana.room(json!({ "private": true, "adminsId": [luis.id] })).await;
        let body = json!({ "roomId": room, "targetUserId": "eva" });
        let mut creator = ana.joined(&room).await;
        let mut admin = luis.joined(&room).await;
        creator.emit("grant_access", body.clone()).await;
        let success = json!({ "success": true, "message": "Acceso creado" });
        assert_eq!(creator.expect("grant_access_success").await, success);
        admin.emit("grant_access", body).await;
        if quirky {
            let error = json!({ "success": false, "message": "No eres admin ni creador" });
            assert_eq!(admin.expect("grant_access_error").await, error);
        } else {
            assert_eq!(admin.expect("grant_access_success").await, success);
        }
    }
}

/// A room is remembered by who has left it, and yet nobody grants there who is not in it.
#[tokio::test]
async fn who_has_left_grants_nothing() {
    for (backend, _) in both(Quirk::RememberedRooms).await {
        let mut ana = backend.person("ana").await;
        let room = ana.room(json!({ "private": true })).await;
        let mut creator = ana.joined(&room).await;
        creator.emit_bare("leaveRoom").await;
        creator.emit("grant_access", json!({ "roomId": room, "targetUserId": "eva" })).await;
        let error = creator.expect("grant_access_error").await;
        assert_eq!(error["message"], "Debes estar en la sala para otorgar acceso");
    }
}

#[tokio::test]
async fn unheard_grants() {
    for (backend, quirky) in both(Quirk::UnheardGrants).await {
        let mut ana = backend.person("ana").await;
        let eva = backend.person("eva").await;
        let room = ana.room(json!({ "private": true })).await;
        let mut host = ana.joined(&room).await;
        let mut waits = eva.socket().await;
        waits.emit("send_access", json!(room)).await;
        assert_eq!(host.expect("send_access").await["userId"], json!(eva.id), "the asker may be outside");
        let body = json!({ "roomId": room, "targetUserId": eva.id });
        host.emit("grant_access", body.clone()).await;
        host.expect("grant_access_success").await;
        assert_eq!(waits.names().await.contains(&"access_granted".to_owned()), !quirky);

        let mut inside = eva.joined(&room).await;
        host.emit("grant_access", body).await;
        assert_eq!(inside.expect("access_granted").await["message"], "Tu acceso fue aceptado");
        let body = json!({ "roomId": room, "userId": eva.id, "grantedBy": ana.id });
        assert_eq!(ana.client.post("/api/access", body).await.status, 201);
        assert_eq!(inside.names().await.contains(&"access_granted".to_owned()), !quirky, "REST tells nobody");
    }
}

#[tokio::test]
async fn unchecked_grants() {
    for (backend, quirky) in both(Quirk::UncheckedGrants).await {
        let mut ana = backend.person("ana").await;
        let room = ana.room(json!({})).await;
        let mut host = ana.joined(&room).await;
        let full =
            "CREATE TRIGGER full BEFORE INSERT ON access_grants BEGIN SELECT RAISE(ABORT, 'full'); END";
        database(&backend).execute(full, []).unwrap();
        host.emit("grant_access", json!({ "roomId": room, "targetUserId": "eva" })).await;
        host.expect(if quirky { "grant_access_success" } else { "grant_access_error" }).await;
        let list = ana.client.get(&format!("/api/access/per-room/{room}")).await;
        assert_eq!(list.json, json!([]), "nothing was stored");
    }
}
