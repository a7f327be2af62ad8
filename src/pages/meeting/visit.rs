//! One visit to a room: the devices, the other tabs, the lobby or the call. Lobby and call share the devices, so that
//! going in opens nothing anew.

use std::{cell::Cell, rc::Rc};

use charlaton_contract::rest::{Connection, Room, User};
use gloo_timers::callback::Timeout;
use yew::{platform::spawn_local, prelude::*};

use super::{
    call,
    calling::{Calling, Calls, Load, LoadError},
    devices::{Choices, Kind, LocalView, Notice},
    errors::{Trouble, notice_words},
    lobby::{self, Level},
    local::LocalMedia,
    meeting::{self, Meeting, Ui, loading},
    page_life::{Life, PageLife},
    tabs::{Heard, Tabs},
};
use crate::{
    routes,
    services::{ApiError, connection},
};

/// Other tabs answer at once when they are there at all.
const ANSWER_WITHIN_MS: u32 = 200;

#[derive(Debug)]
pub(super) struct Visit {
    user: User,
    pub room: Rc<Room>,
    part: Part,
    /// Above the devices: what sends them ends before them.
    pub call: Option<Box<dyn Calling>>,
    /// Camera and microphone go off with it.
    local: LocalMedia,
    pub view: LocalView,
    /// Who is in the room, as far as the lobby has found out.
    pub people: Option<Vec<Connection>>,
    /// The reason for asking has been read, now or in an earlier meeting.
    pub allowed: bool,
    pub level: Level,
    /// The lobby has been passed, now or in an earlier meeting.
    entered: bool,
    line: Line,
    /// For the answers to other tabs.
    inside: Rc<Cell<bool>>,
    tabs: Option<Tabs>,
    /// Of the question to the other tabs.
    nobody: Option<Timeout>,
    _life: Option<PageLife>,
}

/// The part of the program that calls are.
#[derive(Debug, Clone, Copy)]
enum Part {
    Coming,
    Here(Calls),
    /// It could not be had.
    Missing,
}

/// Whether this tab may be in the meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// The other tabs have been asked.
    Asking,
    /// None of them is in it.
    Free,
    /// One of them is.
    Elsewhere,
}

#[derive(Debug)]
pub(super) enum Msg {
    /// Something about our devices has changed.
    Devices(Box<LocalView>),
    /// Another device is in use, and nobody has chosen it.
    Notice(Notice),
    /// Something has happened to the page.
    Life(Life),
    /// A host wants a device off, and what is to be said if it was on.
    SwitchOff(Kind, String),
    /// A device was chosen; the browser's own choice without an id.
    Choose(Kind, Option<String>),
    /// Who is in the room.
    People(Vec<Connection>),
    /// Another tab has spoken.
    Tab(Heard),
    /// No other tab has answered in time.
    Nobody,
    /// The part of the program that calls are has come, or cannot be had.
    Part(Result<Calls, LoadError>),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Press {
    /// Ask for both devices.
    Allow,
    Want(Kind, bool),
    /// Use the device that was plugged in.
    Use(Kind),
    /// Go on with the one in use.
    DoNotUse(Kind),
    /// Try the loudspeaker.
    TestSound,
    Join,
    /// Try again to get what calls need.
    Load,
    /// Instead of in the other tab.
    UseHere,
}

impl Visit {
    pub(super) fn new(ctx: &Context<Meeting>, user: User, room: Room) -> Self {
        let choices = Choices::stored();
        let asked_before = choices.is_some();
        let link = ctx.link();
        let local = LocalMedia::new(
            choices.unwrap_or_default(),
            room.join_muted,
            link.callback(|view| meeting::Msg::Visit(Msg::Devices(Box::new(view)))),
            link.callback(|notice| meeting::Msg::Visit(Msg::Notice(notice))),
        );
        let inside = Rc::new(Cell::new(false));
        let tabs = Tabs::open(
            room.id.as_str(),
            {
                let inside = Rc::clone(&inside);
                move || inside.get()
            },
            {
                let link = link.clone();
                move |heard| link.send_message(meeting::Msg::Visit(Msg::Tab(heard)))
            },
        );
        let life = link.callback(|life| meeting::Msg::Visit(Msg::Life(life)));
        let life = PageLife::listen(Rc::clone(&inside), &life);
        let mut visit = Self {
            user,
            room: Rc::new(room),
            part: Part::Coming,
            call: None,
            local,
            view: LocalView::default(),
            people: None,
            allowed: asked_before,
            level: Level::default(),
            entered: asked_before,
            line: Line::Asking,
            inside,
            tabs,
            nobody: None,
            _life: life,
        };
        visit.load(ctx);
        visit.ask_tabs(ctx);
        visit.moved(ctx);
        visit
    }

