use yew::prelude::*;

use super::icon::icon;

/// A failure in words, what happened and what helps, beside `help`: the buttons or links that fix it.
pub fn problem(text: &'static str, help: Html) -> Html {
    html! {
        <div class="problem" role="alert">
            { icon("circle-alert") }
            <p>{ text }</p>
            { help }
        </div>
    }
}
