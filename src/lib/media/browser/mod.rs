//! Tracks of this browser and streams of others.

mod devices;
mod meter;
mod permission;
mod speaker;

use std::rc::Rc;

use charlaton_json::{Object, Value, json};
use gloo_events::EventListener;
use js_sys::{JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    HtmlMediaElement, MediaDevices, MediaStream, MediaStreamConstraints, MediaStreamTrack,
    MediaStreamTrackState,
};

pub use devices::{DeviceChange, DeviceInfo, DeviceKind, devices};
pub use meter::LevelMeter;
pub use permission::PermissionChange;
pub use speaker::{TestSound, play_through};

use super::MediaError;

/// A microphone, camera or screen of ours. Clones share the track; the last one dropped stops it.
#[derive(Debug, Clone)]
pub struct LocalTrack(Rc<Held>);

#[derive(Debug)]
struct Held {
    track: MediaStreamTrack,
    /// Wrapped: `MediaStream::clone` is the browser's, which opens the device a second time.
    stream: RemoteStream,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.track.stop();
    }
}

impl PartialEq for LocalTrack {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// A shared screen, with its sound where the browser gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct ScreenShare {
    /// The picture.
    pub video: LocalTrack,
    /// The sound.
    pub audio: Option<LocalTrack>,
}

/// Listeners that stop listening when dropped.
#[derive(Debug)]
#[must_use = "dropping it ends the subscription"]
pub struct Subscription(#[expect(dead_code, reason = "held for its drop")] [EventListener; 3]);

/// What a device does by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrackChange {
    /// It gives nothing any more: unplugged, taken or stopped by the person.
    Ended,
    /// The system keeps it silent or black for a while.
    Silenced,
    /// It gives sound or pictures again.
    Sounding,
}

impl LocalTrack {
    /// Opens a microphone with the browser's echo canceller, noise suppression and gain control.
    ///
    /// # Errors
    /// See [`MediaError`]. A device that is not there any more is replaced by the default one.
    pub async fn open_microphone(device: Option<&str>) -> Result<Self, MediaError> {
        let audio = json!({ "echoCancellation": true, "noiseSuppression": true, "autoGainControl": true });
        let stream = user_media("audio", audio, device).await?;
        Self::first_of(&stream.get_audio_tracks(), None)
    }

    /// Opens a camera, 720p at 30 pictures a second if it can.
    ///
    /// # Errors
    /// See [`MediaError`]. A device that is not there any more is replaced by the default one.
    pub async fn open_camera(device: Option<&str>) -> Result<Self, MediaError> {
        let video =
            json!({ "width": { "ideal": 1280 }, "height": { "ideal": 720 }, "frameRate": { "ideal": 30 } });
        let stream = user_media("video", video, device).await?;
        Self::first_of(&stream.get_video_tracks(), Some("motion"))
    }

    /// Whether a screen can be shared here at all; phones cannot.
    #[must_use]
    pub fn can_open_screen() -> bool {
        media_devices().is_ok_and(|devices| has(&devices, "getDisplayMedia"))
    }

    /// Lets the person choose a screen, window or tab. Must be called from a press.
    ///
    /// # Errors
    /// See [`MediaError`]. A choice that was cancelled is [`MediaError::Dismissed`].
    pub async fn open_screen() -> Result<ScreenShare, MediaError> {
        // Larger pictures would cost an encoder for each viewer more than it has. Of a whole screen's sound, ours must not
        // come back to those who made it.
        let constraints = object(&json!({
            "video": { "frameRate": { "max": 15 }, "width": { "max": 1920 }, "height": { "max": 1080 } },
            "audio": { "restrictOwnAudio": true },
        }))?;
        let stream = display_media(&constraints).await?;
        let video = Self::first_of(&stream.get_video_tracks(), Some("detail"))?;
        Ok(ScreenShare { video, audio: Self::first_of(&stream.get_audio_tracks(), None).ok() })
    }

