//! The machine's rules, one test each.

mod coming_back;
mod hands;
mod hosting;
mod knocking;
mod old_services;
mod private;
mod second_server;
mod sharing;

use std::time::Duration;

use charlaton_contract::{
    RoomId, UserId,
    events::{MediaState, Message, Target, Visibility, name},
    read::Read,
    rest::{Room, User},
};
use charlaton_json::{Value, json};

use super::{
    door::Door,
    machine::{Announcement, DoorWish, Input, Machine, Output, Question},
    state::{Over, Phase, Wait},
};
use crate::lib::{
    signaling::{Incoming, JoinRefusal, Outgoing},
    socket,
    webrtc::{MeshEvent, PeerMessage, PeerState, Signal},
};

const MEDIA: MediaState = MediaState { mic_enabled: true, camera_enabled: false };

fn user(id: &str) -> UserId {
    UserId::parse(id).unwrap()
}

fn account(id: &str) -> User {
    User::read(&json!({"id": id, "email": format!("{id}@example.org")})).unwrap()
}

fn room() -> Room {
    Room::read(&json!({"id": "abc-xyz", "name": "x", "creatorId": "host"})).unwrap()
}

fn room_id() -> RoomId {
    room().id
}

/// A machine with its clock.
struct Meeting {
    machine: Machine,
    now: Duration,
}

impl Meeting {
    fn new() -> Self {
        Self { machine: Machine::new(room(), account("me"), MEDIA), now: Duration::ZERO }
    }

    /// One that is inside with `others`.
    fn inside(others: &[&str]) -> Self {
        let mut meeting = Self::new();
        let _ = meeting.feed(connected());
        let _ = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({"success": true}));
        let _ = meeting.online(others);
        let _ = meeting.feed(Input::History(Some(vec![])));
        meeting
    }

    fn feed(&mut self, input: Input) -> Vec<Output> {
        self.machine.handle(self.now, input)
    }

    fn wire(&mut self, event: &str, payload: Value) -> Vec<Output> {
        let incoming = Incoming::decode(event, &[payload]).expect("a payload of the contract");
        self.feed(Input::Wire(incoming))
    }

    fn online(&mut self, others: &[&str]) -> Vec<Output> {
        let entry = |id: &str| {
            let email = format!("{id}@example.org");
            json!({"userId": id, "email": email.as_str(), "user": {"id": id, "email": email.as_str(), "nickname": id}})
        };
        let list: Vec<Value> = ["me"].iter().chain(others).map(|id| entry(id)).collect();
        self.wire(name::USERS_ONLINE, json!(list))
    }

    fn message(&mut self, id: &str, author: &str, text: &str) -> Vec<Output> {
        self.wire(name::NEW_SUCCESS, message(id, author, text))
    }

    /// Hears a peer over its data channel.
    fn hear(&mut self, from: &str, message: PeerMessage) -> Vec<Output> {
        self.feed(Input::Mesh(MeshEvent::Message { from: user(from), message }))
    }

    /// Lets the machine's own deadline come.
    fn wait(&mut self) -> Vec<Output> {
        self.now = self.machine.deadline().expect("something is awaited");
        self.feed(Input::Timer)
    }

    fn phase(&self) -> Phase {
        self.machine.state().phase.clone()
    }
}

fn own(media: MediaState) -> Input {
    Input::OwnMedia { media, interrupted: false }
}

fn connected() -> Input {
    Input::Socket(socket::State::Connected { recovered: false })
}

fn lost() -> Input {
    Input::Socket(socket::State::Reconnecting { attempt: 1, retry_in: Duration::from_secs(1) })
}

fn refused(message: &str) -> Input {
    Input::Socket(socket::State::Refused { message: message.into(), data: None })
}

fn message(id: &str, author: &str, text: &str) -> Value {
    json!({"id": id, "userId": author, "content": text, "visibility": "public", "createdAt": "2026-01-01T00:00:00Z"})
}

fn join() -> Output {
    Output::Emit(Outgoing::Join(room_id()))
}

fn say(text: &str) -> Output {
    Output::Emit(Outgoing::Say(text.into()))
}

