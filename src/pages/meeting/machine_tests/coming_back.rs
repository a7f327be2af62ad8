//! The server has forgotten us, or a meeting that is over goes on.

use super::*;

const NOT_PRESENT: &str = "el usuario no tiene conexión activa en la sala";

impl Meeting {
    fn refuses_message(&mut self, why: &str) -> Vec<Output> {
        self.wire(name::MESSAGE_ERROR, json!({"success": false, "message": why}))
    }

    /// The join is answered, and the history has `messages`.
    fn joined_again(&mut self, messages: &[Value]) -> (Vec<Output>, Vec<Output>) {
        let joined = self.wire(name::JOIN_ROOM_SUCCESS, json!({}));
        let messages = messages.iter().map(|message| Message::read(message).unwrap()).collect();
        (joined, self.feed(Input::History(Some(messages))))
    }
}

/// Of a room that the embedded back-end guards.
fn guarded() -> Meeting {
    let room = json!({"id": "abc-xyz", "name": "x", "creatorId": "host", "passwordRequired": false});
    let machine = Machine::new(Room::read(&room).unwrap(), account("me"), MEDIA);
    Meeting { machine, now: Duration::ZERO }
}

fn failed() -> Output {
    Output::Announce(Announcement::MessageRefused)
}

#[test]
fn a_message_refused_because_our_presence_has_lapsed_is_said_after_coming_in_again() {
    for why in [NOT_PRESENT, "No estás en la sala"] {
        let mut meeting = Meeting::inside(&["a"]);
        let _ = meeting.feed(Input::Say("one".into(), None));
        let _ = meeting.feed(Input::Say("two".into(), None));
        assert_eq!(meeting.refuses_message(why), [join()]);
        assert_eq!(meeting.refuses_message(why), [], "the second as well: {why}");
        assert_eq!(meeting.feed(Input::Say("three".into(), None)), [], "it waits for the answer");
        let (joined, said) = meeting.joined_again(&[message("1", "me", "one")]);
        assert!(
            !joined.contains(&Output::Announce(Announcement::ServerBack)),
            "nothing was lost: {joined:?}"
        );
        assert_eq!(said, [say("two"), say("three")]);
    }
}

#[test]
fn one_that_is_refused_again_fails_until_something_of_ours_is_heard() {
    let mut meeting = Meeting::inside(&[]);
    let refused_and_back = |meeting: &mut Meeting, id: &str| {
        let _ = meeting.feed(Input::Say(id.into(), None));
        assert_eq!(meeting.refuses_message(NOT_PRESENT), [join()]);
        let (_, said) = meeting.joined_again(&[]);
        assert_eq!(said, [say(id)]);
    };
    refused_and_back(&mut meeting, "one");
    assert_eq!(meeting.refuses_message(NOT_PRESENT), [failed()]);
    assert_eq!(meeting.feed(Input::Retry(0)), [Output::Ask(Question::History)]);
    assert_eq!(meeting.feed(Input::History(Some(vec![]))), [say("one")]);
    let _ = meeting.message("1", "me", "one");
    refused_and_back(&mut meeting, "two");
}

#[test]
fn what_could_not_be_stored_of_somebody_else_is_not_ours() {
    let mut meeting = Meeting::inside(&["a"]);
    assert_eq!(meeting.refuses_message("error"), []);
    let _ = meeting.feed(Input::Say("one".into(), None));
    assert_eq!(meeting.refuses_message("error"), [], "its echo may be on its way");
    assert_eq!(meeting.refuses_message("mensaje inválido"), [failed()]);
    assert_eq!(meeting.refuses_message("mensaje inválido"), [], "nothing of ours can be meant");
}

