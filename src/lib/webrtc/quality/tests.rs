use proptest::prelude::*;

use super::*;
use crate::lib::webrtc::budget::{START_BITS, camera_cap, screen_cap, share};

mod any;
mod screen;

use any::any_input;

/// A room, looked at every two seconds.
struct Room {
    quality: Quality,
    now: Duration,
    /// Bytes of pictures, to everybody who is sent them.
    sent: SmallMap<UserId, f64>,
    camera: bool,
}

fn peer(index: usize) -> UserId {
    UserId::parse(&format!("peer{index}")).unwrap()
}

fn good() -> Sample {
    Sample { round_trip: Some(Duration::from_millis(40)), picture_loss: Some(0.0), ..Sample::default() }
}

fn available(kilobits: u32) -> Sample {
    Sample { available: Some(f64::from(kilobits) * 1000.0), ..good() }
}

fn lossy() -> Sample {
    Sample { picture_loss: Some(0.2), ..good() }
}

impl Room {
    fn of(people: usize) -> Self {
        let mut room = Self {
            quality: Quality::default(),
            now: Duration::from_secs(100),
            sent: SmallMap::default(),
            camera: true,
        };
        for index in 1..people {
            room.feed(Input::Opened(peer(index)));
        }
        room
    }

    fn feed(&mut self, input: Input) -> Vec<Output> {
        self.quality.handle(self.now, input)
    }

    /// Everybody's statistics say this, for so many seconds.
    fn pass(&mut self, seconds: u64, sample: Sample) -> Vec<Output> {
        let mut outputs = Vec::new();
        for _ in 0..seconds / 2 {
            self.now += LOOK_EVERY;
            let peers: Vec<_> = self.quality.viewers.keys().cloned().collect();
            for peer in peers {
                outputs.extend(self.look_at(peer, sample));
            }
        }
        outputs
    }

    /// The statistics of one say this, two seconds later.
    fn look(&mut self, index: usize, sample: Sample) {
        self.now += LOOK_EVERY;
        let _ = self.look_at(peer(index), sample);
    }

    fn look_at(&mut self, peer: UserId, sample: Sample) -> Vec<Output> {
        let goes = self.camera && self.quality.settings(&peer).is_some_and(|settings| settings.active);
        let sent = self.sent.get_or_default(peer.clone());
        let made = sample.target.map_or(10_000.0, |bits| bits / 8.0 * LOOK_EVERY.as_secs_f64());
        *sent += if goes { made } else { 0.0 };
        let sample = Sample { sent: Some(*sent), ..sample };
        self.feed(Input::Sample(peer, sample))
    }

    fn at(&self, index: usize) -> Settings {
        self.quality.settings(&peer(index)).unwrap()
    }

    fn shows(&mut self, index: usize, width: u32, height: u32, visible: bool) {
        self.feed(Input::Tile(peer(index), Tile { width, height, visible, screen: visible }));
    }
}

#[test]
fn everybody_begins_at_the_cap_of_their_number() {
    for people in 2..=8 {
        let (room, cap) = (Room::of(people), camera_cap(people));
        let (CameraCap { bits, height: lines, frames }, screen) = (cap, Some(screen_cap(people)));
        let all = Settings { active: true, bits, lines, frames, screen };
        for index in 1..people {
            let said = room.at(index);
            if share(u64::from(START_BITS), people - 1, people - 1) >= cap.bits {
                assert_eq!(said, all, "{people}");
            } else {
                assert!(
                    said.active && said.bits <= cap.bits && said.lines <= cap.height,
                    "{people}: {said:?}"
                );
            }
        }
    }
}

#[test]
fn a_settled_room_is_told_nothing() {
    let mut room = Room::of(4);
    let _ = room.pass(20, available(5000));
    assert_eq!(room.pass(60, available(5000)), []);
}

#[test]
fn the_estimates_of_all_pairs_are_one_uplink() {
    let mut room = Room::of(4);
    let _ = room.pass(20, available(500));
    // (0.8 · 1500 − 3 · 48) / 3.
    assert_eq!(room.at(1).bits, 350_000);
    // A pair that has less than the others is not asked for the mean.
    room.look(1, available(300));
    assert_eq!((room.at(1).bits, room.at(2).bits), (190_000, 290_000));
}

