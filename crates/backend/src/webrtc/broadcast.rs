//! The broadcast form (contract, section 3.2): everybody else in the room gets every signal, candidates under another
//! name, and the sender is whom the signal claims.

use std::collections::BTreeMap;

use serde_json::{json, value::RawValue};

use super::Signaling;
use crate::{
    chat::payload::Signal,
    realtime::{Sid, payload::Payload},
};

impl Signaling {
    pub(super) fn broadcast(&self, socket: Sid, signal: Signal, payload: &Payload) {
        let refuse = |message: &str| {
            self.hub.send(socket, "webrtc_error", &json!({ "message": message, "success": false }));
        };
        let Some(room) = self.presence.room_of(socket) else { return refuse("Not in any room") };
        if self.presence.members(room).next().is_none() {
            return refuse("Room does not exist");
        }
        let event = match signal {
            Signal::Offer | Signal::Answer => signal.event(),
            Signal::Candidate => "ice_candidate",
        };
        self.hub.send_all(self.presence.others(room, socket), event, &carried(signal, payload));
    }
}

/// Nothing but the two fields, each as it came, or not at all.
fn carried(signal: Signal, payload: &Payload) -> BTreeMap<&'static str, &RawValue> {
    let fields = ["senderId", signal.field()].into_iter();
    fields.filter_map(|field| Some((field, payload.field(field)?))).collect()
}
