use yew::prelude::*;

/// Which icon.
#[derive(Debug, PartialEq, Properties)]
pub struct IconProps {
    /// Lucide's name, as in `assets/icons.svg`.
    pub name: &'static str,
}

/// A decorative icon from the sprite in the page. Its meaning is always said in words beside it.
#[component]
pub fn Icon(props: &IconProps) -> Html {
    html! {
        <svg class={classes!("icon", (props.name == "loader-circle").then_some("spin"))} aria-hidden="true">
            <use href={format!("#i-{}", props.name)} />
        </svg>
    }
}
