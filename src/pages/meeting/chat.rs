//! The chat as a value: what was said, and what of ours is still on its way.
//!
//! The services acknowledge nothing: a message of ours has arrived when it comes back. Until then it waits in the
//! outbox, so that nothing typed is lost when a connection is.

mod known;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;

use std::{rc::Rc, time::Duration};

use charlaton_contract::{
    UserId,
    events::{Message, Visibility},
};

use self::known::Known;

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
    /// Whether they ever could.
    loaded: bool,
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
    /// Of a private one of ours: whom it is for, as far as anybody has said.
    pub to: Option<UserId>,
    /// Since the Unix epoch.
    pub at_millis: i64,
}

/// A message of ours that has not come back yet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Draft {
    /// Names it to [`Chat::retry`] and [`Chat::discard`].
    pub key: u32,
    pub text: String,
    /// Whom it is for; everybody where this is nobody.
    pub to: Option<UserId>,
    /// The last message that cannot be this one: it has arrived, if it has, after that. Empty when there was none yet,
    /// absent when nobody knew.
    pub after: Option<String>,
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
    /// Of an earlier page, and the history has not come to where it was written.
    Restored,
}

impl Chat {
    pub(crate) fn lines(&self) -> &[Rc<Line>] {
        &self.lines
    }

    pub(crate) fn outbox(&self) -> &[Draft] {
        &self.outbox
    }

    /// Puts a text of ours into the outbox.
    pub(super) fn write(&mut self, text: String, to: Option<UserId>) {
        let last = || self.lines.last().map(|line| line.id.clone()).unwrap_or_default();
        let after = self.loaded.then(last);
        self.post(Draft { key: 0, text, to, after, state: DraftState::Waiting });
    }

    /// Puts in what an earlier page had in its outbox. The history takes out what has arrived; of the rest, which may be
    /// from long ago, the person decides.
    pub(super) fn restore(&mut self, drafts: Vec<Draft>) {
        for draft in drafts {
            self.post(Draft { state: DraftState::Restored, ..draft });
        }
    }

    fn post(&mut self, draft: Draft) {
        self.outbox.push(Draft { key: self.next_key, ..draft });
        self.next_key = self.next_key.wrapping_add(1);
    }

    /// What is to be emitted now, oldest first, and whom it is for; it counts as sent. Nothing overtakes what may have
    /// to be sent again.
    pub(super) fn take_waiting(&mut self, now: Duration) -> Vec<(String, Option<UserId>)> {
        if self.outbox.iter().any(|draft| draft.state == DraftState::Unsure) {
            return Vec::new();
        }
        self.outbox
            .iter_mut()
            .filter(|draft| draft.state == DraftState::Waiting)
            .map(|draft| {
                draft.state = DraftState::Sent(now);
                (draft.text.clone(), draft.to.clone())
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
        let known = self.lines.iter().rev().any(|line| line.id == message.id);
        let unechoed = self.unechoed.iter().position(|id| *id == message.id);
        if let Some(index) = unechoed {
            self.unechoed.remove(index);
        }
        let mut line = line(message, me);
        if line.author == *me && (!known || unechoed.is_some()) {
            let draft = self.arrived(&line, |state| {
                matches!(state, DraftState::Sent(_) | DraftState::Unsure | DraftState::Failed)
            });
            // The existing server's echo does not say whom it was for.
            line.to = line.to.or_else(|| draft?.to);
        }
        if !known {
            self.insert(Rc::new(line));
        }
        !known
    }

    /// The stored messages, loaded after joining and after each return; `None` when they could not be. What may have
    /// arrived either has, or waits again. How many of them are news, which those before our coming are not.
    pub(super) fn history(&mut self, messages: Option<Vec<Message>>, me: &UserId) -> usize {
        self.history_failed = messages.is_none();
        let (mut known, mut others) = (Known::new(&self.lines), 0);
        self.reached("");
        for message in messages.into_iter().flatten() {
            let id = message.id.clone();
            if !known.has(&id) {
                let line = Rc::new(line(message, me));
                known.add(&line);
                others += usize::from(line.author != *me);
                self.stored(line, me);
            }
            self.reached(&id);
        }
        if !self.outbox.iter().any(|draft| matches!(draft.state, DraftState::Sent(_))) {
            self.unechoed.clear();
        }
        for draft in &mut self.outbox {
            match draft.state {
                DraftState::Unsure => draft.state = DraftState::Waiting,
                DraftState::Restored => draft.state = DraftState::Failed,
                DraftState::Waiting | DraftState::Sent(_) | DraftState::Failed => {}
            }
        }
        let returned = self.loaded;
        self.loaded |= !self.history_failed;
        if returned { others } else { 0 }
    }

    /// A message that we have not heard.
    fn stored(&mut self, line: Rc<Line>, me: &UserId) {
        // Somebody who says the same as yesterday has not said it yet.
        let may_be_it = |state| matches!(state, DraftState::Unsure | DraftState::Failed);
        if line.author == *me && self.arrived(&line, may_be_it).is_none() {
            self.unechoed.push(line.id.clone());
        }
        self.insert(line);
    }

    /// The history has come to this message: what an earlier page wrote after it may be next.
    fn reached(&mut self, id: &str) {
        for draft in &mut self.outbox {
            if draft.state == DraftState::Restored && draft.after.as_deref() == Some(id) {
                draft.state = DraftState::Failed;
            }
        }
    }

    /// The server refused a message; it does not say which, and it answers in order. Whether one of ours can be meant.
    pub(super) fn refused(&mut self) -> bool {
        let sent = self.outbox.iter_mut().find(|draft| matches!(draft.state, DraftState::Sent(_)));
        sent.map(|draft| draft.state = DraftState::Failed).is_some()
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
            DraftState::Waiting | DraftState::Unsure | DraftState::Failed | DraftState::Restored => None,
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

    /// Our first message that says this to the same people has arrived, of those in such a state.
    fn arrived(&mut self, line: &Line, counts: fn(DraftState) -> bool) -> Option<Draft> {
        let index = self.outbox.iter().position(|draft| {
            draft.text == line.text
                && draft.to.is_some() == line.private
                && (line.to.is_none() || draft.to == line.to)
                && counts(draft.state)
        });
        let draft = self.outbox.remove(index?);
        // It does not stand for the next one that says the same, on a later page.
        for same in self.outbox.iter_mut().filter(|other| other.text == draft.text && other.to == draft.to) {
            same.after = Some(line.id.clone());
        }
        Some(draft)
    }

    /// Keeps the order by time.
    fn insert(&mut self, line: Rc<Line>) {
        let index = self.lines.partition_point(|other| other.at_millis <= line.at_millis);
        self.lines.insert(index, line);
    }
}

fn line(message: Message, me: &UserId) -> Line {
    let at = message.created_at.or(message.create_at).and_then(|at| at.unix_millis());
    let author_name = message.user.as_ref().map(super::state::name_of).unwrap_or_default();
    let own = message.user_id == *me;
    let targets = message.target.filter(|_| own).into_iter().flatten();
    Line {
        id: message.id,
        author: message.user_id,
        author_name,
        text: message.content,
        private: message.visibility == Visibility::Private,
        to: targets.map(|target| target.user_id).find(|id| id != me),
        at_millis: at.unwrap_or(i64::MAX),
    }
}
