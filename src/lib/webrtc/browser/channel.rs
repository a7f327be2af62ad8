//! The data channel of a pair: agreed on beforehand, so a client without one just has none.

use std::{cell::RefCell, rc::Rc};

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{MessageEvent, RtcDataChannel, RtcDataChannelInit, RtcDataChannelState, RtcPeerConnection};

use crate::lib::webrtc::PeerMessage;

const LABEL: &str = "charlaton";
const ID: u16 = 0;
/// How many messages wait for the channel to open.
const MAX_WAITING: usize = 32;
/// Beyond this many unsent bytes the line is dead or drowning; what would come now is late already.
const MAX_UNSENT_BYTES: u32 = 256 * 1024;

/// Messages that wait for a channel.
pub(super) type Waiting = Rc<RefCell<Vec<String>>>;

pub(super) struct Channel {
    channel: RtcDataChannel,
    _listeners: [EventListener; 2],
}

impl Channel {
    pub(super) fn new(
        pc: &RtcPeerConnection,
        waiting: Waiting,
        on_message: impl Fn(PeerMessage) + 'static,
    ) -> Self {
        let init = RtcDataChannelInit::new();
        init.set_negotiated(true);
        init.set_id(ID);
        init.set_ordered(true);
        let channel = pc.create_data_channel_with_data_channel_dict(LABEL, &init);
        let opened = {
            let channel = channel.clone();
            EventListener::new(&channel.clone(), "open", move |_| {
                for text in waiting.take() {
                    let _ = channel.send_with_str(&text);
                }
            })
        };
        let message = EventListener::new(&channel, "message", move |event| {
            let data = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
            if let Some(message) = data.as_deref().and_then(PeerMessage::decode) {
                on_message(message);
            }
        });
        Self { channel, _listeners: [opened, message] }
    }

    pub(super) fn is_open(&self) -> bool {
        self.channel.ready_state() == RtcDataChannelState::Open
    }

    pub(super) fn send(&self, text: &str) {
        if self.channel.buffered_amount() < MAX_UNSENT_BYTES {
            let _ = self.channel.send_with_str(text);
        }
    }
}

/// Keeps one for later, dropping the oldest.
pub(super) fn wait(waiting: &Waiting, text: &str) {
    let mut waiting = waiting.borrow_mut();
    if waiting.len() >= MAX_WAITING {
        waiting.remove(0);
    }
    waiting.push(text.to_owned());
}
