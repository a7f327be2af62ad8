//! Who gets which quality of our camera: rules of a mesh, where every viewer is one more encoder and one more upload.
//!
//! The voice is never shed. Pictures are what is left of the uplink (`budget::share`), within the cap for the number of
//! people, and no more than a viewer's tile shows. Loss and delay cut at once; more is tried slowly, after all was well
//! for a while. Each pair's browser estimates the same uplink while the others use it, so an estimate is what is free
//! for that pair: their sum is the uplink. A pair of which nothing is known counts as the mean of the others.
//!
//! A shared screen has a cap of its own and is sent to who looks at it. While one is shared, the camera gets half of what
//! it would.

mod sample;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
mod trial;
mod viewer;

use std::time::Duration;

use charlaton_contract::UserId;

use super::budget::{self, CameraCap, ScreenCap};
use crate::lib::small_map::SmallMap;

pub use sample::{Figures, Limit, Sample};
use viewer::Viewer;

/// How often statistics are to be looked at.
pub const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How long less is encoded after the processor could not follow.
pub const SPARE_PROCESSOR: Duration = Duration::from_secs(60);
/// How long who has spoken keeps the better picture.
pub const SPEAKER_HOLD: Duration = Duration::from_secs(5);
/// From here on we speak: the mean square of 40 dB below full scale.
const SPEECH: f64 = 1e-4;

/// What the senders of our pictures do for one viewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Sends the camera at all.
    pub active: bool,
    /// At most so many bits a second.
    pub bits: u32,
    /// At most so many lines.
    pub lines: u32,
    /// At most so many pictures a second.
    pub frames: u32,
    /// What a shared screen may send; nothing where it is not looked at.
    pub screen: Option<ScreenCap>,
}

/// How somebody is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    /// In device pixels.
    pub width: u32,
    /// In device pixels.
    pub height: u32,
    /// On the screen at all.
    pub visible: bool,
    /// What they share is.
    pub screen: bool,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// There is a new connection with this peer, in place of the one there may have been.
    Opened(UserId),
    /// There is none any more.
    Closed(UserId),
    /// This is how the peer shows us.
    Tile(UserId, Tile),
    /// The statistics of a connection.
    Sample(UserId, Sample),
    /// The person wants sound alone, or not any more.
    AudioOnly(bool),
    /// The person shares a screen, or not any more.
    Sharing(bool),
}

/// What is to be done about it. Each is said once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// The senders of pictures to this peer do this from now on.
    Set(UserId, Settings),
    /// This peer gets no picture of ours because the connection does not carry it; or gets it again.
    Shed(UserId, bool),
}

/// What the uplink carries, to be put into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carries {
    /// All that the number of people allows.
    Clear,
    /// Sound, and smaller pictures.
    Small,
    /// Sound alone, at least to somebody.
    Sound,
    /// Smaller pictures, because the processor is busy.
    Spared,
    /// Sound alone, because the person wants it so.
    Chosen,
}

/// The quality of our camera for everybody.
#[derive(Debug, Default)]
pub struct Quality {
    viewers: SmallMap<UserId, Viewer>,
    audio_only: bool,
    sharing: bool,
    /// Less is encoded until then.
    spare_until: Duration,
    /// We count as speaking until then.
    speaker_until: Duration,
}

impl Quality {
    /// Takes one input and says what changes.
    #[must_use]
    pub fn handle(&mut self, now: Duration, input: Input) -> Vec<Output> {
        match input {
            Input::Opened(peer) => self.viewers.insert(peer, Viewer::new(now)),
            Input::Closed(peer) => drop(self.viewers.remove(&peer)),
            Input::Tile(peer, tile) => {
                if let Some(viewer) = self.viewers.get_mut(&peer) {
                    viewer.tile = Some(tile);
                }
            }
            Input::Sample(peer, sample) => self.sample(now, &peer, sample),
            Input::AudioOnly(on) => self.audio_only = on,
            Input::Sharing(on) => self.sharing = on,
        }
        self.settle(now)
    }

