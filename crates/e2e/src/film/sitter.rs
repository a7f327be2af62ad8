//! People as children's books draw them, before a wall with a window or a shelf.

use std::f32::consts::TAU;

use super::paint::{
    Brush, Canvas, Colour,
    Shape::{Box, Ellipse, Line, Ring},
    hex, mixed,
};

#[derive(Debug, Clone, Copy)]
enum Hair {
    Short,
    Long,
    Bob,
    Bun,
    Curls,
    Beard,
}

struct Sitter {
    /// Top and bottom.
    wall: [u32; 2],
    skin: u32,
    hair: (Hair, u32),
    pullover: u32,
    glasses: bool,
}

const SITTERS: [Sitter; 8] = [
    Sitter {
        wall: [0x3d5a6c, 0x22343f],
        skin: 0xe8b48f,
        hair: (Hair::Long, 0x3a2418),
        pullover: 0xd98b5f,
        glasses: false,
    },
    Sitter {
        wall: [0xb9a58c, 0x8c775f],
        skin: 0xc98d63,
        hair: (Hair::Beard, 0x241a15),
        pullover: 0x2f5d62,
        glasses: true,
    },
    Sitter {
        wall: [0x6a5b7b, 0x41374f],
        skin: 0x8a5a3c,
        hair: (Hair::Curls, 0x1b1310),
        pullover: 0xe2c15a,
        glasses: false,
    },
    Sitter {
        wall: [0x8fa79a, 0x5f796c],
        skin: 0xf0c6a4,
        hair: (Hair::Short, 0xa9713c),
        pullover: 0x35507a,
        glasses: false,
    },
    Sitter {
        wall: [0xc59a86, 0x93695a],
        skin: 0xe6b08a,
        hair: (Hair::Bob, 0x7a2f22),
        pullover: 0x3f6f5a,
        glasses: true,
    },
    Sitter {
        wall: [0x4d6f8a, 0x2d4458],
        skin: 0xb97a52,
        hair: (Hair::Short, 0x15110f),
        pullover: 0xb9504a,
        glasses: false,
    },
    Sitter {
        wall: [0xa7a3b8, 0x787491],
        skin: 0xf2cdb2,
        hair: (Hair::Bun, 0xc9a25e),
        pullover: 0x57406e,
        glasses: false,
    },
    Sitter {
        wall: [0x54705a, 0x33493a],
        skin: 0xd9a57e,
        hair: (Hair::Beard, 0x6d655e),
        pullover: 0x8f9aa6,
        glasses: false,
    },
];

/// After the last of them comes the first again. `time` goes from 0 to 1, where all is as at 0.
pub(super) fn paint(canvas: &mut Canvas, who: u8, time: f32) {
    let who = usize::from(who);
    let sitter = &SITTERS[who % SITTERS.len()];
    let own = (0..who).fold(0.0, |own, _| own + 0.37);
    let turn = (TAU * (time + own)).sin();
    room(canvas, sitter, if who.is_multiple_of(2) { 1.0 } else { -1.0 });
    let at = 1.3 * turn;
    hair_behind(canvas, sitter, at);
    body(canvas, sitter, 0.4 * turn, 0.5 * (TAU * 2.0 * time).sin());
    face(canvas, sitter, at, (time + own).fract());
    hair_before(canvas, sitter, at);
}

fn soft(colour: Colour, cover: f32, edge: f32) -> Brush {
    Brush { colour, cover, edge }
}

/// Out of focus, on the side that `side` says.
fn room(canvas: &mut Canvas, sitter: &Sitter, side: f32) {
    let [top, bottom] = sitter.wall.map(hex);
    canvas.wall(top, bottom);
    let (light, wood) = (mixed(top, hex(0xfff6e0), 0.75), mixed(bottom, hex(0x1c1410), 0.35));
    canvas.paint(Box([60.0 * side, 26.0], [17.0, 24.0], 2.0), soft(light, 0.8, 5.0));
    canvas.paint(Box([60.0 * side, 26.0], [1.0, 24.0], 0.5), soft(top, 0.8, 3.0));
    canvas.paint(Ellipse([60.0 * side, 30.0], [40.0, 44.0]), soft(light, 0.35, 50.0));
    canvas.paint(Box([-62.0 * side, 46.0], [24.0, 1.2], 0.5), soft(wood, 0.9, 3.0));
    for (book, height) in [(0.0, 9.0), (4.5, 7.5), (9.0, 10.0), (15.0, 8.0)] {
        let colour = mixed(wood, hex(sitter.pullover), 0.25 + book / 30.0);
        canvas.paint(Box([(book - 70.0) * side, 45.0 - height], [1.9, height], 0.5), soft(colour, 0.8, 3.0));
    }
}

fn body(canvas: &mut Canvas, sitter: &Sitter, at: f32, breath: f32) {
    let (skin, pullover) = (hex(sitter.skin), hex(sitter.pullover));
    let shade = mixed(pullover, hex(0x101018), 0.18);
    canvas.paint(Box([at, 106.0 - breath], [38.0, 30.0], 26.0), pullover);
    canvas.paint(Line([at - 25.0, 112.0], [at - 23.0, 92.0], 1.4), soft(shade, 1.0, 1.5));
    canvas.paint(Line([at + 25.0, 112.0], [at + 23.0, 92.0], 1.4), soft(shade, 1.0, 1.5));
    canvas.paint(Ellipse([at, 77.0 - breath], [12.5, 7.5]), shade);
    canvas.paint(Box([at * 1.6, 69.0], [7.2, 13.0], 6.0), mixed(skin, hex(0x3a1a10), 0.18));
}

