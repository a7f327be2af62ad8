//! What the meeting's view shows.

use std::rc::Rc;

use charlaton_contract::{
    UserId,
    events::{MediaState, OnlineUser, UserRef},
    rest::display_name,
};

use super::{
    chat::Chat,
    door::{Door, Request},
    hands::Hands,
    reactions::Reactions,
};
use crate::lib::{
    signaling::JoinRefusal,
    small_map::SmallMap,
    webrtc::{PeerState, RemoteStream, Source},
};

/// Everything the view shows. Cheap to clone: the view holds the previous one while the next is made.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct State {
    pub me: UserId,
    pub phase: Phase,
    /// Ourselves first, then in the order of the server's list.
    pub people: Vec<Rc<Person>>,
    /// What we receive from whom.
    pub links: SmallMap<UserId, Link>,
    pub chat: Rc<Chat>,
    /// Of all who are connected, whether the server's list has them at the moment or not.
    pub hands: Hands,
    pub reactions: Reactions,
    /// What people want to be called, where the server's list does not say it.
    names: SmallMap<UserId, String>,
    /// What those were called who have left.
    gone: SmallMap<UserId, String>,
    /// Another device of ours came first, and has the media.
    pub behind: bool,
    /// How many messages of others came while we were here.
    pub heard: usize,
    /// Who asks to be let in, in the order in which they came.
    pub requests: Vec<Request>,
    /// How many of them were for us alone.
    pub heard_privately: usize,
}

/// How the meeting stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Phase {
    /// Not inside yet.
    Entering(Wait),
    /// Inside.
    Inside,
    /// Inside before; the server is gone, the media go on.
    ServerLost,
    /// The room is private, and we wait to be let in.
    Outside(Door),
    /// Not any more.
    Over(Over),
}

/// What keeps us from coming in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wait {
    /// Nothing so far.
    Join,
    /// The server could not be reached.
    Unreachable,
    /// It refuses what proves who we are, also when that is fresh.
    Refused,
}

/// Why the meeting is over for us.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Over {
    /// The room does not take us.
    Refused(JoinRefusal),
    /// The host ended it.
    Ended,
    /// A host has put us out.
    Removed,
    /// Only signing in again helps.
    SignInNeeded,
}

/// Somebody in the room.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Person {
    pub id: UserId,
    pub name: String,
    /// What the server's list and the ids inside tokens have in common.
    pub email: String,
    pub is_me: bool,
    pub is_host: bool,
    /// `None` while nobody has said.
    pub media: Option<MediaState>,
    /// Their system holds what they would send.
    pub interrupted: bool,
    /// They share a screen.
    pub sharing: bool,
}

/// The connection with one participant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Link {
    pub state: PeerState,
    pub audio: Option<RemoteStream>,
    pub camera: Option<RemoteStream>,
    pub screen: Option<RemoteStream>,
    pub screen_audio: Option<RemoteStream>,
}

impl Default for Link {
    fn default() -> Self {
        Self { state: PeerState::Connecting, audio: None, camera: None, screen: None, screen_audio: None }
    }
}

impl Link {
    /// A track of theirs has arrived.
    pub(super) fn receive(&mut self, source: Source, stream: RemoteStream) {
        let place = match source {
            Source::Microphone => &mut self.audio,
            Source::Camera => &mut self.camera,
            Source::Screen => &mut self.screen,
            Source::ScreenAudio => &mut self.screen_audio,
        };
        *place = Some(stream);
    }
}

/// Who came and who went between two lists.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Changes {
    pub joined: Vec<Rc<Person>>,
    pub left: Vec<Rc<Person>>,
}

impl State {
    pub(super) fn new(me: UserId) -> Self {
        Self {
            me,
            phase: Phase::Entering(Wait::Join),
            behind: false,
            people: Vec::new(),
            links: SmallMap::default(),
            chat: Rc::default(),
            hands: Hands::default(),
            reactions: Reactions::default(),
            names: SmallMap::default(),
            gone: SmallMap::default(),
            heard: 0,
            requests: Vec::new(),
            heard_privately: 0,
        }
    }

    pub(crate) fn person(&self, id: &UserId) -> Option<&Rc<Person>> {
        self.people.iter().find(|person| person.id == *id)
    }

    /// Where the hand of `id` stands among those of the people who are here, from 1, if it is up.
    pub(crate) fn hand(&self, id: &UserId) -> Option<usize> {
        let mut hands = self.hands.iter().filter(|id| self.person(id).is_some());
        hands.position(|other| other == id).map(|place| place + 1)
    }

    /// What `id` is called, here or gone, as far as anybody has said.
    pub(crate) fn name(&self, id: &UserId) -> Option<&str> {
        let present = self.person(id).map(|person| person.name.as_str());
        present.or_else(|| self.names.get(id).or_else(|| self.gone.get(id)).map(String::as_str))
    }

    /// Whether somebody has said what they want to be called.
    pub(super) fn has_name(&self, id: &UserId) -> bool {
        self.names.contains_key(id)
    }

    /// Whether the server's list has this e-mail.
    pub(super) fn is_here(&self, email: &str) -> bool {
        self.people.iter().any(|person| person.email.eq_ignore_ascii_case(email))
    }

    /// What somebody wants to be called.
    pub(super) fn set_name(&mut self, id: UserId, name: String) {
        if let Some(person) = self.people.iter_mut().find(|person| person.id == id) {
            Rc::make_mut(person).name.clone_from(&name);
        }
        self.names.insert(id, name);
    }

