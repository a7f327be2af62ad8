//! The chat of the meeting: what is said, heard and remembered.

use std::time::Duration;

use charlaton_contract::{
    UserId,
    events::{Message, Visibility},
    limits::MESSAGE_CHARS,
};

use super::{Announcement, Machine, Output};
use crate::{
    lib::signaling::Outgoing,
    pages::meeting::state::{self, Phase},
};

impl Machine {
    pub(super) fn message(&mut self, message: Message) -> Vec<Output> {
        let me = self.state.me.clone();
        let author = message.user_id.clone();
        let name = self.state.name(&author).map(str::to_owned);
        let from = name.or_else(|| message.user.as_ref().map(state::name_of)).unwrap_or_default();
        if self.chat().heard(message, &me) && author != me {
            self.edit().heard += 1;
            return vec![Output::Announce(Announcement::Message { from })];
        }
        Vec::new()
    }

    pub(super) fn history(&mut self, now: Duration, messages: Option<Vec<Message>>) -> Vec<Output> {
        let me = self.state.me.clone();
        // The old service hands out other people's private messages.
        let messages = messages
            .map(|messages| messages.into_iter().filter(|message| is_for(message, &me)).collect::<Vec<_>>());
        let unnamed = messages.iter().flatten().filter(|message| message.user.is_none());
        let unnamed = unnamed.map(|message| message.user_id.clone()).filter(|id| *id != me).collect();
        let mut outputs = self.look_up(unnamed);
        self.chat().history(messages, &me);
        outputs.extend(self.send_waiting(now));
        outputs
    }

    pub(super) fn say(&mut self, now: Duration, text: &str) -> Vec<Output> {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > MESSAGE_CHARS {
            return Vec::new();
        }
        self.chat().write(text.to_owned());
        self.send_waiting(now)
    }

    /// The old server drops what is said before the join without a word.
    fn send_waiting(&mut self, now: Duration) -> Vec<Output> {
        if self.state.phase != Phase::Inside {
            return Vec::new();
        }
        let waiting = self.chat().take_waiting(now);
        waiting.into_iter().map(|text| Output::Emit(Outgoing::Say(text))).collect()
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
