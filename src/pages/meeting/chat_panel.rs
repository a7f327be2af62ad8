//! The chat: what was said, what is on its way, and the field to write in.

use std::rc::Rc;

use charlaton_contract::{UserId, limits::MESSAGE_CHARS};
use web_sys::{Element, HtmlTextAreaElement};
use yew::prelude::*;

use super::{
    chat::{Chat, Draft, DraftState, Line},
    format,
    links::{Piece, pieces},
};
use crate::{
    components::icon::icon,
    i18n::{Texts, use_texts},
};

/// The counter appears when this many characters are left.
const COUNTER_FROM: usize = 200;
/// Who is this close to the end, in CSS pixels, wants to see what comes.
const NEAR_END: i32 = 80;

#[derive(PartialEq, Properties)]
pub(super) struct ChatPanelProps {
    pub chat: Rc<Chat>,
    pub me: UserId,
    /// Current names by user; a message's own name serves for people who have left.
    pub names: Rc<Vec<(UserId, String)>>,
    /// What was being written, kept while the panel is closed.
    pub draft: AttrValue,
    pub ondraft: Callback<String>,
    pub onsay: Callback<String>,
    pub onretry: Callback<u32>,
    pub ondiscard: Callback<u32>,
}

#[component]
pub(super) fn ChatPanel(props: &ChatPanelProps) -> Html {
    let texts = use_texts();
    let chat = &props.chat;
    let (log, more_below, onscroll, to_end) = use_stick_to_end(chat.lines().len() + chat.outbox().len());
    let name = |line: &Line| {
        let known = props.names.iter().find(|(id, _)| *id == line.author).map(|(_, name)| name.clone());
        known.unwrap_or_else(|| line.author_name.clone())
    };
    let mut day_before = None;
    html! {
        <section class="chat" aria-label={texts.chat.title}>
            <div class="log" role="log" aria-label={texts.chat.title} tabindex="0" ref={log} {onscroll}>
                <ol>
                if chat.history_failed {
                    <li class="log-note">{ texts.chat.history_failed }</li>
                }
                if chat.lines().is_empty() && chat.outbox().is_empty() {
                    <li class="log-note">{ texts.chat.empty }</li>
                }
                for line in chat.lines() {
                    { day_heading(line, &mut day_before, texts.tag) }
                    { line_view(line, name(line), line.author == props.me, texts) }
                }
                for draft in chat.outbox() {
                    { draft_view(draft, props, texts) }
                }
            </ol>
            </div>
            if more_below {
                <button type="button" class="button new-below" onclick={to_end}>
                    { texts.chat.new_below }{ icon("arrow-down") }
                </button>
            }
            { composer(props, texts) }
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

/// Keeps the end in view for who is there; tells who has scrolled back that there is more.
#[hook]
fn use_stick_to_end(length: usize) -> (NodeRef, bool, Callback<Event>, Callback<MouseEvent>) {
    let log = use_node_ref();
    let at_end = use_mut_ref(|| true);
    let more_below = use_state(|| false);
    use_effect_with(length, {
        let (log, at_end, more_below) = (log.clone(), Rc::clone(&at_end), more_below.clone());
        move |_| match log.cast::<Element>() {
            Some(element) if *at_end.borrow() => element.set_scroll_top(element.scroll_height()),
            Some(_) => more_below.set(true),
            None => {}
        }
    });
    let onscroll = {
        let (at_end, more_below) = (Rc::clone(&at_end), more_below.clone());
        Callback::from(move |event: Event| {
            let Some(element) = event.target_dyn_into::<Element>() else { return };
            let rest = element.scroll_height() - element.scroll_top() - element.client_height();
            *at_end.borrow_mut() = rest < NEAR_END;
            if rest < NEAR_END && *more_below {
                more_below.set(false);
            }
        })
    };
    let to_end = {
        let (log, more_below) = (log.clone(), more_below.clone());
        Callback::from(move |_| {
            *at_end.borrow_mut() = true;
            more_below.set(false);
            if let Some(element) = log.cast::<Element>() {
                element.set_scroll_top(element.scroll_height());
            }
        })
    };
    (log, *more_below, onscroll, to_end)
}

fn line_view(line: &Line, name: String, own: bool, texts: &Texts) -> Html {
    html! {
        <li key={line.id.clone()} class={if own { "message own" } else { "message" }}>
            <header>
                <span class="author" dir="auto">{ if own { texts.meeting.you.to_owned() } else { name } }</span>
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

fn draft_view(draft: &Draft, props: &ChatPanelProps, texts: &Texts) -> Html {
    let key = draft.key;
    let failed = draft.state == DraftState::Failed;
    html! {
        <li key={format!("draft-{key}")} class={if failed { "message own failed" } else { "message own pending" }}>
            <p dir="auto">{ words(&draft.text) }</p>
            if failed {
                <footer>
                    { icon("circle-alert") }{ texts.chat.failed }
                    <button type="button" class="button quiet" onclick={props.onretry.reform(move |_| key)}>
                        { texts.common.try_again }
                    </button>
                    <button type="button" class="button quiet" onclick={props.ondiscard.reform(move |_| key)}>
                        { texts.common.cancel }
                    </button>
                </footer>
            } else {
                <footer>{ texts.chat.sending }</footer>
            }
        </li>
    }
}

fn composer(props: &ChatPanelProps, texts: &Texts) -> Html {
    let left = MESSAGE_CHARS.checked_sub(props.draft.chars().count());
    let can_send = left.is_some() && !props.draft.trim().is_empty();
    let send = {
        let (draft, ondraft, onsay) = (props.draft.clone(), props.ondraft.clone(), props.onsay.clone());
        Callback::from(move |()| {
            if can_send {
                onsay.emit(draft.to_string());
                ondraft.emit(String::new());
            }
        })
    };
    let onkeydown = {
        let send = send.clone();
        Callback::from(move |event: KeyboardEvent| {
            // While an input method composes a character, Enter is its own.
            if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
                event.prevent_default();
                send.emit(());
            }
        })
    };
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        send.emit(());
    });
    let oninput = props.ondraft.reform(|event: InputEvent| {
        event.target_dyn_into::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default()
    });
    html! {
        <form class="composer" {onsubmit}>
            <label class="visually-hidden" for="chat-text">{ texts.chat.label }</label>
            <textarea id="chat-text" rows="2" placeholder={texts.chat.placeholder} value={props.draft.clone()}
                aria-invalid={left.is_none().then_some("true")} aria-describedby="chat-left" {oninput} {onkeydown} />
            <button type="submit" class="button primary square" aria-label={texts.chat.send} title={texts.chat.send}
                disabled={!can_send}>
                { icon("send") }
            </button>
            <p id="chat-left" class="hint" role="status">
                { match left {
                    None => texts.chat.too_long.to_owned(),
                    Some(left) if left <= COUNTER_FROM => (texts.chat.left_chars)(left),
                    Some(_) => String::new(),
                } }
            </p>
        </form>
    }
}
