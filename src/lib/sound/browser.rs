use gloo_events::EventListener;
use wasm_bindgen::JsValue;
use web_sys::{AudioContext, OscillatorNode, window};

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
pub struct Chimes {
    context: Option<AudioContext>,
    /// When the last of them ends, by the clock of the context, and what is done then.
    rest: Option<(f64, EventListener)>,
}

impl Chimes {
    /// Plays it, if the person has done anything on the page yet: browsers keep it silent before, and complain.
    pub fn play(&mut self, chime: Chime) {
        let activation =
            window().map(|window| get(&window.navigator(), "userActivation")).unwrap_or_default();
        if get(&activation, "hasBeenActive") == JsValue::FALSE {
            return;
        }
        if self.context.is_none() {
            self.context = AudioContext::new().ok();
        }
        if let Some(context) = &self.context {
            let _ = context.resume();
            // Without a loudspeaker there is no sound, and nothing else is wrong.
            if let Ok((end, tone)) = ring(context, chime.notes())
                && self.rest.as_ref().is_none_or(|(last, _)| *last < end)
            {
                self.rest = Some((end, rests_after(&tone, context)));
            }
        }
    }
}

/// A context that runs makes silence hundreds of times a second, for the whole call.
fn rests_after(tone: &OscillatorNode, context: &AudioContext) -> EventListener {
    let context = context.clone();
    EventListener::once(tone, "ended", move |_| drop(context.suspend()))
}

impl Drop for Chimes {
    fn drop(&mut self) {
        if let Some(context) = &self.context {
            let _ = context.close();
        }
    }
}

/// When it ends, and what is heard last.
fn ring(context: &AudioContext, notes: &[f32]) -> Result<(f64, OscillatorNode), JsValue> {
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
    tone.stop_with_when(at + STEP)?;
    Ok((at + STEP, tone))
}
