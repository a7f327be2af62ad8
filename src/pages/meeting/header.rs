//! Above the stage: which meeting it is, for how long one is in it, how to bring others, and what is wrong with it.

use charlaton_contract::limits::ROOM_PEOPLE;
use yew::prelude::*;

use super::{
    call::Call,
    comfort,
    copying::CopyAt,
    meeting::Ui,
    state::{Phase, State, Wait},
};
use crate::{
    components::{
        beside::Beside,
        el::{el, text, worded},
        icon::icon,
        page::Heading,
    },
    i18n::Texts,
};

impl Call {
    pub(super) fn header(&self, state: &State, ui: Ui<'_>) -> Html {
        let (name, id) = (self.room.name.clone(), self.room.id.to_string());
        let hidden = |words| worded("span", "visually-hidden", words);
        let invite = ui.on(comfort::Press::Show(Beside::Invitation));
        el("header", "meeting-header")
            .child(html! { <Heading><span dir="auto">{ text(name) }</span></Heading> })
            // What is written into it is not of the virtual DOM.
            .child(el("span", "meeting-time").child(hidden(ui.texts.bar.time)).child(html! {
                <span role="timer" ref={self.comfort.clock.clone()}></span>
            }))
            .child(el("span", "meeting-code").child(hidden(ui.texts.meeting.code)).text(id))
            .child(self.copy_link(CopyAt::Header, ui))
            .child(html! {
                <button type="button" class="button square" aria-label={ui.texts.bar.invite}
                    title={ui.texts.bar.invite} onclick={invite}>
                    { icon("qr-code") }
                </button>
            })
            .child(html! { <p class="meeting-status" role="status">{ text(status(state, ui.texts)) }</p> })
            .html()
    }
}

fn status(state: &State, texts: &Texts) -> AttrValue {
    let words = match state.phase {
        Phase::Entering(Wait::Join) => texts.meeting.joining,
        Phase::Entering(Wait::Unreachable) => texts.errors.chat_unreachable_text,
        Phase::Entering(Wait::Refused) => texts.meeting.refused,
        Phase::ServerLost => texts.meeting.server_lost,
        Phase::Inside if state.behind => texts.meeting.behind,
        Phase::Inside if state.people.len() > ROOM_PEOPLE => {
            return (texts.meeting.room_is_full)(ROOM_PEOPLE).into();
        }
        Phase::Inside | Phase::Outside(_) | Phase::Over(_) => "",
    };
    words.into()
}

/// So many seconds as a clock has them.
pub(super) fn lasting(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        hours => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::lasting;

    #[test]
    fn a_clock_has_hours_when_there_are_any() {
        let shown = [0, 59, 60, 3599, 3600, 36_061].map(lasting);
        assert_eq!(shown, ["0:00", "0:59", "1:00", "59:59", "1:00:00", "10:01:01"]);
    }
}
