//! What hosts want of others: the question before somebody is put out, and what is done here when one asks.

use charlaton_contract::UserId;
use yew::prelude::*;

use super::{
    call,
    devices::Kind,
    machine::Wish,
    meeting::{self, Meeting, Ui},
    visit,
};
use crate::{
    components::{
        button::button,
        dialog,
        el::{all, el, text, worded},
        menu,
    },
    lib::webrtc::Request,
};

/// The question whether somebody is to be put out.
#[derive(Debug, Default)]
pub(super) struct Removal {
    /// Whom it is about, and what they are called, also when they leave meanwhile.
    who: Option<(UserId, String)>,
    dialog: NodeRef,
}

#[derive(Debug)]
pub(super) enum Msg {
    /// Is this person to be put out?
    Question(UserId, String),
    No,
    Yes,
}

impl Removal {
    /// What follows from the answer.
    pub(super) fn update(&mut self, msg: Msg) -> Option<Wish> {
        let answer = match msg {
            Msg::Question(id, name) => {
                // Open, it would take along the focus that the dialog is to give back.
                menu::close();
                self.who = Some((id, name));
                return None;
            }
            Msg::No => false,
            Msg::Yes => true,
        };
        dialog::close(&self.dialog);
        let (id, _) = self.who.take().filter(|_| answer)?;
        Some(Wish::Ask(id, Request::Leave))
    }

    pub(super) fn rendered(&self) {
        dialog::open(&self.dialog);
    }

    pub(super) fn view(&self, ui: Ui<'_>) -> Html {
        let Some((_, name)) = &self.who else { return Html::default() };
        let words = &ui.texts.people;
        let on = |answer: fn() -> Msg| {
            ui.link.callback(move |()| meeting::Msg::Call(call::Msg::Removal(answer())))
        };
        let (no, yes) = (on(|| Msg::No), on(|| Msg::Yes));
        let actions = el("div", "actions")
            .child(button("button danger", text(words.remove), yes.reform(|_| ())))
            .child(button("button", text(ui.texts.common.cancel), no.reform(|_| ())))
            .html();
        let content = all(vec![worded("p", "", [name, words.remove_text].concat()), actions]);
        dialog::dialog(&self.dialog, words.remove_title, no, content, ui.texts)
    }
}

/// Does what a host asks for, and says who it was.
pub(super) fn obey(ctx: &Context<Meeting>, what: Request, by: &str) {
    let around = &ctx.props().around;
    let words = &around.texts.people;
    let (device, done) = match what {
        Request::Mute => (Some(Kind::Microphone), words.muted_you),
        Request::StopCamera => (Some(Kind::Camera), words.stopped_you),
        Request::LowerHand => (None, words.lowered_you),
        // The page one comes to says it.
        Request::Leave => return,
    };
    let said = [by, done].concat();
    match device {
        Some(kind) => ctx.link().send_message(meeting::Msg::Visit(visit::Msg::SwitchOff(kind, said))),
        None => around.toasts.show(said),
    }
}