#[test]
fn what_a_browser_says_while_it_feels_its_way_is_not_believed() {
    let mut room = Room::of(2);
    let _ = room.pass(8, available(300));
    assert_eq!(room.at(1).bits, 1_700_000);
    let _ = room.pass(2, available(300));
    assert_eq!(room.at(1).bits, 190_000);
}

#[test]
fn a_camera_that_is_off_says_nothing_of_the_uplink() {
    let mut room = Room::of(2);
    room.camera = false;
    let _ = room.pass(60, available(70));
    assert_eq!((room.at(1).active, room.at(1).bits), (true, 1_700_000));
    room.camera = true;
    let _ = room.pass(6, available(300));
    assert_eq!(room.at(1).bits, 1_700_000, "nor as soon as it is on");
    let _ = room.pass(60, available(1000));
    assert_eq!(room.at(1).bits, 750_000);
}

#[test]
fn nobody_gets_more_lines_than_the_tile_shows() {
    let mut room = Room::of(3);
    room.shows(1, 320, 180, true);
    assert_eq!((room.at(1).lines, room.at(1).bits), (180, 200_000));
    assert_eq!(room.at(2).lines, 540);
    // A picture covers its tile: a narrow one needs the height, a flat one the width.
    room.shows(1, 100, 300, true);
    assert_eq!(room.at(1).lines, 300);
    room.shows(1, 640, 100, true);
    assert_eq!(room.at(1).lines, 360);
    // Larger at once: the way to it has not become worse.
    room.shows(1, 1920, 1080, true);
    assert_eq!((room.at(1).lines, room.at(1).bits), (540, 1_000_000));
    for nonsense in [0, 1, u32::MAX] {
        room.shows(1, nonsense, nonsense, true);
        assert!((90..=540).contains(&room.at(1).lines));
    }
}

#[test]
fn a_small_tile_that_gets_all_it_can_show_is_not_held() {
    let mut room = Room::of(4);
    for index in 1..4 {
        room.shows(index, 460, 260, true);
    }
    // What a browser says of a way that it is not asked to try.
    room.pass(20, available(480));
    assert_eq!(room.at(1).bits, 250_000);
    assert_eq!(room.quality.carries(room.now), Some(Carries::Clear));
    assert_eq!(room.quality.figures(room.now, &peer(1)).unwrap().limit, Limit::None);
    for index in 1..4 {
        room.shows(index, 960, 540, true);
    }
    assert_eq!(room.quality.carries(room.now), Some(Carries::Small));
}

#[test]
fn who_does_not_look_gets_nothing_and_leaves_it_to_the_others() {
    let mut room = Room::of(3);
    let _ = room.pass(20, available(500));
    assert_eq!(room.at(2).bits, 350_000);
    room.shows(1, 640, 360, false);
    assert!(!room.at(1).active && !room.quality.is_shed(&peer(1)));
    // Its estimate does not count while nothing goes there; the other pair alone is bound by its own.
    room.look(2, available(500));
    assert_eq!(room.quality.share(), share(1_000_000, 2, 1));
    room.shows(1, 640, 360, true);
    assert!(room.at(1).active);
}

#[test]
fn loss_and_delay_cut_at_once_and_more_comes_slowly() {
    for bad in [lossy(), Sample { round_trip: Some(Duration::from_millis(1600)), ..good() }] {
        let mut room = Room::of(2);
        let _ = room.pass(2, bad);
        assert_eq!(room.at(1).bits, 850_000);
        // The next report may still be about what was before the cut.
        let _ = room.pass(2, bad);
        assert_eq!(room.at(1).bits, 850_000);
        let _ = room.pass(2, bad);
        assert_eq!(room.at(1).bits, 420_000);
        let _ = room.pass(8, good());
        assert_eq!(room.at(1).bits, 420_000, "not before ten seconds");
        let mut before = room.at(1).bits;
        for _ in 0..60 {
            let _ = room.pass(2, good());
            let after = room.at(1).bits;
            // Rounded down to 10 kbit/s, twice.
            assert!(after >= before && after <= before + before * 16 / 100 + 10_000 * 2, "{before} {after}");
            before = after;
        }
        assert_eq!((before, room.at(1).lines), (1_700_000, 720));
    }
}

