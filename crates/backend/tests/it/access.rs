//! Private rooms: the door is the same for REST, chat and signaling.

use serde_json::json;

use crate::common::Backend;

#[tokio::test]
async fn asking_and_being_let_in() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let luis = backend.person("luis").await;
    let room = ana.room(json!({ "private": true })).await;

    // Strings are ids, and the creator may always enter.
    let mut host = ana.joined(&room).await;
    let mut guest = luis.socket().await;
    guest.emit("join_room", json!(room)).await;
    let refused = guest.expect("join_room_error").await;
    assert_eq!(
        (&refused["message"], &refused["success"]),
        (&json!("usuario sin permisos para sala privada"), &json!(false))
    );

    // He stays connected, asks, is let in, hears it, and enters.
    guest.emit("send_access", json!(room)).await;
    let request = host.expect("send_access").await;
    assert_eq!((&request["userId"], &request["roomId"]), (&json!(luis.id), &json!(room)));
    assert_eq!(request["message"], "El usuario solicita acceso");
    host.emit("grant_access", json!({ "roomId": room, "targetUserId": luis.id })).await;
    let success = json!({ "success": true, "message": "Acceso creado" });
    assert_eq!(host.expect("grant_access_success").await, success);
    let granted = json!({ "roomId": room, "message": "Tu acceso fue aceptado" });
    assert_eq!(guest.expect("access_granted").await, granted);
    guest.emit("join_room", json!(room)).await;
    guest.expect("join_room_success").await;

    // One grant is for one person.
    let mut eva = backend.person("eva").await.socket().await;
    eva.emit("join_room", json!(room)).await;
    eva.expect("join_room_error").await;
}

#[tokio::test]
async fn granting_over_rest_reaches_the_waiting_socket() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let mut luis = backend.person("luis").await;
    let room = ana.room(json!({ "private": true })).await;
    let mut guest = luis.socket().await;
    guest.emit("send_access", json!(room)).await;
    guest.drain().await;

    let grant = json!({ "userId": luis.id, "roomId": room, "grantedBy": "ignored" });
    let refused = luis.client.post("/api/access", grant.clone()).await;
    assert_eq!(
        (refused.status, refused.json),
        (403, json!({ "error": "Solo los admins pueden dar acceso" }))
    );
    let made = ana.client.post("/api/access", grant.clone()).await;
    assert_eq!(
        (made.status, &made.json["userId"], &made.json["grantedBy"]),
        (201, &json!(luis.id), &json!(ana.id))
    );
    assert_eq!(guest.expect("access_granted").await["roomId"], json!(room));
    let list = luis.client.get(&format!("/api/access/per-room/{room}")).await;
    assert_eq!((list.status, list.json), (200, json!([made.json])));

    assert_eq!(luis.client.delete("/api/access", grant.clone()).await.status, 403);
    let revoked = ana.client.delete("/api/access", grant.clone()).await;
    assert_eq!((revoked.status, revoked.json), (200, json!({ "message": "Acceso eliminado" })));
    let twice = ana.client.delete("/api/access", grant).await;
    assert_eq!((twice.status, twice.json), (404, json!({ "error": "Acceso no encontrado" })));
    assert_eq!(luis.client.get(&format!("/api/access/per-room/{room}")).await.status, 403);

    for method in ["POST", "DELETE"] {
        let unknown = json!({ "userId": luis.id, "roomId": "zzz-zzz" });
        let reply = ana.client.json(method, "/api/access", &unknown).await;
        assert_eq!((reply.status, reply.json), (404, json!({ "error": "Sala no encontrada" })));
        assert_eq!(ana.client.json(method, "/api/access", &json!({})).await.status, 400);
    }
    assert_eq!(ana.client.get("/api/access/per-room/zzz-zzz").await.status, 404);
    let verified = luis.client.get("/api/access/verify/user").await;
    assert_eq!((&verified.json["success"], &verified.json["user"]["id"]), (&json!(true), &json!(luis.id)));
}

#[tokio::test]
async fn outsiders_see_nothing_of_a_private_room() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let mut eva = backend.person("eva").await;
    let room = ana.room(json!({ "private": true })).await;
    let _host = ana.joined(&room).await;
    let text = json!({ "error": "usuario sin permisos para sala privada" });
    for path in [format!("/api/message?roomId={room}"), format!("/api/connection/room/{room}")] {
        let reply = eva.client.get(&path).await;
        assert_eq!((reply.status, &reply.json), (403, &text), "{path}");
    }
    let body = json!({ "userId": eva.id, "roomId": room, "content": "x" });
    assert_eq!(eva.client.post("/api/message", body.clone()).await.status, 403);
    assert_eq!(eva.client.post("/api/connection", body).await.status, 403);

    let mut socket = eva.socket().await;
    socket.emit("joins_in_room", json!(room)).await;
    let error = socket.expect("joins_in_room_error").await;
    assert_eq!(error["message"], format!("no hay usuarios en la sala {room}"));
    let mut signaling = eva.signaling_socket().await;
    signaling.emit("join_room", json!({ "roomId": room, "success": true })).await;
    assert_eq!(
        signaling.expect("join_room_error").await["message"],
        "usuario sin permisos para sala privada"
    );
}

#[tokio::test]
async fn only_hosts_inside_can_let_in() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let luis = backend.person("luis").await;
    let room = ana.room(json!({})).await;
    let mut outside = ana.socket().await;
    let mut guest = luis.joined(&room).await;
    let body = json!({ "roomId": room, "targetUserId": "eva" });
    outside.emit("grant_access", body.clone()).await;
    guest.emit("grant_access", body.clone()).await;
    let errors = [outside.expect("grant_access_error").await, guest.expect("grant_access_error").await];
    assert_eq!(
        errors[0],
        json!({ "success": false, "message": "Debes estar en la sala para otorgar acceso" })
    );
    assert_eq!(errors[1], json!({ "success": false, "message": "No eres admin ni creador" }));
    guest.emit("grant_access", json!({ "roomId": "other-room", "targetUserId": "eva" })).await;
    assert_eq!(guest.expect("grant_access_error").await, errors[0]);
}
