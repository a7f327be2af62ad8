use yew::prelude::*;

use super::icon::Icon;

/// The button that sends a form.
#[derive(Debug, PartialEq, Properties)]
pub struct SubmitProps {
    /// What it does.
    pub label: AttrValue,
    /// What is being done while `pending`.
    pub pending_label: AttrValue,
    /// Whether the answer is awaited.
    pub pending: bool,
}

/// The button that sends a form. While pending it says so and keeps the focus, which a disabled button would lose; the
/// form is expected to ignore being sent again.
#[component]
pub fn Submit(props: &SubmitProps) -> Html {
    let label = if props.pending { &props.pending_label } else { &props.label };
    html! {
        <>
            <button type="submit" class="button primary" aria-disabled={props.pending.then_some("true")}>
                if props.pending {
                    <Icon name="loader-circle" />
                }
                { label }
            </button>
            <span class="visually-hidden" role="status">
                { props.pending.then(|| props.pending_label.clone()) }
            </span>
        </>
    }
}
