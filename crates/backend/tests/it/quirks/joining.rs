//! Coming in.

use charlaton_backend::Quirk;
use serde_json::json;

use super::{both, with};
use crate::common::Sock;

const JOINED: &str = "join_room_success";
const REFUSED: &str = "join_room_error";

#[tokio::test]
async fn bad_joins_kick() {
    for (backend, quirky) in both(Quirk::BadJoinsKick).await {
        let ana = backend.person("ana").await;
        for payload in [json!("a/b"), json!({ "roomId": "abc-xyz" }), json!(7)] {
            let mut socket = ana.socket().await;
            socket.emit("join_room", payload.clone()).await;
            let message = socket.expect(REFUSED).await["message"].clone();
            if quirky {
                assert_eq!(message, "Error interno del servidor", "{payload}");
                socket.kicked().await;
            } else {
                assert_eq!(message, "Invalid room ID", "{payload}");
                socket.drain().await;
            }
        }
        let mut socket = ana.socket().await;
        for (payload, message) in [("", "Invalid room ID"), ("zzz-zzz", "Room does not exist")] {
            socket.emit("join_room", json!(payload)).await;
            assert_eq!(socket.expect(REFUSED).await["message"], message);
        }
        socket.drain().await;
    }
}

#[tokio::test]
async fn bad_joins_are_followed_by_silence() {
    let backend = with(&[Quirk::BadJoinsKick, Quirk::DroppedJoins]).await;
    let ana = backend.person("ana").await;
    let mut socket = ana.socket().await;
    socket.emit("join_room", json!("a/b")).await;
    socket.expect(REFUSED).await;
    socket.kicked().await;
    let mut socket = ana.socket().await;
    socket.emit("join_room", json!("a/b")).await;
    assert_eq!(count(&socket.names().await, REFUSED), 0);
    socket.emit("join_room", json!("")).await;
    assert_eq!(socket.expect(REFUSED).await["message"], "Invalid room ID");
}

#[tokio::test]
async fn private_rooms_kick() {
    for (backend, quirky) in both(Quirk::PrivateRoomsKick).await {
        let room = backend.person("ana").await.room(json!({ "private": true })).await;
        let mut socket = backend.person("eva").await.socket().await;
        socket.emit("join_room", json!(room)).await;
        assert_eq!(socket.expect(REFUSED).await["message"], "usuario sin permisos para sala privada");
        if quirky {
            socket.kicked().await;
        } else {
            socket.drain().await;
        }
    }
}

#[tokio::test]
async fn ended_rooms_open() {
    for (backend, quirky) in both(Quirk::EndedRoomsOpen).await {
        let mut ana = backend.person("ana").await;
        let (ended, deleted) = (ana.room(json!({})).await, ana.room(json!({})).await);
        ana.client.post(&format!("/api/room/{ended}/end"), json!({ "userId": ana.id })).await;
        ana.client.delete(&format!("/api/room/{deleted}"), json!({})).await;
        for room in [ended, deleted] {
            let mut socket = ana.socket().await;
            socket.emit("join_room", json!(room)).await;
            let answer = socket.names().await;
            assert_eq!(answer[0], if quirky { JOINED } else { REFUSED });
        }
    }
}

#[tokio::test]
async fn open_room_lists() {
    for (backend, quirky) in both(Quirk::OpenRoomLists).await {
        let mut ana = backend.person("ana").await;
        let room = ana.room(json!({ "private": true })).await;
        let _inside = ana.joined(&room).await;
        let mut socket = backend.person("eva").await.socket().await;
        socket.emit("joins_in_room", json!(room)).await;
        if quirky {
            assert_eq!(socket.expect("room_users").await, json!([ana.id]));
        } else {
            socket.expect("joins_in_room_error").await;
        }
    }
}

