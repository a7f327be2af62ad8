//! How long to wait before the next try: the schedule of the official client.

use std::time::Duration;

const FIRST: u64 = 1000;
/// The longest wait of the official client.
pub const LONGEST: Duration = Duration::from_secs(5);

/// 1000 ms · 2ⁿ, moved by up to half of itself either way, never more than the longest wait.
///
/// The jitter comes from the seed, so two clients that lost the same server do not return in step, and a test
/// knows every delay beforehand.
#[derive(Debug, Clone)]
pub struct Backoff {
    longest: Duration,
    tries: u32,
    random: u64,
}

impl Backoff {
    /// A fresh schedule without a wait above `longest`.
    #[must_use]
    pub const fn new(seed: u64, longest: Duration) -> Self {
        Self { longest, tries: 0, random: seed }
    }

    /// The number of the next try, from 1, and the wait before it.
    pub fn next_try(&mut self) -> (u32, Duration) {
        let plain =
            FIRST.saturating_mul(1_u64.checked_shl(self.tries).unwrap_or(u64::MAX)).min(u64::MAX >> 32);
        self.tries = self.tries.saturating_add(1);
        let draw = self.draw();
        // The upper half of the draw says how far, the lowest bit says which way.
        let deviation = u64::try_from((u128::from(plain / 2) * u128::from(draw >> 32)) >> 32).unwrap_or(0);
        let moved = if draw & 1 == 0 { plain - deviation } else { plain + deviation };
        (self.tries, Duration::from_millis(moved).min(self.longest))
    }

    /// Starts over after a success.
    pub fn reset(&mut self) {
        self.tries = 0;
    }

    /// SplitMix64.
    fn draw(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn waits(seed: u64, longest: Duration, count: usize) -> Vec<u64> {
        let mut backoff = Backoff::new(seed, longest);
        (0..count).map(|_| u64::try_from(backoff.next_try().1.as_millis()).unwrap()).collect()
    }

    #[test]
    fn tries_count_from_one_and_start_over() {
        let mut backoff = Backoff::new(1, LONGEST);
        assert_eq!(backoff.next_try().0, 1);
        assert_eq!(backoff.next_try().0, 2);
        backoff.reset();
        assert_eq!(backoff.next_try().0, 1);
    }

    #[test]
    fn both_directions_of_jitter_happen() {
        let firsts: Vec<u64> = (0..64).map(|seed| waits(seed, LONGEST, 1)[0]).collect();
        assert!(firsts.iter().any(|wait| *wait < 900));
        assert!(firsts.iter().any(|wait| *wait > 1100));
    }

    proptest! {
        #[test]
        fn every_wait_is_within_the_schedule(seed: u64, longest in prop_oneof![Just(5000_u64), 1..10_000_u64]) {
            for (n, wait) in waits(seed, Duration::from_millis(longest), 200).into_iter().enumerate() {
                let plain = FIRST.saturating_mul(1 << n.min(40));
                prop_assert!(wait >= (plain / 2).min(longest));
                prop_assert!(wait <= (plain + plain / 2).min(longest));
            }
        }

        #[test]
        fn a_seed_tells_the_future(seed: u64) {
            prop_assert_eq!(waits(seed, LONGEST, 20), waits(seed, LONGEST, 20));
        }
    }
}
