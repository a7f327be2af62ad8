//! What the application holds: [`Socket`], its options, and the loop that carries out what the session decides.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::time::Duration;

use charlaton_json::Value;
use futures_channel::oneshot;

use super::backoff;
use super::browser::Browser;
use super::engine;
use super::listeners::{Listeners, Message, Reply, Subscription};
use super::packet::{Limits, Payload, ROOT};
use super::session::{AckError, AckRequest, Delivery, Emission, Input, Output, Session, Settings, State};
use super::transport::{Command, Endpoint, Kind, Transports};

/// A future of the page's only thread.
pub type LocalBoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

type Answer = oneshot::Sender<Result<Payload, AckError>>;
type OnEvent = dyn Fn(&Message);
type OnState = dyn Fn(&State);
type Auth = Box<dyn Fn() -> LocalBoxFuture<'static, Value>>;

/// Where to connect, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// `http(s)://host[:port]`; empty for the origin of the page.
    pub url: String,
    /// The path of the Socket.IO endpoint.
    pub path: String,
    /// The namespace; more of them can share the connection, see [`Socket::namespace`].
    pub namespace: String,
    /// Which transports to use.
    pub transports: Transports,
    /// Whether polling sends the cookies of another origin.
    pub with_credentials: bool,
    /// How long a connection may take to open, and then the server to answer CONNECT.
    pub connect_timeout: Duration,
    /// How long the first transport may take to open before the other one is tried.
    pub fallback_after: Duration,
    /// The longest wait between two tries.
    pub longest_wait: Duration,
    /// What is accepted from the server.
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            url: String::new(),
            path: "/socket.io/".to_owned(),
            namespace: ROOT.to_owned(),
            transports: Transports::default(),
            with_credentials: false,
            connect_timeout: Duration::from_secs(20),
            fallback_after: Duration::from_secs(5),
            longest_wait: backoff::LONGEST,
            limits: Limits::default(),
        }
    }
}

/// One namespace of a connection to a Socket.IO server. Clones are the same socket; dropping the last one
/// disconnects, and dropping the last socket of a connection closes it.
#[derive(Clone)]
pub struct Socket {
    channel: Rc<Channel>,
}

impl Socket {
    /// Starts to connect. `auth` is called anew for every CONNECT and resolves to the credentials, an object.
    pub fn connect(options: Options, auth: impl Fn() -> LocalBoxFuture<'static, Value> + 'static) -> Self {
        let with_credentials = options.with_credentials;
        Self::with_io(options, Box::new(auth), |sink| Box::new(Browser::new(with_credentials, sink)))
    }

    fn with_io(options: Options, auth: Auth, io: impl FnOnce(Sink) -> Box<dyn Io>) -> Self {
        let client = Rc::new_cyclic(|client: &Weak<Client>| {
            let weak = Weak::clone(client);
            let io = io(Rc::new(move |input| {
                if let Some(client) = weak.upgrade() {
                    client.feed(input);
                }
            }));
            let origin = if options.url.is_empty() { io.origin() } else { options.url };
            let endpoint = Endpoint { origin: origin.trim_end_matches('/').to_owned(), path: options.path };
            let session = Session::new(Settings {
                engine: engine::Settings {
                    endpoint,
                    transports: options.transports,
                    fallback_after: options.fallback_after,
                    probe_timeout: options.connect_timeout,
                },
                connect_timeout: options.connect_timeout,
                longest_wait: options.longest_wait,
                limits: options.limits,
                seed: io.seed(),
            });
            Client {
                session: RefCell::new(session),
                queue: RefCell::default(),
                running: Cell::new(false),
                io,
                channels: RefCell::default(),
                waiting: RefCell::default(),
                next_token: Cell::new(0),
            }
        });
        Self { channel: Channel::open(&client, &options.namespace, auth) }
    }

    /// Another namespace over the same connection; the same socket if it is open already, which then keeps its
    /// own `auth`.
    #[must_use]
    pub fn namespace(&self, name: &str, auth: impl Fn() -> LocalBoxFuture<'static, Value> + 'static) -> Self {
        let open = self.channel.client.channel(&normal(name));
        Self { channel: open.unwrap_or_else(|| Channel::open(&self.channel.client, name, Box::new(auth))) }
    }

    /// Sends an event; while there is no connection it is kept, and sent once there is one.
    pub fn emit(&self, event: &str, args: Vec<Value>) {
        self.channel.emit(event, args.into(), Delivery::Buffered, None);
    }

