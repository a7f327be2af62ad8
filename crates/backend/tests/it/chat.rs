//! The chat server: every event, in both directions.

use std::time::Duration;

use serde_json::{Value, json};

use crate::common::{Backend, Sock};

#[tokio::test]
async fn the_handshake_wants_a_good_token() {
    let backend = Backend::start_with(|config| config.access_ttl = Duration::ZERO).await;
    let expired = backend.person("ana").await.token;
    for address in [backend.chat(), backend.webrtc()] {
        for (auth, error) in [
            (json!({}), "Authentication token required"),
            (json!({ "token": "" }), "Authentication token required"),
            (json!({ "token": null }), "Authentication token required"),
            (json!({ "token": 5 }), "Authentication token required"),
            (json!({ "token": "a.b.c" }), "Invalid authentication token"),
            (json!({ "token": expired }), "Invalid authentication token"),
        ] {
            assert_eq!(Sock::connect(address, &auth).await.err().as_deref(), Some(error), "{auth}");
        }
    }
}

#[tokio::test]
async fn joining_tells_oneself_and_the_others_in_order() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let luis = backend.person("luis").await;
    let room = ana.room(json!({})).await;
    let mut first = ana.joined(&room).await;
    first.drain().await;

    let mut second = luis.socket().await;
    second.emit("join_room", json!(room)).await;
    let own = second.drain().await;
    assert_eq!(names(&own), ["join_room_success", "number_usersOnline", "usersOnline"]);
    let success = &own[0].1;
    assert_eq!((&success["message"], &success["success"]), (&json!("conectado correctamente"), &json!(true)));
    assert_eq!((&success["user"]["id"], &success["user"]["email"]), (&json!(luis.id), &json!(luis.email)));
    assert!(success["user"]["iat"].is_i64() && success["user"]["exp"].is_i64());

    let seen = first.drain().await;
    assert_eq!(names(&seen), ["user_joined", "number_usersOnline", "usersOnline"]);
    assert_eq!(seen[0].1["message"], "luis@example.com se unió a la reunión");
    assert_eq!((&seen[0].1["user"]["id"], &seen[0].1["roomId"]), (&json!(luis.id), &json!(room)));
    assert_eq!(seen[1].1, json!(2));
    assert_eq!(seen[2].1, own[2].1);
    let entry = |id: &str, name: &str| {
        let email = format!("{name}@example.com");
        json!({
            "userId": id, "email": email, "roomId": room,
            "user": { "id": id, "email": email, "displayName": name, "nickname": name, "photoURL": null },
        })
    };
    assert_eq!(seen[2].1, json!([entry(&ana.id, "ana"), entry(&luis.id, "luis")]));

    second.emit("joins_in_room", json!(room)).await;
    assert_eq!(second.expect("room_users").await, json!([ana.id, luis.id]));
    second.emit("joins_in_room", json!("zzz-zzz")).await;
    let error =
        json!({ "success": false, "message": "no hay usuarios en la sala zzz-zzz", "userId": luis.id });
    assert_eq!(second.expect("joins_in_room_error").await, error);
    second.emit_bare("joins").await;
    assert_eq!(second.expect("joins_users").await.as_array().unwrap().len(), 2);
    assert_eq!(
        ana.client.get(&format!("/api/connection/room/{room}")).await.json.as_array().unwrap().len(),
        2
    );
}

#[tokio::test]
async fn joins_that_are_refused_leave_the_socket_connected() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let ended = ana.room(json!({})).await;
    let deleted = ana.room(json!({})).await;
    ana.client.post(&format!("/api/room/{ended}/end"), json!({})).await;
    ana.client.delete(&format!("/api/room/{deleted}"), json!({})).await;
    let mut socket = ana.socket().await;
    for (room, message) in [
        (json!(""), "Invalid room ID"),
        (json!("a/b"), "Invalid room ID"),
        (json!({ "roomId": "abc-xyz", "success": true }), "Invalid room ID"),
        (json!(null), "Invalid room ID"),
        (json!("zzz-zzz"), "Room does not exist"),
        (json!(ended), "La reunión ya ha finalizado"),
        (json!(deleted), "La reunión ya ha finalizado"),
    ] {
        socket.emit("join_room", room.clone()).await;
        let error = socket.expect("join_room_error").await;
        assert_eq!((&error["message"], &error["success"]), (&json!(message), &json!(false)), "{room}");
        assert_eq!(error["user"]["id"], json!(ana.id));
    }
}

