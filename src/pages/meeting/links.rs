//! Finds the addresses in a message, so that they can be made into links. Nothing is ever made into HTML.

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    /// An `http:` or `https:` URL.
    Link(&'a str),
}

/// Cuts a text into its pieces; joined again they are the text.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((start, end)) = next_link(rest) {
        if start > 0 {
            pieces.push(Piece::Text(&rest[..start]));
        }
        pieces.push(Piece::Link(&rest[start..end]));
        rest = &rest[end..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// Where the next address begins and ends.
fn next_link(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(separator) = text[from..].find("://").map(|found| from + found) {
        from = separator + "://".len();
        // Phones begin sentences with a capital, addresses too.
        let ends_in = |scheme: &&str| {
            let start = separator.checked_sub(scheme.len());
            start
                .and_then(|start| text.get(start..separator))
                .is_some_and(|end| end.eq_ignore_ascii_case(scheme))
        };
        let Some(scheme) = ["https", "http"].into_iter().find(ends_in) else { continue };
        let rest = &text[from..];
        let url = trimmed(&rest[..rest.find(ends).unwrap_or(rest.len())]);
        if has_host(url) {
            return Some((separator - scheme.len(), from + url.len()));
        }
    }
    None
}

/// What no address holds: it would be a sign around it, or one that is not seen and makes it look like another.
fn ends(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '\\' | '`' | '\u{ad}' | '\u{61c}' | '\u{feff}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}

/// Punctuation after an address belongs to the sentence, and so does a bracket that the address has not opened.
fn trimmed(mut url: &str) -> &str {
    while let Some(last) = url.chars().next_back() {
        let opened = |open| url.matches(open).count() >= url.matches(last).count();
        let is_part = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '»' | '”' | '’' | '…' => false,
            ')' => opened('('),
            ']' => opened('['),
            '}' => opened('{'),
            _ => true,
        };
        if is_part {
            break;
        }
        url = &url[..url.len() - last.len_utf8()];
    }
    url
}

/// Without a name before an `@`, which people take for the host.
fn has_host(url: &str) -> bool {
    let authority = url.split(['/', '?', '#']).next().unwrap_or_default();
    !authority.is_empty() && !authority.contains('@')
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::{Piece::*, *};

    fn links(text: &str) -> Vec<&str> {
        let link = |piece| match piece {
            Link(url) => Some(url),
            Text(_) => None,
        };
        pieces(text).into_iter().filter_map(link).collect()
    }

    #[test]
    fn addresses_are_found() {
        assert_eq!(
            pieces("see https://a.example/x?y=1, ok"),
            [Text("see "), Link("https://a.example/x?y=1"), Text(", ok")]
        );
        for (text, url) in [
            ("(http://ñ.example)", "http://ñ.example"),
            ("Https://a.example is it", "Https://a.example"),
            ("HTTP://A.EXAMPLE:8080/#b", "HTTP://A.EXAMPLE:8080/#b"),
            ("https://a.example/x_(y)", "https://a.example/x_(y)"),
            ("(see https://a.example/x_(y))", "https://a.example/x_(y)"),
            ("[https://a.example/?q[]=1]", "https://a.example/?q[]=1"),
            ("«https://a.example/»", "https://a.example/"),
            ("https://a.example/a,b;c...", "https://a.example/a,b;c"),
            ("*https://a.example*", "https://a.example"),
            ("שלום https://a.example/שלום.", "https://a.example/שלום"),
            ("https://[::1]:3000/x", "https://[::1]:3000/x"),
            ("https://a.example/👍\n", "https://a.example/👍"),
            ("https://a.example/user@b", "https://a.example/user@b"),
        ] {
            assert_eq!(links(text), [url], "{text}");
        }
        assert_eq!(links("https://a.example\nhttp://b.example"), ["https://a.example", "http://b.example"]);
    }

    #[test]
    fn nothing_else_is_made_a_link() {
        for text in [
            "",
            "https://",
            "https:///x",
            "https://...",
            "http is fine",
            "<b>hi</b>",
            "javascript:alert(1)",
            "javascript://a.example/%0aalert(1)",
            "data:text/html,<script>alert(1)</script>",
            "vbscript://x",
            "file:///etc/passwd",
            "blob://a.example/1",
            "ñttps://a.example",
        ] {
            assert_eq!(links(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn no_address_looks_like_another() {
        for text in ["https://bank.example@evil.example/", "https://bank.example:443@evil.example"] {
            assert_eq!(links(text), [""; 0], "{text}");
        }
        for (text, url) in [
            ("https://a.example/\u{202e}gpj.exe", "https://a.example/"),
            ("https://a\u{200b}.example", "https://a"),
            ("https://a.example\\@b.example", "https://a.example"),
            ("https://a.example/\u{2066}x\u{2069}", "https://a.example/"),
            ("https://a.example/\"onclick=x", "https://a.example/"),
        ] {
            assert_eq!(links(text), [url], "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "(http(s)?://|javascript:|[a-zñ<>().@\u{202e}😀 ]){0,40}") {
            let joined: String = pieces(&text).into_iter().map(|piece| match piece { Text(text) | Link(text) => text }).collect();
            prop_assert_eq!(joined, text);
        }

        #[test]
        fn whatever_is_a_link_is_one_of_the_web(text in "\\PC{0,60}") {
            for url in links(&text) {
                let url = url.to_ascii_lowercase();
                prop_assert!(url.starts_with("http://") || url.starts_with("https://"), "{}", url);
            }
        }
    }
}
