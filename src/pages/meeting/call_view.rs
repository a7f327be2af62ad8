//! What the meeting looks like: stage, bar, panels.

use charlaton_contract::limits::ROOM_PEOPLE;
use yew::prelude::*;

use super::{
    call::{self, Call, CopyAt, Panel, Press},
    chat_panel::chat_panel,
    devices::{DeviceView, Kind, LocalView},
    errors::{Trouble, device_name, device_words},
    meeting::{self, Ui},
    people_panel::people_panel,
    stage::{sounds, stage},
    state::{Over, Phase, State},
    visit,
};
use crate::{
    components::{
        button::{button, close_button},
        control::Control,
        copy_link::{copy_button, copy_link, pressed},
        dialog::dialog,
        el::{all, el, text, when, worded},
        page::Heading,
    },
    i18n::Texts,
    lib::{media::LocalTrack, signaling::JoinRefusal},
};

impl Call {
    pub(super) fn view(&self, local: &LocalView, ui: Ui<'_>) -> Html {
        let texts = ui.texts;
        let Some(state) = &self.state else { return Html::default() };
        match &state.phase {
            Phase::Over(Over::Ended) => return Html::default(),
            Phase::Over(over) => {
                let private = *over == Over::Refused(JoinRefusal::Private);
                let again = private.then(|| ui.on(visit::Press::TryAgain));
                return Trouble::from(over).page(again, texts);
            }
            Phase::Entering { .. } | Phase::Inside | Phase::ServerLost => {}
        }
        let class = if self.panel.is_some() { "meeting with-panel" } else { "meeting" };
        el("div", class)
            .child(html! { <a class="skip-link" href="#controls">{ text(texts.meeting.controls) }</a> })
            .child(self.header(state, ui))
            .child(self.main(state, local, ui))
            .child(self.aside(state, local, ui))
            .child(self.bar(state, local, ui))
            .when(self.leaving, || self.leave_dialog(ui))
            .html()
    }

    fn header(&self, state: &State, ui: Ui<'_>) -> Html {
        let (name, id) = (self.room.name.clone(), self.room.id.to_string());
        let code = worded("span", "visually-hidden", ui.texts.meeting.code);
        el("header", "meeting-header")
            .child(html! { <Heading><span dir="auto">{ text(name) }</span></Heading> })
            .child(el("span", "meeting-code").child(code).text(id))
            .child(self.copy_link(CopyAt::Header, ui))
            .child(html! { <p class="meeting-status" role="status">{ text(status(state, ui.texts)) }</p> })
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
            stage(state, local, &self.tiling.node, self.audio_only, ui.texts),
            sounds(state),
            when(self.blocked, unblock),
            when(state.people.len() == 1, || worded("p", "alone", words.alone)),
            html! { <div class="device-problems" role="alert">{ problems }</div> },
        ]);
        html! { <main id="main" class="meeting-main" ref={self.main.clone()}>{ content }</main> }
    }

    fn bar(&self, state: &State, local: &LocalView, ui: Ui<'_>) -> Html {
        let words = &ui.texts.meeting;
        let ((unread, private), people) = (self.unread(), state.people.len());
        let mut unread_words = (words.unread)(unread);
        if private > 0 {
            unread_words += &(ui.texts.chat.unread_private)(private);
        }
        let mut leave = Control::new("phone-off", words.leave, ui.on(Press::Leave));
        leave.class = "control danger";
        let controls = all(vec![
            switches(local, true, ui),
            self.panel_control(Panel::Chat, unread, unread_words, ui),
            self.panel_control(Panel::People, people, (ui.texts.people_count)(people), ui),
            leave.view(),
        ]);
        html! {
            <footer id="controls" class="bar">
                <div role="toolbar" aria-label={words.controls}>{ controls }</div>
            </footer>
        }
    }

    pub(super) fn copy_link(&self, at: CopyAt, ui: Ui<'_>) -> Html {
        let onclick = ui.link.callback(move |event| meeting::Msg::Call(call::Msg::Copy(at, pressed(&event))));
        let copied = self.copied[at as usize].is_some();
        match at {
            CopyAt::Header | CopyAt::People => copy_link(copied, None, onclick, ui.texts),
            CopyAt::Report => {
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

    /// Opens and closes a panel; counts what is in it.
    fn panel_control(&self, panel: Panel, count: usize, count_words: String, ui: Ui<'_>) -> Html {
        let (icon, label, count_id) = match panel {
            Panel::Chat => ("message-square", ui.texts.meeting.chat, "message-square-count"),
            Panel::People => ("users", ui.texts.meeting.people, "users-count"),
        };
        let mut control = Control::new(icon, label, ui.on(Press::Toggle(panel)));
        control.expanded = Some(self.panel == Some(panel));
        if count > 0 {
            control.badge = Some(count.to_string().into());
            control.note = Some((count_id, count_words));
        }
        control.view()
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

fn status(state: &State, texts: &Texts) -> AttrValue {
    let words = match state.phase {
        Phase::Entering { troubled: false } => texts.meeting.joining,
        Phase::Entering { troubled: true } => texts.errors.chat_unreachable_text,
        Phase::ServerLost => texts.meeting.server_lost,
        Phase::Inside if state.people.len() > ROOM_PEOPLE => {
            return (texts.meeting.room_is_full)(ROOM_PEOPLE).into();
        }
        Phase::Inside | Phase::Over(_) => "",
    };
    words.into()
}

/// The switches of microphone and camera. In a call there is a key besides.
pub(super) fn switches(view: &LocalView, in_call: bool, ui: Ui<'_>) -> Html {
    let words = &ui.texts.meeting;
    let switch = |kind, device: &DeviceView, icons: [&'static str; 2], labels: [&'static str; 2]| {
        let (icon, label) = if device.on { (icons[0], labels[0]) } else { (icons[1], labels[1]) };
        let onclick = ui.on(visit::Press::Want(kind, !device.on));
        let mut control = Control::new(if device.pending { "loader-circle" } else { icon }, label, onclick);
        control.busy = Some(device.pending);
        if kind == Kind::Microphone && !device.on && in_call {
            control.hint = words.hold_to_talk.into();
        }
        let failed = device.error.is_some();
        control.badge = failed.then_some("!".into());
        control.class = match (device.on, failed) {
            (true, false) => "control",
            (false, false) => "control off",
            (true, true) => "control failed",
            (false, true) => "control off failed",
        };
        control.view()
    };
    all(vec![
        switch(Kind::Microphone, &view.microphone, ["mic", "mic-off"], [words.mic_off, words.mic_on]),
        switch(Kind::Camera, &view.camera, ["video", "video-off"], [words.camera_off, words.camera_on]),
    ])
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
