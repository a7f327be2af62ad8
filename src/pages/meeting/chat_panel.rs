//! The chat: what was said, what is on its way, and the field to write in.

use charlaton_contract::limits::MESSAGE_CHARS;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTextAreaElement};
use yew::prelude::*;

use super::{
    call::{self, Press},
    chat::{Chat, Draft, DraftState, Line},
    format,
    links::{Piece, pieces},
    meeting::{self, Ui},
    state::State,
};
use crate::{
    components::{
        button::button,
        el::{all, el, text, when, worded},
        icon::icon,
    },
    i18n::Texts,
};

/// The counter appears when this many characters are left.
const COUNTER_FROM: usize = 200;
/// Who is this close to the end, in CSS pixels, wants to see what comes.
const NEAR_END: i32 = 80;

/// What the panel remembers.
#[derive(Debug, Default)]
pub(super) struct ChatView {
    /// What is being written, kept while the panel is closed.
    pub draft: AttrValue,
    log: NodeRef,
    scroll: Scroll,
    /// Messages that the log was last looked at with, to see it grow.
    length: usize,
}

/// Where the reader is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Scroll {
    /// At the end, which is to stay in view.
    #[default]
    AtEnd,
    /// Further up.
    Back,
    /// Further up, and there is something new below.
    BackWithNews,
}

impl ChatView {
    /// The panel has appeared: with the end in view.
    pub(super) fn opened(&mut self) {
        self.scroll = Scroll::AtEnd;
        self.length = 0;
    }

    /// Tells who has scrolled back that there is more.
    pub(super) fn grows(&mut self, chat: &Chat) {
        if self.scroll == Scroll::Back && self.length != length(chat) {
            self.scroll = Scroll::BackWithNews;
        }
    }

    /// Keeps the end in view for who is there.
    pub(super) fn rendered(&mut self, chat: &Chat) {
        let before = std::mem::replace(&mut self.length, length(chat));
        if self.scroll == Scroll::AtEnd && before != self.length {
            self.show_end();
        }
    }

    pub(super) fn show_end(&mut self) {
        self.scroll = Scroll::AtEnd;
        if let Some(log) = self.log.cast::<Element>() {
            log.set_scroll_top(log.scroll_height());
        }
    }

    /// Whether anything is to be shown anew.
    pub(super) fn scrolled(&mut self) -> bool {
        let Some(log) = self.log.cast::<Element>() else { return false };
        let at_end = log.scroll_height() - log.scroll_top() - log.client_height() < NEAR_END;
        let before = self.scroll;
        self.scroll = match before {
            _ if at_end => Scroll::AtEnd,
            Scroll::BackWithNews => before,
            Scroll::AtEnd | Scroll::Back => Scroll::Back,
        };
        before == Scroll::BackWithNews && at_end
    }

    /// What has been written, if it can be sent.
    pub(super) fn take_draft(&mut self) -> Option<String> {
        let ready = can_send(&self.draft).then(|| self.draft.to_string());
        if ready.is_some() {
            self.draft = AttrValue::default();
        }
        ready
    }
}

fn length(chat: &Chat) -> usize {
    chat.lines().len() + chat.outbox().len()
}

pub(super) fn chat_panel(view: &ChatView, state: &State, ui: Ui<'_>) -> Html {
    let (chat, words) = (&state.chat, &ui.texts.chat);
    let log = el("ol", "")
        .when(chat.history_failed, || worded("li", "log-note", words.history_failed))
        .when(length(chat) == 0, || worded("li", "log-note", words.empty))
        .children(lines(state, ui.texts))
        .children(chat.outbox().iter().map(|draft| draft_view(draft, ui)).collect())
        .html();
    let onscroll = ui.link.callback(|_| meeting::Msg::Call(call::Msg::Scrolled));
    let new_below = || {
        let content = all(vec![text(words.new_below), icon("arrow-down")]);
        button("button new-below", content, ui.on(Press::ShowEnd))
    };
    let content = all(vec![
        html! {
            <div class="log" role="log" aria-label={words.title} tabindex="0" ref={view.log.clone()} {onscroll}>
                { log }
            </div>
        },
        when(view.scroll == Scroll::BackWithNews, new_below),
        composer(&view.draft, ui),
    ]);
    html! { <section class="chat" aria-label={words.title}>{ content }</section> }
}

/// The messages, with the days between them.
fn lines(state: &State, texts: &Texts) -> Vec<Html> {
    let mut nodes = Vec::new();
    let mut day_before = None;
    for line in state.chat.lines() {
        let day = format::day_number(line.at_millis);
        if day_before.replace(day) != Some(day) {
            let words = format::day(line.at_millis, texts.tag);
            let key = format!("day-{}-{}", day.0, day.1);
            nodes.push(html! { <li class="log-day" {key}>{ text(words) }</li> });
        }
        nodes.push(line_view(line, state, texts));
    }
    nodes
}

