//! What hosts want of others, and who is obeyed.

use super::*;
use crate::{lib::webrtc::Request, pages::meeting::machine::Wish};

const EVERYTHING: [Request; 4] = [Request::Mute, Request::StopCamera, Request::LowerHand, Request::Leave];

/// Ourselves as the host of a room, with `a` inside.
fn hosting(room: Value) -> Meeting {
    let room = Room::read(&room).unwrap();
    let mut meeting = Meeting { machine: Machine::new(room, account("me"), MEDIA), now: Duration::ZERO };
    let _ = meeting.feed(connected());
    let _ = meeting.wire(name::JOIN_ROOM_SUCCESS, json!({"success": true}));
    let _ = meeting.online(&["a"]);
    meeting
}

fn ask(meeting: &mut Meeting, what: Request) -> Vec<Output> {
    meeting.feed(Input::Wish(Wish::Ask(user("a"), what)))
}

fn asked(what: Request) -> Output {
    Output::TellPeer(user("a"), PeerMessage::Request(what))
}

#[test]
fn hosts_ask_one_or_everybody() {
    let mut meeting = hosting(json!({"id": "abc-xyz", "creatorId": "me"}));
    for what in [Request::Mute, Request::StopCamera, Request::LowerHand] {
        assert_eq!(ask(&mut meeting, what), [asked(what)]);
    }
    let everybody = meeting.feed(Input::Wish(Wish::MuteAll));
    assert_eq!(everybody, [Output::TellPeers(PeerMessage::Request(Request::Mute))]);
}

#[test]
fn others_do_not_even_ask() {
    let mut meeting = Meeting::inside(&["a", "host"]);
    for what in EVERYTHING {
        assert_eq!(ask(&mut meeting, what), []);
    }
    assert_eq!(meeting.feed(Input::Wish(Wish::MuteAll)), []);
}

/// Also told to the server, for one that does not obey.
#[test]
fn a_private_rooms_access_is_taken_back_where_the_server_knows_people_apart() {
    let remove = || Output::Emit(Outgoing::Remove(room_id(), user("a")));
    for (room, revoked) in [
        (json!({"id": "abc-xyz", "creatorId": "me", "private": true, "passwordRequired": false}), true),
        (json!({"id": "abc-xyz", "creatorId": "me", "private": false, "passwordRequired": false}), false),
        (json!({"id": "abc-xyz", "creatorId": "me", "private": true}), false),
    ] {
        let outputs = ask(&mut hosting(room), Request::Leave);
        assert_eq!(outputs[..2], [asked(Request::Leave), remove()]);
        let last = revoked.then(|| Output::Revoke(user("a")));
        assert!(outputs[2..].iter().eq(last.iter()), "{outputs:?}");
    }
}

#[test]
fn only_hosts_are_obeyed() {
    let mut meeting = Meeting::inside(&["a", "host"]);
    let _ = meeting.feed(Input::Wish(Wish::Hand));
    for what in EVERYTHING {
        assert_eq!(meeting.hear("a", PeerMessage::Request(what)), []);
        assert_eq!(meeting.hear("stranger", PeerMessage::Request(what)), []);
    }
    assert_eq!(meeting.phase(), Phase::Inside);
    assert!(meeting.machine.state().hand(&user("me")).is_some());

    let told = |what| Output::Announce(Announcement::Asked(what, "host".into()));
    for what in [Request::Mute, Request::StopCamera] {
        assert_eq!(meeting.hear("host", PeerMessage::Request(what)), [told(what)]);
    }
    let down = Output::TellPeers(PeerMessage::Hand { raised: false, for_ms: 0 });
    let lower = PeerMessage::Request(Request::LowerHand);
    assert_eq!(meeting.hear("host", lower.clone()), [down, told(Request::LowerHand)]);
    assert_eq!(meeting.hear("host", lower), [], "it was down");
    assert_eq!(meeting.hear("host", PeerMessage::Request(Request::Leave)), []);
    assert_eq!(meeting.phase(), Phase::Over(Over::Removed));
    assert_eq!(meeting.hear("host", PeerMessage::Request(Request::Mute)), [], "it is over");
}

/// By the ids of documents, whatever ids tokens carry.
#[test]
fn a_host_beside_the_creator_is_one_and_hosts_do_not_put_each_other_out() {
    let room = json!({"id": "abc-xyz", "creatorId": "other", "adminsId": ["me", "a"]});
    let mut meeting = hosting(room);
    let mute = Announcement::Asked(Request::Mute, "a".into());
    assert_eq!(meeting.hear("a", PeerMessage::Request(Request::Mute)), [Output::Announce(mute)]);
    assert_eq!(meeting.hear("a", PeerMessage::Request(Request::Leave)), []);
    assert_eq!(meeting.phase(), Phase::Inside);
}

#[test]
fn a_server_that_puts_us_out_is_believed() {
    let mut meeting = Meeting::inside(&["host"]);
    assert_eq!(meeting.wire(name::REMOVED, json!({"roomId": "other-room"})), []);
    assert_eq!(meeting.phase(), Phase::Inside);
    assert_eq!(meeting.wire(name::REMOVED, json!({"roomId": "abc-xyz", "message": "…"})), []);
    assert_eq!(meeting.phase(), Phase::Over(Over::Removed));
}
