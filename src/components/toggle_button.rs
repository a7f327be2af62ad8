use yew::prelude::*;

use super::icon::Icon;

/// A microphone or camera switch.
#[derive(Debug, PartialEq, Properties)]
pub struct ToggleButtonProps {
    /// As it is wished for.
    pub on: bool,
    /// The device has not followed yet.
    pub pending: bool,
    /// It cannot be had at the moment.
    #[prop_or_default]
    pub failed: bool,
    /// Icons for on and off.
    pub icons: (&'static str, &'static str),
    /// What a press does while it is on and while it is off.
    pub labels: (&'static str, &'static str),
    /// A press.
    pub onclick: Callback<()>,
}

/// Shows the wish at once and that it is pending; says what a press will do.
#[component]
pub fn ToggleButton(props: &ToggleButtonProps) -> Html {
    let choose = |(on, off): (&'static str, &'static str)| if props.on { on } else { off };
    let label = choose(props.labels);
    html! {
        <button type="button" class={classes!("control", (!props.on).then_some("off"), props.failed.then_some("failed"))}
            aria-label={label} title={label} aria-busy={props.pending.to_string()} data-badge={props.failed.then_some("!")}
            onclick={props.onclick.reform(|_| ())}>
            <Icon name={if props.pending { "loader-circle" } else { choose(props.icons) }} />
        </button>
    }
}
