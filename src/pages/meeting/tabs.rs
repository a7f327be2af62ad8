//! One tab at a time: the servers relay media only to one socket of a user, so a second tab would have no picture.

use gloo_events::EventListener;
use wasm_bindgen::JsValue;
use web_sys::{BroadcastChannel, MessageEvent};

/// A tab asks whether another one is in the meeting.
const ASK: &str = "is anybody there?";
/// The answer of the one that is.
const HERE: &str = "here";
/// A tab goes on with the meeting; others let it.
const TAKE_OVER: &str = "mine now";

/// What a tab hears from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    /// Another tab is in the meeting.
    Elsewhere,
    /// Another tab has taken it over.
    TakenOver,
}

/// This tab's line to the person's other tabs in the same meeting, until dropped.
#[derive(Debug)]
pub(super) struct Tabs {
    channel: BroadcastChannel,
    _listener: EventListener,
}

impl Tabs {
    /// Joins the line of `meeting`. `inside` tells whether this tab is in the meeting.
    pub(super) fn open(
        meeting: &str,
        inside: impl Fn() -> bool + 'static,
        on_heard: impl Fn(Heard) + 'static,
    ) -> Option<Self> {
        let channel = BroadcastChannel::new(&format!("charlaton:{meeting}")).ok()?;
        let answer = channel.clone();
        let listener = EventListener::new(&channel, "message", move |event| {
            let data = wasm_bindgen::JsCast::dyn_ref::<MessageEvent>(event)
                .and_then(|event| event.data().as_string());
            match data.as_deref() {
                Some(ASK) if inside() => say(&answer, HERE),
                Some(HERE) if !inside() => on_heard(Heard::Elsewhere),
                Some(TAKE_OVER) if inside() => on_heard(Heard::TakenOver),
                _ => {}
            }
        });
        Some(Self { channel, _listener: listener })
    }

    /// Asks the others; an answer comes as [`Heard::Elsewhere`].
    pub(super) fn ask(&self) {
        say(&self.channel, ASK);
    }

    /// Tells the others that the meeting goes on here.
    pub(super) fn take_over(&self) {
        say(&self.channel, TAKE_OVER);
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.channel.close();
    }
}

/// Text can always be posted on an open channel.
fn say(channel: &BroadcastChannel, words: &str) {
    let _ = channel.post_message(&JsValue::from_str(words));
}
