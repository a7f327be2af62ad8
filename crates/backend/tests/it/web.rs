//! Front-end, API and chat from one origin.

use std::{fs, net::SocketAddr, path::Path};

use charlaton_backend::Config;
use serde_json::json;

use crate::common::{Backend, Client, PASSWORD, Sock};

const HASHED: &str = "charlaton-0a1b2c3d4e5f6071";

fn build(dist: &Path) {
    let page = "<!doctype html><script>alert(1)</script><script src=\"/x.js\"></script>";
    fs::write(dist.join("index.html"), page).unwrap();
    fs::write(dist.join(format!("{HASHED}.js")), "plain").unwrap();
    fs::write(dist.join(format!("{HASHED}.js.br")), "as brotli").unwrap();
    fs::write(dist.join(format!("{HASHED}.js.gz")), "as gzip").unwrap();
    fs::write(dist.join(format!("{HASHED}_bg.wasm")), "\0asm").unwrap();
    fs::write(dist.join("robots.txt"), "all").unwrap();
    fs::write(dist.join("sw.js"), "worker").unwrap();
    fs::write(dist.join("manifest.webmanifest"), "{}").unwrap();
    fs::create_dir(dist.join("icons")).unwrap();
    fs::write(dist.join("icons/icon-512.png"), "png").unwrap();
    fs::write(dist.parent().unwrap().join("secret.txt"), "secret").unwrap();
}

async fn start(change: impl FnOnce(&mut Config)) -> (Backend, SocketAddr) {
    let backend = Backend::start_with(|config| {
        let dist = config.data.join("dist");
        fs::create_dir(&dist).unwrap();
        build(&dist);
        config.web = Some(dist);
        config.rest_port = None;
        config.chat_port = None;
        config.webrtc_port = None;
        change(config);
    })
    .await;
    let addresses = backend.server.addresses();
    assert_eq!((addresses.rest, addresses.chat, addresses.webrtc), (None, None, None), "one port is enough");
    (backend, addresses.web.unwrap())
}