#[test]
fn our_own_leave_notice_brings_us_back() {
    let mut meeting = Meeting::inside(&["a"]);
    let left = json!({"success": true, "user": {"id": "uid-me", "email": "me@example.org"}});
    assert_eq!(meeting.wire(name::USER_DISCONNECTED, left.clone()), [join()]);
    assert_eq!(meeting.wire(name::USER_LEFT, left.clone()), [], "we are on our way");
    let (joined, _) = meeting.joined_again(&[]);
    assert!(!joined.contains(&Output::Announce(Announcement::ServerBack)), "{joined:?}");
    let _ = meeting.feed(lost());
    assert_eq!(meeting.wire(name::USER_LEFT, left), []);
}

#[test]
fn a_meeting_that_ended_while_we_were_away_is_over() {
    let mut meeting = Meeting::inside(&["a"]);
    let _ = meeting.feed(lost());
    let _ = meeting.feed(connected());
    let (joined, _) = meeting.joined_again(&[]);
    assert!(joined.contains(&Output::Ask(Question::End)), "{joined:?}");
    assert_eq!(meeting.feed(Input::EndChecked(Some(false))), [], "it goes on, and nobody has put us out");
    assert_eq!(meeting.feed(Input::EndChecked(None)), [], "nobody could say");
    assert_eq!(meeting.phase(), Phase::Inside);
    let _ = meeting.feed(Input::EndChecked(Some(true)));
    assert_eq!(meeting.phase(), Phase::Over(Over::Ended));
}

#[test]
fn a_host_who_goes_may_have_ended_it() {
    let mut meeting = Meeting::inside(&["a", "host"]);
    assert!(!meeting.online(&["host"]).contains(&Output::Ask(Question::End)));
    assert!(meeting.online(&[]).contains(&Output::Ask(Question::End)));
}

#[test]
fn a_server_that_guards_its_rooms_is_not_asked() {
    let mut meeting = guarded();
    let _ = meeting.feed(connected());
    let (joined, _) = meeting.joined_again(&[]);
    let _ = meeting.online(&["host"]);
    let gone = meeting.online(&[]);
    assert!(!joined.iter().chain(&gone).any(|output| *output == Output::Ask(Question::End)));
}

#[test]
fn who_waits_outside_hears_that_it_is_over() {
    let mut meeting = Meeting::new();
    let _ = meeting.feed(connected());
    let _ = meeting.wire(name::JOIN_ROOM_ERROR, json!({"message": "usuario sin permisos para sala privada"}));
    let asked = meeting.wait();
    assert!(asked.contains(&Output::Ask(Question::End)), "{asked:?}");
    let _ = meeting.feed(Input::EndChecked(Some(true)));
    assert_eq!((meeting.phase(), meeting.machine.deadline()), (Phase::Over(Over::Ended), None));
}

#[test]
fn a_host_who_ends_it_while_the_server_is_away_says_so_on_return() {
    let end = Output::Emit(Outgoing::End);
    let mut meeting = Meeting::inside(&["a"]);
    assert_eq!(meeting.feed(Input::Ended), [Output::Emit(Outgoing::End)]);
    let mut meeting = Meeting::inside(&["a"]);
    let _ = meeting.feed(lost());
    assert_eq!(meeting.feed(Input::Ended), []);
    let _ = meeting.feed(connected());
    let (joined, _) = meeting.joined_again(&[]);
    let (told, asked) =
        (joined.iter().position(|output| *output == end), joined.contains(&Output::Ask(Question::End)));
    assert!(told.is_some() && asked, "{joined:?}");
}

fn list(ids: &[&str]) -> Value {
    let entry = |id: &&str| json!({"userId": *id, "email": format!("{id}@example.org"), "user": {"id": *id, "nickname": *id}});
    Value::Array(ids.iter().map(entry).collect())
}

