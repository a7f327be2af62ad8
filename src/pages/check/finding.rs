//! What was found, and its words.

use crate::{
    i18n::{Doctor, Language},
    lib::{
        doctor::{CandidateKind, Entry, Flow, Gathered, Reach},
        media::MediaError,
    },
};

/// What is checked, a line each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    Secure,
    Rest,
    Session,
    WebSocket,
    Polling,
    Microphone,
    Camera,
    Host,
    Reflexive,
    Relay,
    Call,
}

impl Item {
    /// In the order in which one thing needs another.
    pub(super) const ALL: [Self; 11] = [
        Self::Secure,
        Self::Rest,
        Self::Session,
        Self::WebSocket,
        Self::Polling,
        Self::Microphone,
        Self::Camera,
        Self::Host,
        Self::Reflexive,
        Self::Relay,
        Self::Call,
    ];

    /// Whether it is checked on a press of its own, because the browser asks.
    pub(super) fn is_device(self) -> bool {
        matches!(self, Self::Microphone | Self::Camera)
    }

    pub(super) fn name(self, words: &Doctor) -> &'static str {
        match self {
            Self::Secure => words.secure,
            Self::Rest => words.rest,
            Self::Session => words.session,
            Self::WebSocket => words.websocket,
            Self::Polling => words.polling,
            Self::Microphone => words.microphone,
            Self::Camera => words.camera,
            Self::Host => words.host,
            Self::Reflexive => words.reflexive,
            Self::Relay => words.relay,
            Self::Call => words.call,
        }
    }
}

/// What was found, in no language yet.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Finding {
    Secure(bool),
    Rest(Reach, String),
    /// Logged in, and for how many minutes the token holds, where that can be read.
    SignedIn(Option<u64>),
    /// Logged in, and no socket can ever hear of it.
    NoSocketToken,
    /// Logged in as far as the browser knows, and the server hears nothing of it.
    CookiesBlocked,
    SignedOut,
    SessionUnknown,
    WebSocket(Entry, bool),
    Polling(Entry, bool),
    /// The device's name, and whether anything was heard.
    Microphone(Result<(String, bool), MediaError>),
    /// The device's name, and how large its picture is.
    Camera(Result<(String, Option<(u32, u32)>), MediaError>),
    /// The ways of one kind; whether there is a server to ask for them.
    Ways(CandidateKind, Gathered, bool),
    Call(Flow),
    /// The browser makes no connections at all.
    NoCalls,
}

/// How a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Well,
    Notable,
    Ill,
}

/// A line's words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Words {
    pub(super) mark: Mark,
    pub(super) found: String,
    pub(super) todo: Option<String>,
}

impl Words {
    fn well(found: impl Into<String>) -> Self {
        Self { mark: Mark::Well, found: found.into(), todo: None }
    }

    fn notable(found: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { mark: Mark::Notable, found: found.into(), todo: Some(todo.into()) }
    }

    fn ill(found: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { mark: Mark::Ill, found: found.into(), todo: Some(todo.into()) }
    }
}

impl Finding {
    pub(super) fn words(&self, language: Language) -> Words {
        let words = &language.site_texts().doctor;
        match self {
            Self::Secure(true) => Words::well(words.secure_yes),
            Self::Secure(false) => ill(words.secure_no),
            Self::Rest(reach, origin) => rest(*reach, origin, words),
            Self::SignedIn(Some(minutes)) => Words::well((words.signed_in)(*minutes)),
            Self::SignedIn(None) => Words::well(words.signed_in_hidden),
            Self::NoSocketToken => {
                Words::ill(words.signed_in_hidden, language.texts().errors.no_socket_token)
            }
            Self::CookiesBlocked => {
                Words::ill(words.signed_in_unheard, language.texts().errors.cookies_blocked)
            }
            Self::SignedOut => Words::notable(words.signed_out.0, words.signed_out.1),
            Self::SessionUnknown => Words::notable(words.session_unknown.0, words.session_unknown.1),
            Self::WebSocket(entry, signed_in) => chat(entry, *signed_in, words.websocket_fails, words),
            Self::Polling(entry, signed_in) => chat(entry, *signed_in, words.polling_fails, words),
            Self::Microphone(Ok((name, true))) => Words::well((words.heard)(name)),
            Self::Microphone(Ok((name, false))) => Words::notable((words.silent.0)(name), words.silent.1),
            Self::Camera(Ok((name, Some((width, height))))) => {
                Words::well((words.sees)(name, *width, *height))
            }
            Self::Camera(Ok((name, None))) => Words::ill((words.blind.0)(name), words.blind.1),
            Self::Microphone(Err(error)) => device(error, language.texts().lobby.microphone, language),
            Self::Camera(Err(error)) => device(error, language.texts().lobby.camera, language),
            Self::Ways(kind, gathered, has_server) => ways(*kind, gathered, *has_server, words),
            Self::Call(flow) => call(*flow, words),
            Self::NoCalls => ill(words.unsupported),
        }
    }
}

