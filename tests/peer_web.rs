//! The Socket.IO client in a real browser against the original server, `socket.io` from npm: what the services of
//! today do not use, and what nobody who wrote both ends would find. `cargo xtask test` starts `tests/peer/server.js`
//! and names it in `CHARLATON_TEST_PEER_URL`. Without it these tests fail: they would prove nothing.

#![cfg(target_arch = "wasm32")]
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "socket_web/waiting.rs"]
mod waiting;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use charlaton::lib::socket::{AckError, Kind, Options, Payload, Socket, State, Transports};
use charlaton_json::{Value, json, parse};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use waiting::{event, server, until, within};

wasm_bindgen_test_configure!(run_in_browser);

const EACH: [Transports; 2] = [Transports::WebSocketOnly, Transports::PollingOnly];
/// For an answer that comes.
const LONG: Duration = Duration::from_secs(10);

#[wasm_bindgen_test]
async fn events_and_attachments_come_back_as_they_went() {
    for transports in EACH {
        let socket = connect(transports).await;
        let mut payload = Payload::default();
        let (first, second) = (payload.attach((0..=255).collect()), payload.attach(Vec::new()));
        let fraction = parse("1.5").unwrap();
        payload.args = vec![json!("¿Ñandú? 👍"), json!({ "deep": [first, null, fraction] }), second];
        let (sent, heard) = (payload.clone(), Rc::new(RefCell::new(None)));
        let keep = Rc::clone(&heard);
        let guard =
            socket.on_message("echoed", move |message| *keep.borrow_mut() = Some(message.payload.clone()));
        let echoed = event(&socket, "echoed", |_| true);
        socket.emit_binary("echo", payload);
        within("an echo", echoed).await;
        drop(guard);
        let mut heard = heard.take().unwrap();
        assert!(
            heard.args.pop().is_some_and(|offset| offset.as_str().is_some()),
            "what a recovery goes on from"
        );
        assert_eq!(heard, sent, "{transports:?}");
    }
}

#[wasm_bindgen_test]
async fn the_server_acknowledges_with_attachments_or_never() {
    for transports in EACH {
        let socket = connect(transports).await;
        let mut payload = Payload::default();
        payload.args = vec![payload.attach(vec![1, 2, 3]), json!("words")];
        let mut reversed = Payload::default();
        reversed.args = vec![reversed.attach(vec![3, 2, 1]), json!("words")];
        let answer = socket.request("reverse", payload, LONG);
        let unanswered = socket.emit_with_ack("nobody answers this", vec![], Duration::from_millis(50));
        assert_eq!(within("an acknowledgement", answer).await, Ok(reversed), "{transports:?}");
        assert_eq!(within("a time-out", unanswered).await, Err(AckError::TimedOut));
    }
}

#[wasm_bindgen_test]
async fn the_server_is_acknowledged_with_attachments_or_never() {
    for transports in EACH {
        let socket = connect(transports).await;
        let guard = socket.on_message("question", |message| {
            let asked = &message.payload;
            let mut answer = Payload::default();
            let bytes = asked.attachment(&asked.args[0]).unwrap().iter().rev().copied().collect();
            answer.args = vec![answer.attach(bytes)];
            assert_eq!(asked.args[1], json!("¿qué?"));
            message.reply().unwrap().send(answer);
        });
        let mut expected = Payload::default();
        expected.args = vec![expected.attach(vec![3, 2, 1])];
        let answer = socket.request("ask me", Payload::default(), LONG);
        assert_eq!(within("our own answer", answer).await, Ok(expected), "{transports:?}");
        drop(guard);

        let words = socket.emit_with_ack("ask me in vain", vec![], LONG);
        assert_eq!(within("the server's time-out", words).await, Ok(vec![json!("timed out")]));
    }
}

#[wasm_bindgen_test]
async fn heartbeats_are_answered() {
    for transports in EACH {
        let socket = connect(transports).await;
        let alive = socket.emit_with_ack("three heartbeats", vec![], LONG);
        assert_eq!(within("three heartbeats", alive).await, Ok(vec![json!("alive")]), "{transports:?}");
    }
}

#[wasm_bindgen_test]
async fn an_upgrade_loses_no_event() {
    let socket = connect(Transports::PollingFirst).await;
    let mut sent = 0;
    while socket.transport() != Some(Kind::WebSocket) {
        sent += 1;
        assert!(sent < 1000, "the upgrade never came");
        let echoed = event(&socket, "echoed", move |args| args[0] == json!(sent));
        socket.emit("echo", vec![json!(sent)]);
        within("an echo", echoed).await;
    }
}

