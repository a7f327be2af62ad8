//! The chat of the meeting: what is said, heard and remembered.

use std::time::Duration;

use charlaton_contract::{
    UserId,
    events::{Message, Visibility, message_refusal},
    limits::MESSAGE_CHARS,
};

use super::{Announcement, Machine, Output};
use crate::{lib::signaling::Outgoing, pages::meeting::state};

impl Machine {
    pub(super) fn message(&mut self, message: Message) -> Vec<Output> {
        let me = self.state.me.clone();
        if message.target.is_some() && !is_for(&message, &me) {
            return Vec::new();
        }
        let author = message.user_id.clone();
        let private = message.visibility == Visibility::Private;
        let name = self.state.name(&author).map(str::to_owned);
        let from = name.or_else(|| message.user.as_ref().map(state::name_of)).unwrap_or_default();
        let news = self.chat().heard(message, &me);
        if author == me {
            self.refused_once = false;
        } else if news {
            self.edit().heard += 1;
            self.edit().heard_privately += usize::from(private);
            return vec![Output::Announce(Announcement::Message { from, private })];
        }
        Vec::new()
    }

    pub(super) fn history(&mut self, now: Duration, messages: Option<Vec<Message>>) -> Vec<Output> {
        let me = self.state.me.clone();
        // The old service hands out other people's private messages.
        let messages = messages
            .map(|messages| messages.into_iter().filter(|message| is_for(message, &me)).collect::<Vec<_>>());
        let mut unnamed = Vec::new();
        for message in messages.iter().flatten() {
            if message.user.is_none() {
                unnamed.push(message.user_id.clone());
            }
            if message.user_id == me {
                unnamed.extend(message.target.iter().flatten().map(|target| target.user_id.clone()));
            }
        }
        unnamed.retain(|id| *id != me && self.state.name(id).is_none());
        let mut outputs = self.look_up(unnamed);
        let news = self.chat().history(messages, &me);
        self.edit().heard += news;
        outputs.extend(self.send_waiting(now));
        outputs
    }

    /// To everybody, or to one person.
    pub(super) fn say(&mut self, now: Duration, text: &str, to: Option<UserId>) -> Vec<Output> {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > MESSAGE_CHARS {
            return Vec::new();
        }
        self.chat().write(text.to_owned(), to);
        self.send_waiting(now)
    }

    /// A message was not taken: the server does not say which.
    pub(super) fn message_refused(&mut self, now: Duration, why: &str) -> Vec<Output> {
        match why {
            // It is somebody else's, and ours is missed when it does not come back.
            message_refusal::NOT_STORED => Vec::new(),
            message_refusal::NOT_INSIDE | message_refusal::NOT_PRESENT if !self.refused_once => {
                self.refused_once = true;
                self.come_back(now)
            }
            _ if self.chat().refused() => vec![Output::Announce(Announcement::MessageRefused)],
            _ => Vec::new(),
        }
    }

    /// The old server drops what is said before the join without a word.
    fn send_waiting(&mut self, now: Duration) -> Vec<Output> {
        if !self.is_heard() {
            return Vec::new();
        }
        let waiting = self.chat().take_waiting(now).into_iter();
        let emit = |(text, to)| {
            Output::Emit(match to {
                None => Outgoing::Say(text),
                Some(to) => Outgoing::Tell { text, to, me: self.state.me.clone() },
            })
        };
        waiting.map(emit).collect()
    }
}

fn is_for(message: &Message, me: &UserId) -> bool {
    match message.visibility {
        Visibility::Public => true,
        Visibility::Private => {
            let targets = message.target.as_deref().unwrap_or_default();
            message.user_id == *me || targets.iter().any(|target| target.user_id == *me)
        }
    }
}
