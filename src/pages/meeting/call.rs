//! The meeting itself: stage, bar, panels.

use std::{cell::RefCell, rc::Rc};

use charlaton_contract::{
    limits::ROOM_PEOPLE,
    rest::{Room, User},
};
use yew::prelude::*;
use yew_router::Routable;

use super::{
    chat_panel::ChatPanel,
    errors::{Trouble, device_words},
    local::{DeviceView, Kind, LocalView},
    machine::Announcement,
    people_panel::people_panel,
    session::{Session, media_state},
    stage::{Sounds, Stage},
    state::{Over, Phase, State},
};
use crate::{
    app::use_services,
    components::{
        copy_link::CopyLink,
        dialog::Dialog,
        icon::icon,
        page::{Heading, use_title},
        toast::{Toasts, use_toasts},
        toggle_button::ToggleButton,
    },
    i18n::{Texts, use_texts},
    lib::media::LocalTrack,
    routes::{self, Route},
};

#[derive(PartialEq, Properties)]
pub(super) struct CallProps {
    pub room: Rc<Room>,
    pub user: Rc<User>,
    pub view: Rc<LocalView>,
    pub onwant: Callback<(Kind, bool)>,
    /// The meeting does not take us: the devices are not needed.
    pub onrefused: Callback<()>,
}

/// What stands beside the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Panel {
    Chat,
    People,
}

#[component]
pub(super) fn Call(props: &CallProps) -> Html {
    let texts = use_texts();
    let panel = use_state(|| None::<Panel>);
    let leaving = use_state(|| false);
    let draft = use_state(AttrValue::default);
    let (session, state) = use_session(props, *panel == Some(Panel::Chat));
    let unread = use_unread(&state, *panel == Some(Panel::Chat));
    let leave = use_leave(props, &session);
    use_title(&AttrValue::from(title(props, unread, texts)));

    let Some(state) = state else { return Html::default() };
    if let Phase::Over(over) = &state.phase {
        let (onended, onrefused) = (leave.reform(|()| "ended"), props.onrefused.clone());
        return html! { <Ending over={over.clone()} {onended} {onrefused} /> };
    }

    let is_host = props.room.is_host(&props.user.id);
    let onleave = {
        let (leaving, leave) = (leaving.clone(), leave.clone());
        Callback::from(move |()| if is_host { leaving.set(true) } else { leave.emit("left") })
    };
    let show = |wanted: Panel| {
        let panel = panel.clone();
        Callback::from(move |_: MouseEvent| panel.set((*panel != Some(wanted)).then_some(wanted)))
    };
    let close_panel = {
        let panel = panel.clone();
        Callback::from(move |_: MouseEvent| panel.set(None))
    };
    let on_session = |act: fn(&Session, u32)| {
        let session = Rc::clone(&session);
        Callback::from(move |key| {
            if let Some(session) = &*session.borrow() {
                act(session, key);
            }
        })
    };
    let onsay = {
        let session = Rc::clone(&session);
        Callback::from(move |text| {
            if let Some(session) = &*session.borrow() {
                session.say(text);
            }
        })
    };
    let ondraft = {
        let draft = draft.setter();
        Callback::from(move |text: String| draft.set(text.into()))
    };
    let onstay = {
        let leaving = leaving.setter();
        Callback::from(move |()| leaving.set(false))
    };
    let onend = {
        let (session, leaving) = (Rc::clone(&session), leaving.setter());
        Callback::from(move |_: MouseEvent| {
            leaving.set(false);
            if let Some(session) = &*session.borrow() {
                session.end();
            }
        })
    };
    let names = Rc::new(
        state.people.iter().map(|person| (person.id.clone(), person.name.clone())).collect::<Vec<_>>(),
    );
    html! {
        <div class={classes!("meeting", panel.is_some().then_some("with-panel"))}>
            <a class="skip-link" href="#controls">{ texts.meeting.controls }</a>
            <header class="meeting-header">
                <Heading><span dir="auto">{ &props.room.name }</span></Heading>
                <span class="meeting-code"><span class="visually-hidden">{ texts.meeting.code }</span>{ props.room.id.as_str() }</span>
                <CopyLink room={props.room.id.clone()} />
                <p class="meeting-status" role="status">{ status(&state, texts) }</p>
            </header>
            <main id="main" class="meeting-main">
                <Stage people={state.people.clone()} links={state.links.clone()} mic={props.view.mic_live()}
                    preview={props.view.camera.track.as_ref().filter(|_| props.view.camera_live()).map(LocalTrack::stream)} />
                <Sounds links={state.links.clone()} />
                if state.people.len() == 1 {
                    <p class="alone">{ texts.meeting.alone }</p>
                }
                { device_problems(&props.view, texts) }
            </main>
            if let Some(open) = *panel {
                <aside class="panel">
                    <header>
                        <h2>{ match open { Panel::Chat => texts.meeting.chat, Panel::People => texts.meeting.people } }</h2>
                        <button type="button" class="button quiet square" aria-label={texts.common.close} onclick={close_panel}>
                            { icon("x") }
                        </button>
                    </header>
                    { match open {
                        Panel::Chat => html! {
                            <ChatPanel chat={Rc::clone(&state.chat)} me={props.user.id.clone()} {names}
                                draft={(*draft).clone()} {ondraft} {onsay}
                                onretry={on_session(Session::retry)} ondiscard={on_session(Session::discard)} />
                        },
                        Panel::People => people_panel(&props.room.id, &state.people, texts),
                    } }
                </aside>
            }
            <footer id="controls" class="bar">
            <div role="toolbar" aria-label={texts.meeting.controls}>
                { switches(&props.view, &props.onwant, texts) }
                { PanelButton {
                    icon: "message-square",
                    label: texts.meeting.chat,
                    open: *panel == Some(Panel::Chat),
                    count: unread,
                    count_words: (texts.meeting.unread)(unread),
                    onclick: show(Panel::Chat),
                }.view() }
                { PanelButton {
                    icon: "users",
                    label: texts.meeting.people,
                    open: *panel == Some(Panel::People),
                    count: state.people.len(),
                    count_words: (texts.people_count)(state.people.len()),
                    onclick: show(Panel::People),
                }.view() }
                <button type="button" class="control danger" aria-label={texts.meeting.leave} title={texts.meeting.leave}
                    onclick={onleave.reform(|_| ())}>
                    { icon("phone-off") }
                </button>
            </div>
            </footer>
            if *leaving {
                { leave_dialog(onstay, leave.reform(|_| "left"), onend, texts) }
            }
        </div>
    }
}