    /// Sends an event; while there is no connection it is dropped.
    pub fn emit_volatile(&self, event: &str, args: Vec<Value>) {
        self.channel.emit(event, args.into(), Delivery::Volatile, None);
    }

    /// As [`Socket::emit`], with binary attachments.
    pub fn emit_binary(&self, event: &str, payload: Payload) {
        self.channel.emit(event, payload, Delivery::Buffered, None);
    }

    /// Sends an event, buffered, and resolves to the arguments of the server's acknowledgement. The event is sent
    /// whether or not the future is polled.
    pub fn emit_with_ack(
        &self,
        event: &str,
        args: Vec<Value>,
        timeout: Duration,
    ) -> impl Future<Output = Result<Vec<Value>, AckError>> + 'static {
        let answer = self.request(event, args.into(), timeout);
        async move { answer.await.map(|payload| payload.args) }
    }

    /// As [`Socket::emit_with_ack`], with attachments both ways.
    pub fn request(
        &self,
        event: &str,
        payload: Payload,
        timeout: Duration,
    ) -> impl Future<Output = Result<Payload, AckError>> + use<> {
        let (sender, receiver) = oneshot::channel();
        let client = &self.channel.client;
        let token = client.next_token.replace(client.next_token.get() + 1);
        client.waiting.borrow_mut().push((token, sender));
        self.channel.emit(event, payload, Delivery::Buffered, Some(AckRequest { token, timeout }));
        async move { receiver.await.unwrap_or(Err(AckError::Disconnected)) }
    }

    /// Calls back with the arguments of every such event, until the guard is dropped.
    pub fn on(&self, event: &str, callback: impl Fn(&[Value]) + 'static) -> Subscription {
        self.on_message(event, move |message| callback(&message.payload.args))
    }

    /// As [`Socket::on`], with attachments and the way to acknowledge.
    pub fn on_message(&self, event: &str, callback: impl Fn(&Message) + 'static) -> Subscription {
        self.channel.events.add(Some(event), Rc::new(callback))
    }

    /// Calls back with the name and the arguments of every event, until the guard is dropped.
    pub fn on_any(&self, callback: impl Fn(&str, &[Value]) + 'static) -> Subscription {
        let callback = move |message: &Message| callback(&message.event, &message.payload.args);
        self.channel.events.add(None, Rc::new(callback))
    }

    /// Where the socket stands.
    #[must_use]
    pub fn state(&self) -> State {
        self.channel.state.borrow().clone()
    }

    /// Calls back with every new state, until the guard is dropped.
    pub fn on_state(&self, callback: impl Fn(&State) + 'static) -> Subscription {
        self.channel.states.add(None, Rc::new(callback))
    }

    /// The transport in use, if there is a connection; for diagnosis.
    #[must_use]
    pub fn transport(&self) -> Option<Kind> {
        self.channel.client.session.borrow().transport()
    }

    /// Connects again after `Refused`, `KickedByServer` or `Disconnected`; ends a wait between two tries.
    pub fn reconnect(&self) {
        self.channel.feed(Input::Connect);
    }

    /// Something says that the network is back: ends a wait between two tries, and a connection whose server has been
    /// silent for too long is given up now, however long the device slept. Changes nothing else.
    pub fn wake(&self) {
        self.channel.client.feed(Input::Wake);
    }

    /// Leaves the namespace; what was still waiting to be sent is dropped.
    pub fn disconnect(&self) {
        self.channel.feed(Input::Disconnect);
    }
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Channel { namespace, state, .. } = &*self.channel;
        f.debug_struct("Socket").field("namespace", namespace).field("state", state).finish_non_exhaustive()
    }
}

/// Takes what happened outside.
pub(super) type Sink = Rc<dyn Fn(Input)>;

