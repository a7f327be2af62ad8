//! Somebody with the previous client: one connection a person for ever, offers from both sides, an offer that comes while
//! its own is out is dropped, as are candidates that come too early; no field of ours, no recovery of its own.

use charlaton::lib::webrtc::{
    ConnectionEvent, Input, Signal,
    signal::{Body, Candidate, Description, Kind, read},
};
use charlaton_contract::UserId;
use charlaton_json::json;

use super::World;
use crate::connection::{Connection, Signaling};

impl World {
    pub(super) fn other(&mut self, who: usize, input: Input) {
        if self.people[who].left {
            return;
        }
        match input {
            Input::RoomUsers(people) | Input::Present(people) => {
                let there: Vec<_> = people.iter().map(|peer| self.index(peer)).collect();
                self.people[who].connections.retain(|peer, _| there.contains(peer));
                for peer in there.into_iter().filter(|peer| *peer != who) {
                    let connection = self.other_connection(who, peer);
                    if connection.signaling == Signaling::Stable && connection.agreed.is_none() {
                        self.other_describes(who, peer);
                    }
                }
            }
            Input::PeerLeft(peer) => {
                let peer = self.index(&peer);
                self.people[who].connections.remove(&peer);
            }
            Input::Signal { from, signal } => self.other_hears(who, &from, &signal),
            Input::Connection { peer, event, .. } => {
                let peer = self.index(&peer);
                match event {
                    ConnectionEvent::Found(candidate) => self.other_tells(who, peer, &candidate),
                    ConnectionEvent::NegotiationNeeded => self.other_describes(who, peer),
                    _ => {}
                }
            }
            Input::Leave => self.people[who].connections.clear(),
            Input::Voice { .. } | Input::NetworkChanged | Input::Tick => {}
        }
    }

    fn other_hears(&mut self, who: usize, from: &UserId, signal: &Signal) {
        let peer = self.index(from);
        let Some((_, body)) = read(signal) else { return };
        let connection = self.other_connection(who, peer);
        match body {
            Body::Description(description) if may_take(connection.signaling, description.kind) => {
                connection.set_remote(&description);
                if description.kind == Kind::Offer {
                    self.other_describes(who, peer);
                }
            }
            Body::Candidate(candidate) if connection.has_remote() => connection.add(&candidate),
            Body::Description(_) | Body::Candidate(_) => {}
        }
    }

    /// Makes and sends the offer or the answer that is due.
    fn other_describes(&mut self, who: usize, peer: usize) {
        self.serial += 1;
        let id = self.serial;
        let connection = self.other_connection(who, peer);
        let (generation, (description, gathers)) = (connection.generation, connection.set_local(id));
        self.send(who, &self.ids[peer].clone(), bare(&description));
        if gathers {
            let ufrag = description.fragments().next().unwrap().to_owned();
            self.gather(who, peer, generation, &ufrag);
        }
    }

    fn other_tells(&mut self, who: usize, peer: usize, candidate: &Candidate) {
        let fragment = candidate.username_fragment.as_deref();
        let value = json!({ "candidate": candidate.candidate.as_str(), "usernameFragment": fragment });
        self.send(who, &self.ids[peer].clone(), Signal::Candidate(value));
    }

    fn other_connection(&mut self, who: usize, peer: usize) -> &mut Connection {
        self.serial += 1;
        let (now, serial) = (self.now, self.serial);
        self.people[who].connections.entry(peer).or_insert_with(|| {
            let mut connection = Connection::new(now, serial, serial);
            connection.lenient = true;
            connection
        })
    }
}

fn may_take(signaling: Signaling, kind: Kind) -> bool {
    matches!((signaling, kind), (Signaling::Stable, Kind::Offer) | (Signaling::HaveLocalOffer, Kind::Answer))
}

fn bare(description: &Description) -> Signal {
    let sdp = description.sdp.as_str();
    match description.kind {
        Kind::Offer => Signal::Offer(json!({ "type": "offer", "sdp": sdp })),
        Kind::Answer => Signal::Answer(json!({ "type": "answer", "sdp": sdp })),
    }
}
