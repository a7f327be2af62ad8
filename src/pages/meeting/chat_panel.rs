//! The chat: what was said, what is on its way, and the field to write in.

mod composer;
mod letters;
mod lines;
mod scrolling;
mod window;

use std::{cell::RefCell, rc::Rc};

use charlaton_contract::UserId;
use web_sys::{HtmlElement, HtmlSelectElement};
use yew::prelude::*;

pub(super) use self::scrolling::window_height;
use self::{
    letters::Letters,
    scrolling::{Reader, Scrolling},
};
use super::{
    call::{self, Press},
    chat::Draft,
    format::{self, Format},
    meeting::{self, Ui},
    state::State,
};
use crate::{
    components::{
        button::button,
        el::{all, el, text, when, worded},
        icon::icon,
    },
    lib::storage::Store,
};

/// What the panel remembers.
#[derive(Debug)]
pub(super) struct ChatView {
    /// What is being written, kept while the panel is closed.
    letters: Letters,
    scrolling: Scrolling,
    field: NodeRef,
    addressee: NodeRef,
    /// The field gets the focus once it is there.
    wants_focus: bool,
    /// What is kept from one page to the next is kept under this name.
    stored: String,
    /// Of the language that was last shown.
    format: RefCell<Option<(&'static str, Rc<Format>)>>,
}

/// What is done in the panel.
#[derive(Debug)]
pub(super) enum Msg {
    /// Somebody has scrolled the log.
    Scrolled,
    /// To the first message.
    ToStart,
    /// The text being written.
    Write(String),
    /// Whom it is for.
    Address(Option<UserId>),
    /// Write to this person: pressed elsewhere, the panel is opened for it.
    To(UserId),
    /// Send it.
    Say,
}

/// What is to be done about it.
#[derive(Debug, PartialEq)]
pub(super) enum Done {
    Nothing,
    Show,
    Say(String, Option<UserId>),
}

/// Opens the chat to write to somebody.
pub(super) fn write_to(to: &UserId, ui: Ui<'_>) -> Callback<MouseEvent> {
    let to = to.clone();
    ui.link.callback(move |_| message(Msg::To(to.clone())))
}

fn message(msg: Msg) -> meeting::Msg {
    meeting::Msg::Call(call::Msg::Chat(msg))
}

impl ChatView {
    /// With what an earlier page has left: texts, and messages that were still to be sent.
    pub(super) fn restored(stored: String) -> (Self, Vec<Draft>) {
        format::warm_up();
        let (letters, unsent) =
            Store::Session.get(&stored).map(|kept| Letters::read(&kept)).unwrap_or_default();
        (Self::new(letters, stored), unsent)
    }

    fn new(letters: Letters, stored: String) -> Self {
        Self {
            letters,
            scrolling: Scrolling::default(),
            field: NodeRef::default(),
            addressee: NodeRef::default(),
            wants_focus: false,
            stored,
            format: RefCell::default(),
        }
    }

    /// Of times in a language. To make it takes as long as to write a hundred of them.
    fn format(&self, tag: &'static str) -> Rc<Format> {
        let mut kept = self.format.borrow_mut();
        match &*kept {
            Some((of, format)) if *of == tag => Rc::clone(format),
            _ => Rc::clone(&kept.insert((tag, Rc::new(Format::new(tag)))).1),
        }
    }

    /// The panel has appeared, in a window of this height: with the end in view.
    pub(super) fn opened(&mut self, state: &State, height: f64) {
        self.scrolling.opened(state, height);
    }

    /// Whether who has the panel open hears of what comes there.
    pub(super) fn is_at_end(&self) -> bool {
        self.scrolling.reader == Reader::AtEnd
    }

