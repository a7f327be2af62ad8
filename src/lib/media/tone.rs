//! A sound to try a loudspeaker with: two short notes that fade, as a WAV file.

/// Samples a second.
const RATE: u32 = 8_000;
/// Samples of each note.
const LENGTH: u16 = 2_400;
/// How loud they begin, of 32767.
const LOUDNESS: f32 = 9_000.0;
/// `2·cos ω` and `sin ω` of 500 Hz and of 750 Hz: with these two a sine goes on by itself.
const NOTES: [(f32, f32); 2] = [(1.847_759, 0.382_683_43), (1.662_939_2, 0.555_570_2)];
const HEADER: u32 = 44;

/// The whole file: one channel, 16 bits.
pub(super) fn wav() -> Vec<u8> {
    let data = u32::from(LENGTH) * 2 * NOTES.len() as u32;
    let mut wav = Vec::with_capacity((HEADER + data) as usize);
    let number = |wav: &mut Vec<u8>, number: u32| wav.extend(number.to_le_bytes());
    wav.extend(b"RIFF");
    number(&mut wav, HEADER - 8 + data);
    wav.extend(b"WAVEfmt ");
    number(&mut wav, 16);
    // PCM in the lower half, one channel in the upper one.
    number(&mut wav, 1 | 1 << 16);
    number(&mut wav, RATE);
    number(&mut wav, RATE * 2);
    // Two bytes a sample, and their bits.
    number(&mut wav, 2 | 16 << 16);
    wav.extend(b"data");
    number(&mut wav, data);
    for (turn, first) in NOTES {
        let (mut before, mut now) = (0.0, first);
        for n in 0..LENGTH {
            let fades = 1.0 - f32::from(n) / f32::from(LENGTH);
            #[expect(clippy::cast_possible_truncation, reason = "a sine is never louder than it began")]
            wav.extend(((now * fades * LOUDNESS) as i16).to_le_bytes());
            (before, now) = (now, turn * now - before);
        }
    }
    wav
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn samples() -> Vec<i16> {
        wav()[44..].chunks(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()
    }

    #[test]
    fn the_header_tells_what_follows() {
        let wav = wav();
        let at = |index: usize| u32::from_le_bytes(wav[index..index + 4].try_into().unwrap()) as usize;
        assert_eq!((&wav[..4], &wav[8..16], &wav[36..40]), (&b"RIFF"[..], &b"WAVEfmt "[..], &b"data"[..]));
        assert_eq!((at(4), at(40)), (wav.len() - 8, wav.len() - 44));
        assert_eq!((at(24), at(28)), (8_000, 16_000));
        assert_eq!(&wav[20..24], [1, 0, 1, 0]);
        assert_eq!(&wav[32..36], [2, 0, 16, 0]);
    }

    #[test]
    fn two_notes_are_a_fifth_apart_and_fade() {
        let samples = samples();
        let rises = |note: &[i16]| note.windows(2).filter(|pair| pair[0] < 0 && pair[1] >= 0).count();
        for (note, cycles) in samples.chunks(2_400).zip([150, 225]) {
            assert!(rises(note).abs_diff(cycles) <= 2, "{} cycles", rises(note));
            let loudest = |part: &[i16]| part.iter().map(|sample| sample.unsigned_abs()).max().unwrap();
            assert!(loudest(&note[..100]) > 8_000 && loudest(note) <= 9_000 && loudest(&note[2_300..]) < 500);
        }
    }
}
