//! How tests name what is on a page.

use std::fmt;

/// How something is found: as a person or a screen reader names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Find<'a> {
    /// A button by its name.
    Button(&'a str),
    /// The same, in a list: what stands beside a name there may be on a tile as well.
    Listed(&'a str),
    /// A link by its text.
    Link(&'a str),
    /// An input, select or text area by its label.
    Field(&'a str),
    /// A heading by its text.
    Heading(&'a str),
    /// Anything that shows this text.
    Text(&'a str),
    /// Any element with this accessible name given by `aria-label`.
    Labelled(&'a str),
}

impl fmt::Display for Find<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Button(name) => write!(f, "the button “{name}”"),
            Self::Listed(name) => write!(f, "the button “{name}” in a list"),
            Self::Link(name) => write!(f, "the link “{name}”"),
            Self::Field(name) => write!(f, "the field “{name}”"),
            Self::Heading(name) => write!(f, "the heading “{name}”"),
            Self::Text(text) => write!(f, "the text “{text}”"),
            Self::Labelled(name) => write!(f, "what is called “{name}”"),
        }
    }
}

impl Find<'_> {
    pub(crate) fn xpath(&self) -> String {
        let named = |name: &str| {
            let name = quoted(name);
            format!("[@aria-label={name} or (not(@aria-label) and normalize-space()={name})]")
        };
        match self {
            Self::Button(name) => format!("//*[self::button or @role='button']{}", named(name)),
            Self::Listed(name) => format!("//li//button{}", named(name)),
            Self::Link(name) => format!("//a{}", named(name)),
            Self::Heading(name) => format!("//*[self::h1 or self::h2 or self::h3]{}", named(name)),
            Self::Field(name) => {
                let name = quoted(name);
                let label = format!("//label[normalize-space(text())={name} or normalize-space()={name}]");
                format!(
                    "//*[self::input or self::select or self::textarea][@aria-label={name} or @id={label}/@for] | {label}//*[self::input or self::select or self::textarea]"
                )
            }
            Self::Text(text) => {
                let shows = format!("contains(normalize-space(), {})", quoted(text));
                format!("//body//*[not(self::script)][{shows}][not(*[{shows}])]")
            }
            Self::Labelled(name) => format!("//*[@aria-label={}]", quoted(name)),
        }
    }
}

/// An XPath string: XPath 1.0 has no escapes.
fn quoted(text: &str) -> String {
    if !text.contains('"') {
        return format!("\"{text}\"");
    }
    let parts: Vec<_> = text.split('"').map(|part| format!("\"{part}\"")).collect();
    format!("concat({})", parts.join(", '\"', "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xpath_strings_need_no_escapes() {
        assert_eq!(quoted("Ana’s 'room'"), "\"Ana’s 'room'\"");
        assert_eq!(quoted("a\"b"), "concat(\"a\", '\"', \"b\")");
    }
}
