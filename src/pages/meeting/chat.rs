//! The chat as a value: what was said, and what of ours is still on its way.
//!
//! The services acknowledge nothing: a message of ours has arrived when it comes back. Until then it waits in the
//! outbox, so that nothing typed is lost when a connection is.

use std::{rc::Rc, time::Duration};

use charlaton_contract::{
    UserId,
    events::{Message, Visibility},
};

/// A message that has not come back after this time counts as failed; the person decides.
const ECHO_TIME_OUT: Duration = Duration::from_secs(15);

/// What was said, oldest first, and the outbox.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Chat {
    lines: Vec<Rc<Line>>,
    outbox: Vec<Draft>,
    /// Messages of ours that the history told of before their echo could: it takes the draft when it comes.
    unechoed: Vec<String>,
    next_key: u32,
    /// Whether earlier messages could not be loaded.
    pub history_failed: bool,
}

/// One message.
#[derive(Debug, PartialEq)]
pub(crate) struct Line {
    pub id: String,
    pub author: UserId,
    /// As the server put it; the people list knows better while they are here.
    pub author_name: String,
    pub text: String,
    pub private: bool,
    /// Since the Unix epoch.
    pub at_millis: i64,
}

/// A message of ours that has not come back yet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Draft {
    /// Names it to [`Chat::retry`] and [`Chat::discard`].
    pub key: u32,
    pub text: String,
    pub state: DraftState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DraftState {
    /// For the room to be joined.
    Waiting,
    /// Emitted once; whether it arrived only the history tells.
    Unsure,
    /// Emitted at this time.
    Sent(Duration),
    /// Refused or without an echo.
    Failed,
}

impl Chat {
    pub(crate) fn lines(&self) -> &[Rc<Line>] {
        &self.lines
    }

    pub(crate) fn outbox(&self) -> &[Draft] {
        &self.outbox
    }

    /// Puts a text of ours into the outbox.
    pub(super) fn write(&mut self, text: String) {
        self.outbox.push(Draft { key: self.next_key, text, state: DraftState::Waiting });
        self.next_key = self.next_key.wrapping_add(1);
    }

    /// What is to be emitted now, oldest first; it counts as sent. Nothing overtakes what may have to be sent again.
    pub(super) fn take_waiting(&mut self, now: Duration) -> Vec<String> {
        if self.outbox.iter().any(|draft| draft.state == DraftState::Unsure) {
            return Vec::new();
        }
        self.outbox
            .iter_mut()
            .filter(|draft| draft.state == DraftState::Waiting)
            .map(|draft| {
                draft.state = DraftState::Sent(now);
                draft.text.clone()
            })
            .collect()
    }

    /// The connection is gone: what had no echo may not have arrived. The history tells after the return.
    pub(super) fn connection_lost(&mut self) {
        for draft in &mut self.outbox {
            if matches!(draft.state, DraftState::Sent(_)) {
                draft.state = DraftState::Unsure;
            }
        }
    }

    /// A message from the wire. Whether it is news: `false` for one that is there already.
    pub(super) fn heard(&mut self, message: Message, me: &UserId) -> bool {
        let known = self.knows(&message.id);
        let unechoed = self.unechoed.iter().position(|id| *id == message.id);
        if let Some(index) = unechoed {
            self.unechoed.remove(index);
        }
        if message.user_id == *me && (!known || unechoed.is_some()) {
            self.arrived(&message.content, |state| state != DraftState::Waiting);
        }
        if !known {
            self.insert(line(message));
        }
        !known
    }

    /// The stored messages, loaded after joining and after each return; `None` when they could not be. What may have
    /// arrived either has, or waits again.
    pub(super) fn history(&mut self, messages: Option<Vec<Message>>, me: &UserId) {
        self.history_failed = messages.is_none();
        for message in messages.into_iter().flatten() {
            if self.knows(&message.id) {
                continue;
            }
            // Somebody who says the same as yesterday has not said it yet.
            let taken = message.user_id == *me
                && self.arrived(&message.content, |state| {
                    matches!(state, DraftState::Unsure | DraftState::Failed)
                });
            if message.user_id == *me && !taken {
                self.unechoed.push(message.id.clone());
            }
            self.insert(line(message));
        }
        if !self.outbox.iter().any(|draft| matches!(draft.state, DraftState::Sent(_))) {
            self.unechoed.clear();
        }
        for draft in &mut self.outbox {
            if draft.state == DraftState::Unsure {
                draft.state = DraftState::Waiting;
            }
        }
    }

    fn knows(&self, id: &str) -> bool {
        self.lines.iter().rev().any(|line| line.id == id)
    }

    /// The server refused a message; it does not say which, and it answers in order.
    pub(super) fn refused(&mut self) {
        if let Some(draft) = self.outbox.iter_mut().find(|draft| matches!(draft.state, DraftState::Sent(_))) {
            draft.state = DraftState::Failed;
        }
    }

    /// Fails what has waited too long for its echo. Whether any did.
    pub(super) fn expire(&mut self, now: Duration) -> bool {
        let mut any = false;
        for draft in &mut self.outbox {
            if matches!(draft.state, DraftState::Sent(at) if now >= at + ECHO_TIME_OUT) {
                draft.state = DraftState::Failed;
                any = true;
            }
        }
        any
    }

    /// When [`Chat::expire`] is due.
    pub(super) fn deadline(&self) -> Option<Duration> {
        let sent = self.outbox.iter().filter_map(|draft| match draft.state {
            DraftState::Sent(at) => Some(at + ECHO_TIME_OUT),
            DraftState::Waiting | DraftState::Unsure | DraftState::Failed => None,
        });
        sent.min()
    }

