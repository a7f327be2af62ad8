use charlaton_contract::{events::Target, rest::Timestamp};
use proptest::prelude::*;

use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn user(id: &str) -> UserId {
    UserId::parse(id).unwrap()
}

fn me() -> UserId {
    user("me")
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

/// As the existing server echoes it: without its target.
fn private(id: &str, author: &str, text: &str, seconds: i64) -> Message {
    Message { visibility: Visibility::Private, ..message(id, author, text, seconds) }
}

/// As it is stored.
fn told(id: &str, author: &str, to: &str, text: &str, seconds: i64) -> Message {
    let target = [to, author].map(|id| Target { user_id: user(id) }).to_vec();
    Message { target: Some(target), ..private(id, author, text, seconds) }
}

fn texts(chat: &Chat) -> Vec<&str> {
    chat.lines().iter().map(|line| line.text.as_str()).collect()
}

fn say(chat: &mut Chat, text: &str) {
    chat.write(text.into(), None);
}

fn tell(chat: &mut Chat, to: &str, text: &str) {
    chat.write(text.into(), Some(user(to)));
}

/// What is emitted, as `text` or `text>addressee`.
fn emitted(chat: &mut Chat, now: Duration) -> Vec<String> {
    let waiting = chat.take_waiting(now).into_iter();
    waiting.map(|(text, to)| to.map_or(text.clone(), |to| format!("{text}>{to}"))).collect()
}

fn outbox(chat: &Chat) -> Vec<(&str, DraftState)> {
    chat.outbox().iter().map(|draft| (draft.text.as_str(), draft.state)).collect()
}

/// Whom our private messages are for.
fn addressees(chat: &Chat) -> Vec<Option<&str>> {
    let private = chat.lines().iter().filter(|line| line.private);
    private.map(|line| line.to.as_ref().map(UserId::as_str)).collect()
}

#[test]
fn an_echo_takes_the_oldest_equal_draft() {
    let mut chat = Chat::default();
    say(&mut chat, "a");
    say(&mut chat, "a");
    assert_eq!(emitted(&mut chat, SECOND), ["a", "a"]);
    assert!(chat.heard(message("1", "me", "a", 1), &me()));
    assert_eq!(chat.outbox().iter().map(|draft| draft.key).collect::<Vec<_>>(), [1]);
    assert!(!chat.heard(message("1", "me", "a", 1), &me()), "the same message again is no news");
    assert_eq!(chat.outbox().len(), 1);
}

#[test]
fn others_words_do_not_take_ours() {
    let mut chat = Chat::default();
    say(&mut chat, "a");
    chat.heard(message("1", "you", "a", 1), &me());
    assert_eq!(chat.outbox().len(), 1);
}

#[test]
fn after_a_loss_only_what_is_not_in_the_history_is_sent_again() {
    let mut chat = Chat::default();
    say(&mut chat, "arrived");
    say(&mut chat, "lost");
    let _ = chat.take_waiting(SECOND);
    chat.connection_lost();
    assert_eq!(emitted(&mut chat, SECOND), [""; 0], "the history comes first");
    say(&mut chat, "new");
    assert_eq!(emitted(&mut chat, SECOND), [""; 0], "and nothing overtakes");
    chat.history(Some(vec![message("1", "me", "arrived", 1)]), &me());
    assert_eq!(emitted(&mut chat, SECOND * 2), ["lost", "new"]);
    assert_eq!(texts(&chat), ["arrived"]);
}

#[test]
fn what_was_said_yesterday_is_not_an_echo() {
    let mut chat = Chat::default();
    say(&mut chat, "hola");
    chat.history(Some(vec![message("1", "me", "hola", 1)]), &me());
    assert_eq!(emitted(&mut chat, SECOND), ["hola"], "said before the history came");
    assert!(chat.heard(message("2", "me", "hola", 2), &me()));
    assert!(chat.outbox().is_empty());
}

#[test]
fn an_echo_after_the_history_that_has_it_takes_its_draft() {
    let mut chat = Chat::default();
    say(&mut chat, "hola");
    let _ = chat.take_waiting(SECOND);
    chat.history(Some(vec![message("1", "me", "hola", 1)]), &me());
    assert_eq!(chat.outbox().len(), 1, "it may be an old one");
    assert!(!chat.heard(message("1", "me", "hola", 1), &me()));
    assert!(chat.outbox().is_empty());
    assert_eq!(texts(&chat), ["hola"]);
}

#[test]
fn history_and_live_messages_stand_in_order() {
    let mut chat = Chat::default();
    chat.heard(message("3", "you", "c", 3), &me());
    let history = vec![message("1", "you", "a", 1), message("2", "me", "b", 2), message("2", "me", "b", 2)];
    chat.history(Some(history), &me());
    chat.heard(message("4", "you", "d", 4), &me());
    assert_eq!(texts(&chat), ["a", "b", "c", "d"]);
}

#[test]
fn without_an_echo_a_message_fails_and_can_be_retried_or_given_up() {
    let mut chat = Chat::default();
    say(&mut chat, "a");
    say(&mut chat, "b");
    assert_eq!(chat.deadline(), None);
    let _ = chat.take_waiting(SECOND);
    assert_eq!(chat.deadline(), Some(SECOND * 16));
    assert!(!chat.expire(SECOND * 15));
    assert!(chat.expire(SECOND * 16));
    assert_eq!(chat.deadline(), None);
    chat.retry(0);
    chat.discard(1);
    chat.history(None, &me());
    assert_eq!(emitted(&mut chat, SECOND * 20), ["a"]);
    chat.refused();
    assert_eq!(outbox(&chat), [("a", DraftState::Failed)]);
}

#[test]
fn only_what_was_missed_is_news() {
    let mut chat = Chat::default();
    let (old, own, missed) =
        (message("1", "you", "a", 1), message("2", "me", "b", 2), message("3", "you", "c", 3));
    assert_eq!(chat.history(None, &me()), 0);
    assert_eq!(chat.history(Some(vec![old.clone()]), &me()), 0, "it was said before we came");
    assert_eq!(chat.history(Some(vec![old, own, missed]), &me()), 1);
}

#[test]
fn a_private_message_comes_back_without_its_addressee_and_keeps_it() {
    let mut chat = Chat::default();
    tell(&mut chat, "ana", "hola");
    tell(&mut chat, "luis", "hola");
    say(&mut chat, "hola");
    assert_eq!(emitted(&mut chat, SECOND), ["hola>ana", "hola>luis", "hola"]);
    chat.heard(private("1", "me", "hola", 1), &me());
    chat.heard(message("2", "me", "hola", 2), &me());
    assert_eq!(
        chat.outbox()[0].to,
        Some(user("luis")),
        "what is for everybody is no echo of what is private"
    );
    chat.heard(private("3", "me", "hola", 3), &me());
    assert_eq!(addressees(&chat), [Some("ana"), Some("luis")]);
    assert!(chat.outbox().is_empty());
}

#[test]
fn an_echo_that_names_its_addressee_takes_no_other_draft() {
    let mut chat = Chat::default();
    tell(&mut chat, "ana", "hola");
    tell(&mut chat, "luis", "hola");
    let _ = chat.take_waiting(SECOND);
    chat.heard(told("1", "me", "luis", "hola", 1), &me());
    assert_eq!(chat.outbox()[0].to, Some(user("ana")));
    assert_eq!(addressees(&chat), [Some("luis")]);
}

#[test]
fn the_history_tells_whom_private_messages_were_for() {
    let mut chat = Chat::default();
    tell(&mut chat, "ana", "lost");
    let _ = chat.take_waiting(SECOND);
    chat.connection_lost();
    let history = vec![
        told("1", "me", "luis", "hola", 1),
        told("2", "ana", "me", "hola", 2),
        told("3", "me", "luis", "lost", 3),
    ];
    chat.history(Some(history), &me());
    assert_eq!(addressees(&chat), [Some("luis"), None, Some("luis")]);
    assert_eq!(emitted(&mut chat, SECOND), ["lost>ana"], "the same to somebody else is another message");
}

/// What a page leaves behind that is loaded anew.
fn left(chat: &Chat) -> Vec<Draft> {
    chat.outbox().to_vec()
}

#[test]
fn what_a_page_left_unsent_is_failed_unless_it_arrived() {
    let mut before = Chat::default();
    before.history(Some(vec![message("1", "me", "ok", 1)]), &me());
    say(&mut before, "ok");
    say(&mut before, "on my way");
    let _ = before.take_waiting(SECOND);

    let mut chat = Chat::default();
    chat.restore(left(&before));
    let history = vec![message("1", "me", "ok", 1), message("2", "me", "on my way", 2)];
    chat.history(Some(history), &me());
    assert_eq!(outbox(&chat), [("ok", DraftState::Failed)], "yesterday's is not it");
    assert_eq!(emitted(&mut chat, SECOND), [""; 0], "the person decides");
    chat.retry(0);
    chat.history(None, &me());
    assert_eq!(emitted(&mut chat, SECOND), ["ok"]);
}

#[test]
fn what_was_written_when_nobody_knew_the_history_is_left_to_the_person() {
    for loaded in [false, true] {
        let mut before = Chat::default();
        if loaded {
            before.history(Some(Vec::new()), &me());
        }
        say(&mut before, "ok");
        let mut chat = Chat::default();
        chat.restore(left(&before));
        assert_eq!(outbox(&chat), [("ok", DraftState::Restored)]);
        chat.history(Some(vec![message("1", "me", "ok", 1)]), &me());
        assert_eq!(chat.outbox().is_empty(), loaded, "in an empty room everything came after it");
    }
}

#[test]
fn an_echo_does_not_take_what_an_earlier_page_wrote() {
    let mut chat = Chat::default();
    let restored = Draft { key: 7, text: "ok".into(), to: None, after: None, state: DraftState::Waiting };
    chat.restore(vec![restored]);
    say(&mut chat, "ok");
    let _ = chat.take_waiting(SECOND);
    chat.heard(message("1", "me", "ok", 1), &me());
    assert_eq!(outbox(&chat), [("ok", DraftState::Restored)]);
}

#[test]
fn ten_thousand_messages_are_merged_in_any_order_and_once() {
    let history = || (0..10_000).map(|n| message(&format!("m{n}"), "you", "", 10_000 - n)).collect();
    let mut chat = Chat::default();
    chat.history(Some(history()), &me());
    chat.history(Some(history()), &me());
    assert_eq!(chat.lines().len(), 10_000);
    assert!(chat.lines().is_sorted_by_key(|line| line.at_millis));
}

/// One thing that happens to a message on the way.
#[derive(Debug, Clone)]
enum Step {
    /// To everybody, or to one of two; one of two texts.
    Write(Option<bool>, bool),
    /// The server takes the next one, and its echo comes, or is lost with the connection.
    Server {
        echoes: bool,
    },
    Lose,
    Return,
    Reload,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (prop::option::of(any::<bool>()), any::<bool>()).prop_map(|(to, text)| Step::Write(to, text)),
        6 => prop::bool::weighted(0.7).prop_map(|echoes| Step::Server { echoes }),
        2 => Just(Step::Lose),
        3 => Just(Step::Return),
        1 => Just(Step::Reload),
    ]
}

