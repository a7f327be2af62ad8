//! How busy the machine was: times on a machine that has nothing left to give are times of that machine.

use std::fs;

/// Where the counters of all processors stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cpu {
    busy: u64,
    all: u64,
}

/// `USER_HZ`, by which Linux counts for programs, whatever its own clock.
const TICKS: f64 = 100.0;

impl Cpu {
    /// Now; `None` where the system does not say in `/proc/stat`.
    pub(crate) fn now() -> Option<Self> {
        Self::read(&fs::read_to_string("/proc/stat").ok()?)
    }

    /// Its first line: user, nice, system, idle, iowait, irq, softirq, steal.
    fn read(stat: &str) -> Option<Self> {
        let numbers = stat.lines().next()?.strip_prefix("cpu ")?.split_whitespace();
        let counts: Vec<u64> = numbers.take(8).map(str::parse).collect::<Result<_, _>>().ok()?;
        let all = counts.iter().sum();
        Some(Self { busy: all - counts.get(3)? - counts.get(4)?, all })
    }

    /// Seconds of processors that were used since then, by whatever runs on the machine.
    pub(crate) fn seconds_since(self, earlier: Self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "ticks of minutes")]
        let ticks = self.busy.saturating_sub(earlier.busy) as f64;
        ticks / TICKS
    }

    /// How much of all processors was used since then, from 0 to 1, by whatever runs on the machine.
    pub(crate) fn used_since(self, earlier: Self) -> Option<f64> {
        let all = self.all.checked_sub(earlier.all).filter(|all| *all > 0)?;
        #[expect(clippy::cast_precision_loss, reason = "ticks of minutes")]
        Some(self.busy.saturating_sub(earlier.busy) as f64 / all as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::Cpu;

    #[test]
    fn waiting_for_disks_is_not_work() {
        let before = Cpu::read("cpu  10 0 10 70 10 0 0 0 0 0\ncpu0 …").unwrap();
        let after = Cpu::read("cpu  30 0 20 80 40 0 0 0 0 0").unwrap();
        assert_eq!(after.used_since(before), Some(30.0 / 70.0));
        assert!((after.seconds_since(before) - 0.3).abs() < 1e-9);
        assert_eq!(before.used_since(before), None);
        assert!(Cpu::read("intr 1").is_none());
    }
}
