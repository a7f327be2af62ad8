//! The second server's rules, one test each.

use super::*;

const ROOM: &str = "abc-xyz";

fn id(text: &str) -> UserId {
    UserId::parse(text).unwrap()
}

/// Our relay, and everybody as the chat server knows them.
struct Place {
    relay: Relay,
    people: Directory,
    now: Duration,
}

impl Place {
    fn new() -> Self {
        let mut people = Directory::default();
        for name in ["me", "ana", "luis"] {
            people.learn_document(&email(name), &id(&format!("doc-{name}")));
        }
        let room = RoomId::parse(ROOM).unwrap();
        Self { relay: Relay::new(Duration::ZERO, room), people, now: Duration::ZERO }
    }

    /// Joined, on a server of this form, with these people.
    fn inside(form: Form, names: &[&str]) -> Self {
        let mut place = Self::new();
        let _ = place.feed(connected());
        let _ = place.hear("join_room_success", json!({"success": true}));
        place.list(form, names);
        place
    }

    fn list(&mut self, form: Form, names: &[&str]) {
        let entry = |name: &&str| match form {
            Form::Targeted => json!({"id": uid(name), "userId": uid(name), "email": email(name)}),
            Form::Broadcast => json!({"userId": uid(name), "email": email(name)}),
        };
        let _ = self.hear("usersOnline", Value::Array(names.iter().map(entry).collect()));
    }

    fn feed(&mut self, input: Input) -> Vec<Output> {
        self.relay.handle(self.now, &id("doc-me"), &mut self.people, input)
    }

    fn hear(&mut self, event: &str, payload: Value) -> Vec<Output> {
        self.feed(Input::Wire(Incoming::decode(event, &[payload]).expect("a payload of the contract")))
    }

    /// What goes out for an offer to `name`.
    fn offer_to(&self, name: &str) -> Option<(&'static str, Value)> {
        let signal = Signal::Offer(json!({"sdp": "v=0"}));
        let carried = self.relay.carry(&id("doc-me"), &id(&format!("doc-{name}")), &self.people, &signal)?;
        let (event, mut args) = carried.encode();
        Some((event, args.remove(0)))
    }

    fn wait(&mut self) -> Vec<Output> {
        self.now = self.relay.deadline().expect("something is awaited");
        self.feed(Input::Timer)
    }
}

fn email(name: &str) -> String {
    format!("{name}@example.org")
}

fn uid(name: &str) -> String {
    format!("uid-{name}")
}

fn connected() -> Input {
    Input::Socket(socket::State::Connected { recovered: false })
}

fn join() -> Output {
    Output::Emit(Outgoing::Join(RoomId::parse(ROOM).unwrap()))
}

#[test]
fn the_join_is_an_object_and_is_repeated_until_answered() {
    let mut place = Place::new();
    assert_eq!(place.feed(connected()), [join()]);
    let Output::Emit(outgoing) = join() else { unreachable!() };
    assert_eq!(outgoing.encode(), ("join_room", vec![json!({"roomId": ROOM, "success": true})]));
    assert_eq!(place.wait(), [join()]);
    let _ = place.hear("join_room_success", json!({"success": true}));
    place.list(Form::Targeted, &["me"]);
    assert_eq!(place.relay.deadline(), None);
}

#[test]
fn the_targeted_form_is_addressed_by_the_tokens_id() {
    let place = Place::inside(Form::Targeted, &["me", "ana"]);
    let expected = json!({"roomId": ROOM, "targetUserId": "uid-ana", "sdp": {"sdp": "v=0"}});
    assert_eq!(place.offer_to("ana"), Some(("webrtc_offer", expected)));
    assert_eq!(place.offer_to("luis"), None, "he is not on this server");
}

#[test]
fn the_broadcast_form_is_told_who_sends() {
    let place = Place::inside(Form::Broadcast, &["me", "ana", "luis"]);
    let expected = json!({"senderId": "uid-me", "sdp": {"sdp": "v=0"}});
    assert_eq!(place.offer_to("ana"), Some(("webrtc_offer", expected)));
}

#[test]
fn a_lost_server_carries_nothing_and_nothing_waits_for_it() {
    let mut place = Place::inside(Form::Targeted, &["me", "ana"]);
    let _ = place
        .feed(Input::Socket(socket::State::Reconnecting { attempt: 1, retry_in: Duration::from_secs(1) }));
    assert_eq!(place.offer_to("ana"), None);
    assert!(!place.relay.is_awaited());
    assert_eq!(place.feed(connected()), [join()]);
}

#[test]
fn first_offers_wait_only_so_long() {
    let mut place = Place::new();
    assert!(place.relay.is_awaited());
    let _ = place.wait();
    assert_eq!(place.now, PATIENCE);
    assert!(!place.relay.is_awaited());
    assert!(!Place::inside(Form::Targeted, &["me"]).relay.is_awaited());
}

#[test]
fn one_who_is_turned_away_comes_back() {
    let mut place = Place::new();
    let _ = place.feed(Input::Socket(socket::State::KickedByServer));
    assert_eq!(place.wait(), [Output::Reconnect]);
    let _ = place.feed(connected());
    let _ = place.hear("join_room_error", json!({"success": false, "message": "invalid"}));
    assert_eq!(place.wait(), [join()]);
}

#[test]
fn the_targeted_server_says_who_sent_a_message() {
    let mut place = Place::inside(Form::Targeted, &["me", "ana"]);
    let heard =
        place.hear("webrtc_offer", json!({"senderId": "uid-ana", "sdp": {"sdp": "", "from": "doc-luis"}}));
    let [Output::Signal { from, .. }] = &heard[..] else { panic!("{heard:?}") };
    assert_eq!(place.people.document(from), Some(&id("doc-ana")));
    assert_eq!(place.hear("webrtc_offer", json!({"sdp": {"sdp": ""}})), [], "without a sender");
}

#[test]
fn on_the_broadcast_server_only_the_inside_counts() {
    let mut place = Place::inside(Form::Broadcast, &["me", "ana", "luis"]);
    let mut hear = |sdp: Value| place.hear("webrtc_offer", json!({"senderId": "uid-forged", "sdp": sdp}));
    let for_me = hear(json!({"sdp": "", "from": "doc-ana", "to": "doc-me"}));
    assert!(matches!(&for_me[..], [Output::Signal { from, .. }] if *from == id("doc-ana")), "{for_me:?}");
    assert_eq!(hear(json!({"sdp": "", "from": "doc-ana", "to": "doc-luis"})), []);
    assert_eq!(hear(json!({"sdp": ""})), [], "it could be from either");
}

#[test]
fn another_client_on_the_broadcast_server_is_the_one_other_person() {
    let mut place = Place::inside(Form::Broadcast, &["me", "ana", "ana"]);
    let heard = place.hear("ice_candidate", json!({"candidate": null}));
    let [Output::Signal { from, signal }] = &heard[..] else { panic!("{heard:?}") };
    assert_eq!(
        (place.people.document(from), signal),
        (Some(&id("doc-ana")), &Signal::Candidate(Value::Null))
    );
}

#[test]
fn nothing_heard_panics() {
    for payload in [json!(null), json!([1, {"userId": {}}]), json!({"sdp": 1, "candidate": []}), json!("x")] {
        for event in ["join_room_success", "usersOnline", "webrtc_offer", "ice_candidate", "user_left", ""] {
            if let Some(incoming) = Incoming::decode(event, std::slice::from_ref(&payload)) {
                let _ = Place::inside(Form::Broadcast, &["me"]).feed(Input::Wire(incoming));
            }
        }
    }
}