fn line_view(line: &Line, state: &State, texts: &Texts) -> Html {
    let own = line.author == state.me;
    // Current names; a message's own name serves for people who have left.
    let name = match state.name(&line.author) {
        _ if own => AttrValue::from(texts.meeting.you),
        Some(name) => name.to_owned().into(),
        None => line.author_name.clone().into(),
    };
    let private = || el("span", "private").child(icon("lock")).text(texts.chat.private);
    let header = el("header", "")
        .child(html! { <span class="author" dir="auto">{ text(name) }</span> })
        .when(line.private, private)
        .child(worded("time", "", format::time(line.at_millis, texts.tag)))
        .html();
    let class = if own { "message own" } else { "message" };
    html! { <li key={&*line.id} {class}>{ all(vec![header, said(&line.text)]) }</li> }
}

/// Text with its addresses as links; line breaks are kept by the style sheet.
fn said(words: &str) -> Html {
    let mut nodes = Vec::new();
    for piece in pieces(words) {
        nodes.push(match piece {
            Piece::Text(words) => text(words.to_owned()),
            Piece::Link(url) => {
                let url = AttrValue::from(url.to_owned());
                html! { <a href={&url} target="_blank" rel="noopener noreferrer nofollow">{ text(url) }</a> }
            }
        });
    }
    html! { <p dir="auto">{ all(nodes) }</p> }
}

fn draft_view(draft: &Draft, ui: Ui<'_>) -> Html {
    let (texts, key) = (ui.texts, draft.key);
    let failed = draft.state == DraftState::Failed;
    let footer = if failed {
        el("footer", "")
            .child(icon("circle-alert"))
            .text(texts.chat.failed)
            .child(button("button quiet", text(texts.common.try_again), ui.on(Press::Retry(key))))
            .child(button("button quiet", text(texts.common.cancel), ui.on(Press::Discard(key))))
            .html()
    } else {
        worded("footer", "", texts.chat.sending)
    };
    let class = if failed { "message own failed" } else { "message own pending" };
    html! { <li key={format!("draft-{key}")} {class}>{ all(vec![said(&draft.text), footer]) }</li> }
}

/// How many characters are left; none when there are too many.
fn left(draft: &str) -> Option<usize> {
    MESSAGE_CHARS.checked_sub(draft.chars().count())
}

fn can_send(draft: &str) -> bool {
    left(draft).is_some() && !draft.trim().is_empty()
}

fn composer(draft: &AttrValue, ui: Ui<'_>) -> Html {
    let (link, texts) = (ui.link, ui.texts);
    let left = left(draft);
    let onkeydown = link.batch_callback(|event: KeyboardEvent| {
        // While an input method composes a character, Enter is its own.
        let send = event.key() == "Enter" && !event.shift_key() && !event.is_composing();
        send.then(|| say(&event))
    });
    let onsubmit = link.callback(|event: SubmitEvent| say(&event));
    let oninput = link.callback(|event: InputEvent| {
        let area = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
        meeting::Msg::Call(call::Msg::Draft(area.map(|area| area.value()).unwrap_or_default()))
    });
    html! {
        <form class="composer" {onsubmit}>
            <label class="visually-hidden" for="chat-text">{ text(texts.chat.label) }</label>
            <textarea id="chat-text" rows="2" placeholder={texts.chat.placeholder} value={draft.clone()}
                aria-invalid={left.is_none().then_some("true")} aria-describedby="chat-left" {oninput} {onkeydown} />
            <button type="submit" class="button primary square" aria-label={texts.chat.send} title={texts.chat.send}
                disabled={!can_send(draft)}>
                { icon("send") }
            </button>
            <p id="chat-left" class="hint" role="status">
                { text(match left {
                    None => AttrValue::from(texts.chat.too_long),
                    Some(left) if left <= COUNTER_FROM => (texts.chat.left_chars)(left).into(),
                    Some(_) => AttrValue::default(),
                }) }
            </p>
        </form>
    }
}

fn say(event: &Event) -> meeting::Msg {
    event.prevent_default();
    meeting::Msg::Call(call::Msg::Say)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_draft_goes_only_when_it_can_be_sent() {
        let mut view = ChatView::default();
        for unsendable in ["", " \n", &"x".repeat(MESSAGE_CHARS + 1)] {
            view.draft = unsendable.to_owned().into();
            assert_eq!(view.take_draft(), None);
            assert_eq!(view.draft, unsendable, "what was typed is kept");
        }
        let longest = "ñ".repeat(MESSAGE_CHARS);
        view.draft = longest.clone().into();
        assert_eq!(view.take_draft(), Some(longest));
        assert_eq!(view.draft, "");
    }

    #[test]
    fn only_who_has_scrolled_back_is_told_of_news() {
        let (mut view, mut chat) = (ChatView::default(), Chat::default());
        view.rendered(&chat);
        chat.write("seen".into());
        view.grows(&chat);
        assert_eq!(view.scroll, Scroll::AtEnd);
        view.rendered(&chat);
        view.scroll = Scroll::Back;
        view.grows(&chat);
        assert_eq!(view.scroll, Scroll::Back, "nothing has come");
        chat.write("news".into());
        view.grows(&chat);
        view.rendered(&chat);
        assert_eq!(view.scroll, Scroll::BackWithNews);
        view.show_end();
        assert_eq!(view.scroll, Scroll::AtEnd);
    }
}
