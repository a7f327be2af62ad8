use yew::prelude::*;

/// A decorative icon from the sprite that start.js puts into the page; `name` is Lucide's, as in `assets/icons.svg`. Its meaning is always
/// said in words beside it.
pub fn icon(name: &'static str) -> Html {
    html! {
        <svg class={if name == "loader-circle" { "icon spin" } else { "icon" }} aria-hidden="true">
            <use href={format!("#i-{name}")} />
        </svg>
    }
}