fn ill((found, todo): (&str, &str)) -> Words {
    Words::ill(found, todo)
}

fn milliseconds(time: std::time::Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(u32::MAX)
}

fn rest(reach: Reach, origin: &str, words: &Doctor) -> Words {
    match reach {
        Reach::Answers(took) => Words::well((words.answers_in)(milliseconds(took))),
        Reach::Unreadable => Words::ill(words.cors.0, (words.cors.1)(origin)),
        Reach::Unreachable => ill(words.unreachable),
        Reach::TimedOut => ill(words.timed_out),
        Reach::SomethingElse => ill(words.something_else),
        Reach::Failing(status) => Words::ill((words.server_error.0)(status), words.server_error.1),
    }
}

fn chat(entry: &Entry, signed_in: bool, fails: (&str, &str), words: &Doctor) -> Words {
    match entry {
        Entry::Open(took) => Words::well((words.round_trip)(milliseconds(*took))),
        Entry::Refused(_) if !signed_in => Words::well(words.refused_signed_out),
        Entry::Refused(said) => Words::ill((words.refused.0)(said), words.refused.1),
        Entry::Failed => ill(fails),
    }
}

/// In the words of the lobby, which meets the same errors.
fn device(error: &MediaError, name: &str, language: Language) -> Words {
    let (words, errors) = (&language.site_texts().doctor, &language.texts().errors);
    let advice = match error {
        MediaError::Denied => errors.denied,
        MediaError::DeniedBySystem => errors.denied_by_system,
        MediaError::Dismissed => errors.dismissed,
        MediaError::Busy => errors.busy,
        MediaError::Stopped => errors.stopped,
        MediaError::NotFound | MediaError::Overconstrained(_) => errors.missing,
        MediaError::Insecure => return Words::ill(words.media_refused.0, errors.insecure),
        MediaError::Unsupported | MediaError::Other(_) => errors.device_other,
    };
    // Their first letter is the only capital, and in both languages it is a plain one.
    Words::ill(words.media_refused.0, advice(&name.to_ascii_lowercase()))
}

fn ways(kind: CandidateKind, gathered: &Gathered, has_server: bool, words: &Doctor) -> Words {
    let names = gathered.names(kind);
    if !names.is_empty() {
        return Words::well((words.candidates)(&names.join(", ")));
    }
    let complained = |(found, todo): (&str, &str), scheme: &str| {
        let complaints = gathered.complaints_of(scheme);
        let said = match complaints.as_slice() {
            [] => String::new(),
            all => format!(" {}", (words.server_said)(&all.join("; "))),
        };
        (format!("{found}{said}"), todo.to_owned())
    };
    match (kind, has_server) {
        (CandidateKind::Host, _) => ill(words.no_host),
        (CandidateKind::Reflexive, false) => {
            Words { mark: Mark::Notable, found: words.no_stun.into(), todo: None }
        }
        (CandidateKind::Reflexive, true) => {
            let (found, todo) = complained(words.no_reflexive, "stun");
            Words::notable(found, todo)
        }
        (CandidateKind::Relay, false) => Words::notable(words.no_turn.0, words.no_turn.1),
        (CandidateKind::Relay, true) => {
            let (found, todo) = complained(words.no_relay, "turn");
            Words::ill(found, todo)
        }
    }
}

fn call(flow: Flow, words: &Doctor) -> Words {
    match flow {
        _ if flow.is_steady() => Words::well((words.flows)(flow.packets, flow.pictures)),
        Flow { connected: false, .. } => ill(words.no_call),
        Flow { packets: 0..10, .. } => ill(words.no_sound),
        Flow { .. } => ill(words.no_picture),
    }
}

/// All lines as a text to be sent to somebody who helps; `head` is its first lines. A line that was not checked says so.
pub(super) fn report(head: &[String], lines: &[Option<Finding>], language: Language) -> String {
    let words = &language.site_texts().doctor;
    let mut text = head.join("\n");
    text.push('\n');
    for (item, finding) in Item::ALL.into_iter().zip(lines) {
        let (mark, said) = match finding {
            Some(finding) => {
                let Words { mark, found, todo } = finding.words(language);
                (
                    mark_name(mark, words),
                    [Some(found), todo].into_iter().flatten().collect::<Vec<_>>().join(" "),
                )
            }
            None => (words.waiting, String::new()),
        };
        text.push_str(&format!(
            "\n[{mark}] {}{}{said}",
            item.name(words),
            if said.is_empty() { "" } else { ": " }
        ));
    }
    text
}

