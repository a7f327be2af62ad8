//! Two to eight meshes against each other, over a simulated network and simulated connections.
//!
//! Every run is told by its seed alone. A run that fails is run again with its story printed.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::wildcard_enum_match_arm,
    reason = "a helper of a test fails the test"
)]

#[path = "mesh/connection.rs"]
mod connection;
#[path = "mesh/every.rs"]
mod every;
#[path = "mesh/world.rs"]
mod world;

use std::{panic, time::Duration};

use every::{Budget, Two};
use world::{Plan, World, links::Cure, storm::Effort};

#[test]
fn on_a_calm_network_everybody_connects_with_one_offer_a_pair() {
    for_seeds(0..400, |seed, story| {
        let mut world = World::new(seed, Plan::calm(seed), story);
        world.run_until_connected(Duration::from_secs(60));
        world.assert_offers_per_pair_at_most(1);
        world.everybody_leaves();
    });
}

#[test]
fn who_join_at_once_offer_at_most_once_each() {
    for_seeds(0..400, |seed, story| {
        let mut world = World::new(seed, Plan::glare(seed), story);
        world.run_until_connected(Duration::from_secs(60));
        world.assert_offers_per_pair_at_most(2);
        world.everybody_leaves();
    });
}

#[test]
fn a_network_that_loses_delays_reorders_and_doubles_only_delays() {
    for_seeds(0..700, |seed, story| {
        let mut world = World::new(seed, Plan::rough(seed), story);
        world.run_until_connected(Duration::from_secs(600));
        world.everybody_leaves();
    });
}

#[test]
fn machines_that_are_too_busy_are_waited_for() {
    for_seeds(0..100, |seed, story| {
        let mut world = World::new(seed, Plan::busy(seed), story);
        world.run_until_connected(Duration::from_secs(200));
        world.everybody_leaves();
    });
}

#[test]
fn who_reloads_the_page_is_met_again() {
    for_seeds(0..400, |seed, story| {
        let mut world = World::new(seed, Plan::rough(seed), story);
        world.run_until_connected(Duration::from_secs(600));
        world.reload_somebody();
        world.run_until_connected(Duration::from_secs(600));
        world.everybody_leaves();
    });
}

#[test]
fn who_looks_in_and_goes_leaves_nothing_behind() {
    for_seeds(0..400, |seed, story| {
        let mut world = World::new(seed, Plan::calm(seed), story);
        world.run_until_connected(Duration::from_secs(60));
        let (rough, longest_stay) = (Plan::rough(seed), Duration::from_millis(1500));
        world.somebody_looks_in(rough, longest_stay);
        world.run_until_connected(Duration::ZERO);
        world.everybody_leaves();
    });
}

#[test]
fn a_path_that_was_cut_is_mended_by_an_ice_restart_in_the_same_connection() {
    for_seeds(0..100, |seed, story| {
        let mut world = World::new(seed, Plan::calm(seed), story);
        world.run_until_connected(Duration::from_secs(60));
        let connections = world.connections();
        world.cut_somebody_for(Duration::from_secs(5));
        world.run_until_connected(Duration::from_secs(120));
        assert_eq!(world.connections(), connections, "a short cut must not cost a connection");
        world.everybody_leaves();
    });
}

#[test]
fn a_path_that_stays_cut_for_long_is_found_again() {
    for_seeds(0..100, |seed, story| {
        let mut world = World::new(seed, Plan::rough(seed), story);
        world.run_until_connected(Duration::from_secs(600));
        world.cut_somebody_for(Duration::from_secs(90));
        world.run_until_connected(Duration::from_secs(600));
        world.everybody_leaves();
    });
}

#[test]
fn a_socket_that_returns_changes_nothing() {
    for_seeds(0..100, |seed, story| {
        let mut world = World::new(seed, Plan::calm(seed), story);
        world.run_until_connected(Duration::from_secs(60));
        let (connections, offers) = (world.connections(), world.offers());
        world.everybody_joins_again();
        world.run_for(Duration::from_secs(120));
        assert_eq!((world.connections(), world.offers()), (connections, offers));
        world.run_until_connected(Duration::ZERO);
        world.everybody_leaves();
    });
}

/// `pingInterval` and `pingTimeout`: after so long a server has missed who is not there.
const NOTICED: Duration = Duration::from_secs(45);

#[test]
fn who_is_missing_from_the_list_is_kept_for_as_long_as_a_server_takes_to_notice_and_no_longer() {
    for_seeds(0..100, |seed, story| {
        for (missing, kept) in
            [(NOTICED - Duration::from_secs(1), true), (NOTICED + Duration::from_secs(5), false)]
        {
            let mut world = World::new(seed, Plan::calm(seed), story);
            world.run_until_connected(Duration::from_secs(60));
            let (connections, before) = (world.connections(), world.effort());
            world.somebody_is_missing_for(missing);
            world.run_for(NOTICED - Duration::from_secs(1));
            assert_eq!((world.connections(), world.effort()), (connections.clone(), before), "media flow");
            world.run_for(Duration::from_secs(3));
            assert_eq!(world.connections() == connections, kept, "missing for {missing:?}");
            // Who was given up is back by now, or about to be.
            world.run_for(Duration::from_secs(10));
            world.run_until_connected(Duration::from_secs(120));
            assert_eq!(world.connections() == connections, kept, "missing for {missing:?}");
            world.everybody_leaves();
        }
    });
}

