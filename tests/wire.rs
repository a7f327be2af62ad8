//! Plays the golden sessions of `tests/wire` against the Socket.IO session machine. The format is described there.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "wire/transcript.rs"]
mod transcript;

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::time::Duration;

use charlaton::lib::socket::engine;
use charlaton::lib::socket::engine_packet::Frame;
use charlaton::lib::socket::packet::{Limits, Payload};
use charlaton::lib::socket::session::{
    AckError, AckRequest, Delivery, Emission, Input, Output, Session, Settings, State,
};
use charlaton::lib::socket::transport::{Command, Endpoint, Slot, TransportEvent, TransportId, Transports};
use charlaton_json::{Value, parse};

use transcript::{Line, sessions};

const ORIGIN: &str = "http://host";

#[test]
fn every_golden_session() {
    let bless = std::env::var_os("WIRE_BLESS").is_some();
    for (path, written) in sessions() {
        let played = Player::play(&written, &path.display().to_string());
        if bless {
            std::fs::write(&path, played).unwrap();
        } else {
            assert!(written == played, "{}\n{}", path.display(), difference(&written, &played));
        }
    }
}

/// The first line where two texts part, with what came before it.
fn difference(written: &str, played: &str) -> String {
    let pairs =
        written.lines().map(Some).chain(std::iter::repeat(None)).zip(played.lines().map(Some).chain([None]));
    let mut text = String::new();
    for (expected, found) in pairs {
        if expected != found {
            let (expected, found) = (expected.unwrap_or("(the end)"), found.unwrap_or("(the end)"));
            let _ = write!(text, "  expected: {expected}\n     found: {found}");
            return text;
        }
        let _ = writeln!(text, "            {}", found.unwrap_or_default());
    }
    text
}

struct Player {
    session: Session,
    now: Duration,
    /// Every transport ever opened, with the name the file calls it by.
    transports: Vec<(TransportId, &'static str)>,
    ticket: u32,
    requests: u64,
    /// No timer rings before the next input.
    asleep: bool,
    text: String,
}

impl Player {
    /// The session as it goes, with the file's own comments and inputs.
    fn play(file: &str, name: &str) -> String {
        let options = file.lines().find_map(|line| line.strip_prefix("with ")).unwrap_or_default();
        let mut player = Self {
            session: Session::new(settings(options)),
            now: Duration::ZERO,
            transports: Vec::new(),
            ticket: 0,
            requests: 0,
            asleep: false,
            text: String::new(),
        };
        for line in file.lines() {
            let Some(Line { at, word, rest }) = Line::read(line) else {
                let _ = writeln!(player.text, "{line}");
                continue;
            };
            if is_input(word) {
                player.pass_time(at);
                player.write(word, rest);
                if let Some(input) = player.input(word, &fill(rest), name, line) {
                    player.feed(input);
                }
            }
        }
        player.text
    }

    /// Ticks whenever the machine asked for it.
    fn pass_time(&mut self, until: Duration) {
        assert!(until >= self.now, "time goes forward");
        let asleep = std::mem::take(&mut self.asleep);
        while let Some(deadline) = self.session.deadline().filter(|deadline| !asleep && *deadline <= until) {
            self.now = self.now.max(deadline);
            self.feed(Input::Tick);
            let next = self.session.deadline();
            assert!(next.is_none_or(|next| next > self.now), "a tick settles what was due");
        }
        self.now = until;
    }

    fn feed(&mut self, input: Input) {
        for output in self.session.handle(self.now, input) {
            let (word, rest) = self.describe(output);
            self.write(&word, &unfill(&rest));
        }
    }

    fn write(&mut self, word: &str, rest: &str) {
        let line = format!("{:>6} {word:<7} {rest}", self.now.as_millis());
        let _ = writeln!(self.text, "{}", line.trim_end());
    }

