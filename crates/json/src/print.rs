//! Tree to text, as short as it can be.

use std::fmt;

use crate::Value;

impl Value {
    /// Appends the text to `out`.
    pub fn write_to(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Number(number) => out.push_str(number.as_str()),
            Self::String(text) => write_string(text, out),
            Self::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    separate(index, out);
                    item.write_to(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    separate(index, out);
                    write_string(name, out);
                    out.push(':');
                    value.write_to(out);
                }
                out.push('}');
            }
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.write_to(&mut text);
        f.write_str(&text)
    }
}

fn separate(index: usize, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        // All of these are one byte long, so both cuts are between characters.
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let byte = special.as_bytes()[0];
        out.push('\\');
        match byte {
            b'"' | b'\\' => out.push(char::from(byte)),
            b'\n' => out.push('n'),
            b'\r' => out.push('r'),
            b'\t' => out.push('t'),
            8 => out.push('b'),
            12 => out.push('f'),
            _ => {
                out.push_str(if byte < 16 { "u000" } else { "u001" });
                out.push(char::from(b"0123456789abcdef"[usize::from(byte % 16)]));
            }
        }
        rest = &special[1..];
    }
    out.push_str(rest);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::json;

    #[test]
    fn nothing_is_written_that_need_not_be() {
        let value = json!({ "b": [1, -2, null], "a": { "x": true, "y": [] }, "": "ñ/\u{7f}" });
        assert_eq!(value.to_string(), "{\"b\":[1,-2,null],\"a\":{\"x\":true,\"y\":[]},\"\":\"ñ/\u{7f}\"}");
    }

    proptest! {
        #[test]
        fn texts_are_written_as_by_serde_json(text in r#"([\x00-\x7f]|.){0,20}"#) {
            prop_assert_eq!(json!(text.as_str()).to_string(), serde_json::Value::from(text).to_string());
        }
    }
}
