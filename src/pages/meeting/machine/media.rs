//! Our microphone and camera as others hear of them, and what the connections with others bring.

use std::time::Duration;

use charlaton_contract::{UserId, events::MediaState};

use super::{Machine, Output};
use crate::{
    lib::{
        signaling::Outgoing,
        webrtc::{MeshEvent, PeerMessage, PeerState},
    },
    pages::meeting::state::Phase,
};

impl Machine {
    pub(super) fn mesh(&mut self, now: Duration, event: MeshEvent) -> Vec<Output> {
        match event {
            MeshEvent::Send { to, signal } => {
                return vec![self.send(to, signal)];
            }
            MeshEvent::PeerState { peer, state } => {
                self.edit().links.get_or_default(peer.clone()).state = state;
                // Whatever the server lost of it, whoever is newly connected learns our state from us.
                if state == PeerState::Connected {
                    let hand = Output::TellPeer(peer, self.hand_message(now));
                    return vec![Output::TellPeers(self.own_media_message()), hand];
                }
            }
            MeshEvent::Track { peer, source, stream } => {
                self.edit().links.get_or_default(peer).receive(source, stream);
            }
            MeshEvent::PeerGone { peer } => {
                self.edit().links.remove(&peer);
                self.edit().hands.lower(&peer);
            }
            MeshEvent::Message { from, message } => return self.peer_message(now, &from, message),
        }
        Vec::new()
    }

    fn peer_message(&mut self, now: Duration, from: &UserId, message: PeerMessage) -> Vec<Output> {
        match message {
            PeerMessage::Hand { raised, for_ms } => return self.hand(now, from, raised, for_ms),
            PeerMessage::Request(what) => return self.requested(from, what),
            PeerMessage::Reaction { emoji } => self.reacted(now, from, &emoji),
            PeerMessage::Media { mic, camera, screen, interrupted } => {
                self.edit().set_media(from, MediaState { mic_enabled: mic, camera_enabled: camera });
                self.edit().set_interrupted(from, interrupted);
                return self.shares(from, screen);
            }
            PeerMessage::Speaking { .. } | PeerMessage::Tile { .. } => {}
        }
        Vec::new()
    }

    pub(super) fn own_media(&mut self, media: MediaState, interrupted: bool) -> Vec<Output> {
        if (self.own_media, self.own_interrupted) == (media, interrupted) {
            return Vec::new();
        }
        let told = std::mem::replace(&mut self.own_media, media);
        self.own_interrupted = interrupted;
        let me = self.state.me.clone();
        self.edit().set_media(&me, media);
        let mut outputs = vec![Output::TellPeers(self.own_media_message())];
        if self.state.phase == Phase::Inside && told != media {
            outputs.push(Output::Emit(Outgoing::Media(media)));
        }
        outputs
    }

    pub(super) fn own_media_message(&self) -> PeerMessage {
        let MediaState { mic_enabled, camera_enabled } = self.own_media;
        let (screen, interrupted) = (self.own_sharing, self.own_interrupted);
        PeerMessage::Media { mic: mic_enabled, camera: camera_enabled, screen, interrupted }
    }
}
