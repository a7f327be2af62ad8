//! What a meeting leaves behind, as it is read and as it is saved.

use charlaton_contract::{
    UserId,
    events::{Message, Visibility},
    rest::{Attendance, Timestamp},
};

use crate::i18n::Summaries;

/// A meeting that was held.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Record {
    pub name: String,
    pub code: String,
    /// In words; empty where nobody knows.
    pub when: String,
    pub people: Vec<String>,
    pub minutes: Option<u32>,
    pub lines: Vec<Line>,
}

/// Something that was written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub at: Option<Timestamp>,
    pub from: String,
    pub private: bool,
    pub text: String,
}

/// Everybody who was there, in the order of their coming, each once.
pub(super) fn attendants(attendance: &Attendance) -> Vec<UserId> {
    let mut people = Vec::new();
    for stay in &attendance.connections {
        if !people.contains(&stay.user_id) {
            people.push(stay.user_id.clone());
        }
    }
    people
}

/// Puts a moment into words.
pub(super) type Moment<'a> = &'a dyn Fn(&Timestamp) -> String;

impl Line {
    /// Empty where nobody knows. Put into words where it is read: for all of a long talk that takes a while.
    pub(super) fn when(&self, moment: Moment<'_>) -> String {
        self.at.as_ref().map(moment).unwrap_or_default()
    }
}

/// From the first to come until the end, or until the last one left. Nothing while somebody is still there.
pub(super) fn minutes(attendance: &Attendance) -> Option<u32> {
    let stays = &attendance.connections;
    let at = |at: &Option<Timestamp>| at.as_ref().and_then(Timestamp::unix_millis);
    let begin = stays.iter().filter_map(|stay| at(&stay.joined_at)).min()?;
    let end = match at(&attendance.ended_at) {
        Some(end) => end,
        None => stays.iter().map(|stay| at(&stay.left_at)).collect::<Option<Vec<_>>>()?.into_iter().max()?,
    };
    u32::try_from((end - begin).max(0) / 60_000).ok()
}

/// What `me` may read, in the order it was written. The existing services tell everybody everything.
pub(super) fn readable(mut messages: Vec<Message>, me: &UserId) -> Vec<Message> {
    messages.retain(|message| match message.visibility {
        Visibility::Public => true,
        Visibility::Private => {
            let meant = || message.target.iter().flatten().any(|target| target.user_id == *me);
            message.user_id == *me || meant()
        }
    });
    messages.sort_by_key(|message| written_at(message).and_then(Timestamp::unix_millis));
    messages
}

/// When it was written, in either of the services' two spellings.
pub(super) fn written_at(message: &Message) -> Option<&Timestamp> {
    message.created_at.as_ref().or(message.create_at.as_ref())
}

impl Record {
    /// As plain text.
    pub(super) fn to_text(
        &self,
        words: &Summaries,
        minutes: impl Fn(u32) -> String,
        moment: Moment<'_>,
    ) -> String {
        let mut text = format!("{}\n", self.name);
        for (what, value) in self.facts(words, minutes) {
            text += &format!("{what}: {value}\n");
        }
        text += &format!("\n{}\n", words.chat);
        if self.lines.is_empty() {
            text += &format!("{}\n", words.no_chat);
        }
        for line in &self.lines {
            // Further lines of a message are indented: nobody can write what looks like somebody else's.
            let body = line.text.replace("\r\n", "\n").replace('\n', "\n    ");
            text += &format!("[{}] {}: {body}\n", line.when(moment), self.author(line, words));
        }
        text
    }

