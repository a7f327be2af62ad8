//! Messages, stored and said.

use charlaton_backend::Quirk;
use serde_json::json;

use super::{both, database};
use crate::common::{Person, Sock};

async fn say(socket: &mut Sock, text: &str) {
    socket.emit("message", json!({ "msg": text, "visibility": "public", "target": null })).await;
    socket.expect("message_success").await;
}

async fn whisper(socket: &mut Sock, text: &str, to: &Person) {
    let target = json!([{ "userId": to.id }]);
    socket.emit("message", json!({ "msg": text, "visibility": "private", "target": target })).await;
}

#[tokio::test]
async fn oldest_messages() {
    for (backend, quirky) in both(Quirk::OldestMessages).await {
        let mut ana = backend.person("ana").await;
        let room = ana.room(json!({})).await;
        let mut socket = ana.joined(&room).await;
        for n in 0..52 {
            say(&mut socket, &n.to_string()).await;
        }
        let mut ends = async |query: &str| {
            let list = ana.client.get(&format!("/api/message?roomId={room}{query}")).await.json;
            let list = list.as_array().unwrap();
            let text = |at: usize| list[at]["content"].as_str().unwrap().to_owned();
            (list.len(), text(0), text(list.len() - 1))
        };
        let part = |len: usize, first: &str, last: &str| (len, first.to_owned(), last.to_owned());
        assert_eq!(ends("").await, if quirky { part(50, "0", "49") } else { part(50, "2", "51") });
        let offset = ends("&limit=2&offset=3").await;
        assert_eq!(offset, if quirky { part(2, "0", "1") } else { part(2, "47", "48") });
        assert_eq!(ends("&limit=0").await, part(52, "0", "51"), "all");
        assert_eq!(ends("&limit=x").await, part(52, "0", "51"), "all");
    }
}

#[tokio::test]
async fn everyones_messages() {
    for (backend, quirky) in both(Quirk::EveryonesMessages).await {
        let mut ana = backend.person("ana").await;
        let luis = backend.person("luis").await;
        let mut eva = backend.person("eva").await;
        let room = ana.room(json!({})).await;
        let mut socket = ana.joined(&room).await;
        whisper(&mut socket, "secreto", &luis).await;
        socket.expect("message_success").await;
        let list = eva.client.get(&format!("/api/message/room/{room}")).await;
        assert_eq!((list.status, list.text.contains("secreto")), (200, quirky));
        ana.client.put(&format!("/api/room/{room}"), json!({ "private": true })).await;
        let list = eva.client.get(&format!("/api/message/room/{room}")).await;
        assert_eq!(list.status, if quirky { 200 } else { 403 }, "REST knows no private rooms");
        let body = json!({ "userId": eva.id, "roomId": room, "content": "x" });
        assert_eq!(eva.client.post("/api/message", body).await.status, if quirky { 201 } else { 403 });
    }
}

#[tokio::test]
async fn bare_messages() {
    for (backend, quirky) in both(Quirk::BareMessages).await {
        let mut ana = backend.person("ana").await;
        let room = ana.room(json!({})).await;
        let mut socket = ana.joined(&room).await;
        let body = json!({ "userId": ana.id, "roomId": room, "content": "x" });
        let made = ana.client.post("/api/message", body).await.json;
        let kept = ana.client.get(&format!("/api/message?roomId={room}")).await.json;
        for message in [&made, &kept[0]] {
            assert!(message["createAt"]["_seconds"].is_i64() && message["createAt"]["_nanoseconds"].is_i64());
            let added = ["user", "createdAt"].map(|field| message.get(field).is_some());
            assert_eq!(added, [!quirky, !quirky], "{message}");
        }
        assert!(socket.names().await.iter().all(|name| !name.ends_with("_success")), "not broadcast");
    }
}

