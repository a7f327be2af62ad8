//! Raised hands and reactions.

use super::*;
use crate::pages::meeting::{machine::Wish, reactions::REACTIONS};

fn hand(raised: bool, for_ms: u32) -> PeerMessage {
    PeerMessage::Hand { raised, for_ms }
}

/// The hands as they are shown.
fn order(meeting: &Meeting) -> Vec<String> {
    let state = meeting.machine.state();
    let mut hands: Vec<_> = state
        .people
        .iter()
        .filter_map(|person| Some((state.hand(&person.id)?, person.id.to_string())))
        .collect();
    hands.sort_unstable();
    assert!(hands.iter().map(|(place, _)| *place).eq(1..=hands.len()), "places are numbered: {hands:?}");
    hands.into_iter().map(|(_, id)| id).collect()
}

fn shown(meeting: &Meeting) -> Vec<String> {
    let state = meeting.machine.state();
    state.reactions.iter().map(|reaction| format!("{} {}", reaction.from, reaction.emoji)).collect()
}

#[test]
fn our_hand_goes_up_and_down_and_everybody_is_told() {
    let mut meeting = Meeting::inside(&["a"]);
    assert_eq!(meeting.feed(Input::Wish(Wish::Hand)), [Output::TellPeers(hand(true, 0))]);
    assert_eq!(order(&meeting), ["me"]);
    assert_eq!(meeting.feed(Input::Wish(Wish::Hand)), [Output::TellPeers(hand(false, 0))]);
    assert_eq!(order(&meeting), [""; 0]);
}

#[test]
fn before_we_are_listed_no_hand_goes_up() {
    let mut meeting = Meeting::new();
    assert_eq!(meeting.feed(Input::Wish(Wish::Hand)), []);
}

#[test]
fn hands_are_in_the_order_of_raising_and_news_once() {
    let mut meeting = Meeting::inside(&["a", "b"]);
    let news = |name: &str| Output::Announce(Announcement::Hand(name.into()));
    meeting.now = Duration::from_secs(10);
    assert_eq!(meeting.hear("b", hand(true, 0)), [news("b")]);
    meeting.now = Duration::from_secs(20);
    let _ = meeting.feed(Input::Wish(Wish::Hand));
    meeting.now = Duration::from_secs(30);
    assert_eq!(meeting.hear("a", hand(true, 0)), [news("a")]);
    assert_eq!(order(&meeting), ["b", "me", "a"]);
    assert_eq!(meeting.hear("a", hand(true, 0)), [], "it was up");
    assert_eq!(meeting.hear("b", hand(false, 0)), []);
    assert_eq!(order(&meeting), ["me", "a"]);
}

#[test]
fn who_comes_later_sees_the_same_order() {
    let mut meeting = Meeting::inside(&["a", "b"]);
    let _ = meeting.feed(Input::Wish(Wish::Hand));
    meeting.now = Duration::from_secs(90);
    let connected = MeshEvent::PeerState { peer: user("c"), state: PeerState::Connected };
    let told = meeting.feed(Input::Mesh(connected));
    assert_eq!(told.last(), Some(&Output::TellPeer(user("c"), hand(true, 90_000))));

    // And as the newcomer: two hands are older than our page.
    let mut newcomer = Meeting::inside(&["me2", "a", "b"]);
    assert_eq!(newcomer.hear("a", hand(true, 5_000)), [], "it is no news");
    assert_eq!(newcomer.hear("me2", hand(true, 90_000)), []);
    assert_eq!(newcomer.hear("b", hand(true, 70_000)), []);
    assert_eq!(order(&newcomer), ["me2", "b", "a"]);
}

#[test]
fn a_hand_that_went_down_meanwhile_is_told_as_well() {
    let mut meeting = Meeting::inside(&["a"]);
    let _ = meeting.hear("a", hand(true, 0));
    let again = MeshEvent::PeerState { peer: user("a"), state: PeerState::Connected };
    let told = meeting.feed(Input::Mesh(again));
    assert_eq!(told.last(), Some(&Output::TellPeer(user("a"), hand(false, 0))));
    let _ = meeting.hear("a", hand(false, 0));
    assert_eq!(order(&meeting), [""; 0]);
}

#[test]
fn a_hand_goes_with_its_person_and_outlives_a_lost_server() {
    let mut meeting = Meeting::inside(&["a", "b"]);
    let _ = meeting.hear("a", hand(true, 0));
    let _ = meeting.hear("b", hand(true, 0));
    // The server has forgotten who is there; those who have not come back yet are still connected.
    let _ = meeting.online(&["b"]);
    assert_eq!(order(&meeting), ["b"]);
    let _ = meeting.online(&["a", "b"]);
    assert_eq!(order(&meeting), ["a", "b"]);
    let _ = meeting.feed(Input::Mesh(MeshEvent::PeerGone { peer: user("a") }));
    assert_eq!(order(&meeting), ["b"]);
}

#[test]
fn reactions_are_sent_by_their_key_and_pass() {
    let mut meeting = Meeting::inside(&["a"]);
    let told = |emoji: &str| [Output::TellPeers(PeerMessage::Reaction { emoji: emoji.into() })];
    assert_eq!(meeting.feed(Input::Wish(Wish::React(1))), told(REACTIONS[0]));
    assert_eq!(meeting.feed(Input::Wish(Wish::React(9))), told(REACTIONS[8]));
    for nothing in [0, 10, 255] {
        assert_eq!(meeting.feed(Input::Wish(Wish::React(nothing))), []);
    }
    meeting.now += Duration::from_secs(1);
    assert_eq!(meeting.hear("a", PeerMessage::Reaction { emoji: "hurra".into() }), []);
    assert_eq!(shown(&meeting), ["me 👍", "me 👎", "a hurra"]);
    assert_eq!(meeting.wait(), []);
    assert_eq!((shown(&meeting), meeting.now), (vec!["a hurra".to_owned()], Duration::from_secs(3)));
    assert_eq!(meeting.wait(), []);
    assert_eq!(shown(&meeting), [""; 0]);
    assert_eq!(meeting.machine.deadline(), None);
}

#[test]
fn nobody_reacts_without_end() {
    let mut meeting = Meeting::inside(&["a"]);
    let ours = (0..20).filter(|_| !meeting.feed(Input::Wish(Wish::React(2))).is_empty()).count();
    assert_eq!(ours, 3);
    for _ in 0..20 {
        let _ = meeting.hear("a", PeerMessage::Reaction { emoji: "👏".into() });
        let _ = meeting.hear("nobody", PeerMessage::Reaction { emoji: "👏".into() });
    }
    assert_eq!(shown(&meeting).iter().filter(|shown| *shown == "a 👏").count(), 6);
    assert_eq!(shown(&meeting).len(), 9, "nobody is not here");
    let _ = meeting.wait();
    assert_eq!(meeting.feed(Input::Wish(Wish::React(2))).len(), 1, "and once they have passed again");
}
