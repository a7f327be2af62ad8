//! `RTCPeerConnection` as far as negotiation goes (W3C webrtc-pc, 4.4 and 4.7), with assertions where a browser
//! would only be confused.

use std::time::Duration;

use charlaton::lib::webrtc::{
    Transport,
    signal::{Candidate, Description, Kind},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Signaling {
    Stable,
    HaveLocalOffer,
    HaveRemoteOffer,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Side {
    pub(crate) id: u64,
    pub(crate) ufrag: String,
    answers: Option<u64>,
}

#[derive(Debug, Clone, Hash)]
pub(crate) struct Connection {
    pub(crate) generation: u64,
    pub(crate) signaling: Signaling,
    /// Local and remote, both in force.
    pub(crate) agreed: Option<(Side, Side)>,
    local: Option<Side>,
    remote: Option<Side>,
    pub(crate) candidates: Vec<String>,
    pub(crate) transport: Transport,
    pub(crate) since: Duration,
    pub(crate) busy: bool,
    restart_wanted: bool,
    origin: u64,
    /// With another client, from whom not everything can be expected.
    pub(crate) lenient: bool,
    /// What `getStats()` has counted.
    pub(crate) received: u64,
    pub(crate) voice: u64,
}

impl Connection {
    pub(crate) fn new(now: Duration, generation: u64, origin: u64) -> Self {
        Self {
            generation,
            signaling: Signaling::Stable,
            agreed: None,
            local: None,
            remote: None,
            candidates: Vec::new(),
            transport: Transport::Connecting,
            since: now,
            busy: false,
            restart_wanted: false,
            origin,
            lenient: false,
            received: 0,
            voice: 0,
        }
    }

    /// `setLocalDescription()`. The flag says whether new candidates will be gathered.
    pub(crate) fn set_local(&mut self, id: u64) -> (Description, bool) {
        let before = self.agreed.as_ref().map(|(local, _)| local.ufrag.clone());
        let (kind, restarts, answers) = match self.signaling {
            Signaling::Stable | Signaling::HaveLocalOffer => (Kind::Offer, self.restart_wanted, None),
            Signaling::HaveRemoteOffer => {
                let remote = self.remote.as_ref().unwrap();
                let restarts = self.agreed.as_ref().is_some_and(|(_, theirs)| theirs.ufrag != remote.ufrag);
                (Kind::Answer, restarts, Some(remote.id))
            }
        };
        let fresh = restarts || before.is_none();
        let ufrag = before.filter(|_| !fresh).unwrap_or_else(|| format!("u{id}"));
        let side = Side { id, ufrag, answers };
        let description = self.describe(kind, &side);
        self.local = Some(side);
        match kind {
            Kind::Offer => self.signaling = Signaling::HaveLocalOffer,
            Kind::Answer => self.agree(fresh),
        }
        (description, fresh)
    }

    /// `setRemoteDescription(…)`.
    pub(crate) fn set_remote(&mut self, description: &Description) {
        let remote = read(description);
        match (description.kind, self.signaling) {
            (Kind::Offer, Signaling::Stable) => {}
            (Kind::Offer, Signaling::HaveLocalOffer) => {
                assert!(
                    self.agreed.is_some() || self.lenient,
                    "a first offer rolled back leaves a second set of transceivers"
                );
                self.local = None;
            }
            (Kind::Offer, Signaling::HaveRemoteOffer) => panic!("an offer on top of an offer"),
            (Kind::Answer, Signaling::HaveLocalOffer) => {
                let local = self.local.as_ref().unwrap();
                assert!(remote.answers == Some(local.id) || self.lenient, "the answer to another offer");
                let fresh = self.agreed.as_ref().is_none_or(|(before, _)| before.ufrag != local.ufrag);
                self.remote = Some(remote);
                return self.agree(fresh);
            }
            (Kind::Answer, Signaling::Stable | Signaling::HaveRemoteOffer) => panic!("an answer to nothing"),
        }
        self.remote = Some(remote);
        self.signaling = Signaling::HaveRemoteOffer;
    }

    pub(crate) fn add(&mut self, candidate: &Candidate) {
        let known = |side: &Side| Some(side.ufrag.as_str()) == candidate.fragment();
        let agreed = self.agreed.as_ref().map(|(_, theirs)| theirs);
        assert!(agreed.or(self.remote.as_ref()).is_some(), "a candidate before the remote description");
        if (agreed.is_some_and(known) || self.remote.as_ref().is_some_and(known))
            && !candidate.candidate.is_empty()
        {
            self.candidates.extend(candidate.fragment().map(str::to_owned));
        }
    }

    /// Whether the two have agreed on the same, and one knows where the other is.
    pub(crate) fn reaches(&self, there: &Self) -> bool {
        let (Some((local, remote)), Some((far_local, far_remote))) = (&self.agreed, &there.agreed) else {
            return false;
        };
        let known = self.candidates.contains(&far_local.ufrag) || there.candidates.contains(&local.ufrag);
        local.id == far_remote.id && far_local.id == remote.id && known
    }

    pub(crate) fn has_remote(&self) -> bool {
        self.agreed.is_some() || self.remote.is_some()
    }

    pub(crate) fn restart_ice(&mut self) {
        self.restart_wanted = true;
    }

    /// Whether `negotiationneeded` fires now.
    pub(crate) fn needs_negotiation(&self) -> bool {
        self.restart_wanted && self.signaling == Signaling::Stable && !self.busy
    }

    fn agree(&mut self, fresh: bool) {
        if let (Some(local), Some(remote)) = (self.local.take(), self.remote.take()) {
            self.agreed = Some((local, remote));
        }
        self.signaling = Signaling::Stable;
        if fresh {
            self.restart_wanted = false;
        }
    }

    fn describe(&self, kind: Kind, side: &Side) -> Description {
        let answers = side.answers.map_or_else(String::new, |id| id.to_string());
        let (origin, Side { id, ufrag, .. }) = (self.origin, side);
        let sdp = format!(
            "v=0\r\no=- {origin} {id} IN IP4 ::\r\na=ice-ufrag:{ufrag}\r\nid={id}\r\nanswers={answers}\r\n"
        );
        Description { kind, sdp }
    }
}

fn read(description: &Description) -> Side {
    let field = |name| description.sdp.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    Side {
        id: field("id=").parse().unwrap(),
        ufrag: field("a=ice-ufrag:").to_owned(),
        answers: field("answers=").parse().ok(),
    }
}
