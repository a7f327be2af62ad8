use charlaton::components::moment::{Moments, from_local, moment, now, to_local};
use charlaton_contract::rest::Timestamp;
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

use crate::stage::{Stage, attribute};

fn iso(text: &str) -> Timestamp {
    Timestamp::Iso(text.into())
}

#[wasm_bindgen_test]
async fn a_moment_is_written_for_people_and_for_programs() {
    let seconds = Timestamp::Firestore { seconds: 1_794_000_000, nanoseconds: 0 };
    let stage = Stage::of(html! {
        <>{ moment(&iso("2026-11-24T18:30:00.000Z"), "es") }{ moment(&seconds, "en") }{ moment(&iso("soon"), "en") }</>
    })
    .await;
    let times = stage.all("time");
    assert_eq!(times.len(), 2, "nothing is shown for what is no date");
    assert_eq!(attribute(&times[0], "datetime").as_deref(), Some("2026-11-24T18:30:00.000Z"));
    assert_eq!(attribute(&times[1], "datetime").as_deref(), Some("2026-11-06T21:20:00.000Z"));
    assert!(times[0].text_content().unwrap().contains("2026"));
}

#[wasm_bindgen_test]
fn a_moment_is_written_in_the_language_in_force() {
    let at = iso("2026-01-24T12:00:00.000Z");
    let (spanish, english) = (Moments::new("es"), Moments::new("en"));
    assert!(spanish.words(&at).contains("ene"), "{}", spanish.words(&at));
    assert!(english.words(&at).contains("Jan"), "{}", english.words(&at));
    assert_eq!(english.words(&iso("")), "");
}

#[wasm_bindgen_test]
fn what_is_typed_into_a_field_of_date_and_time_comes_back() {
    for text in ["2026-11-24T18:30", "2031-01-02T03:04"] {
        assert_eq!(to_local(&from_local(text).unwrap()), text);
    }
    assert!(from_local("").is_none() && from_local("soon").is_none());
    assert_eq!(to_local(&iso("soon")), "");
    assert!(now() > 1_700_000_000_000, "milliseconds");
}
