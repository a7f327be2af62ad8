//! Who is there, under which ids and names.

use std::time::Duration;

use charlaton_contract::{
    UserId,
    events::{OnlineUser, UserMediaState},
};

use super::{Announcement, Machine, Output, Question};
use crate::{lib::signaling::Outgoing, pages::meeting::state::Changes};

/// How many media states wait until it is known whose they are.
const MAX_UNCLAIMED: usize = 16;

/// The server's list, as far as it counts.
#[derive(Debug, Default)]
pub(super) struct List {
    entries: Vec<OnlineUser>,
    /// How many of them, at the end, it has not: their calls go on, and they are on their way.
    held: usize,
}

impl List {
    /// Whether somebody is to be let go when the time for it has come.
    pub(super) fn is_held(&self) -> bool {
        self.held > 0
    }
}

impl Machine {
    /// A server that was away has at first only those who were quickest to return.
    pub(super) fn listed(&mut self, now: Duration, mut entries: Vec<OnlineUser>) -> Vec<Output> {
        let before = std::mem::take(&mut self.list).entries;
        let is_away = |entry: &OnlineUser| {
            self.state.is_connected(&entry.user_id) && !entries.iter().any(|one| one.user_id == entry.user_id)
        };
        let held: Vec<_> = if self.entry.is_settling(now) {
            before.into_iter().filter(is_away).collect()
        } else {
            Vec::new()
        };
        let count = held.len();
        entries.extend(held);
        let outputs = self.online(&entries);
        self.list = List { entries, held: count };
        outputs
    }

    /// Who is not back by now has left.
    pub(super) fn settled(&mut self, now: Duration) -> Vec<Output> {
        let List { mut entries, held } = std::mem::take(&mut self.list);
        entries.truncate(entries.len().saturating_sub(held));
        self.listed(now, entries)
    }

    fn online(&mut self, online: &[OnlineUser]) -> Vec<Output> {
        let first = self.state.people.is_empty();
        let mut outputs = self.own_id(online);
        for entry in online {
            self.people.learn_document(&entry.email, &entry.user_id);
        }
        let (room, account) = (self.room.clone(), self.account.id.clone());
        let (me, own_media) = (self.state.me.clone(), self.own_media);
        // The old services name nobody, and our own name need not be asked for.
        if self.account.nickname.is_some()
            && online.iter().any(|one| one.user_id == me && !one.has_nickname())
        {
            let name = self.account.display_name().to_owned();
            self.edit().set_name(me.clone(), name);
        }
        let changes =
            self.edit().set_people(online, |user| room.is_host(if *user == me { &account } else { user }));
        self.edit().set_media(&me, own_media);
        let own_sharing = self.own_sharing;
        self.edit().set_sharing(&me, own_sharing);
        self.claim_media();
        self.let_in_who_is_here();
        outputs.extend(self.queue(online, first));
        let others =
            || self.state.people.iter().filter(|person| !person.is_me).map(|person| person.id.clone());
        if !self.state.behind {
            outputs.push(Output::Present(others().collect()));
            outputs.extend(self.early_signals());
        }
        let unnamed = online.iter().filter(|entry| !entry.has_nickname()).map(|entry| entry.user_id.clone());
        let unnamed = unnamed.filter(|id| *id != me).collect();
        outputs.extend(self.look_up(unnamed));
        // Those who were there before us did not join.
        if !first {
            outputs.extend(self.announce(changes));
        }
        outputs
    }

    /// The old server relays media only to the first socket of a person. Offers from another one would take the others
    /// from that, and their answers would go there.
    fn queue(&mut self, online: &[OnlineUser], first: bool) -> Option<Output> {
        let ours = online.iter().filter(|entry| entry.user_id == self.state.me).count();
        if first && ours > 1 && !self.room.is_guarded() {
            self.edit().behind = true;
        } else if self.state.behind && ours < 2 {
            self.edit().behind = false;
            return Some(Output::Emit(Outgoing::AskWhoIsThere(self.room.id.clone())));
        }
        None
    }

