//! The payloads that end the process, in a process that may end.

use serde_json::{Value, json};

use crate::{
    common::{PASSWORD, Sock},
    process::Process,
};

/// A running process and somebody's token.
async fn started(flags: &[&str]) -> (tempfile::TempDir, Process, Value) {
    let data = tempfile::tempdir().unwrap();
    let process = Process::start(data.path(), flags).await;
    let mut client = process.client();
    let account = json!({ "email": "ana@example.com", "password": PASSWORD, "edad": 30 });
    assert_eq!(client.post("/api/auth/signup", account).await.status, 201);
    let auth = json!({ "token": client.cookie("AccessToken").unwrap() });
    (data, process, auth)
}

fn deadly() -> Vec<(&'static str, Option<Value>)> {
    let private = |target: Value| json!({ "msg": "x", "visibility": "private", "target": target });
    vec![
        ("message", None),
        ("message", Some(json!({ "msg": "x", "visibility": "private" }))),
        ("message", Some(private(json!([null])))),
        ("webrtc_offer", None),
        ("webrtc_answer", Some(json!("x"))),
        ("webrtc_ice_candidate", Some(json!(null))),
        ("media_state_changed", None),
        ("grant_access", None),
        ("send_access", Some(json!("a/b"))),
    ]
}

async fn emit(socket: &mut Sock, event: &str, payload: Option<Value>) {
    match payload {
        Some(payload) => socket.emit(event, payload).await,
        None => socket.emit_bare(event).await,
    }
}

#[tokio::test]
async fn the_chat_dies_of_them() {
    for (event, payload) in deadly() {
        let (_data, process, auth) = started(&["--deadly-payloads"]).await;
        let mut socket = Sock::connect(process.chat, &auth).await.unwrap();
        emit(&mut socket, event, payload).await;
        let (status, said) = process.ended().await;
        assert_eq!(status.code(), Some(1), "{event}");
        assert!(said.contains("a payload that ends the process") && said.contains(event), "{said}");
    }
}

#[tokio::test]
async fn the_second_signaling_server_dies_of_a_join_without_payload() {
    for form in ["targeted", "broadcast"] {
        let (_data, process, auth) = started(&["--deadly-payloads", "--webrtc", form]).await;
        let mut socket = Sock::connect(process.webrtc, &auth).await.unwrap();
        socket.emit_bare("join_room").await;
        assert_eq!(process.ended().await.0.code(), Some(1), "{form}");
    }
}

#[tokio::test]
async fn rest_dies_of_a_socket_that_leaves() {
    let (_data, process, auth) = started(&["--deadly-payloads"]).await;
    let socket = Sock::connect(process.rest, &auth).await.unwrap();
    socket.close().await;
    let (status, said) = process.ended().await;
    assert_eq!(status.code(), Some(1), "{said}");
}

#[tokio::test]
async fn without_the_flag_quirks_survive_them() {
    let (_data, process, auth) = started(&["--quirks"]).await;
    assert_eq!(process.client().get("/api/user").await.status, 200, "they are on");
    assert!(Sock::connect(process.rest, &auth).await.is_err(), "no sockets on REST");
    let mut socket = Sock::connect(process.chat, &auth).await.unwrap();
    for (event, payload) in deadly() {
        emit(&mut socket, event, payload).await;
    }
    socket.drain().await;
    let mut signaling = Sock::connect(process.webrtc, &auth).await.unwrap();
    signaling.emit_bare("join_room").await;
    signaling.expect("join_room_error").await;
    let (status, said) = process.signal("-TERM").await;
    assert!(status.success(), "{said}");
}
