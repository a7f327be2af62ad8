//! What a way carries, by what its browser says of it and by trying.
//!
//! A browser's estimate follows what is sent: where we send less than there is, it says little more than that, and after
//! losses for a long time 1.2 times that. A fifth less of it would be what is sent already, for ever. So where the
//! encoder gets all that we allow it and all is well, a little more is tried now and then, and the estimate follows or
//! does not. A picture that does not even need what it is allowed says nothing of the way; allowing it more costs nothing.

use std::time::Duration;

/// The first time between two trials, and the longest, after all between have failed.
const WAIT: (Duration, Duration) = (Duration::from_secs(10), Duration::from_secs(80));
/// A browser looks at what was sent for about a second; its word is heard every two.
const LASTS: Duration = Duration::from_secs(6);
/// What is tried, in hundredths.
const MORE: u32 = 115;
/// The estimate has followed when it has risen so far, in hundredths.
const FOLLOWED: u64 = 105;

/// How a way was at one look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// What the browser says it carries, in bits a second.
    pub estimate: Option<u32>,
    /// The encoder gets all that we allow it, so the estimate is no limit.
    pub free: bool,
    /// And makes something of it.
    pub used: bool,
    /// Neither loss nor delay for a while.
    pub well: bool,
    /// The room and the tile would take more.
    pub wanting: bool,
}

#[derive(Debug)]
pub(super) struct Trials {
    estimate: Option<u32>,
    trial: Option<Trial>,
    wait: Duration,
    next: Duration,
}

#[derive(Debug, Clone, Copy)]
struct Trial {
    from: u32,
    until: Duration,
}

impl Trials {
    pub(super) fn new() -> Self {
        Self { estimate: None, trial: None, wait: WAIT.0, next: Duration::ZERO }
    }

    /// What the way carries, in bits a second, as far as it is known.
    pub(super) fn estimate(&self) -> Option<u32> {
        self.estimate
    }

    /// So many bits a second, or a little more while that is tried.
    pub(super) fn with_trial(&self, bits: u32) -> u32 {
        if self.trial.is_some() { more(bits) } else { bits }
    }

    pub(super) fn look(&mut self, now: Duration, look: Look) {
        let Some(said) = look.estimate else {
            self.estimate = None;
            self.trial = None;
            return;
        };
        // Less than before says only that less was sent, as long as nothing is held back.
        let estimate = if look.free { said.max(self.estimate.unwrap_or(0)) } else { said };
        let may = look.free && look.well && look.wanting;
        if may && !look.used {
            self.estimate = Some(more(estimate));
            return;
        }
        self.estimate = Some(estimate);
        let trial = Trial { from: estimate, until: now + LASTS };
        match self.trial {
            None if may && now >= self.next => self.trial = Some(trial),
            Some(before) if u64::from(estimate) * 100 >= u64::from(before.from) * FOLLOWED => {
                self.wait = WAIT.0;
                self.trial = may.then_some(trial);
            }
            Some(before) if !may || now >= before.until => {
                self.trial = None;
                self.next = now + self.wait;
                self.wait = (self.wait * 2).min(WAIT.1);
            }
            None | Some(_) => {}
        }
    }
}

fn more(bits: u32) -> u32 {
    (bits / 100).saturating_mul(MORE)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    const WELL: Look = Look { estimate: Some(500_000), free: true, used: true, well: true, wanting: true };

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// Seconds at which something more is tried, of two hundred.
    fn tried(look: Look) -> Vec<u64> {
        let mut trials = Trials::new();
        let seconds = (0..200).step_by(2);
        seconds
            .filter(|second| {
                trials.look(at(*second), look);
                trials.with_trial(100_000) == 115_000
            })
            .collect()
    }

    #[test]
    fn what_does_not_follow_is_tried_less_and_less() {
        let expected = [0, 2, 4, 16, 18, 20, 42, 44, 46, 88, 90, 92, 174, 176, 178];
        assert_eq!(tried(WELL), expected);
    }

    #[test]
    fn nothing_is_tried_without_need_or_on_a_bad_way() {
        for look in [
            Look { free: false, ..WELL },
            Look { well: false, ..WELL },
            Look { wanting: false, ..WELL },
            Look { estimate: None, ..WELL },
        ] {
            assert_eq!(tried(look), [0; 0], "{look:?}");
        }
    }

    #[test]
    fn a_trial_that_is_followed_goes_on() {
        let mut trials = Trials::new();
        for step in 0..20_u32 {
            trials.look(at(u64::from(step) * 2), Look { estimate: Some(500_000 + step * 50_000), ..WELL });
            assert_eq!(trials.with_trial(100_000), 115_000, "{step}");
        }
        trials.look(at(40), Look { free: false, ..WELL });
        assert_eq!((trials.with_trial(100_000), trials.estimate()), (100_000, Some(500_000)));
    }

    #[test]
    fn what_is_allowed_and_not_used_grows_until_nothing_wants_it() {
        let mut trials = Trials::new();
        for second in 0..20 {
            trials.look(at(second), Look { used: false, ..WELL });
        }
        let grown = trials.estimate().unwrap();
        assert!(grown > 5_000_000, "{grown}");
        trials.look(at(20), Look { used: false, wanting: false, ..WELL });
        assert_eq!((trials.estimate(), trials.with_trial(100_000)), (Some(grown), 100_000));
    }

    #[test]
    fn an_estimate_falls_only_where_it_holds_something_back() {
        let mut trials = Trials::new();
        trials.look(at(0), WELL);
        trials.look(at(2), Look { estimate: Some(200_000), ..WELL });
        assert_eq!(trials.estimate(), Some(500_000));
        trials.look(at(4), Look { estimate: Some(200_000), free: false, ..WELL });
        assert_eq!(trials.estimate(), Some(200_000));
    }
}