#[test]
fn a_second_device_leaves_the_media_to_the_first_until_that_goes() {
    let mut meeting = Meeting::new();
    let _ = meeting.feed(connected());
    let _ = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({}));
    assert_eq!(meeting.wire(name::USERS_ONLINE, list(&["me", "a", "me"])), []);
    assert_eq!(meeting.wire(name::ROOM_USERS, json!(["me", "a", "me"])), []);
    assert!(meeting.machine.state().behind);
    let alone = meeting.wire(name::USERS_ONLINE, list(&["a", "me"]));
    let who = Output::Emit(Outgoing::AskWhoIsThere(room_id()));
    assert_eq!(alone, [who, Output::Present(vec![user("a")])]);
    assert_eq!(meeting.wire(name::ROOM_USERS, json!(["a", "me"])), [Output::Offer(vec![user("a")])]);
    assert!(!meeting.machine.state().behind);
}

#[test]
fn the_first_device_keeps_the_media_and_a_server_that_relays_to_the_newest_gives_them_to_that() {
    let mut meeting = Meeting::inside(&["a"]);
    let second = meeting.wire(name::USERS_ONLINE, list(&["me", "a", "me"]));
    assert!(second.contains(&Output::Present(vec![user("a")])) && !meeting.machine.state().behind);
    let mut newest = guarded();
    let _ = newest.feed(connected());
    let _ = newest.wire(name::JOIN_ROOM_SUCCESS, json!({}));
    assert_eq!(newest.wire(name::USERS_ONLINE, list(&["me", "a", "me"])), [Output::Present(vec![user("a")])]);
    assert_eq!(newest.wire(name::ROOM_USERS, json!(["me", "a"])), [Output::Offer(vec![user("a")])]);
}

impl Meeting {
    fn link(&mut self, peer: &str, state: PeerState) {
        let _ = self.feed(Input::Mesh(MeshEvent::PeerState { peer: user(peer), state }));
    }

    /// The server is lost and found again.
    fn returned(&mut self) {
        let _ = self.feed(lost());
        let _ = self.feed(connected());
        let _ = self.joined_again(&[]);
    }

    fn others(&self) -> Vec<String> {
        let state = self.machine.state();
        state.people.iter().filter(|person| !person.is_me).map(|person| person.id.to_string()).collect()
    }
}

fn announced(outputs: &[Output]) -> Vec<&Announcement> {
    let mut announced = Vec::new();
    for output in outputs {
        if let Output::Announce(announcement) = output {
            announced.push(announcement);
        }
    }
    announced
}

#[test]
fn whose_call_goes_on_has_not_left_because_we_were_the_first_to_return() {
    let mut meeting = Meeting::inside(&["a", "b", "c"]);
    meeting.link("a", PeerState::Connected);
    meeting.link("b", PeerState::Connected);
    meeting.link("c", PeerState::Reconnecting);
    meeting.returned();
    let alone = meeting.online(&[]);
    assert_eq!(announced(&alone), [&Announcement::Left("c".into())], "their call does not go on");
    assert_eq!(meeting.others(), ["a", "b"]);
    let with_b = meeting.online(&["b"]);
    assert_eq!((announced(&with_b), meeting.others()), (vec![], vec!["b".to_owned(), "a".to_owned()]));
    let settled = meeting.wait();
    assert_eq!(
        (announced(&settled), meeting.others()),
        (vec![&Announcement::Left("a".into())], vec!["b".to_owned()])
    );
    assert_eq!(meeting.machine.deadline(), None);
    assert_eq!(
        announced(&meeting.online(&[])),
        [&Announcement::Left("b".into())],
        "later ones leave at once"
    );
}

#[test]
fn an_end_that_is_none_makes_nobody_leave() {
    let mut meeting = Meeting::inside(&["a"]);
    meeting.link("a", PeerState::Connected);
    let _ = meeting.wire(name::ROOM_ENDED, json!({}));
    let _ = meeting.feed(Input::EndChecked(Some(false)));
    let _ = meeting.joined_again(&[]);
    for others in [&[][..], &["a"]] {
        assert_eq!(announced(&meeting.online(others)), Vec::<&Announcement>::new());
        assert_eq!(meeting.others(), ["a"]);
    }
    assert_eq!(meeting.machine.deadline(), None, "everybody is back");
}