    /// Takes over a track made elsewhere, a canvas for instance.
    ///
    /// # Errors
    /// When the browser has no `MediaStream`.
    pub fn from_track(track: MediaStreamTrack) -> Result<Self, MediaError> {
        let stream = RemoteStream::of_track(&track).ok_or(MediaError::Unsupported)?;
        Ok(Self(Rc::new(Held { track, stream })))
    }

    /// Sends silence or black when not enabled, without a word to anybody. The device stays open.
    pub fn set_enabled(&self, enabled: bool) {
        self.0.track.set_enabled(enabled);
    }

    /// Whether it is enabled.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.0.track.enabled()
    }

    /// The track's id.
    #[must_use]
    pub fn id(&self) -> String {
        self.0.track.id()
    }

    /// The device's name.
    #[must_use]
    pub fn label(&self) -> String {
        self.0.track.label()
    }

    /// The id of the device behind it, for the picker.
    #[must_use]
    pub fn device_id(&self) -> Option<String> {
        self.0.track.get_settings().get_device_id()
    }

    /// Lines of the picture as captured.
    #[must_use]
    pub fn height(&self) -> Option<u32> {
        self.0.track.get_settings().get_height().and_then(|height| u32::try_from(height).ok())
    }

    /// For a preview: the track alone.
    #[must_use]
    pub fn stream(&self) -> RemoteStream {
        self.0.stream.clone()
    }

    /// Calls back with what the device does by itself; not when we drop the track.
    pub fn on_change(&self, callback: impl Fn(TrackChange) + 'static) -> Subscription {
        let callback = Rc::new(callback);
        let listen = |event, change| {
            let callback = Rc::clone(&callback);
            EventListener::new(&self.0.track, event, move |_| callback(change))
        };
        Subscription([
            listen("ended", TrackChange::Ended),
            listen("mute", TrackChange::Silenced),
            listen("unmute", TrackChange::Sounding),
        ])
    }

    /// How it is now, as [`Self::on_change`] would have told.
    #[must_use]
    pub fn now(&self) -> TrackChange {
        if self.0.track.ready_state() == MediaStreamTrackState::Ended {
            TrackChange::Ended
        } else if self.0.track.muted() {
            TrackChange::Silenced
        } else {
            TrackChange::Sounding
        }
    }

    /// The track for a sender.
    pub(crate) fn track(&self) -> &MediaStreamTrack {
        &self.0.track
    }

    fn first_of(tracks: &js_sys::Array, hint: Option<&str>) -> Result<Self, MediaError> {
        let track: MediaStreamTrack = tracks.get(0).dyn_into().map_err(|_| MediaError::NotFound)?;
        if let Some(hint) = hint {
            // Absent from web-sys; a browser without it ignores the property.
            let _ = Reflect::set(&track, &"contentHint".into(), &hint.into());
        }
        Self::from_track(track)
    }
}

/// A stream to be shown or played: a peer's, or a preview of our own.
#[derive(Debug, Clone, PartialEq)]
pub struct RemoteStream(MediaStream);

impl RemoteStream {
    /// Wraps one track.
    pub(crate) fn of_track(track: &MediaStreamTrack) -> Option<Self> {
        let stream = MediaStream::new().ok()?;
        stream.add_track(track);
        Some(Self(stream))
    }

    /// Shows it in `element`, once: an element that already shows it is not disturbed.
    pub fn attach(&self, element: &HtmlMediaElement) {
        if element.src_object().as_ref() != Some(&self.0) {
            element.set_src_object(Some(&self.0));
        }
    }

    /// Takes whatever it shows from `element`.
    pub fn detach(element: &HtmlMediaElement) {
        element.set_src_object(None);
    }

    /// The id of its track.
    #[must_use]
    pub fn track_id(&self) -> Option<String> {
        self.tracks().next().map(|track| track.id())
    }

