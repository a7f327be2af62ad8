//! The person's own microphone and camera: two toggles and the tracks behind them. And which loudspeaker plays.

mod speaker;

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use gloo_timers::callback::Timeout;
use yew::{Callback, platform::spawn_local};

use super::devices::{Choices, DeviceView, Kind, LocalView, Notice, of_kind};
use crate::lib::media::{
    DeviceChange, DeviceInfo, LocalTrack, MediaError, PermissionChange, Subscription, TestSound, TrackChange,
    devices,
    plugs::{self, Change},
    toggle::{self, Input, Loss, Power, Toggle, WhenOff},
};

/// A device that was unplugged may end before it goes from the list.
const LOOK_MS: u32 = 1_000;

/// The devices of one visit. Dropping it lets them go.
#[derive(Debug, Clone)]
pub(super) struct LocalMedia(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    microphone: RefCell<Device>,
    camera: RefCell<Device>,
    /// Never opened.
    speaker: RefCell<Device>,
    /// The one that tries it.
    sound: RefCell<Option<TestSound>>,
    /// The room wants people to come in with the microphone off.
    muted: bool,
    /// While it is off because of that: whether it is remembered as on.
    unmuted: Cell<bool>,
    available: RefCell<Vec<DeviceInfo>>,
    onchange: Callback<LocalView>,
    onnotice: Callback<Notice>,
    /// Keeps [`Inner::available`] true.
    plugged: RefCell<Option<DeviceChange>>,
    permissions: RefCell<Vec<PermissionChange>>,
}

#[derive(Debug)]
struct Device {
    toggle: Toggle,
    track: Option<LocalTrack>,
    /// Tells what the track does by itself.
    changes: Option<Subscription>,
    /// Tells that what was to be waited for is over.
    timer: Option<Timeout>,
    chosen: Option<String>,
    /// The one behind the track, or behind the one before.
    used: Option<DeviceInfo>,
    offer: Option<DeviceInfo>,
    /// What is to be said when the next one is open: the name of the one it replaces, if that is gone.
    news: Option<Option<String>>,
    error: Option<MediaError>,
}

impl Device {
    fn new(when_off: WhenOff, on: bool, chosen: Option<String>) -> Self {
        Self {
            toggle: Toggle::new(when_off, power(on)),
            track: None,
            changes: None,
            timer: None,
            chosen,
            used: None,
            offer: None,
            news: None,
            error: None,
        }
    }

    fn view(&self) -> DeviceView {
        DeviceView {
            on: self.toggle.desired() == Power::On,
            pending: self.toggle.is_pending(),
            interrupted: self.toggle.is_interrupted(),
            error: self.error.clone(),
            track: self.track.clone(),
            chosen: self.chosen.clone(),
            offer: self.offer.clone(),
        }
    }

    /// What a new list of devices means for this one.
    fn compare(&mut self, kind: Kind, before: &[DeviceInfo], now: &[DeviceInfo]) -> Option<Change> {
        let found = of_kind(now, kind);
        if self.used.is_none() {
            let id = self.track.as_ref().and_then(LocalTrack::device_id);
            self.used = found.iter().find(|device| Some(&device.id) == id.as_ref()).map(|&used| used.clone());
        }
        if of_kind(before, kind).is_empty() && !found.is_empty() && self.error == Some(MediaError::NotFound) {
            self.error = None;
        }
        self.offer = self.offer.take().filter(|offer| found.contains(&offer));
        let open = self.used.as_ref().filter(|_| self.track.is_some() || self.toggle.is_pending());
        let of = plugs::Use { kind: kind.device(), chosen: self.chosen.as_deref(), open };
        plugs::change(before, now, of)
    }
}

impl LocalMedia {
    /// Nothing is opened before [`Self::resume`], and the microphone by the person alone where they come in `muted`.
    /// `onchange` hears of every change, `onnotice` of those to be told in words.
    pub(super) fn new(
        choices: Choices,
        muted: bool,
        onchange: Callback<LocalView>,
        onnotice: Callback<Notice>,
    ) -> Self {
        let Choices { microphone, camera, speaker, mic_on, camera_on } = choices;
        let local = Self(Rc::new(Inner {
            microphone: RefCell::new(Device::new(WhenOff::Mute, mic_on && !muted, microphone)),
            camera: RefCell::new(Device::new(WhenOff::Release, camera_on, camera)),
            speaker: RefCell::new(Device::new(WhenOff::Mute, false, speaker)),
            sound: RefCell::default(),
            muted,
            unmuted: Cell::new(mic_on && muted),
            available: RefCell::default(),
            onchange,
            onnotice,
            plugged: RefCell::default(),
            permissions: RefCell::default(),
        }));
        let weak = Rc::downgrade(&local.0);
        let plugged = DeviceChange::new(move || {
            if let Some(inner) = weak.upgrade() {
                Self(inner).list_devices();
            }
        });
        *local.0.plugged.borrow_mut() = Some(plugged);
        for kind in Kind::BOTH {
            spawn_local(watch_permission(kind, Rc::downgrade(&local.0)));
        }
        local.list_devices();
        local
    }

