//! From socketioxide's handlers to one ordered queue, and back out.

use std::{
    future::Future,
    panic::AssertUnwindSafe,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::Router;
use futures_util::FutureExt;
use serde::Serialize;
use serde_json::Value;
use socketioxide::{
    SocketIo,
    adapter::LocalAdapter,
    extract::{Event, SocketRef, TryData},
    handler::{ConnectHandler, FromMessageParts, MessageHandler, Value as RawPayload},
    service::SocketIoService,
    socket::{Sid, Socket},
};
use tokio::{sync::mpsc, task::JoinHandle};

use super::{
    identity::{Identity, Refusal},
    payload::Payload,
};
use crate::App;

/// Engine.IO's numbers in the contract, section 2.1.
const PING_INTERVAL: Duration = Duration::from_secs(25);
const PING_TIMEOUT: Duration = Duration::from_secs(20);
const MAX_PAYLOAD: usize = 1_000_000;

/// Packets that wait for a slow client before some are dropped. A meeting of eight makes bursts of candidates.
const OUTGOING: usize = 4_096;

/// Events of one socket that may wait to be handled. A client that is further ahead is flooding, and loses events.
const MAX_WAITING: usize = 512;

/// What a server does with what happens on its sockets, one thing after the other.
pub(crate) trait Service: Send + 'static {
    /// What the rest of the program asks of this server.
    type Order: Send + 'static;

    /// Comes first and once; [`Service::gone`] comes last and once.
    fn connected(&mut self, socket: Sid, who: Arc<Identity>) -> impl Future<Output = ()> + Send;
    fn event(&mut self, socket: Sid, name: &str, payload: Payload) -> impl Future<Output = ()> + Send;
    fn gone(&mut self, socket: Sid) -> impl Future<Output = ()> + Send;
    fn order(&mut self, order: Self::Order) -> impl Future<Output = ()> + Send;
}

/// The way out: emitting to sockets.
#[derive(Debug, Clone)]
pub(crate) struct Hub(SocketIo);

impl Hub {
    pub(crate) fn send(&self, socket: Sid, event: &str, payload: &impl Serialize) {
        let Some(socket) = self.0.get_socket(socket) else { return };
        if let Err(error) = socket.emit(event, payload) {
            // Its buffer is full or it is closing; its disconnection will be heard separately.
            tracing::debug!(socket = %socket.id, event, %error, "not delivered");
        }
    }

    /// Throws a socket out: it is told, and is to connect anew.
    pub(crate) fn kick(&self, socket: Sid) {
        let Some(socket) = self.0.get_socket(socket) else { return };
        if let Err(error) = socket.disconnect() {
            tracing::debug!(%error, "not thrown out");
        }
    }

    pub(crate) fn send_all(&self, sockets: impl Iterator<Item = Sid>, event: &str, payload: &impl Serialize) {
        for socket in sockets {
            self.send(socket, event, payload);
        }
    }
}

/// The way in for the rest of the program.
#[derive(Debug)]
pub(crate) struct Mailbox<O>(mpsc::UnboundedSender<Input<O>>);

impl<O> Mailbox<O> {
    pub(crate) fn send(&self, order: O) {
        // It fails only when the server has stopped, when there is nobody left to tell.
        let _ = self.0.send(Input::Order(order));
    }
}

impl<O> Clone for Mailbox<O> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

#[derive(Debug)]
enum Input<O> {
    Connected(Arc<Session>),
    Event(Arc<Session>, String, Payload),
    Gone(Arc<Session>),
    Order(O),
}

/// What the handlers of one socket share.
#[derive(Debug)]
struct Session {
    socket: Sid,
    who: Arc<Identity>,
    waiting: AtomicUsize,
    stage: Mutex<Stage>,
}

/// The library tells the client that it is connected a moment before it lets anything be emitted to it. A client
/// that speaks within that moment is heard after it; handled at once, its answer would be dropped.
#[derive(Debug)]
enum Stage {
    Early(Vec<(String, Payload)>),
    Open,
    Gone,
}

impl Session {
    fn opened<O>(self: &Arc<Self>, sender: &mpsc::UnboundedSender<Input<O>>) {
        self.open(&mut self.lock(), sender);
    }

