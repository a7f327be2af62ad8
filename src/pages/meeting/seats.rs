//! Who is shown how: one or some large and the others small, or all alike.

use charlaton_contract::UserId;

/// What a tile shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spot {
    Face(UserId),
    Screen(UserId),
}

impl Spot {
    pub(super) fn user(&self) -> &UserId {
        let (Self::Face(user) | Self::Screen(user)) = self;
        user
    }

    pub(super) fn is_screen(&self) -> bool {
        matches!(self, Self::Screen(_))
    }
}

/// How large it is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Large,
    /// In the strip.
    Small,
    /// Over the others.
    Corner,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seat {
    pub spot: Spot,
    pub role: Role,
}

/// How a person wants to see the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Layout {
    /// All alike; with two people the other one large.
    #[default]
    Auto,
    Grid,
    /// Who spoke last is large.
    Speaker,
}

/// How a person wants to see themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum SelfView {
    #[default]
    Tile,
    Corner,
    Hidden,
}

impl Layout {
    pub(super) const ALL: [Self; 3] = [Self::Auto, Self::Grid, Self::Speaker];

    /// The one after it, and after the last one the first.
    pub(super) fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % Self::ALL.len()]
    }
}

impl SelfView {
    pub(super) const ALL: [Self; 3] = [Self::Tile, Self::Corner, Self::Hidden];
}

/// What decides.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Wishes {
    pub layout: Layout,
    pub self_view: SelfView,
    /// Large, whatever else there is.
    pub pinned: Option<Spot>,
    /// Who spoke last.
    pub lead: Option<UserId>,
}

/// Gives everything there is to show its seat. What is pinned comes first, then what others share, then what the layout
/// says. Our own screen is never large where there is anything else: it would show itself in itself.
pub(super) fn seats(spots: Vec<Spot>, me: &UserId, wishes: &Wishes) -> Vec<Seat> {
    let (screens, faces): (Vec<_>, Vec<_>) =
        spots.iter().filter(|spot| spot.user() != me).cloned().partition(Spot::is_screen);
    let pinned = wishes.pinned.iter().find(|pinned| spots.contains(pinned));
    let lead = faces.iter().find(|face| Some(face.user()) == wishes.lead.as_ref());
    let large: Vec<Spot> = match (pinned, wishes.layout) {
        (Some(pinned), _) => vec![pinned.clone()],
        (None, _) if !screens.is_empty() => screens.clone(),
        (None, Layout::Speaker) => lead.or(faces.first()).cloned().into_iter().collect(),
        (None, Layout::Auto | Layout::Grid) => Vec::new(),
    };
    let duo = wishes.layout == Layout::Auto && faces.len() == 1 && screens.is_empty();
    let apart = match wishes.self_view {
        SelfView::Tile => duo,
        SelfView::Corner => !faces.is_empty() || !screens.is_empty(),
        SelfView::Hidden => false,
    };
    let role = |spot: &Spot| match (spot.user() == me, spot.is_screen()) {
        (true, true) => Role::Small,
        (true, false) if apart => Role::Corner,
        _ if large.is_empty() || large.contains(spot) => Role::Large,
        _ => Role::Small,
    };
    let hides = |spot: &Spot| wishes.self_view == SelfView::Hidden && spot.user() == me && !spot.is_screen();
    let mut seats: Vec<Seat> =
        spots.into_iter().filter(|spot| !hides(spot)).map(|spot| Seat { role: role(&spot), spot }).collect();
    if !seats.iter().any(|seat| seat.role == Role::Large) {
        seats.iter_mut().for_each(|seat| seat.role = Role::Large);
    }
    seats
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "seats_tests.rs"]
mod tests;
