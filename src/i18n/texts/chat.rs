//! The chat of a meeting.

/// See [`super::Texts`].
#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en/chat.rs")]
pub struct Chat {
    pub title: &'static str,
    pub to: &'static str,
    pub everybody: &'static str,
    pub absent: fn(&str) -> String,
    pub gone: fn(&str) -> String,
    pub label: &'static str,
    pub label_private: fn(&str) -> String,
    pub placeholder: &'static str,
    pub send: &'static str,
    pub empty: &'static str,
    pub sending: &'static str,
    pub failed: &'static str,
    pub new_below: &'static str,
    pub left_chars: fn(usize) -> String,
    pub too_long: fn(usize) -> String,
    pub private: &'static str,
    pub private_to: fn(&str) -> String,
    pub private_to_me: &'static str,
    pub history_failed: &'static str,
    pub message_from: fn(&str) -> String,
    pub private_from: fn(&str) -> String,
    pub unread_private: fn(usize) -> String,
}
