//! How we show everybody, told to each when it matters: when the tile has grown or shrunk by a fifth, or is not seen any
//! more, and at most once a second.

use std::time::Duration;

use charlaton_contract::UserId;

use super::{PeerMessage, quality::Tile};
use crate::lib::small_map::SmallMap;

/// Between two words to the same peer.
pub const TELL_EVERY: Duration = Duration::from_secs(1);

#[derive(Debug, Default)]
struct Entry {
    tile: Option<Tile>,
    told: Option<(Duration, Tile)>,
}

/// Everybody's tile.
#[derive(Debug, Default)]
pub struct Shown(SmallMap<UserId, Entry>);

impl Shown {
    /// These are the tiles there are now.
    pub fn measured(&mut self, tiles: Vec<(UserId, Tile)>) {
        for (peer, tile) in tiles {
            self.0.get_or_default(peer).tile = Some(tile);
        }
    }

    /// A new connection knows nothing of what the old one was told.
    pub fn opened(&mut self, peer: &UserId) {
        self.0.get_or_default(peer.clone()).told = None;
    }

    /// The peer has left.
    pub fn closed(&mut self, peer: &UserId) {
        self.0.remove(peer);
    }

    /// What is to be told now. What has to wait is told by a later call.
    #[must_use]
    pub fn tell(&mut self, now: Duration) -> Vec<(UserId, PeerMessage)> {
        let mut messages = Vec::new();
        for (peer, entry) in self.0.iter_mut() {
            let Some(tile) = entry.tile else { continue };
            let due = match entry.told {
                Some((at, told)) => now >= at + TELL_EVERY && differs(told, tile),
                None => true,
            };
            if due {
                entry.told = Some((now, tile));
                let Tile { width, height, visible, screen } = tile;
                messages.push((peer.clone(), PeerMessage::Tile { width, height, visible, screen }));
            }
        }
        messages
    }
}

fn differs(told: Tile, tile: Tile) -> bool {
    let by_a_fifth = |one: u32, other: u32| u64::from(one.abs_diff(other)) * 5 > u64::from(one);
    (told.visible, told.screen) != (tile.visible, tile.screen)
        || (tile.visible && (by_a_fifth(told.width, tile.width) || by_a_fifth(told.height, tile.height)))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn ana() -> UserId {
        UserId::parse("ana").unwrap()
    }

    fn shows(shown: &mut Shown, now: Duration, width: u32, visible: bool) -> usize {
        let tile = Tile { width, height: width / 16 * 9, visible, screen: visible };
        shown.measured(vec![(ana(), tile)]);
        shown.tell(now).len()
    }

    #[test]
    fn only_what_matters_is_told() {
        let mut shown = Shown::default();
        assert_eq!(shows(&mut shown, ms(0), 1000, true), 1);
        assert_eq!(shows(&mut shown, ms(2000), 1000, true), 0);
        assert_eq!(shows(&mut shown, ms(4000), 1190, true), 0);
        assert_eq!(shows(&mut shown, ms(6000), 1210, true), 1);
        assert_eq!(shows(&mut shown, ms(8000), 1210, false), 1);
        assert_eq!(shows(&mut shown, ms(10_000), 100, false), 0, "what is not seen has no size");
        assert_eq!(shows(&mut shown, ms(12_000), 100, true), 1);
    }

    #[test]
    fn once_a_second_and_then_the_latest() {
        let mut shown = Shown::default();
        assert_eq!(shows(&mut shown, ms(0), 1000, true), 1);
        assert_eq!(shows(&mut shown, ms(500), 500, true), 0);
        assert_eq!(shows(&mut shown, ms(900), 500, false), 0);
        let message = PeerMessage::Tile { width: 500, height: 279, visible: false, screen: false };
        assert_eq!(shown.tell(ms(1000)), [(ana(), message)]);
        assert_eq!(shown.tell(ms(3000)), []);
    }

    #[test]
    fn a_new_connection_is_told_at_once() {
        let mut shown = Shown::default();
        assert_eq!(shows(&mut shown, ms(0), 1000, true), 1);
        shown.opened(&ana());
        assert_eq!(shown.tell(ms(10)).len(), 1);
        shown.closed(&ana());
        assert_eq!(shown.tell(ms(5000)), []);
    }
}