/// While a join is in progress, from another tab too, and for a while after one that found no room.
#[tokio::test]
async fn dropped_joins() {
    for (backend, quirky) in both(Quirk::DroppedJoins).await {
        let mut ana = backend.person("ana").await;
        let room = ana.room(json!({})).await;
        let (mut first, mut second) = (ana.socket().await, ana.socket().await);
        first.emit("join_room", json!(room)).await;
        for _ in 0..2 {
            second.emit("join_room", json!(room)).await;
        }
        let mut joins = 0;
        while joins == 0 {
            joins += count(&first.names().await, JOINED) + count(&second.names().await, JOINED);
        }
        assert_eq!(joins, if quirky { 1 } else { 3 });
        // It is through when it answers, and then a join is one again.
        second.emit("join_room", json!(room)).await;
        second.expect(JOINED).await;

        first.emit("join_room", json!("zzz-zzz")).await;
        assert_eq!(first.expect(REFUSED).await["message"], "Room does not exist");
        second.emit("join_room", json!("zzz-zzz")).await;
        assert_eq!(count(&second.names().await, REFUSED), usize::from(!quirky), "silence");
        if quirky {
            // Somebody else is not kept out, and asking again is answered in the end.
            let mut other = backend.person("luis").await.socket().await;
            other.emit("join_room", json!("zzz-zzz")).await;
            other.expect(REFUSED).await;
            while count(&second.names().await, REFUSED) == 0 {
                second.emit("join_room", json!("zzz-zzz")).await;
            }
        }
    }
}

#[tokio::test]
async fn bare_payloads() {
    for (backend, quirky) in both(Quirk::BarePayloads).await {
        let mut ana = backend.person_with("ana", json!({ "nickname": "Anita" })).await;
        let luis = backend.person_with("luis", json!({ "nickname": "Lucho" })).await;
        let room = ana.room(json!({})).await;
        let mut first = ana.joined(&room).await;
        let mut second = luis.socket().await;
        second.emit("join_room", json!(room)).await;
        let own = second.expect(JOINED).await["user"].clone();
        let news = first.expect("user_joined").await["user"].clone();
        let online = second.expect("usersOnline").await[1]["user"].clone();
        let (name, nickname) = if quirky { ("luis", json!(null)) } else { ("Lucho", json!("Lucho")) };
        assert_eq!((&online["displayName"], &online["nickname"]), (&json!(name), &nickname));
        assert_eq!(own.get("nickname").is_none(), quirky, "{own}");
        assert_eq!(news == json!({ "id": luis.id, "email": luis.email }), quirky, "{news}");
        second.emit("message", json!({ "msg": "x", "visibility": "public" })).await;
        let author = first.expect("new_success").await["user"].clone();
        assert_eq!((&author["displayName"], &author["nickname"]), (&json!(name), &nickname));
        assert_eq!(author.get("photoURL").is_none(), quirky, "{author}");
        assert_eq!(online["photoURL"], json!(null), "{online}");
        second.emit("send_access", json!(room)).await;
        assert_eq!(first.expect("send_access").await.get("user").is_none(), quirky);
        second.emit_bare("leaveRoom").await;
        let left = first.expect("userLeft").await;
        assert_eq!((left.get("userId").is_none(), &left["user"]["id"]), (quirky, &json!(luis.id)));
    }
}

/// One entry for each socket, in the order of their coming: so it always is.
#[tokio::test]
async fn lists_count_sockets() {
    for backend in [with(&[]).await, with(&[Quirk::BarePayloads]).await] {
        let mut ana = backend.person("ana").await;
        let room = ana.room(json!({})).await;
        let _first = ana.joined(&room).await;
        let mut second: Sock = ana.socket().await;
        second.emit("join_room", json!(room)).await;
        assert_eq!(second.expect("number_usersOnline").await, json!(2));
        assert_eq!(second.expect("usersOnline").await.as_array().unwrap().len(), 2);
        second.emit("joins_in_room", json!(room)).await;
        assert_eq!(second.expect("room_users").await, json!([ana.id, ana.id]));
    }
}

fn count(names: &[String], name: &str) -> usize {
    names.iter().filter(|seen| *seen == name).count()
}
