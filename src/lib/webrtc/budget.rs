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
/// What a shared screen may take, in bits a second; frames give way before letters blur.
pub const SCREEN_BITS: u32 = 1_500_000;

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

/// By how much a picture of `captured` lines is scaled down to fit the cap: never up, so at least 1.
#[must_use]
pub fn scale_down(captured: u32, cap: CameraCap) -> f32 {
    // Both are lines of a picture: far inside what f32 holds exactly.
    #[expect(clippy::cast_precision_loss, reason = "heights of pictures are small")]
    let factor = captured as f32 / cap.height as f32;
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
        }
    }

    #[test]
    fn the_uplink_of_eight_stays_below_two_megabits() {
        for people in 2..=8_u32 {
            let total = (people - 1) * (camera_cap(people as usize).bits + VOICE_BITS);
            assert!(total <= 2_300_000, "{people}: {total}");
        }
    }

    #[test]
    fn a_picture_is_never_enlarged() {
        let cap = camera_cap(5);
        assert!((scale_down(720, cap) - 2.0).abs() < f32::EPSILON);
        assert!((scale_down(240, cap) - 1.0).abs() < f32::EPSILON);
    }
}
