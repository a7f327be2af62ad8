//! The client of a golden session: does what the session says it does, and compares what it hears.

use std::{collections::BTreeMap, net::SocketAddr, time::Duration};

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::{
    net::TcpStream,
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::JoinHandle,
    time::timeout,
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use super::{pattern::matches, transcript::Line};
use crate::common::Client;

/// Far beyond what anything here takes; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(20);
/// What a join makes the server tell everybody; the sessions are about other things.
const NEWS: [&str; 2] = ["number_usersOnline", "usersOnline"];

pub(super) struct Player {
    server: SocketAddr,
    token: String,
    room: String,
    /// Of the Engine.IO connection.
    sid: String,
    /// Where each transport was opened.
    paths: BTreeMap<String, String>,
    links: BTreeMap<String, Link>,
    /// Whether the server has taken us into the namespace.
    inside: bool,
}

enum Link {
    WebSocket(Box<WebSocketStream<MaybeTlsStream<TcpStream>>>),
    Polling(Polling),
}

/// One GET after another, until one ends with a noop: then the session says whether there is a next one.
struct Polling {
    packets: UnboundedReceiver<String>,
    sender: UnboundedSender<String>,
    requests: JoinHandle<()>,
}

impl Drop for Polling {
    fn drop(&mut self) {
        self.requests.abort();
    }
}

impl Player {
    pub(super) fn new(server: SocketAddr, token: &str, room: &str) -> Self {
        Self {
            server,
            token: token.to_owned(),
            room: room.to_owned(),
            sid: String::new(),
            paths: BTreeMap::new(),
            links: BTreeMap::new(),
            inside: false,
        }
    }

    pub(super) async fn play(&mut self, Line { word, rest, .. }: Line<'_>) -> Result<(), String> {
        match (word, word.split_at(1)) {
            (_, (">", transport)) => self.send(transport, &self.fill(rest)).await,
            (_, ("<", transport)) => {
                for pattern in rest.split('␞').filter(|packet| *packet != "2") {
                    self.expect(transport, pattern).await?;
                }
                Ok(())
            }
            ("open", _) => {
                let (transport, path) = rest.split_once(' ').ok_or("open what?")?;
                self.paths.insert(transport.to_owned(), path.to_owned());
                Ok(())
            }
            ("up", _) => self.open(rest).await,
            ("get", _) => {
                self.poll(rest.strip_prefix("poll ").ok_or("get what?")?);
                Ok(())
            }
            ("post", _) => self.post(rest.strip_prefix("poll ").ok_or("post what?")?).await,
            ("bye", _) => self.post(rest).await,
            ("close" | "lost", _) => {
                // The first may still be closing when the second has taken over.
                self.inside &= self.links.remove(rest).is_none() || !self.links.is_empty();
                Ok(())
            }
            // Between the client and its application, or its clock.
            ("do" | "ask" | "state" | "event" | "answer" | "oversize" | "posted" | "wait" | "sleep", _) => {
                Ok(())
            }
            _ => Err("what is that?".to_owned()),
        }
    }

    /// Whoever is still connected is still listened to: nothing that was said has hurt the server.
    pub(super) async fn finish(mut self) -> Result<(), String> {
        let Some(transport) = self.links.keys().next().cloned().filter(|_| self.inside) else {
            return Ok(());
        };
        self.send(&transport, r#"42["joins"]"#).await?;
        while !self.next(&transport).await?.starts_with(r#"42["joins_users""#) {}
        Ok(())
    }

    async fn open(&mut self, transport: &str) -> Result<(), String> {
        let path = self.paths.get(transport).ok_or("it was not opened")?;
        let url = format!("ws://{}{}", self.server, self.fill(path));
        let (stream, _) = connect_async(url).await.map_err(|error| error.to_string())?;
        self.links.insert(transport.to_owned(), Link::WebSocket(Box::new(stream)));
        Ok(())
    }

    fn poll(&mut self, path: &str) {
        let (server, path) = (self.server, self.fill(path));
        let polling = self.links.entry("poll".to_owned()).or_insert_with(|| {
            let (sender, packets) = unbounded_channel();
            Link::Polling(Polling { packets, sender, requests: tokio::spawn(async {}) })
        });
        if let Link::Polling(polling) = polling
            && (polling.requests.is_finished() || !path.contains("&sid="))
        {
            polling.requests.abort();
            polling.requests = tokio::spawn(get(server, path, polling.sender.clone()));
        }
    }

    async fn send(&mut self, transport: &str, text: &str) -> Result<(), String> {
        let message = match text.strip_prefix("hex") {
            Some(bytes) => {
                let byte = |byte: &str| u8::from_str_radix(byte, 16).map_err(|error| error.to_string());
                Message::binary(bytes.split_whitespace().map(byte).collect::<Result<Vec<u8>, _>>()?)
            }
            // The pings of the session are not the server's.
            None if text == "3" => return Ok(()),
            None => Message::text(text),
        };
        match self.links.get_mut(transport).ok_or("it is not open")? {
            Link::WebSocket(stream) => stream.send(message).await.map_err(|error| error.to_string()),
            Link::Polling(_) => self.post(text).await,
        }
    }

    async fn post(&mut self, body: &str) -> Result<(), String> {
        let packets: Vec<_> = body.split('␞').filter(|packet| *packet != "3").collect();
        if packets.is_empty() {
            return Ok(());
        }
        let path = format!("/socket.io/?EIO=4&transport=polling&sid={}", self.sid);
        let body = self.fill(&packets.join("\u{1e}")).into_bytes();
        let reply = Client::new(self.server).send("POST", &path, &[], Some(body)).await;
        if reply.text == "ok" {
            Ok(())
        } else {
            Err(format!("the answer is {} {}", reply.status, reply.text))
        }
    }

    async fn expect(&mut self, transport: &str, pattern: &str) -> Result<(), String> {
        loop {
            let packet = self.next(transport).await?;
            if !NEWS.iter().any(|name| packet.starts_with(&format!("42[\"{name}\""))) {
                matches(pattern, &packet)?;
                self.inside |= pattern.starts_with("40{");
                return self.keep_sid(&packet);
            }
        }
    }

    fn keep_sid(&mut self, packet: &str) -> Result<(), String> {
        if let Some(open) = packet.strip_prefix('0') {
            let open: Value = serde_json::from_str(open).map_err(|error| error.to_string())?;
            open["sid"].as_str().ok_or("there is no sid")?.clone_into(&mut self.sid);
        }
        Ok(())
    }

    /// The server's next packet, in the words of the sessions. Its pings are answered.
    async fn next(&mut self, transport: &str) -> Result<String, String> {
        loop {
            let packet = match self.links.get_mut(transport).ok_or("it is not open")? {
                Link::Polling(polling) => {
                    timeout(PATIENCE, polling.packets.recv()).await.map_err(|_| "nothing comes")?
                }
                Link::WebSocket(stream) => {
                    let frame = timeout(PATIENCE, stream.next()).await.map_err(|_| "nothing comes")?;
                    match frame {
                        Some(Ok(Message::Text(text))) => Some(text.as_str().to_owned()),
                        Some(Ok(other)) => Some(format!("{other:?}")),
                        Some(Err(_)) | None => None,
                    }
                }
            };
            let packet = packet.ok_or("the server has closed")?;
            if packet != "2" {
                return Ok(packet.replace(&self.room, "abc-xyz"));
            }
            match self.links.get_mut(transport) {
                Some(Link::WebSocket(stream)) => {
                    stream.send(Message::text("3")).await.map_err(|e| e.to_string())?
                }
                Some(Link::Polling(_)) | None => {
                    let path = format!("/socket.io/?EIO=4&transport=polling&sid={}", self.sid);
                    Client::new(self.server).send("POST", &path, &[], Some(b"3".to_vec())).await;
                }
            }
        }
    }

    fn fill(&self, text: &str) -> String {
        text.replace("<sid>", &self.sid).replace("<token>", &self.token).replace("abc-xyz", &self.room)
    }
}

async fn get(server: SocketAddr, mut path: String, packets: UnboundedSender<String>) {
    loop {
        let reply = Client::new(server).send("GET", &path, &[], None).await;
        if reply.status != 200 {
            return;
        }
        for packet in reply.text.split('\u{1e}') {
            if let Some(open) = packet.strip_prefix("0{\"sid\":\"") {
                path = format!("{path}&sid={}", open.split('"').next().unwrap_or_default());
            }
            // Nobody receives once the session has moved on.
            let _ = packets.send(packet.to_owned());
        }
        if reply.text == "6" {
            return;
        }
    }
}
