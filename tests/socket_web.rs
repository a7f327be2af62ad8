//! The Socket.IO client in a real browser against the embedded back-end, which `cargo xtask test` starts and names
//! in `CHARLATON_TEST_CHAT_URL` and `CHARLATON_TEST_API_URL`. Without them these tests fail: they would prove
//! nothing. The back-end has to allow the origin of the test page.

#![cfg(target_arch = "wasm32")]
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "socket_web/waiting.rs"]
mod waiting;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use charlaton::lib::socket::{AckError, Kind, Options, Socket, State, Transports};
use charlaton_json::{Value, json, parse};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Event, Headers, HtmlDocument, RequestCredentials, RequestInit, Response, window};

use waiting::{event, server, until, within};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn joins_a_room_over_websocket() {
    let (user, room) = user_with_room(false).await;
    let socket = connect(Transports::WebSocketOnly, &user).await;
    assert_eq!(socket.transport(), Some(Kind::WebSocket));
    join(&socket, &room).await;
}

#[wasm_bindgen_test]
async fn joins_a_room_over_polling_alone() {
    let (user, room) = user_with_room(false).await;
    let socket = connect(Transports::PollingOnly, &user).await;
    join(&socket, &room).await;
    assert_eq!(socket.transport(), Some(Kind::Polling));
}

#[wasm_bindgen_test]
async fn upgrades_from_polling_without_losing_an_event() {
    let (user, room) = user_with_room(false).await;
    let socket = connect(Transports::PollingFirst, &user).await;
    join(&socket, &room).await;
    let mut answered = 0;
    while socket.transport() != Some(Kind::WebSocket) {
        let users =
            answer(&socket, "room_users", || socket.emit("joins_in_room", vec![json!(room.as_str())])).await;
        assert!(users[0].as_array().is_some());
        answered += 1;
        assert!(answered < 1000, "the upgrade never came");
    }
    let users =
        answer(&socket, "room_users", || socket.emit("joins_in_room", vec![json!(room.as_str())])).await;
    assert_eq!(users[0].as_array().map(<[Value]>::len), Some(1));
}

#[wasm_bindgen_test]
async fn a_refusal_is_final_until_reconnect_which_asks_for_new_credentials() {
    let user = sign_up().await;
    let (token, asked) = (Rc::new(RefCell::new(Value::Null)), Rc::new(Cell::new(0)));
    let (given, counter) = (Rc::clone(&token), Rc::clone(&asked));
    let socket = Socket::connect(options(Transports::WebSocketFirst), move || {
        counter.set(counter.get() + 1);
        let token = given.borrow().clone();
        Box::pin(async move { json!({ "token": token }) })
    });
    socket.emit("joins", vec![]);
    for (wrong, words) in
        [(json!(""), "Authentication token required"), (json!("wrong"), "Invalid authentication token")]
    {
        token.replace(wrong);
        socket.reconnect();
        let refused =
            until(&socket, move |state| matches!(state, State::Refused { message, .. } if message == words));
        within("a refusal", refused).await;
    }
    token.replace(json!(user.token));
    let users = answer(&socket, "joins_users", || socket.reconnect()).await;
    assert!(users[0].as_array().is_some(), "what was emitted before the refusal was kept");
    assert!(asked.get() >= 3, "credentials are asked for anew");
}

#[wasm_bindgen_test]
async fn a_room_that_refuses_leaves_the_connection_to_ask_again() {
    let (_owner, room) = user_with_room(true).await;
    let stranger = sign_up().await;
    let socket = connect(Transports::WebSocketFirst, &stranger).await;
    for _ in 0..2 {
        let error =
            answer(&socket, "join_room_error", || socket.emit("join_room", vec![json!(room.as_str())])).await;
        assert_eq!(error[0].get("success"), Some(&json!(false)));
        assert!(matches!(socket.state(), State::Connected { .. }));
    }
}

#[wasm_bindgen_test]
async fn losing_the_network_is_noticed_at_once_and_so_is_its_return() {
    let user = sign_up().await;
    for transports in [Transports::WebSocketOnly, Transports::PollingOnly] {
        let socket = connect(transports, &user).await;
        let lost = until(&socket, |state| matches!(state, State::Reconnecting { attempt: 1, .. }));
        let back = until(&socket, |state| matches!(state, State::Connected { recovered: false }));
        tell_page("offline");
        within("noticing", lost).await;
        tell_page("online");
        within("coming back", back).await;
    }
}

