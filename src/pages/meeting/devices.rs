//! What the view shows of our devices, and what is remembered of them.

use charlaton_contract::read::field;
use charlaton_json::json;

use crate::lib::{
    media::{DeviceInfo, DeviceKind, LocalTrack, MediaError},
    storage::Store,
};

const STORED_CHOICES: &str = "charlaton.devices";

/// One of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Microphone,
    Camera,
    Speaker,
}

impl Kind {
    /// Those that are opened. A loudspeaker is not: what plays is told which one to use.
    pub(super) const BOTH: [Self; 2] = [Self::Microphone, Self::Camera];

    pub(super) fn device(self) -> DeviceKind {
        match self {
            Self::Microphone => DeviceKind::Microphone,
            Self::Camera => DeviceKind::Camera,
            Self::Speaker => DeviceKind::Speaker,
        }
    }
}

/// A change of devices that nobody asked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Notice {
    pub kind: Kind,
    /// The name of the one that was unplugged.
    pub lost: Option<String>,
    /// The name of the one in use now.
    pub now: String,
}

/// What the view shows of one device.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct DeviceView {
    /// As it is wished for.
    pub on: bool,
    /// The device has not followed yet.
    pub pending: bool,
    /// The system keeps it silent or black, and not just for a moment.
    pub interrupted: bool,
    /// Why it could not be had the last time.
    pub error: Option<MediaError>,
    /// Present while the device is held.
    pub track: Option<LocalTrack>,
    /// The one chosen; the browser's own choice without it.
    pub chosen: Option<String>,
    /// One that was plugged in, and might be used instead.
    pub offer: Option<DeviceInfo>,
}

impl DeviceView {
    /// Whether it is heard or seen.
    fn is_live(&self) -> bool {
        self.on && !self.pending && !self.interrupted
    }

    /// The id of the one in use, or of the one that would be.
    pub(super) fn in_use(&self) -> Option<String> {
        self.track.as_ref().and_then(LocalTrack::device_id).or_else(|| self.chosen.clone())
    }

    /// What there is to be sent, if anything comes of it.
    pub(super) fn sent(&self) -> Option<&LocalTrack> {
        self.track.as_ref().filter(|_| !self.interrupted)
    }
}

/// What the view shows of all.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct LocalView {
    pub microphone: DeviceView,
    pub camera: DeviceView,
    /// What is chosen of it is there; the system's own choice plays without it.
    pub speaker: DeviceView,
    pub available: Vec<DeviceInfo>,
}

impl LocalView {
    /// Whether the microphone is live.
    pub(super) fn mic_live(&self) -> bool {
        self.microphone.is_live()
    }

    /// Whether the camera is live.
    pub(super) fn camera_live(&self) -> bool {
        self.camera.is_live()
    }

    /// Whether the system keeps one of them that would be live.
    pub(super) fn is_interrupted(&self) -> bool {
        [&self.microphone, &self.camera].into_iter().any(|device| device.on && device.interrupted)
    }
}

/// What is remembered for the next meeting. Its presence says that devices were chosen once.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Choices {
    pub microphone: Option<String>,
    pub camera: Option<String>,
    pub speaker: Option<String>,
    pub mic_on: bool,
    pub camera_on: bool,
}

impl Choices {
    pub(super) fn stored() -> Option<Self> {
        let stored = Store::Local.get(STORED_CHOICES)?;
        Some(Self {
            microphone: field(&stored, "microphone"),
            camera: field(&stored, "camera"),
            speaker: field(&stored, "speaker"),
            mic_on: field(&stored, "mic_on").unwrap_or_default(),
            camera_on: field(&stored, "camera_on").unwrap_or_default(),
        })
    }

    /// Keeps them for the next meeting.
    pub(super) fn store(self) {
        let Self { microphone, camera, speaker, mic_on, camera_on } = self;
        let choices = json!({
            "microphone": microphone, "camera": camera, "speaker": speaker, "mic_on": mic_on, "camera_on": camera_on,
        });
        // Without storage the next meeting begins in the lobby again.
        Store::Local.set(STORED_CHOICES, &choices);
    }
}

/// The devices of one kind, for a picker.
pub(super) fn of_kind(available: &[DeviceInfo], kind: Kind) -> Vec<&DeviceInfo> {
    available.iter().filter(|device| device.kind == kind.device()).collect()
}
