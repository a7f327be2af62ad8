//! The meeting itself: the session, and what its view remembers.

use std::rc::Rc;

use charlaton_contract::rest::{Room, User};
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAudioElement};
use yew::{platform::spawn_local, prelude::*};

use super::{
    chat_panel::{self, ChatView, Done},
    devices::LocalView,
    figures::{Figures, Look, report},
    machine::Announcement,
    meeting::{self, Meeting},
    session::{Session, media_state},
    stage::{Tiling, sound_is_blocked},
    state::{Over, Phase, State},
    voices::mark,
    watching::Watching,
};
use crate::{
    components::{
        copy_link::{self, copy, copy_text},
        dialog,
    },
    i18n::Texts,
    routes,
};

#[derive(Debug)]
pub(super) struct Call {
    pub room: Rc<Room>,
    pub is_host: bool,
    /// Until one leaves.
    session: Option<Session>,
    /// What the session shows; nothing before it has begun.
    pub state: Option<Rc<State>>,
    /// When one came, in milliseconds since the Unix epoch.
    since: f64,
    pub panel: Option<Panel>,
    pub chat: ChatView,
    /// How many messages had been heard when the chat was last open, and how many of them privately.
    read: (usize, usize),
    pub tiling: Tiling,
    watching: Watching,
    /// No pictures are sent or received.
    pub audio_only: bool,
    /// What is known of the connections, while it is shown.
    look: Option<Look>,
    pub main: NodeRef,
    /// The browser wants a press before it plays any sound.
    pub blocked: bool,
    /// The host is being asked whether to leave or to end.
    pub leaving: bool,
    pub dialog: NodeRef,
    /// Which buttons say that they have copied, and until when.
    pub copied: [Option<Timeout>; 3],
    /// The window's, as it was last set.
    title: String,
}

/// What stands beside the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Panel {
    Chat,
    People,
}

/// Where the meeting's link can be copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CopyAt {
    Header,
    People,
    /// Not the link but what is known of the connections.
    Report,
}

#[derive(Debug)]
pub(super) enum Msg {
    /// The session shows something else.
    State(Rc<State>),
    Announce(Announcement),
    Chat(chat_panel::Msg),
    SoundBlocked,
    /// Look at the connections again.
    Look,
    /// Copy the link; the button that was pressed.
    Copy(CopyAt, Option<Element>),
    /// It was copied; else the link, to be copied by hand.
    Copied(CopyAt, Result<(), String>),
    /// It has been said for long enough.
    CopiedSaid(CopyAt),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Press {
    /// Opens a panel, or closes it.
    Toggle(Panel),
    ClosePanel,
    /// Sound only, or pictures again.
    AudioOnly,
    /// To the end of the chat.
    ShowEnd,
    Retry(u32),
    Discard(u32),
    /// Plays what was blocked.
    Hear,
    /// Leave, or ask the host how.
    Leave,
    Stay,
    LeaveOnly,
    EndForAll,
}

impl Call {
    pub(super) fn start(ctx: &Context<Meeting>, user: &User, room: &Rc<Room>, view: &LocalView) -> Self {
        let link = ctx.link();
        let session = Session::start(
            &ctx.props().around.services,
            (**room).clone(),
            user.clone(),
            media_state(view),
            link.callback(|state| meeting::Msg::Call(Msg::State(state))),
            link.callback(|announcement| meeting::Msg::Call(Msg::Announce(announcement))),
        );
        session.set_local(view);
        let (chat, unsent) = ChatView::restored(format!("charlaton.chat.{}.{}", room.id, user.id));
        session.restore(unsent);
        let main = NodeRef::default();
        session.watch_voices(mark(main.clone()));
        Self {
            room: Rc::clone(room),
            is_host: room.is_host(&user.id),
            session: Some(session),
            state: None,
            since: js_sys::Date::now(),
            panel: None,
            chat,
            read: (0, 0),
            tiling: Tiling::default(),
            watching: Watching::default(),
            audio_only: false,
            look: None,
            main,
            blocked: false,
            leaving: false,
            dialog: NodeRef::default(),
            copied: [None, None, None],
            title: String::new(),
        }
    }

    pub(super) fn set_local(&self, view: &LocalView) {
        if let Some(session) = &self.session {
            session.set_local(view);
        }
    }

