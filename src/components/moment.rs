use charlaton_contract::rest::Timestamp;
use js_sys::{Array, Date, Function, Intl};
use serde::Serialize;
use wasm_bindgen::JsValue;
use yew::prelude::*;

/// A date and time of day, `at` as a server wrote it, as they are written where the reader of the language `tag` lives.
/// Nothing for what is not a date.
pub fn moment(at: &Timestamp, tag: &str) -> Html {
    let date = date(at);
    if date.get_time().is_nan() {
        return Html::default();
    }
    let machine = date.to_iso_string().as_string();
    html! { <time datetime={machine}>{ Moments::new(tag).of(&date) }</time> }
}

/// The same as texts, of many moments: the browser takes longer to make a formatter than to use it a hundred times.
#[derive(Debug)]
pub struct Moments(Function);

impl Moments {
    /// For readers of the language `tag`.
    #[must_use]
    pub fn new(tag: &str) -> Self {
        let style = Style { date_style: "medium", time_style: "short" };
        // Without options the browser writes both in its own way.
        let options = serde_wasm_bindgen::to_value(&style).unwrap_or_default();
        let locales = Array::of1(&locale(tag).into());
        Self(Intl::DateTimeFormat::new(&locales, &options.into()).format())
    }

    /// Nothing for what is not a date.
    #[must_use]
    pub fn words(&self, at: &Timestamp) -> String {
        let date = date(at);
        if date.get_time().is_nan() { String::new() } else { self.of(&date) }
    }

    fn of(&self, date: &Date) -> String {
        self.0.call1(&JsValue::UNDEFINED, date).ok().and_then(|words| words.as_string()).unwrap_or_default()
    }
}

/// What is typed into a field of date and time (`2026-11-24T18:30`, where the person lives), as the services write it.
/// `None` for what is no date.
#[must_use]
pub fn from_local(text: &str) -> Option<Timestamp> {
    let date = Date::new(&text.into());
    if text.is_empty() || date.get_time().is_nan() {
        return None;
    }
    date.to_iso_string().as_string().map(Timestamp::Iso)
}

/// The other way, for such a field; nothing for what is not a date.
#[must_use]
pub fn to_local(at: &Timestamp) -> String {
    let date = date(at);
    if date.get_time().is_nan() {
        return String::new();
    }
    let (day, time) = ((date.get_month() + 1, date.get_date()), (date.get_hours(), date.get_minutes()));
    format!("{:04}-{:02}-{:02}T{:02}:{:02}", date.get_full_year(), day.0, day.1, time.0, time.1)
}

/// Milliseconds since the Unix epoch.
#[must_use]
pub fn now() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "for the next 290 million years")]
    let now = Date::now() as i64;
    now
}

fn date(at: &Timestamp) -> Date {
    match at {
        Timestamp::Iso(text) => Date::new(&text.into()),
        #[expect(clippy::cast_precision_loss, reason = "a date that loses precision is none people live in")]
        Timestamp::Firestore { seconds, .. } => Date::new(&(*seconds as f64 * 1000.0).into()),
    }
}

/// How `Intl.DateTimeFormat` writes (ECMA-402, DateTimeFormat options).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Style {
    date_style: &'static str,
    time_style: &'static str,
}

/// The browser's own variety of the language in force (`es-AR`, `en-GB`), which knows the order of day and month; else
/// the language itself.
fn locale(tag: &str) -> String {
    let tags = web_sys::window().map(|window| window.navigator().languages());
    tags.into_iter()
        .flatten()
        .filter_map(|own| own.as_string())
        .find(|own| own.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case(tag)))
        .unwrap_or_else(|| tag.to_owned())
}