#[test]
fn entering_follows_the_guide() {
    let mut meeting = Meeting::new();
    assert_eq!(meeting.feed(connected()), [join()]);
    assert_eq!(meeting.phase(), Phase::Entering(Wait::Join));
    let joined = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({"success": true, "roomId": "abc-xyz"}));
    let expected = [
        Output::Emit(Outgoing::Media(MEDIA)),
        Output::Emit(Outgoing::AskWhoIsThere(room_id())),
        Output::Ask(Question::History),
        Output::Ask(Question::End),
    ];
    assert_eq!(joined, expected);
    assert_eq!(meeting.phase(), Phase::Inside);
    let users = meeting.wire(name::ROOM_USERS, json!(["b", "me", "a", "b"]));
    assert_eq!(users, [Output::Offer(vec![user("a"), user("b")])]);
}

#[test]
fn a_join_without_an_answer_is_repeated_until_one_comes() {
    let mut meeting = Meeting::new();
    let _ = meeting.feed(connected());
    assert_eq!(meeting.wait(), [join()]);
    assert_eq!(meeting.now, Duration::from_millis(2500));
    assert_eq!(meeting.wait(), [join()]);
    let _ = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({}));
    assert_eq!(meeting.machine.deadline(), None);
}

#[test]
fn refusals_end_it_and_nothing_follows() {
    for (words, why) in
        [("Room does not exist", JoinRefusal::Unknown), ("La reunión ya ha finalizado", JoinRefusal::Ended)]
    {
        let mut meeting = Meeting::new();
        let _ = meeting.feed(connected());
        assert_eq!(meeting.wire(name::JOIN_ROOM_ERROR, json!({"message": words})), []);
        assert_eq!(meeting.phase(), Phase::Over(Over::Refused(why)));
        assert_eq!(meeting.machine.deadline(), None);
        assert_eq!(meeting.feed(Input::Socket(socket::State::KickedByServer)), []);
    }
}

#[test]
fn a_servers_inner_error_is_tried_again() {
    let mut meeting = Meeting::new();
    let _ = meeting.feed(connected());
    assert_eq!(meeting.wire(name::JOIN_ROOM_ERROR, json!({"message": "Error interno del servidor"})), []);
    assert_eq!(meeting.wait(), [join()]);
}

#[test]
fn a_lost_server_is_told_once_and_the_return_joins_again() {
    let mut meeting = Meeting::inside(&["a"]);
    assert_eq!(meeting.feed(lost()), [Output::Announce(Announcement::ServerLost)]);
    assert_eq!(meeting.feed(lost()), []);
    assert_eq!(meeting.phase(), Phase::ServerLost);
    assert_eq!(meeting.machine.state().people.len(), 2, "people stay: their media go on");
    assert_eq!(meeting.feed(connected()), [join()]);
    let back = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({}));
    assert!(back.contains(&Output::Announce(Announcement::ServerBack)));
    assert!(back.contains(&Output::Ask(Question::History)));
}

#[test]
fn an_expired_token_is_renewed_before_the_person_is_asked() {
    let mut meeting = Meeting::inside(&[]);
    let outputs = meeting.feed(refused("Invalid authentication token"));
    assert_eq!(outputs.last(), Some(&Output::Ask(Question::Token)));
    assert_eq!(meeting.feed(Input::TokenRenewed(Some(true))), [Output::Reconnect]);
    let _ = meeting.feed(refused("Invalid authentication token"));
    assert_eq!(meeting.feed(Input::TokenRenewed(None)), []);
    assert_eq!(meeting.wait(), [Output::Reconnect], "nobody could say: later again");
    let _ = meeting.feed(refused("Invalid authentication token"));
    let _ = meeting.feed(Input::TokenRenewed(Some(false)));
    assert_eq!(meeting.phase(), Phase::Over(Over::SignInNeeded));
}

