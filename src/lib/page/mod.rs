//! What the browser does for a page that is in use: keeps the screen on, fills it, shows a picture above all other windows,
//! and asks before the page is closed.

mod browser;

pub use browser::{ClosingQuestion, FullScreen, OnTop, WakeLock, is_hidden};

/// Of pictures, each with its area and whether its person leads the talk, the one to be seen where there is room for one:
/// the largest; of several of that size the one who leads, else the first.
#[must_use]
pub fn main_picture(pictures: &[(u32, bool)]) -> Option<usize> {
    // Of equals the last is the greatest.
    (0..pictures.len()).rev().max_by_key(|&index| pictures[index])
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::main_picture;

    #[test]
    fn the_largest_picture_is_the_one_to_be_seen() {
        assert_eq!(main_picture(&[]), None);
        assert_eq!(main_picture(&[(10, false), (30, false), (20, true)]), Some(1));
    }

    #[test]
    fn of_equal_pictures_it_is_who_leads_the_talk_or_the_first() {
        assert_eq!(main_picture(&[(10, false), (10, true), (10, false)]), Some(1));
        assert_eq!(main_picture(&[(10, false), (10, false)]), Some(0));
    }
}
