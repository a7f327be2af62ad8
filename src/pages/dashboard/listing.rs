//! The list of my rooms as it grows page by page.

use std::rc::Rc;

use charlaton_contract::{
    RoomId,
    rest::{RoomPage, RoomSummary},
};
use yew::Reducible;

use crate::services::ApiError;

/// Where the next page stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Status {
    Loading,
    Ready { more: bool },
    Failed(ApiError),
}

/// What is known of my rooms.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Listing {
    pub status: Status,
    /// Asked for next, from 1.
    pub next_page: u32,
    /// Where somebody who asked for more goes on reading.
    pub continues_at: Option<RoomId>,
    created: Vec<RoomSummary>,
    listed: Vec<RoomSummary>,
}

/// What happens to the list.
#[derive(Debug)]
pub(super) enum Action {
    Asked,
    Came(RoomPage),
    Failed(ApiError),
}

impl Listing {
    /// Before the first page; `created` are rooms the server may not list yet.
    pub(super) fn new(created: Vec<RoomSummary>) -> Self {
        Self { status: Status::Loading, next_page: 1, continues_at: None, created, listed: Vec::new() }
    }

    /// Those to show, in order.
    pub(super) fn rooms(&self) -> impl Iterator<Item = &RoomSummary> {
        let unlisted = self.created.iter().filter(|room| !self.lists(&room.id));
        unlisted.chain(&self.listed)
    }

    fn lists(&self, id: &RoomId) -> bool {
        self.listed.iter().any(|room| room.id == *id)
    }
}

impl Reducible for Listing {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut listing = (*self).clone();
        match action {
            Action::Asked => listing.status = Status::Loading,
            Action::Failed(error) => listing.status = Status::Failed(error),
            Action::Came(page) => {
                // Rooms made meanwhile shift the pages, so one may come twice.
                let new: Vec<_> = page.rooms.into_iter().filter(|room| !self.lists(&room.id)).collect();
                listing.continues_at = new.first().filter(|_| self.next_page > 1).map(|room| room.id.clone());
                listing.listed.extend(new);
                listing.next_page += 1;
                listing.status = Status::Ready { more: page.pagination.has_next_page };
            }
        }
        Rc::new(listing)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use charlaton_contract::rest::Pagination;

    use super::*;

    #[test]
    fn pages_follow_each_other_and_no_room_is_shown_twice() {
        let first = Rc::new(Listing::new(Vec::new())).reduce(page(&["a-a", "b-b"], true));
        assert_eq!((ids(&first), &first.status), ("a-a b-b".into(), &Status::Ready { more: true }));
        assert_eq!(first.continues_at, None);
        let second = first.reduce(Action::Asked).reduce(page(&["b-b", "c-c"], false));
        assert_eq!((ids(&second), &second.status), ("a-a b-b c-c".into(), &Status::Ready { more: false }));
        assert_eq!(second.continues_at.as_ref().map(RoomId::as_str), Some("c-c"));
    }

    #[test]
    fn a_room_just_made_stands_first_until_the_server_lists_it() {
        let listing = Rc::new(Listing::new(vec![room("n-n")]));
        assert_eq!(ids(&listing), "n-n");
        let listing = listing.reduce(page(&["a-a"], true));
        assert_eq!(ids(&listing), "n-n a-a");
        assert_eq!(ids(&listing.reduce(page(&["n-n"], false))), "a-a n-n");
    }

    #[test]
    fn a_failure_keeps_what_came_and_asks_for_the_same_page_again() {
        let listing = Rc::new(Listing::new(Vec::new())).reduce(page(&["a-a"], true));
        let listing = listing.reduce(Action::Asked).reduce(Action::Failed(ApiError::TimedOut));
        assert_eq!((ids(&listing), listing.next_page), ("a-a".into(), 2));
    }

    fn page(ids: &[&str], has_next_page: bool) -> Action {
        let rooms = ids.iter().map(|id| room(id)).collect();
        Action::Came(RoomPage {
            rooms,
            pagination: Pagination { current_page: 1, total_pages: 1, has_next_page },
        })
    }

    fn room(id: &str) -> RoomSummary {
        let id = RoomId::parse(id).unwrap();
        RoomSummary { id, name: String::new(), created_at: None, participants: 0, duration: 0 }
    }

    fn ids(listing: &Listing) -> String {
        listing.rooms().map(|room| room.id.as_str()).collect::<Vec<_>>().join(" ")
    }
}
