//! Time as the wire writes it. Everywhere else a moment is an `i64` of milliseconds since 1970, UTC.

use serde_json::{Value, json};
use time::OffsetDateTime;

/// Now.
pub(crate) fn now_ms() -> i64 {
    millis(OffsetDateTime::now_utc())
}

/// The first moment of the calendar month (UTC) that holds `ms`.
pub(crate) fn start_of_month(ms: i64) -> i64 {
    let date = moment(ms).date();
    date.replace_day(1).map_or(ms, |first| millis(first.midnight().assume_utc()))
}

/// `2026-11-22T18:52:07.123Z`, what JavaScript's `toISOString` prints.
pub(crate) fn iso(ms: i64) -> String {
    let at = moment(ms);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
        at.millisecond()
    )
}

/// The seconds-and-nanoseconds object in which the old services serialise a timestamp.
pub(crate) fn stamp(ms: i64) -> Value {
    json!({ "_seconds": ms.div_euclid(1000), "_nanoseconds": ms.rem_euclid(1000) * 1_000_000 })
}

fn moment(ms: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(ms) * 1_000_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

fn millis(at: OffsetDateTime) -> i64 {
    at.unix_timestamp() * 1000 + i64::from(at.millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_like_javascript_does() {
        assert_eq!(iso(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(iso(1_795_373_527_123), "2026-11-22T18:52:07.123Z");
        assert_eq!(iso(-1), "1969-12-31T23:59:59.999Z");
        assert_eq!(iso(i64::MAX), "1970-01-01T00:00:00.000Z", "what no calendar holds is not a panic");
        assert_eq!(stamp(1_500), json!({ "_seconds": 1, "_nanoseconds": 500_000_000 }));
        assert_eq!(iso(start_of_month(1_795_373_527_123)), "2026-11-01T00:00:00.000Z");
    }
}
