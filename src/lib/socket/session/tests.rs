#![expect(clippy::wildcard_enum_match_arm, reason = "a test looks at what it is about")]

use std::collections::BTreeSet;

use charlaton_json::json;
use proptest::prelude::*;

use super::*;
use crate::lib::socket::engine_packet::Frame;
use crate::lib::socket::packet::Payload;
use crate::lib::socket::transport::{Command, Endpoint, Slot, TransportEvent, TransportId, Transports};

fn settings(transports: Transports) -> Settings {
    Settings {
        engine: engine::Settings {
            endpoint: Endpoint { origin: "https://host:8080".to_owned(), path: "/socket.io/".to_owned() },
            transports,
            fallback_after: Duration::from_secs(5),
            probe_timeout: Duration::from_secs(20),
        },
        connect_timeout: Duration::from_secs(20),
        longest_wait: Duration::from_secs(5),
        limits: Limits::default(),
        seed: 1,
    }
}

#[test]
fn nothing_happens_before_somebody_connects() {
    let mut session = Session::new(settings(Transports::default()));
    for input in [Input::Tick, Input::Online, Input::Offline, Input::Wake, Input::Disconnect("/".to_owned())]
    {
        assert_eq!(session.handle(Duration::from_secs(100), input), []);
    }
    assert_eq!(session.deadline(), None);
}

