//! Which devices there are.

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MediaDeviceInfo, MediaDeviceKind};

use super::{MediaError, media_devices, media_error, speaker};

/// One device, as a picker shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceInfo {
    /// Handed back to `open_microphone` and `open_camera`.
    pub id: String,
    /// Empty until a permission was given.
    pub label: String,
    /// The same for all parts of one thing, and for the entries that stand for it. Empty where browsers keep it.
    pub group: String,
    /// What it does.
    pub kind: DeviceKind,
}

/// What a device does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceKind {
    /// Hears.
    Microphone,
    /// Sees.
    Camera,
    /// Plays.
    Speaker,
}

/// Lists the devices. Before a permission was given, browsers tell one of each kind without id and name. Loudspeakers are
/// listed only where one can be chosen.
///
/// # Errors
/// When the page may not ask.
pub async fn devices() -> Result<Vec<DeviceInfo>, MediaError> {
    let promise = media_devices()?.enumerate_devices().map_err(|error| media_error(&error))?;
    let list = JsFuture::from(promise).await.map_err(|error| media_error(&error))?;
    let list = js_sys::Array::from(&list);
    let chosen = speaker::can_be_chosen();
    let is_useful =
        |device: &DeviceInfo| device.kind != DeviceKind::Speaker || (chosen && !device.id.is_empty());
    let all = list.iter().filter_map(|device| describe(&device.unchecked_into()));
    Ok(all.filter(is_useful).collect())
}

/// Calls back when a device is plugged or unplugged, until dropped.
#[derive(Debug)]
#[must_use = "dropping it ends the subscription"]
pub struct DeviceChange {
    _listener: Option<EventListener>,
}

impl DeviceChange {
    /// Where devices cannot be asked for, nothing is ever called.
    pub fn new(callback: impl Fn() + 'static) -> Self {
        let listener = media_devices()
            .ok()
            .map(|devices| EventListener::new(&devices, "devicechange", move |_| callback()));
        Self { _listener: listener }
    }
}

fn describe(device: &MediaDeviceInfo) -> Option<DeviceInfo> {
    let kind = match device.kind() {
        MediaDeviceKind::Audioinput => DeviceKind::Microphone,
        MediaDeviceKind::Videoinput => DeviceKind::Camera,
        MediaDeviceKind::Audiooutput => DeviceKind::Speaker,
        _ => return None,
    };
    Some(DeviceInfo { id: device.device_id(), label: device.label(), group: device.group_id(), kind })
}
