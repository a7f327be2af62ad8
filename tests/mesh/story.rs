//! What happens, in a line each.

use charlaton::lib::webrtc::{
    Input, Signal,
    signal::{Body, read},
};

pub(super) fn of_input(input: &Input) -> String {
    match input {
        Input::Signal { from, signal } => format!("{} from {from}", of_signal(signal)),
        other => format!("{other:?}").replace("\\r\\n", " "),
    }
}

pub(super) fn of_signal(signal: &Signal) -> String {
    let Some((envelope, body)) = read(signal) else { return format!("{signal:?}") };
    let session = envelope.session.map_or_else(|| "no session".to_owned(), |session| session.to_string());
    let seq = envelope.seq.map_or_else(String::new, |seq| format!(" no. {seq}"));
    match body {
        Body::Description(description) => {
            let ids: Vec<_> = description.sdp.lines().filter(|line| line.contains('=')).skip(2).collect();
            format!("{:?}{seq} of {session}: {}", description.kind, ids.join(" "))
        }
        Body::Candidate(candidate) => format!("{:?} of {session}", candidate.candidate),
    }
}
