//! The real binary: what survives its death, how it ends, what it says.

use std::{
    net::SocketAddr,
    path::Path,
    process::{ExitStatus, Stdio},
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

use crate::common::{Backend, Client, PASSWORD, Sock};

pub(crate) struct Process {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    said: Vec<String>,
    pub(crate) rest: SocketAddr,
    pub(crate) chat: SocketAddr,
    pub(crate) webrtc: SocketAddr,
}

impl Process {
    pub(crate) async fn start(data: &Path, extra: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_charlaton-backend"))
            .env_clear()
            .args(["--rest-port", "0", "--chat-port", "0", "--webrtc-port", "0", "--data"])
            .arg(data)
            .args(extra)
            .env("RUST_LOG", "debug")
            .env("NO_COLOR", "1")
            .current_dir(data)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut said = Vec::new();
        let (mut rest, mut chat, mut webrtc) = (None, None, None);
        while rest.is_none() || chat.is_none() || webrtc.is_none() {
            let line = lines.next_line().await.unwrap().expect("it tells where it listens");
            let address = |name: &str| {
                line.split_once(&format!("{name} on http://")).map(|(_, a)| a.trim().parse().unwrap())
            };
            rest = rest.or_else(|| address("REST"));
            chat = chat.or_else(|| address("chat"));
            webrtc = webrtc.or_else(|| address("WebRTC signaling"));
            said.push(line);
        }
        Self { child, lines, said, rest: rest.unwrap(), chat: chat.unwrap(), webrtc: webrtc.unwrap() }
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.rest)
    }

    /// Sends a signal and waits; everything it said, to the end.
    pub(crate) async fn signal(self, name: &str) -> (ExitStatus, String) {
        let id = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args([name, &id]).status().await.unwrap().success());
        self.ended().await
    }

    /// Waits until it has ended by itself; everything it said.
    pub(crate) async fn ended(mut self) -> (ExitStatus, String) {
        while let Some(line) = self.lines.next_line().await.unwrap() {
            self.said.push(line);
        }
        (self.child.wait().await.unwrap(), self.said.join("\n"))
    }
}

async fn signed_up(process: &Process) -> Client {
    let mut client = process.client();
    let account = json!({ "email": "ana@example.com", "password": PASSWORD, "edad": 30 });
    assert_eq!(client.post("/api/auth/signup", account).await.status, 201);
    client
}

#[tokio::test]
async fn an_acknowledged_message_survives_kill_9() {
    let data = tempfile::tempdir().unwrap();
    let process = Process::start(data.path(), &[]).await;
    let mut ana = signed_up(&process).await;
    let room = ana.post("/api/room", json!({ "name": "x" })).await.json["id"].as_str().unwrap().to_owned();
    let auth = json!({ "token": ana.cookie("AccessToken").unwrap() });
    let mut socket = Sock::connect(process.chat, &auth).await.unwrap();
    socket.emit("join_room", json!(room)).await;
    let mut acknowledged = Vec::new();
    for n in 0..50 {
        socket.emit("message", json!({ "msg": format!("m{n}"), "visibility": "public" })).await;
        acknowledged.push(socket.expect("message_success").await["id"].clone());
    }
    let (status, _) = process.signal("-KILL").await;
    assert!(!status.success());

    // The generated keys are kept too: the token is still good.
    let process = Process::start(data.path(), &[]).await;
    let mut again = process.client();
    again.cookies = ana.cookies;
    let history = again.get(&format!("/api/message?roomId={room}&limit=0")).await;
    let kept: Vec<Value> = history.json.as_array().unwrap().iter().map(|m| m["id"].clone()).collect();
    assert_eq!(kept, acknowledged);
    let active = again.get(&format!("/api/connection/room/{room}")).await;
    assert_eq!(active.json, json!([]), "no socket outlived the process");
}