    /// As Markdown. What people wrote stays words: nothing in it becomes markup.
    pub(super) fn to_markdown(
        &self,
        words: &Summaries,
        minutes: impl Fn(u32) -> String,
        moment: Moment<'_>,
    ) -> String {
        let mut text = format!("# {}\n\n", escaped(&self.name));
        for (what, value) in self.facts(words, minutes) {
            text += &format!("- **{what}**: {}\n", escaped(&value));
        }
        text += &format!("\n## {}\n\n", words.chat);
        if self.lines.is_empty() {
            text += &format!("{}\n", words.no_chat);
        }
        for line in &self.lines {
            let author = escaped(&self.author(line, words));
            let body = line.text.lines().map(escaped).collect::<Vec<_>>().join("  \n  ");
            text += &format!("- **{author}** ({}): {body}\n", escaped(&line.when(moment)));
        }
        text
    }

    fn facts(&self, words: &Summaries, minutes: impl Fn(u32) -> String) -> Vec<(&'static str, String)> {
        let mut facts = vec![(words.code, self.code.clone())];
        if !self.when.is_empty() {
            facts.push((words.when, self.when.clone()));
        }
        facts.extend(self.minutes.map(|length| (words.length, minutes(length))));
        let people = if self.people.is_empty() { words.nobody.to_owned() } else { self.people.join(", ") };
        facts.push((words.people, people));
        facts
    }

    fn author(&self, line: &Line, words: &Summaries) -> String {
        if line.private { format!("{} ({})", line.from, words.private) } else { line.from.clone() }
    }

    /// `weekly-meeting-2026-11-24.md`; `day` may be empty.
    pub(super) fn file_name(&self, day: &str, extension: &str) -> String {
        let mut name = String::new();
        for c in self.name.to_lowercase().chars().take(60) {
            match c {
                c if c.is_alphanumeric() => name.push(c),
                _ if !name.is_empty() && !name.ends_with('-') => name.push('-'),
                _ => {}
            }
        }
        let name = name.trim_end_matches('-');
        let name = if name.is_empty() { self.code.as_str() } else { name };
        let separator = if day.is_empty() { "" } else { "-" };
        format!("{name}{separator}{day}.{extension}")
    }
}

/// Words that Markdown leaves alone (CommonMark, section 2.4).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let number = matches!(c, '.' | ')') && text[..at].chars().all(|c| c.is_ascii_digit()) && at > 0;
        if number || "\\`*_{}[]<>()#+-|~!&:".contains(c) && is_markup(c, at, text) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Some signs mean something only where a line begins, and would be ugly everywhere else.
