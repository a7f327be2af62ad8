//! How busy this machine is, for tests that bring as many browsers as it can bear.

use std::fs;

/// The processors' time up to a moment, in ticks: used, and in all.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    used: u64,
    all: u64,
}

impl Load {
    /// Nothing where the system does not tell as Linux does.
    #[must_use]
    pub fn now() -> Option<Self> {
        Self::parse(&fs::read_to_string("/proc/stat").ok()?)
    }

    /// The part of the processors' time that was used since then, from 0 to 1.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "ticks of one test")]
    pub fn since(self) -> Option<f64> {
        let now = Self::now()?;
        let all = now.all.checked_sub(self.all).filter(|all| *all > 0)?;
        Some(now.used.saturating_sub(self.used) as f64 / all as f64)
    }

    /// The first line, as proc(5) has it: user, nice, system, idle, iowait, and others that are used.
    fn parse(stat: &str) -> Option<Self> {
        let ticks: Option<Vec<u64>> =
            stat.lines().next()?.split_whitespace().skip(1).map(|ticks| ticks.parse().ok()).collect();
        let (ticks, waiting) = (ticks?, 3..5);
        let all = ticks.iter().sum();
        Some(Self { used: all - ticks.get(waiting)?.iter().sum::<u64>(), all })
    }
}

#[cfg(test)]
mod tests {
    use super::Load;

    #[test]
    fn who_waits_does_not_work() {
        let load = Load::parse("cpu  10 20 30 400 500 1 2 3 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n").unwrap();
        assert_eq!((load.used, load.all), (66, 966));
        assert!(Load::parse("cpu 1").is_none());
        assert!(Load::parse("").is_none());
    }
}
