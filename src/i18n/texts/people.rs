//! Hands, reactions, the panel of people, and what hosts want of others.

/// See [`super::Texts`]. What begins with a space follows a name.
#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en/people.rs")]
pub struct People {
    pub raise: &'static str,
    pub lower: &'static str,
    pub raised: &'static str,
    pub raised_now: &'static str,
    pub react: &'static str,
    pub search: &'static str,
    pub nobody: &'static str,
    pub mute: &'static str,
    pub mute_all: &'static str,
    pub stop_video: &'static str,
    pub remove: &'static str,
    pub remove_title: &'static str,
    pub remove_text: &'static str,
    pub muted_you: &'static str,
    pub stopped_you: &'static str,
    pub lowered_you: &'static str,
}
