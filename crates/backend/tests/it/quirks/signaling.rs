//! The second signaling server, in both of its forms.

use charlaton_backend::{Quirk, Quirks, WebrtcForm};
use serde_json::{Value, json};

use super::{accounts::two_ids, both, with};
use crate::common::{Backend, Person, Sock};

fn join(room: &str) -> Value {
    json!({ "roomId": room, "success": true })
}

async fn joined(person: &Person, room: &str) -> Sock {
    let mut socket = person.signaling_socket().await;
    socket.emit("join_room", join(room)).await;
    socket.expect("join_room_success").await;
    socket.expect("usersOnline").await;
    socket
}

/// Everything until now: a join that names no room answers after it.
async fn drain(socket: &mut Sock) -> Vec<(String, Value)> {
    socket.emit("join_room", json!("no object")).await;
    socket.until("join_room_error").await
}

#[tokio::test]
async fn signaling_token_ids() {
    for quirks in [&[][..], &[Quirk::SignalingTokenIds]] {
        let (backend, ana) = two_ids(quirks).await;
        let id = if quirks.is_empty() { "doc-ana" } else { "uid-ana" };
        let mut luis = backend.person("luis").await;
        let room = luis.room(json!({})).await;
        let mut other = joined(&luis, &room).await;
        let mut socket = joined(&ana, &room).await;
        assert_eq!(other.expect("user_joined").await["id"], id);
        assert_eq!(other.expect("usersOnline").await[1]["userId"], id);
        socket.emit("webrtc_offer", json!({ "roomId": room, "targetUserId": luis.id, "sdp": 1 })).await;
        assert_eq!(other.expect("webrtc_offer").await["senderId"], id);
        other.emit("webrtc_answer", json!({ "roomId": room, "targetUserId": id, "sdp": 1 })).await;
        assert_eq!(socket.expect("webrtc_answer").await["senderId"], json!(luis.id));
    }
}

#[tokio::test]
async fn unnamed_joins() {
    for (backend, quirky) in both(Quirk::UnnamedJoins).await {
        let mut ana = backend.person("ana").await;
        let room = ana.room(json!({})).await;
        let mut socket = ana.signaling_socket().await;
        socket.emit("join_room", join(&room)).await;
        let success = socket.expect("join_room_success").await;
        assert_eq!((success.get("roomId").is_none(), &success["success"]), (quirky, &json!(true)));
    }
}

#[tokio::test]
async fn unguarded_signaling() {
    for (backend, quirky) in both(Quirk::UnguardedSignaling).await {
        let mut ana = backend.person("ana").await;
        let eva = backend.person("eva").await;
        let private = ana.room(json!({ "private": true })).await;
        let ended = ana.room(json!({})).await;
        ana.client.post(&format!("/api/room/{ended}/end"), json!({ "userId": ana.id })).await;
        let mut socket = eva.signaling_socket().await;
        for room in [private, ended] {
            socket.emit("join_room", join(&room)).await;
            socket.expect(if quirky { "join_room_success" } else { "join_room_error" }).await;
        }
        socket.emit("join_room", join("zzz-zzz")).await;
        assert_eq!(socket.expect("join_room_error").await["message"], "404 room does not exist");
    }
}

#[tokio::test]
async fn refused_joins_overwrite() {
    for (backend, quirky) in both(Quirk::RefusedJoinsOverwrite).await {
        let mut ana = backend.person("ana").await;
        let luis = backend.person("luis").await;
        let (one, two) = (ana.room(json!({})).await, ana.room(json!({})).await);
        let mut from = joined(&ana, &one).await;
        let mut to = joined(&luis, &one).await;
        from.emit("join_room", json!({ "roomId": two, "success": false })).await;
        assert_eq!(from.expect("join_room_error").await["message"], "invalid");
        from.emit("webrtc_offer", json!({ "roomId": one, "targetUserId": luis.id, "sdp": 1 })).await;
        if quirky {
            assert_eq!(from.expect("webrtc_error").await["message"], "Not in this room");
        } else {
            to.expect("webrtc_offer").await;
        }
    }
}

#[tokio::test]
async fn signals_name_their_room() {
    for (backend, quirky) in both(Quirk::SignalsNameTheirRoom).await {
        let mut ana = backend.person("ana").await;
        let luis = backend.person("luis").await;
        let room = ana.room(json!({})).await;
        let mut from = joined(&ana, &room).await;
        let mut to = joined(&luis, &room).await;
        from.emit("webrtc_offer", json!({ "targetUserId": luis.id, "sdp": 1 })).await;
        if quirky {
            assert_eq!(from.expect("webrtc_error").await["message"], "Not in this room");
        } else {
            to.expect("webrtc_offer").await;
        }
        let mut outside = ana.signaling_socket().await;
        outside.emit("webrtc_offer", json!({ "roomId": room, "targetUserId": luis.id, "sdp": 1 })).await;
        let words = if quirky { "Not in this room" } else { "Not in any room" };
        assert_eq!(outside.expect("webrtc_error").await["message"], words);
    }
}

#[tokio::test]
async fn lost_end_of_candidates() {
    for (backend, quirky) in both(Quirk::LostEndOfCandidates).await {
        let mut ana = backend.person("ana").await;
        let luis = backend.person("luis").await;
        let room = ana.room(json!({})).await;
        let mut from = joined(&ana, &room).await;
        let mut to = joined(&luis, &room).await;
        for candidate in [json!(null), json!(""), json!({ "candidate": "" })] {
            let signal = json!({ "roomId": room, "targetUserId": luis.id, "candidate": candidate });
            from.emit("webrtc_ice_candidate", signal).await;
        }
        drain(&mut from).await;
        let seen = drain(&mut to).await;
        let got = seen.iter().filter(|(name, _)| name == "webrtc_ice_candidate").count();
        assert_eq!(got, if quirky { 1 } else { 3 });
    }
}