#[tokio::test]
async fn it_ends_gracefully_and_never_logs_a_secret() {
    let data = tempfile::tempdir().unwrap();
    let turn = ["--turn-secret", "south-is-the-mountain", "--turn-url", "turn:t.example"];
    let process = Process::start(data.path(), &turn).await;
    let mut ana = signed_up(&process).await;
    let token = ana.cookie("AccessToken").unwrap();
    let relay = ana.get("/api/ice-servers").await.json;
    let credential = relay[1]["credential"].as_str().unwrap();
    ana.post("/api/auth/login", json!({ "email": "ana@example.com", "password": "otro-secreto" })).await;
    ana.post("/api/auth/recover", json!({ "email": "ana@example.com" })).await;
    let mut socket = Sock::connect(process.chat, &json!({ "token": token })).await.unwrap();
    socket.drain().await;
    let closed = tokio::spawn(async move { socket.closed().await });
    let (status, said) = process.signal("-TERM").await;
    assert!(status.success(), "{said}");
    closed.await.unwrap();
    assert!(said.contains("WebRTC signaling on http://127.0.0.1:") && said.contains("ending"), "{said}");
    let keys =
        ["access.key", "refresh.key"].map(|name| std::fs::read_to_string(data.path().join(name)).unwrap());
    let refresh = ana.cookie("RefreshToken").unwrap();
    let secrets = [PASSWORD, "otro-secreto", &token, &refresh, &keys[0], &keys[1], turn[1], credential];
    for secret in secrets {
        assert!(!said.contains(secret), "{secret} in:\n{said}");
    }
}

#[tokio::test]
async fn the_demo_is_ready_and_stays_one() {
    let data = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let process = Process::start(data.path(), &["--seed-demo"]).await;
        let mut client = process.client();
        let login = json!({ "email": "ana@example.com", "password": "charlaton" });
        assert_eq!(client.post("/api/auth/login", login).await.status, 200);
        assert_eq!(client.get("/api/user").await.json.as_array().unwrap().len(), 2);
        assert_eq!(client.get("/api/room/demo-room").await.json["creatorId"], "demo-ana");
        assert!(process.signal("-INT").await.0.success());
    }
}

#[tokio::test]
async fn a_taken_port_is_said_in_one_line_with_what_to_do() {
    let backend = Backend::start().await;
    let data = tempfile::tempdir().unwrap();
    let port = backend.rest().port().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_charlaton-backend"))
        .env_clear()
        .args(["--rest-port", &port, "--data"])
        .arg(data.path())
        .current_dir(data.path())
        .output()
        .await
        .unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains(&format!("port {port}")) && said.contains("--rest-port"), "{said}");
}

#[tokio::test]
async fn settings_come_from_a_file_and_half_of_one_is_not_used() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join(".env");
    std::fs::write(&file, "SEED_DEMO=true\n").unwrap();
    let process = Process::start(data.path(), &[]).await;
    assert_eq!(process.client().get("/api/user/demo-ana").await.status, 200);
    assert!(process.signal("-TERM").await.0.success());

    std::fs::write(&file, "SEED_DEMO=true\nTURN_SECRET='never closed\n").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_charlaton-backend"))
        .env_clear()
        .current_dir(data.path())
        .output()
        .await
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        (output.status.success(), said.as_str()),
        (false, ".env: cannot read the line of TURN_SECRET\n")
    );
}

#[tokio::test]
async fn the_firebase_emulator_warns_and_stays_on_this_machine() {
    let data = tempfile::tempdir().unwrap();
    let flags = ["--firebase-emulator", "--firebase-port", "0"];
    let process = Process::start(data.path(), &flags).await;
    let (status, said) = process.signal("-TERM").await;
    assert!(status.success(), "{said}");
    assert!(
        said.contains("Firebase emulator on http://127.0.0.1:") && said.contains("anybody can be anybody"),
        "{said}"
    );

    let mut child = Command::new(env!("CARGO_BIN_EXE_charlaton-backend"))
        .env_clear()
        .args(flags)
        .args(["--host", "0.0.0.0", "--data"])
        .arg(data.path())
        .current_dir(data.path())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let said = lines.next_line().await.unwrap().unwrap();
    assert!(said.contains("--firebase-emulator and --host"), "{said}");
    assert!(!child.wait().await.unwrap().success());
}

#[tokio::test]
async fn shutting_down_closes_sockets_and_ends_stays() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let room = ana.room(json!({})).await;
    let mut socket = ana.joined(&room).await;
    let mut signaling = ana.signaling_socket().await;
    let Backend { server, data } = backend;
    server.shutdown().await.unwrap();
    socket.closed().await;
    signaling.closed().await;

    let config = charlaton_backend::Config::for_tests(data.path().to_owned());
    let server = charlaton_backend::serve(config).await.unwrap();
    let mut client = Client::new(server.addresses().rest.unwrap());
    client.cookies = ana.client.cookies;
    let room = client.get(&format!("/api/room/{room}")).await.json;
    assert!(room["connections"][0]["leftAt"].is_string(), "{room}");
}
