//! How this person has the stage: layout, pin, own picture, volumes; and what keeps the DOM so.

use charlaton_contract::{UserId, read::field};
use charlaton_json::json;
use yew::NodeRef;

use super::{
    bars::Bars,
    seats::{Layout, Seat, SelfView, Spot, Wishes, seats},
    session::Session,
    state::State,
    tiling::Tiling,
    watching::Watching,
};
use crate::{
    i18n::Texts,
    lib::{small_map::SmallMap, storage::Store},
};

const STORED: &str = "charlaton.stage";
/// As it comes.
const FULL_VOLUME: u32 = 100;

#[derive(Debug, Default)]
pub(super) struct Staging {
    pub node: NodeRef,
    wishes: Wishes,
    /// In hundredths, where they are not full.
    volumes: SmallMap<Spot, u32>,
    tiling: Tiling,
    watching: Watching,
    bars: Option<Bars>,
}

#[derive(Debug)]
pub(super) enum Msg {
    /// Shows this large, whatever else there is; nothing any more.
    Pin(Option<Spot>),
    /// How loud it is to be, in hundredths.
    Volume(Spot, u32),
    /// Somebody speaks and leads.
    Leads(UserId),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Press {
    Layout(Layout),
    SelfView(SelfView),
}

impl Staging {
    /// As it was chosen the last time.
    pub(super) fn stored() -> Self {
        let stored = Store::Local.get(STORED);
        let index =
            |name| stored.as_ref().and_then(|stored| field::<u32>(stored, name)).unwrap_or(0) as usize;
        let wishes = Wishes {
            layout: Layout::ALL.get(index("layout")).copied().unwrap_or_default(),
            self_view: SelfView::ALL.get(index("self")).copied().unwrap_or_default(),
            ..Wishes::default()
        };
        Self { wishes, ..Self::default() }
    }

    pub(super) fn wishes(&self) -> &Wishes {
        &self.wishes
    }

    /// Whether anything is to be shown anew.
    pub(super) fn update(&mut self, msg: Msg) -> bool {
        match msg {
            Msg::Pin(spot) => self.wishes.pinned = spot,
            Msg::Volume(spot, volume) => self.volumes.insert(spot, volume),
            Msg::Leads(user) => {
                self.wishes.lead = Some(user);
                return self.wishes.layout == Layout::Speaker;
            }
        }
        true
    }

    pub(super) fn press(&mut self, press: Press) {
        let wishes = &mut self.wishes;
        match press {
            Press::Layout(layout) => wishes.layout = layout,
            Press::SelfView(self_view) => wishes.self_view = self_view,
        }
        let (layout, self_view) = (wishes.layout as u32, wishes.self_view as u32);
        Store::Local.set(STORED, &json!({ "layout": layout, "self": self_view }));
    }

    /// In hundredths.
    pub(super) fn volume(&self, spot: &Spot) -> u32 {
        self.volumes.get(spot).copied().unwrap_or(FULL_VOLUME)
    }

    /// What is on the stage, in the order of the DOM: what is shared, then people.
    pub(super) fn seats(&self, state: &State, audio_only: bool) -> Vec<Seat> {
        // Of a screen without pictures there is nothing to see.
        let shared = |id| state.links.get(id).is_some_and(|link| link.screen.is_some()) && !audio_only;
        let screens = state
            .people
            .iter()
            .filter(|person| person.sharing && (person.is_me || shared(&person.id)))
            .map(|person| Spot::Screen(person.id.clone()));
        let faces = state.people.iter().map(|person| Spot::Face(person.id.clone()));
        seats(screens.chain(faces).collect(), &state.me, &self.wishes)
    }

    /// What only the DOM can do.
    pub(super) fn rendered(
        &mut self,
        state: &State,
        session: Option<&Session>,
        audio_only: bool,
        texts: &'static Texts,
    ) {
        let moved = self.tiling.rendered(&self.node, self.seats(state, audio_only));
        if let Some(session) = session {
            self.watching.rendered(&self.node, session, moved, audio_only);
            if !self.bars.as_ref().is_some_and(|bars| bars.speaks(texts)) {
                self.bars = Some(Bars::new(&self.node, session, texts));
            }
        }
    }

    /// Nothing is sent or told any more.
    pub(super) fn leave(&mut self) {
        (self.watching, self.bars) = (Watching::default(), None);
    }
}