    fn input(&mut self, word: &str, rest: &str, file: &str, line: &str) -> Option<Input> {
        let mut words = rest.splitn(3, ' ').collect::<VecDeque<_>>();
        let mut next = || words.pop_front().unwrap_or_default();
        Some(match word {
            "wait" => return None,
            "sleep" => {
                self.asleep = true;
                return None;
            }
            "up" => Input::Transport(self.id(rest), TransportEvent::Opened),
            "posted" => Input::Transport(self.id(rest), TransportEvent::Posted),
            "lost" => Input::Transport(self.id(rest), TransportEvent::Lost),
            "<ws" | "<probe" => {
                Input::Transport(self.id(&word[1..]), TransportEvent::Frame(read_frame(rest)))
            }
            "<poll" => Input::Transport(self.id("poll"), TransportEvent::Polled(rest.replace('␞', "\u{1e}"))),
            "do" => match next() {
                "connect" => Input::Connect(next().to_owned()),
                "disconnect" => Input::Disconnect(next().to_owned()),
                "forget" => Input::Forget(next().to_owned()),
                "auth" => {
                    let value = parse(rest.strip_prefix("auth ").unwrap()).unwrap();
                    Input::Auth { ticket: self.ticket, value }
                }
                "emit" => emission(next(), next(), Delivery::Buffered, None),
                "volatile" => emission(next(), next(), Delivery::Volatile, None),
                "request" => {
                    let (namespace, (millis, event)) = (next(), next().split_once(' ').unwrap());
                    let timeout = Duration::from_millis(millis.parse().unwrap());
                    let token = self.requests;
                    self.requests += 1;
                    emission(namespace, event, Delivery::Buffered, Some(AckRequest { token, timeout }))
                }
                "reply" => {
                    let (namespace, (id, args)) = (next(), next().split_once(' ').unwrap());
                    let payload = read_payload(args);
                    Input::Reply { namespace: namespace.to_owned(), id: id.parse().unwrap(), payload }
                }
                "online" => Input::Online,
                "offline" => Input::Offline,
                "wake" => Input::Wake,
                other => panic!("{file}: do {other}? in: {line}"),
            },
            other => panic!("{file}: {other}? in: {line}"),
        })
    }

    fn describe(&mut self, output: Output) -> (String, String) {
        let (word, rest) = match output {
            Output::Command(command) => return self.describe_command(command),
            Output::AskAuth { namespace, ticket } => {
                self.ticket = ticket;
                ("ask", namespace)
            }
            Output::State { namespace, state } => {
                ("state", format!("{namespace} {}", describe_state(&state)))
            }
            Output::Event { namespace, event } => {
                let mut payload = event.payload;
                payload.args.insert(0, event.name.into());
                let id = event.id.map(|id| format!(" #{id}")).unwrap_or_default();
                ("event", format!("{namespace} {}{id}", describe_payload(&payload)))
            }
            Output::Ack { token, result } => (
                "answer",
                match result {
                    Ok(payload) => format!("{token} {}", describe_payload(&payload)),
                    Err(AckError::TimedOut) => format!("{token} timed out"),
                    Err(AckError::Disconnected) => format!("{token} disconnected"),
                    Err(AckError::TooLarge) => format!("{token} too large"),
                },
            ),
            Output::Oversize { event } => ("oversize", event),
        };
        (word.to_owned(), rest)
    }

    fn describe_command(&mut self, command: Command) -> (String, String) {
        match command {
            Command::OpenSocket { id, url } => {
                let name = if id.slot == Slot::Probe { "probe" } else { "ws" };
                self.transports.push((id, name));
                ("open".to_owned(), format!("{name} {}", url.strip_prefix("ws://host").unwrap()))
            }
            Command::Get { id, url } => {
                if self.transports.iter().all(|(own, _)| *own != id) {
                    self.transports.push((id, "poll"));
                }
                ("get".to_owned(), format!("poll {}", url.strip_prefix(ORIGIN).unwrap()))
            }
            Command::Post { id, body, .. } => {
                ("post".to_owned(), format!("{} {}", self.name(id), show(&body)))
            }
            Command::SendFrame { id, frame } => (format!(">{}", self.name(id)), describe_frame(&frame)),
            Command::Close { id } => ("close".to_owned(), self.name(id).to_owned()),
            Command::Farewell { body, .. } => ("bye".to_owned(), show(&body)),
        }
    }

    fn id(&self, name: &str) -> TransportId {
        // An upgraded connection goes on living on its probe.
        self.transports.iter().rev().find(|(_, own)| *own == name).expect("a transport of that name").0
    }

    fn name(&self, id: TransportId) -> &'static str {
        self.transports.iter().find(|(own, _)| *own == id).expect("an opened transport").1
    }
}

