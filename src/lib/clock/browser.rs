use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

use gloo_timers::future::TimeoutFuture;
use web_sys::window;

/// Time since the page was opened. Unlike the wall clock it never jumps.
#[must_use]
pub fn now() -> Duration {
    millis(since_open())
}

/// The same as the browser says it, in milliseconds.
pub(crate) fn since_open() -> f64 {
    window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

/// Time since 1970, as this machine's clock has it: it jumps when the clock is set, and goes on while the machine sleeps.
#[must_use]
pub fn since_epoch() -> Duration {
    millis(js_sys::Date::now())
}

/// The same in whole seconds: what tokens are dated by.
#[must_use]
pub fn unix_seconds() -> u64 {
    since_epoch().as_secs()
}

/// To the microsecond, which is more than browsers tell; what is less than nothing is nothing.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
pub(crate) fn millis(millis: f64) -> Duration {
    Duration::from_micros((millis * 1000.0) as u64)
}

/// What `future` gives, or nothing after so many milliseconds.
pub async fn within<T>(millis: u32, future: impl Future<Output = T>) -> Option<T> {
    let (mut future, mut limit) = (pin!(future), pin!(TimeoutFuture::new(millis)));
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => limit.as_mut().poll(context).map(|()| None),
    })
    .await
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_some_time() {
        assert_eq!(millis(1.5), Duration::from_micros(1500));
        for nothing in [0.0, -1.0, f64::NAN, f64::NEG_INFINITY] {
            assert_eq!(millis(nothing), Duration::ZERO);
        }
        assert_eq!(millis(f64::INFINITY), Duration::from_micros(u64::MAX));
    }
}
