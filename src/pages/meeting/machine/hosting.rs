//! What hosts want of others, asked and obeyed. It goes from peer to peer, because the existing servers have no event
//! for it; and never towards more: nobody is switched on by somebody else.

use charlaton_contract::UserId;

use super::{Announcement, Machine, Output};
use crate::{
    lib::{
        signaling::Outgoing,
        webrtc::{PeerMessage, Request},
    },
    pages::meeting::state::Over,
};

impl Machine {
    pub(super) fn mute_all(&self) -> Vec<Output> {
        let message = Output::TellPeers(PeerMessage::Request(Request::Mute));
        if self.am_host() { vec![message] } else { Vec::new() }
    }

    pub(super) fn ask(&self, who: UserId, what: Request) -> Vec<Output> {
        if !self.am_host() {
            return Vec::new();
        }
        let mut outputs = vec![Output::TellPeer(who.clone(), PeerMessage::Request(what))];
        if what == Request::Leave {
            // For one that does not obey; servers that do not know the event let it pass.
            outputs.push(Output::Emit(Outgoing::Remove(self.room.id.clone(), who.clone())));
            if self.room.private && self.room.is_guarded() {
                outputs.push(Output::Revoke(who));
            }
        }
        outputs
    }

    /// Somebody wants something of us. Hosts do not put each other out.
    pub(super) fn requested(&mut self, from: &UserId, what: Request) -> Vec<Output> {
        let host = self.state.person(from).filter(|person| person.is_host);
        let Some(by) = host.map(|host| host.name.clone()) else { return Vec::new() };
        let told = Output::Announce(Announcement::Asked(what, by));
        match what {
            Request::Mute | Request::StopCamera => vec![told],
            Request::LowerHand => {
                let me = self.state.me.clone();
                if !self.edit().hands.lower(&me) {
                    return Vec::new();
                }
                vec![Output::TellPeers(PeerMessage::Hand { raised: false, for_ms: 0 }), told]
            }
            Request::Leave if self.am_host() => Vec::new(),
            Request::Leave => self.over(Over::Removed),
        }
    }

    fn am_host(&self) -> bool {
        self.room.is_host(&self.account.id)
    }
}
