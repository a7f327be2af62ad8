//! Words for what happens in a meeting, for what keeps somebody out of it, and for devices that cannot be had.

use yew::prelude::*;

use super::{
    devices::{Kind, Notice},
    machine::Announcement,
    state::Over,
};
use crate::{
    components::{
        button::button,
        el::{el, text, worded},
        link::link,
        page::{Heading, Page},
    },
    i18n::Texts,
    lib::{media::MediaError, signaling::JoinRefusal},
    pages::errors::api_words,
    routes,
    services::ApiError,
};

/// Why one is not in the meeting.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Trouble {
    UnknownRoom,
    EndedRoom,
    SecondTab,
    SignInNeeded,
    Request(ApiError),
    Other(String),
}

impl From<&Over> for Trouble {
    fn from(over: &Over) -> Self {
        match over {
            Over::Refused(JoinRefusal::Unknown) => Self::UnknownRoom,
            Over::Refused(JoinRefusal::Ended) | Over::Ended | Over::Removed => Self::EndedRoom,
            Over::Refused(JoinRefusal::Other(message)) => Self::Other(message.clone()),
            Over::SignInNeeded => Self::SignInNeeded,
        }
    }
}

impl Trouble {
    /// What happened and what to do.
    fn words(&self, texts: &Texts) -> (&'static str, AttrValue) {
        let errors = &texts.errors;
        match self {
            Self::UnknownRoom => (errors.room_unknown, errors.room_unknown_text.into()),
            Self::EndedRoom => (errors.room_ended, errors.room_ended_text.into()),
            Self::SecondTab => (errors.second_tab, errors.second_tab_text.into()),
            Self::SignInNeeded => (errors.join_failed, texts.errors.session_over.into()),
            Self::Request(error) => (errors.join_failed, api_words(error, texts).into()),
            Self::Other(message) => (errors.join_failed, message.clone().into()),
        }
    }

    /// What keeps one out, in words, with the ways on; `onretry` where trying again may help.
    pub(super) fn page(&self, onretry: Option<Callback<MouseEvent>>, texts: &Texts) -> Html {
        let (title, words) = self.words(texts);
        let retry_label =
            if matches!(self, Self::SecondTab) { texts.errors.use_here } else { texts.common.try_again };
        let retry = onretry.map(|onretry| button("button primary", text(retry_label), onretry));
        let log_in = || link(routes::LOGIN, "button primary", text(texts.common.log_in));
        let actions = el("div", "actions")
            .child(retry.unwrap_or_default())
            .when(matches!(self, Self::SignInNeeded), log_in)
            .child(link(routes::DASHBOARD, "button", text(texts.left.to_rooms)))
            .html();
        html! {
            <Page {title} narrow=true>
                <Heading>{ text(title) }</Heading>
                { worded("p", "", words) }
                { actions }
            </Page>
        }
    }
}

/// What a person is told of it, where it is told in words. `reading`: the chat is open, a live region of its own.
pub(super) fn announced(announcement: Announcement, reading: bool, texts: &Texts) -> Option<String> {
    Some(match announcement {
        Announcement::Joined(name) => (texts.meeting.joined)(&name),
        Announcement::Left(name) => (texts.meeting.left)(&name),
        Announcement::Message { .. } if reading => return None,
        Announcement::Message { from, private: false } => (texts.chat.message_from)(&from),
        Announcement::Message { from, private: true } => (texts.chat.private_from)(&from),
        Announcement::Hand(name) => [&name, texts.people.raised_now].concat(),
        // Said where it is done.
        Announcement::Asked(..) => return None,
        Announcement::MessageRefused => texts.errors.message_not_sent.to_owned(),
        Announcement::EndRefused => texts.errors.end_failed.to_owned(),
        // The status line says it for as long as it lasts.
        Announcement::ServerLost => return None,
        Announcement::ServerBack => texts.meeting.server_back.to_owned(),
        Announcement::Asks(name) => (texts.knock.asks)(name.as_deref().unwrap_or(texts.knock.somebody)),
        Announcement::Sharing { name, on: true } => (texts.stage.shares)(&name),
        Announcement::Sharing { name, on: false } => (texts.stage.shares_no_more)(&name),
        Announcement::NotAdmitted => texts.knock.not_admitted.to_owned(),
        Announcement::DenialUnheard => texts.knock.denial_unheard.to_owned(),
    })
}

/// Why a device cannot be had, and what to do.
pub(super) fn device_words(error: &MediaError, kind: Kind, texts: &Texts) -> String {
    let words = match error {
        MediaError::Denied => texts.errors.denied,
        MediaError::DeniedBySystem => texts.errors.denied_by_system,
        MediaError::Dismissed => texts.errors.dismissed,
        MediaError::Busy => texts.errors.busy,
        MediaError::Stopped => texts.errors.stopped,
        MediaError::NotFound | MediaError::Overconstrained(_) => texts.errors.missing,
        MediaError::Insecure => return texts.errors.insecure.to_owned(),
        MediaError::Unsupported | MediaError::Other(_) => texts.errors.device_other,
    };
    words(&device_name(kind, texts))
}

/// That another device is in use.
pub(super) fn notice_words(notice: &Notice, texts: &Texts) -> String {
    // Some browsers tell no names.
    let named = |name: &str| match name {
        "" => device_name(notice.kind, texts),
        name => name.to_owned(),
    };
    let now = named(&notice.now);
    match &notice.lost {
        Some(lost) => (texts.meeting.took_over)(&named(lost), &now),
        None => (texts.meeting.device_in_use)(&now),
    }
}

/// As it stands in a sentence.
pub(super) fn device_name(kind: Kind, texts: &Texts) -> String {
    let device = match kind {
        Kind::Microphone => texts.lobby.microphone,
        Kind::Camera => texts.lobby.camera,
        Kind::Speaker => texts.lobby.speaker,
    };
    // Their first letter is the only capital, and in both languages it is a plain one.
    device.to_ascii_lowercase()
}
