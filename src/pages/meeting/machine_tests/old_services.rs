//! What the existing services do differently, and what becomes of it.

use super::*;

/// An account that was made through Google: the token says another id than the account's document.
fn google_entry(name: &str) -> Value {
    json!({"userId": format!("doc-{name}"), "email": format!("{name}@example.org"),
        "user": {"id": format!("doc-{name}"), "email": format!("{name}@example.org"), "displayName": name, "nickname": null}})
}

fn media_of(meeting: &Meeting, id: &str) -> Option<MediaState> {
    meeting.machine.state().person(&user(id)).unwrap().media
}

/// Inside with Ana, whose name has been asked for.
fn with_ana() -> Meeting {
    let mut meeting = Meeting::new();
    let _ = meeting.feed(connected());
    let _ = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({"user": {"id": "me", "email": "me@example.org"}}));
    let own = json!({"userId": "me", "email": "me@example.org"});
    let online = meeting.wire(name::USERS_ONLINE, json!([own, google_entry("ana")]));
    assert_eq!(
        online,
        [Output::Present(vec![user("doc-ana")]), Output::Ask(Question::Name(user("doc-ana")))]
    );
    meeting
}

#[test]
fn media_under_a_tokens_id_finds_its_person() {
    let mut meeting = with_ana();
    let off = json!({"userId": "uid-ana", "micEnabled": false, "cameraEnabled": true});
    let asked = meeting.wire(name::USER_MEDIA_CHANGED, off);
    assert_eq!(asked, [Output::Emit(Outgoing::AskForTokenIds)]);
    assert_eq!(media_of(&meeting, "doc-ana"), None);
    let everybody =
        json!([{"id": "uid-ana", "email": "ana@example.org"}, {"id": "x", "email": "x@example.org"}]);
    assert_eq!(meeting.wire(name::JOINS_USERS, everybody), []);
    let said = MediaState { mic_enabled: false, camera_enabled: true };
    assert_eq!(media_of(&meeting, "doc-ana"), Some(said));
    let on = json!({"userId": "uid-ana", "micEnabled": true, "cameraEnabled": true});
    assert_eq!(
        meeting.wire(name::MEDIA_STATE_CHANGED, on),
        [],
        "known by now, and the guide's name of the event"
    );
    assert!(media_of(&meeting, "doc-ana").unwrap().mic_enabled);
}

#[test]
fn ones_own_name_is_known_without_asking() {
    let mut meeting = Meeting::new();
    let named = User { nickname: Some("Eva María".to_owned()), ..account("me") };
    meeting.machine = Machine::new(room(), named, MEDIA);
    let _ = meeting.feed(connected());
    let _ = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({"user": {"id": "me", "email": "me@example.org"}}));
    let online = meeting.wire(name::USERS_ONLINE, json!([{"userId": "me", "email": "me@example.org"}]));
    assert_eq!(online, [Output::Present(Vec::new())]);
    assert_eq!(meeting.machine.state().person(&user("me")).unwrap().name, "Eva María");
}

#[test]
fn a_leave_notice_tells_an_id_as_well() {
    let mut meeting = with_ana();
    let left = json!({"success": true, "user": {"id": "uid-ana", "email": "ana@example.org"}});
    assert_eq!(meeting.wire(name::USER_LEFT, left), []);
    let media = json!({"userId": "uid-ana", "micEnabled": true, "cameraEnabled": false});
    assert_eq!(meeting.wire(name::USER_MEDIA_CHANGED, media), []);
    assert_eq!(media_of(&meeting, "doc-ana"), Some(MEDIA), "her second tab has left, she has not");
}

#[test]
fn media_of_strangers_are_held_in_bounds() {
    let mut meeting = with_ana();
    for n in 0..100 {
        let media = json!({"userId": format!("stranger-{n}"), "micEnabled": true, "cameraEnabled": true});
        let outputs = meeting.wire(name::USER_MEDIA_CHANGED, media);
        assert_eq!(outputs.is_empty(), n >= 16, "{n}");
    }
}

#[test]
fn names_are_looked_up_once_and_again_after_a_failure() {
    let mut meeting = with_ana();
    let name = |meeting: &Meeting| meeting.machine.state().person(&user("doc-ana")).unwrap().name.clone();
    assert_eq!(name(&meeting), "ana", "of the e-mail, meanwhile");
    let _ = meeting.feed(Input::Name(user("doc-ana"), None));
    let list = json!([google_entry("me"), google_entry("ana")]);
    let again = meeting.wire(name::USERS_ONLINE, list.clone());
    assert!(again.contains(&Output::Ask(Question::Name(user("doc-ana")))), "{again:?}");
    let _ = meeting.feed(Input::Name(user("doc-ana"), Some("Ana López".into())));
    assert_eq!(name(&meeting), "Ana López");
    let later = meeting.wire(name::USERS_ONLINE, list);
    assert!(!later.iter().any(|output| matches!(output, Output::Ask(Question::Name(_)))), "{later:?}");
    assert_eq!(name(&meeting), "Ana López", "the next list does not know it either");
}