#[wasm_bindgen_test]
async fn namespaces_share_a_connection_and_not_their_fate() {
    for transports in EACH {
        let root = connect(transports).await;
        let token = Rc::new(Cell::new("nobody"));
        let given = Rc::clone(&token);
        let admin = root.namespace("/admin", move || credentials(given.get()));
        let refused = State::Refused { message: "not for you".to_owned(), data: None };
        is(&admin, refused).await;
        let unknown = root.namespace("/unknown", || credentials("admin"));
        is(&unknown, State::Refused { message: "Invalid namespace".to_owned(), data: None }).await;

        token.set("admin");
        admin.reconnect();
        connected(&admin).await;
        let (here, there) = (event(&root, "echoed", |_| true), event(&admin, "echoed", |_| true));
        admin.emit("echo", vec![json!(1)]);
        assert_eq!(within("an echo there", there).await[..2], [json!("admin"), json!(1)], "{transports:?}");
        root.emit("echo", vec![json!(2)]);
        assert_eq!(within("an echo here", here).await[0], json!(2), "what is said there is not heard here");

        admin.emit("kick me", vec![]);
        is(&admin, State::KickedByServer).await;
        let echoed = event(&root, "echoed", |_| true);
        root.emit("echo", vec![json!(3)]);
        assert_eq!(within("an echo", echoed).await[0], json!(3), "the connection is still there");
    }
}

#[wasm_bindgen_test]
async fn what_was_missed_follows_when_the_connection_is_recovered() {
    for transports in EACH {
        let socket = connect(transports).await;
        news(&socket, "news", 1).await;
        let recovered = until(&socket, |state| *state == State::Connected { recovered: true });
        news(&socket, "cut", 2).await;
        within("a recovery", recovered).await;
        news(&socket, "news", 3).await;

        // A server that has forgotten says so by another pid: what was missed is lost, and life goes on.
        let anew = until(&socket, connects_anew());
        socket.emit("cut and forget", vec![json!(4)]);
        within("a new session", anew).await;
        let missed = event(&socket, "news", |_| true);
        socket.emit("news", vec![json!(5)]);
        assert_eq!(within("news", missed).await[0], json!(5), "{transports:?}");
    }
}

#[wasm_bindgen_test]
async fn a_kick_is_final_until_the_application_asks() {
    for transports in EACH {
        for kick in ["kick me", "kick me out of everything"] {
            let socket = connect(transports).await;
            let cut_off = socket.emit_with_ack("nobody answers this", vec![], LONG);
            socket.emit(kick, vec![]);
            is(&socket, State::KickedByServer).await;
            assert_eq!(within("the end of waiting", cut_off).await, Err(AckError::Disconnected), "{kick}");
            socket.reconnect();
            connected(&socket).await;
        }
    }
}

#[wasm_bindgen_test]
async fn a_refusal_has_words_and_data_and_ends_with_new_credentials() {
    for transports in EACH {
        let token = Rc::new(Cell::new("stale"));
        let given = Rc::clone(&token);
        let socket = Socket::connect(options(transports), move || credentials(given.get()));
        let data = Some(json!({ "code": "expired", "retry": true }));
        is(&socket, State::Refused { message: "token expired".to_owned(), data }).await;
        token.set("fresh");
        socket.reconnect();
        connected(&socket).await;
    }
}

fn options(transports: Transports) -> Options {
    Options { url: server(option_env!("CHARLATON_TEST_PEER_URL")), transports, ..Options::default() }
}

fn credentials(token: &'static str) -> charlaton::lib::socket::LocalBoxFuture<'static, Value> {
    Box::pin(async move { json!({ "token": token }) })
}

async fn connect(transports: Transports) -> Socket {
    let socket = Socket::connect(options(transports), || credentials("fresh"));
    connected(&socket).await;
    socket
}

async fn connected(socket: &Socket) {
    within("a connection", until(socket, |state| matches!(state, State::Connected { .. }))).await;
}

async fn is(socket: &Socket, wanted: State) {
    let what = format!("{wanted:?}");
    within(&what, until(socket, move |state| *state == wanted)).await;
}

/// The next connection that is not the present one.
fn connects_anew() -> impl Fn(&State) -> bool {
    let lost = Cell::new(false);
    move |state| match state {
        State::Connected { recovered } => lost.get() && !recovered,
        State::Connecting
        | State::Reconnecting { .. }
        | State::Refused { .. }
        | State::KickedByServer
        | State::Disconnected => {
            lost.set(true);
            false
        }
    }
}

/// Asks for news of this number, and gets them; they carry the offset that a recovery goes on from.
async fn news(socket: &Socket, ask: &str, number: u64) {
    let news = event(socket, "news", |_| true);
    socket.emit(ask, vec![json!(number)]);
    assert_eq!(within("news", news).await[0], json!(number));
}