    /// Whether anything is to be shown anew.
    pub(super) fn update(&mut self, ctx: &Context<Meeting>, msg: Msg) -> bool {
        match msg {
            Msg::State(state) => self.show(state),
            Msg::Announce(announcement) => {
                let around = &ctx.props().around;
                if let Some(words) = self.words(announcement, around.texts) {
                    around.toasts.show(words);
                }
                return false;
            }
            Msg::Chat(msg) => {
                let Some(state) = self.state.clone() else { return false };
                if let chat_panel::Msg::To(_) = msg
                    && self.panel != Some(Panel::Chat)
                {
                    self.open(Some(Panel::Chat));
                }
                match (self.chat.update(msg, &state), &self.session) {
                    (Done::Nothing, _) => return false,
                    (Done::Say(text, to), Some(session)) => session.say(text, to),
                    (Done::Say(..), None) | (Done::Show, _) => {}
                }
            }
            Msg::SoundBlocked => return !std::mem::replace(&mut self.blocked, true),
            Msg::Look => {
                let figures = self.figures();
                return self.look.as_mut().is_some_and(|look| look.see(figures));
            }
            Msg::Copy(at, pressed) => {
                let room = self.room.id.clone();
                let report = (at == CopyAt::Report).then(|| self.report(ctx.props().around.texts));
                ctx.link().send_future(async move {
                    let copied = match report {
                        Some(report) => copy_text(report, pressed.as_ref()).await,
                        None => copy(&room, pressed.as_ref()).await,
                    };
                    meeting::Msg::Call(Msg::Copied(at, copied))
                });
                return false;
            }
            Msg::Copied(at, Ok(())) => {
                let link = ctx.link().clone();
                self.copied[at as usize] = Some(Timeout::new(copy_link::SAID_MS, move || {
                    link.send_message(meeting::Msg::Call(Msg::CopiedSaid(at)));
                }));
            }
            Msg::Copied(at, Err(url)) => {
                let around = &ctx.props().around;
                around.toasts.show(match at {
                    CopyAt::Header | CopyAt::People => (around.texts.common.copy_failed)(&url),
                    CopyAt::Report => around.texts.quality.report_failed.to_owned(),
                });
                return false;
            }
            Msg::CopiedSaid(at) => self.copied[at as usize] = None,
        }
        true
    }

    /// Whether one cannot be in this meeting.
    pub(super) fn is_refused(&self) -> bool {
        let phase = self.state.as_ref().map(|state| &state.phase);
        matches!(phase, Some(Phase::Over(Over::Refused(_) | Over::SignInNeeded)))
    }

    pub(super) fn press(&mut self, press: Press) {
        match press {
            Press::Toggle(panel) => self.open((self.panel != Some(panel)).then_some(panel)),
            Press::ClosePanel => self.open(None),
            Press::AudioOnly => {
                self.audio_only = !self.audio_only;
                self.session.iter().for_each(|session| session.set_audio_only(self.audio_only));
            }
            Press::ShowEnd => self.state.iter().for_each(|state| self.chat.show_end(state)),
            Press::Retry(key) => self.session.iter().for_each(|session| session.retry(key)),
            Press::Discard(key) => self.session.iter().for_each(|session| session.discard(key)),
            // The next rendering plays it.
            Press::Hear => self.blocked = false,
            Press::Leave if self.is_host => self.leaving = true,
            Press::Leave | Press::LeaveOnly => self.leave("left"),
            Press::Stay => self.stay(),
            Press::EndForAll => {
                self.stay();
                self.session.iter().for_each(Session::end);
            }
        }
    }

    fn show(&mut self, state: Rc<State>) {
        let ended = state.phase == Phase::Over(Over::Ended);
        let reads = self.panel == Some(Panel::Chat);
        self.chat.grows(self.state.as_deref(), &state, reads);
        if reads {
            self.read = (state.heard, state.heard_privately);
        }
        self.state = Some(state);
        if ended {
            self.leave("ended");
        }
    }

    fn open(&mut self, panel: Option<Panel>) {
        self.panel = panel;
        if let (Some(Panel::Chat), Some(state)) = (panel, &self.state) {
            self.read = (state.heard, state.heard_privately);
            self.chat.opened(state);
        }
    }

    /// How many messages have come since the chat was last open, and how many of them privately.
    pub(super) fn unread(&self) -> (usize, usize) {
        let heard = self.state.as_ref().map_or((0, 0), |state| (state.heard, state.heard_privately));
        (heard.0 - self.read.0, heard.1 - self.read.1)
    }

