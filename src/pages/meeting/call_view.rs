//! What the meeting looks like: stage, bar, panels.

use charlaton_contract::limits::ROOM_PEOPLE;
use yew::prelude::*;

use super::{
    call::{self, Call, CopyAt, Panel, Press},
    chat_panel::chat_panel,
    errors::{Trouble, device_words},
    local::{DeviceView, Kind, LocalView},
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
        copy_link::{copy_link, pressed},
        dialog::dialog,
        page::Heading,
    },
    i18n::Texts,
    lib::media::LocalTrack,
};

impl Call {
    pub(super) fn view(&self, local: &LocalView, ui: Ui<'_>) -> Html {
        let texts = ui.texts;
        let Some(state) = &self.state else { return Html::default() };
        match &state.phase {
            Phase::Over(Over::Ended) => return Html::default(),
            Phase::Over(over) => return Trouble::from(over).page(None, texts),
            Phase::Entering { .. } | Phase::Inside | Phase::ServerLost => {}
        }
        html! {
            <div class={if self.panel.is_some() { "meeting with-panel" } else { "meeting" }}>
                <a class="skip-link" href="#controls">{ texts.meeting.controls }</a>
                <header class="meeting-header">
                    <Heading><span dir="auto">{ &self.room.name }</span></Heading>
                    <span class="meeting-code">
                        <span class="visually-hidden">{ texts.meeting.code }</span>{ self.room.id.as_str() }
                    </span>
                    { self.copy_link(CopyAt::Header, ui) }
                    <p class="meeting-status" role="status">{ status(state, texts) }</p>
                </header>
                <main id="main" class="meeting-main" ref={self.main.clone()}>
                    { stage(state, local, &self.tiling.node, texts) }
                    { sounds(state) }
                    if self.blocked {
                        { button("button primary unblock", texts.meeting.click_to_hear.into(), ui.on(Press::Hear)) }
                    }
                    if state.people.len() == 1 {
                        <p class="alone">{ texts.meeting.alone }</p>
                    }
                    <div class="device-problems" role="alert">
                        { device_problem(&local.microphone, Kind::Microphone, texts) }
                        { device_problem(&local.camera, Kind::Camera, texts) }
                    </div>
                </main>
                { self.aside(state, ui) }
                <footer id="controls" class="bar">
                    <div role="toolbar" aria-label={texts.meeting.controls}>
                        { switches(local, ui) }
                        { self.panel_control(Panel::Chat, self.unread(), (texts.meeting.unread)(self.unread()), ui) }
                        { self.panel_control(
                            Panel::People, state.people.len(), (texts.people_count)(state.people.len()), ui,
                        ) }
                        { Control {
                            class: "control danger",
                            ..Control::new("phone-off", texts.meeting.leave, ui.on(Press::Leave))
                        }.view() }
                    </div>
                </footer>
                if self.leaving {
                    { self.leave_dialog(ui) }
                }
            </div>
        }
    }

    pub(super) fn copy_link(&self, at: CopyAt, ui: Ui<'_>) -> Html {
        let onclick = ui.link.callback(move |event| meeting::Msg::Call(call::Msg::Copy(at, pressed(&event))));
        copy_link(self.copied[at as usize].is_some(), None, onclick, ui.texts)
    }

    fn aside(&self, state: &State, ui: Ui<'_>) -> Html {
        let (title, content) = match self.panel {
            None => return Html::default(),
            Some(Panel::Chat) => (ui.texts.meeting.chat, chat_panel(&self.chat, state, ui)),
            Some(Panel::People) => (ui.texts.meeting.people, people_panel(self, state, ui)),
        };
        html! {
            <aside class="panel">
                <header>
                    <h2>{ title }</h2>
                    { close_button(ui.texts, ui.on(Press::ClosePanel)) }
                </header>
                { content }
            </aside>
        }
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
        let content = html! {
            <>
                <p>{ texts.meeting.end_text }</p>
                <div class="actions">
                    { button("button primary", texts.meeting.leave_only.into(), ui.on(Press::LeaveOnly)) }
                    { button("button danger", texts.meeting.end_for_all.into(), ui.on(Press::EndForAll)) }
                </div>
            </>
        };
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

/// The switches of microphone and camera.
pub(super) fn switches(view: &LocalView, ui: Ui<'_>) -> Html {
    let words = &ui.texts.meeting;
    let switch = |kind, device: &DeviceView, icons: [&'static str; 2], labels: [&'static str; 2]| {
        let (icon, label) = if device.on { (icons[0], labels[0]) } else { (icons[1], labels[1]) };
        let onclick = ui.on(visit::Press::Want(kind, !device.on));
        let mut control = Control::new(if device.pending { "loader-circle" } else { icon }, label, onclick);
        control.busy = Some(device.pending);
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
    html! {
        <>
            { switch(Kind::Microphone, &view.microphone, ["mic", "mic-off"], [words.mic_off, words.mic_on]) }
            { switch(Kind::Camera, &view.camera, ["video", "video-off"], [words.camera_off, words.camera_on]) }
        </>
    }
}

/// What is wrong with a device, where it is seen.
fn device_problem(device: &DeviceView, kind: Kind, texts: &Texts) -> Html {
    match &device.error {
        Some(error) => html! { <p>{ device_words(error, kind, texts) }</p> },
        None => Html::default(),
    }
}

/// Our own picture as the others have it.
pub(super) fn own_camera(local: &LocalView) -> Option<&LocalTrack> {
    local.camera.track.as_ref().filter(|_| local.camera_live())
}
