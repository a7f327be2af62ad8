//! Which lines of a long log are in the page: those that are seen and some around them. Space above and below stands for
//! the others, as high as they are thought to be. What is thought is put right where nobody sees it: by the space above,
//! so that what is read stays where it is and a hand that scrolls is not disturbed.

use std::ops::Range;

/// Lines that are to be there before and after those that are seen.
const MARGIN: usize = 8;
/// Lines that can be scrolled by before others have to come.
const PLAY: usize = 16;
/// No line is less high.
const SHORTEST: f64 = 40.0;

/// In CSS pixels what is a height or a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Window {
    /// The first line in the page.
    pub first: usize,
    /// Lines in the page, at most. Each takes the browser's time whenever others come, so they are no more than the view
    /// needs.
    pub count: usize,
    /// The space that stands for those before it.
    pub above: f64,
    /// Of one line, on average, as far as lines have been measured.
    pub line: f64,
}

/// What is in view. Places are below the upper edge of the view.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Seen {
    /// Of the lines in the page, counted from the first in the page.
    pub lines: Range<usize>,
    /// Where the first of them begins.
    pub begin: f64,
    /// Where the last line in the page ends.
    pub end: f64,
    /// How far the whole is scrolled.
    pub scrolled: f64,
}

impl Window {
    /// For a view of this height.
    pub(super) fn of_view(height: f64) -> Self {
        // A name, a time and a line of words; the first look at them tells.
        let mut window = Self { first: 0, count: 0, above: 0.0, line: 72.0 };
        window.fit(height);
        window
    }

    /// From now on the view has this height.
    pub(super) fn fit(&mut self, height: f64) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a conversion to an integer stays in its range"
        )]
        let seen = (height / SHORTEST) as usize;
        // Two more are seen in part.
        self.count = seen + 2 + 2 * MARGIN + PLAY;
    }

    /// Those in the page, of so many.
    pub(super) fn lines(&self, of: usize) -> Range<usize> {
        self.first.min(of)..(self.first + self.count).min(of)
    }

    /// The space that stands for those after them.
    pub(super) fn below(&self, of: usize) -> f64 {
        self.height(of - self.lines(of).end)
    }

    /// To the end. It moves by leaps: a line more is a line more in the page.
    pub(super) fn follow(&mut self, of: usize) {
        if self.lines(of).end < of {
            self.first = of.saturating_sub(self.count * 2 / 3);
            self.above = self.height(self.first);
        }
    }

    /// Moves when too little is left around what is seen. Then the line that is to be where it was, and where that is.
    pub(super) fn look(&mut self, seen: &Seen, of: usize) -> Option<(usize, f64)> {
        let shown = self.lines(of);
        let (more_before, more_after) = (self.first > 0, shown.end < of);
        let (line, place, first) = if more_before && seen.lines.end == 0 {
            let line = part(self.first, seen.scrolled / self.above);
            (line, 0.0, line.saturating_sub(self.count / 4))
        } else if more_after && seen.lines.start == shown.len() {
            let line = shown.end + part(of - shown.end, -seen.end / self.below(of));
            let line = line.min(of - 1);
            (line, 0.0, line.saturating_sub(self.count / 4))
        } else if (more_before && seen.lines.start < MARGIN)
            || (more_after && shown.len() < seen.lines.end + MARGIN)
        {
            let middle = self.first + seen.lines.start.midpoint(seen.lines.end);
            (self.first + seen.lines.start, seen.begin, middle.saturating_sub(self.count / 2))
        } else {
            return None;
        };
        let first = first.min(of.saturating_sub(self.count));
        (std::mem::replace(&mut self.first, first) != first).then_some((line, place))
    }

    /// The line that was to stay is lower than it was, by so much. How far is to be scrolled besides, so that it is not:
    /// only where the space above cannot make up for it.
    pub(super) fn settle(&mut self, lower: f64) -> f64 {
        let still = self.above - lower;
        self.above = if self.first == 0 {
            0.0
        } else if still < self.line {
            self.height(self.first)
        } else {
            still.floor()
        };
        self.above - still
    }

    fn height(&self, lines: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "there are not that many messages")]
        let lines = lines as f64;
        (lines * self.line).floor()
    }
}

