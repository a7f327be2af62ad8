//! The door of a private room, from both sides.

use super::*;

fn knock() -> Output {
    Output::Emit(Outgoing::AskForAccess(room_id()))
}

fn kept_out(meeting: &mut Meeting) -> Vec<Output> {
    meeting.wire(name::JOIN_ROOM_ERROR, json!({"message": "usuario sin permisos para sala privada"}))
}

/// One who has been refused and asks.
fn outside() -> Meeting {
    let mut meeting = Meeting::new();
    let _ = meeting.feed(connected());
    assert_eq!(kept_out(&mut meeting), [knock()]);
    meeting
}

fn news() -> Value {
    json!({"roomId": "abc-xyz", "message": ""})
}

/// As ours says it, which tells when it is over.
fn request(id: &str) -> Value {
    json!({"userId": id, "roomId": "abc-xyz", "waits": true, "user": {"id": id, "nickname": id}})
}

/// As the existing server says it.
fn old_request(id: &str) -> Value {
    json!({"userId": id, "roomId": "abc-xyz", "message": "El usuario solicita acceso"})
}

/// Who waits for an answer of ours.
fn open(meeting: &Meeting) -> Vec<String> {
    let state = meeting.machine.state();
    let open = state.requests.iter().filter(|request| request.is_open());
    open.map(|request| request.user.to_string()).collect()
}

fn asks(name: &str) -> Output {
    Output::Announce(Announcement::Asks(Some(name.into())))
}

fn seconds(meeting: &Meeting) -> f64 {
    meeting.now.as_secs_f64()
}

#[test]
fn who_is_kept_out_asks_again_and_again_and_never_hammers() {
    let mut meeting = outside();
    assert_eq!(meeting.phase(), Phase::Outside(Door::Asking));
    let mut tries = Vec::new();
    for _ in 0..8 {
        assert_eq!(meeting.wait(), [knock(), join(), Output::Ask(Question::End)]);
        assert_eq!(kept_out(&mut meeting), []);
        tries.push(seconds(&meeting));
    }
    assert_eq!(tries, [5.0, 12.0, 21.0, 32.0, 45.0, 60.0, 75.0, 90.0]);
}

#[test]
fn who_is_let_in_joins_at_once() {
    let mut meeting = outside();
    assert_eq!(meeting.wire(name::ACCESS_GRANTED, json!({"roomId": "other"})), [], "another room");
    assert_eq!(meeting.wire(name::ACCESS_GRANTED, news()), [join()]);
    let _ = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({}));
    assert_eq!((meeting.phase(), meeting.machine.deadline()), (Phase::Inside, None));
    assert_eq!(meeting.wire(name::ACCESS_GRANTED, news()), [], "those inside hear it, too");
    assert_eq!(meeting.wire(name::ACCESS_DENIED, news()), []);
    assert_eq!(meeting.phase(), Phase::Inside);
}

#[test]
fn who_is_not_let_in_may_ask_again_after_a_while() {
    let mut meeting = outside();
    assert_eq!(meeting.wire(name::ACCESS_DENIED, news()), []);
    assert_eq!(meeting.phase(), Phase::Outside(Door::Denied { again: false }));
    assert_eq!(meeting.feed(Input::Knock(DoorWish::AskAgain)), [], "not yet");
    let _ = meeting.feed(lost());
    assert_eq!(meeting.feed(connected()), [], "a no outlives the connection");
    assert_eq!(meeting.wait(), []);
    assert_eq!(seconds(&meeting), 30.0);
    assert_eq!(meeting.phase(), Phase::Outside(Door::Denied { again: true }));
    assert_eq!(meeting.machine.deadline(), None, "and nothing is asked by itself");
    assert_eq!(meeting.feed(Input::Knock(DoorWish::AskAgain)), [knock(), join(), Output::Ask(Question::End)]);
    assert_eq!(meeting.phase(), Phase::Outside(Door::Asking));
    let _ = meeting.wire(name::ACCESS_DENIED, news());
    assert_eq!(meeting.wire(name::ACCESS_GRANTED, news()), [join()], "the host may think better of it");
}

