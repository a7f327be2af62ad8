//! Times in the person's language, by the browser's `Intl`.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// Of one language. Making it takes as long as using it a hundred times.
#[derive(Debug)]
pub(super) struct Format {
    time: Function,
    day: Function,
}

/// The first formatter of a page takes the browser as long as a frame or two, because it reads its tables of languages:
/// this one is made while nobody waits for it.
pub(super) fn warm_up() {
    spawn_local(async {
        TimeoutFuture::new(1_000).await;
        drop(Format::new("en"));
    });
}

impl Format {
    pub(super) fn new(language: &str) -> Self {
        Self {
            time: formatter(language, &[("hour", "numeric"), ("minute", "2-digit")]),
            day: formatter(language, &[("weekday", "long"), ("day", "numeric"), ("month", "long")]),
        }
    }

    /// Hour and minute, as `14:05` or `2:05 PM`.
    pub(super) fn time(&self, unix_millis: i64) -> String {
        words(&self.time, unix_millis)
    }

    /// Weekday, day and month.
    pub(super) fn day(&self, unix_millis: i64) -> String {
        words(&self.day, unix_millis)
    }
}

/// Tells days apart in the person's time zone.
pub(super) fn day_number(unix_millis: i64) -> (u32, u32) {
    let date = date(unix_millis);
    (date.get_full_year(), date.get_month() * 31 + date.get_date())
}

fn formatter(language: &str, options: &[(&str, &str)]) -> Function {
    let settings = Object::new();
    for (key, value) in options {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&settings, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    let locales = Array::of1(&JsValue::from_str(language));
    Intl::DateTimeFormat::new(&locales, &settings).format()
}

fn words(formatter: &Function, unix_millis: i64) -> String {
    let formatted = formatter.call1(&JsValue::UNDEFINED, &date(unix_millis));
    formatted.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn date(unix_millis: i64) -> Date {
    #[expect(clippy::cast_precision_loss, reason = "a moment in milliseconds is far below 2^53")]
    Date::new(&JsValue::from_f64(unix_millis as f64))
}