    /// The person wants a failed message to be sent after all. Silence does not say that it did not arrive.
    pub(super) fn retry(&mut self, key: u32) {
        if let Some(draft) = self.outbox.iter_mut().find(|draft| draft.key == key) {
            draft.state = DraftState::Unsure;
        }
    }

    /// The person gives a failed message up.
    pub(super) fn discard(&mut self, key: u32) {
        self.outbox.retain(|draft| draft.key != key);
    }

    /// Our first message with this text has arrived, of those in such a state. Whether there was one.
    fn arrived(&mut self, text: &str, counts: impl Fn(DraftState) -> bool) -> bool {
        let index = self.outbox.iter().position(|draft| draft.text == text && counts(draft.state));
        index.map(|index| self.outbox.remove(index)).is_some()
    }

    /// Keeps the order by time; a live message is nearly always the last.
    fn insert(&mut self, line: Line) {
        let after = self.lines.iter().rposition(|other| other.at_millis <= line.at_millis);
        self.lines.insert(after.map_or(0, |index| index + 1), Rc::new(line));
    }
}

fn line(message: Message) -> Line {
    let at = message.created_at.or(message.create_at).and_then(|at| at.unix_millis());
    let author_name = message.user.as_ref().map(super::state::name_of).unwrap_or_default();
    Line {
        id: message.id,
        author: message.user_id,
        author_name,
        text: message.content,
        private: message.visibility == Visibility::Private,
        at_millis: at.unwrap_or(i64::MAX),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use charlaton_contract::rest::Timestamp;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn user(id: &str) -> UserId {
        UserId::parse(id).unwrap()
    }

    fn message(id: &str, author: &str, text: &str, seconds: i64) -> Message {
        Message {
            id: id.into(),
            user_id: user(author),
            content: text.into(),
            visibility: Visibility::Public,
            target: None,
            created_at: Some(Timestamp::Firestore { seconds, nanoseconds: 0 }),
            create_at: None,
            user: None,
        }
    }

    fn texts(chat: &Chat) -> Vec<&str> {
        chat.lines().iter().map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn an_echo_takes_the_oldest_equal_draft() {
        let mut chat = Chat::default();
        chat.write("a".into());
        chat.write("a".into());
        assert_eq!(chat.take_waiting(SECOND), ["a", "a"]);
        assert!(chat.heard(message("1", "me", "a", 1), &user("me")));
        assert_eq!(chat.outbox().iter().map(|draft| draft.key).collect::<Vec<_>>(), [1]);
        assert!(!chat.heard(message("1", "me", "a", 1), &user("me")), "the same message again is no news");
        assert_eq!(chat.outbox().len(), 1);
    }

    #[test]
    fn others_words_do_not_take_ours() {
        let mut chat = Chat::default();
        chat.write("a".into());
        chat.heard(message("1", "you", "a", 1), &user("me"));
        assert_eq!(chat.outbox().len(), 1);
    }

    #[test]
    fn after_a_loss_only_what_is_not_in_the_history_is_sent_again() {
        let mut chat = Chat::default();
        chat.write("arrived".into());
        chat.write("lost".into());
        let _ = chat.take_waiting(SECOND);
        chat.connection_lost();
        assert_eq!(chat.take_waiting(SECOND), [""; 0], "the history comes first");
        chat.write("new".into());
        assert_eq!(chat.take_waiting(SECOND), [""; 0], "and nothing overtakes");
        chat.history(Some(vec![message("1", "me", "arrived", 1)]), &user("me"));
        assert_eq!(chat.take_waiting(SECOND * 2), ["lost", "new"]);
        assert_eq!(texts(&chat), ["arrived"]);
    }

    #[test]
    fn what_was_said_yesterday_is_not_an_echo() {
        let mut chat = Chat::default();
        chat.write("hola".into());
        chat.history(Some(vec![message("1", "me", "hola", 1)]), &user("me"));
        assert_eq!(chat.take_waiting(SECOND), ["hola"], "said before the history came");
        assert!(chat.heard(message("2", "me", "hola", 2), &user("me")));
        assert!(chat.outbox().is_empty());
    }

    #[test]
    fn an_echo_after_the_history_that_has_it_takes_its_draft() {
        let mut chat = Chat::default();
        chat.write("hola".into());
        let _ = chat.take_waiting(SECOND);
        chat.history(Some(vec![message("1", "me", "hola", 1)]), &user("me"));
        assert_eq!(chat.outbox().len(), 1, "it may be an old one");
        assert!(!chat.heard(message("1", "me", "hola", 1), &user("me")));
        assert!(chat.outbox().is_empty());
        assert_eq!(texts(&chat), ["hola"]);
    }

    #[test]
    fn history_and_live_messages_stand_in_order() {
        let mut chat = Chat::default();
        chat.heard(message("3", "you", "c", 3), &user("me"));
        chat.history(Some(vec![message("1", "you", "a", 1), message("2", "me", "b", 2)]), &user("me"));
        chat.heard(message("4", "you", "d", 4), &user("me"));
        assert_eq!(texts(&chat), ["a", "b", "c", "d"]);
    }

    #[test]
    fn without_an_echo_a_message_fails_and_can_be_retried_or_given_up() {
        let mut chat = Chat::default();
        chat.write("a".into());
        chat.write("b".into());
        assert_eq!(chat.deadline(), None);
        let _ = chat.take_waiting(SECOND);
        assert_eq!(chat.deadline(), Some(SECOND * 16));
        assert!(!chat.expire(SECOND * 15));
        assert!(chat.expire(SECOND * 16));
        assert_eq!(chat.deadline(), None);
        chat.retry(0);
        chat.discard(1);
        chat.history(None, &user("me"));
        assert_eq!(chat.take_waiting(SECOND * 20), ["a"]);
        chat.refused();
        assert_eq!(chat.outbox()[0].state, DraftState::Failed);
    }
}
