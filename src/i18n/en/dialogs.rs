use super::super::texts::Dialogs;

pub(super) const DIALOGS: Dialogs = Dialogs {
    keys_title: "Keys in a meeting",
    keys: KEYS,
    keys_writing: "While you write, keys only write.",
    keys_off: "Those of one letter or sign can be turned off under “More”.",
    invite_title: "Invite others",
    invite_text: "Whoever opens this link comes to the meeting’s door. A phone’s camera reads it from the picture.",
    qr: "The meeting’s link as a QR code",
};

pub(super) const KEYS: &[(&str, &str)] = &[
    ("Space", "hold to talk while the microphone is off"),
    ("M", "microphone on or off"),
    ("V", "camera on or off"),
    ("S", "share the screen, or stop"),
    ("H", "raise or lower the hand"),
    ("C", "open or close the chat"),
    ("P", "open or close the list of people"),
    ("L", "another layout"),
    ("F", "full screen"),
    ("1–9", "send a reaction"),
    ("?", "show these keys"),
    ("Esc", "close what is open"),
    ("Tab", "go from one control to the next"),
];
