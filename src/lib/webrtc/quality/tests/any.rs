//! What may happen to the machine, whatever it is.

use super::*;

fn any_sample() -> impl Strategy<Value = Sample> {
    let number = || prop_oneof![Just(f64::NAN), Just(-1.0), Just(f64::INFINITY), 0.0..5_000_000.0];
    let limit =
        prop_oneof![4 => Just(Limit::None), 1 => Just(Limit::Processor), 2 => Just(Limit::Connection)];
    let loss = || prop_oneof![3 => 0.0..0.05, 1 => 0.0..1.0];
    (prop::option::of(number()), 0..3000_u64, loss(), limit, number(), number()).prop_map(
        |(available, round_trip, loss, limit, energy, duration)| Sample {
            available,
            round_trip: Some(Duration::from_millis(round_trip)),
            picture_loss: Some(loss),
            limit,
            target: Some(duration),
            sent: Some(energy),
            voice: Some((energy, duration)),
            ..Sample::default()
        },
    )
}

fn any_tile() -> impl Strategy<Value = Tile> {
    let seen = (any::<bool>(), any::<bool>());
    (any::<u32>(), 0..2000_u32, seen).prop_map(|(width, height, (visible, screen))| Tile {
        width,
        height,
        visible,
        screen,
    })
}

pub(super) fn any_input() -> impl Strategy<Value = Input> {
    let who = || (1..9_usize).prop_map(peer);
    prop_oneof![
        1 => who().prop_map(Input::Opened),
        1 => who().prop_map(Input::Closed),
        2 => (who(), any_tile()).prop_map(|(who, tile)| Input::Tile(who, tile)),
        12 => (who(), any_sample()).prop_map(|(who, sample)| Input::Sample(who, sample)),
        1 => any::<bool>().prop_map(Input::AudioOnly),
        1 => any::<bool>().prop_map(Input::Sharing),
    ]
}
