//! Shapes with soft edges, painted one over the other. The unit is a hundredth of the height; x counts from the middle,
//! y from the top.

/// Red, green and blue from 0 to 1.
pub(super) type Colour = [f32; 3];

/// A colour as style sheets write it.
pub(super) fn hex(code: u32) -> Colour {
    let [_, red, green, blue] = code.to_be_bytes();
    [red, green, blue].map(|part| f32::from(part) / 255.0)
}

/// So much of `other` in `one`.
pub(super) fn mixed(one: Colour, other: Colour, share: f32) -> Colour {
    std::array::from_fn(|part| one[part] + (other[part] - one[part]) * share)
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Its middle and its two radii.
    Ellipse([f32; 2], [f32; 2]),
    /// The same, of which only a line of this width is seen.
    Ring([f32; 2], [f32; 2], f32),
    /// Its middle, half its sides, and the radius of its corners.
    Box([f32; 2], [f32; 2], f32),
    /// Its ends and its width.
    Line([f32; 2], [f32; 2], f32),
}

impl Shape {
    /// How far a point is outside of it; negative inside.
    fn distance(self, [x, y]: [f32; 2]) -> f32 {
        match self {
            Self::Ellipse([cx, cy], [rx, ry]) => {
                let (px, py) = (x - cx, y - cy);
                let (near, steep) = ((px / rx).hypot(py / ry), (px / (rx * rx)).hypot(py / (ry * ry)));
                if steep > 0.0 { near * (near - 1.0) / steep } else { -rx.min(ry) }
            }
            Self::Ring(at, radii, width) => Self::Ellipse(at, radii).distance([x, y]).abs() - width / 2.0,
            Self::Box([cx, cy], [w, h], round) => {
                let (px, py) = ((x - cx).abs() - w + round, (y - cy).abs() - h + round);
                px.max(0.0).hypot(py.max(0.0)) + px.max(py).min(0.0) - round
            }
            Self::Line([ax, ay], [bx, by], width) => {
                let (px, py, lx, ly) = (x - ax, y - ay, bx - ax, by - ay);
                let along = ((px * lx + py * ly) / (lx * lx + ly * ly)).clamp(0.0, 1.0);
                (px - lx * along).hypot(py - ly * along) - width / 2.0
            }
        }
    }

    /// Left, top, right and bottom.
    fn bounds(self) -> [f32; 4] {
        match self {
            Self::Ellipse([x, y], [w, h]) | Self::Box([x, y], [w, h], _) => [x - w, y - h, x + w, y + h],
            Self::Ring([x, y], [w, h], line) => [x - w - line, y - h - line, x + w + line, y + h + line],
            Self::Line([ax, ay], [bx, by], w) => {
                [ax.min(bx) - w, ay.min(by) - w, ax.max(bx) + w, ay.max(by) + w]
            }
        }
    }
}

/// How a shape is painted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brush {
    pub(super) colour: Colour,
    /// From nothing to all of it.
    pub(super) cover: f32,
    /// How wide the edge is that fades.
    pub(super) edge: f32,
}

impl From<Colour> for Brush {
    fn from(colour: Colour) -> Self {
        Self { colour, cover: 1.0, edge: 0.4 }
    }
}

pub(super) struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<Colour>,
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels of a small picture"
)]
impl Canvas {
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![[0.0; 3]; width * height] }
    }

    fn unit(&self) -> f32 {
        self.height as f32 / 100.0
    }

    /// A wall that goes from one colour at its top to another at its bottom.
    pub(super) fn wall(&mut self, top: Colour, bottom: Colour) {
        for (index, pixel) in self.pixels.iter_mut().enumerate() {
            *pixel = mixed(top, bottom, (index / self.width) as f32 / self.height as f32);
        }
    }

    pub(super) fn paint(&mut self, shape: Shape, brush: impl Into<Brush>) {
        let Brush { colour, cover, edge } = brush.into();
        let (unit, middle) = (self.unit(), self.width as f32 / 2.0);
        let [left, top, right, bottom] = shape.bounds();
        let columns = span(middle + (left - edge) * unit, middle + (right + edge) * unit, self.width);
        for row in span((top - edge) * unit, (bottom + edge) * unit, self.height) {
            for column in columns.clone() {
                let point = [(column as f32 + 0.5 - middle) / unit, (row as f32 + 0.5) / unit];
                let share = (0.5 - shape.distance(point) / edge).clamp(0.0, 1.0) * cover;
                let pixel = &mut self.pixels[row * self.width + column];
                *pixel = mixed(*pixel, colour, share);
            }
        }
    }

    /// Luma, then both planes of colour at half the size (ITU-R BT.601).
    pub(super) fn planes(&self) -> Vec<u8> {
        let byte = |value: f32| value.round() as u8;
        let luma = |[r, g, b]: Colour| 16.0 + 65.481 * r + 128.553 * g + 24.966 * b;
        let blue = |[r, g, b]: Colour| 128.0 - 37.797 * r - 74.203 * g + 112.0 * b;
        let red = |[r, g, b]: Colour| 128.0 + 112.0 * r - 93.786 * g - 18.214 * b;
        let mut planes: Vec<u8> = self.pixels.iter().map(|pixel| byte(luma(*pixel))).collect();
        for part in [&blue as &dyn Fn(Colour) -> f32, &red] {
            for row in (0..self.height).step_by(2) {
                let pixels = (0..self.width).step_by(2).map(|column| self.pixels[row * self.width + column]);
                planes.extend(pixels.map(|pixel| byte(part(pixel))));
            }
        }
        planes
    }
}

/// The pixels between two places, as far as there are any.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels of a small picture")]
fn span(from: f32, to: f32, size: usize) -> std::ops::Range<usize> {
    (from.max(0.0) as usize).min(size)..(to.max(0.0).ceil() as usize).min(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_where_they_are_said_to_be() {
        for (shape, inside, outside) in [
            (Shape::Ellipse([10.0, 50.0], [4.0, 8.0]), [10.0, 57.0], [15.0, 50.0]),
            (Shape::Ring([0.0, 50.0], [10.0, 10.0], 2.0), [10.0, 50.0], [0.0, 50.0]),
            (Shape::Box([0.0, 50.0], [10.0, 5.0], 2.0), [9.0, 50.0], [9.9, 54.9]),
            (Shape::Line([0.0, 0.0], [10.0, 10.0], 2.0), [5.0, 5.5], [12.0, 12.0]),
        ] {
            assert!(shape.distance(inside) < 0.0 && shape.distance(outside) > 0.0, "{shape:?}");
            let [left, top, right, bottom] = shape.bounds();
            assert!((left..right).contains(&inside[0]) && (top..bottom).contains(&inside[1]), "{shape:?}");
        }
    }

    #[test]
    fn white_and_black_are_those_of_films() {
        let mut canvas = Canvas::new(4, 2);
        canvas.wall(hex(0xff_ff_ff), hex(0xff_ff_ff));
        assert_eq!(canvas.planes(), [[235; 8].as_slice(), &[128; 4]].concat());
        canvas.paint(Shape::Box([0.0, 50.0], [200.0, 200.0], 0.0), hex(0));
        assert_eq!(canvas.planes(), [[16; 8].as_slice(), &[128; 4]].concat());
    }
}
