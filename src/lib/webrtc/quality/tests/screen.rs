//! What a shared screen gets, and what it leaves to the camera.

use super::*;

#[test]
fn a_screen_is_sent_to_who_looks_at_it_and_no_more_than_their_number_allows() {
    let mut room = Room::of(4);
    assert_eq!(room.at(1).screen, Some(screen_cap(4)), "who does not say what they look at looks at all");
    let only_the_screen = Tile { width: 160, height: 90, visible: false, screen: true };
    let _ = room.feed(Input::Tile(peer(1), only_the_screen));
    let _ = room.feed(Input::Tile(peer(2), Tile { screen: false, visible: true, ..only_the_screen }));
    assert_eq!((room.at(1).active, room.at(1).screen), (false, Some(screen_cap(4))));
    assert_eq!((room.at(2).active, room.at(2).screen), (true, None));
    let _ = room.feed(Input::Closed(peer(3)));
    assert_eq!(room.at(1).screen, Some(screen_cap(3)));
}

#[test]
fn while_a_screen_is_shared_the_camera_gets_half() {
    let mut room = Room::of(4);
    let _ = room.pass(20, available(500));
    assert_eq!(room.at(1).bits, 350_000);
    let _ = room.feed(Input::Sharing(true));
    assert_eq!(room.at(1).bits, 170_000);
    let _ = room.feed(Input::Sharing(false));
    let _ = room.pass(60, available(500));
    assert_eq!(room.at(1).bits, 350_000);
}

#[test]
fn sound_alone_keeps_the_camera_back_and_not_what_is_shared_on_purpose() {
    let mut room = Room::of(2);
    let _ = room.feed(Input::AudioOnly(true));
    assert_eq!((room.at(1).active, room.at(1).screen), (false, Some(screen_cap(2))));
}
