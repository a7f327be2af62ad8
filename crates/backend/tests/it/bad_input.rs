//! Anything at all, to every route and event: answers in the contract's shapes, and nobody else notices.

use serde_json::{Value, json};

use crate::common::Backend;

fn shapes() -> Vec<Value> {
    let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
    vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!(""),
        json!("abc-xyz"),
        json!("💥\u{0}\n"),
        json!("x".repeat(5000)),
        json!([]),
        json!([null, {}]),
        json!({}),
        json!({ "$gt": "" }),
        deep,
    ]
}

const FIELDS: &[&str] = &[
    "email",
    "password",
    "confirmPassword",
    "nickname",
    "edad",
    "id",
    "name",
    "creatorId",
    "private",
    "scheduleAt",
    "adminsId",
    "parentRoomId",
    "newAdmin",
    "adminToRemove",
    "userId",
    "roomId",
    "content",
    "visibility",
    "target",
    "firebaseUid",
    "grantedBy",
];

#[tokio::test]
async fn no_body_breaks_a_route() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let room = ana.room(json!({})).await;
    let message = json!({ "userId": ana.id, "roomId": room, "content": "x" });
    let message = ana.client.post("/api/message", message).await.json["id"].as_str().unwrap().to_owned();
    let routes = [
        "POST /api/auth/signup".to_owned(),
        "POST /api/auth/login".into(),
        "POST /api/auth/login/OAuth".into(),
        "POST /api/auth/recover".into(),
        "POST /api/auth/reset/x".into(),
        "POST /api/user".into(),
        format!("PUT /api/user/{}", ana.id),
        format!("PUT /api/user/password/{}", ana.id),
        "POST /api/room".into(),
        format!("PUT /api/room/{room}"),
        format!("PUT /api/room/password/{room}"),
        format!("POST /api/room/admin/{room}"),
        format!("DELETE /api/room/admin/{room}"),
        "POST /api/connection".into(),
        "PUT /api/connection".into(),
        "GET /api/message/user/room".into(),
        "POST /api/message".into(),
        format!("PUT /api/message/{message}"),
        "POST /api/access".into(),
        "DELETE /api/access".into(),
    ];
    for route in &routes {
        let (method, path) = route.split_once(' ').unwrap();
        let mut bodies: Vec<Vec<u8>> = vec![b"{".to_vec(), b"\xff\xfe".to_vec(), Vec::new()];
        bodies.extend(shapes().iter().map(|shape| shape.to_string().into_bytes()));
        // Every field wrong in the same way.
        bodies.extend(shapes().iter().map(|shape| {
            let fields: serde_json::Map<_, _> =
                FIELDS.iter().map(|field| ((*field).to_owned(), shape.clone())).collect();
            Value::Object(fields).to_string().into_bytes()
        }));
        for body in bodies {
            let shown = String::from_utf8_lossy(&body).chars().take(120).collect::<String>();
            let reply =
                ana.client.send(method, path, &[("content-type", "application/json")], Some(body)).await;
            assert!(reply.status < 500, "{route} {shown}: {} {}", reply.status, reply.text);
            assert!(reply.json.is_object() || reply.json.is_array(), "{route} {shown}: {}", reply.text);
            if reply.status >= 400 {
                let known = ["error", "message", "errors"].iter().any(|key| reply.json.get(key).is_some());
                assert!(known, "{route} {shown}: {}", reply.text);
            }
        }
    }
    for (text, status, error) in
        [("{", 400, "JSON inválido"), ("\"text\"", 400, "JSON inválido"), ("5", 400, "JSON inválido")]
    {
        let headers = [("content-type", "application/json; charset=utf-8")];
        let reply = ana.client.send("POST", "/api/room", &headers, Some(text.into())).await;
        assert_eq!((reply.status, reply.json), (status, json!({ "error": error })), "{text}");
    }
    // As a form, or as text, there are no fields.
    let reply = ana
        .client
        .send("POST", "/api/room", &[("content-type", "text/plain")], Some("{\"name\":\"x\"}".into()))
        .await;
    assert_eq!(reply.status, 400);
}

