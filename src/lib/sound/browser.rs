use wasm_bindgen::JsValue;
use web_sys::{AudioContext, window};

use super::Chime;
use crate::lib::js::get;

/// Beside a voice at full scale this is soft.
const LOUD: f32 = 0.08;
/// From one note to the next, in seconds.
const STEP: f64 = 0.14;
/// How fast a note swells and fades, as time constants in seconds.
const SWELL: f64 = 0.01;
const FADE: f64 = 0.04;

/// Plays sounds until dropped.
#[derive(Debug, Default)]
pub struct Chimes(Option<AudioContext>);

impl Chimes {
    /// Plays it, if the person has done anything on the page yet: browsers keep it silent before, and complain.
    pub fn play(&mut self, chime: Chime) {
        let activation =
            window().map(|window| get(&window.navigator(), "userActivation")).unwrap_or_default();
        if get(&activation, "hasBeenActive") == JsValue::FALSE {
            return;
        }
        if self.0.is_none() {
            self.0 = AudioContext::new().ok();
        }
        if let Some(context) = &self.0 {
            // Without a loudspeaker there is no sound, and nothing else is wrong.
            let _ = ring(context, chime.notes());
        }
    }
}

impl Drop for Chimes {
    fn drop(&mut self) {
        if let Some(context) = &self.0 {
            let _ = context.close();
        }
    }
}

fn ring(context: &AudioContext, notes: &[f32]) -> Result<(), JsValue> {
    let (tone, volume) = (context.create_oscillator()?, context.create_gain()?);
    tone.connect_with_audio_node(&volume)?;
    volume.connect_with_audio_node(&context.destination())?;
    let (pitch, gain) = (tone.frequency(), volume.gain());
    gain.set_value(0.0);
    let mut at = context.current_time();
    for hertz in notes {
        pitch.set_value_at_time(*hertz, at)?;
        gain.set_target_at_time(LOUD, at, SWELL)?;
        at += STEP;
        gain.set_target_at_time(0.0, at - FADE, FADE)?;
    }
    tone.start()?;
    tone.stop_with_when(at + STEP)
}