#[test]
fn a_server_that_refuses_fresh_tokens_too_is_asked_ever_more_rarely_and_it_is_said() {
    let mut meeting = Meeting::new();
    let mut waits = Vec::new();
    for refusal in 0..7 {
        let outputs = meeting.feed(refused("Authentication error"));
        assert_eq!(outputs, [Output::Ask(Question::Token)]);
        let (renewed, before) = (meeting.feed(Input::TokenRenewed(Some(true))), meeting.now);
        if refusal == 0 {
            assert_eq!(renewed, [Output::Reconnect], "it had expired, most of the time");
            assert_eq!(meeting.phase(), Phase::Entering(Wait::Unreachable));
        } else {
            assert_eq!((renewed, meeting.wait()), (vec![], vec![Output::Reconnect]));
            waits.push((meeting.now - before).as_secs());
            assert_eq!(meeting.phase(), Phase::Entering(Wait::Refused));
        }
    }
    assert_eq!(waits, [3, 6, 12, 24, 30, 30]);
    let _ = meeting.feed(connected());
    let _ = meeting.feed(refused("Invalid authentication token"));
    assert_eq!(meeting.feed(Input::TokenRenewed(Some(true))), [Output::Reconnect], "it is another matter");
}

#[test]
fn a_kick_is_followed_by_a_calm_reconnect() {
    let mut meeting = Meeting::inside(&[]);
    let _ = meeting.feed(Input::Socket(socket::State::KickedByServer));
    assert_eq!(meeting.wait(), [Output::Reconnect]);
    assert_eq!(meeting.now, Duration::from_secs(3));
}

#[test]
fn newcomers_are_told_our_media_and_nobody_offers_to_them() {
    let mut meeting = Meeting::inside(&[]);
    let joined = meeting.wire(name::USER_JOINED, json!({"user": {"id": "a", "email": "a@example.org"}}));
    assert_eq!(joined, [Output::Emit(Outgoing::Media(MEDIA))]);
    let online = meeting.online(&["a"]);
    assert_eq!(
        online,
        [Output::Present(vec![user("a")]), Output::Announce(Announcement::Joined("a".into()))]
    );
}

#[test]
fn those_who_were_there_are_not_announced_and_leave_notices_alone_change_nothing() {
    let mut meeting = Meeting::new();
    let _ = meeting.feed(connected());
    let _ = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({}));
    assert_eq!(meeting.online(&["a"]), [Output::Present(vec![user("a")])]);
    let left = meeting.wire(name::USER_DISCONNECTED, json!({"user": {"id": "a", "email": "a@example.org"}}));
    assert_eq!(left, []);
    assert_eq!(meeting.machine.state().people.len(), 2);
    let gone = meeting.online(&[]);
    assert_eq!(gone, [Output::Present(vec![]), Output::Announce(Announcement::Left("a".into()))]);
}

#[test]
fn signals_of_outsiders_are_dropped() {
    let mut meeting = Meeting::inside(&["a"]);
    let offer = |from: &str| json!({"senderId": from, "sdp": {"type": "offer", "sdp": "v=0"}});
    assert_eq!(meeting.wire(name::WEBRTC_OFFER, offer("stranger")), []);
    let signal = Signal::Offer(json!({"type": "offer", "sdp": "v=0"}));
    assert_eq!(meeting.wire(name::WEBRTC_OFFER, offer("a")), [Output::Signal { from: user("a"), signal }]);
}

#[test]
fn our_media_are_told_once_a_change() {
    let mut meeting = Meeting::inside(&["a"]);
    assert_eq!(meeting.feed(own(MEDIA)), []);
    let changed = MediaState { camera_enabled: true, ..MEDIA };
    let outputs = meeting.feed(own(changed));
    assert_eq!(outputs.last(), Some(&Output::Emit(Outgoing::Media(changed))));
    let _ = meeting.feed(lost());
    let told = meeting.feed(own(MEDIA));
    assert!(
        matches!(told[..], [Output::TellPeers(_)]),
        "without a server only the peers can be told: {told:?}"
    );
}