#[test]
fn who_comes_is_told_under_their_name() {
    let mut meeting = with_ana();
    let join = |meeting: &mut Meeting, name: &str| {
        let own = json!({"userId": "me", "email": "me@example.org"});
        meeting.wire(name::USERS_ONLINE, json!([own, google_entry("ana"), google_entry(name)]))
    };
    let told = |outputs: &[Output]| outputs.iter().any(|output| matches!(output, Output::Announce(_)));
    assert!(!told(&join(&mut meeting, "luis")));
    let announced = meeting.feed(Input::Name(user("doc-luis"), Some("Luis".into())));
    assert_eq!(announced, [Output::Announce(Announcement::Joined("Luis".into()))]);
    assert!(!told(&meeting.feed(Input::Name(user("doc-luis"), Some("Luis".into())))), "once");
    let left = meeting.online(&[]);
    assert!(left.contains(&Output::Announce(Announcement::Left("Luis".into()))), "{left:?}");
    let again = join(&mut meeting, "luis");
    assert!(
        again.contains(&Output::Announce(Announcement::Joined("Luis".into()))),
        "known by now: {again:?}"
    );
    let _ = join(&mut meeting, "eva");
    let unknown = meeting.feed(Input::Name(user("doc-eva"), None));
    assert_eq!(unknown, [Output::Announce(Announcement::Joined("eva".into()))], "of the e-mail, if need be");
}

#[test]
fn authors_who_have_left_are_looked_up_too() {
    let mut meeting = Meeting::inside(&["a"]);
    let old = Message::read(&json!({"id": "1", "userId": "gone", "roomId": "abc-xyz", "content": "hola",
        "visibility": "public", "target": null, "createAt": {"_seconds": 1, "_nanoseconds": 2}}));
    let outputs = meeting.feed(Input::History(Some(vec![old.unwrap()])));
    assert_eq!(outputs, [Output::Ask(Question::Name(user("gone")))]);
    let _ = meeting.feed(Input::Name(user("gone"), Some("Eva".into())));
    assert_eq!(meeting.machine.state().name(&user("gone")), Some("Eva"));
}

#[test]
fn we_are_who_has_our_email() {
    let mut meeting = Meeting::new();
    let _ = meeting.feed(connected());
    let _ = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({}));
    let list = json!([{"userId": "uid-me", "email": "Me@Example.org"}, {"userId": "a", "email": "a@example.org",
        "user": {"id": "a", "nickname": "a"}}]);
    let outputs = meeting.wire(name::USERS_ONLINE, list);
    assert_eq!(outputs, [Output::OwnId(user("uid-me")), Output::Present(vec![user("a")])]);
    let state = meeting.machine.state();
    assert!(state.people[0].is_me && state.people[0].id == user("uid-me"));
    let users = meeting.wire(name::ROOM_USERS, json!(["uid-me", "a"]));
    assert_eq!(users, [Output::Offer(vec![user("a")])]);
}

#[test]
fn an_end_that_is_none_is_answered_by_coming_back() {
    let mut meeting = Meeting::inside(&["a"]);
    assert_eq!(
        meeting.wire(name::ROOM_ENDED, json!({"success": true, "roomId": "abc-xyz"})),
        [Output::Ask(Question::End)]
    );
    assert_eq!(meeting.feed(Input::EndChecked(Some(false))), [join()]);
    assert_eq!(meeting.phase(), Phase::Inside);
    let _ = meeting.wire(name::ROOM_ENDED, json!({}));
    let _ = meeting.feed(Input::EndChecked(None));
    assert_eq!(meeting.phase(), Phase::Over(Over::Ended), "when nobody can say, the server is believed");
}

#[test]
fn a_host_who_is_kept_out_of_his_own_room_lets_himself_in_once() {
    let refused = json!({"message": "usuario sin permisos para sala privada"});
    let mut meeting = Meeting::new();
    meeting.machine = Machine::new(room(), account("host"), MEDIA);
    let _ = meeting.feed(connected());
    assert_eq!(meeting.wire(name::JOIN_ROOM_ERROR, refused.clone()), [Output::Ask(Question::Access)]);
    let _ = meeting.feed(Input::Socket(socket::State::KickedByServer));
    assert_eq!(meeting.feed(Input::AccessAsked), [Output::Reconnect]);
    assert_eq!(meeting.feed(connected()), [join()]);
    let _ = meeting.wire(name::JOIN_ROOM_ERROR, refused);
    assert_eq!(meeting.phase(), Phase::Outside(Door::Asking), "and then asks as everybody does");
}

#[test]
fn the_guides_spellings_are_understood() {
    let mut meeting = Meeting::inside(&["a"]);
    let news = json!({"id": "9", "userId": "a", "content": "hola", "visibility": "public"});
    let heard = meeting.wire(name::NEW_MESSAGE, news);
    assert_eq!(heard, [Output::Announce(Announcement::Message { from: "a".into(), private: false })]);
    assert_eq!(meeting.wire(name::USER_LEFT, json!({"userId": "a"})), []);
    let candidate = json!({"senderId": "a", "candidate": {"candidate": ""}});
    assert!(matches!(meeting.wire(name::ICE_CANDIDATE, candidate)[..], [Output::Signal { .. }]));
}