#[wasm_bindgen_test]
async fn dropping_the_last_clone_leaves_even_inside_of_a_callback() {
    let (observer, room) = user_with_room(false).await;
    let observing = connect(Transports::WebSocketFirst, &observer).await;
    join(&observing, &room).await;
    for transports in [Transports::WebSocketOnly, Transports::PollingOnly] {
        let socket = connect(transports, &sign_up().await).await;
        let two = event(&observing, "usersOnline", |args| args[0].as_array().map(<[Value]>::len) == Some(2));
        join(&socket, &room).await;
        within("two users", two).await;

        let one = event(&observing, "usersOnline", |args| args[0].as_array().map(<[Value]>::len) == Some(1));
        socket.emit("joins_in_room", vec![json!(room.as_str())]);
        let last = RefCell::new(Some(socket.clone()));
        let guard = socket.on("room_users", move |_| drop(last.take()));
        drop(socket);
        within("one user", one).await;
        drop(guard);
    }
}

#[wasm_bindgen_test]
async fn a_server_that_is_not_there_is_tried_again() {
    // Port 9 is discard; nobody listens, and browsers refuse to ask.
    let options = Options { url: "http://127.0.0.1:9".to_owned(), ..Options::default() };
    let socket = Socket::connect(options, || Box::pin(async { Value::Null }));
    within("a second try", until(&socket, |state| matches!(state, State::Reconnecting { attempt: 2, .. })))
        .await;
}

#[wasm_bindgen_test]
async fn an_answer_that_does_not_come_is_given_up_every_time() {
    let socket = connect(Transports::WebSocketFirst, &sign_up().await).await;
    for _ in 0..3 {
        let answer = socket.emit_with_ack("nobody listens to this", vec![], Duration::from_millis(20));
        assert_eq!(within("a time-out", answer).await, Err(AckError::TimedOut));
    }
}

struct User {
    id: String,
    token: String,
}

fn options(transports: Transports) -> Options {
    let url = server(option_env!("CHARLATON_TEST_CHAT_URL"));
    Options { url, transports, with_credentials: true, ..Options::default() }
}

async fn connect(transports: Transports, user: &User) -> Socket {
    let token = user.token.clone();
    let socket = Socket::connect(options(transports), move || {
        let token = token.clone();
        Box::pin(async move { json!({ "token": token }) })
    });
    within("a connection", until(&socket, |state| matches!(state, State::Connected { .. }))).await;
    socket
}

async fn join(socket: &Socket, room: &str) {
    let success = answer(socket, "join_room_success", || socket.emit("join_room", vec![json!(room)])).await;
    assert_eq!(success[0].get("success"), Some(&json!(true)));
    assert_eq!(success[0].get("roomId"), Some(&json!(room)));
}

/// What the server answers with `name` after `ask`.
async fn answer(socket: &Socket, name: &str, ask: impl FnOnce()) -> Vec<Value> {
    let answer = event(socket, name, |_| true);
    ask();
    within(name, answer).await
}

fn tell_page(name: &str) {
    window().unwrap().dispatch_event(&Event::new(name).unwrap()).unwrap();
}

async fn sign_up() -> User {
    let name = (js_sys::Math::random() * 1e15).to_string();
    let form = json!({ "email": format!("u{name}@example.com"), "password": "secret-1", "edad": 30, "nickname": "Ana" });
    let reply = post("/auth/signup", &form).await;
    let cookies = window().unwrap().document().unwrap().dyn_into::<HtmlDocument>().unwrap().cookie().unwrap();
    let token = cookies.split("; ").find_map(|cookie| cookie.strip_prefix("AccessToken="));
    User {
        id: reply
            .get("user")
            .and_then(|user| user.get("id")?.as_str())
            .expect("the new user's id")
            .to_owned(),
        token: token.expect("a cookie AccessToken that script can read").to_owned(),
    }
}

async fn user_with_room(private: bool) -> (User, String) {
    let user = sign_up().await;
    let room = json!({ "name": "Reunión", "creatorId": user.id.as_str(), "private": private });
    let room =
        post("/room", &room).await.get("id").and_then(Value::as_str).expect("the new room's id").to_owned();
    (user, room)
}

async fn post(path: &str, body: &Value) -> Value {
    let headers = Headers::new().unwrap();
    headers.set("content-type", "application/json").unwrap();
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_credentials(RequestCredentials::Include);
    init.set_headers(&headers);
    init.set_body(&JsValue::from_str(&body.to_string()));
    let url = format!("{}/api{path}", server(option_env!("CHARLATON_TEST_API_URL")));
    let answer = JsFuture::from(window().unwrap().fetch_with_str_and_init(&url, &init)).await;
    let response: Response =
        answer.expect("the back-end answers, and allows this page's origin").dyn_into().unwrap();
    let text = JsFuture::from(response.text().unwrap()).await.unwrap().as_string().unwrap();
    assert!(response.ok(), "{url} {}: {text}", response.status());
    parse(&text).unwrap()
}