fn settings(options: &str) -> Settings {
    let option =
        |name: &str| options.split(' ').find_map(|option| option.strip_prefix(name)?.strip_prefix('='));
    let millis = |name, default: u64| {
        Duration::from_millis(option(name).map_or(default, |value| value.parse().unwrap()))
    };
    let transports = match option("transports").unwrap_or("websocket-first") {
        "websocket-first" => Transports::WebSocketFirst,
        "websocket-only" => Transports::WebSocketOnly,
        "polling-first" => Transports::PollingFirst,
        "polling-only" => Transports::PollingOnly,
        other => panic!("transports={other}?"),
    };
    Settings {
        engine: engine::Settings {
            endpoint: Endpoint { origin: ORIGIN.to_owned(), path: "/socket.io/".to_owned() },
            transports,
            fallback_after: millis("fallback", 5_000),
            probe_timeout: millis("probe", 20_000),
        },
        connect_timeout: millis("timeout", 20_000),
        longest_wait: millis("longest", 5_000),
        limits: Limits::default(),
        seed: option("seed").map_or(1, |seed| seed.parse().unwrap()),
    }
}

fn is_input(word: &str) -> bool {
    word.starts_with('<') || ["do", "up", "posted", "lost", "wait", "sleep"].contains(&word)
}

/// `<name>` as characters that may stand in an address.
fn fill(text: &str) -> String {
    let (mut filled, mut rest) = (String::new(), text);
    while let Some(start) = rest.find('<') {
        filled.push_str(&rest[..start]);
        rest = &rest[start + 1..];
        let name = rest.split('>').next().unwrap_or_default();
        let is_name = name.len() < rest.len()
            && !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if is_name {
            let _ = write!(filled, "~{name}.");
            rest = &rest[name.len() + 1..];
        } else {
            filled.push('<');
        }
    }
    filled + rest
}

fn unfill(text: &str) -> String {
    let mut parts = text.split('~');
    let mut unfilled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('.').expect("a filled placeholder");
        let _ = write!(unfilled, "<{name}>{rest}");
    }
    unfilled
}

fn show(body: &str) -> String {
    body.replace('\u{1e}', "␞")
}

fn read_frame(text: &str) -> Frame {
    text.strip_prefix("hex")
        .map_or_else(|| Frame::Text(text.to_owned()), |bytes| Frame::Binary(read_hex(bytes)))
}

fn read_hex(text: &str) -> Vec<u8> {
    text.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

fn read_payload(text: &str) -> Payload {
    let mut parts = text.split(" + hex");
    let args = parse(parts.next().unwrap()).unwrap().as_array().unwrap().to_vec();
    Payload { args, attachments: parts.map(read_hex).collect() }
}

fn emission(namespace: &str, event: &str, delivery: Delivery, ack: Option<AckRequest>) -> Input {
    let mut payload = read_payload(event);
    let event = payload.args.remove(0).as_str().unwrap().to_owned();
    Input::Emit(Emission { namespace: namespace.to_owned(), event, payload, delivery, ack })
}

fn describe_frame(frame: &Frame) -> String {
    match frame {
        Frame::Text(text) => text.clone(),
        Frame::Binary(bytes) => describe_hex(bytes),
    }
}

fn describe_hex(bytes: &[u8]) -> String {
    bytes.iter().fold("hex".to_owned(), |text, byte| format!("{text} {byte:02x}"))
}

fn describe_payload(payload: &Payload) -> String {
    let args = Value::Array(payload.args.clone()).to_string();
    payload.attachments.iter().fold(args, |text, bytes| format!("{text} + {}", describe_hex(bytes)))
}

fn describe_state(state: &State) -> String {
    match state {
        State::Connecting => "connecting".to_owned(),
        State::Connected { recovered: false } => "connected".to_owned(),
        State::Connected { recovered: true } => "connected, recovered".to_owned(),
        State::Reconnecting { attempt, retry_in } => {
            format!("reconnecting {attempt}, in {}", retry_in.as_millis())
        }
        State::Refused { message, data: None } => format!("refused {message:?}"),
        State::Refused { message, data: Some(data) } => format!("refused {message:?} {data}"),
        State::KickedByServer => "kicked".to_owned(),
        State::Disconnected => "disconnected".to_owned(),
    }
}