#[test]
fn a_server_that_throws_out_is_asked_again_before_the_door_is_tried() {
    let mut meeting = outside();
    let thrown_out = || Input::Socket(socket::State::KickedByServer);
    assert_eq!(meeting.feed(thrown_out()), []);
    assert_eq!(meeting.phase(), Phase::Outside(Door::Unsure));
    let mut tries = Vec::new();
    for _ in 0..4 {
        assert_eq!(meeting.wait(), [Output::Reconnect]);
        tries.push(seconds(&meeting));
        assert_eq!(meeting.feed(connected()), [knock(), join(), Output::Ask(Question::End)]);
        assert_eq!(kept_out(&mut meeting), []);
        assert_eq!(meeting.feed(thrown_out()), []);
    }
    // The first knock was lost with the connection.
    assert_eq!(tries, [1.0, 8.0, 17.0, 28.0]);
}

#[test]
fn a_lost_server_is_said_outside_too_and_asked_when_it_is_back() {
    let mut meeting = outside();
    assert_eq!(meeting.feed(lost()), []);
    assert_eq!(meeting.phase(), Phase::Outside(Door::Away));
    assert_eq!(meeting.machine.deadline(), None, "the socket connects by itself");
    assert_eq!(meeting.feed(connected()), [knock(), join(), Output::Ask(Question::End)]);
    assert_eq!(meeting.phase(), Phase::Outside(Door::Asking));
    let expired = meeting.feed(refused("Invalid authentication token"));
    assert_eq!(expired, [Output::Ask(Question::Token)]);
    assert_eq!(meeting.feed(Input::TokenRenewed(Some(true))), [Output::Reconnect]);
}

#[test]
fn a_meeting_that_ends_is_not_waited_for() {
    let mut meeting = outside();
    let _ = meeting.wait();
    let _ = meeting.wire(name::JOIN_ROOM_ERROR, json!({"message": "La reunión ya ha finalizado"}));
    assert_eq!(meeting.phase(), Phase::Over(Over::Refused(JoinRefusal::Ended)));
    assert_eq!(meeting.machine.deadline(), None);
    let mut host = Meeting::inside(&[]);
    let _ = host.wire(name::SEND_ACCESS, old_request("eva"));
    let _ = host.feed(Input::EndChecked(Some(true)));
    assert_eq!(host.machine.deadline(), None);
}

#[test]
fn a_host_hears_of_each_request_once() {
    let mut meeting = Meeting::inside(&["a"]);
    assert_eq!(meeting.wire(name::SEND_ACCESS, request("eva")), [asks("eva")]);
    assert_eq!(meeting.wire(name::SEND_ACCESS, request("eva")), []);
    assert_eq!(meeting.wire(name::SEND_ACCESS, request("luis")), [asks("luis")]);
    assert_eq!(meeting.wire(name::SEND_ACCESS, request("a")), [], "who is inside");
    assert_eq!(meeting.wire(name::SEND_ACCESS, json!({"userId": "x", "roomId": "other"})), []);
    assert_eq!(open(&meeting), ["eva", "luis"]);
    assert_eq!(meeting.machine.deadline(), None, "the server tells when it is over");
    let _ = meeting.wire(name::ACCESS_SETTLED, json!({"roomId": "abc-xyz", "userId": "eva"}));
    let _ = meeting.online(&["a", "luis"]);
    assert_eq!(open(&meeting), Vec::<String>::new(), "one was answered elsewhere, one has come in");
    assert_eq!(meeting.wire(name::SEND_ACCESS, request("eva")), [asks("eva")], "anew");
}

#[test]
fn who_asks_is_looked_up_before_it_is_said() {
    let mut meeting = Meeting::inside(&[]);
    assert_eq!(
        meeting.wire(name::SEND_ACCESS, old_request("eva")),
        [Output::Ask(Question::Name(user("eva")))]
    );
    assert_eq!(meeting.wire(name::SEND_ACCESS, old_request("eva")), []);
    assert_eq!(meeting.feed(Input::Name(user("eva"), Some("Eva".into()))), [asks("Eva")]);
    let _ = meeting.wire(name::SEND_ACCESS, old_request("luis"));
    let unknown = meeting.feed(Input::Name(user("luis"), None));
    assert_eq!(unknown, [Output::Announce(Announcement::Asks(None))]);
    assert_eq!(
        meeting.wire(name::SEND_ACCESS, old_request("luis")),
        [Output::Ask(Question::Name(user("luis")))],
        "perhaps now"
    );
    assert_eq!(meeting.feed(Input::Name(user("luis"), Some("Luis".into()))), [], "but told it is");
}