    /// The address has become the other one of the two.
    pub(super) fn moved(&mut self, ctx: &Context<Meeting>) {
        if self.in_lobby(ctx) {
            let (api, room) = (ctx.props().around.services.api.clone(), self.room.id.clone());
            let link = ctx.link().clone();
            spawn_local(async move {
                // The lobby serves without: this only says what to expect.
                if let Ok(people) = connection::inside(&api, &room).await {
                    link.send_message(meeting::Msg::Visit(Msg::People(people)));
                }
            });
        }
        self.settle(ctx);
    }

    pub(super) fn update(&mut self, ctx: &Context<Meeting>, msg: Msg) -> bool {
        match msg {
            Msg::Devices(view) => {
                self.view = *view;
                if let Some(call) = &mut self.call {
                    call.set_local(&self.view);
                }
            }
            Msg::Notice(notice) => {
                let around = &ctx.props().around;
                around.toasts.show(notice_words(&notice, around.texts));
                return false;
            }
            Msg::Life(life) => {
                self.live(ctx, life);
                // What else it changes is told by the devices.
                if !matches!(life, Life::Kept | Life::Key(_)) {
                    return false;
                }
            }
            Msg::SwitchOff(kind, words) => {
                let device = match kind {
                    Kind::Microphone => &self.view.microphone,
                    Kind::Camera => &self.view.camera,
                    Kind::Speaker => return false,
                };
                if !device.on {
                    return false;
                }
                self.local.want(kind, false);
                ctx.props().around.toasts.show(words);
            }
            Msg::Choose(kind, id) => self.local.choose(kind, id),
            Msg::People(people) => self.people = Some(people),
            Msg::Tab(Heard::Elsewhere | Heard::TakenOver) => self.set_line(Line::Elsewhere),
            Msg::Nobody if self.line == Line::Asking => self.set_line(Line::Free),
            Msg::Nobody => return false,
            Msg::Part(Ok(calls)) => self.part = Part::Here(calls),
            Msg::Part(Err(LoadError)) => self.part = Part::Missing,
        }
        self.settle(ctx);
        true
    }

    /// A meeting that does not take us, or not yet, does not need the devices.
    pub(super) fn update_call(&mut self, ctx: &Context<Meeting>, msg: call::Msg) -> bool {
        let Some(call) = &mut self.call else { return false };
        let before = call.is_kept_out();
        let shown = call.update(ctx, msg);
        match (before, call.is_kept_out()) {
            (false, true) => self.local.suspend(),
            (true, false) => self.local.resume(),
            (true, true) | (false, false) => {}
        }
        shown
    }

    pub(super) fn press(&mut self, ctx: &Context<Meeting>, press: Press) {
        match press {
            Press::Allow => {
                self.allowed = true;
                self.local.open_both();
            }
            Press::Want(kind, on) => self.local.want(kind, on),
            Press::Use(kind) => self.local.answer_offer(kind, true),
            Press::DoNotUse(kind) => self.local.answer_offer(kind, false),
            Press::TestSound => self.local.test_speaker(),
            Press::Join => {
                self.local.remember();
                self.entered = true;
                // What could not be had while one was in the lobby.
                if matches!(self.part, Part::Missing) {
                    self.load(ctx);
                }
                routes::replace(&routes::meet(&self.room.id));
            }
            Press::Load => self.load(ctx),
            Press::UseHere => {
                if let Some(tabs) = &self.tabs {
                    tabs.take_over();
                }
                self.set_line(Line::Free);
            }
        }
        self.settle(ctx);
    }

