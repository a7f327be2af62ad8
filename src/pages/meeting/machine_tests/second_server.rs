//! Negotiating over the second signaling server.

use super::*;
use crate::lib::{signaling::relay, webrtc::MeshEvent};

fn uid(name: &str) -> Value {
    json!({"id": format!("uid-{name}"), "userId": format!("uid-{name}"), "email": format!("{name}@example.org")})
}

impl Meeting {
    /// Entering, with a second server that has not answered yet.
    fn with_relay() -> Self {
        let mut meeting = Self::new();
        meeting.machine = Machine::new(room(), account("me"), MEDIA).with_relay(Duration::ZERO);
        let _ = meeting.feed(connected());
        let _ = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({"success": true}));
        let _ = meeting.online(&["a", "b"]);
        meeting
    }

    fn relay_says(&mut self, event: &str, payload: Value) -> Vec<Output> {
        let incoming = relay::Incoming::decode(event, &[payload]).expect("a payload of the contract");
        self.feed(Input::Relay(relay::Input::Wire(incoming)))
    }

    /// The second server has taken us in; `a` is there, `b` is not.
    fn relay_joined(&mut self) -> Vec<Output> {
        let _ = self.feed(Input::Relay(relay::Input::Socket(socket::State::Connected { recovered: false })));
        let _ = self.relay_says(name::JOIN_ROOM_SUCCESS, json!({"success": true}));
        self.relay_says(name::USERS_ONLINE, json!([uid("me"), uid("a")]))
    }

    fn offer(&mut self, to: &str) -> Vec<Output> {
        let signal = Signal::Offer(json!({"type": "offer", "sdp": "v=0"}));
        self.feed(Input::Mesh(MeshEvent::Send { to: user(to), signal }))
    }
}

fn offers(outputs: &[Output]) -> bool {
    outputs.contains(&Output::Offer(vec![user("a"), user("b")]))
}

#[test]
fn first_offers_wait_for_it() {
    let mut meeting = Meeting::with_relay();
    assert_eq!(meeting.wire(name::ROOM_USERS, json!(["me", "a", "b"])), []);
    assert!(offers(&meeting.relay_joined()));
}

#[test]
fn without_an_answer_they_go_all_the_same() {
    let mut meeting = Meeting::with_relay();
    let _ = meeting.wire(name::ROOM_USERS, json!(["me", "a", "b"]));
    assert!(offers(&meeting.wait()));
    assert!(matches!(meeting.offer("a")[..], [Output::Emit(Outgoing::Signal { .. })]));
}

#[test]
fn it_reaches_whoever_is_there_and_the_chat_server_the_others() {
    let mut meeting = Meeting::with_relay();
    let _ = meeting.relay_joined();
    assert!(matches!(meeting.offer("a")[..], [Output::EmitToRelay(relay::Outgoing::Signal { .. })]));
    assert!(matches!(meeting.offer("b")[..], [Output::Emit(Outgoing::Signal { .. })]));
}

#[test]
fn what_comes_over_it_is_from_a_person_in_the_room() {
    let mut meeting = Meeting::with_relay();
    let _ = meeting.relay_joined();
    let from_a = meeting.relay_says(name::WEBRTC_OFFER, json!({"senderId": "uid-a", "sdp": {"sdp": "v=0"}}));
    assert!(matches!(&from_a[..], [Output::Signal { from, .. }] if *from == user("a")), "{from_a:?}");
    let stranger = json!({"senderId": "uid-x", "sdp": {"sdp": "v=0"}});
    assert_eq!(meeting.relay_says(name::WEBRTC_OFFER, stranger), []);
}

/// Accounts of the old program: it gave Firebase the address as it was written, and the account service shortened it.
#[test]
fn we_are_found_by_our_id_where_our_token_has_another_address() {
    let mut meeting = Meeting::new();
    let account = User { email: "m@example.org".to_owned(), ..account("me") };
    meeting.machine = Machine::new(room(), account, MEDIA).with_relay(Duration::ZERO);
    let _ = meeting.feed(connected());
    let _ = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({"success": true}));
    let _ = meeting.online(&["a"]);
    let _ = meeting.relay_joined();
    assert!(matches!(meeting.offer("a")[..], [Output::EmitToRelay(relay::Outgoing::Signal { .. })]));
}

/// The previous front-end offers once, as soon as it sees us there.
#[test]
fn what_comes_over_it_waits_for_the_chat_servers_list() {
    let offer = |from: &str| json!({"senderId": from, "sdp": {"sdp": "v=0"}});
    let mut meeting = Meeting::new();
    meeting.machine = Machine::new(room(), account("me"), MEDIA).with_relay(Duration::ZERO);
    let _ = meeting.relay_joined();
    for from in ["uid-a", "uid-x"] {
        assert_eq!(meeting.relay_says(name::WEBRTC_OFFER, offer(from)), []);
    }
    let candidate = json!({"senderId": "uid-a", "candidate": null});
    assert_eq!(meeting.relay_says(name::WEBRTC_ICE_CANDIDATE, candidate), []);
    let _ = meeting.feed(connected());
    let _ = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({"success": true}));
    let online = meeting.online(&["a", "x"]);
    let from: Vec<_> = online.iter().filter(|output| matches!(output, Output::Signal { .. })).collect();
    assert!(
        matches!(&from[..], [
            Output::Signal { from: one, signal: Signal::Offer(_) },
            Output::Signal { from: other, signal: Signal::Candidate(_) },
        ] if *one == user("a") && *other == user("a")),
        "in their order, of whoever is on both servers: {online:?}"
    );
    let present = online.iter().position(|output| matches!(output, Output::Present(_)));
    let offered = online.iter().position(|output| matches!(output, Output::Signal { .. }));
    assert!(present < offered, "{online:?}");
    for n in 0..100 {
        let _ = meeting.relay_says(name::WEBRTC_OFFER, offer(&format!("stranger-{n}")));
    }
    let again = meeting.online(&["a", "x"]);
    assert!(!again.iter().any(|output| matches!(output, Output::Signal { .. })), "once: {again:?}");
}

/// On the broadcasting form it does not even say who it is.
#[test]
fn an_early_offer_without_a_sender_is_the_one_other_persons() {
    let mut meeting = Meeting::new();
    meeting.machine = Machine::new(room(), account("me"), MEDIA).with_relay(Duration::ZERO);
    let _ = meeting.feed(Input::Relay(relay::Input::Socket(socket::State::Connected { recovered: false })));
    let _ = meeting.relay_says(name::JOIN_ROOM_SUCCESS, json!({"success": true}));
    let entry = |name: &str| json!({"userId": format!("uid-{name}"), "email": format!("{name}@example.org")});
    let _ = meeting.relay_says(name::USERS_ONLINE, json!([entry("a"), entry("me")]));
    assert_eq!(meeting.relay_says(name::WEBRTC_OFFER, json!({"sdp": {"sdp": "v=0"}})), []);
    let _ = meeting.feed(connected());
    let _ = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({"success": true}));
    let online = meeting.online(&["a"]);
    let heard =
        online.iter().any(|output| matches!(output, Output::Signal { from, .. } if *from == user("a")));
    assert!(heard, "{online:?}");
}
