use yew::prelude::*;

use super::icon::icon;

/// A microphone or camera switch.
#[derive(Debug)]
pub struct ToggleButton {
    /// As it is wished for.
    pub on: bool,
    /// The device has not followed yet.
    pub pending: bool,
    /// It cannot be had at the moment.
    pub failed: bool,
    /// Icons for on and off.
    pub icons: (&'static str, &'static str),
    /// What a press does while it is on and while it is off.
    pub labels: (&'static str, &'static str),
    /// A press.
    pub onclick: Callback<MouseEvent>,
}

impl ToggleButton {
    /// Shows the wish at once and that it is pending; says what a press will do.
    pub fn view(self) -> Html {
        let choose = |(on, off): (&'static str, &'static str)| if self.on { on } else { off };
        let label = choose(self.labels);
        html! {
            <button type="button" class={classes!("control", (!self.on).then_some("off"), self.failed.then_some("failed"))}
                aria-label={label} title={label} aria-busy={self.pending.to_string()} data-badge={self.failed.then_some("!")}
                onclick={self.onclick}>
                { icon(if self.pending { "loader-circle" } else { choose(self.icons) }) }
            </button>
        }
    }
}
