use charlaton_json::json;
use proptest::prelude::*;

use super::*;

fn packet(namespace: &str, body: Body) -> Packet {
    Packet { namespace: namespace.to_owned(), body }
}

fn object(value: Value) -> Object {
    value.as_object().cloned().unwrap()
}

fn event(name: &str, id: Option<u64>, args: Value, attachments: &[&[u8]]) -> Body {
    let attachments = attachments.iter().map(|bytes| bytes.to_vec()).collect();
    let payload = Payload { args: args.as_array().unwrap().to_vec(), attachments };
    Body::Event { name: name.to_owned(), id, payload }
}

fn ack(id: u64, args: Value, attachments: &[&[u8]]) -> Body {
    let Body::Event { payload, .. } = event("", None, args, attachments) else { unreachable!() };
    Body::Ack { id, payload }
}

fn refusal(message: &str, data: Option<Value>) -> Body {
    Body::ConnectError { message: message.to_owned(), data }
}

fn decode_frames(frames: Vec<Frame>) -> Result<Decoded, DecodeError> {
    let mut frames = frames.into_iter();
    let Some(Frame::Text(text)) = frames.next() else { panic!("a packet starts with text") };
    let mut decoded = Packet::decode(&text, Limits::default())?;
    for frame in frames {
        let (Frame::Binary(bytes), Decoded::Partial(partial)) = (frame, decoded) else {
            panic!("one binary frame for each attachment")
        };
        decoded = partial.push(bytes)?;
    }
    Ok(decoded)
}

/// The text and the packet are each what the other becomes.
#[track_caller]
fn check(text: &str, packet: Packet) {
    let frames = packet.clone().into_frames();
    assert_eq!(frames.first(), Some(&Frame::Text(text.to_owned())));
    assert_eq!(decode_frames(frames), Ok(Decoded::Complete(packet)));
}

#[track_caller]
fn check_decode(text: &str, expected: Packet) {
    assert_eq!(Packet::decode(text, Limits::default()), Ok(Decoded::Complete(expected)), "{text}");
}

#[test]
fn connect() {
    check("0", packet("/", Body::Connect(Object::new())));
    check(r#"0{"token":"123"}"#, packet("/", Body::Connect(object(json!({"token": "123"})))));
    check("0/admin,", packet("/admin", Body::Connect(Object::new())));
    check(r#"0/admin,{"sid":"oSO0OpakMV_3jnilAAAA"}"#, {
        packet("/admin", Body::Connect(object(json!({"sid": "oSO0OpakMV_3jnilAAAA"}))))
    });
    check_decode("0/admin", packet("/admin", Body::Connect(Object::new())));
    check_decode("0{}", packet("/", Body::Connect(Object::new())));
}

#[test]
fn disconnect() {
    check("1", packet("/", Body::Disconnect));
    check("1/admin,", packet("/admin", Body::Disconnect));
    check_decode("1/admin", packet("/admin", Body::Disconnect));
}

