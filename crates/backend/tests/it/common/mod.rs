//! A server of one's own, people on it, and what they speak.

mod http;
mod socket;

use std::net::SocketAddr;

use charlaton_backend::{Config, Server, serve};
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) use http::{Client, Reply};
pub(crate) use socket::Sock;

pub(crate) const PASSWORD: &str = "secreto1";

pub(crate) struct Backend {
    pub(crate) server: Server,
    pub(crate) data: TempDir,
}

impl Backend {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut config = Config::for_tests(data.path().to_owned());
        change(&mut config);
        Self { server: serve(config).await.unwrap(), data }
    }

    pub(crate) fn rest(&self) -> SocketAddr {
        self.server.addresses().rest.unwrap()
    }

    pub(crate) fn chat(&self) -> SocketAddr {
        self.server.addresses().chat.unwrap()
    }

    pub(crate) fn webrtc(&self) -> SocketAddr {
        self.server.addresses().webrtc.unwrap()
    }

    /// Somebody without an account.
    pub(crate) fn stranger(&self) -> Client {
        Client::new(self.rest())
    }

    /// Somebody who signed up as `<name>@example.com`, nickname `<name>`.
    pub(crate) async fn person(&self, name: &str) -> Person {
        self.person_with(name, json!({})).await
    }

    /// The same; `extra` is merged into the request.
    pub(crate) async fn person_with(&self, name: &str, extra: Value) -> Person {
        let mut client = self.stranger();
        let mut body = json!({ "email": format!("{name}@example.com"), "password": PASSWORD, "edad": 30, "nickname": name });
        body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        let reply = client.post("/api/auth/signup", body).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        Person {
            id: reply.json["user"]["id"].as_str().unwrap().to_owned(),
            email: format!("{name}@example.com"),
            token: client.cookie("AccessToken").unwrap(),
            client,
            chat: self.chat(),
            webrtc: self.webrtc(),
        }
    }
}

pub(crate) struct Person {
    pub(crate) client: Client,
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) token: String,
    chat: SocketAddr,
    webrtc: SocketAddr,
}

impl Person {
    /// A room of theirs; `extra` is merged into the request.
    pub(crate) async fn room(&mut self, extra: Value) -> String {
        let mut body = json!({ "name": "Reunión", "creatorId": self.id });
        body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        let reply = self.client.post("/api/room", body).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        reply.json["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn socket(&self) -> Sock {
        Sock::connect(self.chat, &json!({ "token": self.token })).await.unwrap()
    }

    pub(crate) async fn signaling_socket(&self) -> Sock {
        Sock::connect(self.webrtc, &json!({ "token": self.token })).await.unwrap()
    }

    /// A chat socket in the room, with the news of its own arrival read.
    pub(crate) async fn joined(&self, room: &str) -> Sock {
        let mut socket = self.socket().await;
        socket.emit("join_room", json!(room)).await;
        let success = socket.expect("join_room_success").await;
        assert_eq!(success["roomId"], room);
        socket.expect("usersOnline").await;
        socket
    }
}
