use yew::prelude::*;

use super::{el::text, icon::icon};

/// A round button of the bar: an icon, and words for who does not see it.
#[derive(Debug)]
pub struct Control {
    /// Lucide's name.
    pub icon: &'static str,
    /// What a press does.
    pub label: AttrValue,
    /// What its tip says.
    pub hint: AttrValue,
    /// The key that does the same.
    pub key: Option<&'static str>,
    /// How it looks.
    pub class: &'static str,
    /// For a switch: whether what it switches has not followed yet.
    pub busy: Option<bool>,
    /// For a switch: whether it is on.
    pub pressed: Option<bool>,
    /// For what opens something: whether that is open.
    pub expanded: Option<bool>,
    /// In its corner.
    pub badge: Option<AttrValue>,
    /// An id, and what the badge means.
    pub note: Option<(&'static str, String)>,
    /// The id of the menu it opens.
    pub menu: Option<AttrValue>,
    /// A press.
    pub onclick: Callback<MouseEvent>,
}

impl Control {
    /// A plain one.
    pub fn new(icon: &'static str, label: impl Into<AttrValue>, onclick: Callback<MouseEvent>) -> Self {
        let label = label.into();
        Self {
            icon,
            hint: label.clone(),
            label,
            key: None,
            class: "control",
            busy: None,
            pressed: None,
            expanded: None,
            badge: None,
            note: None,
            menu: None,
            onclick,
        }
    }

    /// The button.
    pub fn view(self) -> Html {
        let flag = |on: bool| if on { "true" } else { "false" };
        let hint = match self.key {
            Some(key) => format!("{} ({key})", self.hint).into(),
            None => self.hint,
        };
        html! {
            <button type="button" class={self.class} aria-label={self.label} title={hint}
                aria-keyshortcuts={self.key} aria-busy={self.busy.map(flag)} aria-pressed={self.pressed.map(flag)}
                aria-expanded={self.expanded.map(flag)} data-badge={self.badge}
                aria-describedby={self.note.as_ref().map(|(id, _)| *id)} popovertarget={self.menu} onclick={self.onclick}>
                { icon(self.icon) }
                if let Some((id, words)) = self.note {
                    <span class="visually-hidden" {id}>{ text(words) }</span>
                }
            </button>
        }
    }
}
