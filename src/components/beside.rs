use web_sys::{Element, Event, window};

/// What the program around meetings shows beside whatever page there is. Its own pages hear of it at once; beside a meeting
/// start.js loads it then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// The panel that reads aloud.
    Reader,
    /// The keys of a meeting.
    Keys,
    /// How to bring others into the meeting.
    Invitation,
}

/// The event that asks for it; start.js has the same name.
pub const BESIDE: &str = "beside";
/// What was asked for last, on the root: whoever is loaded by the event has not heard it.
const ATTRIBUTE: &str = "data-beside";

impl Beside {
    const ALL: [Self; 3] = [Self::Reader, Self::Keys, Self::Invitation];

    /// Asks for it.
    pub fn ask(self) {
        if let (Some(window), Some(root), Ok(event)) = (window(), root(), Event::new(BESIDE)) {
            // A standard kind of attribute; setting it cannot fail.
            let _ = root.set_attribute(ATTRIBUTE, self.name());
            let _ = window.dispatch_event(&event);
        }
    }

    /// What was asked for last.
    #[must_use]
    pub fn asked() -> Option<Self> {
        let name = root()?.get_attribute(ATTRIBUTE)?;
        Self::ALL.into_iter().find(|beside| beside.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Keys => "keys",
            Self::Invitation => "invitation",
        }
    }
}

fn root() -> Option<Element> {
    window()?.document()?.document_element()
}
