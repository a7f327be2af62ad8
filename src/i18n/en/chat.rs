use super::super::texts::Chat;

pub(super) const CHAT: Chat = Chat {
    title: "Chat",
    to: "To",
    everybody: "Everybody",
    absent: |name| format!("{name} (not here)"),
    gone: |name| format!("{name} is not in the meeting. What you wrote is kept."),
    label: "Message to everybody",
    label_private: |name| format!("Private message to {name}"),
    placeholder: "Write a message",
    send: "Send",
    empty: "No messages yet. What is written to everybody is seen by all who are in the meeting.",
    sending: "Sending…",
    failed: "Not sent.",
    new_below: "New messages",
    left_chars: |n| match n {
        1 => "1 character left".into(),
        n => format!("{n} characters left"),
    },
    too_long: |n| match n {
        1 => "1 character too many".into(),
        n => format!("{n} characters too many"),
    },
    private: "Private",
    private_to: |name| format!("Private, to {name}"),
    private_to_me: "Private, to you",
    history_failed: "Earlier messages could not be loaded.",
    message_from: |name| format!("Message from {name}"),
    private_from: |name| format!("Private message from {name}"),
    unread_private: |n| format!(", {n} private"),
};