    fn heard<O>(self: &Arc<Self>, sender: &mpsc::UnboundedSender<Input<O>>, name: String, payload: Payload) {
        if self.waiting.fetch_add(1, Ordering::AcqRel) >= MAX_WAITING {
            self.waiting.fetch_sub(1, Ordering::AcqRel);
            return tracing::warn!(socket = %self.socket, user = %self.who.id, "flooding, event dropped");
        }
        match &mut *self.lock() {
            Stage::Early(events) => events.push((name, payload)),
            Stage::Open | Stage::Gone => {
                let _ = sender.send(Input::Event(Arc::clone(self), name, payload));
            }
        }
    }

    fn closed<O>(self: &Arc<Self>, sender: &mpsc::UnboundedSender<Input<O>>) {
        let mut stage = self.lock();
        self.open(&mut stage, sender);
        *stage = Stage::Gone;
        let _ = sender.send(Input::Gone(Arc::clone(self)));
    }

    /// Under the lock, so that nothing comes between the connection and what was said early. A failing `send`
    /// means that the server has stopped.
    fn open<O>(self: &Arc<Self>, stage: &mut Stage, sender: &mpsc::UnboundedSender<Input<O>>) {
        if let Stage::Early(events) = stage {
            let events = std::mem::take(events);
            *stage = Stage::Open;
            let _ = sender.send(Input::Connected(Arc::clone(self)));
            for (name, payload) in events {
                let _ = sender.send(Input::Event(Arc::clone(self), name, payload));
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Stage> {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where the transports arrive. One service for every router it is mounted on: it holds the polling sessions, and
/// the library's layer would make a second set of them each time axum applies it.
#[derive(Clone)]
pub(crate) struct Endpoint(SocketIoService<Router>);

impl Endpoint {
    pub(crate) fn mount(&self, router: Router) -> Router {
        router.route_service("/socket.io", self.0.clone()).route_service("/socket.io/", self.0.clone())
    }
}

/// A Socket.IO server that is ready to be mounted.
pub(crate) struct Server<O> {
    pub(crate) endpoint: Endpoint,
    pub(crate) mailbox: Mailbox<O>,
    io: SocketIo,
    inputs: mpsc::UnboundedReceiver<Input<O>>,
}

/// Makes the Socket.IO side; nothing is accepted before [`Server::start`].
pub(crate) fn open<O: Send + 'static>() -> Server<O> {
    let (service, io) = SocketIo::builder()
        .ping_interval(PING_INTERVAL)
        .ping_timeout(PING_TIMEOUT)
        .max_payload(MAX_PAYLOAD as u64)
        .ws_max_message_size(MAX_PAYLOAD)
        .ws_max_frame_size(MAX_PAYLOAD)
        .max_buffer_size(OUTGOING)
        .build_with_inner_svc(Router::new());
    let (sender, inputs) = mpsc::unbounded_channel();
    Server { endpoint: Endpoint(service), mailbox: Mailbox(sender), io, inputs }
}

impl<O: Send + 'static> Server<O> {
    /// Accepts sockets and hands everything to the service that `build` makes. The task ends with the program.
    pub(crate) fn start<S, F>(self, app: Arc<App>, build: F) -> (SocketIo, JoinHandle<()>)
    where
        S: Service<Order = O>,
        F: FnOnce(Arc<App>, Hub) -> S,
    {
        let service = build(Arc::clone(&app), Hub(self.io.clone()));
        let sender = self.mailbox.0;
        let to_connected = sender.clone();
        let connected = async move |socket: SocketRef| {
            if let Some(session) = socket.extensions.get::<Arc<Session>>() {
                session.opened(&to_connected);
            }
        };
        let handshake = async move |socket: SocketRef, TryData(auth): TryData<Value>| {
            let auth = auth.unwrap_or(Value::Null);
            let who = Arc::new(Identity::from_handshake(&app, &auth).await?);
            listen(&socket, who, sender.clone());
            Ok::<(), Refusal>(())
        };
        self.io.ns("/", connected.with(handshake));
        (self.io, tokio::spawn(run(service, self.inputs)))
    }
}

/// Registers the handlers. Done before the client is told that it is connected, so that its first event finds them.
fn listen<O: Send + 'static>(
    socket: &SocketRef,
    who: Arc<Identity>,
    sender: mpsc::UnboundedSender<Input<O>>,
) {
    let session = Arc::new(Session {
        socket: socket.id,
        who,
        waiting: AtomicUsize::new(0),
        stage: Mutex::new(Stage::Early(Vec::new())),
    });
    socket.extensions.insert(Arc::clone(&session));
    socket.on_fallback(Enqueue { session: Arc::clone(&session), sender: sender.clone() });
    socket.on_disconnect(async move || session.closed(&sender));
}

/// The handler of every event: it queues before it returns, which is what keeps a client's order.
struct Enqueue<O> {
    session: Arc<Session>,
    sender: mpsc::UnboundedSender<Input<O>>,
}

/// Tells our handler from those socketioxide makes out of functions.
struct Queued;

impl<O: Send + 'static> MessageHandler<LocalAdapter, Queued> for Enqueue<O> {
    fn call(&self, socket: Arc<Socket>, mut raw: RawPayload, ack: Option<i64>) {
        let Ok(Event(name)) = Event::from_message_parts(&socket, &mut raw, &ack) else { return };
        let payload = match &raw {
            RawPayload::Str(text, None) => Payload::of_event(text),
            // Binary, which no event here accepts.
            RawPayload::Str(_, Some(_)) | RawPayload::Bytes(_) => Payload::default(),
        };
        self.session.heard(&self.sender, name, payload);
    }
}

async fn run<S: Service>(mut service: S, mut inputs: mpsc::UnboundedReceiver<Input<S::Order>>) {
    while let Some(input) = inputs.recv().await {
        // A panic is a bug of ours; it costs the one event and not everybody's meeting.
        if AssertUnwindSafe(handle(&mut service, input)).catch_unwind().await.is_err() {
            tracing::error!("handling an event panicked");
        }
    }
}

async fn handle<S: Service>(service: &mut S, input: Input<S::Order>) {
    match input {
        Input::Connected(session) => {
            service.connected(session.socket, Arc::clone(&session.who)).await;
        }
        Input::Event(session, name, payload) => {
            session.waiting.fetch_sub(1, Ordering::AcqRel);
            service.event(session.socket, &name, payload).await;
        }
        Input::Gone(session) => service.gone(session.socket).await,
        Input::Order(order) => service.order(order).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> Arc<Session> {
        Arc::new(Session {
            socket: Sid::new(),
            who: Arc::new(Identity::named("ana")),
            waiting: AtomicUsize::new(0),
            stage: Mutex::new(Stage::Early(Vec::new())),
        })
    }

    fn order(inputs: &mut mpsc::UnboundedReceiver<Input<()>>) -> Vec<String> {
        let mut seen = Vec::new();
        while let Ok(input) = inputs.try_recv() {
            seen.push(match input {
                Input::Connected(_) => "connected".to_owned(),
                Input::Event(_, name, _) => name,
                Input::Gone(_) => "gone".to_owned(),
                Input::Order(()) => "order".to_owned(),
            });
        }
        seen
    }

    #[test]
    fn what_is_said_early_is_heard_after_the_connection_and_before_the_end() {
        let (sender, mut inputs) = mpsc::unbounded_channel();
        let talks = session();
        talks.heard(&sender, "early".into(), Payload::default());
        assert!(order(&mut inputs).is_empty());
        talks.opened(&sender);
        talks.heard(&sender, "later".into(), Payload::default());
        talks.closed(&sender);
        assert_eq!(order(&mut inputs), ["connected", "early", "later", "gone"]);

        let hurries = session();
        hurries.heard(&sender, "early".into(), Payload::default());
        hurries.closed(&sender);
        hurries.opened(&sender);
        assert_eq!(order(&mut inputs), ["connected", "early", "gone"], "its handler came too late");
    }

    #[test]
    fn a_flood_loses_events_instead_of_filling_the_memory() {
        let (sender, mut inputs) = mpsc::unbounded_channel();
        let floods = session();
        floods.opened(&sender);
        for _ in 0..MAX_WAITING * 2 {
            floods.heard(&sender, "x".into(), Payload::default());
        }
        assert_eq!(order(&mut inputs).len(), 1 + MAX_WAITING);
    }
}