fn is_markup(c: char, at: usize, text: &str) -> bool {
    let begins = text[..at].trim().is_empty();
    match c {
        '#' | '+' | '-' | ')' | '(' => begins,
        '!' => text[at..].starts_with("!["),
        // What some readers turn into a link by itself.
        ':' => text[at..].starts_with("://"),
        _ => true,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use charlaton_contract::read::Read;
    use charlaton_json::{Value, json};

    use super::*;
    use crate::i18n::Language;

    fn message(value: &Value) -> Message {
        Message::read(value).unwrap()
    }

    fn me() -> UserId {
        UserId::parse("me").unwrap()
    }

    #[test]
    fn one_reads_what_is_public_and_what_is_ones_own() {
        let said = |id: &str, by: &str, visibility: &str, to: &str| {
            message(&json!({"id": id, "userId": by, "content": id, "visibility": visibility,
                "target": [{"userId": to}]}))
        };
        let messages = vec![
            said("public", "you", "public", "me"),
            said("to-me", "you", "private", "me"),
            said("by-me", "me", "private", "you"),
            said("others", "you", "private", "her"),
        ];
        let read: Vec<_> = readable(messages, &me()).into_iter().map(|message| message.content).collect();
        assert_eq!(read, ["public", "to-me", "by-me"]);
    }

    #[test]
    fn messages_stand_in_their_order_in_both_spellings_of_time() {
        let late = json!({"id": "b", "userId": "u", "content": "late", "visibility": "public",
            "createdAt": "1970-01-01T00:00:09.000Z"});
        let early = json!({"id": "a", "userId": "u", "content": "early", "visibility": "public",
            "createAt": {"_seconds": 3, "_nanoseconds": 0}});
        let read = readable(vec![message(&late), message(&early)], &me());
        assert_eq!(
            read.iter().map(|message| message.content.as_str()).collect::<Vec<_>>(),
            ["early", "late"]
        );
    }

    #[test]
    fn a_meeting_lasts_from_the_first_to_come_until_the_last_to_leave() {
        let stay = |user: &str, from: u32, to: Option<u32>| {
            let at = |minute: u32| format!("2026-01-01T10:{minute:02}:00.000Z");
            json!({"userId": user, "joinedAt": at(from), "leftAt": to.map(at)})
        };
        let of = |stays: Vec<Value>, end: Option<&str>| {
            let end = end.map(str::to_owned);
            Attendance::read(&json!({"connections": stays, "endedAt": end})).unwrap()
        };
        let both = of(vec![stay("a", 5, Some(20)), stay("b", 0, Some(10)), stay("a", 30, Some(31))], None);
        assert_eq!((attendants(&both).len(), minutes(&both)), (2, Some(31)));
        assert_eq!(minutes(&of(vec![stay("a", 5, None)], None)), None, "it is going on");
        let ended = of(vec![stay("a", 5, None)], Some("2026-01-01T10:45:30.000Z"));
        assert_eq!(minutes(&ended), Some(40));
        assert_eq!(minutes(&of(vec![], None)), None);
    }

    fn record() -> Record {
        let line = |text: &str, private| Line {
            at: Some(Timestamp::Firestore { seconds: 1, nanoseconds: 0 }),
            from: "Ana_1".into(),
            private,
            text: text.into(),
        };
        Record {
            name: "Weekly *meeting*".into(),
            code: "abc-xyz".into(),
            when: "1 Jan".into(),
            people: vec!["Ana".into(), "Luis".into()],
            minutes: Some(31),
            lines: vec![line("# one\n[10:00] Luis: two", false), line("<b>1. https://x.y</b>", true)],
        }
    }

    #[test]
    fn a_text_cannot_be_forged_by_a_line_break() {
        let words = &Language::En.site_texts().summaries;
        let text = record().to_text(words, |n| format!("{n} min"), &|_| "10:00".into());
        assert_eq!(
            text,
            "Weekly *meeting*\nCode: abc-xyz\nDate: 1 Jan\nDuration: 31 min\nPeople: Ana, Luis\n\nChat\n\
             [10:00] Ana_1: # one\n    [10:00] Luis: two\n[10:00] Ana_1 (private): <b>1. https://x.y</b>\n"
        );
        let empty = Record::default().to_text(words, |n| n.to_string(), &|_| String::new());
        assert!(empty.contains("Nobody came in") && empty.contains("Nothing was written"));
    }

    #[test]
    fn what_was_written_is_no_markup() {
        let words = &Language::En.site_texts().summaries;
        let text = record().to_markdown(words, |n| format!("{n} min"), &|_| "10:00".into());
        assert!(text.starts_with("# Weekly \\*meeting\\*\n\n- **Code**: abc-xyz\n"), "{text}");
        assert!(text.contains("- **Ana\\_1** (10:00): \\# one  \n  \\[10:00\\] Luis: two\n"), "{text}");
        assert!(text.contains(": \\<b\\>1. https\\://x.y\\</b\\>\n"), "{text}");
        assert_eq!(escaped("1. x (y) 2-3"), "1\\. x (y) 2-3");
    }

    #[test]
    fn files_are_named_after_room_and_day() {
        assert_eq!(record().file_name("2026-11-24", "md"), "weekly-meeting-2026-11-24.md");
        let strange = Record { name: " ../Ñandú: «año»/ ".into(), ..record() };
        assert_eq!(strange.file_name("2026-11-24", "txt"), "ñandú-año-2026-11-24.txt");
        let nameless = Record { name: "…".into(), ..record() };
        assert_eq!(nameless.file_name("", "txt"), "abc-xyz.txt");
    }
}