    pub(super) fn update(&mut self, msg: Msg, state: &State) -> Done {
        let name = |id: &UserId| AttrValue::from(state.name(id).unwrap_or_default().to_owned());
        match msg {
            Msg::Scrolled if self.scrolling.scrolled(&state.chat) => return Done::Show,
            Msg::Scrolled => return Done::Nothing,
            Msg::ToStart => {
                self.scrolling.go_to_start(&state.chat);
                return Done::Show;
            }
            Msg::Write(text) => self.letters.open_mut().text = text.into(),
            Msg::Address(to) => {
                let name = to.as_ref().map(name).unwrap_or_default();
                self.letters.address(to, name);
            }
            Msg::To(to) => {
                let name = name(&to);
                self.letters.turn_to(Some(to), name);
                self.wants_focus = true;
            }
            Msg::Say => {
                let to = self.letters.open().to.clone();
                // Nobody would read it.
                if to.as_ref().is_some_and(|to| state.person(to).is_none()) {
                    return Done::Nothing;
                }
                let Some(text) = self.letters.take() else { return Done::Nothing };
                self.show_end(state);
                return Done::Say(text, to);
            }
        }
        self.keep(state.chat.outbox());
        Done::Show
    }

    pub(super) fn show_end(&mut self, state: &State) {
        self.scrolling.go_to_end(&state.chat);
    }

    /// Another state comes.
    pub(super) fn grows(&mut self, before: Option<&State>, state: &State, is_open: bool) {
        if let Some(before) = before.filter(|_| is_open) {
            self.scrolling.grows(&before.chat, state);
        }
        if before.is_none_or(|before| before.chat.outbox() != state.chat.outbox()) {
            self.keep(state.chat.outbox());
        }
    }

    /// What only the DOM can do.
    pub(super) fn rendered(&mut self, state: &State) {
        self.scrolling.rendered(&state.chat);
        if let Some(select) = self.addressee.cast::<HtmlSelectElement>() {
            select.set_value(self.letters.open().to.as_ref().map_or("", UserId::as_str));
        }
        if std::mem::take(&mut self.wants_focus)
            && let Some(field) = self.field.cast::<HtmlElement>()
        {
            // It fails for what is not on the page.
            let _ = field.focus();
        }
    }

    /// Nothing typed is lost with the page.
    fn keep(&self, unsent: &[Draft]) {
        match self.letters.write(unsent) {
            Some(kept) => Store::Session.set(&self.stored, &kept),
            None => Store::Session.delete(&self.stored),
        }
    }
}

pub(super) fn chat_panel(view: &ChatView, state: &State, ui: Ui<'_>) -> Html {
    let (chat, words, scrolling) = (&state.chat, &ui.texts.chat, &view.scrolling);
    let (lines, outbox) = (chat.lines(), chat.outbox());
    let shown = scrolling.window.lines(lines.len());
    let list = el("ol", "")
        .when(chat.history_failed && shown.start == 0, || worded("li", "log-note", words.history_failed))
        .when(lines.is_empty() && outbox.is_empty(), || worded("li", "log-note", words.empty))
        .children(lines::lines(shown, state, &view.format(ui.texts.tag), ui.texts));
    let drafts =
        || el("ol", "").children(outbox.iter().map(|draft| lines::draft_view(draft, state, ui)).collect());
    let content = all(vec![list.html(), when(!outbox.is_empty(), || drafts().html())]);
    let onscroll = ui.link.callback(|_| message(Msg::Scrolled));
    // The browser would go to where it thinks that the ends are, of lines that are only thought to be so high.
    let onkeydown = ui.link.batch_callback(|event: KeyboardEvent| {
        let msg = match &*event.key() {
            "Home" => message(Msg::ToStart),
            "End" => meeting::Msg::Press(Press::ShowEnd.into()),
            _ => return None,
        };
        event.prevent_default();
        Some(msg)
    });
    let live = (!scrolling.is_live()).then_some("off");
    let new_below = || {
        let content = all(vec![text(words.new_below), icon("arrow-down")]);
        button("button new-below", content, ui.on(Press::ShowEnd))
    };
    let content = all(vec![
        html! {
            <div class="log" role="log" aria-live={live} aria-label={words.title} tabindex="0"
                ref={scrolling.log.clone()} {onscroll} {onkeydown}>
                { content }
            </div>
        },
        when(scrolling.reader == Reader::BackWithNews, new_below),
        composer::composer(view, state, ui),
    ]);
    html! { <section class="chat" aria-label={words.title}>{ content }</section> }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
