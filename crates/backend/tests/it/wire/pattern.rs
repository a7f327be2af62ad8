//! Whether a packet is what a session says it is.

use serde_json::Value;

/// `Err` says where they part. Before the JSON every character counts. In it, `"<name>"` is any string and an object
/// may have more members.
pub(super) fn matches(pattern: &str, packet: &str) -> Result<(), String> {
    let ((head, pattern_json), (packet_head, packet_json)) = (split(pattern), split(packet));
    if head != packet_head {
        return Err(format!("{packet:?} instead of {pattern:?}"));
    }
    match (serde_json::from_str(pattern_json), serde_json::from_str(packet_json)) {
        (Ok(pattern), Ok(value)) if fits(&pattern, &value) => Ok(()),
        (Err(_), Err(_)) if pattern_json == packet_json => Ok(()),
        _ => Err(format!("{packet} does not fit {pattern}")),
    }
}

fn split(packet: &str) -> (&str, &str) {
    packet.split_at(packet.find(['{', '[']).unwrap_or(packet.len()))
}

fn fits(pattern: &Value, value: &Value) -> bool {
    match (pattern, value) {
        (Value::String(pattern), Value::String(text)) if pattern.starts_with('<') => !text.is_empty(),
        (Value::Object(pattern), Value::Object(value)) => {
            pattern.iter().all(|(name, pattern)| value.get(name).is_some_and(|value| fits(pattern, value)))
        }
        (Value::Array(pattern), Value::Array(value)) => {
            pattern.len() == value.len()
                && pattern.iter().zip(value).all(|(pattern, value)| fits(pattern, value))
        }
        _ => pattern == value,
    }
}

#[test]
fn only_what_was_left_open_may_differ() {
    for (pattern, packet) in [
        ("3probe", "3probe"),
        (r#"40{"sid":"<sid>"}"#, r#"40{"pid":1,"sid":"x"}"#),
        (r#"42["a",[{"id":"<id>"}],2]"#, r#"42["a",[{"id":"x","more":[]}],2]"#),
    ] {
        assert_eq!(matches(pattern, packet), Ok(()));
    }
    for (pattern, packet) in [
        ("6", "1"),
        ("40", r#"40{"sid":"x"}"#),
        (r#"40{"sid":"<sid>"}"#, r#"44{"sid":"x"}"#),
        (r#"40{"sid":"<sid>"}"#, r#"40{"sid":""}"#),
        (r#"40{"sid":"<sid>"}"#, r#"40{"sid":3}"#),
        (r#"42["a",{"b":1}]"#, r#"42["a",{"b":2}]"#),
        (r#"42["a"]"#, r#"42["a",1]"#),
    ] {
        assert!(matches(pattern, packet).is_err(), "{pattern} {packet}");
    }
}
