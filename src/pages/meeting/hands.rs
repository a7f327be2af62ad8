//! Who has a hand up, in the order of raising.

use charlaton_contract::UserId;

/// By our clock, in milliseconds since the page was opened: less than nothing for hands that are older.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Hands(Vec<(i64, UserId)>);

impl Hands {
    /// Puts a hand up, or to where it belongs. Whether it was down.
    pub(super) fn raise(&mut self, id: UserId, at: i64) -> bool {
        let was_down = !self.lower(&id);
        let place = self.0.iter().position(|(other, _)| *other > at).unwrap_or(self.0.len());
        self.0.insert(place, (at, id));
        was_down
    }

    /// Takes a hand down. Whether it was up.
    pub(super) fn lower(&mut self, id: &UserId) -> bool {
        let place = self.0.iter().position(|(_, other)| other == id);
        place.map(|place| self.0.remove(place)).is_some()
    }

    /// When it was raised, if it is up.
    pub(super) fn since(&self, id: &UserId) -> Option<i64> {
        self.0.iter().find(|(_, other)| other == id).map(|(at, _)| *at)
    }

    /// Those that are up.
    pub(super) fn iter(&self) -> impl Iterator<Item = &UserId> {
        self.0.iter().map(|(_, id)| id)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn user(id: &str) -> UserId {
        UserId::parse(id).unwrap()
    }

    #[test]
    fn the_first_hand_is_the_one_raised_first() {
        let mut hands = Hands::default();
        let order = |hands: &Hands| hands.iter().map(UserId::as_str).collect::<Vec<_>>().join(" ");
        assert!(hands.raise(user("b"), 20));
        assert!(hands.raise(user("c"), 20));
        assert!(hands.raise(user("a"), -5));
        assert_eq!(order(&hands), "a b c");
        assert!(!hands.raise(user("a"), 30), "it was up");
        assert_eq!(order(&hands), "b c a");
        assert!(hands.lower(&user("c")) && !hands.lower(&user("c")));
        assert_eq!((hands.since(&user("a")), hands.since(&user("c"))), (Some(30), None));
    }
}
