//! How fast meshes agree over a simulated network: one iteration is a whole meeting from first join to last leave.
#![allow(
    missing_docs,
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::wildcard_enum_match_arm,
    reason = "shares the simulation with tests/mesh.rs"
)]

#[path = "../tests/mesh/connection.rs"]
mod connection;
#[path = "../tests/mesh/world.rs"]
mod world;

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use world::{Plan, World};

fn meetings(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("mesh");
    group.sample_size(20);
    for (name, plan) in [("calm", Plan::calm as fn(u64) -> Plan), ("rough", Plan::rough)] {
        group.bench_function(name, |bencher| {
            // The same meetings every time, so that two runs can be compared.
            bencher.iter(|| {
                for seed in 0..8 {
                    let mut world = World::new(seed, plan(seed), false);
                    world.run_until_connected(Duration::from_secs(600));
                    world.everybody_leaves();
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, meetings);
criterion_main!(benches);
