//! What the log shows: the messages, the days between them, and what is on its way.

use std::ops::Range;

use charlaton_contract::UserId;
use yew::prelude::*;

use crate::{
    components::{
        button::button,
        el::{all, el, text, when, worded},
        icon::icon,
    },
    i18n::Texts,
    pages::meeting::{
        call::Press,
        chat::{Draft, DraftState, Line},
        format::{Format, day_number},
        links::{Piece, pieces},
        meeting::Ui,
        state::State,
    },
};

/// The messages in the page, with the days between them.
pub(super) fn lines(shown: Range<usize>, state: &State, format: &Format, texts: &Texts) -> Vec<Html> {
    let lines = state.chat.lines();
    let before = shown.start.checked_sub(1).and_then(|index| lines.get(index));
    let mut day_before = before.map(|line| day_number(line.at_millis));
    let mut nodes = Vec::new();
    for line in &lines[shown] {
        let day = day_number(line.at_millis);
        if day_before.replace(day) != Some(day) {
            let words = format.day(line.at_millis);
            let key = format!("day-{}-{}", day.0, day.1);
            nodes.push(html! { <li class="log-day" {key}>{ text(words) }</li> });
        }
        nodes.push(line_view(line, state, format, texts));
    }
    nodes
}

fn line_view(line: &Line, state: &State, format: &Format, texts: &Texts) -> Html {
    let own = line.author == state.me;
    // Current names; a message's own name serves for people who have left.
    let name = match state.name(&line.author) {
        _ if own => AttrValue::from(texts.meeting.you),
        Some(name) => name.to_owned().into(),
        None => line.author_name.clone().into(),
    };
    let private = || {
        if own { private(line.to.as_ref(), state, texts) } else { marked(texts.chat.private_to_me) }
    };
    let header = el("header", "")
        .child(html! { <span class="author" dir="auto">{ text(name) }</span> })
        .when(line.private, private)
        .child(worded("time", "", format.time(line.at_millis)))
        .html();
    let class = match (own, line.private) {
        (false, false) => "message",
        (true, false) => "message own",
        (false, true) => "message told",
        (true, true) => "message own told",
    };
    html! { <li key={&*line.id} {class}>{ all(vec![header, said(&line.text)]) }</li> }
}

/// Marks what is for one person alone.
fn private(to: Option<&UserId>, state: &State, texts: &Texts) -> Html {
    match to.and_then(|to| state.name(to)) {
        Some(name) => marked((texts.chat.private_to)(name)),
        None => marked(texts.chat.private),
    }
}

fn marked(words: impl Into<AttrValue>) -> Html {
    html! { <span class="private" dir="auto">{ all(vec![icon("lock"), text(words)]) }</span> }
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

pub(super) fn draft_view(draft: &Draft, state: &State, ui: Ui<'_>) -> Html {
    let (texts, key) = (ui.texts, draft.key);
    let failed = draft.state == DraftState::Failed;
    let header = || el("header", "").child(private(draft.to.as_ref(), state, texts)).html();
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
    let content = all(vec![when(draft.to.is_some(), header), said(&draft.text), footer]);
    let class = if failed { "message own failed" } else { "message own pending" };
    html! { <li key={format!("draft-{key}")} {class}>{ content }</li> }
}