#[tokio::test]
async fn public_messages_are_echoed_heard_and_kept() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let luis = backend.person("luis").await;
    let room = ana.room(json!({})).await;
    let mut speaker = ana.joined(&room).await;
    let mut listener = luis.joined(&room).await;
    speaker.emit("message", json!({ "msg": "¡hola! 👋", "visibility": "public", "target": null })).await;
    let echo = speaker.expect("message_success").await;
    assert_eq!(listener.expect("new_success").await, echo);
    assert_eq!(
        (&echo["content"], &echo["userId"], &echo["roomId"]),
        (&json!("¡hola! 👋"), &json!(ana.id), &json!(room))
    );
    assert_eq!((&echo["success"], &echo["user"]["nickname"]), (&json!(true), &json!("ana")));
    let kept = &ana.client.get(&format!("/api/message?roomId={room}")).await.json[0];
    assert_eq!((&kept["id"], &kept["createdAt"]), (&echo["id"], &echo["createdAt"]));

    // A burst keeps its order.
    for n in 0..100 {
        speaker.emit("message", json!({ "msg": n.to_string(), "visibility": "public" })).await;
    }
    for n in 0..100 {
        assert_eq!(listener.expect("new_success").await["content"], n.to_string());
    }
}

#[tokio::test]
async fn private_messages_reach_their_targets_and_the_sender() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let (luis, eva) = (backend.person("luis").await, backend.person("eva").await);
    let room = ana.room(json!({})).await;
    let mut from = ana.joined(&room).await;
    let mut to = luis.joined(&room).await;
    let mut outside = eva.joined(&room).await;
    let target = json!([{ "userId": luis.id }]);
    from.emit("message", json!({ "msg": "psst", "visibility": "private", "target": target })).await;
    let got = to.expect("message_success").await;
    assert_eq!(from.expect("message_success").await, got);
    assert_eq!((&got["visibility"], &got["target"]), (&json!("private"), &target));
    let overheard = outside.drain().await;
    assert!(!overheard.iter().any(|(_, payload)| payload.to_string().contains("psst")), "{overheard:?}");
}

#[tokio::test]
async fn messages_that_are_refused() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let room = ana.room(json!({})).await;
    let mut socket = ana.socket().await;
    let public = |msg: Value| json!({ "msg": msg, "visibility": "public", "target": null });
    socket.emit("message", public(json!("nowhere"))).await;
    let error = json!({ "message": "No estás en la sala", "success": false });
    assert_eq!(socket.expect("message_error").await, error);
    socket.emit("join_room", json!(room)).await;
    for (payload, message) in [
        (json!({ "msg": "x", "visibility": "loud" }), "visibility inválida"),
        (public(json!("  ")), "mensaje inválido"),
        (public(json!({})), "mensaje inválido"),
        (public(json!("x".repeat(4001))), "mensaje inválido"),
        (json!({ "msg": "x", "visibility": "private" }), "destinatario inválido"),
    ] {
        socket.emit("message", payload).await;
        assert_eq!(socket.expect("message_error").await, json!({ "message": message, "success": false }));
    }
    assert_eq!(ana.client.get(&format!("/api/message?roomId={room}")).await.json, json!([]));
}

