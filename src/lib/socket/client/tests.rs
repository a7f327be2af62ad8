#![expect(clippy::wildcard_enum_match_arm, reason = "a test looks at what it is about")]

use std::task::{Context, Poll, Waker};

use charlaton_json::json;

use super::*;
use crate::lib::socket::engine_packet::Frame;
use crate::lib::socket::transport::{TransportEvent, TransportId};

/// The outside of a socket, in the hands of the test.
#[derive(Default)]
struct World {
    now: Cell<Duration>,
    commands: RefCell<Vec<Command>>,
    sink: RefCell<Option<Sink>>,
    wakes: Cell<Option<Duration>>,
    warnings: RefCell<Vec<String>>,
    closed: Cell<bool>,
}

struct FakeIo(Rc<World>);

impl Io for FakeIo {
    fn now(&self) -> Duration {
        self.0.now.get()
    }
    fn seed(&self) -> u64 {
        1
    }
    fn origin(&self) -> String {
        "http://page".to_owned()
    }
    fn perform(&self, command: Command) {
        self.0.commands.borrow_mut().push(command);
    }
    fn wake_at(&self, deadline: Option<Duration>) {
        self.0.wakes.set(deadline);
    }
    fn spawn(&self, mut future: LocalBoxFuture<'static, ()>) {
        let mut context = Context::from_waker(Waker::noop());
        assert!(future.as_mut().poll(&mut context).is_ready(), "the tests' credentials are ready at once");
    }
    fn warn(&self, text: &str) {
        self.0.warnings.borrow_mut().push(text.to_owned());
    }
}

impl Drop for FakeIo {
    fn drop(&mut self) {
        self.0.closed.set(true);
        self.0.sink.take();
    }
}

impl World {
    fn connect(self: &Rc<Self>) -> Socket {
        let world = Rc::clone(self);
        let options = Options { transports: Transports::WebSocketOnly, ..Options::default() };
        Socket::with_io(options, Box::new(|| Box::pin(async { json!({"token": "t"}) })), move |sink| {
            world.sink.replace(Some(sink));
            Box::new(FakeIo(world))
        })
    }