#[test]
fn two_to_four_people_find_together_after_every_storm() {
    for_seeds(0..10_000, |seed, story| {
        after_a_storm(seed, Plan::storm(seed, 2 + (seed % 3) as usize), story)
    });
}

#[test]
fn five_to_eight_people_find_together_after_every_storm() {
    for_seeds(0..1_000, |seed, story| after_a_storm(seed, Plan::storm(seed, 5 + (seed % 4) as usize), story));
}

#[test]
fn somebody_with_another_client_is_found_after_every_storm() {
    for_seeds(0..1_000, |seed, story| {
        let mut world = World::new(seed, Plan::other_client(seed, 2 + (seed % 3) as usize), story);
        world.storm();
        world.quiet();
        world.run_until_connected(Duration::from_secs(300));
        world.everybody_leaves();
    });
}

#[test]
fn a_voice_that_does_not_arrive_costs_one_restart_then_one_connection_then_words() {
    for_seeds(0..50, |seed, story| {
        for (cure, effort) in [
            (Cure::Restart, Effort { offers: 1, connections: 0 }),
            (Cure::NewConnection, Effort { offers: 2, connections: 2 }),
            (Cure::Nothing, Effort { offers: 2, connections: 2 }),
        ] {
            let mut world = World::new(seed, Plan::talking(seed), story);
            world.run_until_connected(Duration::from_secs(60));
            let before = world.effort();
            world.deafen(cure);
            world.run_for(Duration::from_secs(180));
            assert_eq!(world.effort() - before, effort, "{cure:?}");
            assert_eq!(world.sees_unheard(), cure == Cure::Nothing, "{cure:?}");
            world.everybody_leaves();
        }
    });
}

#[test]
fn another_network_costs_one_offer_a_pair_that_is_not_connected_and_nothing_else() {
    for_seeds(0..100, |seed, story| {
        for cut in [false, true] {
            let mut world = World::new(seed, Plan::calm(seed), story);
            world.run_until_connected(Duration::from_secs(60));
            let before = world.effort();
            let pairs = world.somebody_finds_another_network(cut);
            world.run_for(Duration::from_secs(60));
            let offers = if cut { pairs } else { 0 };
            assert_eq!(world.effort() - before, Effort { offers, connections: 0 });
            world.run_until_connected(Duration::ZERO);
            world.everybody_leaves();
        }
    });
}

#[test]
fn whatever_four_messages_go_through_two_people_come_together() {
    let calm = Budget { drops: 0, doubles: 0, ticks: 0, changes: 0 };
    for (name, both, depth, budget, at_least) in [
        ("a newcomer", false, 11, Budget { drops: 2, doubles: 1, ticks: 2, ..calm }, 50_000),
        ("glare", true, 11, Budget { drops: 1, doubles: 1, ticks: 1, ..calm }, 50_000),
        ("another network", false, 13, Budget { drops: 1, ticks: 1, changes: 2, ..calm }, 20_000),
    ] {
        let states = Two::new(both, budget).explore(depth);
        println!("{name}: {states} states");
        assert!(states >= at_least, "{name}: only {states} states");
    }
}

/// After quiet nobody is patient for longer than for a connection after several in vain (62 s); then there is a pause
/// (8 s), and the next one works.
const LIMIT: Duration = Duration::from_secs(120);
/// The one that was being tried, the next one, and the same for the other side: they may cross.
const CONNECTIONS_PER_PAIR: u32 = 4;
/// Each of the four may be offered and restarted once by either side and said again meanwhile.
const OFFERS_PER_PAIR: u32 = 12;

fn after_a_storm(seed: u64, plan: Plan, story: bool) {
    let mut world = World::new(seed, plan, story);
    world.storm();
    world.quiet();
    let before = world.effort();
    world.run_until_connected(LIMIT);
    let effort = world.effort() - before;
    assert!(effort.connections <= world.pairs() * CONNECTIONS_PER_PAIR, "{effort:?}");
    assert!(effort.offers <= world.pairs() * OFFERS_PER_PAIR, "{effort:?}");
    world.assert_common_sessions();
    let (connections, before) = (world.connections(), world.effort());
    world.run_for(Duration::from_secs(60));
    assert_eq!((world.connections(), world.effort()), (connections, before), "there was no need");
    world.run_until_connected(Duration::ZERO);
    world.everybody_leaves();
}

/// `17`: that seed with its story. `0..1000000`: those instead of the usual ones.
const SEEDS: &str = "CHARLATON_MESH_SEED";

fn for_seeds(mut seeds: std::ops::Range<u64>, run: fn(u64, bool)) {
    if let Ok(wanted) = std::env::var(SEEDS) {
        match wanted.split_once("..") {
            Some((first, end)) => seeds = first.parse().unwrap()..end.parse().unwrap(),
            None => return run(wanted.parse().unwrap(), true),
        }
    }
    for seed in seeds {
        if panic::catch_unwind(|| run(seed, false)).is_err() {
            println!("seed {seed} fails; its story:");
            run(seed, true);
            panic!("seed {seed} failed only the first time: the run is not told by its seed alone");
        }
    }
}