pub(super) fn mark_name(mark: Mark, words: &Doctor) -> &'static str {
    match mark {
        Mark::Well => words.well,
        Mark::Notable => words.notable,
        Mark::Ill => words.ill,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::lib::doctor::Candidate;

    fn relayed() -> Gathered {
        let line = "candidate:3 1 udp 41885439 198.51.100.2 61000 typ relay raddr 0.0.0.0 rport 0";
        let candidates = Candidate::read(line, Some("turn:t.example".into())).into_iter().collect();
        Gathered { candidates, complaints: vec!["turn:u.example 401 Unauthorized".into()] }
    }

    /// One of each kind.
    fn findings() -> Vec<(Finding, Mark)> {
        let took = Duration::from_millis(31);
        let flow = Flow { connected: true, packets: 50, pictures: 30 };
        let rest = |reach| Finding::Rest(reach, "https://a.example".into());
        let refused = || Entry::Refused("Token inválido".into());
        let empty = Gathered { complaints: relayed().complaints, ..Gathered::default() };
        let ways = |kind, gathered: &Gathered, server| Finding::Ways(kind, gathered.clone(), server);
        vec![
            (Finding::Secure(true), Mark::Well),
            (Finding::Secure(false), Mark::Ill),
            (rest(Reach::Answers(took)), Mark::Well),
            (rest(Reach::Unreadable), Mark::Ill),
            (rest(Reach::Unreachable), Mark::Ill),
            (rest(Reach::TimedOut), Mark::Ill),
            (rest(Reach::SomethingElse), Mark::Ill),
            (rest(Reach::Failing(502)), Mark::Ill),
            (Finding::SignedIn(Some(12)), Mark::Well),
            (Finding::SignedIn(None), Mark::Well),
            (Finding::NoSocketToken, Mark::Ill),
            (Finding::CookiesBlocked, Mark::Ill),
            (Finding::SignedOut, Mark::Notable),
            (Finding::SessionUnknown, Mark::Notable),
            (Finding::WebSocket(Entry::Open(took), true), Mark::Well),
            (Finding::WebSocket(refused(), false), Mark::Well),
            (Finding::WebSocket(refused(), true), Mark::Ill),
            (Finding::Polling(Entry::Failed, true), Mark::Ill),
            (Finding::Microphone(Ok(("Mic".into(), true))), Mark::Well),
            (Finding::Microphone(Ok(("Mic".into(), false))), Mark::Notable),
            (Finding::Microphone(Err(MediaError::Denied)), Mark::Ill),
            (Finding::Camera(Ok(("Cam".into(), Some((640, 480))))), Mark::Well),
            (Finding::Camera(Ok(("Cam".into(), None))), Mark::Ill),
            (Finding::Camera(Err(MediaError::Insecure)), Mark::Ill),
            (ways(CandidateKind::Host, &empty, true), Mark::Ill),
            (ways(CandidateKind::Reflexive, &empty, true), Mark::Notable),
            (ways(CandidateKind::Reflexive, &empty, false), Mark::Notable),
            (ways(CandidateKind::Relay, &relayed(), true), Mark::Well),
            (ways(CandidateKind::Relay, &empty, true), Mark::Ill),
            (ways(CandidateKind::Relay, &empty, false), Mark::Notable),
            (Finding::Call(flow), Mark::Well),
            (Finding::Call(Flow { connected: false, ..flow }), Mark::Ill),
            (Finding::Call(Flow { packets: 0, ..flow }), Mark::Ill),
            (Finding::Call(Flow { pictures: 0, ..flow }), Mark::Ill),
            (Finding::NoCalls, Mark::Ill),
        ]
    }

    #[test]
    fn whatever_is_wrong_says_what_to_do() {
        for language in Language::ALL {
            for (finding, mark) in findings() {
                let words = finding.words(language);
                assert_eq!(words.mark, mark, "{finding:?}");
                assert!(!words.found.is_empty());
                assert!(mark != Mark::Ill || words.todo.is_some(), "{finding:?}");
            }
        }
    }

    #[test]
    fn a_relay_that_refuses_is_quoted() {
        let refusing = Gathered { complaints: relayed().complaints, ..Gathered::default() };
        let words = Finding::Ways(CandidateKind::Relay, refusing, true).words(Language::En);
        assert!(words.found.contains("turn:u.example 401 Unauthorized"), "{words:?}");
        let words = Finding::Ways(CandidateKind::Relay, relayed(), true).words(Language::En);
        assert_eq!(words.found, "Found: udp (turn:t.example).", "and its address is nobody's business");
    }

    #[test]
    fn the_report_has_every_line() {
        let mut lines = vec![None; Item::ALL.len()];
        lines[0] = Some(Finding::Secure(false));
        let text = report(&["Check".into(), "Browser: x".into()], &lines, Language::En);
        let mut rows = text.lines();
        assert_eq!(rows.next(), Some("Check"));
        assert_eq!(
            rows.nth(2),
            Some(
                "[problem] Secure page: The page did not come securely. Open it with https:// at the beginning of the address. Browsers give microphone and camera to no other page."
            )
        );
        assert_eq!(rows.next(), Some("[not checked yet] Charlaton’s server"));
        assert_eq!(rows.count(), Item::ALL.len() - 2);
    }
}
