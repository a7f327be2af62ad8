//! What surrounds the call: a clock, sounds, notices of the system, a screen that stays on, the full screen, a picture above
//! other windows, and the question before the page is closed. All of it ends with the call.

use charlaton_contract::read::field;
use charlaton_json::json;
use gloo_timers::callback::Interval;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlVideoElement, MediaStream, window};
use yew::{Callback, NodeRef};

use super::{header::lasting, machine::Announcement, voices::is_leading};
use crate::{
    components::{beside::Beside, toast::Toasts},
    i18n::Texts,
    lib::{
        notify::{self, Notices},
        page::{self, ClosingQuestion, FullScreen, OnTop, WakeLock},
        sound::{Chime, Chimes},
        storage::Store,
    },
};

const STORED: &str = "charlaton.comfort";
const SECOND_MS: u32 = 1_000;
/// The pictures of the others.
const PICTURES: &str = "article[data-user] video:not(.empty, .mirrored)";

#[derive(Debug)]
pub(super) struct Comfort {
    pub likes: Likes,
    pub full_screen: FullScreen,
    /// A picture above other windows.
    pub on_top: Option<OnTop>,
    /// Where the clock is.
    pub clock: NodeRef,
    /// When one came, in milliseconds since the Unix epoch.
    since: f64,
    chimes: Chimes,
    notices: Notices,
    inside: Option<Inside>,
    tell: Callback<Msg>,
}

/// As long as the call lasts.
#[derive(Debug)]
struct Inside {
    awake: WakeLock,
    _question: ClosingQuestion,
    _clock: Interval,
}

/// What somebody likes, remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Likes {
    pub sounds: bool,
    /// The system tells what happens while nobody sees the page.
    pub notices: bool,
    /// Keys of one letter or sign do something.
    pub keys: bool,
}

#[derive(Debug)]
pub(super) enum Msg {
    /// A second has passed.
    Tick,
    /// The full screen has begun or ended.
    Filled,
    /// A picture is above other windows, or is not any more.
    OnTop(Option<OnTop>),
    /// Whether the system may tell what happens has been answered.
    Asked,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Press {
    FullScreen,
    OnTop,
    Sounds,
    Notices,
    Keys,
    Show(Beside),
}

impl Likes {
    fn stored() -> Self {
        let stored = Store::Local.get(STORED).unwrap_or_default();
        let like = |name, otherwise| field(&stored, name).unwrap_or(otherwise);
        Self { sounds: like("sounds", true), notices: like("notices", false), keys: like("keys", true) }
    }

    fn store(self) {
        let Self { sounds, notices, keys } = self;
        // Without storage it holds until the page is left.
        Store::Local.set(STORED, &json!({ "sounds": sounds, "notices": notices, "keys": keys }));
    }
}

impl Comfort {
    pub(super) fn new(since: f64, tell: Callback<Msg>) -> Self {
        let filled = tell.clone();
        Self {
            likes: Likes::stored(),
            full_screen: FullScreen::new(move || filled.emit(Msg::Filled)),
            on_top: None,
            clock: NodeRef::default(),
            since,
            chimes: Chimes::default(),
            notices: Notices::default(),
            inside: None,
            tell,
        }
    }

    /// One is in the call since then, or not any more.
    pub(super) fn set_inside(&mut self, inside: bool, since: f64) {
        self.since = since;
        if inside == self.inside.is_some() {
            return;
        }
        self.inside = inside.then(|| {
            let tell = self.tell.clone();
            Inside {
                awake: WakeLock::default(),
                _question: ClosingQuestion::default(),
                _clock: Interval::new(SECOND_MS, move || tell.emit(Msg::Tick)),
            }
        });
        self.shown();
    }

    /// The page is seen again.
    pub(super) fn shown(&mut self) {
        self.notices = Notices::default();
        self.inside.iter().for_each(|inside| inside.awake.hold());
    }

    /// Whether anything is to be shown anew. `main` has the tiles.
    pub(super) fn update(&mut self, msg: Msg, main: &NodeRef, toasts: &Toasts, texts: &Texts) -> bool {
        match msg {
            Msg::Tick => {
                self.tick(main);
                return false;
            }
            Msg::Filled => {}
            Msg::OnTop(on_top) => self.on_top = on_top,
            Msg::Asked => {
                // The first one shows that they come: some browsers allow them and have none.
                let words = texts.common.notifications;
                self.likes.notices = notify::is_allowed() && self.notices.show(texts.common.product, words);
                self.likes.store();
                if !self.likes.notices {
                    toasts.show(texts.bar.notices_refused);
                }
            }
        }
        true
    }