/// The existing service: it stores in order, and its echoes do not say whom a message is for.
#[derive(Default)]
struct Server {
    stored: Vec<Message>,
    on_the_way: Vec<(String, Option<UserId>)>,
}

impl Server {
    fn take(&mut self, chat: &mut Chat, echoes: bool) {
        if self.on_the_way.is_empty() {
            return;
        }
        let (text, to) = self.on_the_way.remove(0);
        let id = format!("m{}", self.stored.len());
        #[expect(clippy::cast_possible_wrap, reason = "a few messages")]
        let seconds = self.stored.len() as i64;
        let message = match &to {
            None => message(&id, "me", &text, seconds),
            Some(to) => told(&id, "me", to.as_str(), &text, seconds),
        };
        self.stored.push(message.clone());
        if echoes {
            chat.heard(Message { target: None, ..message }, &me());
        }
    }
}

proptest! {
    /// Whatever is lost on the way: everything written is stored as it was written, or still in the outbox, and what is
    /// private is shown as private, to whom it was for. Nothing is said more often than it was written.
    #[test]
    fn nothing_written_is_lost_or_said_twice_or_told_to_another(steps in prop::collection::vec(step(), 0..40)) {
        let (mut chat, mut server) = (Chat::default(), Server::default());
        let mut written: Vec<(String, Option<UserId>)> = Vec::new();
        chat.history(Some(Vec::new()), &me());
        for step in steps {
            match step {
                Step::Write(to, text) => {
                    let to = to.map(|ana| user(if ana { "ana" } else { "luis" }));
                    let text = if text { "yes" } else { "no" };
                    written.push((text.to_owned(), to.clone()));
                    chat.write(text.to_owned(), to);
                }
                Step::Server { echoes } => {
                    server.take(&mut chat, echoes);
                    if !echoes {
                        server.on_the_way.clear();
                        chat.connection_lost();
                    }
                }
                Step::Lose => {
                    server.on_the_way.clear();
                    chat.connection_lost();
                }
                Step::Return => {
                    server.on_the_way.clear();
                    chat.connection_lost();
                    chat.history(Some(server.stored.clone()), &me());
                }
                Step::Reload => {
                    server.on_the_way.clear();
                    let left = left(&chat);
                    chat = Chat::default();
                    chat.restore(left);
                    chat.history(Some(server.stored.clone()), &me());
                    let keys: Vec<_> = chat.outbox().iter().map(|draft| draft.key).collect();
                    keys.into_iter().for_each(|key| chat.retry(key));
                    chat.history(Some(server.stored.clone()), &me());
                }
            }
            server.on_the_way.extend(chat.take_waiting(SECOND));
        }
        server.on_the_way.clear();
        chat.connection_lost();
        chat.history(Some(server.stored.clone()), &me());

        let stored: Vec<_> = server.stored.iter().map(said).collect();
        let shown: Vec<_> = chat.lines().iter().map(|line| (line.text.clone(), line.to.clone())).collect();
        prop_assert_eq!(&shown, &stored);
        let left = chat.outbox().iter().map(|draft| (draft.text.clone(), draft.to.clone()));
        let mut found: Vec<_> = stored.into_iter().chain(left).collect();
        found.sort();
        written.sort();
        prop_assert_eq!(found, written);
    }
}

/// What a stored message of ours says, and to whom.
fn said(message: &Message) -> (String, Option<UserId>) {
    let mut targets = message.target.iter().flatten().map(|target| target.user_id.clone());
    (message.content.clone(), targets.find(|id| *id != me()))
}