    /// Whether somebody's call goes on.
    pub(super) fn is_connected(&self, id: &UserId) -> bool {
        let state = self.links.get(id).map(|link| link.state);
        matches!(state, Some(PeerState::Connected | PeerState::Unheard))
    }

    /// Takes the server's list, which has an entry for each socket, as the truth.
    pub(super) fn set_people(&mut self, online: &[OnlineUser], is_host: impl Fn(&UserId) -> bool) -> Changes {
        let mut people: Vec<Rc<Person>> = Vec::with_capacity(online.len());
        for entry in online {
            if people.iter().any(|person| person.id == entry.user_id) {
                continue;
            }
            let before = self.person(&entry.user_id);
            people.push(Rc::new(Person {
                id: entry.user_id.clone(),
                name: self.names.get(&entry.user_id).cloned().unwrap_or_else(|| online_name(entry)),
                email: entry.email.clone(),
                is_me: entry.user_id == self.me,
                is_host: is_host(&entry.user_id),
                media: before.and_then(|person| person.media),
                interrupted: before.is_some_and(|person| person.interrupted),
                sharing: before.is_some_and(|person| person.sharing),
            }));
        }
        if let Some(me) = people.iter().position(|person| person.is_me) {
            people[..=me].rotate_right(1);
        }
        let missing_in = |these: &[Rc<Person>], those: &[Rc<Person>]| {
            let missing = these.iter().filter(|one| !those.iter().any(|other| other.id == one.id));
            missing.filter(|one| !one.is_me).cloned().collect()
        };
        let changes =
            Changes { joined: missing_in(&people, &self.people), left: missing_in(&self.people, &people) };
        for person in &changes.left {
            self.gone.insert(person.id.clone(), person.name.clone());
        }
        self.people = people;
        changes
    }

    pub(super) fn set_media(&mut self, id: &UserId, media: MediaState) {
        if let Some(person) = self.people.iter_mut().find(|person| person.id == *id) {
            Rc::make_mut(person).media = Some(media);
        }
    }

    pub(super) fn set_interrupted(&mut self, id: &UserId, interrupted: bool) {
        if let Some(person) = self.people.iter_mut().find(|person| person.id == *id) {
            Rc::make_mut(person).interrupted = interrupted;
        }
    }

    pub(super) fn set_sharing(&mut self, id: &UserId, sharing: bool) {
        if let Some(person) = self.people.iter_mut().find(|person| person.id == *id) {
            Rc::make_mut(person).sharing = sharing;
        }
    }
}

/// The name a payload gives somebody.
pub(super) fn name_of(user: &UserRef) -> String {
    let nickname = user.nickname.as_deref().or(user.display_name.as_deref());
    display_name(nickname, &user.email).to_owned()
}

fn online_name(entry: &OnlineUser) -> String {
    let name = entry.user.as_ref().map(name_of).unwrap_or_default();
    if name.is_empty() { display_name(None, &entry.email).to_owned() } else { name }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn user(id: &str) -> UserId {
        UserId::parse(id).unwrap()
    }

    fn online(ids: &[&str]) -> Vec<OnlineUser> {
        ids.iter()
            .map(|id| OnlineUser { user_id: user(id), email: format!("{id}@example.org"), user: None })
            .collect()
    }

    fn ids(state: &State) -> Vec<&str> {
        state.people.iter().map(|person| person.id.as_str()).collect()
    }

    #[test]
    fn people_are_one_a_user_and_we_come_first() {
        let mut state = State::new(user("me"));
        let _ = state.set_people(&online(&["b", "me", "a", "b", "me"]), |id| id.as_str() == "a");
        assert_eq!(ids(&state), ["me", "b", "a"]);
        assert!(state.people[2].is_host && !state.people[1].is_host);
        assert_eq!(state.people[1].name, "b");
    }

    #[test]
    fn comings_and_goings_are_told_once_and_never_of_ourselves() {
        let mut state = State::new(user("me"));
        let changes = |state: &mut State, ids: &[&str]| {
            let names = |people: Vec<Rc<Person>>| -> Vec<String> {
                people.iter().map(|person| person.name.clone()).collect()
            };
            let changes = state.set_people(&online(ids), |_| false);
            (names(changes.joined).join(" "), names(changes.left).join(" "))
        };
        let told = |joined: &str, left: &str| (joined.to_owned(), left.to_owned());
        assert_eq!(changes(&mut state, &["me", "a"]), told("a", ""));
        assert_eq!(changes(&mut state, &["me", "a", "a"]), told("", ""));
        assert_eq!(changes(&mut state, &["b"]), told("b", "a"));
        assert_eq!(state.name(&user("a")), Some("a"), "what was said is still theirs");
    }

    #[test]
    fn what_is_known_of_a_person_outlives_the_next_list() {
        let mut state = State::new(user("me"));
        let media = MediaState { mic_enabled: true, camera_enabled: false };
        let _ = state.set_people(&online(&["me", "a"]), |_| false);
        state.set_media(&user("a"), media);
        state.set_media(&user("nobody"), media);
        let _ = state.set_people(&online(&["me", "a", "b"]), |_| false);
        assert_eq!(state.person(&user("a")).unwrap().media, Some(media));
        assert_eq!(state.person(&user("b")).unwrap().media, None);
    }
}
