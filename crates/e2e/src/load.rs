//! How busy this machine is, for tests that bring as many browsers as it can bear.

use std::{fs, num::NonZero, thread};

use crate::{Failure, Result, eventually};

/// The processors' time up to a moment, in ticks: used, and in all.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    used: u64,
    all: u64,
}

/// What a processor has of them in a second (USER_HZ of proc(5)).
const TICKS: u64 = 100;

impl Load {
    /// Looks at the machine for some seconds: the part of the processors' time that was used, from 0 to 1. `None` where
    /// the system does not tell as Linux does.
    ///
    /// # Errors
    /// When time stands still.
    #[expect(clippy::cast_precision_loss, reason = "ticks of some seconds")]
    pub async fn over(seconds: u64) -> Result<Option<f64>> {
        let Some(before) = Self::now() else { return Ok(None) };
        let processors = thread::available_parallelism().map_or(1, NonZero::get) as u64;
        let since = eventually("a look at the machine's load", async || {
            let now = Self::now().unwrap_or(before);
            let all = now.all.saturating_sub(before.all);
            if all < seconds * TICKS * processors {
                return Err(Failure::new(format!("{all} ticks")));
            }
            Ok(Self { used: now.used.saturating_sub(before.used), all })
        })
        .await?;
        Ok(Some(since.used as f64 / since.all as f64))
    }

    fn now() -> Option<Self> {
        Self::parse(&fs::read_to_string("/proc/stat").ok()?)
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
