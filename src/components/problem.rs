use yew::prelude::*;

use super::icon::Icon;

/// Something that went wrong and the way out of it.
#[derive(Debug, PartialEq, Properties)]
pub struct ProblemProps {
    /// What happened and what helps, in a sentence or two.
    pub text: AttrValue,
    /// Buttons or links that help.
    #[prop_or_default]
    pub children: Html,
}

/// A failure in words beside what fixes it.
#[component]
pub fn Problem(props: &ProblemProps) -> Html {
    html! {
        <div class="problem" role="alert">
            <Icon name="circle-alert" />
            <p>{ &props.text }</p>
            { props.children.clone() }
        </div>
    }
}