fn hair_behind(canvas: &mut Canvas, sitter: &Sitter, at: f32) {
    let hair = hex(sitter.hair.1);
    match sitter.hair.0 {
        Hair::Short | Hair::Beard => canvas.paint(Ellipse([at, 41.0], [17.6, 19.0]), hair),
        Hair::Long => canvas.paint(Box([at, 52.0], [21.0, 30.0], 19.0), hair),
        Hair::Bob => canvas.paint(Box([at, 44.0], [21.0, 22.0], 18.0), hair),
        Hair::Bun => {
            canvas.paint(Ellipse([at, 19.0], [8.5, 7.5]), hair);
            canvas.paint(Ellipse([at, 42.0], [18.0, 20.0]), hair);
        }
        Hair::Curls => {
            for (x, y) in [(-15.0, 47.0), (-17.0, 37.0), (-12.0, 28.0), (-4.0, 23.0), (5.0, 23.5)] {
                canvas.paint(Ellipse([at + x, y], [8.0, 8.0]), hair);
                canvas.paint(Ellipse([at - x, y], [8.0, 8.0]), hair);
            }
        }
    }
}

fn face(canvas: &mut Canvas, sitter: &Sitter, at: f32, time: f32) {
    let skin = hex(sitter.skin);
    let shade = mixed(skin, hex(0x5a2418), 0.3);
    let dark = hex(0x2a1c18);
    for side in [-1.0, 1.0] {
        canvas.paint(Ellipse([at + 16.0 * side, 48.0], [2.8, 4.4]), mixed(skin, shade, 0.4));
    }
    canvas.paint(Ellipse([at, 46.5], [16.0, 20.0]), skin);
    if matches!(sitter.hair.0, Hair::Beard) {
        canvas.paint(Ellipse([at, 59.5], [13.6, 9.6]), soft(hex(sitter.hair.1), 0.92, 2.5));
        canvas.paint(Ellipse([at, 51.5], [10.5, 6.0]), soft(skin, 1.0, 2.5));
    }
    let open = if (0.62..0.7).contains(&time) { 0.25 } else { 1.0 };
    for side in [-1.0, 1.0] {
        canvas.paint(Ellipse([at + 9.5 * side, 53.5], [3.6, 2.6]), soft(hex(0xd9604a), 0.22, 4.0));
        canvas.paint(Ellipse([at + 7.0 * side, 45.8], [1.7, 2.1 * open]), dark);
        canvas
            .paint(Ellipse([at + 7.0 * side + 0.6, 45.0], [0.5, 0.5]), soft(hex(0xffffff), 0.9 * open, 0.4));
        let brow = mixed(hex(sitter.hair.1), dark, 0.3);
        canvas.paint(Line([at + 4.6 * side, 41.0], [at + 9.8 * side, 40.6], 1.1), brow);
        if sitter.glasses {
            canvas.paint(Ring([at + 7.0 * side, 46.0], [5.2, 4.8], 0.8), dark);
            canvas.paint(Line([at + 12.2 * side, 45.4], [at + 15.6 * side, 44.6], 0.8), dark);
        }
    }
    if sitter.glasses {
        canvas.paint(Line([at - 1.8, 45.6], [at + 1.8, 45.6], 0.8), dark);
    }
    canvas.paint(Line([at + 0.4, 48.0], [at + 1.2, 52.0], 1.1), soft(shade, 0.7, 0.8));
    let lips = mixed(shade, hex(0x9c3030), 0.6);
    let (left, right) = ([at - 4.6, 57.4], [at + 4.6, 57.4]);
    let (from, to) = ([at - 2.0, 59.2], [at + 2.0, 59.2]);
    for (from, to) in [(left, from), (from, to), (to, right)] {
        canvas.paint(Line(from, to, 1.2), lips);
    }
}

fn hair_before(canvas: &mut Canvas, sitter: &Sitter, at: f32) {
    let hair = hex(sitter.hair.1);
    match sitter.hair.0 {
        Hair::Short | Hair::Beard => {
            canvas.paint(Ellipse([at - 3.0, 29.5], [13.5, 6.6]), hair);
            canvas.paint(Ellipse([at + 9.0, 32.0], [6.0, 6.0]), hair);
        }
        Hair::Long | Hair::Bob => {
            canvas.paint(Ellipse([at - 8.0, 31.0], [9.5, 7.5]), hair);
            canvas.paint(Ellipse([at + 9.5, 31.0], [7.5, 8.5]), hair);
        }
        Hair::Bun => canvas.paint(Ellipse([at, 29.0], [14.0, 5.6]), hair),
        Hair::Curls => {
            for x in [-10.0, -3.0, 4.0, 11.0] {
                canvas.paint(Ellipse([at + x, 29.0], [5.0, 4.6]), hair);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_looks_different_and_moves() {
        let picture = |who, time| {
            let mut canvas = Canvas::new(64, 36);
            paint(&mut canvas, who, time);
            canvas.planes()
        };
        let people: Vec<_> = (0..8).map(|who| picture(who, 0.0)).collect();
        assert_eq!(people.len(), SITTERS.len());
        for (who, own) in people.iter().enumerate() {
            assert!(!people[..who].contains(own), "{who}");
            assert_ne!(*own, picture(u8::try_from(who).unwrap(), 0.3), "{who}");
        }
    }
}
