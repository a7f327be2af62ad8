//! The transport for networks that block WebSockets.

use serde_json::{Value, json};

use crate::common::{Backend, Client};

#[tokio::test]
async fn a_meeting_over_long_polling() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let room = ana.room(json!({})).await;
    let mut client = Client::new(backend.chat());
    let origin = [("origin", "http://localhost:5173"), ("content-type", "text/plain;charset=UTF-8")];
    let path = "/socket.io/?EIO=4&transport=polling";
    let open = client.send("GET", path, &origin, None).await;
    assert_eq!(open.header("access-control-allow-origin"), "http://localhost:5173");
    assert_eq!(open.header("access-control-allow-credentials"), "true");
    let open: Value = serde_json::from_str(open.text.strip_prefix('0').unwrap()).unwrap();
    assert_eq!(open["upgrades"], json!(["websocket"]));
    let path = format!("{path}&sid={}", open["sid"].as_str().unwrap());

    let connect = format!("40{}", json!({ "token": ana.token }));
    assert_eq!(client.send("POST", &path, &origin, Some(connect.into_bytes())).await.text, "ok");
    let connected = poll(&mut client, &path).await;
    assert!(connected[0].starts_with("40{\"sid\""), "{connected:?}");

    // Several packets in one body, both ways.
    let message = json!(["message", { "msg": "por turnos", "visibility": "public" }]);
    let packets = format!("42{}\u{1e}42{message}", json!(["join_room", room]));
    client.send("POST", &path, &origin, Some(packets.into_bytes())).await;
    let mut seen: Vec<String> = Vec::new();
    while !seen.iter().any(|packet| packet.contains("message_success")) {
        seen.extend(poll(&mut client, &path).await);
    }
    let events: Vec<&str> = seen.iter().map(|packet| packet.split('"').nth(1).unwrap()).collect();
    assert_eq!(events, ["join_room_success", "number_usersOnline", "usersOnline", "message_success"]);

    let unknown =
        client.send("GET", "/socket.io/?EIO=4&transport=polling&sid=AAAAAAAAAAA", &origin, None).await;
    assert_eq!(unknown.status, 400);
}

#[tokio::test]
async fn a_page_of_another_origin_gets_no_socket() {
    let backend = Backend::start().await;
    let mut client = Client::new(backend.chat());
    for transport in ["polling", "websocket"] {
        let path = format!("/socket.io/?EIO=4&transport={transport}");
        let reply = client.send("GET", &path, &[("origin", "http://evil.example")], None).await;
        assert_eq!((reply.status, reply.header("access-control-allow-origin")), (403, ""), "{transport}");
    }
}

/// The packets of the next answer that has some besides a ping.
async fn poll(client: &mut Client, path: &str) -> Vec<String> {
    loop {
        let batch = client.send("GET", path, &[], None).await.text;
        let packets: Vec<_> =
            batch.split('\u{1e}').filter(|packet| *packet != "2").map(str::to_owned).collect();
        if !packets.is_empty() {
            return packets;
        }
    }
}
