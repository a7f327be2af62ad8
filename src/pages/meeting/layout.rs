//! Where the tiles go: the grid that gives every picture the most room.

/// Width of a picture for one unit of height.
const RATIO: f64 = 16.0 / 9.0;

/// How the stage is divided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Grid {
    pub columns: usize,
    /// CSS pixels.
    pub tile_width: f64,
    /// CSS pixels.
    pub tile_height: f64,
}

/// The division of a stage of `width` × `height` CSS pixels into `count` tiles of 16:9, `gap` apart, that makes the
/// tiles as large as they can be. Ties go to fewer columns.
pub(super) fn grid(count: usize, width: f64, height: f64, gap: f64) -> Grid {
    let of_columns = |columns: usize| {
        let rows = count.max(1).div_ceil(columns);
        let free =
            |length: f64, parts: usize| ((length - gap * (parts as f64 - 1.0)) / parts as f64).max(0.0);
        let tile_width = free(width, columns).min(free(height, rows) * RATIO);
        Grid { columns, tile_width, tile_height: tile_width / RATIO }
    };
    (2..=count)
        .map(of_columns)
        .fold(of_columns(1), |best, next| if next.tile_width > best.tile_width { next } else { best })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tiles_are_laid_out_as_one_would() {
        let columns = |count, width, height| grid(count, width, height, 8.0).columns;
        assert_eq!(columns(1, 1280.0, 720.0), 1);
        assert_eq!(columns(2, 1280.0, 720.0), 2);
        assert_eq!(columns(4, 1280.0, 720.0), 2);
        assert_eq!(columns(5, 1280.0, 720.0), 3);
        assert_eq!(columns(2, 375.0, 600.0), 1, "on a phone held upright they stand above each other");
        assert_eq!(columns(8, 2560.0, 600.0), 4);
    }

    proptest! {
        #[test]
        fn everything_fits(count in 1usize..20, width in 0.0f64..4000.0, height in 0.0f64..3000.0) {
            let grid = grid(count, width, height, 8.0);
            let rows = count.div_ceil(grid.columns) as f64;
            let columns = grid.columns as f64;
            prop_assert!(grid.tile_width >= 0.0);
            if grid.tile_width > 0.0 {
                prop_assert!(columns * grid.tile_width + 8.0 * (columns - 1.0) <= width + 0.01);
                prop_assert!(rows * grid.tile_height + 8.0 * (rows - 1.0) <= height + 0.01);
            }
        }
    }
}
