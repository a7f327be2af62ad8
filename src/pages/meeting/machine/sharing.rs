//! Who shares a screen. The servers know nothing of it: peers tell each other.

use charlaton_contract::UserId;

use super::{Announcement, Machine, Output};

impl Machine {
    pub(super) fn own_sharing(&mut self, on: bool) -> Vec<Output> {
        if std::mem::replace(&mut self.own_sharing, on) == on {
            return Vec::new();
        }
        let me = self.state.me.clone();
        self.edit().set_sharing(&me, on);
        vec![Output::TellPeers(self.own_media_message())]
    }

    pub(super) fn shares(&mut self, from: &UserId, on: bool) -> Vec<Output> {
        let news = self.state.person(from).filter(|person| person.sharing != on);
        let Some(name) = news.map(|person| person.name.clone()) else { return Vec::new() };
        self.edit().set_sharing(from, on);
        vec![Output::Announce(Announcement::Sharing { name, on })]
    }
}