#[test]
fn a_way_that_carries_no_picture_is_tried_again_later_and_later() {
    let mut room = Room::of(2);
    let _ = room.pass(10, available(100));
    assert!(!room.at(1).active);
    assert_eq!(room.quality.carries(room.now), Some(Carries::Sound));
    let mut waits = Vec::new();
    for _ in 0..4 {
        let shed = room.now;
        while !room.at(1).active {
            let _ = room.pass(2, available(100));
        }
        waits.push((room.now - shed).as_secs());
        assert!(room.at(1).bits >= 120_000);
        while room.at(1).active {
            let _ = room.pass(2, available(100));
        }
    }
    assert!(waits[0] >= 10 && waits.windows(2).all(|pair| pair[0] < pair[1] || pair[1] > 80), "{waits:?}");
    // Once it carries them, they stay.
    let _ = room.pass(300, available(3000));
    assert_eq!(room.at(1).bits, 1_700_000);
    assert_eq!(room.quality.carries(room.now), Some(Carries::Clear));
}

#[test]
fn a_picture_that_needs_little_is_not_shed_for_a_low_estimate() {
    let mut room = Room::of(8);
    let still = |limit| Sample { target: Some(40_000.0), limit, ..available(75) };
    let _ = room.pass(60, still(Limit::None));
    assert!(room.at(1).active);
    assert_eq!(room.at(1).bits, 90_000);
    let _ = room.pass(2, still(Limit::Connection));
    assert!(!room.at(1).active, "one that needs more is");
}

#[test]
fn shedding_is_told_once_and_so_is_its_end() {
    let mut room = Room::of(2);
    let told = |outputs: Vec<Output>| -> Vec<bool> {
        outputs
            .into_iter()
            .filter_map(|output| if let Output::Shed(_, shed) = output { Some(shed) } else { None })
            .collect()
    };
    assert_eq!(told(room.pass(12, available(80))), [true]);
    assert_eq!(told(room.pass(40, available(3000))), [false]);
}

#[test]
fn a_busy_processor_is_spared_for_a_minute() {
    let mut room = Room::of(3);
    room.look(1, Sample { limit: Limit::Processor, ..good() });
    for index in [1, 2] {
        assert_eq!((room.at(index).bits, room.at(index).lines), (450_000, 360), "one processor for all");
    }
    assert_eq!(room.quality.carries(room.now), Some(Carries::Spared));
    let _ = room.pass(58, good());
    assert_eq!(room.at(1).bits, 450_000);
    let _ = room.pass(30, good());
    assert_eq!((room.at(1).bits, room.at(1).lines), (1_000_000, 540));
}

#[test]
fn who_speaks_keeps_the_better_picture_for_five_seconds() {
    let mut room = Room::of(5);
    let voice = |energy: f64, at: f64| Sample { voice: Some((energy, at)), ..good() };
    let _ = room.pass(2, voice(0.0, 2.0));
    assert_eq!(room.at(1).bits, 450_000);
    let mut at = 2.0;
    for _ in 0..20 {
        at += 2.0;
        let _ = room.pass(2, voice(at, at));
    }
    assert_eq!((room.at(1).bits, room.at(1).lines), (share(3_000_000, 4, 4) / 10_000 * 10_000, 360));
    let _ = room.pass(4, voice(at, at + 2.0));
    assert!(room.at(1).bits > 450_000, "a pause between two sentences");
    let _ = room.pass(4, voice(at, at + 4.0));
    assert_eq!(room.at(1).bits, 450_000);
}

#[test]
fn sound_alone_is_a_wish_that_is_followed() {
    let mut room = Room::of(3);
    let _ = room.feed(Input::AudioOnly(true));
    assert!(!room.at(1).active && !room.at(2).active && !room.quality.is_shed(&peer(1)));
    let _ = room.feed(Input::Opened(peer(3)));
    assert!(!room.at(3).active, "also for who comes");
    assert_eq!(room.quality.carries(room.now), Some(Carries::Chosen));
    let _ = room.feed(Input::AudioOnly(false));
    assert!(room.at(1).active && room.at(3).active);
}

#[test]
fn a_new_connection_forgets_what_the_old_one_was_told() {
    let mut room = Room::of(2);
    room.shows(1, 320, 180, false);
    let _ = room.feed(Input::Opened(peer(1)));
    assert!(room.at(1).active);
    let _ = room.feed(Input::Closed(peer(1)));
    assert_eq!((room.quality.settings(&peer(1)), room.quality.carries(room.now)), (None, None));
    assert_eq!(room.feed(Input::Sample(peer(1), good())), []);
}

