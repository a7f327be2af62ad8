//! How well the connection with somebody does, as bars on their tile: written outside of the virtual DOM, and seldom.

use gloo_timers::callback::Interval;
use web_sys::Element;
use yew::NodeRef;

use super::{
    figures::{Figures, OfPeer},
    session::Session,
    voices::tiles,
};
use crate::{i18n::Texts, lib::webrtc::quality};

const LOOK_EVERY_MS: u32 = 4_000;
/// The style sheet has the same.
const ATTRIBUTE: &str = "data-bars";

/// Writes until dropped.
pub(super) struct Bars {
    texts: &'static Texts,
    _interval: Interval,
}

impl std::fmt::Debug for Bars {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Bars")
    }
}

impl Bars {
    pub(super) fn new(stage: &NodeRef, session: &Session, texts: &'static Texts) -> Self {
        let (stage, session) = (stage.clone(), session.clone());
        let look = move || {
            let figures = session.figures();
            stage.cast::<Element>().iter().for_each(|stage| write(stage, &figures, texts));
        };
        Self { texts, _interval: Interval::new(LOOK_EVERY_MS, look) }
    }

    /// Whether its words are these.
    pub(super) fn speaks(&self, texts: &'static Texts) -> bool {
        std::ptr::eq(self.texts, texts)
    }
}

fn write(stage: &Element, figures: &Figures, texts: &Texts) {
    for (tile, user) in tiles(stage, "data-user") {
        let Ok(Some(place)) = tile.query_selector(".bars") else { continue };
        let of = figures.peers.iter().find(|of| of.peer.as_str() == user);
        // Standard attributes of names that are ones: they cannot fail.
        match of.and_then(bars) {
            Some(count) => {
                let words = texts.stage.bars[count];
                for (name, value) in [
                    (ATTRIBUTE, ["0", "1", "2", "3"][count]),
                    ("role", "img"),
                    ("aria-label", words),
                    ("title", words),
                ] {
                    let _ = place.set_attribute(name, value);
                }
            }
            None => {
                let _ = place.remove_attribute(ATTRIBUTE);
            }
        }
    }
}

/// From none to three; nothing where nothing is known.
fn bars(of: &OfPeer) -> Option<usize> {
    let quality::Figures { round_trip, loss, .. } = of.figures;
    let round_trip = round_trip?;
    let loss = loss.unwrap_or(0);
    let within = |limits: &&(u32, u32)| loss <= limits.0 && round_trip <= limits.1;
    Some([(2, 250), (5, 500), (10, 1500)].iter().filter(within).count())
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use charlaton_contract::UserId;

    use super::*;

    #[test]
    fn loss_and_delay_take_bars_away() {
        let of = |loss, round_trip| {
            let figures = quality::Figures { loss, round_trip, ..quality::Figures::default() };
            bars(&OfPeer { peer: UserId::parse("ana").unwrap(), figures, speaks: false })
        };
        assert_eq!(of(Some(0), None), None);
        assert_eq!(of(None, Some(40)), Some(3));
        assert_eq!(of(Some(3), Some(40)), Some(2));
        assert_eq!(of(Some(0), Some(700)), Some(1));
        assert_eq!(of(Some(30), Some(40)), Some(0));
    }
}
