//! Text to tree: a recursive descent that is total and goes no deeper than [`MAX_DEPTH`].

use std::fmt;

use crate::{Number, Object, Value};

/// How deep lists and objects may lie in each other; beyond it the text is refused.
pub const MAX_DEPTH: usize = 127;

/// A text is not JSON, or nests deeper than [`MAX_DEPTH`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotJson {
    /// The line at fault, from 1.
    pub line: usize,
}

impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not JSON in line {}", self.line)
    }
}

impl std::error::Error for NotJson {}

/// Reads a text that is one JSON value. Numbers of any size and precision are kept as they are written.
///
/// # Errors
/// When it is not JSON, or not only.
pub fn parse(text: &str) -> Result<Value, NotJson> {
    let mut parser = Parser { text, at: 0 };
    let value = parser.value(MAX_DEPTH);
    parser.skip_space();
    value.filter(|_| parser.at == text.len()).ok_or_else(|| parser.fault())
}

/// Reads a list item by item: a long one, read in pieces, does not hold up a page.
///
/// After an error there is nothing more.
#[derive(Debug)]
pub struct Items<'a>(Option<Parser<'a>>);

impl<'a> Items<'a> {
    /// The items of a text that is one JSON list.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        Self(Some(Parser { text, at: 0 }))
    }

    /// `None` after the last one.
    fn item(parser: &mut Parser<'_>) -> Option<Option<Value>> {
        let first = parser.text.get(..parser.at)?.trim_ascii().is_empty();
        parser.skip_space();
        if first {
            parser.expect(b'[')?;
            parser.skip_space();
        }
        if parser.take(b']') {
            parser.skip_space();
            return (parser.at == parser.text.len()).then_some(None);
        }
        if !first {
            parser.expect(b',')?;
        }
        parser.value(MAX_DEPTH - 1).map(Some)
    }
}

impl Iterator for Items<'_> {
    type Item = Result<Value, NotJson>;

    fn next(&mut self) -> Option<Self::Item> {
        let parser = self.0.as_mut()?;
        let item = Self::item(parser).ok_or_else(|| parser.fault()).transpose();
        if !matches!(item, Some(Ok(_))) {
            self.0 = None;
        }
        item
    }
}

#[derive(Debug)]
struct Parser<'a> {
    text: &'a str,
    /// Where the next byte stands; never beyond the end.
    at: usize,
}