#[test]
fn a_request_that_is_not_repeated_is_over() {
    let mut meeting = Meeting::inside(&[]);
    let _ = meeting.wire(name::SEND_ACCESS, old_request("eva"));
    meeting.now += Duration::from_secs(15);
    let _ = meeting.wire(name::SEND_ACCESS, old_request("eva"));
    assert_eq!(open(&meeting), ["eva"]);
    assert_eq!(meeting.wait(), []);
    assert_eq!((seconds(&meeting), open(&meeting)), (45.0, Vec::new()));
}

#[test]
fn admitting_goes_by_rest_and_else_by_the_socket() {
    let mut meeting = Meeting::inside(&[]);
    let admit = || Input::Knock(DoorWish::Admit(user("eva")));
    assert_eq!(meeting.feed(admit()), [], "nobody asked");
    let _ = meeting.wire(name::SEND_ACCESS, request("eva"));
    assert_eq!(meeting.feed(admit()), [Output::Ask(Question::Admit(user("eva")))]);
    assert_eq!((open(&meeting), meeting.feed(admit())), (Vec::new(), Vec::new()), "once");
    let grant = Output::Emit(Outgoing::Grant(room_id(), user("eva")));
    assert_eq!(meeting.feed(Input::Admitted(user("eva"), false)), [grant]);
    let refused = meeting.wire(name::GRANT_ACCESS_ERROR, json!({"success": false}));
    assert_eq!(refused, [Output::Announce(Announcement::NotAdmitted)]);
    assert_eq!(open(&meeting), ["eva"], "to be tried again");
    let _ = meeting.feed(admit());
    assert_eq!(meeting.feed(Input::Admitted(user("eva"), true)), []);
    assert_eq!(meeting.wire(name::SEND_ACCESS, old_request("eva")), [], "she asks until she is in");
    assert_eq!(open(&meeting), Vec::<String>::new());
    let _ = meeting.online(&["eva"]);
    assert_eq!(meeting.machine.deadline(), None);
}

#[test]
fn a_no_is_told_by_our_server_and_only_kept_from_us_by_the_existing_one() {
    let mut meeting = Meeting::inside(&[]);
    let deny = |id: &str| Input::Knock(DoorWish::Deny(user(id)));
    let denial = |id: &str| Output::Emit(Outgoing::Deny(room_id(), user(id)));
    let _ = meeting.wire(name::SEND_ACCESS, request("eva"));
    assert_eq!(meeting.feed(deny("eva")), [denial("eva")]);
    assert_eq!(meeting.wire(name::SEND_ACCESS, request("eva")), [asks("eva")], "she asks anew");

    let _ = meeting.wire(name::SEND_ACCESS, old_request("luis"));
    let _ = meeting.feed(Input::Name(user("luis"), Some("Luis".into())));
    let unheard = Output::Announce(Announcement::DenialUnheard);
    assert_eq!(meeting.feed(deny("luis")), [denial("luis"), unheard]);
    for _ in 0..9 {
        meeting.now += Duration::from_secs(15);
        let _ = meeting.feed(Input::Timer);
        assert_eq!(meeting.wire(name::SEND_ACCESS, old_request("luis")), [], "he goes on and is not heard");
    }
    assert_eq!(meeting.wait(), []);
    assert_eq!(meeting.wire(name::SEND_ACCESS, old_request("luis")), [asks("Luis")], "he has come back");
}

#[test]
fn after_a_lost_connection_requests_that_nobody_repeats_are_over() {
    let mut meeting = Meeting::inside(&[]);
    for id in ["eva", "luis"] {
        let _ = meeting.wire(name::SEND_ACCESS, request(id));
    }
    let _ = meeting.feed(lost());
    let _ = meeting.feed(connected());
    let _ = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({}));
    assert_eq!(meeting.wire(name::SEND_ACCESS, request("eva")), [], "it is the same request");
    assert_eq!(open(&meeting), ["eva", "luis"]);
    let _ = meeting.wait();
    assert_eq!(open(&meeting), ["eva"]);
}

#[test]
fn requests_are_held_in_bounds() {
    let mut meeting = Meeting::inside(&[]);
    for n in 0..100 {
        let outputs = meeting.wire(name::SEND_ACCESS, request(&format!("u{n}")));
        assert_eq!(outputs.is_empty(), n >= 32, "{n}");
    }
}
