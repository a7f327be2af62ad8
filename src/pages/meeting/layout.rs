//! Where the tiles go: the large ones get the most room there is, the small ones stand in a strip beside or below them.

use super::seats::{Role, Seat};

/// Width of a picture for one unit of height.
const RATIO: f64 = 16.0 / 9.0;
/// Of a picture that may be cut to fill a phone held upright.
const UPRIGHT: f64 = 3.0 / 4.0;
/// Between tiles. Here as everywhere in this file in CSS pixels.
const GAP: f64 = 8.0;
/// Around all of them: the outline of who speaks is outside of a tile.
const EDGE: f64 = 4.0;
/// The narrowest tile in the strip; its name and its menu must fit in.
const LEAST: f64 = 128.0;
/// The widest one.
const MOST: f64 = 320.0;
/// How wide the strip is, if the pictures leave no more.
const STRIP: f64 = 240.0;
/// How wide the picture in the corner is.
const CORNER: (f64, f64) = (112.0, 256.0);

/// A place on the stage, from its upper left corner. What does not fit lies beyond its end: the stage scrolls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// How tiles of one size stand.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Grid {
    columns: usize,
    width: f64,
    height: f64,
}

/// Where the strip is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    Beside,
    Below,
}

/// A place for each seat on a stage of this size.
pub(super) fn arrange(seats: &[Seat], width: f64, height: f64) -> Vec<Rect> {
    let inner = |length: f64| (length - 2.0 * EDGE).max(0.0);
    let stage = Rect { x: EDGE, y: EDGE, width: inner(width), height: inner(height) };
    let count = |role| seats.iter().filter(|seat| seat.role == role).count();
    let (large, small) = (count(Role::Large), count(Role::Small));
    let (main, strip) = split(stage, large, small);
    let pictures = grid(large, main);
    let shared = seats.iter().any(|seat| seat.role == Role::Large && seat.spot.is_screen());
    let grid = match (large, small) {
        _ if shared => pictures.filling(large, main),
        (1, 0) => pictures.upright(main),
        _ => pictures,
    };
    let strip =
        strip.map(|(area, way)| area.hold(small, strip_grid(small, area, way, (pictures.width - GAP) / 2.0)));
    let (mut large, mut small) = (main.hold(large, grid).into_iter(), strip.into_iter().flatten());
    let places = seats.iter().map(|seat| match seat.role {
        Role::Large => large.next(),
        Role::Small => small.next(),
        Role::Corner => Some(corner(main)),
    });
    places.flatten().collect()
}

/// The room of the large tiles and of the strip: what pictures leave anyway, but at least a fifth and at most half. Of the
/// two ways the one in which the large tiles are larger.
fn split(stage: Rect, large: usize, small: usize) -> (Rect, Option<(Rect, Way)>) {
    if small == 0 {
        return (stage, None);
    }
    let free = grid(large, stage).block(large);
    let strip = |length: f64, taken: f64, unit: f64| {
        let fifth = (length / 5.0).max(LEAST / unit).min(STRIP / unit);
        (length - taken - GAP).max(fifth).min(length / 2.0)
    };
    let (aside, below) = (strip(stage.width, free.0, 1.0), strip(stage.height, free.1, RATIO));
    let beside = Rect { width: (stage.width - aside - GAP).max(0.0), ..stage };
    let above = Rect { height: (stage.height - below - GAP).max(0.0), ..stage };
    if grid(large, beside).width >= grid(large, above).width {
        let strip = Rect { x: beside.x + beside.width + GAP, width: aside, ..stage };
        (beside, Some((strip, Way::Beside)))
    } else {
        let strip = Rect { y: above.y + above.height + GAP, height: below, ..stage };
        (above, Some((strip, Way::Below)))
    }
}

/// The division of an area into `count` tiles of 16:9 that makes them as large as they can be. Ties go to fewer columns.
fn grid(count: usize, area: Rect) -> Grid {
    let of_columns = |columns: usize| {
        let rows = count.max(1).div_ceil(columns);
        let width = part(area.width, columns).min(part(area.height, rows) * RATIO);
        Grid { columns, width, height: width / RATIO }
    };
    (2..=count)
        .map(of_columns)
        .fold(of_columns(1), |best, next| if next.width > best.width { next } else { best })
}

/// One of so many equal parts.
fn part(length: f64, parts: usize) -> f64 {
    ((length - GAP * (parts as f64 - 1.0)) / parts as f64).max(0.0)
}

/// The tiles of the strip: at most so wide, and never too small to be of use; rather they do not all fit.
fn strip_grid(count: usize, area: Rect, way: Way, most: f64) -> Grid {
    // Rounding must not cost a column.
    let fits = |length: f64, tile: f64| (((length + GAP) / (tile + GAP) + 0.001) as usize).clamp(1, count);
    let across = match way {
        Way::Beside => area.width,
        Way::Below => area.height * RATIO,
    };
    let all = grid(count, area).width;
    let width = all.min(MOST).min(most).max(LEAST.min(across));
    let height = width / RATIO;
    let columns = match way {
        Way::Below if width > all => count.div_ceil(fits(area.height, height)),
        Way::Beside | Way::Below => fits(area.width, width),
    };
    Grid { columns, width, height }
}

fn corner(main: Rect) -> Rect {
    let (least, most) = CORNER;
    let half = main.width.min(main.height * RATIO) / 2.0;
    let width = (main.width * 0.22).max(least).min(most).min(half);
    let height = width / RATIO;
    let (x, y) = (main.x + main.width - width - GAP, main.y + main.height - height - GAP);
    Rect { x, y, width, height }
}

impl Grid {
    /// Width and height of all tiles together.
    fn block(self, count: usize) -> (f64, f64) {
        let length = |tiles: usize, tile: f64| tiles as f64 * (tile + GAP) - GAP;
        (length(self.columns, self.width), length(count.max(1).div_ceil(self.columns), self.height))
    }

    /// With a tile that is as high as an area of which it has the width, within reason.
    fn upright(self, area: Rect) -> Self {
        Self { height: area.height.min(self.width / UPRIGHT).max(self.height), ..self }
    }

    /// With tiles that leave nothing of an area: screens have any form.
    fn filling(self, count: usize, area: Rect) -> Self {
        let rows = count.max(1).div_ceil(self.columns);
        Self { width: part(area.width, self.columns), height: part(area.height, rows), ..self }
    }
}

impl Rect {
    /// The places of `count` tiles in the middle of it; if they do not fit, from its beginning.
    fn hold(self, count: usize, grid: Grid) -> Vec<Self> {
        let (width, height) = grid.block(count);
        let middle = |start: f64, length: f64, taken: f64| start + ((length - taken) / 2.0).max(0.0);
        let (left, top) = (middle(self.x, self.width, width), middle(self.y, self.height, height));
        let place = |index: usize| {
            let (row, column) = (index / grid.columns, index % grid.columns);
            // The last row may not be full.
            let missing = grid.columns - (count - row * grid.columns).min(grid.columns);
            let column = column as f64 + missing as f64 / 2.0;
            Self {
                x: left + column * (grid.width + GAP),
                y: top + row as f64 * (grid.height + GAP),
                width: grid.width,
                height: grid.height,
            }
        };
        (0..count).map(place).collect()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "layout_tests.rs"]
mod tests;
