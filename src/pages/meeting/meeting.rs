//! The loop of the page: messages in, state, view out.

use std::rc::Rc;

use charlaton_contract::{
    RoomId,
    rest::{Room, User},
};
use yew::{html::Scope, platform::spawn_local, prelude::*};

use super::{
    call,
    calling::{Calling, Load},
    comfort,
    errors::Trouble,
    password, staging,
    visit::{self, Visit},
};
use crate::{
    app::Services,
    components::{
        page::{Heading, Page},
        toast::Toasts,
    },
    i18n::Texts,
    routes,
    services::{Api, ApiError, auth, room},
};

/// The page of one room.
#[derive(Debug)]
pub(super) enum Meeting {
    /// Before any device is asked for.
    LookingUp,
    /// The room has a password that was not shown yet, or, where this is true, another one.
    Locked(bool),
    /// There is nothing to enter, or nobody who knows could be asked.
    Closed(Trouble),
    /// The person is at the door or inside.
    Visit(Box<Visit>),
}

#[derive(Debug, PartialEq, Properties)]
pub(super) struct MeetingProps {
    /// Of the room, as it was typed.
    pub id: String,
    pub lobby: bool,
    pub around: Around,
}

/// What the page has from the app.
#[derive(Debug, Clone)]
pub(super) struct Around {
    pub texts: &'static Texts,
    pub services: Rc<Services>,
    pub toasts: Toasts,
    pub load: Load,
}

impl PartialEq for Around {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.texts, other.texts)
            && Rc::ptr_eq(&self.services, &other.services)
            && self.toasts == other.toasts
    }
}

/// What happens.
#[derive(Debug)]
pub(super) enum Msg {
    /// Person and room were looked up.
    Found(Result<(User, Room), NoEntry>),
    /// One was typed.
    Password(String),
    Visit(visit::Msg),
    Call(call::Msg),
    Press(Press),
}

/// Why nobody enters yet.
#[derive(Debug)]
pub(super) enum NoEntry {
    Locked { wrong: bool },
    Trouble(Trouble),
}

impl From<Trouble> for NoEntry {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

/// A button was pressed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Press {
    LookUp,
    Visit(visit::Press),
    Call(call::Press),
}

impl From<visit::Press> for Press {
    fn from(press: visit::Press) -> Self {
        Self::Visit(press)
    }
}

impl From<call::Press> for Press {
    fn from(press: call::Press) -> Self {
        Self::Call(press)
    }
}

impl From<comfort::Press> for Press {
    fn from(press: comfort::Press) -> Self {
        Self::Call(press.into())
    }
}

impl From<staging::Press> for Press {
    fn from(press: staging::Press) -> Self {
        Self::Call(call::Press::Stage(press))
    }
}

/// What views need besides the state.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ui<'a> {
    pub link: &'a Scope<Meeting>,
    pub texts: &'static Texts,
}

impl<'a> Ui<'a> {
    pub(super) fn of(ctx: &'a Context<Meeting>) -> Self {
        Self { link: ctx.link(), texts: ctx.props().around.texts }
    }

    /// For the `onclick` of a button.
    pub(super) fn on(self, press: impl Into<Press>) -> Callback<MouseEvent> {
        self.press(press.into())
    }

    // Not generic: one callback for all buttons.
    fn press(self, press: Press) -> Callback<MouseEvent> {
        self.link.callback(move |_| Msg::Press(press))
    }
}

impl Component for Meeting {
    type Message = Msg;
    type Properties = MeetingProps;

