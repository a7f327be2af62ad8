use std::time::Duration;

/// How a run misbehaves.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(super) people: usize,
    pub(super) join_within: Duration,
    pub(super) delay: (u64, u64),
    /// How long a browser takes for an operation.
    pub(super) operation: (u64, u64),
    pub(super) lost_percent: u64,
    pub(super) doubled_percent: u64,
    pub(super) in_order: bool,
}

impl Plan {
    pub(crate) fn calm(seed: u64) -> Self {
        let join_within = Duration::ZERO;
        Self {
            people: people(seed),
            join_within,
            delay: (5, 60),
            operation: (1, 25),
            lost_percent: 0,
            doubled_percent: 0,
            in_order: true,
        }
    }

    pub(crate) fn glare(seed: u64) -> Self {
        Self { join_within: Duration::from_millis(80), ..Self::calm(seed) }
    }

    /// Machines with more to do than they can: an offer and its answer take 20 to 27 seconds.
    pub(crate) fn busy(seed: u64) -> Self {
        Self { delay: (1000, 1500), operation: (5000, 6000), ..Self::calm(seed) }
    }

    pub(crate) fn rough(seed: u64) -> Self {
        Self {
            people: people(seed),
            join_within: Duration::from_millis([50, 500, 5000][(seed % 3) as usize]),
            operation: (1, 25),
            delay: (5, [100, 900, 3000][(seed / 3 % 3) as usize]),
            lost_percent: [0, 10, 25][(seed / 9 % 3) as usize],
            doubled_percent: [0, 15][(seed / 27 % 2) as usize],
            in_order: false,
        }
    }
}

fn people(seed: u64) -> usize {
    2 + usize::try_from(seed % 7).unwrap()
}
