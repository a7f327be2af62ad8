//! Below the stage: the controls, and the menus they open.

use yew::prelude::*;

use super::{
    call::{Call, Panel, Press},
    comfort,
    copying::{self, CopyAt, to_call},
    devices::{DeviceView, Kind, LocalView, of_kind},
    gestures,
    lobby::device_label,
    meeting::{self, Ui},
    state::{Person, State},
    tile_menu::layout_items,
    visit,
};
use crate::{
    components::{
        beside::Beside,
        control::Control,
        copy_link::pressed,
        el::{all, el, when, worded},
        menu::{menu, menu_item},
    },
    lib::{media::DeviceInfo, notify, page::OnTop},
};

/// The id of the menu of what is needed less.
const MORE: &str = "more-menu";

impl Call {
    pub(super) fn bar(&self, state: &State, local: &LocalView, ui: Ui<'_>) -> Html {
        let words = &ui.texts.meeting;
        let ((unread, private), people) = (self.unread(), state.people.len());
        let mut unread_words = (words.unread)(unread);
        if private > 0 {
            unread_words += &(ui.texts.chat.unread_private)(private);
        }
        let mut leave = Control::new("phone-off", words.leave, ui.on(Press::Leave));
        leave.class = "control danger";
        let controls = all(vec![
            switches(local, Some(self), ui),
            self.sharing.control(self.comfort.key("S"), ui),
            gestures::controls(state, self.comfort.key("H"), ui),
            self.panel_control(Panel::Chat, unread, unread_words, ui),
            self.panel_control(Panel::People, people, (ui.texts.people_count)(people), ui),
            self.more(state, ui),
            leave.view(),
        ]);
        html! {
            <footer id="controls" class="bar">
                <div role="toolbar" aria-label={words.controls}>{ controls }</div>
            </footer>
        }
    }

    /// Opens and closes a panel; counts what is in it.
    fn panel_control(&self, panel: Panel, count: usize, count_words: String, ui: Ui<'_>) -> Html {
        let (icon, label, key, count_id) = match panel {
            Panel::Chat => ("message-square", ui.texts.meeting.chat, "C", "message-square-count"),
            Panel::People => ("users", ui.texts.meeting.people, "P", "users-count"),
        };
        let mut control = Control::new(icon, label, ui.on(Press::Toggle(panel)));
        control.expanded = Some(self.panel == Some(panel));
        control.key = self.comfort.key(key);
        if count > 0 {
            control.badge = Some(count.to_string().into());
            control.note = Some((count_id, count_words));
        }
        control.view()
    }

    fn more(&self, state: &State, ui: Ui<'_>) -> Html {
        let (texts, words, comfort) = (ui.texts, &ui.texts.bar, &self.comfort);
        let item = |icon, label: AttrValue, chosen, press: meeting::Press| {
            menu_item(MORE.into(), icon, label, chosen, ui.on(press))
        };
        let switch = |icons: [&'static str; 2], label: &'static str, on: bool, press: comfort::Press| {
            item(icons[usize::from(!on)], label.into(), Some(on), press.into())
        };
        let keyed = |label: &'static str, key| match comfort.key(key) {
            Some(key) => format!("{label} ({key})").into(),
            None => label.into(),
        };
        let shows = |person: &Person| !person.is_me && person.media.is_none_or(|media| media.camera_enabled);
        let others_show = || state.people.iter().any(|person| shows(person));
        let full = comfort.full_screen.is_on();
        let full_icon = if full { "minimize" } else { "maximize" };
        let on_top = comfort.on_top.is_some();
        let copy_report =
            ui.link.callback(|event| to_call(copying::Msg::Copy(CopyAt::Menu, pressed(&event))));
        // Each choice of the meeting is a line.
        let mut items = vec![
            item("qr-code", words.invite.into(), None, comfort::Press::Show(Beside::Invitation).into()),
            item(
                "headphones",
                texts.quality.sound_only.into(),
                Some(self.audio_only),
                Press::AudioOnly.into(),
            ),
            when(comfort.full_screen.is_offered(), || {
                item(full_icon, keyed(words.full_screen, "F"), Some(full), comfort::Press::FullScreen.into())
            }),
            when(OnTop::is_offered() && (on_top || others_show()), || {
                let press = comfort::Press::OnTop.into();
                item("picture-in-picture-2", words.on_top.into(), Some(on_top), press)
            }),
            switch(["volume-2", "volume-x"], words.sounds, comfort.likes.sounds, comfort::Press::Sounds),
            when(notify::is_offered(), || {
                let label = texts.common.notifications;
                switch(["bell", "bell-off"], label, comfort.notifies(), comfort::Press::Notices)
            }),
            switch(["keyboard", "keyboard-off"], words.letters, comfort.likes.keys, comfort::Press::Keys),
            item("info", keyed(words.keys, "?"), None, comfort::Press::Show(Beside::Keys).into()),
            menu_item(MORE.into(), "copy", texts.quality.copy_report, None, copy_report),
        ];
        items.extend(layout_items(MORE.into(), self.staging.wishes(), ui));
        menu(MORE.into(), words.more.into(), Control::new("ellipsis", words.more, Callback::noop()), items)
    }
}

