//! What a browser knows about its calls.

use std::{collections::BTreeMap, time::Duration};

use serde::Deserialize;

use crate::{Browser, Failure, PATIENCE, Result, eventually, eventually_within};

/// One peer connection that is not closed, by `getStats`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// `connectionState`.
    pub state: String,
    /// Received.
    pub audio_packets: u64,
    /// Of sound, that were sent and did not arrive.
    pub audio_lost: u64,
    /// Of the sound received; silence adds nothing.
    pub audio_energy: f64,
    /// Of the pictures received.
    pub frames_decoded: u64,
    /// Of the pictures sent.
    pub frames_sent: u64,
    /// Of the picture sent.
    pub lines_sent: u32,
    /// Found here.
    pub local_candidates: usize,
    /// Told by the other side.
    pub remote_candidates: usize,
    /// By all of the connection.
    pub bytes_received: u64,
    /// By all of the connection.
    pub bytes_sent: u64,
    /// The ways that were chosen, one for each transport that has found one.
    pub routes: Vec<Route>,
    /// The user names by which it will ask TURN servers the next time.
    pub turn_users: Vec<String>,
}

/// One end, ours, of a selected pair of candidates.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Route {
    /// `candidateType`: `host`, `srflx`, `prflx` or `relay`.
    pub kind: String,
    /// `usernameFragment` and `port`, which every ICE restart draws anew.
    pub attempt: String,
}

/// One tile of the meeting.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Tile {
    /// Whose.
    pub user: String,
    /// Its accessible name.
    pub label: String,
    /// Its words.
    pub text: String,
    /// From the left, from the top, width and height in the window, in CSS pixels.
    pub place: [f64; 4],
    /// Of the picture, in pixels; 0 before the first.
    pub width: u32,
    /// Shown so far.
    pub frames: u64,
    /// Whether the video plays.
    pub playing: bool,
    /// Whether the video is silent.
    pub muted: bool,
}

/// One element that plays the sound of a person.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sound {
    /// Whose.
    pub user: String,
    /// Not paused, and with data.
    pub playing: bool,
    /// By property or by volume.
    pub muted: bool,
    /// From 0 to 1.
    pub volume: f64,
    /// Position in seconds.
    pub at: f64,
    /// Audio tracks that have not ended.
    pub live_tracks: usize,
}

/// A track that `getUserMedia` has given.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Captured {
    /// `audio` or `video`.
    pub kind: String,
    /// Whether the device is still in use.
    pub live: bool,
    /// Whether it gives more than silence or black.
    pub enabled: bool,
}

/// A `WebSocket` the page has made.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Socket {
    /// Where to.
    pub url: String,
    /// 1 is open, 3 is closed.
    pub ready_state: u8,
}

/// Something that happened in the page, in order.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Moment {
    /// `socket`, `in`, `out`, `peer`, `call`, `restart`, `click`.
    pub what: String,
    /// The event's name, of `in` and `out`; the `connectionState`, of `call`.
    pub name: Option<String>,
    /// Milliseconds since 1970.
    pub at: f64,
}

impl Moment {
    /// Whether it is this event.
    #[must_use]
    pub fn is(&self, what: &str, name: &str) -> bool {
        self.what == what && self.name.as_deref() == Some(name)
    }
}

/// When the first picture of each user was shown, in milliseconds since 1970.
pub type FirstFrames = BTreeMap<String, f64>;

