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
    /// Who has another client.
    pub(super) other: Option<usize>,
    /// Microphones are on, and said to be.
    pub(super) talking: bool,
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
            other: None,
            talking: false,
        }
    }

    pub(crate) fn glare(seed: u64) -> Self {
        Self { join_within: Duration::from_millis(80), ..Self::calm(seed) }
    }

    pub(crate) fn talking(seed: u64) -> Self {
        Self { talking: true, ..Self::calm(seed) }
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
            other: None,
            talking: false,
        }
    }
}

impl Plan {
    /// Everything at once, for a given number of people.
    pub(crate) fn storm(seed: u64, people: usize) -> Self {
        Self {
            people,
            lost_percent: [0, 5, 15, 30][(seed / 9 % 4) as usize],
            doubled_percent: [0, 15][(seed / 36 % 2) as usize],
            in_order: (seed / 72).is_multiple_of(4),
            talking: true,
            ..Self::rough(seed)
        }
    }

    /// A storm with somebody among them who has another client. It sends nothing twice, so the way to it is one that
    /// delays and does not lose.
    pub(crate) fn other_client(seed: u64, people: usize) -> Self {
        Self {
            lost_percent: 0,
            doubled_percent: 0,
            in_order: true,
            other: Some(usize::try_from(seed / 3).unwrap_or_default() % people),
            ..Self::storm(seed, people)
        }
    }

    /// What comes after a storm.
    pub(super) fn quiet(&self) -> Self {
        Self { delay: (5, 60), lost_percent: 0, doubled_percent: 0, in_order: true, ..self.clone() }
    }
}

fn people(seed: u64) -> usize {
    2 + usize::try_from(seed % 7).unwrap()
}
