//! The person's own screen: the button, and what is shared. It ends with the call, and never begins by itself.

use yew::{platform::spawn_local, prelude::*};

use super::{call, meeting::Ui};
use crate::{
    components::control::Control,
    i18n::Texts,
    lib::media::{
        LocalTrack, MediaError, ScreenShare, Subscription, TrackChange,
        toggle::{Input, Output, Power, Toggle, WhenOff},
    },
};

#[derive(Debug)]
pub(super) struct Sharing {
    toggle: Toggle,
    share: Option<Share>,
    /// Phones cannot.
    possible: bool,
    onmsg: Callback<Msg>,
}

#[derive(Debug)]
struct Share {
    screen: ScreenShare,
    _ended: Subscription,
}

#[derive(Debug)]
pub(super) enum Msg {
    /// The person has chosen, or not.
    Opened(Result<ScreenShare, MediaError>),
    /// It was ended in the browser's own bar, or what was shared is gone.
    Ended,
}

impl Sharing {
    pub(super) fn new(onmsg: Callback<Msg>) -> Self {
        let mut toggle = Toggle::new(WhenOff::Release, Power::Off);
        // Off before, off now.
        let _ = toggle.handle(Input::Resume);
        Self { toggle, share: None, possible: LocalTrack::can_open_screen(), onmsg }
    }

    /// Shares, or does not any more.
    pub(super) fn press(&mut self) {
        let wish = match self.toggle.desired() {
            Power::On => Power::Off,
            Power::Off => Power::On,
        };
        self.want(wish);
    }

    /// Shares no more, whatever the browser still asks.
    pub(super) fn stop(&mut self) {
        self.want(Power::Off);
    }

    /// What is to be said of it.
    pub(super) fn update(&mut self, msg: Msg, texts: &Texts) -> Option<&'static str> {
        let words = &texts.stage;
        match msg {
            Msg::Opened(Ok(screen)) => {
                let ended = self.onmsg.reform(|()| Msg::Ended);
                let ended = screen.video.on_change(move |change| {
                    // A window that is covered gives nothing for a while.
                    if change == TrackChange::Ended {
                        ended.emit(());
                    }
                });
                self.share = Some(Share { screen, _ended: ended });
                let _ = self.feed(Input::Opened);
                // One that nobody waits for any more.
                self.share.take_if(|_| self.toggle.actual() == Power::Off);
                None
            }
            Msg::Opened(Err(error)) => match self.feed(Input::Failed(error))? {
                MediaError::Dismissed => None,
                MediaError::Denied | MediaError::DeniedBySystem => Some(words.share_denied),
                MediaError::NotFound
                | MediaError::Busy
                | MediaError::Stopped
                | MediaError::Overconstrained(_)
                | MediaError::Insecure
                | MediaError::Unsupported
                | MediaError::Other(_) => Some(words.share_failed),
            },
            Msg::Ended => {
                self.stop();
                Some(words.share_over)
            }
        }
    }

    /// What is sent.
    pub(super) fn screen(&self) -> Option<&ScreenShare> {
        self.share.as_ref().map(|share| &share.screen)
    }

    /// Its button, where there is one.
    pub(super) fn control(&self, key: Option<&'static str>, ui: Ui<'_>) -> Html {
        if !self.possible {
            return Html::default();
        }
        let (on, pending) = (self.toggle.desired() == Power::On, self.toggle.is_pending());
        let label = if on { ui.texts.stage.unshare } else { ui.texts.stage.share };
        let icon = if pending { "loader-circle" } else { "monitor-up" };
        let mut control = Control::new(icon, label, ui.on(call::Press::Share));
        control.busy = Some(pending);
        control.key = key;
        control.class = if on { "control on" } else { "control" };
        control.view()
    }

    fn want(&mut self, power: Power) {
        let _ = self.feed(Input::Want(power));
    }

    /// Why it did not come to anything.
    fn feed(&mut self, input: Input) -> Option<MediaError> {
        let mut failed = None;
        for output in self.toggle.handle(input) {
            match output {
                Output::Open => {
                    let onmsg = self.onmsg.clone();
                    spawn_local(async move { onmsg.emit(Msg::Opened(LocalTrack::open_screen().await)) });
                }
                Output::Release => self.share = None,
                Output::Report(error) => failed = Some(error),
                Output::Enable | Output::Mute | Output::Look | Output::Wait => {}
            }
        }
        failed
    }
}