    /// Who came is told under their name, which may have been asked for just now.
    fn announce(&mut self, changes: Changes) -> Vec<Output> {
        let mut outputs = Vec::new();
        for person in changes.joined {
            if self.names_asked.contains(&person.id) && !self.state.has_name(&person.id) {
                self.unannounced.push(person.id.clone());
            } else {
                outputs.push(Output::Announce(Announcement::Joined(person.name.clone())));
            }
        }
        for person in changes.left {
            // The old program ends a meeting for everybody without telling anybody, and goes.
            if person.is_host {
                outputs.extend(self.ask_for_end());
            }
            self.unannounced.retain(|id| *id != person.id);
            outputs.push(Output::Announce(Announcement::Left(person.name.clone())));
        }
        outputs
    }

    /// The server may know an account by another id than the account service: then the e-mail tells which is ours.
    fn own_id(&mut self, online: &[OnlineUser]) -> Vec<Output> {
        if online.iter().any(|entry| entry.user_id == self.state.me) {
            return Vec::new();
        }
        let own = online.iter().find(|entry| entry.email.eq_ignore_ascii_case(&self.account.email));
        let Some(id) = own.map(|entry| entry.user_id.clone()) else { return Vec::new() };
        self.edit().me = id.clone();
        vec![Output::OwnId(id)]
    }

    /// The old services put no names into what they send. Each is asked for once.
    pub(super) fn look_up(&mut self, mut unnamed: Vec<UserId>) -> Vec<Output> {
        unnamed.sort_unstable();
        unnamed.dedup();
        unnamed.retain(|id| !self.names_asked.contains(id));
        self.names_asked.extend(unnamed.iter().cloned());
        unnamed.into_iter().map(|id| Output::Ask(Question::Name(id))).collect()
    }

    pub(super) fn named(&mut self, id: UserId, name: Option<String>) -> Vec<Output> {
        match name {
            Some(name) => self.edit().set_name(id.clone(), name),
            // The next list asks again.
            None => self.names_asked.retain(|asked| *asked != id),
        }
        let Some(index) = self.unannounced.iter().position(|other| *other == id) else {
            return self.tell_request(&id);
        };
        self.unannounced.remove(index);
        let person = self.state.person(&id);
        person.map(|person| Output::Announce(Announcement::Joined(person.name.clone()))).into_iter().collect()
    }

    pub(super) fn media(&mut self, media: UserMediaState) -> Vec<Output> {
        if let Some(id) = self.present(&media.user_id) {
            self.edit().set_media(&id, media.state);
            return Vec::new();
        }
        // This event alone names people by their tokens' ids.
        self.unclaimed.retain(|other| other.user_id != media.user_id);
        if self.unclaimed.len() == MAX_UNCLAIMED {
            return Vec::new();
        }
        self.unclaimed.push(media);
        vec![Output::Emit(Outgoing::AskForTokenIds)]
    }

    pub(super) fn claim_media(&mut self) {
        for media in std::mem::take(&mut self.unclaimed) {
            match self.present(&media.user_id) {
                Some(id) => self.edit().set_media(&id, media.state),
                None => self.unclaimed.push(media),
            }
        }
    }

    /// The document id of somebody in the room, whichever of their ids this is.
    pub(super) fn present(&self, id: &UserId) -> Option<UserId> {
        if self.state.person(id).is_some() {
            return Some(id.clone());
        }
        self.people.document(id).filter(|id| self.state.person(id).is_some()).cloned()
    }

    /// Without ourselves and without the repetitions of people with two tabs.
    pub(super) fn others(&self, mut users: Vec<UserId>) -> Vec<UserId> {
        users.sort_unstable();
        users.dedup();
        users.retain(|user| *user != self.state.me);
        users
    }
}
