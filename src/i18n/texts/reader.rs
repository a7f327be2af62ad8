//! The panel that reads a page aloud.

/// See [`super::SiteTexts`].
#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en/reader.rs")]
pub struct Reader {
    pub title: &'static str,
    pub play: &'static str,
    pub pause: &'static str,
    pub go_on: &'static str,
    pub stop: &'static str,
    pub voice: &'static str,
    pub own_voice: &'static str,
    pub rate: &'static str,
    pub pitch: &'static str,
    pub other_side: &'static str,
    pub reading: &'static str,
    pub paused: &'static str,
    pub ended: &'static str,
    pub nothing: &'static str,
    pub failed: &'static str,
    pub unsupported: &'static str,
}
