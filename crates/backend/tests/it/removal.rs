//! Hosts put people out of meetings.

use serde_json::json;

use crate::common::{Backend, Person, Sock};

async fn remove(host: &mut Sock, room: &str, target: &Person) {
    host.emit("remove_user", json!({ "roomId": room, "targetUserId": target.id })).await;
}

#[tokio::test]
async fn who_is_put_out_hears_it_and_is_gone_from_the_list() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let (luis, eva) = (backend.person("luis").await, backend.person("eva").await);
    let room = ana.room(json!({})).await;
    let mut host = ana.joined(&room).await;
    let mut tabs = [luis.joined(&room).await, luis.joined(&room).await];
    let mut stays = eva.joined(&room).await;
    stays.drain().await;

    remove(&mut host, &room, &luis).await;
    let success = json!({ "success": true, "message": "Participante retirado" });
    assert_eq!(host.expect("remove_user_success").await, success);
    for tab in &mut tabs {
        let told = json!({ "roomId": room, "message": "El anfitrión te sacó de la reunión" });
        assert_eq!(tab.expect("removed").await, told);
        tab.emit("message", json!({ "msg": "x", "visibility": "public", "target": null })).await;
        assert_eq!(tab.expect("message_error").await["message"], "No estás en la sala");
    }
    let seen = stays.drain().await;
    let left: Vec<_> = seen.iter().filter(|(name, _)| name == "userLeft").collect();
    assert_eq!((left.len(), &left[0].1["userId"]), (1, &json!(luis.id)), "{seen:?}");
    let (_, online) = seen.iter().rfind(|(name, _)| name == "usersOnline").unwrap();
    let ids: Vec<_> = online.as_array().unwrap().iter().map(|entry| &entry["userId"]).collect();
    assert_eq!(ids, [&json!(ana.id), &json!(eva.id)]);

    // An open room stays open.
    luis.joined(&room).await;
}

#[tokio::test]
async fn who_was_let_in_must_be_let_in_again() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let luis = backend.person("luis").await;
    let room = ana.room(json!({ "private": true })).await;
    let grant = json!({ "userId": luis.id, "roomId": room });
    assert_eq!(ana.client.post("/api/access", grant.clone()).await.status, 201);
    let (mut host, mut guest) = (ana.joined(&room).await, luis.joined(&room).await);

    remove(&mut host, &room, &luis).await;
    guest.expect("removed").await;
    guest.emit("join_room", json!(room)).await;
    assert_eq!(guest.expect("join_room_error").await["message"], "usuario sin permisos para sala privada");
    assert_eq!(ana.client.json("DELETE", "/api/access", &grant).await.status, 404, "there is nothing left");
    assert_eq!(ana.client.post("/api/access", grant).await.status, 201);
    luis.joined(&room).await;
}

#[tokio::test]
async fn only_hosts_inside_put_out_and_never_hosts() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let (luis, eva) = (backend.person("luis").await, backend.person("eva").await);
    let room = ana.room(json!({ "adminsId": [eva.id] })).await;
    let mut outside = ana.socket().await;
    let (mut admin, mut guest) = (eva.joined(&room).await, luis.joined(&room).await);
    let mut host = ana.joined(&room).await;

    let error = |message: &str| json!({ "success": false, "message": message });
    remove(&mut outside, &room, &luis).await;
    let refused = error("Debes estar en la sala para retirar a alguien");
    assert_eq!(outside.expect("remove_user_error").await, refused);
    remove(&mut host, "other-room", &luis).await;
    assert_eq!(host.expect("remove_user_error").await, refused);
    let refused = error("No eres admin ni creador, o la otra persona lo es");
    for (socket, target) in [(&mut guest, &luis), (&mut host, &eva), (&mut admin, &ana)] {
        remove(socket, &room, target).await;
        assert_eq!(socket.expect("remove_user_error").await, refused);
    }
    for payload in [json!(null), json!("x"), json!({ "roomId": room }), json!({ "targetUserId": {} })] {
        host.emit("remove_user", payload).await;
        assert_eq!(host.expect("remove_user_error").await, error("Datos inválidos"));
    }
    for socket in [&mut host, &mut admin, &mut guest] {
        assert!(!socket.names().await.contains(&"removed".to_owned()));
    }

    remove(&mut admin, &room, &luis).await;
    guest.expect("removed").await;
}

#[tokio::test]
async fn the_second_server_relays_nothing_to_who_was_put_out() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let luis = backend.person("luis").await;
    let room = ana.room(json!({})).await;
    let (mut host, _guest) = (ana.joined(&room).await, luis.joined(&room).await);
    let join = json!({ "roomId": room, "success": true });
    let (mut signaling, mut theirs) = (ana.signaling_socket().await, luis.signaling_socket().await);
    for socket in [&mut signaling, &mut theirs] {
        socket.emit("join_room", join.clone()).await;
        socket.expect("join_room_success").await;
    }
    remove(&mut host, &room, &luis).await;
    assert_eq!(signaling.expect("user_left").await["id"], json!(luis.id));
    let offer = json!({ "roomId": room, "targetUserId": ana.id, "sdp": { "type": "offer" } });
    theirs.emit("webrtc_offer", offer).await;
    assert_eq!(theirs.expect("webrtc_error").await["message"], "Not in any room");
}
