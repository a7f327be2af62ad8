use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use crate::{Failure, Result};

/// Far longer than anything takes: a machine that encodes four calls in software may be slow, and only a failing test
/// waits for the end of it.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Between two looks. This is the only pause of the crate.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Looks until `look` succeeds.
///
/// # Errors
/// After [`PATIENCE`], with what the last look said.
pub async fn eventually<T>(what: &str, look: impl AsyncFnMut() -> Result<T>) -> Result<T> {
    eventually_within(PATIENCE, what, look).await
}

/// As [`eventually`], with another patience.
///
/// # Errors
/// After `patience`, with what the last look said.
pub async fn eventually_within<T>(
    patience: Duration,
    what: &str,
    mut look: impl AsyncFnMut() -> Result<T>,
) -> Result<T> {
    let end = Instant::now() + patience;
    let mut last = Failure::new("the first look did not end");
    loop {
        match timeout_at(end, look()).await {
            Ok(Ok(found)) => return Ok(found),
            Ok(Err(failure)) => last = failure,
            Err(_) => return Err(gave_up(what, patience, &last)),
        }
        if Instant::now() >= end {
            return Err(gave_up(what, patience, &last));
        }
        sleep(LOOK_EVERY).await;
    }
}

fn gave_up(what: &str, patience: Duration, last: &Failure) -> Failure {
    Failure::new(format!("waited {} s for this: {what}. At last: {last}", patience.as_secs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn looks_until_it_succeeds() {
        let mut looks = 0;
        let found = eventually("three looks", async || {
            looks += 1;
            if looks == 3 { Ok(looks) } else { Err(Failure::new("not yet")) }
        });
        assert_eq!(found.await, Ok(3));
    }

    #[tokio::test(start_paused = true)]
    async fn gives_up_and_says_what_it_saw() {
        let never = eventually("rain", async || Err::<(), _>(Failure::new("only sun")));
        assert_eq!(never.await.unwrap_err().to_string(), "waited 60 s for this: rain. At last: only sun");
        let stuck = eventually("an answer", async || std::future::pending::<Result<()>>().await);
        assert!(stuck.await.unwrap_err().to_string().contains("the first look did not end"));
    }
}