/// Everything outside of the program. Dropping it closes whatever is open, without another word to the [`Sink`].
pub(super) trait Io {
    /// Monotonic, sleep included.
    fn now(&self) -> Duration;
    /// A random number.
    fn seed(&self) -> u64;
    /// The origin of the page.
    fn origin(&self) -> String;
    /// Carries out a command; what comes of it goes to the sink.
    fn perform(&self, command: Command);
    /// Sends a tick to the sink at this time, or not at all.
    fn wake_at(&self, deadline: Option<Duration>);
    /// Runs a future to its end.
    fn spawn(&self, future: LocalBoxFuture<'static, ()>);
    /// A word for the developer.
    fn warn(&self, text: &str);
}

/// One connection and the sockets on it.
struct Client {
    session: RefCell<Session>,
    /// Inputs that came while another was carried out: user code calls back into the socket.
    queue: RefCell<VecDeque<Input>>,
    running: Cell<bool>,
    io: Box<dyn Io>,
    channels: RefCell<Vec<Weak<Channel>>>,
    waiting: RefCell<Vec<(u64, Answer)>>,
    next_token: Cell<u64>,
}

impl Client {
    fn feed(self: &Rc<Self>, input: Input) {
        self.queue.borrow_mut().push_back(input);
        if self.running.replace(true) {
            return;
        }
        loop {
            // No borrow may live while user code runs, so the queue is asked once a round.
            let next = self.queue.borrow_mut().pop_front();
            let Some(input) = next else { break };
            let outputs = self.session.borrow_mut().handle(self.io.now(), input);
            for output in outputs {
                self.carry_out(output);
            }
        }
        let deadline = self.session.borrow().deadline();
        self.io.wake_at(deadline);
        self.running.set(false);
    }

    fn carry_out(self: &Rc<Self>, output: Output) {
        match output {
            Output::Command(command) => self.io.perform(command),
            Output::AskAuth { namespace, ticket } => {
                let Some(channel) = self.channel(&namespace) else { return };
                let (credentials, client) = ((channel.auth)(), Rc::downgrade(self));
                self.io.spawn(Box::pin(async move {
                    let value = credentials.await;
                    if let Some(client) = client.upgrade() {
                        client.feed(Input::Auth { ticket, value });
                    }
                }));
            }
            Output::State { namespace, state } => {
                if let Some(channel) = self.channel(&namespace) {
                    channel.state.replace(state.clone());
                    channel.states.call("", |callback| callback(&state));
                }
            }
            Output::Event { namespace, event } => {
                if let Some(channel) = self.channel(&namespace) {
                    let reply = event.id.map(|id| Reply { channel: Rc::downgrade(&channel), id });
                    let message =
                        Message { event: event.name, payload: event.payload, reply: Cell::new(reply) };
                    channel.events.call(&message.event, |callback| callback(&message));
                }
            }
            Output::Ack { token, result } => {
                let mut waiting = self.waiting.borrow_mut();
                let sender =
                    waiting.iter().position(|(own, _)| *own == token).map(|index| waiting.swap_remove(index));
                drop(waiting);
                // Nobody may be waiting any more; then the answer has no reader.
                sender.map(|(_, sender)| sender.send(result));
            }
            Output::Oversize { event } => {
                self.io.warn(&["event larger than the server accepts, not sent: ", &event].concat());
            }
        }
    }

    fn channel(&self, namespace: &str) -> Option<Rc<Channel>> {
        self.channels.borrow().iter().filter_map(Weak::upgrade).find(|channel| channel.namespace == namespace)
    }
}

/// One namespace as the application sees it.
pub(super) struct Channel {
    client: Rc<Client>,
    namespace: String,
    auth: Auth,
    state: RefCell<State>,
    events: Rc<Listeners<OnEvent>>,
    states: Rc<Listeners<OnState>>,
}

impl Channel {
    fn open(client: &Rc<Client>, namespace: &str, auth: Auth) -> Rc<Self> {
        let channel = Rc::new(Self {
            client: Rc::clone(client),
            namespace: normal(namespace),
            auth,
            state: RefCell::new(State::Connecting),
            events: Listeners::new(),
            states: Listeners::new(),
        });
        let mut channels = client.channels.borrow_mut();
        channels.retain(|channel| channel.strong_count() > 0);
        channels.push(Rc::downgrade(&channel));
        drop(channels);
        channel.feed(Input::Connect);
        channel
    }

    fn feed(&self, input: impl FnOnce(String) -> Input) {
        self.client.feed(input(self.namespace.clone()));
    }

    fn emit(&self, event: &str, payload: Payload, delivery: Delivery, ack: Option<AckRequest>) {
        let event = event.to_owned();
        self.feed(|namespace| Input::Emit(Emission { namespace, event, payload, delivery, ack }));
    }

    pub(super) fn reply(&self, id: u64, payload: Payload) {
        self.feed(|namespace| Input::Reply { namespace, id, payload });
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.feed(Input::Forget);
    }
}

fn normal(namespace: &str) -> String {
    if namespace.starts_with('/') { namespace.to_owned() } else { ["/", namespace].concat() }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
