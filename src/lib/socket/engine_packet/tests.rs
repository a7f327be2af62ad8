use proptest::prelude::*;

use super::*;

fn text(text: &str) -> Frame {
    Frame::Text(text.to_owned())
}

fn handshake() -> Handshake {
    Handshake {
        sid: "lv_VI97HAXpY6yYWAAAC".to_owned(),
        can_upgrade: true,
        ping_interval: Duration::from_millis(25_000),
        ping_timeout: Duration::from_millis(20_000),
        max_payload: 1_000_000,
    }
}

/// The frame and the packet are each what the other becomes.
#[track_caller]
fn check(frame: Frame, packet: Packet) {
    assert_eq!(packet.clone().into_frame(), frame);
    assert_eq!(Packet::from_frame(frame), Ok(packet));
}

#[test]
fn every_type_both_ways() {
    check(
        text(
            r#"0{"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#,
        ),
        Packet::Open(handshake()),
    );
    check(text("1"), Packet::Close);
    check(text("2"), Packet::Ping(String::new()));
    check(text("2probe"), Packet::Ping("probe".to_owned()));
    check(text("3"), Packet::Pong(String::new()));
    check(text("3probe"), Packet::Pong("probe".to_owned()));
    check(text("4hello"), Packet::Message(text("hello")));
    check(text("4"), Packet::Message(text("")));
    check(text("4año €日本👋🏽"), Packet::Message(text("año €日本👋🏽")));
    check(Frame::Binary(vec![]), Packet::Message(Frame::Binary(vec![])));
    check(Frame::Binary(vec![4, 0, 255]), Packet::Message(Frame::Binary(vec![4, 0, 255])));
    check(text("5"), Packet::Upgrade);
    check(text("6"), Packet::Noop);
}

#[test]
fn a_polling_body_joins_packets() {
    let packets = [
        Packet::Message(text("hello €")),
        Packet::Ping(String::new()),
        Packet::Message(Frame::Binary(vec![1, 2, 3, 4])),
        Packet::Message(text("")),
    ];
    let mut body = String::new();
    packets.iter().for_each(|packet| packet.append_to(&mut body));
    assert_eq!(body, "4hello €\u{1e}2\u{1e}bAQIDBA==\u{1e}4");
    assert_eq!(Packet::from_body(&body).as_deref(), Ok(&packets[..]));
}

#[test]
fn older_handshakes_lack_fields() {
    let Ok(Packet::Open(handshake)) =
        Packet::from_frame(text(r#"0{"sid":"a","pingInterval":300,"pingTimeout":200,"other":[]}"#))
    else {
        panic!("a handshake")
    };
    assert!(!handshake.can_upgrade);
    assert_eq!(handshake.max_payload, usize::MAX);
}

#[test]
fn what_is_not_a_packet_is_refused() {
    for frame in ["", "7", "x4", " 2", "ñ"] {
        assert_eq!(Packet::from_frame(text(frame)), Err(DecodeError::UnknownType), "{frame}");
    }
    for frame in [
        "0",
        "0{}",
        "0[]",
        "0{",
        "1x",
        "5 ",
        "6\n",
        "b*",
        "bA",
        r#"0{"sid":"","pingInterval":1,"pingTimeout":1}"#,
        r#"0{"sid":7,"pingInterval":1,"pingTimeout":1}"#,
        r#"0{"sid":"a","pingInterval":-1,"pingTimeout":1}"#,
        r#"0{"sid":"a","pingInterval":1}"#,
        r#"0{"sid":"a&b=c","pingInterval":1,"pingTimeout":1}"#,
    ] {
        assert_eq!(Packet::from_frame(text(frame)), Err(DecodeError::Malformed), "{frame}");
    }
    for body in ["", "\u{1e}", "4a\u{1e}", "4a\u{1e}\u{1e}4b", "<html></html>"] {
        assert!(Packet::from_body(body).is_err(), "{body}");
    }
}

fn any_packet() -> impl Strategy<Value = Packet> {
    let data = "[^\u{1e}]{0,20}";
    let open = ("[a-zA-Z0-9_-]{1,20}", any::<bool>(), any::<u32>(), any::<u32>(), any::<u32>()).prop_map(
        |(sid, can_upgrade, interval, timeout, max)| {
            Packet::Open(Handshake {
                sid,
                can_upgrade,
                ping_interval: Duration::from_millis(interval.into()),
                ping_timeout: Duration::from_millis(timeout.into()),
                max_payload: max as usize,
            })
        },
    );
    prop_oneof![
        open,
        Just(Packet::Close),
        Just(Packet::Upgrade),
        Just(Packet::Noop),
        data.prop_map(Packet::Ping),
        data.prop_map(Packet::Pong),
        data.prop_map(|data| Packet::Message(Frame::Text(data))),
        prop::collection::vec(any::<u8>(), 0..30).prop_map(|bytes| Packet::Message(Frame::Binary(bytes))),
    ]
}

proptest! {
    #[test]
    fn frames_survive_the_round_trip(packet in any_packet()) {
        prop_assert_eq!(Packet::from_frame(packet.clone().into_frame()), Ok(packet));
    }

    #[test]
    fn bodies_survive_the_round_trip(packets in prop::collection::vec(any_packet(), 1..6)) {
        let mut body = String::new();
        packets.iter().for_each(|packet| packet.append_to(&mut body));
        prop_assert_eq!(Packet::from_body(&body), Ok(packets));
    }

    #[test]
    fn lengths_are_those_of_the_encoding(packet in any_packet()) {
        if let Packet::Message(message) = &packet {
            let mut body = String::new();
            packet.append_to(&mut body);
            prop_assert_eq!(message.polling_len(), body.len());
            let len = match packet.clone().into_frame() {
                Frame::Text(text) => text.len(),
                Frame::Binary(bytes) => bytes.len(),
            };
            prop_assert_eq!(message.socket_len(), len);
        }
    }

    #[test]
    fn garbage_does_not_panic(garbage in ".*") {
        let _ = Packet::from_frame(Frame::Text(garbage.clone()));
        let _ = Packet::from_body(&garbage);
    }
}
