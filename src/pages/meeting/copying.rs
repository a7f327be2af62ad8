//! Copies the meeting's link, or what is known of its connections, and says so.

use gloo_timers::callback::Timeout;
use web_sys::Element;
use yew::prelude::*;

use super::{
    call::{self, Call},
    meeting::{self, Meeting},
};
use crate::components::copy_link::{SAID_MS, copy, copy_text};

/// Where something can be copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CopyAt {
    Header,
    People,
    /// Not the link but what is known of the connections.
    Report,
    /// The same, from a menu, which closes.
    Menu,
}

/// Which buttons say that they have copied, and until when. A menu's says nothing: it is gone.
pub(super) type Copied = [Option<Timeout>; 3];

#[derive(Debug)]
pub(super) enum Msg {
    /// Copy; the button that was pressed.
    Copy(CopyAt, Option<Element>),
    /// It was copied; else the text, to be copied by hand.
    Copied(CopyAt, Result<(), String>),
    /// It has been said for long enough.
    Said(CopyAt),
}

impl Call {
    /// Whether anything is to be shown anew.
    pub(super) fn copying(&mut self, ctx: &Context<Meeting>, msg: Msg) -> bool {
        let around = &ctx.props().around;
        match msg {
            Msg::Copy(at, pressed) => {
                let room = self.room.id.clone();
                let report = matches!(at, CopyAt::Report | CopyAt::Menu).then(|| self.report(around.texts));
                ctx.link().send_future(async move {
                    let copied = match report {
                        Some(report) => copy_text(report, pressed.as_ref()).await,
                        None => copy(&room, pressed.as_ref()).await,
                    };
                    to_call(Msg::Copied(at, copied))
                });
                return false;
            }
            Msg::Copied(CopyAt::Menu, Ok(())) => {
                around.toasts.show(around.texts.common.copied);
                return false;
            }
            Msg::Copied(at, Ok(())) => {
                let link = ctx.link().clone();
                let said = Timeout::new(SAID_MS, move || link.send_message(to_call(Msg::Said(at))));
                self.copied[at as usize] = Some(said);
            }
            Msg::Copied(at, Err(text)) => {
                around.toasts.show(match at {
                    CopyAt::Header | CopyAt::People => (around.texts.common.copy_failed)(&text),
                    CopyAt::Report | CopyAt::Menu => around.texts.quality.report_failed.to_owned(),
                });
                return false;
            }
            Msg::Said(at) => self.copied[at as usize] = None,
        }
        true
    }
}

/// As the page's loop takes it.
pub(super) fn to_call(msg: Msg) -> meeting::Msg {
    meeting::Msg::Call(call::Msg::Copying(msg))
}
