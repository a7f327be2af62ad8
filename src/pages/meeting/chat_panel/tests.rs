use charlaton_contract::{
    events::{Message, OnlineUser},
    limits::MESSAGE_CHARS,
    read::Read,
};
use charlaton_json::json;

use super::*;
use crate::pages::meeting::chat::Chat;

fn user(id: &str) -> UserId {
    UserId::parse(id).unwrap()
}

/// A meeting with these people besides us.
fn with(people: &[&str]) -> State {
    let mut state = State::new(user("me"));
    let online: Vec<_> = ["me"].iter().chain(people).map(|id| online(id)).collect();
    let _ = state.set_people(&online, |_| false);
    state
}

fn online(id: &str) -> OnlineUser {
    OnlineUser::read(&json!({"userId": id, "email": format!("{id}@example.org")})).unwrap()
}

fn view() -> ChatView {
    ChatView::new(Letters::default(), String::new())
}

fn write(view: &mut ChatView, text: &str) {
    view.letters.open_mut().text = text.to_owned().into();
}

fn address(view: &mut ChatView, to: Option<&str>) {
    view.letters.address(to.map(user), AttrValue::default());
}

/// What is open: to whom, and the text.
fn open(view: &ChatView) -> (Option<&str>, &str) {
    let letter = view.letters.open();
    (letter.to.as_ref().map(UserId::as_str), &letter.text)
}

fn said(text: &str, to: Option<&str>) -> Done {
    Done::Say(text.to_owned(), to.map(user))
}

#[test]
fn a_text_goes_only_when_it_can_be_sent() {
    let (mut view, state) = (view(), with(&[]));
    for unsendable in ["", " \n", &"x".repeat(MESSAGE_CHARS + 1)] {
        write(&mut view, unsendable);
        assert_eq!(view.update(Msg::Say, &state), Done::Nothing);
        assert_eq!(open(&view).1, unsendable, "what was typed is kept");
    }
    let longest = "ñ".repeat(MESSAGE_CHARS);
    write(&mut view, &longest);
    assert_eq!(view.letters.open().left(), Ok(0));
    assert_eq!(view.update(Msg::Say, &state), said(&longest, None));
    assert_eq!(open(&view), (None, ""));
}

#[test]
fn what_is_too_long_says_by_how_much() {
    let mut view = view();
    write(&mut view, &"😀".repeat(MESSAGE_CHARS + 12));
    assert_eq!(view.letters.open().left(), Err(12));
}

#[test]
fn everybody_has_a_text_of_their_own() {
    let mut view = view();
    write(&mut view, "for all");
    view.letters.turn_to(Some(user("ana")), "Ana".into());
    assert_eq!(open(&view), (Some("ana"), ""), "asked for from elsewhere, it is another letter");
    write(&mut view, "for Ana");
    address(&mut view, Some("luis"));
    assert_eq!(open(&view), (Some("luis"), ""), "what is for one never becomes another's");
    address(&mut view, None);
    assert_eq!(open(&view), (None, "for all"));
    address(&mut view, Some("ana"));
    assert_eq!(open(&view), (Some("ana"), "for Ana"), "and nothing takes the place of what is there");
    address(&mut view, None);
    address(&mut view, Some("luis"));
    assert_eq!(open(&view), (Some("luis"), "for all"), "who chooses an addressee after writing goes on");
    address(&mut view, None);
    assert_eq!(open(&view), (None, ""));
}

#[test]
fn a_private_text_waits_for_its_addressee() {
    let mut view = view();
    address(&mut view, Some("ana"));
    write(&mut view, "hola");
    assert_eq!(view.update(Msg::Say, &with(&["luis"])), Done::Nothing);
    assert_eq!(open(&view), (Some("ana"), "hola"));
    assert_eq!(view.update(Msg::Say, &with(&["luis", "ana"])), said("hola", Some("ana")));
    assert_eq!(open(&view), (Some("ana"), ""), "the next one is for her as well");
}

