use proptest::prelude::*;

use super::*;

fn user(id: &str) -> UserId {
    UserId::parse(id).unwrap()
}

/// A name is a face; one with a star is a screen.
fn spot(text: &str) -> Spot {
    match text.strip_suffix('*') {
        Some(id) => Spot::Screen(user(id)),
        None => Spot::Face(user(text)),
    }
}

/// What is shown, in its order: `+` large, `-` small, `o` in the corner.
fn seated(spots: &str, wishes: &Wishes) -> String {
    let spots = spots.split_whitespace().map(spot).collect();
    let seated = seats(spots, &user("me"), wishes).into_iter().map(|seat| {
        let sign = match seat.role {
            Role::Large => '+',
            Role::Small => '-',
            Role::Corner => 'o',
        };
        format!("{sign}{}{}", seat.spot.user(), if seat.spot.is_screen() { "*" } else { "" })
    });
    seated.collect::<Vec<_>>().join(" ")
}

fn wishes(layout: Layout, self_view: SelfView) -> Wishes {
    Wishes { layout, self_view, ..Wishes::default() }
}

#[test]
fn all_are_alike_and_of_two_the_other_is_large() {
    let auto = Wishes::default();
    assert_eq!(seated("me", &auto), "+me");
    assert_eq!(seated("me ana", &auto), "ome +ana");
    assert_eq!(seated("me ana luis", &auto), "+me +ana +luis");
    assert_eq!(seated("me ana", &wishes(Layout::Grid, SelfView::Tile)), "+me +ana");
}

#[test]
fn ones_own_picture_is_where_one_wants_it() {
    let (corner, hidden) = (wishes(Layout::Auto, SelfView::Corner), wishes(Layout::Auto, SelfView::Hidden));
    assert_eq!(seated("me ana luis", &corner), "ome +ana +luis");
    assert_eq!(seated("me", &corner), "+me", "alone there is no corner to be in");
    assert_eq!(seated("me ana", &hidden), "+ana");
    assert_eq!(seated("me", &hidden), "");
}

#[test]
fn who_spoke_last_is_large() {
    let mut speaker = wishes(Layout::Speaker, SelfView::Tile);
    assert_eq!(seated("me ana luis", &speaker), "-me +ana -luis", "somebody, while nobody has spoken");
    speaker.lead = Some(user("luis"));
    assert_eq!(seated("me ana luis", &speaker), "-me -ana +luis");
    assert_eq!(seated("me ana", &speaker), "-me +ana", "who has left is not");
    assert_eq!(seated("me", &speaker), "+me");
}

#[test]
fn what_is_shared_takes_the_stage_and_what_is_pinned_takes_it_from_all() {
    for layout in Layout::ALL {
        let mut any = wishes(layout, SelfView::Tile);
        assert_eq!(seated("ana* me ana", &any), "+ana* -me -ana");
        assert_eq!(seated("ana* luis* me ana luis", &any), "+ana* +luis* -me -ana -luis");
        any.pinned = Some(spot("luis"));
        assert_eq!(seated("ana* me ana luis", &any), "-ana* -me -ana +luis");
        any.pinned = Some(spot("luis*"));
        assert_eq!(seated("ana* luis* me ana luis", &any), "-ana* +luis* -me -ana -luis");
        assert_eq!(seated("ana* me ana luis", &any), "+ana* -me -ana -luis", "it is not there any more");
    }
}

#[test]
fn ones_own_screen_is_small() {
    let auto = Wishes::default();
    assert_eq!(seated("me* me ana luis", &auto), "-me* +me +ana +luis");
    assert_eq!(seated("me* me ana", &auto), "-me* ome +ana");
    assert_eq!(seated("me* ana* me ana", &auto), "-me* +ana* -me -ana");
    assert_eq!(seated("me* me", &auto), "-me* +me");
    assert_eq!(seated("me* me", &wishes(Layout::Auto, SelfView::Hidden)), "+me*", "there is nothing else");
}

proptest! {
    #[test]
    fn something_is_large_and_only_one_is_in_the_corner(
        spots in prop::sample::subsequence(vec!["me*", "a*", "b*", "me", "a", "b", "c"], 0..7),
        layout in prop::sample::select(&Layout::ALL[..]),
        self_view in prop::sample::select(&SelfView::ALL[..]),
        pinned in prop::option::of(prop::sample::select(vec!["a", "b*", "c"])),
        lead in prop::option::of(prop::sample::select(vec!["a", "me", "gone"])),
    ) {
        let wishes = Wishes { layout, self_view, pinned: pinned.map(spot), lead: lead.map(user) };
        let seats = seats(spots.iter().map(|text| spot(text)).collect(), &user("me"), &wishes);
        let of = |role| seats.iter().filter(|seat| seat.role == role).count();
        prop_assert!(seats.is_empty() || of(Role::Large) > 0);
        prop_assert!(of(Role::Corner) <= 1);
        let hidden = usize::from(self_view == SelfView::Hidden && spots.contains(&"me"));
        prop_assert_eq!(seats.len(), spots.len() - hidden);
    }
}
