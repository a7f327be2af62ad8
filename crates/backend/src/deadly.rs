//! The payloads that end the existing processes (contract, section 6, rows 1 to 3), for tests of clients that are to
//! send none of them and to survive that somebody else does. Only with `--deadly-payloads`.

use std::sync::Arc;

use serde_json::Value;

use crate::realtime::{Service, Sid, identity::Identity, payload::Payload};

/// The Socket.IO server that the old REST process still has: whoever leaves it takes everybody along (1.10).
pub(crate) struct Trap;

impl Service for Trap {
    type Order = ();

    async fn connected(&mut self, _: Sid, _: Arc<Identity>) {}

    async fn event(&mut self, _: Sid, _: &str, _: Payload) {}

    async fn gone(&mut self, _: Sid) {
        die("disconnect");
    }

    async fn order(&mut self, (): ()) {}
}

/// Ends this process as the old one ends.
pub(crate) fn die(event: &str) -> ! {
    tracing::error!(event, "a payload that ends the process");
    std::process::exit(1)
}

/// Whether this ends the chat.
pub(crate) fn to_chat(event: &str, payload: &Value) -> bool {
    match event {
        "message" => !is_object(payload) || has_bad_target(payload),
        "webrtc_offer"
        | "webrtc_answer"
        | "webrtc_ice_candidate"
        | "media_state_changed"
        | "grant_access" => !is_object(payload),
        // What cannot be part of a document's path.
        "send_access" => payload.as_str().is_none_or(|id| id.is_empty() || id.contains('/')),
        _ => false,
    }
}

/// Whether this ends the second signaling server, in either form.
pub(crate) fn to_signaling(event: &str, payload: &Value) -> bool {
    event == "join_room" && payload.is_null()
}

/// As JavaScript has it: a list is one, too.
fn is_object(payload: &Value) -> bool {
    payload.is_object() || payload.is_array()
}

fn has_bad_target(payload: &Value) -> bool {
    let targets = payload.get("target").and_then(Value::as_array);
    payload.get("visibility").and_then(Value::as_str) == Some("private")
        && targets.is_none_or(|targets| targets.iter().any(Value::is_null))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_kills_and_what_does_not() {
        let private = |target: Value| json!({ "msg": "x", "visibility": "private", "target": target });
        for (event, payload) in [
            ("message", json!(null)),
            ("message", json!("text")),
            ("message", json!({ "msg": "x", "visibility": "private" })),
            ("message", private(json!("ana"))),
            ("message", private(json!([{ "userId": "ana" }, null]))),
            ("webrtc_offer", json!(null)),
            ("webrtc_answer", json!(5)),
            ("webrtc_ice_candidate", json!(null)),
            ("media_state_changed", json!(null)),
            ("grant_access", json!(null)),
            ("send_access", json!(null)),
            ("send_access", json!("")),
            ("send_access", json!("a/b")),
        ] {
            assert!(to_chat(event, &payload), "{event} {payload}");
        }
        for (event, payload) in [
            ("message", json!({})),
            ("message", json!({ "msg": "x", "visibility": "public" })),
            ("message", private(json!(["ana"]))),
            ("webrtc_offer", json!({})),
            ("send_access", json!("zzz-zzz")),
            ("join_room", json!(null)),
            ("leaveRoom", json!(null)),
        ] {
            assert!(!to_chat(event, &payload), "{event} {payload}");
        }
        assert!(to_signaling("join_room", &json!(null)) && !to_signaling("join_room", &json!("abc-xyz")));
        assert!(!to_signaling("webrtc_offer", &json!(null)));
    }
}
