//! Signals over the chat server.

use charlaton_backend::{Quirk, Quirks, WebrtcForm};
use serde_json::{Value, json};

use super::both;
use crate::common::Backend;

fn signals(seen: &[(String, Value)]) -> usize {
    seen.iter().filter(|(name, _)| name.starts_with("webrtc_")).count()
}

#[tokio::test]
async fn first_socket_relays() {
    for (backend, quirky) in both(Quirk::FirstSocketRelays).await {
        let mut ana = backend.person("ana").await;
        let luis = backend.person("luis").await;
        let room = ana.room(json!({})).await;
        let mut from = ana.joined(&room).await;
        let (mut first, mut second) = (luis.joined(&room).await, luis.joined(&room).await);
        from.emit("webrtc_offer", json!({ "roomId": room, "targetUserId": luis.id, "sdp": 1 })).await;
        from.drain().await;
        let got = [signals(&first.drain().await), signals(&second.drain().await)];
        assert_eq!(got, if quirky { [1, 0] } else { [0, 1] });
        let to_own = json!({ "roomId": room, "targetUserId": luis.id, "sdp": 1 });
        first.emit("webrtc_offer", to_own.clone()).await;
        let by_first = signals(&first.drain().await);
        second.emit("webrtc_offer", to_own).await;
        let at_second = signals(&second.drain().await);
        let got = [by_first, at_second, signals(&first.drain().await)];
        assert_eq!(got, if quirky { [1, 0, 1] } else { [0, 1, 1] }, "a socket may be its own target");
    }
}

#[tokio::test]
async fn outsider_relays() {
    for (backend, quirky) in both(Quirk::OutsiderRelays).await {
        let mut ana = backend.person("ana").await;
        let eva = backend.person("eva").await;
        let room = ana.room(json!({})).await;
        let mut to = ana.joined(&room).await;
        let mut from = eva.socket().await;
        for named in [&room, "zzz-zzz"] {
            from.emit("webrtc_offer", json!({ "roomId": named, "targetUserId": ana.id, "sdp": 1 })).await;
        }
        assert!(from.drain().await.is_empty(), "no word of what is not delivered");
        let seen = to.drain().await;
        assert_eq!(signals(&seen), usize::from(quirky));
    }
}

#[tokio::test]
async fn empty_relays() {
    for (backend, quirky) in both(Quirk::EmptyRelays).await {
        let mut ana = backend.person("ana").await;
        let luis = backend.person("luis").await;
        let room = ana.room(json!({})).await;
        let mut from = ana.joined(&room).await;
        let mut to = luis.joined(&room).await;
        let aim = json!({ "roomId": room, "targetUserId": luis.id });
        let mut with_null = aim.clone();
        with_null["sdp"] = Value::Null;
        from.emit("webrtc_offer", with_null).await;
        from.emit("webrtc_answer", aim.clone()).await;
        from.emit("webrtc_ice_candidate", aim.clone()).await;
        from.drain().await;
        let seen: Vec<_> =
            to.drain().await.into_iter().filter(|(name, _)| name.starts_with("webrtc_")).collect();
        let sender = json!({ "senderId": ana.id });
        let expected = [
            ("webrtc_offer", json!({ "senderId": ana.id, "sdp": null })),
            ("webrtc_answer", sender.clone()),
            ("webrtc_ice_candidate", sender),
        ];
        let expected: Vec<_> =
            expected.into_iter().map(|(name, payload)| (name.to_owned(), payload)).collect();
        assert_eq!(seen, if quirky { expected } else { vec![] });
        let mut last = aim;
        last["candidate"] = Value::Null;
        from.emit("webrtc_ice_candidate", last).await;
        assert_eq!(
            to.expect("webrtc_ice_candidate").await["candidate"],
            Value::Null,
            "the end always passes"
        );
    }
}

/// Half a surrogate pair, more depth than parsers follow, a number beyond all that a float holds, a key with an escape.
fn unreadable() -> [String; 4] {
    let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
    [r#"{"sdp":"\ud83d"}"#.to_owned(), deep, "1e999".to_owned(), r#"{"\u0061":[null]}"#.to_owned()]
}

/// So it always is: nobody looks into what is handed on.
#[tokio::test]
async fn signals_carry_any_json() {
    for quirks in [Quirks::default(), Quirks::all()] {
        let backend = Backend::start_with(|config| config.quirks = quirks).await;
        let mut ana = backend.person("ana").await;
        let luis = backend.person("luis").await;
        let room = ana.room(json!({})).await;
        let mut chat = [ana.joined(&room).await, luis.joined(&room).await];
        let mut second = [ana.signaling_socket().await, luis.signaling_socket().await];
        for socket in &mut second {
            socket.emit("join_room", json!({ "roomId": room, "success": true })).await;
            socket.expect("usersOnline").await;
        }
        for [from, to] in [&mut chat, &mut second] {
            for (event, field) in [("webrtc_offer", "sdp"), ("webrtc_ice_candidate", "candidate")] {
                for signal in unreadable() {
                    let head = format!(r#""roomId":"{room}","targetUserId":"{}""#, luis.id);
                    from.raw(format!(r#"42["{event}",{{"{field}":{signal},{head}}}]"#)).await;
                    let text = to.expect_text(event).await;
                    assert!(text.contains(&format!(r#""senderId":"{}""#, ana.id)), "{text}");
                    assert!(text.contains(&format!(r#""{field}":{signal}"#)), "{text}");
                }
            }
        }
    }
}

#[tokio::test]
async fn broadcasts_carry_any_json() {
    let backend = Backend::start_with(|config| config.webrtc_form = WebrtcForm::Broadcast).await;
    let mut ana = backend.person("ana").await;
    let room = ana.room(json!({})).await;
    let luis = backend.person("luis").await;
    let (mut from, mut to) = (ana.signaling_socket().await, luis.signaling_socket().await);
    for socket in [&mut from, &mut to] {
        socket.emit("join_room", json!({ "roomId": room, "success": true })).await;
        socket.expect("usersOnline").await;
    }
    for signal in unreadable() {
        from.raw(format!(r#"42["webrtc_answer",{{"senderId":{signal},"sdp":{signal}}}]"#)).await;
        let text = to.expect_text("webrtc_answer").await;
        assert_eq!(text, format!(r#"{{"sdp":{signal},"senderId":{signal}}}"#));
    }
}