#[tokio::test]
async fn media_state_is_passed_on() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let luis = backend.person("luis").await;
    let room = ana.room(json!({})).await;
    let mut from = ana.joined(&room).await;
    let mut to = luis.joined(&room).await;
    to.drain().await;
    from.emit("media_state_changed", json!({ "micEnabled": true })).await;
    from.emit("media_state_changed", json!({ "micEnabled": true, "cameraEnabled": false })).await;
    let state = json!({ "userId": ana.id, "micEnabled": true, "cameraEnabled": false });
    assert_eq!(to.expect("user_media_changed").await, state);
    assert!(!from.names().await.contains(&"user_media_changed".to_owned()));
    assert_eq!(to.names().await, Vec::<String>::new(), "the incomplete one was not passed on");
}

#[tokio::test]
async fn signals_go_to_one_socket_and_say_who_sent_them() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let (luis, eva) = (backend.person("luis").await, backend.person("eva").await);
    let room = ana.room(json!({})).await;
    let mut from = ana.joined(&room).await;
    let mut old_tab = luis.joined(&room).await;
    let mut new_tab = luis.joined(&room).await;
    let mut third = eva.joined(&room).await;

    let sdp = json!({ "type": "offer", "sdp": "v=0", "session": 3 });
    let aim = |field: &str, body: &Value| json!({ "roomId": room, "targetUserId": luis.id, "senderId": "forged", field: body });
    from.emit("webrtc_offer", aim("sdp", &sdp)).await;
    from.emit("webrtc_answer", aim("sdp", &sdp)).await;
    from.emit("webrtc_ice_candidate", aim("candidate", &json!({ "candidate": "c", "sdpMLineIndex": 0 })))
        .await;
    from.emit("webrtc_ice_candidate", aim("candidate", &Value::Null)).await;
    from.drain().await;
    let signals = |seen: Vec<(String, Value)>| {
        seen.into_iter().filter(|(name, _)| name.starts_with("webrtc_")).collect::<Vec<_>>()
    };
    let expected = [
        ("webrtc_offer".to_owned(), json!({ "senderId": ana.id, "sdp": sdp })),
        ("webrtc_answer".to_owned(), json!({ "senderId": ana.id, "sdp": sdp })),
        (
            "webrtc_ice_candidate".to_owned(),
            json!({ "senderId": ana.id, "candidate": { "candidate": "c", "sdpMLineIndex": 0 } }),
        ),
        ("webrtc_ice_candidate".to_owned(), json!({ "senderId": ana.id, "candidate": null })),
    ];
    assert_eq!(signals(new_tab.drain().await), expected, "the page that came last, in order");
    assert_eq!(signals(old_tab.drain().await), []);
    assert_eq!(signals(third.drain().await), []);

    // Not from outside the room, not into another room, not to nobody.
    let mut outside = eva.socket().await;
    outside.emit("webrtc_offer", aim("sdp", &sdp)).await;
    outside.drain().await;
    from.emit("webrtc_offer", json!({ "roomId": "other", "targetUserId": luis.id, "sdp": sdp })).await;
    from.emit("webrtc_offer", json!({ "roomId": room, "targetUserId": "nobody", "sdp": sdp })).await;
    from.drain().await;
    assert_eq!(signals(new_tab.drain().await), []);
}

