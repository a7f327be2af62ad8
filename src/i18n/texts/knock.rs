/// The door of a private room, from both sides.
#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en/knock.rs")]
pub struct Knock {
    pub title: &'static str,
    pub asking: &'static str,
    pub since: fn(&str) -> String,
    pub unsure: &'static str,
    pub denied: &'static str,
    pub denied_text: &'static str,
    pub ask_again: &'static str,
    pub requests: &'static str,
    pub asks: fn(&str) -> String,
    pub somebody: &'static str,
    pub admit: &'static str,
    pub deny: &'static str,
    pub not_admitted: &'static str,
    pub denial_unheard: &'static str,
}
