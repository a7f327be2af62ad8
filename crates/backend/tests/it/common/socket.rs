//! Socket.IO over a WebSocket, by hand: what is on the wire is what is tested.

use std::{collections::VecDeque, net::SocketAddr, time::Duration};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

/// Far beyond what anything here takes; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Sock {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Events read while something else was awaited.
    unread: VecDeque<(String, Value)>,
}

impl Sock {
    /// Connects the default namespace; the error is the text of `connect_error`.
    pub(crate) async fn connect(address: SocketAddr, auth: &Value) -> Result<Self, String> {
        let url = format!("ws://{address}/socket.io/?EIO=4&transport=websocket");
        let (stream, _) = connect_async(url).await.map_err(|error| error.to_string())?;
        let mut socket = Self { stream, unread: VecDeque::new() };
        let open = socket.frame().await.expect("an open packet");
        let open: Value = serde_json::from_str(open.strip_prefix('0').unwrap()).unwrap();
        assert_eq!((&open["pingInterval"], &open["pingTimeout"]), (&json!(25000), &json!(20000)));
        assert_eq!(open["maxPayload"], 1_000_000);
        socket.raw(format!("40{auth}")).await;
        let answer = socket.frame().await.expect("an answer to CONNECT");
        match answer.strip_prefix("44") {
            Some(error) => {
                let error: Value = serde_json::from_str(error).unwrap();
                Err(error["message"].as_str().unwrap().to_owned())
            }
            None => {
                assert!(answer.starts_with("40{\"sid\""), "{answer}");
                Ok(socket)
            }
        }
    }

    pub(crate) async fn raw(&mut self, text: impl Into<String>) {
        // A server that has closed cannot be told; the reading side notices.
        let _ = self.stream.send(Message::text(text.into())).await;
    }

    pub(crate) async fn emit(&mut self, event: &str, payload: Value) {
        self.raw(format!("42{}", json!([event, payload]))).await;
    }

    /// Without any argument.
    pub(crate) async fn emit_bare(&mut self, event: &str) {
        self.raw(format!("42{}", json!([event]))).await;
    }

    /// The payload of the next event of that name; others are kept.
    pub(crate) async fn expect(&mut self, event: &str) -> Value {
        if let Some(at) = self.unread.iter().position(|(name, _)| name == event) {
            return self.unread.remove(at).unwrap().1;
        }
        loop {
            let (name, payload) = self.event().await.unwrap_or_else(|| panic!("closed, waiting for {event}"));
            if name == event {
                return payload;
            }
            self.unread.push_back((name, payload));
        }
    }

    /// The same as the text it came as: not every payload can be read here.
    pub(crate) async fn expect_text(&mut self, event: &str) -> String {
        let start = format!("42[\"{event}\",");
        loop {
            let frame = self.frame().await.unwrap_or_else(|| panic!("closed, waiting for {event}"));
            if let Some(payload) = frame.strip_prefix(&start).and_then(|rest| rest.strip_suffix(']')) {
                return payload.to_owned();
            }
        }
    }

    /// Everything that was sent to this socket until now. The server handles all events in one order, so the answer
    /// to a question asked now comes after everything that anybody caused before.
    pub(crate) async fn drain(&mut self) -> Vec<(String, Value)> {
        self.emit_bare("joins").await;
        self.until("joins_users").await
    }

    /// Everything up to the event of that name.
    pub(crate) async fn until(&mut self, marker: &str) -> Vec<(String, Value)> {
        let mut seen: Vec<_> = self.unread.drain(..).collect();
        loop {
            let event = self.event().await.expect("still connected");
            if event.0 == marker {
                return seen;
            }
            seen.push(event);
        }
    }

    /// The names of [`Sock::drain`].
    pub(crate) async fn names(&mut self) -> Vec<String> {
        self.drain().await.into_iter().map(|(name, _)| name).collect()
    }

    /// Waits until the server has closed.
    pub(crate) async fn closed(&mut self) {
        while self.frame().await.is_some() {}
    }

    /// Waits until the server has thrown this socket out.
    pub(crate) async fn kicked(&mut self) {
        while self.frame().await.expect("a disconnection comes before the end") != "41" {}
    }

    /// Leaves like a browser tab that is closed.
    pub(crate) async fn close(mut self) {
        let _ = self.stream.close(None).await;
    }

    async fn event(&mut self) -> Option<(String, Value)> {
        loop {
            let frame = self.frame().await?;
            if let Some(event) = frame.strip_prefix("42") {
                let event: Vec<Value> = serde_json::from_str(event).unwrap();
                let payload = event.get(1).cloned().unwrap_or(Value::Null);
                return Some((event[0].as_str().unwrap().to_owned(), payload));
            }
        }
    }

    /// The next packet; pings are answered on the way.
    async fn frame(&mut self) -> Option<String> {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.stream.next()).await.expect("nothing came");
            match next? {
                Ok(Message::Text(text)) if text.as_str() == "2" => self.raw("3").await,
                Ok(Message::Text(text)) => return Some(text.as_str().to_owned()),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }
}
