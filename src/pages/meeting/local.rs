//! The person's own microphone and camera: two toggles and the tracks behind them.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use charlaton_contract::read::field;
use charlaton_json::json;
use yew::{Callback, platform::spawn_local};

use crate::lib::{
    media::{
        DeviceChange, DeviceInfo, DeviceKind, LocalTrack, MediaError, Subscription, devices,
        toggle::{self, Power, Toggle, WhenOff},
    },
    storage::Store,
};

const STORED_CHOICES: &str = "charlaton.devices";

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Microphone,
    Camera,
}

/// What the view shows of one device.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct DeviceView {
    /// As it is wished for.
    pub on: bool,
    /// The device has not followed yet.
    pub pending: bool,
    /// Why it could not be had the last time.
    pub error: Option<MediaError>,
    /// Present while the device is held.
    pub track: Option<LocalTrack>,
    /// The one chosen; the browser's own choice without it.
    pub chosen: Option<String>,
}

/// What the view shows of both.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct LocalView {
    pub microphone: DeviceView,
    pub camera: DeviceView,
    pub available: Vec<DeviceInfo>,
}

impl LocalView {
    /// Whether the microphone is live.
    pub(super) fn mic_live(&self) -> bool {
        self.microphone.on && !self.microphone.pending
    }

    /// Whether the camera is live.
    pub(super) fn camera_live(&self) -> bool {
        self.camera.on && !self.camera.pending
    }
}

/// What is remembered for the next meeting. Its presence says that devices were chosen once.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Choices {
    pub microphone: Option<String>,
    pub camera: Option<String>,
    pub mic_on: bool,
    pub camera_on: bool,
}

impl Choices {
    pub(super) fn stored() -> Option<Self> {
        let stored = Store::Local.get(STORED_CHOICES)?;
        Some(Self {
            microphone: field(&stored, "microphone"),
            camera: field(&stored, "camera"),
            mic_on: field(&stored, "mic_on").unwrap_or_default(),
            camera_on: field(&stored, "camera_on").unwrap_or_default(),
        })
    }
}

/// The devices of one visit. Dropping it lets them go.
#[derive(Debug, Clone)]
pub(super) struct LocalMedia(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    microphone: RefCell<Device>,
    camera: RefCell<Device>,
    available: RefCell<Vec<DeviceInfo>>,
    onchange: Callback<LocalView>,
    /// Keeps [`Inner::available`] true.
    plugged: RefCell<Option<DeviceChange>>,
}

#[derive(Debug)]
struct Device {
    toggle: Toggle,
    track: Option<LocalTrack>,
    /// Tells when the track ends by itself.
    ended: Option<Subscription>,
    chosen: Option<String>,
    error: Option<MediaError>,
}

impl Device {
    fn new(when_off: WhenOff, chosen: Option<String>) -> Self {
        Self { toggle: Toggle::new(when_off), track: None, ended: None, chosen, error: None }
    }

    fn view(&self) -> DeviceView {
        DeviceView {
            on: self.toggle.desired() == Power::On,
            pending: self.toggle.is_pending(),
            error: self.error.clone(),
            track: self.track.clone(),
            chosen: self.chosen.clone(),
        }
    }
}

impl LocalMedia {
    /// Nothing is opened yet. `onchange` hears of every change.
    pub(super) fn new(choices: &Choices, onchange: Callback<LocalView>) -> Self {
        let local = Self(Rc::new(Inner {
            microphone: RefCell::new(Device::new(WhenOff::Mute, choices.microphone.clone())),
            camera: RefCell::new(Device::new(WhenOff::Release, choices.camera.clone())),
            available: RefCell::default(),
            onchange,
            plugged: RefCell::default(),
        }));
        let weak = Rc::downgrade(&local.0);
        let plugged = DeviceChange::new(move || {
            if let Some(inner) = weak.upgrade() {
                Self(inner).list_devices();
            }
        });
        *local.0.plugged.borrow_mut() = Some(plugged);
        local.list_devices();
        local
    }

    /// Opens what was live the last time.
    pub(super) fn resume(&self) {
        let choices = Choices::stored().unwrap_or_default();
        for (kind, on) in [(Kind::Microphone, choices.mic_on), (Kind::Camera, choices.camera_on)] {
            if on {
                self.feed(kind, toggle::Input::Want(Power::On));
            }
        }
    }