    fn create(ctx: &Context<Self>) -> Self {
        // Whoever enters wants it at once. What fails here is tried again then.
        let Load(load) = ctx.props().around.load;
        spawn_local(async move { drop(load().await) });
        Self::look_up(ctx, None)
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Found(found) => *self = Self::found(ctx, found),
            Msg::Press(Press::LookUp) => *self = Self::look_up(ctx, None),
            Msg::Password(password) => *self = Self::look_up(ctx, Some(password)),
            // What these are for may be gone when they come.
            Msg::Visit(msg) => return self.visit().is_some_and(|visit| visit.update(ctx, msg)),
            Msg::Call(msg) => return self.visit().is_some_and(|visit| visit.update_call(ctx, msg)),
            Msg::Press(Press::Visit(press)) => {
                if let Some(visit) = self.visit() {
                    visit.press(ctx, press);
                }
            }
            Msg::Press(Press::Call(press)) => {
                if let Some(call) = self.call() {
                    call.press(press);
                }
            }
        }
        true
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &MeetingProps) -> bool {
        if ctx.props().lobby != old.lobby
            && let Some(visit) = self.visit()
        {
            visit.moved(ctx);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let ui = Ui::of(ctx);
        match self {
            Self::LookingUp => loading(ui.texts),
            Self::Locked(wrong) => password::view(*wrong, ui),
            Self::Closed(trouble) => {
                let may_pass =
                    matches!(trouble, Trouble::Request(error) if *error != ApiError::NoSocketToken);
                let again = may_pass.then(|| ui.on(Press::LookUp));
                trouble.page(again, ui.texts)
            }
            Self::Visit(visit) => visit.view(ctx),
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        if let Some(call) = self.call() {
            call.rendered(ctx);
        }
    }

    fn destroy(&mut self, ctx: &Context<Self>) {
        ctx.props().around.toasts.clear();
    }
}

impl Meeting {
    fn look_up(ctx: &Context<Self>, password: Option<String>) -> Self {
        let (api, id) = (ctx.props().around.services.api.clone(), ctx.props().id.clone());
        let link = ctx.link().clone();
        spawn_local(async move {
            match entry(&api, &id, password).await {
                Ok(Some(entry)) => link.send_message(Msg::Found(Ok(entry))),
                // It comes back here.
                Ok(None) => routes::replace(&routes::with_next(routes::LOGIN, &routes::path())),
                Err(trouble) => link.send_message(Msg::Found(Err(trouble))),
            }
        });
        Self::LookingUp
    }

    fn visit(&mut self) -> Option<&mut Visit> {
        match self {
            Self::Visit(visit) => Some(visit),
            Self::LookingUp | Self::Locked(_) | Self::Closed(_) => None,
        }
    }

    fn call(&mut self) -> Option<&mut Box<dyn Calling>> {
        self.visit()?.call.as_mut()
    }

    fn found(ctx: &Context<Self>, found: Result<(User, Room), NoEntry>) -> Self {
        match found {
            Err(NoEntry::Locked { wrong }) => Self::Locked(wrong),
            Err(NoEntry::Trouble(trouble)) => Self::Closed(trouble),
            Ok((user, room)) => Self::Visit(Box::new(Visit::new(ctx, user, room))),
        }
    }
}

/// Who comes, and into which room. `None` where nobody is signed in.
async fn entry(api: &Api, id: &str, password: Option<String>) -> Result<Option<(User, Room)>, NoEntry> {
    let id = RoomId::parse(id).map_err(|_| Trouble::UnknownRoom)?;
    let Some(user) = auth::restore(api).await.map_err(Trouble::Request)? else { return Ok(None) };
    // Who could never get in must not wait at the door, nor be sent to sign in again and again.
    if let Err(error @ ApiError::NoSocketToken) = auth::socket_proof(api) {
        return Err(Trouble::Request(error).into());
    }
    let room = match room::by_id(api, &id).await {
        Ok(room) if room.is_over() => return Err(Trouble::EndedRoom.into()),
        Ok(room) => room,
        Err(error) if error.is_not_found() => return Err(Trouble::UnknownRoom.into()),
        Err(error) => return Err(Trouble::Request(error).into()),
    };
    if room.asks(&user.id) {
        let password = password.ok_or(NoEntry::Locked { wrong: false })?;
        match room::unlock(api, &room, &password).await {
            Err(ApiError::Refused { status: 400..=404, .. }) => return Err(NoEntry::Locked { wrong: true }),
            unlocked => unlocked.map_err(Trouble::Request)?,
        }
    }
    Ok(Some((user, room)))
}

/// Nothing is known yet.
pub(super) fn loading(texts: &Texts) -> Html {
    html! { <Page title={texts.common.loading}><Heading>{ texts.common.loading }</Heading></Page> }
}