/// The switches of microphone and camera. In a call there are keys besides, and menus of the devices.
pub(super) fn switches(view: &LocalView, call: Option<&Call>, ui: Ui<'_>) -> Html {
    let (words, menus) = (&ui.texts.meeting, &ui.texts.bar);
    let mut microphone =
        switch(Kind::Microphone, &view.microphone, ["mic", "mic-off"], [words.mic_off, words.mic_on], ui);
    let mut camera =
        switch(Kind::Camera, &view.camera, ["video", "video-off"], [words.camera_off, words.camera_on], ui);
    let Some(call) = call else { return all(vec![microphone.view(), camera.view()]) };
    if !view.microphone.on {
        microphone.hint = words.hold_to_talk.into();
    }
    microphone.key = call.comfort.key("M");
    camera.key = call.comfort.key("V");
    let mut microphones = choices("microphones", Kind::Microphone, &view.microphone, view, ui);
    let speakers = choices("microphones", Kind::Speaker, &view.speaker, view, ui);
    if !speakers.is_empty() {
        microphones.push(worded("p", "menu-title", ui.texts.lobby.speaker));
        microphones.extend(speakers);
    }
    let cameras = choices("cameras", Kind::Camera, &view.camera, view, ui);
    all(vec![
        split(microphone, "microphones", menus.choose_microphone, microphones),
        split(camera, "cameras", menus.choose_camera, cameras),
    ])
}

fn switch(
    kind: Kind,
    device: &DeviceView,
    icons: [&'static str; 2],
    labels: [&'static str; 2],
    ui: Ui<'_>,
) -> Control {
    let now = usize::from(!device.on);
    let onclick = ui.on(visit::Press::Want(kind, !device.on));
    let icon = if device.pending { "loader-circle" } else { icons[now] };
    let mut control = Control::new(icon, labels[now], onclick);
    control.busy = Some(device.pending);
    let failed = device.error.is_some();
    control.badge = failed.then_some("!".into());
    control.class = match (device.on, failed) {
        (true, false) => "control",
        (false, false) => "control off",
        (true, true) => "control failed",
        (false, true) => "control off failed",
    };
    control
}

/// A switch and, where there is anything to choose, the menu of it.
fn split(switch: Control, id: &'static str, label: &'static str, items: Vec<Html>) -> Html {
    if items.is_empty() {
        return switch.view();
    }
    let mut trigger = Control::new("chevron-up", label, Callback::noop());
    trigger.class = "control choose";
    el("div", "split").child(switch.view()).child(menu(id.into(), label.into(), trigger, items)).html()
}

/// The devices of one kind, for the menu of this id.
fn choices(id: &'static str, kind: Kind, device: &DeviceView, view: &LocalView, ui: Ui<'_>) -> Vec<Html> {
    let in_use = device.in_use();
    let choice = |(index, info): (usize, &DeviceInfo)| {
        let chosen = in_use.as_deref() == Some(info.id.as_str());
        let device = info.id.clone();
        let onclick = ui.link.callback(move |_: MouseEvent| {
            meeting::Msg::Visit(visit::Msg::Choose(kind, Some(device.clone())))
        });
        menu_item(id.into(), "check", device_label(index, info, ui.texts), Some(chosen), onclick)
    };
    of_kind(&view.available, kind).into_iter().enumerate().map(choice).collect()
}