impl Parser<'_> {
    /// What is read so far is right, what follows is not.
    fn fault(&self) -> NotJson {
        let read = &self.text.as_bytes()[..self.at];
        NotJson { line: 1 + read.iter().filter(|byte| **byte == b'\n').count() }
    }

    /// A value, with as many levels below it as `depth` says.
    fn value(&mut self, depth: usize) -> Option<Value> {
        self.skip_space();
        Some(match self.peek()? {
            b'{' => Value::Object(self.object(depth)?),
            b'[' => Value::Array(self.array(depth)?),
            b'"' => Value::String(self.string()?),
            b't' => self.word("true", Value::Bool(true))?,
            b'f' => self.word("false", Value::Bool(false))?,
            b'n' => self.word("null", Value::Null)?,
            _ => Value::Number(self.number()?),
        })
    }

    fn object(&mut self, depth: usize) -> Option<Object> {
        let mut object = Object::new();
        self.items(b'{', b'}', |parser| {
            parser.skip_space();
            let name = parser.string()?;
            parser.skip_space();
            parser.expect(b':')?;
            object.push(name, parser.value(depth.checked_sub(1)?)?);
            Some(())
        })?;
        Some(object)
    }

    fn array(&mut self, depth: usize) -> Option<Vec<Value>> {
        let mut items = Vec::new();
        self.items(b'[', b']', |parser| {
            items.push(parser.value(depth.checked_sub(1)?)?);
            Some(())
        })?;
        Some(items)
    }

    /// What stands between two brackets, separated by commas.
    fn items(&mut self, open: u8, close: u8, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.expect(open)?;
        self.skip_space();
        if self.take(close) {
            return Some(());
        }
        loop {
            item(self)?;
            self.skip_space();
            if self.take(close) {
                return Some(());
            }
            self.expect(b',')?;
        }
    }

    fn string(&mut self) -> Option<String> {
        self.expect(b'"')?;
        let mut text = String::new();
        loop {
            let start = self.at;
            self.skip(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
            text.push_str(self.text.get(start..self.at)?);
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(text);
                }
                b'\\' => {
                    self.at += 1;
                    text.push(self.escape()?);
                }
                // A control character must be escaped.
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let kind = self.peek()?;
        let plain = match kind {
            b'"' | b'\\' | b'/' => char::from(kind),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                return self.escaped_unit();
            }
            _ => return None,
        };
        self.at += 1;
        Some(plain)
    }

    /// `XXXX` of `\uXXXX`: a character, or the first half of one that takes two. Half a character, which JavaScript's
    /// texts can have, is the replacement character.
    fn escaped_unit(&mut self) -> Option<char> {
        let first = self.hex()?;
        let whole = match first {
            0xd800..0xdc00 => self.second_half().map(|low| 0x1_0000 + ((first - 0xd800) << 10) + low),
            _ => Some(first),
        };
        Some(whole.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// The second half, where it follows.
    fn second_half(&mut self) -> Option<u32> {
        let start = self.at;
        let mut low = || {
            self.expect(b'\\')?;
            self.expect(b'u')?;
            self.hex()?.checked_sub(0xdc00).filter(|low| *low < 0x400)
        };
        let low = low();
        if low.is_none() {
            self.at = start;
        }
        low
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        let value = digits.chars().try_fold(0, |value, digit| Some(value << 4 | digit.to_digit(16)?))?;
        self.at += 4;
        Some(value)
    }

    fn number(&mut self) -> Option<Number> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _sign = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        self.text.get(start..self.at).map(|text| Number(text.to_owned()))
    }

    /// At least one.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        self.skip(|byte| byte.is_ascii_digit());
        (self.at > start).then_some(())
    }

    fn word(&mut self, word: &str, meaning: Value) -> Option<Value> {
        self.text.get(self.at..)?.starts_with(word).then(|| {
            self.at += word.len();
            meaning
        })
    }

    fn skip_space(&mut self) {
        self.skip(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    }

    fn skip(&mut self, is_skipped: fn(u8) -> bool) {
        while self.peek().is_some_and(is_skipped) {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.take(byte).then_some(())
    }

    fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::json;

    #[test]
    fn every_kind_is_read_with_space_around() {
        let text = " {\t\"a\" : [ 1 , -2.50e+3 ,\r\ntrue, false , null ] , \"\" : { } , \"b\":[ ] } ";
        let mut expected = json!({ "a": [1, "?", true, false, null], "": {}, "b": [] });
        let Value::Object(object) = &mut expected else { unreachable!() };
        let number = Value::Number(Number("-2.50e+3".into()));
        object.insert("a", Value::Array(vec![json!(1), number, json!(true), json!(false), json!(null)]));
        assert_eq!(parse(text), Ok(expected));
    }

    #[test]
    fn escapes_are_undone() {
        let text = r#""\"\\\/\b\f\n\r\t\u00f1\uD83d\uDE00\u0000""#;
        assert_eq!(parse(text), Ok(json!("\"\\/\u{8}\u{c}\n\r\tñ😀\0")));
        for (half, read) in [
            (r#""\ud83d""#, "\u{fffd}"),
            (r#""\ude00""#, "\u{fffd}"),
            (r#""\ud83d\n""#, "\u{fffd}\n"),
            (r#""\ud83dx""#, "\u{fffd}x"),
            (r#""\ud83d\u0041""#, "\u{fffd}A"),
            (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
        ] {
            assert_eq!(parse(half), Ok(json!(read)), "{half}");
        }
        for broken in
            [r#""\ud83d\u12""#, r#""\x""#, r#""\u12""#, r#""\u12ñ4""#, r#""\u+123""#, "\"\n\"", r#""\"#, "\""]
        {
            assert!(parse(broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn a_fault_names_its_line() {
        assert_eq!(parse("{\n\"a\": 1,\n}"), Err(NotJson { line: 3 }));
        assert_eq!(parse(""), Err(NotJson { line: 1 }));
        assert_eq!(parse("1\n\n2"), Err(NotJson { line: 3 }));
    }

    #[test]
    fn nesting_ends_where_serde_json_ends_it() {
        for depth in [1, MAX_DEPTH, MAX_DEPTH + 1, 100_000] {
            for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
                let text = [&open.repeat(depth), "1", &close.repeat(depth)].concat();
                assert_eq!(parse(&text).is_ok(), depth <= MAX_DEPTH, "{depth}");
                assert_eq!(parse(&text).is_ok(), serde_json::from_str::<serde_json::Value>(&text).is_ok());
            }
        }
    }

    /// A list read item by item.
    fn by_items(text: &str) -> Result<Value, NotJson> {
        Items::of(text).collect::<Result<Vec<_>, _>>().map(Value::Array)
    }

    #[test]
    fn a_list_is_read_item_by_item() {
        let mut items = Items::of(" [ 1 ,\n{\"a\":[]},] ");
        assert_eq!(items.next(), Some(Ok(json!(1))));
        assert_eq!(items.next(), Some(Ok(json!({ "a": [] }))));
        assert_eq!(items.next(), Some(Err(NotJson { line: 2 })));
        assert_eq!(items.next(), None);
        for text in ["", "{}", "1", "[", "[1", "[1,", "[,1]", "[1 2]", "[] 1", "[1]]"] {
            assert!(by_items(text).is_err(), "{text}");
        }
        assert_eq!(by_items(" [ ] "), Ok(json!([])));
    }

    /// Both say the same of a text, but for numbers too large for a float, which only we take.
    fn agrees(text: &str) -> Result<(), TestCaseError> {
        let (ours, theirs) = (parse(text), serde_json::from_str::<serde_json::Value>(text));
        match (ours, theirs) {
            (Ok(ours), Ok(theirs)) => {
                prop_assert_eq!(
                    serde_json::from_str::<serde_json::Value>(&ours.to_string()).unwrap(),
                    theirs
                );
                prop_assert_eq!(parse(&ours.to_string()), Ok(ours));
            }
            (Err(_), Err(_)) => {}
            (Ok(_), Err(error)) => prop_assert!(error.to_string().contains("number out of range"), "{error}"),
            (Err(error), Ok(_)) => prop_assert!(false, "{error}: {text}"),
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn garbage_is_judged_as_by_serde_json(text in ".{0,40}") {
            agrees(&text)?;
        }

        #[test]
        fn item_by_item_a_list_is_the_same(text in r#"\[([\[\]{},: ]|"[a-z]{0,3}"|true|[0-9]{0,2}){0,12}\]? ?"#) {
            let whole = parse(&text);
            prop_assert_eq!(by_items(&text).ok(), whole.ok());
        }

        #[test]
        fn what_looks_like_json_is_judged_as_by_serde_json(text in r#"([\[\]{},: ]|"[a-z\\"]{0,3}"|true|null|-?[0-9]{0,2}(\.[0-9]{0,2})?([eE][+-]?[0-9]{0,3})?){0,12}"#) {
            agrees(&text)?;
        }

        #[test]
        fn escapes_are_judged_as_by_serde_json(text in r#"([a-zñ😀/ ]|\\["\\/bfnrtux]|\\u(00|d7|E0)[0-9a-fA-F]{2}|[\x00-\x20]){0,8}"#) {
            agrees(&format!("\"{text}\""))?;
        }

        /// serde_json refuses halves; browsers and Node do not.
        #[test]
        fn halves_are_read_as_the_standard_library_reads_them(
            units in prop::collection::vec(prop_oneof![0x41..0x43_u16, 0xd83d..0xd83f_u16, 0xde00..0xde02_u16], 0..8)
        ) {
            let escaped: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
            prop_assert_eq!(parse(&format!("\"{escaped}\"")), Ok(json!(String::from_utf16_lossy(&units))));
        }
    }
}