type SessionRef = Rc<RefCell<Option<Session>>>;

/// The session of this call, started with the component and ended with it, and what to show of it.
#[hook]
fn use_session(props: &CallProps, chat_open: bool) -> (SessionRef, Option<Rc<State>>) {
    let services = use_services();
    let toasts = use_toasts();
    let texts = use_texts();
    let state = use_state(|| None);
    let session = use_mut_ref(|| None);
    // What an announcement needs to know when it comes, not when the session began.
    let announce = use_mut_ref(Callback::noop);
    *announce.borrow_mut() =
        Callback::from(move |announcement| show(announcement, &toasts, texts, chat_open));
    use_effect_with((), {
        let (session, state) = (Rc::clone(&session), state.setter());
        let CallProps { room, user, view, .. } = props;
        let (room, me, media) = ((**room).clone(), user.id.clone(), media_state(view));
        move |()| {
            let onstate = Callback::from(move |next| state.set(Some(next)));
            let onannounce = Callback::from(move |announcement| {
                let announce: Callback<Announcement> = announce.borrow().clone();
                announce.emit(announcement);
            });
            *session.borrow_mut() = Some(Session::start(&services, room, me, media, onstate, onannounce));
            move || drop(session.borrow_mut().take())
        }
    });
    use_effect_with(Rc::clone(&props.view), {
        let session = Rc::clone(&session);
        move |view: &Rc<LocalView>| {
            if let Some(session) = &*session.borrow() {
                session.set_local(view);
            }
        }
    });
    (session, (*state).clone())
}

fn show(announcement: Announcement, toasts: &Toasts, texts: &Texts, chat_open: bool) {
    let words = match announcement {
        Announcement::Joined(name) => (texts.meeting.joined)(&name),
        Announcement::Left(name) => (texts.meeting.left)(&name),
        // The open chat is a live region of its own.
        Announcement::Message { .. } if chat_open => return,
        Announcement::Message { from } => (texts.chat.message_from)(&from),
        Announcement::MessageRefused => texts.errors.message_not_sent.to_owned(),
        Announcement::EndRefused => texts.errors.end_failed.to_owned(),
        // The status line says it for as long as it lasts.
        Announcement::ServerLost => return,
        Announcement::ServerBack => texts.meeting.server_back.to_owned(),
    };
    toasts.show(words);
}

/// How many messages have come since the chat was last open.
#[hook]
fn use_unread(state: &Option<Rc<State>>, chat_open: bool) -> usize {
    let read = use_mut_ref(|| 0);
    let heard = state.as_ref().map_or(0, |state| state.heard);
    let mut read = read.borrow_mut();
    if chat_open {
        *read = heard;
    }
    heard - *read
}

