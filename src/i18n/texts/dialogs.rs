//! The dialogs that this program shows beside a meeting.

/// See [`super::SiteTexts`].
#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en/dialogs.rs")]
pub struct Dialogs {
    pub keys_title: &'static str,
    pub keys: &'static [(&'static str, &'static str)],
    pub keys_writing: &'static str,
    pub keys_off: &'static str,
    pub invite_title: &'static str,
    pub invite_text: &'static str,
    pub qr: &'static str,
}
