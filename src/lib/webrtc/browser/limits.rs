//! What the senders of a connection are held to.

use wasm_bindgen::JsValue;

use crate::lib::webrtc::{
    Source,
    budget::{self, ScreenCap},
    quality::Settings,
};

/// Members of `RTCRtpEncodingParameters`; `captured` are the lines of the picture as it comes from its device.
pub(super) fn limits(
    source: Source,
    settings: Settings,
    captured: Option<u32>,
) -> Vec<(&'static str, JsValue)> {
    match source {
        Source::Microphone => vec![
            ("maxBitrate", budget::VOICE_BITS.into()),
            ("priority", "high".into()),
            ("networkPriority", "high".into()),
        ],
        Source::ScreenAudio => vec![("maxBitrate", budget::SCREEN_SOUND_BITS.into())],
        Source::Camera => {
            let Settings { active, bits, lines, frames, .. } = settings;
            vec![
                ("active", active.into()),
                ("maxBitrate", bits.into()),
                ("maxFramerate", frames.into()),
                ("scaleResolutionDownBy", budget::scale_down(captured.unwrap_or(lines), lines).into()),
            ]
        }
        Source::Screen => match settings.screen {
            Some(ScreenCap { frames, bits }) => {
                vec![("active", true.into()), ("maxBitrate", bits.into()), ("maxFramerate", frames.into())]
            }
            None => vec![("active", false.into())],
        },
    }
}