    /// Closed before it goes from the page, a dialog gives the focus back.
    fn stay(&mut self) {
        dialog::close(&self.dialog);
        self.leaving = false;
    }

    /// Leaves for the page that says so, with the reason and the minutes.
    fn leave(&mut self, why: &'static str) {
        let Some(session) = self.session.take() else { return };
        session.leave();
        (self.watching, self.look) = (Watching::default(), None);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "minutes of one visit")]
        let minutes = ((js_sys::Date::now() - self.since) / 60_000.0) as u32;
        // A room's code is made of letters and hyphens.
        let (left, room) = (routes::LEFT, &self.room.id);
        routes::replace(&format!("{left}?room={room}&why={why}&minutes={minutes}"));
    }

    /// Ends it without a word to the person: the page is put away.
    pub(super) fn depart(&mut self) {
        if let Some(session) = self.session.take() {
            session.leave();
        }
    }

    fn words(&self, announcement: Announcement, texts: &Texts) -> Option<String> {
        Some(match announcement {
            Announcement::Joined(name) => (texts.meeting.joined)(&name),
            Announcement::Left(name) => (texts.meeting.left)(&name),
            // The open chat is a live region of its own, at its end.
            Announcement::Message { .. } if self.panel == Some(Panel::Chat) && self.chat.is_at_end() => {
                return None;
            }
            Announcement::Message { from, private: false } => (texts.chat.message_from)(&from),
            Announcement::Message { from, private: true } => (texts.chat.private_from)(&from),
            Announcement::MessageRefused => texts.errors.message_not_sent.to_owned(),
            Announcement::EndRefused => texts.errors.end_failed.to_owned(),
            // The status line says it for as long as it lasts.
            Announcement::ServerLost => return None,
            Announcement::ServerBack => texts.meeting.server_back.to_owned(),
        })
    }

    /// What only the DOM can do.
    pub(super) fn rendered(&mut self, ctx: &Context<Meeting>) {
        self.name_window(ctx.props().around.texts);
        let Some(state) = &self.state else { return };
        self.tiling.rendered(state.people.len());
        if let Some(session) = &self.session {
            self.watching.rendered(&self.tiling.node, session, state.people.len(), self.audio_only);
        }
        if self.panel != Some(Panel::People) {
            self.look = None;
        } else if self.look.is_none() {
            let link = ctx.link().clone();
            self.look = Some(Look::new(move || link.send_message(meeting::Msg::Call(Msg::Look))));
            ctx.link().send_message(meeting::Msg::Call(Msg::Look));
        }
        if self.panel == Some(Panel::Chat) {
            self.chat.rendered(state);
        }
        dialog::open(&self.dialog);
        if !self.blocked {
            self.play(ctx);
        }
    }

    fn figures(&self) -> Figures {
        self.session.as_ref().map(Session::figures).unwrap_or_default()
    }

    /// As it was at the last look.
    pub(super) fn seen(&self) -> Option<&Figures> {
        self.look.as_ref()?.figures.as_ref()
    }

    fn report(&self, texts: &Texts) -> String {
        self.state
            .as_ref()
            .map_or_else(String::new, |state| report(&self.room, state, &self.figures(), texts))
    }

    fn name_window(&mut self, texts: &Texts) {
        let product = texts.common.product;
        let name = if self.room.name.is_empty() { product } else { &self.room.name };
        let title = match self.unread().0 {
            0 => format!("{name} · {product}"),
            unread => format!("({unread}) {name} · {product}"),
        };
        if title != self.title
            && let Some(document) = web_sys::window().and_then(|window| window.document())
        {
            document.set_title(&title);
            self.title = title;
        }
    }

    /// Plays every sound that does not play yet: `autoplay` would never say that the browser refuses.
    fn play(&self, ctx: &Context<Meeting>) {
        let sounds = self.main.cast::<Element>().and_then(|main| main.query_selector_all("audio").ok());
        let Some(sounds) = sounds else { return };
        for index in 0..sounds.length() {
            let Some(audio) = sounds.item(index).map(JsCast::unchecked_into::<HtmlAudioElement>) else {
                continue;
            };
            if audio.paused()
                && let Ok(playing) = audio.play()
            {
                let link = ctx.link().clone();
                spawn_local(async move {
                    if sound_is_blocked(playing).await {
                        link.send_message(meeting::Msg::Call(Msg::SoundBlocked));
                    }
                });
            }
        }
    }
}
