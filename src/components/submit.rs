use yew::prelude::*;

use super::icon::icon;

/// The button that sends a form: what it does and, while `pending`, what is being done. It keeps the focus then, which
/// a disabled button would lose; the form is expected to ignore being sent again.
pub fn submit(label: &'static str, pending_label: &'static str, pending: bool) -> Html {
    html! {
        <>
            <button type="submit" class="button primary" aria-disabled={pending.then_some("true")}>
                if pending {
                    { icon("loader-circle") }
                }
                { if pending { pending_label } else { label } }
            </button>
            <span class="visually-hidden" role="status">{ pending.then_some(pending_label) }</span>
        </>
    }
}
