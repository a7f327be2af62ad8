//! What can be done about somebody: the same beside their name and on their tile.

use yew::prelude::*;

use super::{
    call::{self, Call},
    chat_panel::write_to,
    gestures::on,
    hosting,
    machine::Wish,
    meeting::{self, Ui},
    state::{Person, State},
};
use crate::{
    components::{
        control::Control,
        menu::{menu, menu_item},
    },
    i18n::Texts,
    lib::webrtc::Request,
};

/// The items of the menu `id` of one person; `others` come first.
pub(super) fn person_menu_items(
    person: &Person,
    id: &AttrValue,
    mut others: Vec<Html>,
    (call, state): (&Call, &State),
    ui: Ui<'_>,
) -> Vec<Html> {
    if person.is_me {
        return others;
    }
    let write = (ui.texts.chat.label_private)(&person.name);
    others.push(menu_item(id.clone(), "message-square", write, None, write_to(&person.id, ui)));
    if !call.is_host {
        return others;
    }
    let words = &ui.texts.people;
    let mut ask = |icon, words: &'static str, what| {
        let onclick = on(Wish::Ask(person.id.clone(), what), ui);
        others.push(menu_item(id.clone(), icon, words, None, onclick));
    };
    // Whose devices are not known may be asked.
    if person.media.is_none_or(|media| media.mic_enabled) {
        ask("mic-off", words.mute, Request::Mute);
    }
    if person.media.is_none_or(|media| media.camera_enabled) {
        ask("video-off", words.stop_video, Request::StopCamera);
    }
    if state.hand(&person.id).is_some() {
        ask("hand", words.lower, Request::LowerHand);
    }
    if !person.is_host {
        let (who, name) = (person.id.clone(), person.name.clone());
        let onclick = ui.link.callback(move |_| {
            let question = hosting::Msg::Question(who.clone(), name.clone());
            meeting::Msg::Call(call::Msg::Removal(question))
        });
        others.push(menu_item(id.clone(), "log-out", words.remove, None, onclick));
    }
    others
}

/// The menu, and the button that opens it; nothing where there is nothing to choose.
pub(super) fn person_menu(id: AttrValue, person: &Person, items: Vec<Html>, texts: &Texts) -> Html {
    if items.is_empty() {
        return Html::default();
    }
    let label = AttrValue::from((texts.stage.tile_menu)(&person.name));
    let mut trigger = Control::new("ellipsis", label.clone(), Callback::noop());
    trigger.class = "button quiet square";
    menu(id, label, trigger, items)
}