/// So much of a number of lines.
fn part(lines: usize, fraction: f64) -> usize {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a conversion to an integer stays in its range"
    )]
    let part = (lines as f64 * fraction) as usize;
    part.min(lines)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A page that lays lines of these heights out.
    struct Page {
        heights: Vec<f64>,
        /// Of the view.
        view: f64,
        scrolled: f64,
        window: Window,
    }

    impl Page {
        fn at_end(heights: Vec<f64>, view: f64) -> Self {
            let mut page = Self { heights, view, scrolled: 0.0, window: Window::of_view(view) };
            page.window.follow(page.heights.len());
            page.scroll_to(f64::MAX);
            page
        }

        fn len(&self) -> usize {
            self.heights.len()
        }

        fn shown(&self) -> Range<usize> {
            self.window.lines(self.len())
        }

        /// Where a line in the page begins, below the upper edge of the view.
        fn place(&self, line: usize) -> f64 {
            self.window.above + self.heights[self.window.first..line].iter().sum::<f64>() - self.scrolled
        }

        fn scroll_to(&mut self, to: f64) {
            let height = self.place(self.shown().end) + self.scrolled + self.window.below(self.len());
            self.scrolled = to.min(height - self.view).max(0.0);
        }

        fn seen(&self) -> Seen {
            let is_above = |line: &usize| self.place(*line) + self.heights[*line] <= 0.0;
            let begins_in_view = |line: &usize| self.place(*line) < self.view;
            let start = self.shown().take_while(is_above).count();
            let end = self.shown().take_while(begins_in_view).count();
            Seen {
                begin: self.place(self.window.first + start),
                lines: start..end,
                end: self.place(self.shown().end),
                scrolled: self.scrolled,
            }
        }

        /// As the panel does it after a hand has scrolled. Whether anything has moved.
        fn look(&mut self) -> Result<bool, TestCaseError> {
            let seen = self.seen();
            let Some((line, place)) = self.window.look(&seen, self.len()) else { return Ok(false) };
            let shown = self.shown();
            prop_assert!(shown.len() <= self.window.count && shown.contains(&line));
            self.window.line = self.heights[shown.clone()].iter().sum::<f64>() / shown.len() as f64;
            let scroll = self.window.settle(self.place(line) - place);
            self.scroll_to(self.scrolled + scroll);
            let at_an_end = self.scrolled == 0.0 || shown.end == self.len();
            prop_assert!(at_an_end || (self.place(line) - place).abs() < 1.0, "it has moved");
            prop_assert!(shown.start > 0 || self.window.above == 0.0);
            Ok(true)
        }
    }

    fn heights() -> impl Strategy<Value = Vec<f64>> {
        prop::collection::vec(prop_oneof![9 => 40.0..120.0_f64, 1 => 120.0..2000.0_f64], 0..1500)
    }

    #[derive(Debug, Clone)]
    enum Hand {
        By(f64),
        To(f64),
    }

    fn hand() -> impl Strategy<Value = Hand> {
        prop_oneof![8 => (-1500.0..1500.0_f64).prop_map(Hand::By), 1 => (0.0..=1.0_f64).prop_map(Hand::To)]
    }

    proptest! {
        #[test]
        fn wherever_one_scrolls_there_are_lines_and_they_stay_where_they_are(
            heights in heights(), view in 200.0..2000.0_f64, hands in prop::collection::vec(hand(), 0..60)
        ) {
            let mut page = Page::at_end(heights, view);
            for hand in hands {
                let whole = page.place(page.shown().end) + page.scrolled + page.window.below(page.len());
                page.scroll_to(match hand {
                    Hand::By(way) => page.scrolled + way,
                    Hand::To(fraction) => whole * fraction,
                });
                let mut moves = 0;
                while page.look()? {
                    moves += 1;
                    prop_assert!(moves < 5, "it does not come to rest");
                }
                let (shown, end) = (page.shown(), page.place(page.shown().end));
                prop_assert!(shown.start == 0 || page.place(shown.start) <= 0.0, "a hole above");
                prop_assert!(shown.end == page.len() || end >= page.view, "a hole below");
            }
        }

        #[test]
        fn scrolling_up_comes_to_the_first_line_and_down_to_the_last(heights in heights(), view in 200.0..2000.0_f64) {
            let mut page = Page::at_end(heights, view);
            let far: f64 = page.heights.iter().sum::<f64>() * 2.0 + 200_000.0;
            let steps = (far / view) as usize;
            let mut seen_before = page.window.first + page.seen().lines.start;
            for _ in 0..steps {
                page.scroll_to(page.scrolled - view);
                while page.look()? {}
                let seen = page.window.first + page.seen().lines.start;
                prop_assert!(seen <= seen_before, "never back down");
                seen_before = seen;
            }
            prop_assert_eq!((page.window.first, page.scrolled), (0, 0.0));
            for _ in 0..steps {
                page.scroll_to(page.scrolled + view);
                while page.look()? {}
            }
            prop_assert_eq!(page.shown().end, page.len());
        }
    }

    #[test]
    fn the_end_is_followed_by_leaps() {
        let mut window = Window::of_view(560.0);
        assert_eq!(window.count, 48);
        window.follow(48);
        assert_eq!(window.lines(48), 0..48);
        window.follow(49);
        assert_eq!(window.lines(49), 17..49);
        let before = window.clone();
        window.follow(65);
        assert_eq!(window, before);
        window.follow(10_000);
        assert_eq!(window.lines(10_000).end, 10_000);
    }
}