#[test]
fn events() {
    check(r#"2["foo"]"#, packet("/", event("foo", None, json!([]), &[])));
    check(r#"2["join_room","abc-xyz"]"#, packet("/", event("join_room", None, json!(["abc-xyz"]), &[])));
    check(r#"2/admin,["bar"]"#, packet("/admin", event("bar", None, json!([]), &[])));
    check(r#"212["foo"]"#, packet("/", event("foo", Some(12), json!([]), &[])));
    check(r#"2/admin,13["bar",1,null]"#, packet("/admin", event("bar", Some(13), json!([1, null]), &[])));
    check_decode(r#"2[7,true]"#, packet("/", event("7", None, json!([true]), &[])));
}

#[test]
fn names_and_values_outside_of_ascii() {
    check(
        r#"2/señas,["añadió","日本語","👋🏽","\n\u001e"]"#,
        packet("/señas", event("añadió", None, json!(["日本語", "👋🏽", "\n\u{1e}"]), &[])),
    );
}

#[test]
fn commas_slashes_and_digits_inside_of_the_data() {
    check(r#"2["a,b","/c,d",1]"#, packet("/", event("a,b", None, json!(["/c,d", 1]), &[])));
    check(r#"20["0-1"]"#, packet("/", event("0-1", Some(0), json!([]), &[])));
}

#[test]
fn deeply_nested_values() {
    check(
        r#"2["e",{"a":[[{"b":[{}]}]]}]"#,
        packet("/", event("e", None, json!([{"a": [[{"b": [{}]}]]}]), &[])),
    );
}

#[test]
fn acknowledgements() {
    check("312[]", packet("/", ack(12, json!([]), &[])));
    check(r#"3/admin,13["bar"]"#, packet("/admin", ack(13, json!(["bar"]), &[])));
    check("318446744073709551615[]", packet("/", ack(u64::MAX, json!([]), &[])));
}

#[test]
fn refusals() {
    check(r#"4{"message":"Not authorized"}"#, packet("/", refusal("Not authorized", None)));
    check(
        r#"4/admin,{"message":"no","data":{"code":"E001"}}"#,
        packet("/admin", refusal("no", Some(json!({"code": "E001"})))),
    );
    check_decode(r#"4"Not authorized""#, packet("/", refusal("Not authorized", None)));
    check_decode(r#"4{"message":7}"#, packet("/", refusal("", None)));
}

#[test]
fn binary_events_and_acknowledgements() {
    check(
        r#"51-["baz",{"_placeholder":true,"num":0}]"#,
        packet("/", event("baz", None, json!([{"_placeholder": true, "num": 0}]), &[&[1, 2, 3, 4]])),
    );
    check(
        r#"52-/admin,7["baz",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#,
        packet(
            "/admin",
            event(
                "baz",
                Some(7),
                json!([{"_placeholder": true, "num": 0}, {"_placeholder": true, "num": 1}]),
                &[&[], &[255]],
            ),
        ),
    );
    check(
        r#"61-/admin,456[{"_placeholder":true,"num":0}]"#,
        packet("/admin", ack(456, json!([{"_placeholder": true, "num": 0}]), &[&[3, 2, 1]])),
    );
    check_decode(r#"50-["none"]"#, packet("/", event("none", None, json!([]), &[])));
}

#[test]
fn a_placeholder_leads_to_its_attachment() {
    let mut payload = Payload::default();
    let first = payload.attach(vec![1]);
    let second = payload.attach(vec![2, 2]);
    assert_eq!(payload.attachment(&first), Some(&[1][..]));
    assert_eq!(payload.attachment(&second), Some(&[2, 2][..]));
    for stranger in [
        json!({"_placeholder": true, "num": 2}),
        json!({"_placeholder": true, "num": -1}),
        json!({"_placeholder": true, "num": "0"}),
        json!({"_placeholder": 1, "num": 0}),
        json!({"_placeholder": true}),
        json!([]),
        json!(null),
    ] {
        assert_eq!(payload.attachment(&stranger), None, "{stranger}");
    }
}

#[test]
fn what_is_not_a_packet_is_refused() {
    for text in ["", "7", "9[]", "a", "ñ", "-1"] {
        assert_eq!(Packet::decode(text, Limits::default()), Err(DecodeError::UnknownType), "{text}");
    }
    for text in [
        "0\"text\"",
        "0[]",
        "0{",
        "1{}",
        "1[]",
        "4",
        "4[]",
        "47",
        "5",
        "5[\"a\"]",
        "51[\"a\"]",
        "5-[\"a\"]",
        "218446744073709551616[\"a\"]",
    ] {
        assert_eq!(Packet::decode(text, Limits::default()), Err(DecodeError::Malformed), "{text}");
    }
}

/// A server that relays hands on what anybody has said: an event that cannot be read is nothing against the connection.
#[test]
fn what_others_make_a_server_say_is_passed_over() {
    for text in [
        "2",
        "2{}",
        "2[]",
        "2[null]",
        "2[{}]",
        "2[[]]",
        "2[\"a\"",
        "2/x",
        "2/x,",
        "3",
        "3[]",
        "312",
        "312{}",
        "2[\"a\"]x",
    ] {
        assert_eq!(Packet::decode(text, Limits::default()), Ok(Decoded::Unreadable), "{text}");
    }
    let deep = format!("2[\"a\",{}", "[".repeat(100_000));
    assert_eq!(Packet::decode(&deep, Limits::default()), Ok(Decoded::Unreadable), "and does not overflow");
    let limits = Limits { attachments: 2, bytes: 100 };
    for (text, attachments) in [(r#"53-["a"]"#, 3), ("51-", 1), ("51-{}", 1), ("61-[]", 1)] {
        let mut decoded = Packet::decode(text, limits);
        for _ in 0..attachments {
            let Ok(Decoded::Partial(partial)) = decoded else { panic!("its attachments come: {text}") };
            decoded = partial.push(vec![0; 8]);
        }
        assert_eq!(decoded, Ok(Decoded::Unreadable), "{text}");
    }
}

#[test]
fn limits_hold_to_the_byte() {
    let limits = Limits { attachments: 2, bytes: 20 };
    assert!(Packet::decode(r#"2["abcdefghijklmno"]"#, limits).is_ok());
    assert_eq!(Packet::decode(r#"2["abcdefghijklmnop"]"#, limits), Err(DecodeError::TooLarge));

    let Ok(Decoded::Partial(partial)) = Packet::decode(r#"51-["a"]"#, limits) else { panic!("a partial") };
    assert!(partial.clone().push(vec![0; 12]).is_ok());
    assert_eq!(partial.push(vec![0; 13]), Err(DecodeError::TooLarge));
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((".{0,6}", inner), 0..5)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn any_payload() -> impl Strategy<Value = Payload> {
    let attachments = prop::collection::vec(prop::collection::vec(any::<u8>(), 0..20), 0..=10);
    (prop::collection::vec(json_value(), 0..4), attachments)
        .prop_map(|(args, attachments)| Payload { args, attachments })
}

fn any_packet() -> impl Strategy<Value = Packet> {
    let fields = prop::collection::vec((".{0,6}", json_value()), 0..4);
    let body = prop_oneof![
        fields.prop_map(|fields| Body::Connect(fields.into_iter().collect())),
        Just(Body::Disconnect),
        (".{0,12}", any::<Option<u64>>(), any_payload()).prop_map(|(name, id, payload)| Body::Event {
            name,
            id,
            payload
        }),
        (any::<u64>(), any_payload()).prop_map(|(id, payload)| Body::Ack { id, payload }),
        (".{0,12}", prop::option::of(json_value()))
            .prop_map(|(message, data)| Body::ConnectError { message, data }),
    ];
    ("/[^,]{0,8}", body).prop_map(|(namespace, body)| Packet { namespace, body })
}

proptest! {
    #[test]
    fn every_packet_survives_the_round_trip(packet in any_packet()) {
        let frames = packet.clone().into_frames();
        prop_assert_eq!(decode_frames(frames), Ok(Decoded::Complete(packet)));
    }

    #[test]
    fn garbage_does_not_panic(text in ".*") {
        let _ = Packet::decode(&text, Limits::default());
    }

    #[test]
    fn garbage_that_looks_like_packets_does_not_panic(text in r#"[0-6][0-9]{0,3}-?(/[a-z]{0,3},?)?[0-9]{0,22}[\[\]{}",:a0]{0,12}"#) {
        let _ = Packet::decode(&text, Limits::default());
    }
}
