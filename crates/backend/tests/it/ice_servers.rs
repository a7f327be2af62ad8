//! Credentials of a TURN server, for those who are logged in.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use charlaton_backend::Config;
use serde_json::{Value, json};

use crate::common::{Backend, Client, PASSWORD};

const SECRET: &str = "south is the mountain";
const PATH: &str = "/api/ice-servers";

fn with_turn(config: &mut Config) {
    config.turn_secret = Some(SECRET.into());
    config.turn_urls = vec!["turn:t.example:3478?transport=udp".into(), "turns:t.example".into()];
}

fn expiry(server: &Value) -> u64 {
    server["username"].as_str().unwrap().split_once(':').unwrap().0.parse().unwrap()
}

#[tokio::test]
async fn a_person_gets_what_is_configured_and_a_credential() {
    let backend = Backend::start_with(|config| {
        with_turn(config);
        config.turn_ttl = Duration::from_secs(120);
    })
    .await;
    let mut ana = backend.person("ana").await;
    let unix = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let before = unix();
    let reply = ana.client.get(PATH).await;
    let after = unix();
    assert_eq!((reply.status, reply.header("cache-control")), (200, "no-store"), "{}", reply.text);
    let [stun, turn] = reply.json.as_array().unwrap().as_slice() else { panic!("{}", reply.text) };
    assert_eq!(*stun, json!({ "urls": "stun:stun.l.google.com:19302" }));
    assert_eq!(turn["urls"], json!(["turn:t.example:3478?transport=udp", "turns:t.example"]));
    assert!((before + 120..=after + 120).contains(&expiry(turn)), "{turn}");
    let user = turn["username"].as_str().unwrap().split_once(':').unwrap().1;
    assert_eq!(user, ana.id);
    // 20 bytes of SHA-1 in base64.
    assert_eq!(turn["credential"].as_str().unwrap().len(), 28);
    assert!(!reply.text.contains(SECRET));

    let mut luis = backend.person("luis").await;
    let other = luis.client.get(PATH).await;
    assert_ne!(other.json[1]["credential"], turn["credential"]);
}

#[tokio::test]
async fn nobody_else_gets_one() {
    let backend = Backend::start_with(with_turn).await;
    let mut stranger = backend.stranger();
    for cookie in [None, Some("nonsense")] {
        stranger.cookies.extend(cookie.map(|token| ("AccessToken".to_owned(), token.to_owned())));
        let reply = stranger.get(PATH).await;
        assert_eq!(reply.status, 401, "{}", reply.text);
        assert!(!reply.text.contains("credential"), "{}", reply.text);
    }
}

#[tokio::test]
async fn without_a_secret_there_is_no_such_route() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let reply = ana.client.get(PATH).await;
    assert_eq!((reply.status, reply.json), (404, json!({ "error": "Route not found" })));
}

#[tokio::test]
async fn the_page_is_told_of_it_and_nothing_on_the_way_keeps_it() {
    let backend = Backend::start_with(|config| {
        let dist = config.data.join("dist");
        std::fs::create_dir(&dist).unwrap();
        std::fs::write(dist.join("index.html"), "<!doctype html>").unwrap();
        config.web = Some(dist);
        with_turn(config);
        config.relay_only = true;
    })
    .await;
    let mut client = Client::new(backend.server.addresses().web.unwrap());
    let config = client.get("/config.json").await;
    assert_eq!((&config.json["iceServersUrl"], &config.json["relayOnly"]), (&json!(PATH), &json!(true)));
    assert!(!config.text.contains(SECRET) && !config.text.contains("credential"), "{}", config.text);
    let account = json!({ "email": "ana@example.com", "password": PASSWORD, "edad": 30 });
    assert_eq!(client.post("/api/auth/signup", account).await.status, 201);
    let reply = client.get(PATH).await;
    assert_eq!((reply.status, reply.header("cache-control")), (200, "no-store"), "{}", reply.text);
}

#[tokio::test]
async fn half_of_the_settings_is_said_at_the_start() {
    let data = tempfile::tempdir().unwrap();
    let mut config = Config::for_tests(data.path().to_owned());
    config.turn_secret = Some(SECRET.into());
    let error = charlaton_backend::serve(config).await.err().unwrap().to_string();
    assert!(error.contains("--turn-url") && !error.contains(SECRET), "{error}");
}
