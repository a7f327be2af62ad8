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

fn next_link(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(start) = text[from..].find('h').map(|found| from + found) {
        let candidate = &text[start..];
        let scheme = ["https://", "http://"].into_iter().find(|scheme| candidate.starts_with(scheme));
        if let Some(scheme) = scheme {
            let end = candidate.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'));
            // Punctuation after an address belongs to the sentence.
            let url = candidate[..end.unwrap_or(candidate.len())]
                .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '»', '”']);
            if url.len() > scheme.len() {
                return Some((start, start + url.len()));
            }
        }
        from = start + 1;
    }
    None
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::{Piece::*, *};

    #[test]
    fn addresses_are_found_and_nothing_else() {
        assert_eq!(
            pieces("see https://a.example/x?y=1, ok"),
            [Text("see "), Link("https://a.example/x?y=1"), Text(", ok")]
        );
        assert_eq!(pieces("(http://ñ.example)"), [Text("("), Link("http://ñ.example"), Text(")")]);
        for text in ["https://", "javascript:alert(1)", "http is fine", "<b>hi</b>"] {
            assert_eq!(pieces(text), [Text(text)], "{text}");
        }
        assert_eq!(pieces(""), []);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "(http(s)?://|[a-zñ<>. ]){0,40}") {
            let joined: String = pieces(&text).into_iter().map(|piece| match piece { Text(text) | Link(text) => text }).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