#[tokio::test]
async fn large_bodies_are_refused() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let large = format!("{{\"name\":\"{}\"}}", "x".repeat(2_000_000)).into_bytes();
    for path in ["/api/auth/login", "/api/room"] {
        let reply =
            ana.client.send("POST", path, &[("content-type", "application/json")], Some(large.clone())).await;
        assert_eq!((reply.status, reply.json["error"].is_string()), (413, true), "{path}: {}", reply.text);
    }
    let fits = format!("{{\"name\":\"x\",\"extra\":\"{}\"}}", "x".repeat(100_000)).into_bytes();
    let reply =
        ana.client.send("POST", "/api/room", &[("content-type", "application/json")], Some(fits)).await;
    assert_eq!(reply.status, 201, "100 kB are allowed");
}

#[tokio::test]
async fn no_path_or_cookie_breaks_a_route() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let long = "x".repeat(5000);
    for id in ["%00", "%F0%9F%92%A5", "..%2f..%2fetc", "a%20b", "'%20OR%201=1--", "%FF", &long] {
        for path in [
            "/api/user/",
            "/api/room/",
            "/api/message/room/",
            "/api/connection/room/",
            "/api/access/per-room/",
        ] {
            let reply = ana.client.get(&format!("{path}{id}")).await;
            assert!((400..500).contains(&reply.status), "{path}{id}: {} {}", reply.status, reply.text);
        }
    }
    for query in ["limit=%FF", "limit=99999999999999999999", "offset=-1", "limit=1&limit=2", "roomId[]=x"] {
        let reply = ana.client.get(&format!("/api/message?{query}")).await;
        assert_eq!((reply.status, reply.json), (400, json!({ "error": "roomId is required" })), "{query}");
    }
    let mut stranger = backend.stranger();
    for cookie in [";;;=", "AccessToken", "AccessToken==;", "AccessToken=\"x\""] {
        let reply = stranger.send("GET", "/api/room", &[("cookie", cookie)], None).await;
        assert_eq!(reply.status, 401, "{cookie}");
    }
}

#[tokio::test]
async fn no_payload_breaks_an_event_or_anybody_else() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let eva = backend.person("eva").await;
    let room = ana.room(json!({})).await;
    let mut bystander = ana.joined(&room).await;
    let mut signaling = eva.signaling_socket().await;
    let mut socket = eva.joined(&room).await;
    let events = [
        "join_room",
        "joins_in_room",
        "message",
        "media_state_changed",
        "webrtc_offer",
        "webrtc_answer",
        "webrtc_ice_candidate",
        "send_access",
        "grant_access",
        "remove_user",
        "deny_access",
        "newUser",
        "disconnect",
        "",
        "💥",
    ];
    for event in events {
        for shape in shapes() {
            let wrapped: serde_json::Map<_, _> =
                ["msg", "visibility", "target", "roomId", "targetUserId", "sdp", "candidate"]
                    .iter()
                    .map(|field| ((*field).to_owned(), shape.clone()))
                    .collect();
            for target in [&mut socket, &mut signaling] {
                target.emit(event, shape.clone()).await;
                target.emit(event, Value::Object(wrapped.clone())).await;
                target.raw(format!("42{}", json!([event, shape, shape, shape]))).await;
            }
        }
        for target in [&mut socket, &mut signaling] {
            target.emit_bare(event).await;
        }
    }
    // An ack is asked for and never given, as in the old services.
    socket.raw("4217[\"joins\"]").await;
    socket.expect("joins_users").await;
    socket.emit("join_room", json!(room)).await;
    socket.expect("join_room_success").await;
    signaling.emit("join_room", json!({ "roomId": room, "success": true })).await;
    signaling.expect("join_room_success").await;
    bystander.emit("message", json!({ "msg": "sigo aquí", "visibility": "public" })).await;
    bystander.expect("message_success").await;
}

#[tokio::test]
async fn broken_packets_end_only_their_own_connection() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let eva = backend.person("eva").await;
    let room = ana.room(json!({})).await;
    let mut bystander = ana.joined(&room).await;
    let large = format!("42[\"message\",\"{}\"]", "x".repeat(1_500_000));
    for packet in [
        "42",
        "42[",
        "42{}",
        "42[5]",
        "49",
        "x",
        "",
        "4",
        "451-[\"message\"",
        "4599999999-[\"a\"]",
        "42/other,[\"a\"]",
        &large,
    ] {
        let mut socket = eva.joined(&room).await;
        socket.raw(packet).await;
        bystander.emit("message", json!({ "msg": "sigo aquí", "visibility": "public" })).await;
        bystander.expect("message_success").await;
        socket.close().await;
    }
}