#[test]
fn a_late_answer_of_an_earlier_connection_is_dropped() {
    let mut session = Session::new(settings(Transports::WebSocketOnly));
    let now = Duration::ZERO;
    let id = |generation| TransportId { generation, slot: Slot::First };
    let _ = session.handle(now, Input::Connect("/".to_owned()));
    let _ = session.handle(now, Input::Transport(id(1), TransportEvent::Lost));
    let reopened = session.handle(now, Input::Online);
    assert!(reopened.iter().any(|output| matches!(
        output,
        Output::Command(Command::OpenSocket { id: opened, .. }) if *opened == id(2)
    )));
    let hello = Frame::Text(r#"0{"sid":"a","pingInterval":1,"pingTimeout":1}"#.to_owned());
    for event in [TransportEvent::Frame(hello), TransportEvent::Lost, TransportEvent::Opened] {
        assert_eq!(session.handle(now, Input::Transport(id(1), event)), []);
    }
}

#[test]
fn late_credentials_are_dropped() {
    let mut session = Session::new(settings(Transports::WebSocketOnly));
    let now = Duration::ZERO;
    let id = TransportId { generation: 1, slot: Slot::First };
    let hello = Frame::Text(r#"0{"sid":"a","pingInterval":1000,"pingTimeout":1000}"#.to_owned());
    let _ = session.handle(now, Input::Connect("/".to_owned()));
    let asked = session.handle(now, Input::Transport(id, TransportEvent::Frame(hello)));
    let [Output::AskAuth { ticket, .. }] = asked[..] else { panic!("{asked:?}") };
    let _ = session.handle(now, Input::Transport(id, TransportEvent::Lost));
    assert_eq!(session.handle(now, Input::Auth { ticket, value: json!({}) }), []);
}

#[test]
fn an_event_that_cannot_be_read_is_passed_over() {
    let mut session = Session::new(settings(Transports::WebSocketOnly));
    let id = TransportId { generation: 1, slot: Slot::First };
    let _ = session.handle(Duration::ZERO, Input::Connect("/".to_owned()));
    let mut hear =
        |frame: Frame| session.handle(Duration::ZERO, Input::Transport(id, TransportEvent::Frame(frame)));
    let text = |text: &str| Frame::Text(text.to_owned());
    let asked = hear(text(r#"0{"sid":"a","pingInterval":1000,"pingTimeout":1000}"#));
    let [Output::AskAuth { ticket, .. }] = asked[..] else { panic!("{asked:?}") };
    let _ = session.handle(Duration::ZERO, Input::Auth { ticket, value: json!({}) });
    let mut hear =
        |frame: Frame| session.handle(Duration::ZERO, Input::Transport(id, TransportEvent::Frame(frame)));
    let _ = hear(text(r#"40{"sid":"b"}"#));
    assert_eq!(hear(text(&format!("42[\"webrtc_offer\",{}", "[".repeat(200)))), []);
    assert_eq!(hear(text(r#"4511-["webrtc_offer",{}]"#)), []);
    for _ in 0..11 {
        assert_eq!(hear(Frame::Binary(vec![1])), []);
    }
    let heard = hear(text(r#"42["message","hola"]"#));
    assert!(matches!(heard[..], [Output::Event { .. }]), "{heard:?}");
}

#[test]
fn addresses_follow_the_scheme() {
    let endpoint = settings(Transports::default()).engine.endpoint;
    assert_eq!(endpoint.url(Kind::WebSocket, None), "wss://host:8080/socket.io/?EIO=4&transport=websocket");
    assert_eq!(
        endpoint.url(Kind::Polling, Some("x")),
        "https://host:8080/socket.io/?EIO=4&transport=polling&sid=x"
    );
}

/// What one connection may never do, whatever happens to it: use a transport that it closed or never opened, have
/// two GETs or two POSTs at a time, or forget one that it opened.
#[derive(Debug, Default)]
struct Rules {
    open: Vec<TransportId>,
    getting: Vec<TransportId>,
    posting: Vec<TransportId>,
    awaited: BTreeSet<u64>,
}

impl Rules {
    fn before(&mut self, input: &Input) {
        match input {
            Input::Transport(id, TransportEvent::Polled(_)) => self.getting.retain(|own| own != id),
            Input::Transport(id, TransportEvent::Posted) => self.posting.retain(|own| own != id),
            Input::Emit(Emission { ack: Some(ack), .. }) => {
                self.awaited.insert(ack.token);
            }
            _ => {}
        }
    }

    fn check(&mut self, output: &Output) {
        match output {
            Output::Command(Command::OpenSocket { id, .. }) => {
                assert!(!self.open.contains(id));
                self.open.push(*id);
            }
            Output::Command(Command::Get { id, .. }) => {
                assert!(!self.getting.contains(id), "one GET at a time");
                self.getting.push(*id);
                if !self.open.contains(id) {
                    self.open.push(*id);
                }
            }
            Output::Command(Command::Post { id, .. }) => {
                assert!(self.open.contains(id), "POST on a closed transport");
                assert!(!self.posting.contains(id), "one POST at a time");
                self.posting.push(*id);
            }
            Output::Command(Command::SendFrame { id, .. }) => {
                assert!(self.open.contains(id), "frame on a closed transport");
            }
            Output::Command(Command::Close { id }) => {
                assert!(self.open.contains(id), "closed twice");
                self.open.retain(|own| own != id);
                self.getting.retain(|own| own != id);
                self.posting.retain(|own| own != id);
            }
            Output::Ack { token, .. } => {
                assert!(self.awaited.remove(token), "answered twice, or never asked")
            }
            _ => {}
        }
        assert!(self.open.len() <= 2, "one transport, and a probe beside it");
    }
}

#[derive(Debug, Clone)]
enum Step {
    Pass(u64),
    App(Input),
    Server(Slot, String),
    Binary(Vec<u8>),
    Opened(Slot),
    Posted(Slot),
    Lost(Slot),
    Auth,
}

fn any_step() -> impl Strategy<Value = Step> {
    let namespace = || prop_oneof![Just("/".to_owned()), Just("/admin".to_owned())];
    let slot = || prop_oneof![Just(Slot::First), Just(Slot::Fallback), Just(Slot::Probe)];
    let emission = (namespace(), any::<bool>(), prop::option::of(0..3_000_u64)).prop_map(
        |(namespace, buffered, ack)| {
            Input::Emit(Emission {
                namespace,
                event: "event".to_owned(),
                payload: Payload::default(),
                delivery: if buffered { Delivery::Buffered } else { Delivery::Volatile },
                ack: ack.map(|millis| AckRequest { token: 0, timeout: Duration::from_millis(millis) }),
            })
        },
    );
    let words = prop::sample::select(vec![
        r#"0{"sid":"a","upgrades":["websocket"],"pingInterval":2000,"pingTimeout":1000,"maxPayload":60}"#,
        "1",
        "2",
        "3probe",
        "3probe",
        "6",
        "6",
        "40",
        r#"40{"pid":"p"}"#,
        "40/admin,",
        "41",
        r#"44{"message":"no"}"#,
        r#"42["e","offset"]"#,
        r#"42/admin,7["e"]"#,
        "430[]",
        "431[]",
        "43/admin,0[]",
        r#"451-["b"]"#,
        "bAQID",
        "9",
        "",
    ])
    .prop_map(str::to_owned);
    prop_oneof![
        3 => (0..4_000_u64).prop_map(Step::Pass),
        2 => namespace().prop_map(|name| Step::App(Input::Connect(name))),
        1 => namespace().prop_map(|name| Step::App(Input::Disconnect(name))),
        1 => namespace().prop_map(|name| Step::App(Input::Forget(name))),
        4 => emission.prop_map(Step::App),
        1 => prop::sample::select(vec![Input::Online, Input::Offline, Input::Wake]).prop_map(Step::App),
        10 => (slot(), words).prop_map(|(slot, text)| Step::Server(slot, text)),
        1 => prop::collection::vec(any::<u8>(), 0..4).prop_map(Step::Binary),
        3 => slot().prop_map(Step::Opened),
        4 => slot().prop_map(Step::Posted),
        1 => slot().prop_map(Step::Lost),
        4 => Just(Step::Auth),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_things_breaks_the_rules(
        steps in prop::collection::vec(any_step(), 1..80),
        transports in prop::sample::select(vec![
            Transports::WebSocketFirst, Transports::PollingFirst, Transports::WebSocketOnly, Transports::PollingOnly,
        ]),
    ) {
        let mut session = Session::new(settings(transports));
        let (mut rules, mut now) = (Rules::default(), Duration::ZERO);
        let (mut ticket, mut tokens) = (0, 0);
        for step in steps {
            let live = |rules: &Rules, slot| rules.open.iter().rev().copied().find(|id| id.slot == slot);
            let input = match step {
                Step::Pass(millis) => { now += Duration::from_millis(millis); Input::Tick }
                Step::App(Input::Emit(mut emission)) => {
                    tokens += 1;
                    emission.ack = emission.ack.map(|ack| AckRequest { token: tokens, ..ack });
                    Input::Emit(emission)
                }
                Step::App(input) => input,
                Step::Auth => Input::Auth { ticket, value: json!({"token": "t"}) },
                Step::Server(slot, text) => match live(&rules, slot) {
                    Some(id) if rules.getting.contains(&id) => Input::Transport(id, TransportEvent::Polled(text)),
                    Some(id) => Input::Transport(id, TransportEvent::Frame(Frame::Text(text))),
                    None => continue,
                },
                Step::Binary(bytes) => match live(&rules, Slot::First) {
                    Some(id) => Input::Transport(id, TransportEvent::Frame(Frame::Binary(bytes))),
                    None => continue,
                },
                Step::Opened(slot) | Step::Posted(slot) | Step::Lost(slot) => match live(&rules, slot) {
                    Some(id) => Input::Transport(id, match step {
                        Step::Opened(_) => TransportEvent::Opened,
                        Step::Posted(_) => TransportEvent::Posted,
                        _ => TransportEvent::Lost,
                    }),
                    None => continue,
                },
            };
            rules.before(&input);
            for output in session.handle(now, input) {
                if let Output::AskAuth { ticket: asked, .. } = output {
                    ticket = asked;
                }
                rules.check(&output);
            }
            prop_assert!(session.deadline().is_none_or(|deadline| deadline > now), "nothing due is left undone");
        }
        // Whatever state that was, leaving ends it: nothing open, nobody waiting.
        for name in ["/", "/admin"] {
            session.handle(now, Input::Forget(name.to_owned())).iter().for_each(|output| rules.check(output));
        }
        prop_assert!(rules.open.is_empty(), "{:?}", rules.open);
        prop_assert!(rules.awaited.is_empty(), "{:?}", rules.awaited);
        prop_assert_eq!(session.deadline(), None);
    }
}
