//! What a client sent with an event, before anybody has looked into it.

use std::collections::BTreeMap;

use serde_json::{Value, value::RawValue};

/// JSON as it came. Not all of it can be read (half a surrogate pair, more depth than a parser follows), but what is
/// only handed on need not be.
#[derive(Debug, Clone, Default)]
pub(crate) struct Payload(Option<Box<RawValue>>);

impl Payload {
    /// The first argument of `[event, argument, …]`, if there is one.
    pub(super) fn of_event(text: &str) -> Self {
        let parts: Vec<&RawValue> = serde_json::from_str(text).unwrap_or_default();
        Self(parts.get(1).map(|argument| (*argument).to_owned()))
    }

    /// What can be read of it: fields that cannot are left out. Null when there is nothing.
    pub(crate) fn read(&self) -> Value {
        let Some(text) = &self.0 else { return Value::Null };
        serde_json::from_str(text.get()).unwrap_or_else(|_| {
            let Some(fields) = self.fields() else { return Value::Null };
            fields.into_iter().filter_map(|(name, text)| Some((name, read(text)?))).collect()
        })
    }

    /// A field as it came.
    pub(crate) fn field(&self, name: &str) -> Option<&RawValue> {
        self.fields()?.remove(name)
    }

    /// None when it is no object.
    fn fields(&self) -> Option<BTreeMap<String, &RawValue>> {
        serde_json::from_str(self.0.as_ref()?.get()).ok()
    }
}

/// A part of a payload, unless it cannot be read.
pub(crate) fn read(text: &RawValue) -> Option<Value> {
    serde_json::from_str(text.get()).ok()
}

#[cfg(test)]
impl From<Value> for Payload {
    fn from(value: Value) -> Self {
        Self(serde_json::value::to_raw_value(&value).ok())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_can_be_read_is_read_and_all_of_it_is_kept() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        for odd in [r#""\ud83d""#, "1e999", &deep] {
            let payload = Payload::of_event(&format!(r#"["x",{{"a": {odd} ,"b":[1]}},2]"#));
            assert_eq!(payload.read(), json!({ "b": [1] }));
            assert_eq!(payload.field("a").map(RawValue::get), Some(odd));
            assert_eq!(payload.field("b").map(RawValue::get), Some("[1]"));
            assert_eq!(payload.field("c").map(RawValue::get), None);
            assert_eq!(Payload::of_event(&format!(r#"["x",{odd}]"#)).read(), Value::Null);
        }
        let escaped = Payload::of_event(r#"["x",{"\u0061":null}]"#);
        assert_eq!(
            (escaped.read(), escaped.field("a").map(RawValue::get)),
            (json!({ "a": null }), Some("null"))
        );
        for (text, value) in [(r#"["x"]"#, json!(null)), (r#"["x",5]"#, json!(5)), ("[]", json!(null))] {
            let payload = Payload::of_event(text);
            assert_eq!((payload.read(), payload.field("a").map(RawValue::get)), (value, None));
        }
    }
}
