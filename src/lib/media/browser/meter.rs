//! How loud a stream is.

use std::fmt;

use gloo_timers::callback::Interval;
use web_sys::{AnalyserNode, AudioContext, MediaStreamAudioSourceNode};

use super::{MediaError, RemoteStream, media_error};

const EVERY_MS: u32 = 100;
const SAMPLES: u32 = 1024;

/// Reports how loud a stream is, 0 to 1, about ten times a second until dropped.
///
/// A side tap: nothing of it reaches the loudspeaker, so the echo canceller keeps its reference.
#[must_use = "dropping it ends the measurement"]
pub struct LevelMeter {
    context: AudioContext,
    source: MediaStreamAudioSourceNode,
    _interval: Interval,
}

impl LevelMeter {
    /// Measures `stream`, a peer's or [`super::LocalTrack::stream`]. Silent until the page was clicked once.
    ///
    /// # Errors
    /// When there is no Web Audio, or the stream has no audio.
    pub fn new(stream: &RemoteStream, callback: impl Fn(f32) + 'static) -> Result<Self, MediaError> {
        let context = AudioContext::new().map_err(|error| media_error(&error))?;
        let (source, analyser) = match tap(&context, stream) {
            Ok(nodes) => nodes,
            Err(error) => {
                let _ = context.close();
                return Err(error);
            }
        };
        let mut samples = vec![0.0; SAMPLES as usize];
        let interval = Interval::new(EVERY_MS, move || {
            analyser.get_float_time_domain_data(&mut samples);
            callback(loudness(&samples));
        });
        Ok(Self { context, source, _interval: interval })
    }
}

impl fmt::Debug for LevelMeter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LevelMeter")
    }
}

impl Drop for LevelMeter {
    fn drop(&mut self) {
        let _ = self.source.disconnect();
        let _ = self.context.close();
    }
}

fn tap(
    context: &AudioContext,
    stream: &RemoteStream,
) -> Result<(MediaStreamAudioSourceNode, AnalyserNode), MediaError> {
    let source =
        context.create_media_stream_source(stream.media_stream()).map_err(|error| media_error(&error))?;
    let analyser = context.create_analyser().map_err(|error| media_error(&error))?;
    analyser.set_fft_size(SAMPLES);
    source.connect_with_audio_node(&analyser).map_err(|error| media_error(&error))?;
    Ok((source, analyser))
}

/// Root mean square on a scale where -60 dB is 0 and full scale is 1, as an ear would have it.
#[expect(clippy::cast_precision_loss, reason = "a thousand samples")]
fn loudness(samples: &[f32]) -> f32 {
    let power = samples.iter().map(|sample| sample * sample).sum::<f32>() / samples.len().max(1) as f32;
    (1.0 + 10.0 * power.max(1e-9).log10() / 60.0).clamp(0.0, 1.0)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::loudness;

    #[test]
    fn silence_is_nothing_and_full_scale_is_all() {
        assert!(loudness(&[]) < f32::EPSILON && loudness(&[0.0; 64]) < f32::EPSILON);
        assert!((loudness(&[1.0; 64]) - 1.0).abs() < f32::EPSILON);
        let speech = loudness(&[0.1; 64]);
        assert!((speech - 2.0 / 3.0).abs() < 1e-3, "{speech}");
    }
}