    /// Whether media arrives: the track is live and not muted by the far end.
    #[must_use]
    pub fn is_flowing(&self) -> bool {
        self.tracks().any(|track| track.ready_state() == MediaStreamTrackState::Live && !track.muted())
    }

    pub(super) fn media_stream(&self) -> &MediaStream {
        &self.0
    }

    fn tracks(&self) -> impl Iterator<Item = MediaStreamTrack> {
        self.0.get_tracks().iter().filter_map(|track| track.dyn_into().ok()).collect::<Vec<_>>().into_iter()
    }
}

/// The value of an element's `srcObject`.
impl From<&RemoteStream> for JsValue {
    fn from(stream: &RemoteStream) -> Self {
        Self::from(&stream.0)
    }
}

/// Opens a device of this kind. A chosen one is insisted on, because Chromium does not look at a mere preference; but one
/// that was unplugged must not cost the meeting its microphone, so then any will do.
async fn user_media(kind: &str, wanted: Value, device: Option<&str>) -> Result<MediaStream, MediaError> {
    if let Some(device) = device {
        let mut insisting = wanted.clone();
        if let Value::Object(members) = &mut insisting {
            members.insert("deviceId", json!({ "exact": device }));
        }
        match request(kind, insisting).await {
            Err(MediaError::Overconstrained(_) | MediaError::NotFound) => {}
            answer => return answer,
        }
    }
    request(kind, wanted).await
}

async fn request(kind: &str, wanted: Value) -> Result<MediaStream, MediaError> {
    let mut constraints = Object::new();
    constraints.insert(kind, wanted);
    let constraints: MediaStreamConstraints = object(&constraints.into())?.unchecked_into();
    let promise = media_devices()?.get_user_media_with_constraints(&constraints);
    let stream = JsFuture::from(promise.map_err(|error| media_error(&error))?).await;
    stream.map(JsCast::unchecked_into).map_err(|error| media_error(&error))
}

async fn display_media(constraints: &JsValue) -> Result<MediaStream, MediaError> {
    let promise = call(&media_devices()?.into(), "getDisplayMedia", constraints);
    let stream = match promise {
        Ok(promise) => JsFuture::from(promise).await,
        Err(error) => Err(error),
    };
    stream.map(JsCast::unchecked_into).map_err(|error| error_by(MediaError::of_screen, &error))
}

/// Calls what may be absent.
fn call(target: &JsValue, name: &str, argument: &JsValue) -> Result<js_sys::Promise, JsValue> {
    let function: js_sys::Function = Reflect::get(target, &name.into())?.dyn_into()?;
    function.call1(target, argument)?.dyn_into()
}

/// `navigator.mediaDevices`, which is not there on an insecure page, whatever its type says.
fn media_devices() -> Result<MediaDevices, MediaError> {
    let window = web_sys::window().ok_or(MediaError::Unsupported)?;
    let devices = window.navigator().media_devices().map_err(|error| media_error(&error))?;
    match (devices.is_undefined(), window.is_secure_context()) {
        (false, _) => Ok(devices),
        (true, false) => Err(MediaError::Insecure),
        (true, true) => Err(MediaError::Unsupported),
    }
}

fn has(target: &JsValue, name: &str) -> bool {
    Reflect::get(target, &name.into()).is_ok_and(|value| value.is_function())
}

fn object(value: &Value) -> Result<JsValue, MediaError> {
    JSON::parse(&value.to_string()).map_err(|error| media_error(&error))
}

fn media_error(error: &JsValue) -> MediaError {
    error_by(MediaError::from_exception, error)
}

fn error_by(read: fn(&str, &str) -> MediaError, error: &JsValue) -> MediaError {
    let text = |name: &str| Reflect::get(error, &name.into()).ok().and_then(|value| value.as_string());
    read(
        &text("name").unwrap_or_default(),
        &text("message").or_else(|| text("constraint")).unwrap_or_default(),
    )
}