    /// Lets both devices go, for another tab; what is chosen stays chosen.
    pub(super) fn release(&self) {
        for kind in [Kind::Microphone, Kind::Camera] {
            self.feed(kind, toggle::Input::Want(Power::Off));
            self.feed(kind, toggle::Input::Ended);
        }
    }

    /// Switches a device. Quick repeated presses are fine: the last one counts.
    pub(super) fn want(&self, kind: Kind, on: bool) {
        let power = if on { Power::On } else { Power::Off };
        self.feed(kind, toggle::Input::Want(power));
        self.remember();
    }

    /// Uses another device from now on; one that is live changes over at once.
    pub(super) fn choose(&self, kind: Kind, id: Option<String>) {
        let was_on = {
            let mut device = self.device(kind).borrow_mut();
            if device.chosen == id {
                return;
            }
            device.chosen = id;
            device.toggle.desired() == Power::On
        };
        self.feed(kind, toggle::Input::Ended);
        if was_on {
            self.feed(kind, toggle::Input::Want(Power::On));
        }
        self.remember();
    }

    fn feed(&self, kind: Kind, input: toggle::Input) {
        let outputs = self.device(kind).borrow_mut().toggle.handle(input);
        for output in outputs {
            self.carry_out(kind, output);
        }
        self.changed();
    }

    fn carry_out(&self, kind: Kind, output: toggle::Output) {
        let mut device = self.device(kind).borrow_mut();
        match output {
            toggle::Output::Open => {
                device.error = None;
                let opening = open(kind, device.chosen.clone(), Rc::downgrade(&self.0));
                spawn_local(opening);
            }
            toggle::Output::Enable => set_enabled(&device, true),
            toggle::Output::Mute => set_enabled(&device, false),
            toggle::Output::Release => {
                device.ended = None;
                device.track = None;
            }
            toggle::Output::Report(error) => device.error = Some(error),
        }
    }

    fn opened(&self, kind: Kind, result: Result<LocalTrack, MediaError>) {
        let input = match result {
            Ok(track) => {
                let weak = Rc::downgrade(&self.0);
                let ended = track.on_ended(move || {
                    if let Some(inner) = weak.upgrade() {
                        Self(inner).feed(kind, toggle::Input::Ended);
                    }
                });
                let mut device = self.device(kind).borrow_mut();
                device.track = Some(track);
                device.ended = Some(ended);
                toggle::Input::Opened
            }
            Err(error) => toggle::Input::Failed(error),
        };
        self.feed(kind, input);
        // Names of devices are told only after the permission.
        self.list_devices();
    }

    fn list_devices(&self) {
        let weak = Rc::downgrade(&self.0);
        spawn_local(async move {
            let found = devices().await.unwrap_or_default();
            if let Some(inner) = weak.upgrade() {
                *inner.available.borrow_mut() = found;
                Self(inner).changed();
            }
        });
    }

    fn changed(&self) {
        self.0.onchange.emit(LocalView {
            microphone: self.0.microphone.borrow().view(),
            camera: self.0.camera.borrow().view(),
            available: self.0.available.borrow().clone(),
        });
    }

    /// Keeps what is chosen for the next meeting, also that nothing is.
    pub(super) fn remember(&self) {
        let (microphone, camera) = (self.0.microphone.borrow(), self.0.camera.borrow());
        let choices = json!({
            "microphone": microphone.chosen.clone(),
            "camera": camera.chosen.clone(),
            "mic_on": microphone.toggle.desired() == Power::On,
            "camera_on": camera.toggle.desired() == Power::On,
        });
        // Without storage the next meeting begins in the lobby again.
        Store::Local.set(STORED_CHOICES, &choices);
    }

    fn device(&self, kind: Kind) -> &RefCell<Device> {
        match kind {
            Kind::Microphone => &self.0.microphone,
            Kind::Camera => &self.0.camera,
        }
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

/// The devices of one kind, for a picker.
pub(super) fn of_kind(available: &[DeviceInfo], kind: Kind) -> Vec<&DeviceInfo> {
    let wanted = match kind {
        Kind::Microphone => DeviceKind::Microphone,
        Kind::Camera => DeviceKind::Camera,
    };
    available.iter().filter(|device| device.kind == wanted).collect()
}
