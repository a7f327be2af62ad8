//! Microphone, camera and screen: what is wished for, what is live, and the devices behind it.
//!
//! [`Toggle`] is the button's truth and [`plugs`] what coming and going devices mean, both pure; `browser` opens devices
//! and holds them. The last clone of a
//! [`LocalTrack`] that is dropped stops the track, so a camera's light tells what the program holds.

mod browser;
mod error;
pub mod plugs;
pub mod toggle;
mod tone;

pub use browser::{
    DeviceChange, DeviceInfo, DeviceKind, LevelMeter, LocalTrack, PermissionChange, RemoteStream,
    ScreenShare, Subscription, TestSound, TrackChange, devices, play_through,
};
pub use error::MediaError;
pub use toggle::Toggle;
