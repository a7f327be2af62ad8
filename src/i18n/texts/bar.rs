//! The bar of a meeting, its menus, and what surrounds a meeting.

/// See [`super::Texts`].
#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en/bar.rs")]
pub struct Bar {
    pub time: &'static str,
    pub invite: &'static str,
    pub choose_microphone: &'static str,
    pub choose_camera: &'static str,
    pub more: &'static str,
    pub full_screen: &'static str,
    pub on_top: &'static str,
    pub sounds: &'static str,
    pub notices_refused: &'static str,
    pub keys: &'static str,
    pub letters: &'static str,
}