    pub(super) fn press(&mut self, press: Press, main: &NodeRef) {
        match press {
            Press::FullScreen => self.full_screen.toggle(),
            Press::OnTop if self.on_top.is_some() => self.on_top = None,
            Press::OnTop => self.put_on_top(main),
            Press::Sounds => self.likes.sounds = !self.likes.sounds,
            Press::Notices if self.notifies() => self.likes.notices = false,
            Press::Notices => {
                let tell = self.tell.clone();
                Notices::ask(move || tell.emit(Msg::Asked));
            }
            Press::Keys => self.likes.keys = !self.likes.keys,
            Press::Show(beside) => beside.ask(),
        }
        self.likes.store();
    }

    /// Whether the system tells what happens.
    pub(super) fn notifies(&self) -> bool {
        self.likes.notices && notify::is_allowed()
    }

    /// The key of a control, while keys do something.
    pub(super) fn key(&self, key: &'static str) -> Option<&'static str> {
        self.likes.keys.then_some(key)
    }

    /// Sounds for it, or has the system tell it. `reading`: the chat is open.
    pub(super) fn heard(&mut self, announcement: &Announcement, reading: bool, room: &str, texts: &Texts) {
        let (chime, words) = match announcement {
            Announcement::Joined(name) => (Chime::Joined, (texts.meeting.joined)(name)),
            Announcement::Left(_) => (Chime::Left, String::new()),
            Announcement::Message { from, .. } => (Chime::Message, (texts.chat.message_from)(from)),
            Announcement::Hand(name) => (Chime::Hand, [name, texts.people.raised_now].concat()),
            Announcement::Asks(name) => {
                (Chime::Knock, (texts.knock.asks)(name.as_deref().unwrap_or(texts.knock.somebody)))
            }
            Announcement::Asked(..)
            | Announcement::Sharing { .. }
            | Announcement::NotAdmitted
            | Announcement::DenialUnheard
            | Announcement::MessageRefused
            | Announcement::EndRefused
            | Announcement::ServerLost
            | Announcement::ServerBack => return,
        };
        if self.likes.sounds && !(reading && chime == Chime::Message) {
            self.chimes.play(chime);
        }
        if !words.is_empty() && self.notifies() && page::is_hidden() {
            self.notices.show(&words, room);
        }
    }

    /// What passes by the virtual DOM: the time, and which picture is above other windows.
    pub(super) fn tick(&self, main: &NodeRef) {
        if let Some(clock) = self.clock.cast::<Element>() {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
            let seconds = ((js_sys::Date::now() - self.since) / 1000.0) as u32;
            clock.set_text_content(Some(&lasting(seconds)));
        }
        if let Some(on_top) = &self.on_top {
            on_top.show(picture(main).as_ref());
        }
    }

    fn put_on_top(&self, main: &NodeRef) {
        let Some(picture) = picture(main) else { return };
        let (opened, closed) = (self.tell.clone(), self.tell.clone());
        OnTop::open(
            &picture,
            move |on_top| opened.emit(Msg::OnTop(on_top)),
            move || closed.emit(Msg::OnTop(None)),
        );
    }
}

/// The one to be seen of those of the others.
fn picture(main: &NodeRef) -> Option<MediaStream> {
    let list = main.cast::<Element>()?.query_selector_all(PICTURES).ok()?;
    let videos: Vec<HtmlVideoElement> =
        (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok()).collect();
    let seen = |video: &HtmlVideoElement| {
        let area = video.offset_width().saturating_mul(video.offset_height());
        (area.unsigned_abs(), is_leading(video))
    };
    let main = page::main_picture(&videos.iter().map(seen).collect::<Vec<_>>())?;
    videos[main].src_object()
}

/// The focus is not lost with a panel that goes: the button that has opened it takes it.
pub(super) fn keep_focus() {
    const OPENER: &str = ".meeting:has(.panel:focus-within) .control[aria-expanded=true]";
    let document = window().and_then(|window| window.document());
    let opener = document.and_then(|document| document.query_selector(OPENER).ok()?);
    if let Some(opener) = opener.and_then(|opener| opener.dyn_into::<HtmlElement>().ok()) {
        let _ = opener.focus();
    }
}
