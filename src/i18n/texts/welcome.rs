//! What the site says of itself to who comes for the first time, and what a profile says of a person.

/// See [`super::SiteTexts`].
#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en/welcome.rs")]
pub struct Welcome {
    /// In the drawing: who is in the meeting, what it is called, and what is said in it.
    pub drawn: [&'static str; 4],
    pub drawn_meeting: &'static str,
    pub drawn_message: &'static str,
    pub features_title: &'static str,
    /// An icon's name, a title and a text.
    pub features: [(&'static str, &'static str, &'static str); 6],
    pub questions_title: &'static str,
    pub questions: [(&'static str, &'static str); 6],
    pub more_help: &'static str,
    pub account_made: fn(&str) -> String,
    pub account_made_text: &'static str,
    pub member_since: &'static str,
}
