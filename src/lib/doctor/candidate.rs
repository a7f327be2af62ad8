//! What a browser finds out about the ways to it (RFC 8839, section 5.1).

/// How an address became known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CandidateKind {
    /// It is the device's own.
    Host,
    /// A STUN server saw it.
    Reflexive,
    /// It is a TURN server's.
    Relay,
}

/// One way to this browser, without the address: what is found out here is meant to be shown to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// How it became known.
    pub kind: CandidateKind,
    /// `udp` or `tcp`.
    pub protocol: String,
    /// The server that it is known from, where the browser says so.
    pub server: Option<String>,
}

impl Candidate {
    /// Of a candidate's line. `None` for what is none, and for kinds that nobody gathers (`prflx`).
    #[must_use]
    pub fn read(line: &str, server: Option<String>) -> Option<Self> {
        let mut words = line.strip_prefix("a=").unwrap_or(line).strip_prefix("candidate:")?.split(' ');
        let protocol = words.nth(2)?.to_ascii_lowercase();
        let kind = match words.skip_while(|word| *word != "typ").nth(1)? {
            "host" => CandidateKind::Host,
            "srflx" => CandidateKind::Reflexive,
            "relay" => CandidateKind::Relay,
            _ => return None,
        };
        Some(Self { kind, protocol, server: server.filter(|server| !server.is_empty()) })
    }

    fn name(&self) -> String {
        match &self.server {
            Some(server) => format!("{} ({server})", self.protocol),
            None => self.protocol.clone(),
        }
    }
}

/// All ways to this browser.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Gathered {
    /// In the order they were found.
    pub candidates: Vec<Candidate>,
    /// What servers said that gave none: address, code and words.
    pub complaints: Vec<String>,
}

impl Gathered {
    /// Names of the ways of one kind, each once.
    #[must_use]
    pub fn names(&self, kind: CandidateKind) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for candidate in self.candidates.iter().filter(|candidate| candidate.kind == kind) {
            let name = candidate.name();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// What servers of these schemes said.
    #[must_use]
    pub fn complaints_of(&self, scheme: &str) -> Vec<String> {
        self.complaints.iter().filter(|words| words.starts_with(scheme)).cloned().collect()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_kind_is_told_apart() {
        let read = |line| Candidate::read(line, None).map(|candidate| (candidate.kind, candidate.protocol));
        let of = |kind, protocol: &str| Some((kind, protocol.to_owned()));
        for (line, expected) in [
            (
                "candidate:1 1 udp 2122260223 a-b-c.local 54321 typ host generation 0 ufrag x",
                of(CandidateKind::Host, "udp"),
            ),
            (
                "a=candidate:1 1 TCP 1518280447 192.168.1.4 9 typ host tcptype active",
                of(CandidateKind::Host, "tcp"),
            ),
            (
                "candidate:2 1 udp 1686052607 203.0.113.7 54321 typ srflx raddr 0.0.0.0 rport 0",
                of(CandidateKind::Reflexive, "udp"),
            ),
            (
                "candidate:3 1 udp 41885439 198.51.100.2 61000 typ relay raddr 0.0.0.0 rport 0",
                of(CandidateKind::Relay, "udp"),
            ),
            ("candidate:4 1 udp 1 203.0.113.7 1 typ prflx", None),
            ("candidate:5 1 udp", None),
            ("", None),
        ] {
            assert_eq!(read(line), expected, "{line}");
        }
    }

    #[test]
    fn names_tell_no_address_and_no_name_twice() {
        let line = "candidate:2 1 udp 1686052607 203.0.113.7 54321 typ srflx raddr 0.0.0.0 rport 0";
        let candidate = || Candidate::read(line, Some("stun:a".into())).unwrap();
        let gathered = Gathered {
            candidates: vec![candidate(), candidate()],
            complaints: vec!["turn:b 401 Unauthorized".into(), "stun:a 701 timed out".into()],
        };
        assert_eq!(gathered.names(CandidateKind::Reflexive), ["udp (stun:a)"]);
        assert!(gathered.names(CandidateKind::Relay).is_empty());
        assert_eq!(gathered.complaints_of("turn"), ["turn:b 401 Unauthorized"]);
    }

    proptest! {
        #[test]
        fn garbage_is_no_candidate(text in ".*") {
            let _ = Candidate::read(&text, None);
            prop_assert_eq!(Candidate::read(&format!("candidate:{text}"), None).is_some_and(|c| c.protocol.contains(' ')), false);
        }
    }
}