#[tokio::test]
async fn one_leaves_with_the_last_tab_and_only_once() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let luis = backend.person("luis").await;
    let room = ana.room(json!({})).await;
    let mut stays = ana.joined(&room).await;
    let one = luis.joined(&room).await;
    let mut two = luis.joined(&room).await;
    stays.drain().await;

    one.close().await;
    assert_eq!(stays.until("usersOnline").await, [("number_usersOnline".to_owned(), json!(2))], "still here");
    two.emit_bare("leaveRoom").await;
    assert!(two.names().await.iter().all(|name| name != "userLeft"));
    let seen = stays.drain().await;
    assert_eq!(names(&seen), ["userLeft", "number_usersOnline", "usersOnline"]);
    assert_eq!(seen[0].1["message"], "User luis@example.com left the room");
    assert_eq!((&seen[0].1["user"]["id"], &seen[0].1["userId"]), (&json!(luis.id), &json!(luis.id)));
    two.emit_bare("leaveRoom").await;
    two.close().await;

    let three = luis.joined(&room).await;
    assert_eq!(
        names(&stays.until("usersOnline").await),
        ["user_joined", "number_usersOnline"],
        "no ghosts before"
    );
    three.close().await;
    let gone = stays.expect("userDisconnected").await;
    assert_eq!(gone["message"], "User luis@example.com disconnected");
    assert_eq!(stays.expect("number_usersOnline").await, json!(1));
    let active = ana.client.get(&format!("/api/connection/room/{room}")).await.json;
    assert_eq!(active.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn another_room_is_another_place() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let luis = backend.person("luis").await;
    let (one, two) = (ana.room(json!({})).await, ana.room(json!({})).await);
    let mut stays = ana.joined(&one).await;
    let mut moves = luis.joined(&one).await;
    stays.drain().await;
    moves.emit("join_room", json!(two)).await;
    moves.drain().await;
    assert_eq!(stays.expect("userLeft").await["user"]["id"], json!(luis.id));
    stays.emit("message", json!({ "msg": "solo aquí", "visibility": "public" })).await;
    stays.drain().await;
    assert_eq!(moves.drain().await, []);
}

#[tokio::test]
async fn the_host_ends_the_meeting_for_all() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let luis = backend.person("luis").await;
    let room = ana.room(json!({})).await;
    let mut host = ana.joined(&room).await;
    let mut guest = luis.joined(&room).await;
    guest.emit_bare("end_room").await;
    let refused = guest.expect("end_room_error").await;
    assert_eq!(refused["message"], "Solo el creador o un administrador puede finalizar la reunión");
    host.emit_bare("end_room").await;
    let ended = json!({
        "success": true, "roomId": room, "message": "La reunión ha sido finalizada por el anfitrión",
    });
    assert_eq!(host.expect("room_ended").await, ended);
    assert_eq!(guest.expect("room_ended").await, ended);
    let seen = ana.client.get(&format!("/api/room/{room}")).await.json;
    assert!(seen["endedAt"].is_string());
    assert!(seen["connections"].as_array().unwrap().iter().all(|stay| stay["leftAt"].is_string()));

    // Nobody is in it any more, and nobody gets back in.
    guest.drain().await;
    host.emit_bare("end_room").await;
    assert_eq!(host.expect("end_room_error").await["message"], "No estás en la sala");
    host.emit("join_room", json!(room)).await;
    assert_eq!(host.expect("join_room_error").await["message"], "La reunión ya ha finalizado");
    host.close().await;
    assert_eq!(guest.drain().await, [], "and no ghost is announced");
}

#[tokio::test]
async fn ending_and_deleting_over_rest_tell_everybody_too() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let luis = backend.person("luis").await;
    for delete in [false, true] {
        let room = ana.room(json!({})).await;
        let mut guest = luis.joined(&room).await;
        if delete {
            ana.client.delete(&format!("/api/room/{room}"), json!({})).await;
        } else {
            ana.client.post(&format!("/api/room/{room}/end"), json!({})).await;
        }
        assert_eq!(guest.expect("room_ended").await["roomId"], json!(room));
    }
}

#[tokio::test]
async fn names_are_as_fresh_as_the_connection() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let room = ana.room(json!({})).await;
    ana.client.put(&format!("/api/user/{}", ana.id), json!({ "nickname": "Doctora Ana" })).await;
    let mut socket = ana.joined(&room).await;
    socket.emit("message", json!({ "msg": "x", "visibility": "public" })).await;
    assert_eq!(socket.expect("message_success").await["user"]["displayName"], "Doctora Ana");
}

fn names(events: &[(String, Value)]) -> Vec<&str> {
    events.iter().map(|(name, _)| name.as_str()).collect()
}
