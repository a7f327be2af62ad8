//! The meeting itself: the session, and what its view remembers.

use std::rc::Rc;

use charlaton_contract::rest::{Room, User};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAudioElement};
use yew::{platform::spawn_local, prelude::*};

use super::{
    chat_panel::{self, ChatView, Done},
    comfort::{self, Comfort, keep_focus},
    copying::{self, Copied},
    devices::LocalView,
    errors::announced,
    figures::{Figures, Look, report},
    hosting::{self, Removal},
    machine::{Announcement, DoorWish, Wish},
    meeting::{self, Meeting},
    people_panel::PeopleView,
    session::{Session, media_state},
    sharing::{self, Sharing},
    stage::sound_is_blocked,
    staging::{self, Staging},
    state::{Over, Phase, State},
    voices::mark,
};
use crate::{
    components::dialog,
    i18n::Texts,
    lib::{media::play_through, webrtc::speaker::Mark},
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
    pub since: f64,
    pub comfort: Comfort,
    pub panel: Option<Panel>,
    pub chat: ChatView,
    /// How many messages had been heard when the chat was last open, and how many of them privately.
    read: (usize, usize),
    pub people: PeopleView,
    pub removal: Removal,
    pub staging: Staging,
    pub sharing: Sharing,
    /// No pictures are sent or received.
    pub audio_only: bool,
    /// What is known of the connections, while it is shown.
    look: Option<Look>,
    pub main: NodeRef,
    /// The id of the loudspeaker; the system's own choice without one.
    speaker: Option<String>,
    /// The browser wants a press before it plays any sound.
    pub blocked: bool,
    /// The host is being asked whether to leave or to end.
    pub leaving: bool,
    pub dialog: NodeRef,
    /// Which buttons say that they have copied, and until when.
    pub copied: Copied,
    /// The window's, as it was last set.
    title: String,
}

/// What stands beside the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Panel {
    Chat,
    People,
}

#[derive(Debug)]
pub(super) enum Msg {
    /// The session shows something else.
    State(Rc<State>),
    Announce(Announcement),
    Chat(chat_panel::Msg),
    /// Whom to find among the people.
    Search(AttrValue),
    Wish(Wish),
    Removal(hosting::Msg),
    SoundBlocked,
    Stage(staging::Msg),
    Share(sharing::Msg),
    /// Look at the connections again.
    Look,
    Copying(copying::Msg),
    /// Decide something at the door of a private room.
    Knock(DoorWish),
    Comfort(comfort::Msg),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Press {
    /// Opens a panel, or closes it.
    Toggle(Panel),
    ClosePanel,
    /// Sound only, or pictures again.
    AudioOnly,
    /// Share a screen, or do not any more.
    Share,
    Stage(staging::Press),
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
    Comfort(comfort::Press),
}

impl From<comfort::Press> for Press {
    fn from(press: comfort::Press) -> Self {
        Self::Comfort(press)
    }
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
        let (mark, leads) = (mark(main.clone()), link.clone());
        session.watch_voices(move |user, now| {
            mark(user, now);
            if now == Mark::Leading {
                leads.send_message(meeting::Msg::Call(Msg::Stage(staging::Msg::Leads(user.clone()))));
            }
        });
        let since = js_sys::Date::now();
        Self {
            room: Rc::clone(room),
            is_host: room.is_host(&user.id),
            session: Some(session),
            state: None,
            since,
            comfort: Comfort::new(since, link.callback(|msg| meeting::Msg::Call(Msg::Comfort(msg)))),
            panel: None,
            chat,
            read: (0, 0),
            people: PeopleView::default(),
            removal: Removal::default(),
            staging: Staging::stored(),
            sharing: Sharing::new(link.callback(|msg| meeting::Msg::Call(Msg::Share(msg)))),
            audio_only: false,
            look: None,
            main,
            speaker: view.speaker.chosen.clone(),
            blocked: false,
            leaving: false,
            dialog: NodeRef::default(),
            copied: Copied::default(),
            title: String::new(),
        }
    }

    pub(super) fn set_local(&mut self, view: &LocalView) {
        self.speaker.clone_from(&view.speaker.chosen);
        if let Some(session) = &self.session {
            session.set_local(view);
        }
    }

