//! What the meeting looks like: header, stage, panels, bar.

use yew::prelude::*;

use super::{
    call::{Call, Panel, Press},
    chat_panel::chat_panel,
    copying::{self, CopyAt, to_call},
    devices::{DeviceView, Kind, LocalView},
    errors::{Trouble, device_name, device_words},
    gestures, knocks,
    meeting::{self, Ui},
    people_panel::people_panel,
    stage::{sounds, stage},
    state::{Over, Phase, State},
    visit,
};
use crate::{
    components::{
        button::{button, close_button},
        copy_link::{copy_button, copy_link, pressed},
        dialog::dialog,
        el::{all, el, text, when, worded},
    },
    lib::media::LocalTrack,
};

impl Call {
    pub(super) fn view(&self, local: &LocalView, ui: Ui<'_>) -> Html {
        let texts = ui.texts;
        let Some(state) = &self.state else { return Html::default() };
        match &state.phase {
            Phase::Over(Over::Ended | Over::Removed) => return Html::default(),
            Phase::Over(over) => return Trouble::from(over).page(None, texts),
            Phase::Outside(door) => return knocks::outside(*door, self.since, ui),
            Phase::Entering(_) | Phase::Inside | Phase::ServerLost => {}
        }
        let class = if self.panel.is_some() { "meeting with-panel" } else { "meeting" };
        el("div", class)
            .child(html! { <a class="skip-link" href="#controls">{ text(texts.meeting.controls) }</a> })
            .child(self.header(state, ui))
            .child(self.main(state, local, ui))
            .child(self.aside(state, local, ui))
            .when(self.panel != Some(Panel::People), || knocks::knocks(state, ui))
            .child(self.bar(state, local, ui))
            .child(gestures::said(state))
            .child(self.removal.view(ui))
            .when(self.leaving, || self.leave_dialog(ui))
            .html()
    }

    fn main(&self, state: &State, local: &LocalView, ui: Ui<'_>) -> Html {
        let words = &ui.texts.meeting;
        let unblock = || button("button primary unblock", text(words.click_to_hear), ui.on(Press::Hear));
        let problems = all(vec![
            device_news(&local.microphone, Kind::Microphone, ui),
            device_news(&local.camera, Kind::Camera, ui),
        ]);
        let content = all(vec![
            stage(self, state, local, ui),
            sounds(state, &self.staging),
            when(self.blocked, unblock),
            when(state.people.len() == 1, || worded("p", "alone", words.alone)),
            html! { <div class="device-problems" role="alert">{ problems }</div> },
        ]);
        html! { <main id="main" class="meeting-main" ref={self.main.clone()}>{ content }</main> }
    }

    pub(super) fn copy_link(&self, at: CopyAt, ui: Ui<'_>) -> Html {
        let onclick = ui.link.callback(move |event| to_call(copying::Msg::Copy(at, pressed(&event))));
        let copied = self.copied[at as usize].is_some();
        match at {
            CopyAt::Header | CopyAt::People => copy_link(copied, None, onclick, ui.texts),
            CopyAt::Report | CopyAt::Menu => {
                copy_button(copied, ("copy", ui.texts.quality.copy_report), None, onclick, ui.texts)
            }
        }
    }

    fn aside(&self, state: &State, local: &LocalView, ui: Ui<'_>) -> Html {
        let (title, content) = match self.panel {
            None => return Html::default(),
            Some(Panel::Chat) => (ui.texts.meeting.chat, chat_panel(&self.chat, state, ui)),
            Some(Panel::People) => (ui.texts.meeting.people, people_panel(self, state, local, ui)),
        };
        let close = close_button(ui.texts, ui.on(Press::ClosePanel));
        let header = el("header", "").child(worded("h2", "", title)).child(close);
        el("aside", "panel").child(header).child(content).html()
    }

    /// The host chooses between leaving and ending.
    fn leave_dialog(&self, ui: Ui<'_>) -> Html {
        let texts = ui.texts;
        let onclose = ui.link.callback(|()| meeting::Msg::Press(Press::Stay.into()));
        let actions = el("div", "actions")
            .child(button("button primary", text(texts.meeting.leave_only), ui.on(Press::LeaveOnly)))
            .child(button("button danger", text(texts.meeting.end_for_all), ui.on(Press::EndForAll)))
            .html();
        let content = all(vec![worded("p", "", texts.meeting.end_text), actions]);
        dialog(&self.dialog, texts.meeting.leave_title, onclose, content, texts)
    }
}

/// What is wrong with a device, or could be better, where it is seen.
fn device_news(device: &DeviceView, kind: Kind, ui: Ui<'_>) -> Html {
    let words = &ui.texts.meeting;
    let problem = match &device.error {
        Some(error) => Some(device_words(error, kind, ui.texts)),
        None if device.on && device.interrupted => {
            Some((words.device_interrupted)(&device_name(kind, ui.texts)))
        }
        None => None,
    };
    let offer = device.offer.as_ref().map(|offer| {
        let name = if offer.label.is_empty() { device_name(kind, ui.texts) } else { offer.label.clone() };
        el("div", "device-offer")
            .child(worded("p", "", (words.device_came)(&name)))
            .child(button("button primary", text(words.device_use), ui.on(visit::Press::Use(kind))))
            .child(close_button(ui.texts, ui.on(visit::Press::DoNotUse(kind))))
            .html()
    });
    all(problem.map(|problem| worded("p", "", problem)).into_iter().chain(offer).collect())
}

/// Our own picture as the others have it.
pub(super) fn own_camera(local: &LocalView) -> Option<&LocalTrack> {
    local.camera.track.as_ref().filter(|_| local.camera_live())
}
