//! What is known of the connections, in words: beside each person, and as a report to copy.

use std::fmt;

use charlaton_contract::{UserId, rest::Room};
use gloo_timers::callback::Interval;

use super::{
    stage::status_words,
    state::{Person, State},
};
use crate::{
    i18n::Texts,
    lib::webrtc::{
        PeerState,
        quality::{self, Carries, LOOK_EVERY, Limit},
    },
};

/// All that is known at one moment.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Figures {
    pub carries: Option<Carries>,
    pub peers: Vec<OfPeer>,
}

/// What is known of one connection.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OfPeer {
    pub peer: UserId,
    pub figures: quality::Figures,
    pub speaks: bool,
}

/// Looks again and again until dropped.
pub(super) struct Look {
    pub figures: Option<Figures>,
    _interval: Interval,
}

impl fmt::Debug for Look {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.figures.fmt(f)
    }
}

impl Look {
    pub(super) fn new(due: impl Fn() + 'static) -> Self {
        let every = u32::try_from(LOOK_EVERY.as_millis()).unwrap_or(u32::MAX);
        Self { figures: None, _interval: Interval::new(every, due) }
    }

    /// Whether anything has changed.
    pub(super) fn see(&mut self, figures: Figures) -> bool {
        let news = Some(figures);
        let changed = self.figures != news;
        self.figures = news;
        changed
    }
}

impl Figures {
    /// Of one person.
    pub(super) fn of(&self, id: &UserId) -> Option<&OfPeer> {
        self.peers.iter().find(|of| of.peer == *id)
    }

    /// What the uplink carries.
    pub(super) fn sentence(&self, texts: &Texts) -> Option<&'static str> {
        let words = &texts.quality;
        Some(match self.carries? {
            Carries::Clear => words.clear,
            Carries::Small => words.small,
            Carries::Sound => words.sound,
            Carries::Spared => words.spared,
            Carries::Chosen => words.chosen,
        })
    }
}

/// How the connection with somebody does.
pub(super) fn words(state: PeerState, figures: Option<&OfPeer>, texts: &Texts) -> String {
    let words = &texts.quality;
    let mut parts: Vec<String> = Vec::new();
    parts.extend(status_words(state, texts).map(str::to_owned));
    if let Some(of) = figures.map(|of| &of.figures).filter(|_| is_up(state)) {
        let route = of.relayed.map(|relayed| if relayed { words.relayed } else { words.direct });
        parts.extend(route.map(str::to_owned));
        parts.extend(of.round_trip.map(words.round_trip));
        parts.extend(of.loss.map(words.lost));
        // Nothing flows where nothing does: a camera that is off says so beside.
        let flow = |kilobits: Option<u32>, lines: Option<u32>| kilobits.filter(|bits| *bits > 0).zip(lines);
        parts.extend(flow(of.sent, of.sent_lines).map(|(kilobits, lines)| (words.sent)(kilobits, lines)));
        if of.hidden {
            parts.push(words.hidden.to_owned());
        } else {
            let limit = match of.limit {
                Limit::None => None,
                Limit::Processor => Some(words.by_processor),
                Limit::Connection => Some(words.by_connection),
            };
            parts.extend(limit.map(str::to_owned));
        }
        parts.extend(
            flow(of.received, of.received_lines).map(|(kilobits, lines)| (words.received)(kilobits, lines)),
        );
    }
    parts.join(" · ")
}

fn is_up(state: PeerState) -> bool {
    match state {
        PeerState::Connected | PeerState::Unheard => true,
        PeerState::Connecting | PeerState::Reconnecting | PeerState::Failed | PeerState::Closed => false,
    }
}

/// Everybody, with all that is known, as plain text.
pub(super) fn report(room: &Room, state: &State, figures: &Figures, texts: &Texts) -> String {
    let now = String::from(js_sys::Date::new_0().to_iso_string());
    let browser = web_sys::window().and_then(|window| window.navigator().user_agent().ok());
    let mut lines = vec![[texts.common.product, room.id.as_str(), &now].join(" · ")];
    lines.extend(browser);
    lines.extend(figures.sentence(texts).map(str::to_owned));
    lines.extend(state.people.iter().map(|person| line(person, state, figures, texts)));
    lines.join("\n")
}

fn line(person: &Person, state: &State, figures: &Figures, texts: &Texts) -> String {
    let link = state.links.get(&person.id).map_or(PeerState::Connecting, |link| link.state);
    let mut parts = Vec::new();
    if person.is_me {
        parts.push(texts.meeting.you.to_owned());
    }
    if let Some(media) = person.media {
        let words = &texts.meeting;
        parts.push(if media.mic_enabled { words.unmuted } else { words.muted }.to_owned());
        parts.push(if media.camera_enabled { words.video_live } else { words.video_stopped }.to_owned());
    }
    if !person.is_me {
        parts.push(words(link, figures.of(&person.id), texts));
    }
    [&person.name, ": ", &*parts.join(" · ")].concat()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::i18n::Language;

    fn of(figures: quality::Figures) -> OfPeer {
        OfPeer { peer: UserId::parse("ana").unwrap(), figures, speaks: false }
    }

    #[test]
    fn only_what_is_known_is_said() {
        let texts = Language::En.texts();
        let known = of(quality::Figures {
            relayed: Some(false),
            round_trip: Some(40),
            loss: Some(0),
            sent: Some(640),
            sent_lines: Some(360),
            received: Some(0),
            received_lines: Some(720),
            limit: Limit::Connection,
            hidden: false,
        });
        assert_eq!(
            words(PeerState::Connected, Some(&known), texts),
            "direct · 40 ms there and back · 0 % lost · sent 640 kbit/s, 360 lines · limited by the connection"
        );
        assert_eq!(words(PeerState::Connected, Some(&of(quality::Figures::default())), texts), "");
        assert_eq!(words(PeerState::Reconnecting, Some(&known), texts), texts.meeting.reconnecting);
        let hidden = of(quality::Figures { hidden: true, limit: Limit::Connection, ..known.figures });
        assert!(words(PeerState::Connected, Some(&hidden), texts).ends_with(texts.quality.hidden));
    }
}
