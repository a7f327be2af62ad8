//! What fake cameras see, in the form that Chromium takes for a camera: YUV4MPEG2 (`man yuv4mpeg`), 4:2:0.

mod paint;
mod sitter;

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use crate::{Result, paths};
use paint::Canvas;

/// A few pictures of moving grey: the cheapest there is.
pub(crate) fn grey(fps: u8) -> Result<PathBuf> {
    const WIDTH: usize = 320;
    const HEIGHT: usize = 180;
    let mut film = Film::new(WIDTH, HEIGHT, fps);
    for frame in 0..10 {
        let luma = (0..HEIGHT * WIDTH)
            .map(|pixel| u8::try_from((pixel % WIDTH + frame * 32) % 200 + 30).unwrap_or(0));
        film.add(luma.chain(std::iter::repeat_n(128, WIDTH * HEIGHT / 2)));
    }
    film.save(&format!("small-{fps}"))
}

/// What a film of somebody is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// 640×360, five pictures a second.
    Usual,
    /// 320×180, two a second.
    Small,
}

/// Somebody who does not exist, one of eight, sits before the camera for four seconds.
pub(crate) fn person(who: u8, size: Size) -> Result<PathBuf> {
    let (width, height, fps, name) = match size {
        Size::Usual => (640, 360, 5, "person"),
        Size::Small => (320, 180, 2, "small-person"),
    };
    let frames = 4 * fps;
    let mut film = Film::new(width, height, fps);
    for frame in 0..frames {
        let mut canvas = Canvas::new(width, height);
        sitter::paint(&mut canvas, who, f32::from(frame) / f32::from(frames));
        film.add(canvas.planes());
    }
    film.save(&format!("{name}-{who}"))
}

struct Film(Vec<u8>);

impl Film {
    fn new(width: usize, height: usize, fps: u8) -> Self {
        Self(format!("YUV4MPEG2 W{width} H{height} F{fps}:1 Ip A1:1 C420mpeg2\n").into_bytes())
    }

    /// One picture: its luma, then its two planes of colour at half the size.
    fn add(&mut self, planes: impl IntoIterator<Item = u8>) {
        self.0.extend_from_slice(b"FRAME\n");
        self.0.extend(planes);
    }

    fn save(self, name: &str) -> Result<PathBuf> {
        write(&format!("{name}.y4m"), &self.0)
    }
}

/// As a whole or not at all: a browser that plays it already, and meets half a file, takes its camera for broken.
fn write(name: &str, bytes: &[u8]) -> Result<PathBuf> {
    static WRITTEN: AtomicU32 = AtomicU32::new(0);
    let path = paths::target().join(name);
    let (process, count) = (std::process::id(), WRITTEN.fetch_add(1, Ordering::Relaxed));
    let unfinished = paths::target().join(format!("{name}.{process}.{count}"));
    std::fs::write(&unfinished, bytes)?;
    std::fs::rename(&unfinished, &path)?;
    Ok(path)
}

/// Samples a second.
const RATE: u32 = 48_000;

/// What the microphone of somebody hears who says nothing: a second of silence, as a WAV file.
pub(crate) fn silence() -> Result<PathBuf> {
    save("silence", vec![0; RATE as usize])
}

/// The same of somebody who says a word now and then: a fifth of a second out of four.
pub(crate) fn word() -> Result<PathBuf> {
    const HERTZ: f32 = 440.0;
    let tone = |at: u16| (f32::from(at) / RATE as f32 * HERTZ * std::f32::consts::TAU).sin() * 8_000.0;
    #[expect(clippy::cast_possible_truncation, reason = "at most 8000")]
    let mut samples: Vec<i16> = (0..9_600).map(|at| tone(at) as i16).collect();
    samples.resize(4 * RATE as usize, 0);
    save("word", samples)
}

/// One channel of 16 bits, as a WAV file.
fn save(name: &str, samples: Vec<i16>) -> Result<PathBuf> {
    let data: Vec<u8> = samples.into_iter().flat_map(i16::to_le_bytes).collect();
    let size = u32::try_from(data.len()).unwrap_or(u32::MAX);
    let mut file = b"RIFF".to_vec();
    file.extend((36 + size).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    // PCM, one channel, 16 bits.
    file.extend([1_u16, 1].map(u16::to_le_bytes).concat());
    file.extend([RATE, 2 * RATE].map(u32::to_le_bytes).concat());
    file.extend([2_u16, 16].map(u16::to_le_bytes).concat());
    file.extend(b"data");
    file.extend(size.to_le_bytes());
    file.extend(data);
    write(&format!("{name}.wav"), &file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_has_all_of_its_pictures() {
        for (path, header, size) in [
            (grey(3).unwrap(), "YUV4MPEG2 W320 H180 F3:1", 10 * (6 + 320 * 180 * 3 / 2)),
            (person(3, Size::Usual).unwrap(), "YUV4MPEG2 W640 H360 F5:1", 20 * (6 + 640 * 360 * 3 / 2)),
            (person(3, Size::Small).unwrap(), "YUV4MPEG2 W320 H180 F2:1", 8 * (6 + 320 * 180 * 3 / 2)),
        ] {
            let film = std::fs::read(path).unwrap();
            assert!(film.starts_with(header.as_bytes()));
            let end = film.iter().position(|byte| *byte == b'\n').unwrap();
            assert_eq!(film.len() - end - 1, size);
        }
    }

    #[test]
    fn sounds_are_as_long_as_they_say() {
        assert_eq!(std::fs::read(silence().unwrap()).unwrap().len(), 44 + 96_000);
        let word = std::fs::read(word().unwrap()).unwrap();
        assert_eq!(word.len(), 44 + 4 * 96_000);
        assert!(word[44..44 + 19_200].iter().any(|byte| *byte != 0), "something is said");
        assert!(word[44 + 19_200..].iter().all(|byte| *byte == 0), "and then nothing");
    }
}