#[test]
fn all_that_is_typed_is_there_after_a_reload() {
    let mut before = view();
    write(&mut before, "for all");
    before.letters.turn_to(Some(user("luis")), "Luis".into());
    before.letters.turn_to(Some(user("ana")), "Ana".into());
    write(&mut before, "for Ana");
    let mut chat = Chat::default();
    chat.history(Some(vec![said_by("you", 1)]), &user("me"));
    chat.write("on its way".into(), Some(user("luis")));
    let kept = before.letters.write(chat.outbox()).unwrap();

    let (letters, unsent) = Letters::read(&kept);
    let mut view = ChatView::new(letters, String::new());
    assert_eq!(open(&view), (Some("ana"), "for Ana"));
    assert_eq!(view.letters.open().name, "Ana");
    assert_eq!(view.letters.begun().count(), 2, "nothing was written to Luis");
    address(&mut view, None);
    assert_eq!(open(&view), (None, "for all"));
    let [draft] = &unsent[..] else { panic!("{unsent:?}") };
    assert_eq!((draft.text.as_str(), &draft.to), ("on its way", &Some(user("luis"))));
    assert_eq!(draft.after.as_deref(), Some("m1"));

    assert_eq!(Letters::default().write(&[]), None, "nothing is kept of nothing");
    let (letters, unsent) = Letters::read(&json!({"letters": [7, {"to": {}}], "unsent": null}));
    assert_eq!((letters.begun().count(), unsent.len()), (1, 0), "whatever is kept there");
}

fn said_by(author: &str, seconds: i64) -> Message {
    let message = json!({"id": format!("m{seconds}"), "userId": author, "content": "x", "visibility": "public",
        "createAt": {"_seconds": seconds}});
    Message::read(&message).unwrap()
}

/// With so many messages from others.
fn after(seconds: i64) -> State {
    let mut state = with(&[]);
    let mut chat = Chat::default();
    chat.history(Some((0..seconds).map(|second| said_by("you", second)).collect()), &user("me"));
    state.chat = chat.into();
    state
}

#[test]
fn only_who_has_scrolled_back_is_told_of_news() {
    let (mut view, none, one) = (view(), after(0), after(1));
    view.opened(&none, 600.0);
    view.grows(Some(&none), &one, true);
    assert!(view.is_at_end());
    view.rendered(&one);
    view.scrolling.reader = Reader::Back;
    view.grows(Some(&one), &one, true);
    assert_eq!(view.scrolling.reader, Reader::Back, "nothing has come");
    view.grows(Some(&one), &after(2), true);
    assert_eq!(view.scrolling.reader, Reader::BackWithNews);
    view.show_end(&after(2));
    assert!(view.is_at_end());
}

#[test]
fn who_sends_is_at_the_end() {
    let (mut view, state) = (view(), after(3));
    view.scrolling.reader = Reader::Back;
    write(&mut view, "hola");
    assert_eq!(view.update(Msg::Say, &state), said("hola", None));
    assert!(view.is_at_end());
}

#[test]
fn what_is_shown_again_is_not_said_again() {
    let (mut view, many, mut more) = (view(), after(500), after(501));
    view.opened(&after(0), 600.0);
    assert!(view.scrolling.is_live(), "the first message is said");
    view.show_end(&many);
    assert!(!view.scrolling.is_live(), "these are old ones");
    view.grows(Some(&many), &more, true);
    assert!(!view.scrolling.is_live(), "so is what the history brings");
    more.heard += 1;
    view.grows(Some(&many), &more, true);
    assert!(view.scrolling.is_live(), "what is heard is new");
    view.scrolling.reader = Reader::Back;
    assert!(!view.scrolling.is_live(), "a notice says it where nobody looks");
}

#[test]
fn a_few_lines_of_many_are_in_the_page() {
    let (mut view, many) = (view(), after(10_000));
    view.opened(&many, 600.0);
    let shown = view.scrolling.window.lines(10_000);
    assert!(shown.len() <= 49 && shown.end == 10_000, "{shown:?}");
}
