//! What is for one person alone.

use super::*;

fn tell(to: &str, text: &str) -> Output {
    Output::Emit(Outgoing::Tell { text: text.into(), to: user(to), me: user("me") })
}

/// As the existing server delivers it, to whom it is for and to its author.
fn private(id: &str, author: &str, text: &str) -> Value {
    json!({"id": id, "userId": author, "content": text, "visibility": "private", "createdAt": "2026-01-01T00:00:00Z"})
}

#[test]
fn a_private_message_goes_to_its_addressee_and_back_to_us() {
    let mut meeting = Meeting::inside(&["a", "b"]);
    assert_eq!(meeting.feed(Input::Say(" hola ".into(), Some(user("a")))), [tell("a", "hola")]);
    assert_eq!(meeting.wire(name::MESSAGE_SUCCESS, private("1", "me", "hola")), []);
    let state = meeting.machine.state();
    let line = &state.chat.lines()[0];
    assert_eq!((line.private, &line.to), (true, &Some(user("a"))));
    assert!(state.chat.outbox().is_empty());
}

#[test]
fn it_is_sent_again_to_the_same_person_after_a_loss() {
    let mut meeting = Meeting::inside(&["a"]);
    let _ = meeting.feed(Input::Say("hola".into(), Some(user("a"))));
    let _ = meeting.feed(lost());
    let _ = meeting.feed(connected());
    let _ = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({}));
    assert_eq!(meeting.feed(Input::History(Some(Vec::new()))), [tell("a", "hola")]);
}

#[test]
fn what_is_told_to_us_is_news_of_its_own() {
    let mut meeting = Meeting::inside(&["a"]);
    let news = Output::Announce(Announcement::Message { from: "a".into(), private: true });
    assert_eq!(meeting.wire(name::MESSAGE_SUCCESS, private("1", "a", "hola")), [news]);
    assert_eq!(meeting.message("2", "a", "hola").len(), 1);
    let state = meeting.machine.state();
    assert_eq!((state.heard, state.heard_privately), (2, 1));
}

#[test]
fn what_is_told_to_others_is_not_shown() {
    let mut meeting = Meeting::inside(&["a", "b"]);
    let mut astray = private("1", "a", "hola");
    let Value::Object(fields) = &mut astray else { panic!("an object") };
    fields.insert("target", json!([{"userId": "b"}]));
    assert_eq!(meeting.wire(name::MESSAGE_SUCCESS, astray), []);
    assert!(meeting.machine.state().chat.lines().is_empty());
}

#[test]
fn those_whom_we_wrote_to_have_a_name_although_they_left() {
    let mut meeting = Meeting::inside(&["a"]);
    let _ = meeting.online(&[]);
    assert_eq!(meeting.machine.state().name(&user("a")), Some("a"));
    let mut stored = private("1", "me", "hola");
    let Value::Object(fields) = &mut stored else { panic!("an object") };
    fields.insert("target", json!([{"userId": "gone"}, {"userId": "me"}]));
    fields.insert("user", json!({"id": "me"}));
    let stored = Message::read(&stored).unwrap();
    let asked = meeting.feed(Input::History(Some(vec![stored])));
    assert_eq!(asked, [Output::Ask(Question::Name(user("gone")))]);
}

#[test]
fn what_was_missed_is_unread() {
    let mut meeting = Meeting::inside(&["a"]);
    let _ = meeting.feed(lost());
    let _ = meeting.feed(connected());
    let _ = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({}));
    let missed = Message::read(&message("1", "a", "hola")).unwrap();
    let _ = meeting.feed(Input::History(Some(vec![missed])));
    assert_eq!(meeting.machine.state().heard, 1);
}
