use charlaton::components::{
    el::{all, el, text, when, worded},
    mounted::{Mounted, use_mounted},
};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

use crate::stage::{Heard, Stage, attribute, focused};

#[wasm_bindgen_test]
async fn an_element_has_its_class_and_its_children_in_order() {
    let stage = Stage::of(
        el("section", "card")
            .child(worded("h2", "", "Title"))
            .when(false, || worded("p", "", "hidden"))
            .children(vec![text("one "), text("two")])
            .html(),
    )
    .await;
    let section = stage.one("section");
    assert_eq!(attribute(&section, "class").as_deref(), Some("card"));
    assert_eq!(section.text_content().unwrap(), "Titleone two");
    assert_eq!(attribute(&stage.one("h2"), "class"), None);
}

/// What comes and goes must not take a text field that is being written into with it.
#[wasm_bindgen_test]
async fn what_is_there_or_not_leaves_its_neighbours_alone() {
    let view = |shown: bool| {
        all(vec![
            when(shown, || worded("p", "", "a notice")),
            html! { <input aria-label="Message" /> },
            el("div", "")
                .when(shown, || worded("p", "", "another"))
                .child(html! { <button>{ "Send" }</button> })
                .html(),
        ])
    };
    let mut stage = Stage::of(view(false)).await;
    let (input, button) = (stage.by_role("textbox", "Message"), stage.by_role("button", "Send"));
    input.focus().unwrap();
    for shown in [true, false, true] {
        stage.show(view(shown)).await;
        assert_eq!(stage.all("p").len(), if shown { 2 } else { 0 });
        assert!(stage.one("input").is_same_node(Some(&input)));
        assert!(stage.one("button").is_same_node(Some(&button)));
        assert_eq!(focused(), "Message");
    }
}

#[derive(PartialEq, Properties)]
struct TellProps {
    tell: Callback<Mounted>,
}

#[component]
fn Tell(props: &TellProps) -> Html {
    let mounted = use_mounted();
    props.tell.emit(mounted);
    Html::default()
}

#[wasm_bindgen_test]
async fn a_component_knows_whether_it_is_still_on_the_page() {
    let (heard, tell) = Heard::new();
    let mut stage = Stage::of(html! { <Tell {tell} /> }).await;
    let mounted = heard.all()[0].clone();
    assert!(mounted.get());
    stage.show(Html::default()).await;
    assert!(!mounted.get());
}