/// An uplink as a browser sees it that lately lost something: it says 1.2 times what is sent, and no more than there is.
#[test]
fn an_uplink_that_is_free_again_is_found_out() {
    let mut room = Room::of(4);
    let pass = |room: &mut Room, seconds: u64, uplink: u32| {
        for _ in 0..seconds / 2 {
            room.now += LOOK_EVERY;
            for index in 1..4 {
                let said = room.at(index);
                let made = said.bits.min((uplink / 3).saturating_sub(48_000));
                let says = ((made + 48_000) / 5 * 6).min(uplink / 3);
                let sample =
                    Sample { target: Some(f64::from(made)), available: Some(f64::from(says)), ..good() };
                let _ = room.look_at(peer(index), sample);
            }
        }
    };
    pass(&mut room, 60, 1_000_000);
    let narrow = room.at(1).bits;
    assert!((150_000..=260_000).contains(&narrow), "{narrow}");
    pass(&mut room, 150, 4_000_000);
    assert_eq!(room.quality.carries(room.now), Some(Carries::Clear));
    assert!(room.at(1).bits >= 520_000, "{}", room.at(1).bits);
    pass(&mut room, 60, 1_000_000);
    assert!((150_000..=260_000).contains(&room.at(1).bits));
}

proptest! {
    #[test]
    fn whatever_happens_the_cap_holds(
        people in 2..9_usize,
        steps in prop::collection::vec((0..4000_u64, any_input()), 0..150),
    ) {
        let mut room = Room::of(people);
        for (millis, input) in steps {
            room.now += Duration::from_millis(millis);
            let outputs = room.feed(input);
            let viewers = room.quality.viewers.len();
            // Who speaks may send as if there was one fewer.
            let (cap, less) = (camera_cap(viewers), camera_cap(viewers + 1));
            let said: Vec<_> = room.quality.viewers.values().map(|viewer| viewer.said.unwrap()).collect();
            for said in said.iter().filter(|said| said.active) {
                prop_assert!(said.bits <= cap.bits && said.lines <= cap.height && said.lines >= 90);
                prop_assert!(said.bits >= 90_000 && said.frames >= less.frames.min(20));
            }
            // Nothing is said twice.
            for output in outputs {
                if let Output::Set(peer, settings) = output {
                    prop_assert_eq!(room.quality.settings(&peer), Some(settings));
                }
            }
        }
    }

    #[test]
    fn the_sum_of_video_is_below_the_uplink(kilobits in prop::collection::vec(0..4000_u32, 1..8)) {
        let mut room = Room::of(kilobits.len() + 1);
        let uplink: u64 = kilobits.iter().map(|kilobits| u64::from(*kilobits) * 1000).sum();
        for _ in 0..60 {
            room.now += LOOK_EVERY;
            for (index, kilobits) in kilobits.iter().enumerate() {
                let _ = room.look_at(peer(index + 1), available(*kilobits));
            }
            let viewers = || room.quality.viewers.values();
            let said = viewers().filter_map(|viewer| viewer.said).filter(|said| said.active);
            let sum: u64 = said.map(|said| u64::from(said.bits)).sum();
            // Known once the browsers have felt their way, and while pictures go.
            if viewers().all(|viewer| viewer.estimate().is_some()) {
                prop_assert!(sum + kilobits.len() as u64 * 48_000 <= uplink * 4 / 5, "{sum} of {uplink}");
            }
        }
    }

    #[test]
    fn a_better_uplink_never_gives_less(people in 2..9_usize, kilobits in 200..4000_u32, more in 0..1000_u32) {
        let settled = |kilobits| {
            let mut room = Room::of(people);
            let _ = room.pass(60, available(kilobits));
            room.at(1)
        };
        let (less, more) = (settled(kilobits), settled(kilobits + more));
        prop_assert!(more.bits >= less.bits && more.lines >= less.lines, "{less:?} {more:?}");
    }

    #[test]
    fn it_settles(people in 2..9_usize, kilobits in 250..4000_u32, bad in 0..10_u64) {
        let mut room = Room::of(people);
        let _ = room.pass(bad * 2, lossy());
        let _ = room.pass(400, available(kilobits));
        prop_assert_eq!(room.pass(60, available(kilobits)), []);
    }
}