macro_rules! questions {
    ($($(#[$doc:meta])* $name:ident: $script:literal -> $answer:ty;)*) => {
        impl Browser {
            $(
                $(#[$doc])*
                ///
                /// # Errors
                /// When the page does not say.
                pub async fn $name(&self) -> Result<$answer> {
                    self.run($script, vec![]).await
                }
            )*
        }
    };
}

questions! {
    /// The peer connections that are not closed.
    calls: "return __e2e.calls()" -> Vec<Call>;
    /// What one look at the statistics of all of them takes, in milliseconds.
    look_takes: "return __e2e.look()" -> f64;
    /// How many peer connections were ever made by this page.
    peers_made: "return __e2e.peersMade()" -> usize;
    /// The tiles of the meeting, in their order.
    tiles: "return __e2e.tiles()" -> Vec<Tile>;
    /// The tiles of shared screens, in their order.
    screens: "return __e2e.screens()" -> Vec<Tile>;
    /// The elements that play the sound of shared screens.
    screen_sounds: "return __e2e.screenSounds()" -> Vec<Sound>;
    /// The tracks of screens that this page has shared.
    shared: "return __e2e.shared()" -> Vec<Captured>;
    /// Ends what this page shares, as the browser's own bar does.
    end_share: "return __e2e.endShare() ?? null" -> Option<()>;
    /// The elements that play sound of voices.
    sounds: "return __e2e.sounds()" -> Vec<Sound>;
    /// The tracks of this page's devices.
    captured: "return __e2e.captured()" -> Vec<Captured>;
    /// The sockets ever made by this page.
    sockets: "return __e2e.sockets()" -> Vec<Socket>;
    /// What happened in this page.
    timeline: "return __e2e.timeline" -> Vec<Moment>;
    /// When pictures were first shown in the tiles of this page.
    first_frames: "return __e2e.firstFrames" -> FirstFrames;
    /// When this page was navigated to, in milliseconds since 1970.
    opened_at: "return performance.timeOrigin" -> f64;
    /// Ids in the list of participants.
    people: "return __e2e.people()" -> Vec<String>;
    /// The messages in the chat as they are shown.
    messages: "return __e2e.messages()" -> Vec<String>;
    /// Has every connection start ICE anew.
    restart_ice: "return __e2e.restartIce()" -> Option<()>;
    /// The browser's clock, in milliseconds since 1970.
    clock: "return Date.now()" -> f64;
    /// How many senders of peer connections carry sound from the microphone.
    sends_audio: "return __e2e.sending('audio')" -> usize;
    /// How many senders of peer connections carry pictures.
    sends_video: "return __e2e.sending('video')" -> usize;
    /// Senders of pictures that are told to send, to whomever.
    picture_senders: "return __e2e.pictureSenders()" -> usize;
}

/// An error with these words unless it holds.
///
/// # Errors
/// When it does not hold.
pub fn holds(condition: bool, otherwise: impl FnOnce() -> String) -> Result {
    if condition { Ok(()) } else { Err(Failure::new(otherwise())) }
}

impl Browser {
    /// When a heading or button of this name first appeared, in milliseconds since 1970.
    ///
    /// # Errors
    /// When the page does not say.
    pub async fn first_seen(&self, name: &str) -> Result<Option<f64>> {
        self.run("return __e2e.firstSeen[arguments[0]] ?? null", vec![name.into()]).await
    }

    /// Waits until there are exactly so many calls, all connected.
    ///
    /// # Errors
    /// When it never comes to that.
    pub async fn is_in_calls(&self, count: usize) -> Result {
        eventually(&format!("{} is in {count} calls", self.name()), async || {
            let calls = self.calls().await?;
            let connected = calls.iter().filter(|call| call.state == "connected").count();
            holds(connected == count && calls.len() == count, || format!("{calls:?}"))
        })
        .await
    }

    /// Waits until sound (energy and packets) and pictures of every call have risen since now, by more than what may
    /// still have been under way.
    ///
    /// # Errors
    /// When one of them does not.
    pub async fn media_flows(&self) -> Result {
        self.media_flows_within(PATIENCE).await
    }

    /// As [`Self::media_flows`], with another patience.
    ///
    /// # Errors
    /// When one of them does not rise.
    pub async fn media_flows_within(&self, patience: Duration) -> Result {
        let before = self.calls().await?;
        eventually_within(patience, &format!("sound and pictures reach {}", self.name()), async || {
            let after = self.calls().await?;
            holds(after.len() == before.len() && !after.is_empty(), || format!("{after:?}"))?;
            let risen = before.iter().zip(&after).all(|(before, after)| {
                after.audio_energy > before.audio_energy
                    && after.audio_packets > before.audio_packets + 25
                    && after.frames_decoded > before.frames_decoded + 10
            });
            holds(risen, || format!("before {before:?}, after {after:?}"))
        })
        .await
    }

    /// Waits until the tiles of exactly these people show moving pictures.
    ///
    /// # Errors
    /// When one of them does not.
    pub async fn sees_pictures_of(&self, users: &[&str]) -> Result {
        let mut first: Option<Vec<Tile>> = None;
        eventually(&format!("{} sees {} moving pictures", self.name(), users.len()), async || {
            let tiles = self.tiles().await?;
            let all = tiles.len() == users.len()
                && users.iter().all(|user| tiles.iter().any(|tile| tile.user == *user && tile.width > 0));
            holds(all, || format!("{tiles:?}"))?;
            let first = first.get_or_insert_with(|| tiles.clone());
            let moves = |tile: &Tile| {
                let earlier = first.iter().find(|earlier| earlier.user == tile.user);
                earlier.is_some_and(|earlier| tile.frames > earlier.frames + 5) && tile.playing
            };
            holds(tiles.iter().all(moves), || format!("{tiles:?}"))
        })
        .await
    }

    /// Waits until exactly these people's screens move.
    ///
    /// # Errors
    /// When one of them does not.
    pub async fn sees_screens_of(&self, users: &[&str]) -> Result {
        let mut first: Option<Vec<Tile>> = None;
        eventually(&format!("{} sees {} moving screens", self.name(), users.len()), async || {
            let screens = self.screens().await?;
            let all = screens.len() == users.len()
                && users.iter().all(|user| screens.iter().any(|tile| tile.user == *user && tile.width > 0));
            holds(all, || format!("{screens:?}"))?;
            let first = first.get_or_insert_with(|| screens.clone());
            let moves = |tile: &Tile| {
                first.iter().any(|earlier| earlier.user == tile.user && tile.frames > earlier.frames + 3)
            };
            holds(screens.iter().all(moves), || format!("{screens:?}"))
        })
        .await
    }

    /// Waits until the sound of exactly these people plays aloud.
    ///
    /// # Errors
    /// When one of them does not.
    pub async fn hears(&self, users: &[&str]) -> Result {
        let mut first: Option<Vec<Sound>> = None;
        eventually(&format!("{} hears {} people", self.name(), users.len()), async || {
            let sounds = self.sounds().await?;
            let aloud = |sound: &Sound| sound.playing && !sound.muted && sound.live_tracks == 1;
            let all = sounds.len() == users.len()
                && users.iter().all(|user| sounds.iter().any(|sound| sound.user == *user && aloud(sound)));
            holds(all, || format!("{sounds:?}"))?;
            let first = first.get_or_insert_with(|| sounds.clone());
            let advances = |sound: &Sound| {
                first.iter().any(|earlier| earlier.user == sound.user && sound.at > earlier.at)
            };
            holds(sounds.iter().all(advances), || format!("{sounds:?}"))
        })
        .await
    }
}
