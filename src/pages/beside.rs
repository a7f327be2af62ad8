//! What this program shows beside a meeting: what nobody needs to enter one. Mounted by start.js at the first event that
//! asks for any of it, it shows that at once.

use std::cell::RefCell;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use web_sys::{Document, window};
use yew::prelude::*;

use super::{article::keys, invitation::Invitation, reader::Reader};
use crate::{
    components::{
        beside::{BESIDE, Beside},
        dialog::{self, dialog},
        el::{all, worded},
    },
    i18n::Language,
};

/// Puts it into the page.
pub(super) fn mount() {
    let Some(document) = document() else { return };
    let root = document
        .create_element("div")
        .ok()
        .filter(|root| document.body().is_some_and(|body| body.append_child(root).is_ok()));
    if let Some(root) = root {
        yew::Renderer::<BesideMeeting>::with_root(root).render();
    }
}

/// What was asked for last, and the language that the page had then.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Asked {
    what: Option<Beside>,
    language: Language,
}

impl Asked {
    fn now() -> Self {
        let root = document().and_then(|document| document.document_element());
        let tag = root.and_then(|root| root.get_attribute("lang"));
        let language = tag.as_deref().and_then(Language::from_tag).unwrap_or(Language::Es);
        Self { what: Beside::asked(), language }
    }
}

#[component]
fn BesideMeeting() -> Html {
    let asked = use_state(Asked::now);
    use_effect_with((), {
        let asked = asked.setter();
        move |()| {
            let next = RefCell::new(None);
            let listener = window().map(|window| {
                EventListener::new(&window, BESIDE, move |_| {
                    let asked = asked.clone();
                    // Once the press is over: the menu it was in has closed then, and given the focus back.
                    next.replace(Some(Timeout::new(0, move || asked.set(Asked::now()))));
                })
            });
            move || drop(listener)
        }
    });
    let Asked { what, language } = *asked;
    let close = {
        let asked = asked.setter();
        Callback::from(move |()| asked.set(Asked { what: None, language }))
    };
    html! {
        <>
            <Reader {language} open={what == Some(Beside::Reader)} />
            if let Some(what) = what.filter(|what| *what != Beside::Reader) {
                <Shown {what} {language} {close} />
            }
        </>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct ShownProps {
    what: Beside,
    language: Language,
    close: Callback<()>,
}

/// A dialog over the meeting.
#[component]
fn Shown(props: &ShownProps) -> Html {
    let (texts, words) = (props.language.texts(), &props.language.site_texts().dialogs);
    let node = use_node_ref();
    use_effect_with((), {
        let node = node.clone();
        move |()| dialog::open(&node)
    });
    let onclose = {
        let (node, close) = (node.clone(), props.close.clone());
        Callback::from(move |()| {
            dialog::close(&node);
            close.emit(());
        })
    };
    let (title, content) = match props.what {
        Beside::Keys => (
            words.keys_title,
            all(vec![
                keys(words.keys),
                worded("p", "hint", words.keys_writing),
                worded("p", "hint", words.keys_off),
            ]),
        ),
        Beside::Invitation => (words.invite_title, html! { <Invitation language={props.language} /> }),
        // A panel of its own.
        Beside::Reader => return Html::default(),
    };
    dialog(&node, title, onclose, content, texts)
}

fn document() -> Option<Document> {
    window()?.document()
}
