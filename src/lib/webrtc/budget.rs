//! How much video a mesh can afford. Every viewer is one more encoder and one more upload.

/// The most a camera may send to each viewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CameraCap {
    /// Lines of the picture.
    pub height: u32,
    /// Pictures a second.
    pub frames: u32,
    /// Bits a second.
    pub bits: u32,
}

/// What the voice may take, in bits a second. It is never shed.
pub const VOICE_BITS: u32 = 32_000;
/// What the sound of a shared screen may take, in bits a second: it may be music.
pub const SCREEN_SOUND_BITS: u32 = 64_000;
/// What an uplink is taken for before anything is known of it, in bits a second.
pub const START_BITS: u32 = 3_000_000;
/// What is set aside for the voice to each viewer, with all its headers, in bits a second.
pub const VOICE_RESERVE: u32 = 48_000;

/// Lines of a picture, the bits a second from which they are worth it, and the bits they can use.
const STEPS: [(u32, u32, u32); 5] = [
    (720, 1_200_000, 1_700_000),
    (540, 600_000, 1_000_000),
    (360, 300_000, 450_000),
    (270, 215_000, 250_000),
    (180, 0, 200_000),
];

/// The most a camera may send when `people` are in the room, ourselves included.
#[must_use]
pub fn camera_cap(people: usize) -> CameraCap {
    let (height, frames, kilobits) = match people {
        0..=2 => (720, 30, 1700),
        3 => (540, 25, 1000),
        4 => (540, 20, 700),
        5 => (360, 20, 450),
        6 => (360, 20, 350),
        7 => (270, 20, 250),
        _ => (180, 20, 200),
    };
    CameraCap { height, frames, bits: kilobits * 1000 }
}

/// The most a shared screen may send to each viewer; pictures give way before letters blur.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScreenCap {
    /// Pictures a second.
    pub frames: u32,
    /// Bits a second.
    pub bits: u32,
}

/// The most a shared screen may send when `people` are in the room, ourselves included.
#[must_use]
pub fn screen_cap(people: usize) -> ScreenCap {
    let (frames, kilobits) = match people {
        0..=2 => (15, 2500),
        3 => (15, 1500),
        4 => (10, 1000),
        5..=6 => (8, 700),
        _ => (5, 500),
    };
    ScreenCap { frames, bits: kilobits * 1000 }
}

/// What is left of an uplink for the video of each viewer, in bits a second: four fifths of it without the voices,
/// which go to all `viewers`, shared by those who `watch`.
#[must_use]
pub fn share(uplink: u64, viewers: usize, watch: usize) -> u32 {
    let voices = u64::from(VOICE_RESERVE) * viewers as u64;
    let video = (uplink * 4 / 5).saturating_sub(voices) / watch.max(1) as u64;
    u32::try_from(video).unwrap_or(u32::MAX)
}

/// The lines that so many bits a second are enough for.
#[must_use]
pub fn lines_for(bits: u32) -> u32 {
    STEPS.into_iter().find(|(_, from, _)| bits >= *from).map_or(180, |(lines, _, _)| lines)
}

/// The bits a second that a picture of so many lines can use.
#[must_use]
pub fn bits_for(lines: u32) -> u32 {
    STEPS.into_iter().rev().find(|(step, _, _)| lines <= *step).map_or(STEPS[0].2, |(_, _, bits)| bits)
}

/// By how much a picture of `captured` lines is scaled down to `lines`: never up, so at least 1.
#[must_use]
pub fn scale_down(captured: u32, lines: u32) -> f32 {
    // Both are lines of a picture: far inside what f32 holds exactly.
    #[expect(clippy::cast_precision_loss, reason = "heights of pictures are small")]
    let factor = captured as f32 / lines.max(1) as f32;
    factor.max(1.0)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn more_people_never_get_more_each() {
        for people in 0..20 {
            let (now, next) = (camera_cap(people), camera_cap(people + 1));
            assert!(next.bits <= now.bits && next.height <= now.height && next.frames <= now.frames);
            let (now, next) = (screen_cap(people), screen_cap(people + 1));
            assert!(next.bits <= now.bits && next.frames <= now.frames);
        }
    }

    #[test]
    fn the_uplink_of_eight_stays_below_two_megabits() {
        for people in 2..=8_u32 {
            let total = (people - 1) * (camera_cap(people as usize).bits + VOICE_BITS);
            assert!(total <= 2_300_000, "{people}: {total}");
            assert!((people - 1) * screen_cap(people as usize).bits <= 3_500_000, "{people}");
        }
    }

    #[test]
    fn bits_and_lines_agree_with_the_caps() {
        for people in 2..=8 {
            let cap = camera_cap(people);
            assert_eq!(lines_for(cap.bits), cap.height, "{people}");
            assert!(bits_for(cap.height) >= cap.bits, "{people}");
        }
        for bits in (0..2000).map(|kilobits| kilobits * 1000) {
            assert!(lines_for(bits) <= lines_for(bits + 1000));
        }
        assert_eq!((bits_for(0), bits_for(200), bits_for(2160)), (200_000, 250_000, 1_700_000));
    }

    #[test]
    fn voices_come_before_pictures() {
        assert_eq!(share(3_000_000, 1, 1), 2_352_000);
        assert_eq!(share(3_000_000, 7, 7), 294_857);
        assert_eq!(share(3_000_000, 7, 1), 2_064_000, "who does not watch leaves the share to others");
        assert_eq!(
            (share(60_000, 1, 1), share(400_000, 7, 7), share(u64::from(u32::MAX), 0, 0) > 0),
            (0, 0, true)
        );
    }

    #[test]
    fn a_picture_is_never_enlarged() {
        assert!((scale_down(720, 360) - 2.0).abs() < f32::EPSILON);
        assert!((scale_down(240, 360) - 1.0).abs() < f32::EPSILON);
        assert!(scale_down(720, 0).is_finite());
    }
}
