use charlaton_contract::UserId;
use proptest::prelude::*;

use super::{super::seats::Spot, *};

/// `+` is large, `-` small and `o` in the corner; `*` is a large screen.
fn seats(signs: &str) -> Vec<Seat> {
    let seat = |(index, sign): (usize, char)| {
        let user = UserId::parse(&format!("p{index}")).unwrap();
        let role = match sign {
            '-' => Role::Small,
            'o' => Role::Corner,
            _ => Role::Large,
        };
        Seat { role, spot: if sign == '*' { Spot::Screen(user) } else { Spot::Face(user) } }
    };
    signs.chars().enumerate().map(seat).collect()
}

/// Columns and rows of the grid of so many tiles.
fn columns(count: usize, width: f64, height: f64) -> usize {
    grid(count, Rect { x: 0.0, y: 0.0, width, height }).columns
}

fn rounded(signs: &str, width: f64, height: f64) -> Vec<(i32, i32, i32, i32)> {
    let round = |rect: &Rect| [rect.x, rect.y, rect.width, rect.height].map(|length| length as i32);
    arrange(&seats(signs), width, height).iter().map(|rect| round(rect).into()).collect()
}

#[test]
fn tiles_are_laid_out_as_one_would() {
    assert_eq!(columns(1, 1280.0, 720.0), 1);
    assert_eq!(columns(2, 1280.0, 720.0), 2);
    assert_eq!(columns(4, 1280.0, 720.0), 2);
    assert_eq!(columns(5, 1280.0, 720.0), 3);
    assert_eq!(columns(2, 375.0, 600.0), 1, "on a phone held upright they stand above each other");
    assert_eq!(columns(8, 2560.0, 600.0), 4);
}

#[test]
fn a_row_that_is_not_full_stands_in_the_middle() {
    let [first, second, third] = arrange(&seats("+++"), 1280.0, 720.0)[..] else { panic!("three places") };
    assert!((first.x + second.x + second.width - 2.0 * third.x - third.width).abs() < 0.01);
    assert!(third.y > first.y + first.height);
}

#[test]
fn two_people_have_a_large_picture_and_one_in_its_corner() {
    assert_eq!(rounded("o+", 1288.0, 648.0), [(1020, 492, 256, 144), (75, 4, 1137, 640)]);
    let upright = rounded("o+", 320.0, 560.0);
    assert_eq!(upright[1], (4, 72, 312, 416), "cut to fill a phone, within reason");
}

#[test]
fn a_shared_screen_has_all_the_room_beside_the_strip_or_above_it() {
    assert_eq!(
        rounded("*--", 1288.0, 648.0),
        [(4, 4, 1032, 640), (1044, 185, 240, 135), (1044, 328, 240, 135)],
        "on a wide stage"
    );
    let phone = rounded("*--", 320.0, 560.0);
    assert_eq!(phone[0], (4, 4, 312, 268));
    assert!(phone[1].1 > 276 && phone[2].0 > phone[1].0, "below it: {phone:?}");
}

#[test]
fn two_shared_screens_are_equal_neighbours() {
    let places = arrange(&seats("**---"), 1288.0, 648.0);
    assert!((places[0].width - places[1].width).abs() < 0.01 && (places[0].y - places[1].y).abs() < 0.01);
    assert!(places[0].width > 600.0);
}

#[test]
fn a_strip_that_is_too_long_goes_on_beyond_the_stage() {
    let landscape = arrange(&seats("+-------"), 560.0, 250.0);
    assert!(landscape[1..].iter().all(|place| place.width >= LEAST && place.x > landscape[0].x));
    assert!(landscape[7].y + landscape[7].height > 250.0, "downwards beside the picture");
    let upright = arrange(&seats("+-------"), 304.0, 430.0);
    assert!(upright[1..].iter().all(|place| place.width >= LEAST && place.y + place.height < 430.0));
    assert!(upright[1..].iter().any(|place| place.x + place.width > 304.0), "sideways below it");
}

fn overlap(one: &Rect, other: &Rect) -> bool {
    let apart = |start: f64, length: f64, other: f64| start + length <= other + 0.01;
    !(apart(one.x, one.width, other.x)
        || apart(other.x, other.width, one.x)
        || apart(one.y, one.height, other.y)
        || apart(other.y, other.height, one.y))
}

proptest! {
    #[test]
    fn everything_has_a_place_and_nothing_covers_anything(
        large in prop::sample::select(vec!["+", "*", "**", "+++", "++++++++"]),
        small in 0..12_usize,
        corner in any::<bool>(),
        width in 300.0..4000.0_f64,
        height in 120.0..3000.0_f64,
    ) {
        let signs = [large, &"-".repeat(small), if corner { "o" } else { "" }].concat();
        let (seats, places) = (seats(&signs), arrange(&seats(&signs), width, height));
        prop_assert_eq!(places.len(), seats.len());
        for (index, place) in places.iter().enumerate() {
            prop_assert!(place.width > 0.0 && place.height > 0.0 && place.x >= 0.0 && place.y >= 0.0);
            if seats[index].role != Role::Small {
                prop_assert!(place.x + place.width <= width && place.y + place.height <= height, "{place:?}");
            }
            let others = places[..index].iter().zip(&seats);
            let covered = others.filter(|(_, seat)| seat.role != Role::Corner).find(|(other, _)| overlap(place, other));
            prop_assert!(seats[index].role == Role::Corner || covered.is_none(), "{place:?} {covered:?}");
        }
        // At most in one direction.
        let beyond = |end: fn(&Rect) -> f64, length: f64| places.iter().any(|place| end(place) > length);
        prop_assert!(!beyond(|place| place.x + place.width, width) || !beyond(|place| place.y + place.height, height));
    }

    #[test]
    fn the_large_are_the_largest(
        large in 1..3_usize, small in 1..10_usize, width in 300.0..3000.0_f64, height in 200.0..2000.0_f64,
    ) {
        let places = arrange(&seats(&["+".repeat(large), "-".repeat(small)].concat()), width, height);
        let (large, small) = places.split_at(large);
        prop_assert!(small.iter().all(|place| place.width <= large[0].width.max(LEAST)), "{places:?}");
    }

    #[test]
    fn no_size_panics(signs in "[-+*o]{0,12}", width in -10.0..5000.0_f64, height in -10.0..5000.0_f64) {
        let _ = arrange(&seats(&signs), width, height);
    }
}