    /// Whether anything is to be shown anew.
    pub(super) fn update(&mut self, ctx: &Context<Meeting>, msg: Msg) -> bool {
        match msg {
            Msg::State(state) => self.show(state),
            Msg::Announce(Announcement::Asked(what, by)) => {
                hosting::obey(ctx, what, &by);
                return false;
            }
            Msg::Announce(announcement) => {
                let around = &ctx.props().around;
                let reading = self.panel == Some(Panel::Chat) && self.chat.is_at_end();
                self.comfort.heard(&announcement, reading, &self.room.name, around.texts);
                if let Some(words) = announced(announcement, reading, around.texts) {
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
            Msg::Search(text) => self.people.search = text,
            Msg::Wish(wish) => {
                self.wish(wish);
                return false;
            }
            Msg::Removal(msg) => {
                self.removal.update(msg).into_iter().for_each(|wish| self.wish(wish));
            }
            Msg::SoundBlocked => return !std::mem::replace(&mut self.blocked, true),
            Msg::Stage(msg) => return self.staging.update(msg),
            Msg::Share(msg) => {
                let around = &ctx.props().around;
                if let Some(words) = self.sharing.update(msg, around.texts) {
                    around.toasts.show(words);
                }
                self.send_screen();
            }
            Msg::Look => {
                let figures = self.figures();
                let tag = ctx.props().around.texts.tag;
                let moved = self.state.as_ref().is_some_and(|state| self.people.sort(state, &figures, tag));
                return moved | self.look.as_mut().is_some_and(|look| look.see(figures));
            }
            Msg::Copying(msg) => return self.copying(ctx, msg),
            Msg::Knock(wish) => self.session.iter().for_each(|session| session.knock(wish.clone())),
            Msg::Comfort(msg) => {
                let around = &ctx.props().around;
                return self.comfort.update(msg, &self.main, &around.toasts, around.texts);
            }
        }
        true
    }

    /// Whether one cannot be in this meeting, or not yet.
    pub(super) fn is_kept_out(&self) -> bool {
        let phase = self.state.as_ref().map(|state| &state.phase);
        matches!(phase, Some(Phase::Outside(_) | Phase::Over(Over::Refused(_) | Over::SignInNeeded)))
    }

    pub(super) fn press(&mut self, press: Press) {
        match press {
            Press::Toggle(panel) => self.open((self.panel != Some(panel)).then_some(panel)),
            Press::ClosePanel => self.open(None),
            Press::AudioOnly => {
                self.audio_only = !self.audio_only;
                self.session.iter().for_each(|session| session.set_audio_only(self.audio_only));
            }
            Press::Share => {
                self.sharing.press();
                self.send_screen();
            }
            Press::Stage(press) => self.staging.press(press),
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
            Press::Comfort(press) => self.comfort.press(press, &self.main),
        }
    }

    pub(super) fn wish(&self, wish: Wish) {
        self.session.iter().for_each(|session| session.wish(wish.clone()));
    }

    fn show(&mut self, state: Rc<State>) {
        let why = match state.phase {
            Phase::Over(Over::Ended) => Some("ended"),
            Phase::Over(Over::Removed) => Some("removed"),
            Phase::Over(_) | Phase::Entering(_) | Phase::Outside(_) | Phase::Inside | Phase::ServerLost => {
                None
            }
        };
        // One is in a meeting from when one is let in.
        if self.is_kept_out() && state.phase == Phase::Inside {
            self.since = js_sys::Date::now();
        }
        let reads = self.panel == Some(Panel::Chat);
        self.chat.grows(self.state.as_deref(), &state, reads);
        if reads {
            self.read = (state.heard, state.heard_privately);
        }
        self.comfort.set_inside(matches!(state.phase, Phase::Inside | Phase::ServerLost), self.since);
        let over = matches!(state.phase, Phase::Over(_));
        self.state = Some(state);
        if over {
            self.sharing.stop();
        }
        if let Some(why) = why {
            self.leave(why);
        }
    }

    fn send_screen(&self) {
        self.session.iter().for_each(|session| session.set_screen(self.sharing.screen()));
    }

    fn open(&mut self, panel: Option<Panel>) {
        keep_focus();
        self.panel = panel;
        if let (Some(Panel::Chat), Some(state)) = (panel, &self.state) {
            self.read = (state.heard, state.heard_privately);
            self.chat.opened(state, chat_panel::window_height());
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
        self.comfort.set_inside(false, self.since);
        self.staging.leave();
        self.sharing.stop();
        self.look = None;
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
        self.sharing.stop();
    }

    /// What only the DOM can do.
    pub(super) fn rendered(&mut self, ctx: &Context<Meeting>) {
        self.name_window(ctx.props().around.texts);
        self.comfort.tick(&self.main);
        let Some(state) = &self.state else { return };
        let texts = ctx.props().around.texts;
        self.staging.rendered(state, self.session.as_ref(), self.audio_only, texts);
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
        self.removal.rendered();
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

    pub(super) fn report(&self, texts: &Texts) -> String {
        self.state
            .as_ref()
            .map_or_else(String::new, |state| report(&self.room, state, &self.figures(), texts))
    }

    fn name_window(&mut self, texts: &Texts) {
        // The page that says so names it then.
        if self.is_kept_out() {
            return self.title.clear();
        }
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
            play_through(&audio, self.speaker.as_deref());
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