#[test]
fn an_interruption_is_told_to_peers_and_to_the_server_as_silence() {
    let mut meeting = Meeting::inside(&["a"]);
    let silent = MediaState { mic_enabled: false, ..MEDIA };
    let held = |mic| PeerMessage::Media { mic, camera: false, screen: false, interrupted: !mic };
    assert_eq!(
        meeting.feed(Input::OwnMedia { media: silent, interrupted: true }),
        [Output::TellPeers(held(false)), Output::Emit(Outgoing::Media(silent))]
    );
    assert_eq!(
        meeting.feed(own(MEDIA)),
        [Output::TellPeers(held(true)), Output::Emit(Outgoing::Media(MEDIA))]
    );

    let hear = |meeting: &mut Meeting, message| {
        let event = MeshEvent::Message { from: user("a"), message };
        assert_eq!(meeting.feed(Input::Mesh(event)), []);
        meeting.machine.state().person(&user("a")).unwrap().interrupted
    };
    assert!(hear(&mut meeting, held(false)));
    let _ = meeting.online(&["a", "b"]);
    assert!(hear(&mut meeting, PeerMessage::Speaking { on: true }), "until they say otherwise");
    assert!(!hear(&mut meeting, held(true)));
}

#[test]
fn what_is_written_before_the_join_is_said_after_it() {
    let mut meeting = Meeting::new();
    assert_eq!(meeting.feed(Input::Say("  hola ".into(), None)), []);
    assert_eq!(meeting.feed(Input::Say(" \n".into(), None)), []);
    assert_eq!(meeting.feed(Input::Say("x".repeat(4001), None)), []);
    let _ = meeting.feed(connected());
    let _ = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({}));
    assert_eq!(meeting.feed(Input::History(None)), [say("hola")]);
    assert!(meeting.machine.state().chat.history_failed);
}

#[test]
fn a_message_lost_with_the_connection_is_said_again_unless_it_arrived() {
    let mut meeting = Meeting::inside(&[]);
    assert_eq!(meeting.feed(Input::Say("one".into(), None)), [say("one")]);
    assert_eq!(meeting.feed(Input::Say("two".into(), None)), [say("two")]);
    let _ = meeting.feed(lost());
    let _ = meeting.feed(connected());
    let _ = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({}));
    let arrived = Message::read(&message("1", "me", "one")).unwrap();
    assert_eq!(meeting.feed(Input::History(Some(vec![arrived]))), [say("two")]);
}

#[test]
fn a_message_without_an_echo_fails_in_words() {
    let mut meeting = Meeting::inside(&[]);
    let _ = meeting.feed(Input::Say("one".into(), None));
    assert_eq!(meeting.wait(), [Output::Announce(Announcement::MessageRefused)]);
    assert_eq!(meeting.feed(Input::Retry(0)), [Output::Ask(Question::History)], "did it arrive after all?");
    assert_eq!(meeting.feed(Input::History(Some(Vec::new()))), [say("one")]);
}

#[test]
fn messages_of_others_are_news_once_and_ours_never() {
    let mut meeting = Meeting::inside(&["a"]);
    let news = Output::Announce(Announcement::Message { from: "a".into(), private: false });
    assert_eq!(meeting.message("1", "a", "hola"), [news]);
    assert_eq!(meeting.message("1", "a", "hola"), []);
    assert_eq!(meeting.message("2", "me", "hola"), []);
    assert_eq!(meeting.machine.state().heard, 1);
}

#[test]
fn other_peoples_private_history_is_not_shown() {
    let mut meeting = Meeting::inside(&[]);
    let private = |id: &str, author: &str, target: &str| -> Message {
        let message = message(id, author, id);
        let target = Target { user_id: user(target) };
        Message {
            visibility: Visibility::Private,
            target: Some(vec![target]),
            ..Message::read(&message).unwrap()
        }
    };
    let history = vec![private("1", "a", "b"), private("2", "a", "me"), private("3", "me", "a")];
    let _ = meeting.feed(Input::History(Some(history)));
    let state = meeting.machine.state();
    assert_eq!(state.chat.lines().iter().map(|line| line.id.as_str()).collect::<Vec<_>>(), ["2", "3"]);
}

#[test]
fn only_the_end_of_this_room_counts() {
    let mut meeting = Meeting::inside(&[]);
    let ended = |room: &str| Input::Wire(Incoming::RoomEnded(RoomId::parse(room).ok()));
    assert_eq!(meeting.feed(ended("other-room")), []);
    assert_eq!(meeting.feed(ended("abc-xyz")), [Output::Ask(Question::End)]);
    assert_eq!(meeting.phase(), Phase::Inside);
    assert_eq!(meeting.feed(Input::EndChecked(Some(true))), []);
    assert_eq!(meeting.phase(), Phase::Over(Over::Ended));
}
