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
    components::{button::button, icon::icon},
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
            self.to_end();
        }
    }

    pub(super) fn to_end(&mut self) {
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
    let (texts, chat) = (ui.texts, &state.chat);
    let mut day_before = None;
    html! {
        <section class="chat" aria-label={texts.chat.title}>
            <div class="log" role="log" aria-label={texts.chat.title} tabindex="0" ref={view.log.clone()}
                onscroll={ui.link.callback(|_| meeting::Msg::Call(call::Msg::Scrolled))}>
                <ol>
                    if chat.history_failed {
                        <li class="log-note">{ texts.chat.history_failed }</li>
                    }
                    if length(chat) == 0 {
                        <li class="log-note">{ texts.chat.empty }</li>
                    }
                    for line in chat.lines() {
                        { day_heading(line, &mut day_before, texts.tag) }
                        { line_view(line, state, texts) }
                    }
                    for draft in chat.outbox() {
                        { draft_view(draft, ui) }
                    }
                </ol>
            </div>
            if view.scroll == Scroll::BackWithNews {
                { button(
                    "button new-below",
                    html! { <>{ texts.chat.new_below }{ icon("arrow-down") }</> },
                    ui.on(Press::ToEnd),
                ) }
            }
            { composer(&view.draft, ui) }
        </section>
    }
}

fn day_heading(line: &Line, before: &mut Option<(u32, u32)>, language: &str) -> Html {
    let day = format::day_number(line.at_millis);
    if before.replace(day) == Some(day) {
        return Html::default();
    }
    html! { <li class="log-day" key={format!("day-{}-{}", day.0, day.1)}>{ format::day(line.at_millis, language) }</li> }
}

fn line_view(line: &Line, state: &State, texts: &Texts) -> Html {
    let own = line.author == state.me;
    // Current names; a message's own name serves for people who have left.
    let name = match state.person(&line.author) {
        _ if own => texts.meeting.you,
        Some(person) => &person.name,
        None => &line.author_name,
    };
    html! {
        <li key={&*line.id} class={if own { "message own" } else { "message" }}>
            <header>
                <span class="author" dir="auto">{ name }</span>
                if line.private {
                    <span class="private">{ icon("lock") }{ texts.chat.private }</span>
                }
                <time>{ format::time(line.at_millis, texts.tag) }</time>
            </header>
            <p dir="auto">{ words(&line.text) }</p>
        </li>
    }
}

/// Text with its addresses as links; line breaks are kept by the style sheet.
fn words(text: &str) -> Html {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => html! { { text } },
            Piece::Link(url) => html! {
                <a href={url.to_owned()} target="_blank" rel="noopener noreferrer nofollow">{ url }</a>
            },
        })
        .collect()
}

fn draft_view(draft: &Draft, ui: Ui<'_>) -> Html {
    let (texts, key) = (ui.texts, draft.key);
    let failed = draft.state == DraftState::Failed;
    html! {
        <li key={format!("draft-{key}")} class={if failed { "message own failed" } else { "message own pending" }}>
            <p dir="auto">{ words(&draft.text) }</p>
            if failed {
                <footer>
                    { icon("circle-alert") }{ texts.chat.failed }
                    { button("button quiet", texts.common.try_again.into(), ui.on(Press::Retry(key))) }
                    { button("button quiet", texts.common.cancel.into(), ui.on(Press::Discard(key))) }
                </footer>
            } else {
                <footer>{ texts.chat.sending }</footer>
            }
        </li>
    }
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
            <label class="visually-hidden" for="chat-text">{ texts.chat.label }</label>
            <textarea id="chat-text" rows="2" placeholder={texts.chat.placeholder} value={draft.clone()}
                aria-invalid={left.is_none().then_some("true")} aria-describedby="chat-left" {oninput} {onkeydown} />
            <button type="submit" class="button primary square" aria-label={texts.chat.send} title={texts.chat.send}
                disabled={!can_send(draft)}>
                { icon("send") }
            </button>
            <p id="chat-left" class="hint" role="status">
                { match left {
                    None => AttrValue::from(texts.chat.too_long),
                    Some(left) if left <= COUNTER_FROM => (texts.chat.left_chars)(left).into(),
                    Some(_) => AttrValue::default(),
                } }
            </p>
        </form>
    }
}

fn say(event: &Event) -> meeting::Msg {
    event.prevent_default();
    meeting::Msg::Call(call::Msg::Say)
}