    fn live(&mut self, ctx: &Context<Meeting>, life: Life) {
        match life {
            Life::Hold => self.local.hold(true),
            Life::LetGo => self.local.hold(false),
            Life::Key(key) => self.key(ctx, key),
            Life::Shown => {
                self.local.look_again();
                self.call.iter_mut().for_each(|call| call.shown());
            }
            // What the lobby offers first.
            Life::Enter if self.in_lobby(ctx) && self.line != Line::Elsewhere => {
                self.press(ctx, if self.allowed { Press::Join } else { Press::Allow });
            }
            Life::Enter => {}
            Life::Kept => {
                // The others must not wait for who may never come back, nor a camera be on for nobody.
                if let Some(call) = &mut self.call {
                    call.depart();
                }
                self.local.suspend();
                self.nobody = None;
                if self.line == Line::Free {
                    self.line = Line::Asking;
                }
            }
            // Another tab may have gone in meanwhile.
            Life::Back if self.line == Line::Asking => self.ask_tabs(ctx),
            Life::Back => {}
        }
    }

    /// While one is in the lobby what calls need comes.
    fn load(&mut self, ctx: &Context<Meeting>) {
        self.part = Part::Coming;
        let (Load(load), link) = (ctx.props().around.load, ctx.link().clone());
        spawn_local(async move {
            link.send_message(meeting::Msg::Visit(Msg::Part(load().await)));
        });
    }

    fn ask_tabs(&mut self, ctx: &Context<Meeting>) {
        if let Some(tabs) = &self.tabs {
            tabs.ask();
        }
        let link = ctx.link().clone();
        self.nobody = Some(Timeout::new(ANSWER_WITHIN_MS, move || {
            link.send_message(meeting::Msg::Visit(Msg::Nobody));
        }));
    }

    /// Whoever chose devices once comes back as they were: never more live than before. And never in two tabs at once.
    fn set_line(&mut self, line: Line) {
        if self.line == line {
            return;
        }
        self.line = line;
        match line {
            Line::Asking => {}
            Line::Free => self.local.resume(),
            Line::Elsewhere => self.local.suspend(),
        }
    }

    /// Begins and ends what follows from the state.
    fn settle(&mut self, ctx: &Context<Meeting>) {
        let in_lobby = self.in_lobby(ctx);
        let inside = !in_lobby && self.line == Line::Free;
        self.inside.set(inside);
        match (inside, self.part) {
            (true, Part::Here(calls)) if self.call.is_none() => {
                self.call = Some(calls.start(ctx, &self.user, &self.room, &self.view));
            }
            (true, _) => {}
            (false, _) => self.call = None,
        }
        let microphone = &self.view.microphone;
        let heard = in_lobby && self.allowed && microphone.on && self.line != Line::Elsewhere;
        self.level.measure(microphone.track.as_ref().filter(|_| heard));
    }

    fn in_lobby(&self, ctx: &Context<Meeting>) -> bool {
        ctx.props().lobby || !self.entered
    }

    pub(super) fn view(&self, ctx: &Context<Meeting>) -> Html {
        let ui = Ui::of(ctx);
        match (&self.call, self.line) {
            (_, Line::Elsewhere) => Trouble::SecondTab.page(Some(ui.on(Press::UseHere)), ui.texts),
            (Some(call), _) => call.view(&self.view, ui),
            (None, Line::Asking | Line::Free) if self.in_lobby(ctx) => lobby::view(self, ui),
            (None, Line::Asking | Line::Free) if matches!(self.part, Part::Missing) => {
                Trouble::Request(ApiError::Unreachable).page(Some(ui.on(Press::Load)), ui.texts)
            }
            (None, Line::Asking | Line::Free) => loading(ui.texts),
        }
    }
}
