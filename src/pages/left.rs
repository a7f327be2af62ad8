use charlaton_contract::RoomId;
use yew::prelude::*;

use crate::{
    components::{
        icon::icon,
        link::link,
        page::{Heading, Page},
    },
    i18n::Texts,
    routes,
};

/// What a meeting that is over leaves in the address.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct LeftQuery {
    /// Which one it was.
    pub room: Option<String>,
    /// `left`, `ended` or `removed`.
    pub why: Option<String>,
    /// How long one was in it.
    pub minutes: Option<u32>,
}

impl LeftQuery {
    /// What the present address says.
    pub(super) fn here() -> Self {
        let minutes = routes::query("minutes").and_then(|minutes| minutes.parse().ok());
        Self { room: routes::query("room"), why: routes::query("why"), minutes }
    }

    fn ended(&self) -> bool {
        self.why.as_deref() == Some("ended")
    }

    fn removed(&self) -> bool {
        self.why.as_deref() == Some("removed")
    }

    /// Where one can go back into: not a meeting that is over or one that one was put out of, nor what is no room.
    fn rejoin(&self) -> Option<RoomId> {
        RoomId::parse(self.room.as_deref()?).ok().filter(|_| !self.ended() && !self.removed())
    }
}

/// After a meeting: why it is over for this person, how long it was, and where to go from here.
pub(super) fn left_page(query: &LeftQuery, texts: &'static Texts) -> Html {
    let title = match query {
        _ if query.ended() => texts.left.ended_title,
        _ if query.removed() => texts.left.removed_title,
        _ => texts.left.left_title,
    };
    html! {
        <Page {title} narrow=true>
            <div class="centred">
                <span class="left-badge">{ icon(if query.ended() { "check" } else { "log-out" }) }</span>
                <Heading>{ title }</Heading>
                if query.ended() {
                    <p>{ texts.left.ended_text }</p>
                }
                if let Some(minutes) = query.minutes {
                    <p class="hint">{ (texts.left.lasted)(minutes) }</p>
                }
                <div class="actions">
                    if let Some(room) = query.rejoin() {
                        { link(routes::join(&room), "button primary", texts.left.rejoin) }
                    }
                    { link(routes::DASHBOARD, "button", texts.left.to_rooms) }
                </div>
            </div>
        </Page>
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn one_goes_back_into_a_meeting_that_goes_on() {
        let rejoin = |room: &str, why: &str| {
            LeftQuery { room: Some(room.into()), why: Some(why.into()), minutes: None }.rejoin().is_some()
        };
        assert!(rejoin("abc-xyz", "left"));
        assert!(!rejoin("abc-xyz", "ended"));
        assert!(!rejoin("abc-xyz", "removed"));
        assert!(!rejoin("../login", "left"));
        assert!(LeftQuery::default().rejoin().is_none());
    }
}