#[tokio::test]
async fn unheard_outsiders() {
    for (backend, quirky) in both(Quirk::UnheardOutsiders).await {
        let mut socket = backend.person("ana").await.socket().await;
        for payload in [json!({ "msg": "x", "visibility": "public" }), json!({})] {
            socket.emit("message", payload).await;
            let answer = socket.names().await;
            assert_eq!(answer, if quirky { vec![] } else { vec!["message_error".to_owned()] });
        }
    }
}

#[tokio::test]
async fn active_connections() {
    for (backend, quirky) in both(Quirk::ActiveConnections).await {
        let mut ana = backend.person("ana").await;
        let room = ana.room(json!({})).await;
        let mut socket = ana.joined(&room).await;
        say(&mut socket, "dentro").await;
        ana.client.put("/api/connection", json!({ "userId": ana.id, "roomId": room })).await;
        socket.emit("message", json!({ "msg": "fuera", "visibility": "public" })).await;
        if quirky {
            let error = socket.expect("message_error").await;
            assert_eq!(error["message"], "el usuario no tiene conexión activa en la sala");
        } else {
            assert_eq!(socket.expect("message_success").await["content"], "fuera");
        }
    }
}

#[tokio::test]
async fn loose_messages() {
    for (backend, quirky) in both(Quirk::LooseMessages).await {
        let mut ana = backend.person("ana").await;
        let luis = backend.person("luis").await;
        let room = ana.room(json!({})).await;
        let mut socket = ana.joined(&room).await;
        let mut other = luis.joined(&room).await;
        for (payload, error) in [
            (json!({ "msg": "x" }), "visibility inválida"),
            (json!({ "msg": "", "visibility": "public" }), "mensaje inválido"),
            (json!({ "msg": 5, "visibility": "public" }), "mensaje inválido"),
        ] {
            socket.emit("message", payload).await;
            assert_eq!(socket.expect("message_error").await["message"], error);
        }
        socket.emit("message", json!({ "msg": "x".repeat(5_000), "visibility": "public" })).await;
        let answer = socket.names().await;
        let expected = if quirky { "message_success" } else { "message_error" };
        assert!(answer.contains(&expected.to_owned()), "{answer:?}");
        socket.emit("message", json!({ "msg": "x", "visibility": "private", "target": [luis.id] })).await;
        socket.drain().await;
        assert_eq!(other.names().await.contains(&"message_success".to_owned()), !quirky, "a text is nobody");
    }
}

#[tokio::test]
async fn no_private_echo() {
    for (backend, quirky) in both(Quirk::NoPrivateEcho).await {
        let mut ana = backend.person("ana").await;
        let luis = backend.person("luis").await;
        let room = ana.room(json!({})).await;
        let mut socket = ana.joined(&room).await;
        let mut other = luis.joined(&room).await;
        whisper(&mut socket, "secreto", &luis).await;
        assert_eq!(other.expect("message_success").await.get("target").is_none(), quirky);
        assert_eq!(socket.names().await.contains(&"message_success".to_owned()), !quirky);
        whisper(&mut socket, "a mí", &ana).await;
        assert_eq!(
            socket.expect("message_success").await["content"],
            "a mí",
            "whoever lists himself gets it"
        );
    }
}

#[tokio::test]
async fn errors_to_others() {
    for (backend, quirky) in both(Quirk::ErrorsToOthers).await {
        let mut ana = backend.person("ana").await;
        let luis = backend.person("luis").await;
        let room = ana.room(json!({})).await;
        let mut socket = ana.joined(&room).await;
        let mut other = luis.joined(&room).await;
        let full = "CREATE TRIGGER full BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'full'); END";
        database(&backend).execute(full, []).unwrap();
        socket.emit("message", json!({ "msg": "x", "visibility": "public" })).await;
        let (blamed, spared) = if quirky { (&mut other, &mut socket) } else { (&mut socket, &mut other) };
        assert_eq!(blamed.expect("message_error").await["message"], "error");
        assert!(!spared.names().await.contains(&"message_error".to_owned()));
    }
}