    /// Lets both devices go for a while: the meeting is in another tab, or the page is put away.
    pub(super) fn suspend(&self) {
        self.feed_both(&Input::Suspend);
    }

    /// Opens what was live before.
    pub(super) fn resume(&self) {
        self.feed_both(&Input::Resume);
    }

    /// Opens both for the first time.
    pub(super) fn open_both(&self) {
        self.want(Kind::Camera, true);
        self.want(Kind::Microphone, true);
        if self.0.muted {
            self.0.unmuted.set(true);
            self.feed(Kind::Microphone, Input::Want(Power::Off));
        }
    }

    /// Switches a device. Quick repeated presses are fine: the last one counts.
    pub(super) fn want(&self, kind: Kind, on: bool) {
        self.device(kind).borrow_mut().news = None;
        if kind == Kind::Microphone {
            self.0.unmuted.set(false);
        }
        self.feed(kind, Input::Want(power(on)));
        self.remember();
    }

    /// The microphone is on while a key is held. Nothing of it is remembered.
    pub(super) fn hold(&self, held: bool) {
        self.feed(Kind::Microphone, if held { Input::Hold } else { Input::LetGo });
    }

    /// Uses another device from now on; one that is live changes over at once.
    pub(super) fn choose(&self, kind: Kind, id: Option<String>) {
        {
            let mut device = self.device(kind).borrow_mut();
            if device.chosen == id {
                return;
            }
            (device.chosen, device.offer, device.news) = (id, None, None);
        }
        match kind {
            Kind::Microphone | Kind::Camera => self.feed(kind, Input::Replace),
            Kind::Speaker => {
                self.find_speaker();
                self.changed();
            }
        }
        self.remember();
    }

    /// Uses the device that was plugged in, or not.
    pub(super) fn answer_offer(&self, kind: Kind, take: bool) {
        let offer = self.device(kind).borrow_mut().offer.take();
        match offer {
            Some(offer) if take => self.choose(kind, Some(offer.id)),
            Some(_) | None => self.changed(),
        }
    }

    /// What happened while the page was not shown may not have been told.
    pub(super) fn look_again(&self) {
        for kind in Kind::BOTH {
            let now = self.device(kind).borrow().track.as_ref().map(LocalTrack::now);
            if let Some(now) = now {
                self.feed(kind, by_itself(now));
            }
        }
        self.list_devices();
    }

    fn feed_both(&self, input: &Input) {
        for kind in Kind::BOTH {
            self.feed(kind, input.clone());
        }
    }

    fn feed(&self, kind: Kind, input: Input) {
        let (changed, outputs) = {
            let toggle = &mut self.device(kind).borrow_mut().toggle;
            let before = toggle.clone();
            let outputs = toggle.handle(input);
            (*toggle != before || !outputs.is_empty(), outputs)
        };
        for output in outputs {
            self.carry_out(kind, output);
        }
        if changed {
            self.changed();
        }
    }

    fn carry_out(&self, kind: Kind, output: toggle::Output) {
        let mut device = self.device(kind).borrow_mut();
        match output {
            toggle::Output::Open => {
                (device.error, device.used) = (None, None);
                let opening = open(kind, device.chosen.clone(), Rc::downgrade(&self.0));
                spawn_local(opening);
            }
            toggle::Output::Enable => set_enabled(&device, true),
            toggle::Output::Mute => set_enabled(&device, false),
            toggle::Output::Release => {
                (device.changes, device.timer, device.track) = (None, None, None);
            }
            toggle::Output::Look => {
                device.timer = Some(self.timer(kind, LOOK_MS));
                self.list_devices();
            }
            toggle::Output::Wait => device.timer = Some(self.timer(kind, toggle::PATIENCE_MS)),
            toggle::Output::Report(error) => (device.error, device.news) = (Some(error), None),
        }
    }

    fn timer(&self, kind: Kind, millis: u32) -> Timeout {
        let weak = Rc::downgrade(&self.0);
        Timeout::new(millis, move || {
            if let Some(inner) = weak.upgrade() {
                Self(inner).feed(kind, Input::Waited);
            }
        })
    }

    fn opened(&self, kind: Kind, result: Result<LocalTrack, MediaError>) {
        match result {
            Ok(track) => {
                let weak = Rc::downgrade(&self.0);
                let changes = track.on_change(move |change| {
                    if let Some(inner) = weak.upgrade() {
                        Self(inner).feed(kind, by_itself(change));
                    }
                });
                let (now, name) = (track.now(), track.label());
                {
                    let mut device = self.device(kind).borrow_mut();
                    (device.track, device.changes) = (Some(track), Some(changes));
                }
                self.feed(kind, Input::Opened);
                self.feed(kind, by_itself(now));
                self.tell(kind, name);
            }
            Err(error) => self.feed(kind, Input::Failed(error)),
        }
        // Names of devices are told only after the permission.
        self.list_devices();
    }

