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
#[path = "mesh/world.rs"]
mod world;

use std::{panic, time::Duration};

use world::{Plan, World};

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

fn for_seeds(seeds: std::ops::Range<u64>, run: fn(u64, bool)) {
    for seed in seeds {
        if panic::catch_unwind(|| run(seed, false)).is_err() {
            println!("seed {seed} fails; its story:");
            run(seed, true);
            panic!("seed {seed} failed only the first time: the run is not told by its seed alone");
        }
    }
}