    /// What the senders to `peer` do.
    #[must_use]
    pub fn settings(&self, peer: &UserId) -> Option<Settings> {
        self.viewers.get(peer)?.said
    }

    /// Whether `peer` gets no picture because the connection does not carry it.
    #[must_use]
    pub fn is_shed(&self, peer: &UserId) -> bool {
        self.viewers.get(peer).is_some_and(Viewer::is_shed)
    }

    /// What the last look at the connection with `peer` said.
    #[must_use]
    pub fn figures(&self, now: Duration, peer: &UserId) -> Option<Figures> {
        let viewer = self.viewers.get(peer)?;
        let mut figures = viewer.figures;
        if figures.limit == Limit::None && now < self.spare_until {
            figures.limit = Limit::Processor;
        } else if figures.limit == Limit::None && viewer.held {
            figures.limit = Limit::Connection;
        }
        figures.hidden = !viewer.watches();
        Some(figures)
    }

    /// What the uplink carries; nothing is known of it while nobody is there.
    #[must_use]
    pub fn carries(&self, now: Duration) -> Option<Carries> {
        if self.viewers.is_empty() {
            return None;
        }
        Some(if self.audio_only {
            Carries::Chosen
        } else if self.viewers.values().any(Viewer::is_shed) {
            Carries::Sound
        } else if now < self.spare_until {
            Carries::Spared
        } else if self.viewers.values().any(|viewer| viewer.held) {
            Carries::Small
        } else {
            Carries::Clear
        })
    }

    fn sample(&mut self, now: Duration, peer: &UserId, sample: Sample) {
        let Some(viewer) = self.viewers.get_mut(peer) else { return };
        let earlier = viewer.sample(now, sample);
        if sample.limit == Limit::Processor {
            self.spare_until = now + SPARE_PROCESSOR;
        }
        if earlier.and_then(|earlier| sample.loudness(&earlier)).is_some_and(|loudness| loudness > SPEECH) {
            self.speaker_until = now + SPEAKER_HOLD;
        }
    }

    fn settle(&mut self, now: Duration) -> Vec<Output> {
        let (share, cap) = (self.share(), self.cap(now));
        let screen = budget::screen_cap(self.viewers.len() + 1);
        let mut outputs = Vec::new();
        for (peer, viewer) in self.viewers.iter_mut() {
            let was_shed = viewer.is_shed();
            let mut settings = viewer.settle(now, share, cap, self.audio_only);
            settings.screen = viewer.tile.is_none_or(|tile| tile.screen).then_some(screen);
            if viewer.said.replace(settings) != Some(settings) {
                outputs.push(Output::Set(peer.clone(), settings));
            }
            if viewer.is_shed() != was_shed {
                outputs.push(Output::Shed(peer.clone(), !was_shed));
            }
        }
        outputs
    }

    /// What each who watches may get of the uplink.
    fn share(&self) -> u32 {
        let viewers = self.viewers.len();
        let (mut sum, mut known) = (0, 0);
        for bits in self.viewers.values().filter_map(Viewer::estimate) {
            sum += u64::from(bits);
            known += 1;
        }
        let uplink = (sum * viewers as u64).checked_div(known).unwrap_or(u64::from(budget::START_BITS));
        let watch = self.viewers.values().filter(|viewer| viewer.watches()).count();
        let share = budget::share(uplink, viewers, watch);
        if self.sharing { share / 2 } else { share }
    }

    /// What the number of people allows; who speaks may send as if there was one fewer.
    fn cap(&self, now: Duration) -> CameraCap {
        let mut people = self.viewers.len() + 1;
        if now < self.speaker_until {
            people -= 1;
        }
        let mut cap = budget::camera_cap(people);
        if now < self.spare_until {
            cap.bits /= 2;
            cap.height = cap.height.min(budget::lines_for(cap.bits));
        }
        cap
    }
}