    /// Another device is in use: said, unless the person has chosen it.
    fn tell(&self, kind: Kind, now: String) {
        let news = {
            let mut device = self.device(kind).borrow_mut();
            if device.toggle.actual() == Power::On { device.news.take() } else { None }
        };
        if let Some(lost) = news {
            self.0.onnotice.emit(Notice { kind, lost, now });
        }
    }

    fn list_devices(&self) {
        let weak = Rc::downgrade(&self.0);
        spawn_local(async move {
            // A browser that does not tell has not said that they are gone.
            if let (Ok(found), Some(inner)) = (devices().await, weak.upgrade()) {
                Self(inner).listed(found);
            }
        });
    }

    fn listed(&self, found: Vec<DeviceInfo>) {
        let before = self.0.available.replace(found.clone());
        for kind in Kind::BOTH {
            let change = self.device(kind).borrow_mut().compare(kind, &before, &found);
            if let Some(change) = change {
                self.plugged(kind, change);
            }
        }
        self.find_speaker();
        self.changed();
    }

    fn plugged(&self, kind: Kind, change: Change) {
        let mut device = self.device(kind).borrow_mut();
        let input = match change {
            Change::Came(info) => {
                device.offer = Some(info);
                return;
            }
            Change::Gone { others } => {
                device.news = device.used.as_ref().map(|used| Some(used.label.clone()));
                Input::Lost(if others { Loss::Unplugged } else { Loss::Last })
            }
            Change::DefaultMoved | Change::Back => {
                device.news = Some(None);
                Input::Replace
            }
        };
        drop(device);
        self.feed(kind, input);
    }

    fn permission_changed(&self, kind: Kind, allowed: bool) {
        if !allowed {
            return self.feed(kind, Input::Lost(Loss::Revoked));
        }
        let mut device = self.device(kind).borrow_mut();
        // Nothing is opened: the words are not true any more.
        device.error = device.error.take().filter(|error| !error.is_permission());
        drop(device);
        self.changed();
    }

    fn changed(&self) {
        self.0.onchange.emit(LocalView {
            microphone: self.0.microphone.borrow().view(),
            camera: self.0.camera.borrow().view(),
            speaker: self.speaker_view(),
            available: self.0.available.borrow().clone(),
        });
    }

    /// Keeps what is chosen for the next meeting, also that nothing is.
    pub(super) fn remember(&self) {
        let (microphone, camera) = (self.0.microphone.borrow(), self.0.camera.borrow());
        let choices = Choices {
            microphone: microphone.chosen.clone(),
            camera: camera.chosen.clone(),
            speaker: self.0.speaker.borrow().chosen.clone(),
            mic_on: self.0.unmuted.get() || microphone.toggle.wish() == Power::On,
            camera_on: camera.toggle.wish() == Power::On,
        };
        choices.store();
    }

    fn device(&self, kind: Kind) -> &RefCell<Device> {
        match kind {
            Kind::Microphone => &self.0.microphone,
            Kind::Camera => &self.0.camera,
            Kind::Speaker => &self.0.speaker,
        }
    }
}

fn power(on: bool) -> Power {
    if on { Power::On } else { Power::Off }
}

fn by_itself(change: TrackChange) -> Input {
    match change {
        TrackChange::Ended => Input::Ended,
        TrackChange::Silenced => Input::Silenced,
        TrackChange::Sounding => Input::Sounding,
    }
}

fn set_enabled(device: &Device, on: bool) {
    if let Some(track) = &device.track {
        track.set_enabled(on);
    }
}

/// Opens the chosen device, else any: the one chosen last time may not be plugged in today.
async fn open(kind: Kind, chosen: Option<String>, local: Weak<Inner>) {
    let one = async |id: Option<&str>| match kind {
        Kind::Microphone => LocalTrack::open_microphone(id).await,
        Kind::Camera => LocalTrack::open_camera(id).await,
        Kind::Speaker => Err(MediaError::Unsupported),
    };
    let mut result = one(chosen.as_deref()).await;
    if chosen.is_some() && matches!(result, Err(MediaError::Overconstrained(_) | MediaError::NotFound)) {
        result = one(None).await;
    }
    // A page that was left meanwhile drops the track, which stops it.
    if let Some(inner) = local.upgrade() {
        LocalMedia(inner).opened(kind, result);
    }
}

/// Hears of it when the person takes the permission back, or gives it in the browser's settings.
async fn watch_permission(kind: Kind, local: Weak<Inner>) {
    let told = {
        let local = local.clone();
        move |allowed| {
            if let Some(inner) = local.upgrade() {
                LocalMedia(inner).permission_changed(kind, allowed);
            }
        }
    };
    if let (Some(change), Some(inner)) = (PermissionChange::watch(kind.device(), told).await, local.upgrade())
    {
        inner.permissions.borrow_mut().push(change);
    }
}
