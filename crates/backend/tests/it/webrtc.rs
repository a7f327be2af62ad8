//! The second signaling server, targeted form.

use serde_json::{Value, json};

use crate::common::{Backend, Person, Sock};

async fn joined(person: &Person, room: &str) -> Sock {
    let mut socket = person.signaling_socket().await;
    socket.emit("join_room", json!({ "roomId": room, "success": true })).await;
    let success = socket.expect("join_room_success").await;
    assert_eq!(
        (&success["message"], &success["success"]),
        (&json!("estado WebRTC funcionando"), &json!(true))
    );
    socket.expect("usersOnline").await;
    socket
}

/// What was sent to this socket until now: a join that is refused answers after it.
async fn drain(socket: &mut Sock) -> Vec<(String, Value)> {
    socket.emit("join_room", json!(null)).await;
    socket.until("join_room_error").await
}

#[tokio::test]
async fn coming_and_going() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let luis = backend.person("luis").await;
    let room = ana.room(json!({})).await;
    let mut first = joined(&ana, &room).await;
    let second = joined(&luis, &room).await;
    let user = json!({ "id": luis.id, "email": luis.email, "displayName": "luis", "nickname": "luis", "photoURL": null });
    let card = json!({
        "id": luis.id, "userId": luis.id, "email": luis.email, "displayName": "luis", "nickname": "luis", "user": user,
    });
    assert_eq!(first.expect("user_joined").await, card);
    assert_eq!(first.expect("usersOnline").await[1], card);
    second.close().await;
    assert_eq!(first.expect("user_left").await, card);
    assert_eq!(first.expect("usersOnline").await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn refused_joins_change_nothing() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let luis = backend.person("luis").await;
    let room = ana.room(json!({})).await;
    let ended = ana.room(json!({})).await;
    ana.client.post(&format!("/api/room/{ended}/end"), json!({})).await;
    let mut from = joined(&ana, &room).await;
    let mut to = joined(&luis, &room).await;
    for (payload, message) in [
        (json!(room), "Invalid room ID"),
        (json!(null), "Invalid room ID"),
        (json!({ "roomId": 5, "success": true }), "Invalid room ID"),
        (json!({ "roomId": room }), "invalid"),
        (json!({ "roomId": "zzz-zzz", "success": true }), "404 room does not exist"),
        (json!({ "roomId": ended, "success": true }), "La reunión ya ha finalizado"),
    ] {
        from.emit("join_room", payload.clone()).await;
        assert_eq!(from.expect("join_room_error").await["message"], message, "{payload}");
    }
    let signal = json!({ "roomId": room, "targetUserId": luis.id, "candidate": null });
    from.emit("webrtc_ice_candidate", signal).await;
    let got = to.expect("webrtc_ice_candidate").await;
    assert_eq!(got, json!({ "senderId": ana.id, "candidate": null }), "end of candidates, still in the room");
}

#[tokio::test]
async fn signals_need_a_room_and_stay_in_it() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let (luis, eva) = (backend.person("luis").await, backend.person("eva").await);
    let room = ana.room(json!({})).await;
    let mut from = ana.signaling_socket().await;
    let mut to = joined(&luis, &room).await;
    let mut third = joined(&eva, &room).await;
    let signal = |room: &str| json!({ "roomId": room, "targetUserId": luis.id, "sdp": { "type": "offer" } });
    from.emit("webrtc_offer", signal(&room)).await;
    assert_eq!(from.expect("webrtc_error").await, json!({ "message": "Not in any room", "success": false }));
    from.emit("join_room", json!({ "roomId": room, "success": true })).await;
    from.emit("webrtc_offer", signal("other-room")).await;
    assert_eq!(from.expect("webrtc_error").await, json!({ "message": "Not in this room", "success": false }));
    for event in ["webrtc_offer", "webrtc_answer"] {
        from.emit(event, signal(&room)).await;
        assert_eq!(to.expect(event).await, json!({ "senderId": ana.id, "sdp": { "type": "offer" } }));
    }
    assert!(drain(&mut third).await.iter().all(|(name, _)| !name.starts_with("webrtc_")));
}

#[tokio::test]
async fn an_ended_meeting_is_over_here_too() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    for over_rest in [true, false] {
        let room = ana.room(json!({})).await;
        let mut socket = joined(&ana, &room).await;
        if over_rest {
            ana.client.post(&format!("/api/room/{room}/end"), json!({})).await;
        } else {
            let mut chat = ana.joined(&room).await;
            chat.emit_bare("end_room").await;
            // The answer to the next event comes after all of this one was done.
            chat.drain().await;
        }
        socket.emit("webrtc_offer", json!({ "roomId": room, "targetUserId": "x", "sdp": 1 })).await;
        assert_eq!(socket.expect("webrtc_error").await["message"], "Not in any room");
    }
}
