//! What a call is to the page around it. That page is there before the call is needed, and so before its part of the
//! program is: it comes while one is in the lobby.

use std::{fmt::Debug, pin::Pin, rc::Rc};

use charlaton_contract::rest::{Room, User};
use yew::prelude::*;

use super::{
    call::{Call, Msg, Press},
    devices::LocalView,
    keys::Key,
    meeting::{Meeting, Ui},
};

/// A call, from when one comes in until one leaves.
pub(super) trait Calling: Debug {
    /// Whether anything is to be shown anew.
    fn update(&mut self, ctx: &Context<Meeting>, msg: Msg) -> bool;
    fn press(&mut self, press: Press);
    /// Does what a key asks for, of the call.
    fn key(&mut self, key: Key);
    /// Whether keys do something.
    fn has_keys(&self) -> bool;
    /// What only the DOM can do.
    fn rendered(&mut self, ctx: &Context<Meeting>);
    fn view(&self, local: &LocalView, ui: Ui<'_>) -> Html;
    /// Our devices have changed.
    fn set_local(&mut self, view: &LocalView);
    /// Whether one cannot be in this meeting, or not yet.
    fn is_kept_out(&self) -> bool;
    /// The page is seen again.
    fn shown(&mut self);
    /// Ends it without a word to the person: the page is put away.
    fn depart(&mut self);
}

impl Calling for Call {
    fn update(&mut self, ctx: &Context<Meeting>, msg: Msg) -> bool {
        self.update(ctx, msg)
    }

    fn press(&mut self, press: Press) {
        self.press(press);
    }

    fn key(&mut self, key: Key) {
        self.key(key);
    }

    fn has_keys(&self) -> bool {
        self.comfort.likes.keys
    }

    fn rendered(&mut self, ctx: &Context<Meeting>) {
        self.rendered(ctx);
    }

    fn view(&self, local: &LocalView, ui: Ui<'_>) -> Html {
        self.view(local, ui)
    }

    fn set_local(&mut self, view: &LocalView) {
        self.set_local(view);
    }

    fn is_kept_out(&self) -> bool {
        self.is_kept_out()
    }

    fn shown(&mut self) {
        self.comfort.shown();
    }

    fn depart(&mut self) {
        self.depart();
    }
}

/// The part of the program that calls are. Nothing else leads to a call, so that this part can be cut out
/// (docs/decisions/0015-parts.md).
#[derive(Debug, Clone, Copy)]
pub struct Calls(Start);

type Start = fn(&Context<Meeting>, &User, &Rc<Room>, &LocalView) -> Box<dyn Calling>;

impl Calls {
    /// In this very part of the program.
    #[must_use]
    pub fn here() -> Self {
        Self(|ctx, user, room, view| Box::new(Call::start(ctx, user, room, view)))
    }

    /// Begins a call.
    pub(super) fn start(
        self,
        ctx: &Context<Meeting>,
        user: &User,
        room: &Rc<Room>,
        view: &LocalView,
    ) -> Box<dyn Calling> {
        (self.0)(ctx, user, room, view)
    }
}

/// That part of the program could not be had: there is no network, or it is not on the server any more.
#[derive(Debug)]
pub struct LoadError;

/// How that part of the program is had.
#[derive(Debug, Clone, Copy)]
pub struct Load(pub fn() -> Loading);

/// It comes.
pub type Loading = Pin<Box<dyn Future<Output = Result<Calls, LoadError>>>>;

impl PartialEq for Load {
    fn eq(&self, _: &Self) -> bool {
        // A program has one.
        true
    }
}