/// Those of the chat that hold here, too.
#[tokio::test]
async fn tabs_and_names() {
    for (backend, quirky) in [(Backend::start().await, false), (with(&SHARED).await, true)] {
        let mut ana = backend.person("ana").await;
        let luis = backend.person_with("luis", json!({ "nickname": "Lucho" })).await;
        let (one, two) = (ana.room(json!({})).await, ana.room(json!({})).await);
        let mut from = joined(&ana, &one).await;
        let (mut first, mut second) = (joined(&luis, &one).await, joined(&luis, &one).await);
        let card = from.expect("user_joined").await;
        assert_eq!((&card["id"], &card["userId"]), (&json!(luis.id), &json!(luis.id)));
        assert_eq!(
            card.get("nickname").is_none() && card["user"].get("photoURL").is_none(),
            quirky,
            "{card}"
        );

        from.emit("webrtc_offer", json!({ "roomId": one, "targetUserId": luis.id, "sdp": 1 })).await;
        drain(&mut from).await;
        let got = [drain(&mut first).await, drain(&mut second).await]
            .map(|seen| seen.iter().any(|(name, _)| name == "webrtc_offer"));
        assert_eq!(got, [quirky, !quirky]);

        second.close().await;
        let mut online = 3;
        while online != 2 {
            online = from.expect("usersOnline").await.as_array().unwrap().len();
        }
        let left = drain(&mut from).await.iter().filter(|(name, _)| name == "user_left").count();
        assert_eq!(left, usize::from(quirky), "he is still there");

        first.emit("join_room", join(&two)).await;
        drain(&mut first).await;
        from.emit("webrtc_offer", json!({ "roomId": one, "targetUserId": luis.id, "sdp": 1 })).await;
        drain(&mut from).await;
        let still = drain(&mut first).await.iter().any(|(name, _)| name == "webrtc_offer");
        assert_eq!(still, quirky, "rooms pile up");
    }
}

const SHARED: [Quirk; 4] =
    [Quirk::BarePayloads, Quirk::FirstSocketRelays, Quirk::TabDepartures, Quirk::PiledUpRooms];

#[tokio::test]
async fn a_broadcast_into_a_room_without_anybody() {
    let backend = Backend::start_with(|config| {
        config.webrtc_form = WebrtcForm::Broadcast;
        config.quirks = Quirks::only(&[Quirk::RefusedJoinsOverwrite]);
    })
    .await;
    let mut ana = backend.person("ana").await;
    let (one, two) = (ana.room(json!({})).await, ana.room(json!({})).await);
    let mut socket = joined(&ana, &one).await;
    socket.emit("join_room", json!({ "roomId": two })).await;
    socket.expect("join_room_error").await;
    socket.emit("webrtc_offer", json!({ "senderId": ana.id, "sdp": 1 })).await;
    assert_eq!(socket.expect("webrtc_error").await["message"], "Room does not exist");
}

#[tokio::test]
async fn the_broadcast_form() {
    let backend = Backend::start_with(|config| config.webrtc_form = WebrtcForm::Broadcast).await;
    let mut ana = backend.person("ana").await;
    let (luis, eva) = (backend.person("luis").await, backend.person("eva").await);
    let room = ana.room(json!({})).await;
    let mut from = ana.signaling_socket().await;
    from.emit("webrtc_offer", json!({ "senderId": "x", "sdp": 1 })).await;
    assert_eq!(from.expect("webrtc_error").await, json!({ "message": "Not in any room", "success": false }));
    from.emit("join_room", join(&room)).await;
    let success = from.expect("join_room_success").await;
    assert!(success.get("roomId").is_none() && success["user"].get("nickname").is_none(), "{success}");
    from.expect("usersOnline").await;

    let mut others = [joined(&luis, &room).await, joined(&eva, &room).await];
    let bare = from.expect("user_joined").await;
    assert_eq!((&bare["id"], &bare["email"]), (&json!(luis.id), &json!(luis.email)));
    let keys: Vec<_> = bare.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys.iter().filter(|key| !["id", "email", "iat", "exp"].contains(key)).count(), 0, "{bare}");
    from.expect("user_joined").await;
    let mut online = from.expect("usersOnline").await;
    while online.as_array().unwrap().len() < 3 {
        online = from.expect("usersOnline").await;
    }
    let entry = |who: &Person| json!({ "userId": who.id, "email": who.email });
    assert_eq!(online, json!([entry(&ana), entry(&luis), entry(&eva)]));

    let target = json!(luis.id);
    from.emit("webrtc_offer", json!({ "senderId": "claimed", "sdp": { "a": 1 }, "targetUserId": target }))
        .await;
    from.emit("webrtc_answer", json!({ "sdp": 1, "roomId": room })).await;
    from.emit("webrtc_ice_candidate", json!({ "senderId": ana.id, "candidate": null })).await;
    for other in &mut others {
        assert_eq!(other.expect("webrtc_offer").await, json!({ "senderId": "claimed", "sdp": { "a": 1 } }));
        assert_eq!(other.expect("webrtc_answer").await, json!({ "sdp": 1 }));
        assert_eq!(other.expect("ice_candidate").await, json!({ "senderId": ana.id, "candidate": null }));
    }
    let echoed = drain(&mut from).await;
    assert!(echoed.iter().all(|(name, _)| !name.starts_with("webrtc_")), "{echoed:?}");
    let [_, last] = others;
    last.close().await;
    assert_eq!(from.expect("user_left").await["id"], json!(eva.id));
}