#[tokio::test]
async fn files_with_their_types_encodings_and_lives() {
    let (_backend, address) = start(|_| {}).await;
    let mut client = Client::new(address);
    let script = format!("/{HASHED}.js");
    for (accepts, encoding, body) in [
        ("br, gzip", "br", "as brotli"),
        ("gzip, deflate", "gzip", "as gzip"),
        ("identity", "", "plain"),
        ("br;q=0, gzip", "gzip", "as gzip"),
    ] {
        let reply = client.send("GET", &script, &[("accept-encoding", accepts)], None).await;
        assert_eq!((reply.status, reply.text.as_str()), (200, body), "{accepts}");
        assert_eq!(reply.header("content-encoding"), encoding);
        assert_eq!(reply.header("content-type"), "text/javascript");
        assert_eq!(reply.header("cache-control"), "public, max-age=31536000, immutable");
        assert!(reply.headers.get_all("vary").iter().any(|v| v == "accept-encoding"));
    }
    let wasm = client.get(&format!("/{HASHED}_bg.wasm")).await;
    assert_eq!(
        (wasm.header("content-type"), wasm.bytes.as_slice()),
        ("application/wasm", b"\0asm".as_slice())
    );
    let plain = client.get("/robots.txt").await;
    assert_eq!((plain.text.as_str(), plain.header("cache-control")), ("all", "no-cache"));
    for (path, kind) in [
        ("/sw.js", "text/javascript"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/icons/icon-512.png", "image/png"),
    ] {
        let reply = client.get(path).await;
        assert_eq!(
            (reply.header("content-type"), reply.header("cache-control")),
            (kind, "no-cache"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn addresses_of_the_app_are_its_page_and_missing_files_are_missing() {
    let (_backend, address) = start(|_| {}).await;
    let mut client = Client::new(address);
    let index = client.get("/").await;
    assert!(index.text.starts_with("<!doctype html>"), "{}", index.text);
    for path in ["/index.html", "/meet/abc-xyz", "/join/abc-xyz?x=1.5", "/left"] {
        let reply = client.get(path).await;
        assert_eq!((reply.status, &reply.text), (200, &index.text), "{path}");
        assert_eq!(
            (reply.header("content-type"), reply.header("cache-control")),
            ("text/html", "no-cache"),
            "{path}"
        );
    }
    let missing = format!("/{HASHED}0.js");
    for path in [missing.as_str(), "/nothing.png", "/%2e%2e/secret.txt", "/..%2fsecret.txt"] {
        let reply = client.get(path).await;
        assert!(reply.status == 404 && reply.text.is_empty(), "{path}: {} {}", reply.status, reply.text);
        assert_eq!(reply.header("cache-control"), "no-cache");
    }
    let post = client.post("/meet/abc-xyz", json!({})).await;
    assert_eq!(post.status, 405);
    assert_eq!(client.get("/api/nothing").await.json, json!({ "error": "Route not found" }));
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let (_backend, address) = start(|_| {}).await;
    let mut client = Client::new(address);
    for path in ["/", "/api/room", "/config.json", "/nothing.png"] {
        let reply = client.get(path).await;
        let policy = reply.header("content-security-policy");
        let script =
            "script-src 'self' 'wasm-unsafe-eval' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='; ";
        assert!(policy.contains(script), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        let connect = format!("connect-src 'self' ws://{address} wss://{address}; ");
        assert!(policy.contains(&connect) && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert!(
            reply
                .header("permissions-policy")
                .starts_with("camera=(self), microphone=(self), display-capture=(self)")
        );
        assert_eq!(reply.header("referrer-policy"), "strict-origin-when-cross-origin");
    }
}

#[tokio::test]
async fn the_app_is_told_where_things_are() {
    let (_backend, address) = start(|config| {
        config.ice_servers =
            r#"[{"urls":"turn:t.example","username":"u","credential":"c"}]"#.parse().unwrap();
    })
    .await;
    let config = Client::new(address).get("/config.json").await;
    let expected = json!({
        "apiUrl": "", "chatUrl": "", "webrtcUrl": null,
        "iceServers": [{ "urls": "turn:t.example", "username": "u", "credential": "c" }],
    });
    assert_eq!((config.status, &config.json), (200, &expected));
    assert_eq!(
        (config.header("content-type"), config.header("cache-control")),
        ("application/json", "no-cache")
    );
}

#[tokio::test]
async fn the_app_is_told_of_what_is_beside_its_origin_and_may_reach_it() {
    let backend = Backend::start_with(|config| {
        let dist = config.data.join("dist");
        fs::create_dir(&dist).unwrap();
        build(&dist);
        config.web = Some(dist);
        config.firebase_emulator = true;
        config.firebase_project = "demo-other".into();
    })
    .await;
    let addresses = backend.server.addresses();
    let mut client = Client::new(addresses.web.unwrap());
    let (webrtc, firebase) = (addresses.webrtc.unwrap(), addresses.firebase.unwrap());
    let reply = client.get("/config.json").await;
    let config = &reply.json;
    assert_eq!((&config["apiUrl"], &config["chatUrl"]), (&json!(""), &json!("")));
    assert_eq!(config["webrtcUrl"], format!("http://{webrtc}"));
    assert_eq!(config["firebaseAuthEmulator"], format!("http://{firebase}"));
    let expected = json!({ "apiKey": "demo", "authDomain": "localhost", "projectId": "demo-other" });
    assert_eq!(config["firebase"], expected);
    let policy = reply.header("content-security-policy");
    assert!(policy.contains(&format!(" http://{webrtc} ws://{webrtc} http://{firebase};")), "{policy}");
    assert!(policy.contains(&format!("; frame-src http://{firebase};")), "{policy}");
    assert!(policy.contains(" https://apis.google.com; style-src"), "{policy}");
    assert_eq!(reply.header("cross-origin-opener-policy"), "same-origin-allow-popups");

    let (_alone, address) = start(|_| {}).await;
    let reply = Client::new(address).get("/").await;
    let policy = reply.header("content-security-policy");
    assert!(!policy.contains("http"), "{policy}");
    assert_eq!(reply.header("cross-origin-opener-policy"), "same-origin");
}

#[tokio::test]
async fn api_and_chat_on_the_same_origin() {
    let (_backend, address) = start(|_| {}).await;
    let mut client = Client::new(address);
    let own = format!("http://{address}");
    let body =
        json!({ "email": "ana@example.com", "password": PASSWORD, "edad": 30 }).to_string().into_bytes();
    let headers = [("content-type", "application/json"), ("origin", own.as_str())];
    let reply = client.send("POST", "/api/auth/signup", &headers, Some(body.clone())).await;
    assert_eq!((reply.status, reply.header("cache-control")), (201, "no-cache"), "{}", reply.text);
    let room = client.post("/api/room", json!({ "name": "x" })).await.json["id"].as_str().unwrap().to_owned();
    let token = client.cookie("AccessToken").unwrap();
    let mut socket = Sock::connect(address, &json!({ "token": token })).await.unwrap();
    socket.emit("join_room", json!(room)).await;
    assert_eq!(socket.expect("join_room_success").await["roomId"], json!(room));
    assert_eq!(client.get("/health").await.json["status"], "ok");

    let headers = [("content-type", "application/json"), ("origin", "http://evil.example")];
    assert_eq!(client.send("POST", "/api/auth/login", &headers, Some(body)).await.status, 403);
}

#[tokio::test]
async fn a_front_end_that_was_not_built_is_said() {
    let data = tempfile::tempdir().unwrap();
    let mut config = Config::for_tests(data.path().to_owned());
    config.web = Some(data.path().join("dist"));
    let error = charlaton_backend::serve(config).await.err().unwrap().to_string();
    assert!(error.contains("dist"), "{error}");
}