    /// A socket past its handshake.
    fn connected(self: &Rc<Self>) -> Socket {
        let socket = self.connect();
        self.says(r#"0{"sid":"s","pingInterval":25000,"pingTimeout":20000,"maxPayload":1000}"#);
        self.says("40");
        assert_eq!(socket.state(), State::Connected { recovered: false });
        socket
    }

    fn says(&self, text: &str) {
        self.happens(TransportEvent::Frame(Frame::Text(text.to_owned())));
    }

    fn happens(&self, event: TransportEvent) {
        let opened = |command: &Command| match command {
            Command::OpenSocket { id, .. } => Some(*id),
            _ => None,
        };
        let id: TransportId = self.commands.borrow().iter().rev().find_map(opened).unwrap();
        // As in the browser, the one who calls holds nothing but the closure.
        let sink = self.sink.borrow().clone();
        if let Some(sink) = sink {
            sink(Input::Transport(id, event));
        }
    }

    /// The text frames sent so far.
    fn sent(&self) -> Vec<String> {
        let text = |command: &Command| match command {
            Command::SendFrame { frame: Frame::Text(text), .. } => Some(text.clone()),
            _ => None,
        };
        self.commands.borrow().iter().filter_map(text).collect()
    }
}

fn ready<T>(future: impl Future<Output = T>) -> Option<T> {
    match Box::pin(future).as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

#[test]
fn it_connects_to_the_origin_of_the_page_and_arms_the_timer() {
    let world = Rc::new(World::default());
    let socket = world.connect();
    assert_eq!(socket.state(), State::Connecting);
    let first = world.commands.borrow().first().cloned();
    let Some(Command::OpenSocket { url, .. }) = first else { panic!("{first:?}") };
    assert_eq!(url, "ws://page/socket.io/?EIO=4&transport=websocket");
    assert_eq!(world.wakes.get(), Some(Duration::from_secs(20)));
}

#[test]
fn callbacks_may_emit_subscribe_unsubscribe_and_disconnect() {
    let world = Rc::new(World::default());
    let socket = world.connected();
    let heard = Rc::new(RefCell::new(Vec::new()));
    let kept = Rc::new(RefCell::new(Vec::new()));

    let (inner, inside, guards) = (socket.clone(), Rc::clone(&heard), Rc::clone(&kept));
    let first = socket.on("go", move |args| {
        inside.borrow_mut().push(format!("first {}", args[0]));
        inner.emit("back", args.to_vec());
        // Removes the second one, and itself, while both are being called.
        guards.borrow_mut().clear();
        inner.disconnect();
        assert_eq!(inner.state(), State::Connected { recovered: false }, "it is queued");
    });
    let inside = Rc::clone(&heard);
    let second = socket.on("go", move |_| inside.borrow_mut().push("second".to_owned()));
    kept.borrow_mut().extend([first, second]);

    world.says(r#"42["go",1]"#);
    assert_eq!(*heard.borrow(), ["first 1"]);
    assert_eq!(world.sent(), [r#"40{"token":"t"}"#, r#"42["back",1]"#, "41"]);
    assert_eq!(socket.state(), State::Disconnected);
}

#[test]
fn the_last_clone_may_go_inside_of_a_callback() {
    let world = Rc::new(World::default());
    let socket = world.connected();
    let last = Rc::new(RefCell::new(Some(socket.clone())));
    let guard = socket.on_any(move |_, _| drop(last.take()));
    drop(socket);
    assert!(!world.closed.get());

    world.says(r#"42["bye"]"#);
    assert_eq!(world.sent().last().map(String::as_str), Some("41"));
    assert!(matches!(world.commands.borrow().last(), Some(Command::Close { .. })));
    assert!(world.closed.get(), "the browser's side is dropped with it");
    drop(guard);
}

#[test]
fn dropping_the_socket_answers_whoever_still_waits() {
    let world = Rc::new(World::default());
    let socket = world.connected();
    let answer = socket.emit_with_ack("question", vec![], Duration::from_secs(5));
    drop(socket);
    assert_eq!(ready(answer), Some(Err(AckError::Disconnected)));
}

#[test]
fn acknowledgements_both_ways() {
    let world = Rc::new(World::default());
    let socket = world.connected();
    let answer = socket.emit_with_ack("sum", vec![json!(1), json!(2)], Duration::from_secs(5));
    world.says("430[3]");
    assert_eq!(ready(answer), Some(Ok(vec![json!(3)])));

    let _guard = socket.on_message("ask", |message| {
        message.reply().expect("the server waits").send(vec![json!("here")]);
        assert!(message.reply().is_none(), "one answer");
    });
    world.says(r#"427["ask"]"#);
    assert_eq!(world.sent().last().map(String::as_str), Some(r#"437["here"]"#));

    let late = socket.emit_with_ack("slow", vec![], Duration::from_secs(5));
    world.now.set(Duration::from_secs(5));
    let sink = world.sink.borrow().clone().unwrap();
    sink(Input::Tick);
    assert_eq!(ready(late), Some(Err(AckError::TimedOut)));
}

#[test]
fn states_are_told_in_order_and_readable_inside_of_the_callback() {
    let world = Rc::new(World::default());
    let socket = world.connect();
    let states = Rc::new(RefCell::new(Vec::new()));
    let (inside, inner) = (Rc::clone(&states), socket.clone());
    let guard = socket.on_state(move |state| {
        assert_eq!(*state, inner.state());
        inside.borrow_mut().push(state.clone());
    });
    world.says(r#"0{"sid":"s","pingInterval":25000,"pingTimeout":20000}"#);
    world.says(r#"44{"message":"no"}"#);
    socket.reconnect();
    world.happens(TransportEvent::Lost);
    drop(guard);
    socket.disconnect();
    let refused = State::Refused { message: "no".to_owned(), data: None };
    let [first, second, State::Reconnecting { attempt: 1, retry_in }] = &states.borrow()[..] else {
        panic!("{states:?}")
    };
    assert_eq!((first, second), (&refused, &State::Connecting));
    assert!(*retry_in > Duration::ZERO);
}

#[test]
fn namespaces_share_the_connection_and_each_leaves_alone() {
    let world = Rc::new(World::default());
    let socket = world.connected();
    let admin = socket.namespace("admin", || Box::pin(async { json!(null) }));
    let again = socket.namespace("/admin", || panic!("the socket is open already"));
    world.says("40/admin,");
    assert_eq!(again.state(), State::Connected { recovered: false });
    again.emit("hello", vec![]);
    drop((admin, again));
    assert_eq!(world.sent(), [r#"40{"token":"t"}"#, "40/admin,", r#"42/admin,["hello"]"#, "41/admin,"]);
    assert_eq!(socket.state(), State::Connected { recovered: false });
    assert!(!world.closed.get());
}

#[test]
fn what_is_too_large_is_said_to_the_developer() {
    let world = Rc::new(World::default());
    let socket = world.connected();
    socket.emit("file", vec![json!("x".repeat(2000))]);
    assert_eq!(world.sent().len(), 1);
    assert_eq!(world.warnings.borrow().len(), 1);
    assert!(world.warnings.borrow()[0].contains("file"));
}
