//! The stage: what is shared, and how one has it.

/// See [`super::Texts`].
#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en/stage.rs")]
pub struct Stage {
    pub share: &'static str,
    pub unshare: &'static str,
    pub share_denied: &'static str,
    pub share_failed: &'static str,
    pub share_over: &'static str,
    pub shares: fn(&str) -> String,
    pub shares_no_more: fn(&str) -> String,
    pub screen_of: fn(&str) -> String,
    pub own_screen: &'static str,
    pub layout: &'static str,
    /// In the order of the choices.
    pub layouts: [&'static str; 3],
    pub own_picture: &'static str,
    /// In the order of the choices.
    pub self_views: [&'static str; 3],
    pub tile_menu: fn(&str) -> String,
    pub pin: &'static str,
    pub unpin: &'static str,
    pub pinned: &'static str,
    pub volume: &'static str,
    /// By their number.
    pub bars: [&'static str; 4],
}
