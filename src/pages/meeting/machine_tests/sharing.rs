//! Who shares a screen.

use super::*;

fn media(screen: bool) -> PeerMessage {
    PeerMessage::Media { mic: true, camera: false, screen, interrupted: false }
}

fn told(from: &str, screen: bool) -> Input {
    Input::Mesh(MeshEvent::Message { from: user(from), message: media(screen) })
}

fn shares(meeting: &Meeting, id: &str) -> bool {
    meeting.machine.state().person(&user(id)).unwrap().sharing
}

#[test]
fn others_are_told_by_ourselves_once_and_newcomers_too() {
    let mut meeting = Meeting::inside(&["a"]);
    assert_eq!(meeting.feed(Input::OwnSharing(false)), []);
    assert_eq!(meeting.feed(Input::OwnSharing(true)), [Output::TellPeers(media(true))]);
    assert_eq!(meeting.feed(Input::OwnSharing(true)), []);
    let connected = MeshEvent::PeerState { peer: user("b"), state: PeerState::Connected };
    assert_eq!(meeting.feed(Input::Mesh(connected))[0], Output::TellPeers(media(true)));
    let _ = meeting.online(&["a", "b"]);
    assert!(shares(&meeting, "me"), "another list changes nothing");
    assert_eq!(meeting.feed(Input::OwnSharing(false)), [Output::TellPeers(media(false))]);
    assert!(!shares(&meeting, "me"));
}

#[test]
fn two_may_share_and_each_is_announced_when_it_begins_and_ends() {
    let mut meeting = Meeting::inside(&["a", "b"]);
    let announced = |name: &str, on| [Output::Announce(Announcement::Sharing { name: name.into(), on })];
    assert_eq!(meeting.feed(told("a", false)), []);
    assert_eq!(meeting.feed(told("a", true)), announced("a", true));
    assert_eq!(meeting.feed(told("a", true)), []);
    assert_eq!(meeting.feed(told("b", true)), announced("b", true));
    let _ = meeting.online(&["a", "b"]);
    assert!(shares(&meeting, "a") && shares(&meeting, "b"));
    assert_eq!(meeting.feed(told("a", false)), announced("a", false));
    assert!(!shares(&meeting, "a") && shares(&meeting, "b"));
    assert_eq!(meeting.feed(told("nobody", true)), [], "who is not here");
}
