//! Which loudspeaker plays, and a sound to try it.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, HtmlAudioElement, HtmlMediaElement, Url};

use super::{MediaError, call, has, media_error};
use crate::lib::media::tone;

const SET: &str = "setSinkId";

/// Whether a page may choose. Absent from web-sys, and from some browsers.
pub(super) fn can_be_chosen() -> bool {
    HtmlAudioElement::new().is_ok_and(|audio| has(&audio, SET))
}

/// Lets `element` play through the loudspeaker of this id, or through the one the system prefers. An element that does
/// so already is not disturbed.
pub fn play_through(element: &HtmlMediaElement, device: Option<&str>) {
    let device = device.unwrap_or_default();
    let now = Reflect::get(element, &"sinkId".into()).ok().and_then(|id| id.as_string());
    if now.is_some_and(|now| now != device)
        && let Ok(done) = call(element, SET, &device.into())
    {
        // One that has gone meanwhile is refused; that it has is told by the list of devices.
        spawn_local(async move { drop(JsFuture::from(done).await) });
    }
}

/// Two short notes, until dropped.
#[derive(Debug)]
#[must_use = "dropping it ends the sound"]
pub struct TestSound {
    audio: HtmlAudioElement,
    url: String,
}

impl TestSound {
    /// Plays them through the loudspeaker of this id. Must be called from a click.
    ///
    /// # Errors
    /// When there is no such loudspeaker, or the browser does not play.
    pub async fn play(device: Option<&str>) -> Result<Self, MediaError> {
        Self::begin(device).await.map_err(|error| media_error(&error))
    }

    async fn begin(device: Option<&str>) -> Result<Self, JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type("audio/wav");
        let parts = Array::of1(&Uint8Array::from(&tone::wav()[..]));
        let url = Url::create_object_url_with_blob(&Blob::new_with_u8_array_sequence_and_options(
            &parts, &options,
        )?)?;
        let sound = Self { audio: HtmlAudioElement::new_with_src(&url)?, url };
        if let Some(device) = device {
            JsFuture::from(call(&sound.audio, SET, &device.into())?).await?;
        }
        JsFuture::from(sound.audio.play()?).await?;
        Ok(sound)
    }
}

impl Drop for TestSound {
    fn drop(&mut self) {
        // Both fail only for what never played.
        let _ = self.audio.pause();
        let _ = Url::revoke_object_url(&self.url);
    }
}
