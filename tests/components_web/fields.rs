use charlaton::components::{
    field::{self, Field},
    join_form::JoinForm,
};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

use crate::stage::{Heard, Stage, attribute, description_of, focused, press, rendered, script, write};

fn email(error: Option<&'static str>, oninput: &Callback<String>) -> Html {
    html! {
        <Field id="email" label="E-mail" kind="email" autocomplete="email" inputmode="email" value="ana@example"
            hint="Where the link goes" error={error.map(AttrValue::from)} oninput={oninput.clone()} />
    }
}

#[wasm_bindgen_test]
async fn a_field_is_named_by_its_label_and_described_by_its_hint() {
    let (heard, oninput) = Heard::new();
    let stage = Stage::of(email(None, &oninput)).await;
    let input = stage.by_role("textbox", "E-mail");
    assert_eq!(description_of(&input), "Where the link goes");
    assert_eq!(attribute(&input, "aria-required").as_deref(), Some("true"));
    assert_eq!(attribute(&input, "aria-invalid"), None);
    for (name, value) in
        [("type", "email"), ("autocomplete", "email"), ("inputmode", "email"), ("name", "email")]
    {
        assert_eq!(attribute(&input, name).as_deref(), Some(value));
    }
    write(&input, "ana@example.com").await;
    assert_eq!(heard.all(), ["ana@example.com"]);
}

#[wasm_bindgen_test]
async fn a_mistake_takes_the_place_of_the_hint_and_is_announced() {
    let (_, oninput) = Heard::new();
    let mut stage = Stage::of(email(None, &oninput)).await;
    let (input, alert) = (stage.by_role("textbox", "E-mail"), stage.one("[role=alert]"));
    assert_eq!(alert.text_content().unwrap(), "", "it is there before, so that it is announced");
    stage.show(email(Some("Write an e-mail address"), &oninput)).await;
    assert!(stage.one("[role=alert]").is_same_node(Some(&alert)));
    assert_eq!(alert.text_content().unwrap(), "Write an e-mail address");
    assert_eq!(attribute(&input, "aria-invalid").as_deref(), Some("true"));
    assert_eq!(description_of(&input), "Write an e-mail address");
    assert!(!stage.text().contains("Where the link goes"));
    stage.show(email(None, &oninput)).await;
    assert_eq!(attribute(&input, "aria-invalid"), None);
}

#[wasm_bindgen_test]
async fn a_password_is_shown_while_one_wants() {
    let stage = Stage::of(html! {
        <Field id="password" label="Password" kind="password" value="llave" required=false
            oninput={Callback::noop()} />
    })
    .await;
    let input = stage.one("input");
    assert_eq!(attribute(&input, "type").as_deref(), Some("password"));
    assert_eq!(attribute(&input, "aria-required").as_deref(), Some("false"));
    let show = stage.by_role("button", "Show password");
    assert_eq!(attribute(&show, "aria-pressed").as_deref(), Some("false"));
    show.focus().unwrap();
    press(&show).await;
    assert_eq!(attribute(&input, "type").as_deref(), Some("text"));
    assert_eq!(focused(), "Hide password");
    assert_eq!(attribute(&show, "aria-pressed").as_deref(), Some("true"));
    press(&stage.by_role("button", "Hide password")).await;
    assert_eq!(attribute(&input, "type").as_deref(), Some("password"));
}

#[wasm_bindgen_test]
async fn a_form_leads_to_its_first_mistake() {
    let (_, oninput) = Heard::new();
    let _stage = Stage::of(email(None, &oninput)).await;
    field::focus("nobody");
    field::focus("email");
    assert_eq!(focused(), "E-mail");
}

#[wasm_bindgen_test]
async fn what_is_no_code_is_said_where_it_was_written() {
    let stage = Stage::of(html! { <JoinForm /> }).await;
    let input = stage.by_role("textbox", "Code or link");
    assert_eq!(description_of(&input), "For example abc-xyz");
    for wrong in ["", "hello", "https://example.org"] {
        write(&input, wrong).await;
        assert_eq!(attribute(&input, "aria-invalid"), None, "writing takes the mistake away");
        stage.by_role("button", "Join").focus().unwrap();
        script(&stage.one("form"), "it.requestSubmit()");
        rendered().await;
        assert_eq!(attribute(&input, "aria-invalid").as_deref(), Some("true"), "{wrong}");
        assert!(description_of(&input).starts_with("That is not a meeting code or link"), "{wrong}");
        assert_eq!(focused(), "Code or link");
    }
}
