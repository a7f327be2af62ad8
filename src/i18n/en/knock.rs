use crate::i18n::Knock;

/// English.
pub(super) const KNOCK: Knock = Knock {
    title: "This meeting is private",
    asking: "Asking to be let in…",
    since: |time| format!("You have been waiting since {time}. You come in as soon as a host lets you in."),
    unsure: "This server cannot say whether a host has heard you. We keep trying.",
    denied: "The host did not let you in",
    denied_text: "You can ask again in half a minute.",
    ask_again: "Ask again",
    requests: "Asking to be let in",
    asks: |name| format!("{name} asks to be let in"),
    somebody: "Somebody",
    admit: "Admit",
    deny: "Deny",
    not_admitted: "They could not be let in. Try again.",
    denial_unheard: "This server cannot tell them; they may go on waiting.",
};