/// Leaves for the page that says so, with the reason and the minutes.
#[hook]
fn use_leave(props: &CallProps, session: &SessionRef) -> Callback<&'static str> {
    let since = use_memo((), |()| js_sys::Date::now());
    let (session, room) = (Rc::clone(session), props.room.id.to_string());
    Callback::from(move |why: &'static str| {
        if let Some(session) = session.borrow_mut().take() {
            session.leave();
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "minutes of one visit")]
        let minutes = ((js_sys::Date::now() - *since) / 60_000.0) as u32;
        // A room's code is made of letters and hyphens.
        routes::replace(&format!("{}?room={room}&why={why}&minutes={minutes}", Route::Left.to_path()));
    })
}

fn title(props: &CallProps, unread: usize, texts: &Texts) -> String {
    let name = if props.room.name.is_empty() { texts.common.product } else { &props.room.name };
    if unread == 0 { name.to_owned() } else { format!("({unread}) {name}") }
}

fn status(state: &State, texts: &Texts) -> String {
    let words = match state.phase {
        Phase::Entering { troubled: false } => texts.meeting.joining,
        Phase::Entering { troubled: true } => texts.errors.chat_unreachable_text,
        Phase::ServerLost => texts.meeting.server_lost,
        Phase::Inside if state.people.len() > ROOM_PEOPLE => {
            return (texts.meeting.room_is_full)(ROOM_PEOPLE);
        }
        Phase::Inside | Phase::Over(_) => "",
    };
    words.to_owned()
}

#[derive(Clone, PartialEq, Properties)]
struct EndingProps {
    over: Over,
    onended: Callback<()>,
    onrefused: Callback<()>,
}

/// The meeting is over: an end goes to the page after meetings, a refusal says why.
#[component]
fn Ending(props: &EndingProps) -> Html {
    let texts = use_texts();
    use_effect_with(props.over.clone(), {
        let EndingProps { onended, onrefused, .. } = props.clone();
        move |over| match over {
            Over::Ended => onended.emit(()),
            Over::Refused(_) | Over::SignInNeeded => onrefused.emit(()),
        }
    });
    match &props.over {
        Over::Ended => Html::default(),
        over @ (Over::Refused(_) | Over::SignInNeeded) => Trouble::from(over).page(None, texts),
    }
}

/// The switches of microphone and camera.
pub(super) fn switches(view: &LocalView, onwant: &Callback<(Kind, bool)>, texts: &Texts) -> Html {
    let switch = |kind, device: &DeviceView, icons, labels| {
        let on = device.on;
        let onclick = onwant.reform(move |_| (kind, !on));
        ToggleButton { on, pending: device.pending, failed: device.error.is_some(), icons, labels, onclick }
            .view()
    };
    html! {
        <>
            { switch(Kind::Microphone, &view.microphone, ("mic", "mic-off"), (texts.meeting.mic_off, texts.meeting.mic_on)) }
            { switch(Kind::Camera, &view.camera, ("video", "video-off"), (texts.meeting.camera_off, texts.meeting.camera_on)) }
        </>
    }
}

/// What is wrong with microphone and camera, where it is seen.
fn device_problems(view: &LocalView, texts: &Texts) -> Html {
    let words =
        |device: &DeviceView, kind| device.error.as_ref().map(|error| device_words(error, kind, texts));
    html! {
        <div class="device-problems" role="alert">
            if let Some(words) = words(&view.microphone, Kind::Microphone) {
                <p>{ words }</p>
            }
            if let Some(words) = words(&view.camera, Kind::Camera) {
                <p>{ words }</p>
            }
        </div>
    }
}

/// Opens and closes a panel; counts what is in it.
struct PanelButton {
    icon: &'static str,
    label: &'static str,
    open: bool,
    count: usize,
    count_words: String,
    onclick: Callback<MouseEvent>,
}

impl PanelButton {
    fn view(self) -> Html {
        let count_id = AttrValue::from(format!("{}-count", self.icon));
        let counted = self.count > 0;
        html! {
            <button type="button" class="control" aria-label={self.label} title={self.label}
                aria-expanded={self.open.to_string()} data-badge={counted.then(|| self.count.to_string())}
                aria-describedby={counted.then(|| count_id.clone())} onclick={self.onclick}>
                { icon(self.icon) }
                if counted {
                    <span class="visually-hidden" id={count_id}>{ self.count_words }</span>
                }
            </button>
        }
    }
}

/// The host chooses between leaving and ending.
fn leave_dialog(
    onclose: Callback<()>,
    onleave: Callback<MouseEvent>,
    onend: Callback<MouseEvent>,
    texts: &Texts,
) -> Html {
    html! {
        <Dialog title={texts.meeting.leave_title} {onclose}>
            <p>{ texts.meeting.end_text }</p>
            <div class="actions">
                <button type="button" class="button primary" onclick={onleave}>{ texts.meeting.leave_only }</button>
                <button type="button" class="button danger" onclick={onend}>{ texts.meeting.end_for_all }</button>
            </div>
        </Dialog>
    }
}
