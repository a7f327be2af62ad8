//! What goes wrong before a handler is reached.

use charlaton_backend::{Quirk, Quirks};
use serde_json::json;

use super::both;
use crate::common::{Backend, Client};

#[tokio::test]
async fn html_errors() {
    for (backend, quirky) in both(Quirk::HtmlErrors).await {
        let mut stranger = backend.stranger();
        let large = format!("{{\"email\":\"{}\"}}", "x".repeat(110_000));
        for (body, status, words) in [
            ("{", 400, "SyntaxError"),
            ("5", 400, "SyntaxError"),
            (large.as_str(), 413, "PayloadTooLargeError"),
        ] {
            let headers = [("content-type", "application/json")];
            let reply = stranger.send("POST", "/api/auth/login", &headers, Some(body.into())).await;
            assert_eq!(reply.status, status);
            assert_eq!(reply.header("content-type").starts_with("text/html"), quirky);
            assert_eq!(reply.text.contains(words), quirky, "{}", reply.text);
            assert_eq!(reply.json["error"].is_string(), !quirky);
        }
        let unknown = stranger.get("/api/nothing").await;
        assert_eq!((unknown.status, unknown.json), (404, json!({ "error": "Route not found" })));
        let login = stranger.post("/api/auth/login", json!({})).await;
        assert_eq!((login.status, login.json["errors"].is_array()), (400, true), "validators go on");
    }
}

#[tokio::test]
async fn html_origin_refusal() {
    for (backend, quirky) in both(Quirk::HtmlOriginRefusal).await {
        let mut stranger = backend.stranger();
        let reply = stranger.send("GET", "/api/room", &[("origin", "http://evil.example")], None).await;
        assert_eq!(reply.status, if quirky { 500 } else { 403 });
        assert_eq!(reply.text.starts_with("<!DOCTYPE html>"), quirky);
        if quirky {
            assert!(!reply.headers.keys().any(|name| name.as_str().starts_with("access-control")));
        }
        let reply = stranger.send("GET", "/", &[("origin", "http://localhost:5173")], None).await;
        assert_eq!(
            (reply.status, reply.header("access-control-allow-origin")),
            (200, "http://localhost:5173")
        );
    }
}

#[tokio::test]
async fn localhost_only() {
    for (backend, quirky) in both(Quirk::LocalhostOnly).await {
        for address in [backend.rest(), backend.chat(), backend.webrtc()] {
            let from = async |origin: &str| {
                let reply = Client::new(address).send("GET", "/health", &[("origin", origin)], None).await;
                (reply.status, reply.header("access-control-allow-origin") == origin)
            };
            let loopback = from("http://127.0.0.1:5173").await;
            assert_eq!(loopback, if quirky { (403, false) } else { (200, true) });
            assert_eq!(from("http://localhost:5173").await, (200, true));
        }
    }
    let named = Backend::start_with(|config| {
        config.quirks = Quirks::all();
        config.origins = vec!["http://127.0.0.1:5173".into()];
    })
    .await;
    let origin = [("origin", "http://127.0.0.1:5173")];
    let reply = named.stranger().send("GET", "/health", &origin, None).await;
    assert_eq!((reply.status, reply.header("access-control-allow-origin")), (200, origin[0].1));
}

#[tokio::test]
async fn bodyless_requests_fail() {
    for (backend, quirky) in both(Quirk::BodylessRequestsFail).await {
        let mut ana = backend.person("ana").await;
        let room = ana.room(json!({})).await;
        let message = json!({ "userId": ana.id, "roomId": room, "content": "x" });
        let id = ana.client.post("/api/message", message).await.json["id"].as_str().unwrap().to_owned();
        let message = format!("/api/message/{id}");
        let end = format!("/api/room/{room}/end");
        let stranger = backend.stranger().send("DELETE", &message, &[], None).await;
        assert_eq!(stranger.status, 401, "before anything else");
        for (method, path) in [("DELETE", &message), ("POST", &end)] {
            let reply = ana.client.send(method, path, &[], None).await;
            assert_eq!(reply.status, if quirky { 500 } else { 200 }, "{method} {path}");
            assert_eq!(reply.json["error"].is_string(), quirky);
        }
        let kept = ana.client.get(&format!("/api/message?roomId={room}")).await.json;
        assert_eq!(kept.as_array().unwrap().len(), usize::from(quirky), "nothing was done");
        assert_eq!(backend.stranger().send("POST", "/api/auth/login", &[], None).await.status, 400);
    }
}

#[tokio::test]
async fn sockets_of_any_origin() {
    for (backend, quirky) in both(Quirk::SocketsOfAnyOrigin).await {
        for address in [backend.chat(), backend.webrtc()] {
            let path = "/socket.io/?EIO=4&transport=polling";
            let reply =
                Client::new(address).send("GET", path, &[("origin", "http://evil.example")], None).await;
            assert_eq!(reply.status, if quirky { 200 } else { 403 });
            assert_eq!(reply.header("access-control-allow-origin"), "", "a browser does not show it");
            let headers = [
                ("origin", "http://evil.example"),
                ("connection", "upgrade"),
                ("upgrade", "websocket"),
                ("sec-websocket-version", "13"),
                ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ];
            let path = "/socket.io/?EIO=4&transport=websocket";
            let reply = Client::new(address).head(path, &headers).await;
            assert_eq!(reply, if quirky { 101 } else { 403 });
        }
    }
}
