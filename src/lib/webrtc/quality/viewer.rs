//! One viewer of our camera: what they ask for, and what the way to them has shown to carry.

use std::time::Duration;

use super::{
    Figures, Limit, Sample, Settings, Tile,
    trial::{Look, Trials},
};
use crate::lib::webrtc::budget::{self, CameraCap};

/// Loss above which less is sent at once.
const MOST_LOSS: f64 = 0.10;
/// Time there and back above which less is sent at once.
const LONGEST_ROUND_TRIP: Duration = Duration::from_millis(1500);
/// A cut shows in the statistics only after they were sent to us again.
const CUT_EVERY: Duration = Duration::from_secs(4);
/// How long all must have been well before more is tried, the first time.
const CLEAN: Duration = Duration::from_secs(10);
/// The longest such time, after pictures have failed again and again.
const MAX_CLEAN: Duration = Duration::from_secs(80);
/// Pictures that went for so long have not failed.
const PROVEN: Duration = Duration::from_secs(60);
/// A browser begins low and feels its way up: so long what it says of the connection is of itself.
const FEELING: Duration = Duration::from_secs(6);
/// Below this no picture is worth sending, in bits a second.
const LEAST: u32 = 90_000;
/// From here on one is sent again.
const AGAIN: u32 = 120_000;
/// Where growing begins at, in bits a second.
const FLOOR: u32 = 60_000;
/// Beyond this an estimate changes nothing, in bits a second.
const MOST: f64 = 100_000_000.0;
/// More lines only where the bits are enough for them by so much, in hundredths: else they come and go.
const AMPLE: u32 = 115;
/// So much of what we allow counts as all: browsers keep a little for headers, and no encoder meets its mark exactly.
const ALL: f64 = 0.85;
/// The fewest lines that are asked of an encoder.
const LEAST_LINES: u32 = 90;

#[derive(Debug)]
pub(super) struct Viewer {
    pub tile: Option<Tile>,
    /// What the way has shown to carry, in bits a second.
    level: u32,
    /// What the browser says it carries, once that means something.
    trials: Trials,
    /// Since when all is well.
    clean_since: Duration,
    /// How long it must be before more is tried.
    clean_for: Duration,
    grown_at: Duration,
    cut_at: Option<Duration>,
    /// Since when pictures go: also what may be sent is not, while the camera is off.
    flows_since: Option<Duration>,
    sending: Sending,
    lines: u32,
    /// The way carries less than the room would allow and the tile could show.
    pub held: bool,
    /// Neither loss nor delay, and the encoder makes what it wants to of what it is given.
    content: bool,
    last: Option<(Duration, Sample)>,
    pub figures: Figures,
    /// As last told to the connection.
    pub said: Option<Settings>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sending {
    /// Pictures, or they would be if anybody looked.
    Since(Duration),
    /// The connection does not carry them.
    Shed,
}

impl Viewer {
    pub(super) fn new(now: Duration) -> Self {
        Self {
            tile: None,
            // As much as is allowed: it begins with what the start value of the uplink gives.
            level: u32::MAX,
            trials: Trials::new(),
            clean_since: now,
            clean_for: CLEAN,
            grown_at: now,
            cut_at: None,
            flows_since: None,
            sending: Sending::Since(now),
            lines: 0,
            held: false,
            content: false,
            last: None,
            figures: Figures::default(),
            said: None,
        }
    }

    /// Whether the tile is looked at. A client that does not say so shows everybody.
    pub(super) fn watches(&self) -> bool {
        self.tile.is_none_or(|tile| tile.visible)
    }

    pub(super) fn is_shed(&self) -> bool {
        self.sending == Sending::Shed
    }

    /// What the pair says of the uplink. Where no picture goes, it has nothing to say.
    pub(super) fn estimate(&self) -> Option<u32> {
        self.trials.estimate().filter(|_| self.is_sending())
    }

    /// Takes a look at the statistics; the one before, if there is one.
    pub(super) fn sample(&mut self, now: Duration, sample: Sample) -> Option<Sample> {
        let before = self.last.replace((now, sample));
        let earlier = before.as_ref().map(|(then, earlier)| (earlier, now.saturating_sub(*then)));
        self.figures = sample.figures(self.is_sending(), earlier);
        self.figures.hidden = !self.watches();
        // An encoder that the connection stops sends nothing either; that says something.
        let flows =
            self.figures.sent.is_some_and(|kilobits| kilobits > 0) || sample.limit == Limit::Connection;
        self.flows_since = if flows { self.flows_since.or(Some(now)) } else { None };
        let lossy = sample.loss(self.is_sending()).is_some_and(|loss| loss > MOST_LOSS);
        let bad = lossy || sample.round_trip.is_some_and(|time| time > LONGEST_ROUND_TRIP);
        self.content = !bad && sample.target.is_some() && sample.limit != Limit::Connection;
        if bad {
            self.clean_since = now;
            if self.cut_at.is_none_or(|cut| now >= cut + CUT_EVERY) {
                self.cut_at = Some(now);
                let sent = self.said.filter(|said| said.active).map_or(self.level, |said| said.bits);
                self.level = (self.level.min(sent) / 2).max(FLOOR);
            }
        }
        self.look(now, &sample);
        before.map(|(_, sample)| sample)
    }

    fn look(&mut self, now: Duration, sample: &Sample) {
        let known = self.flows_since.is_some_and(|since| now >= since + FEELING);
        let allowed = self.said.filter(|said| said.active).map(|said| f64::from(said.bits));
        let all_of =
            |bits: Option<f64>| bits.zip(allowed).is_some_and(|(bits, allowed)| bits >= allowed * ALL);
        self.trials.look(
            now,
            Look {
                estimate: sample.available.filter(|bits| known && *bits > 0.0).map(bits),
                free: all_of(sample.target),
                used: all_of(self.figures.sent.map(|kilobits| f64::from(kilobits) * 1000.0)),
                well: now >= self.clean_since + CLEAN,
                wanting: self.held,
            },
        );
    }

    /// What this viewer gets of `share`, which is what is left of the uplink for each, and within `cap`; of the camera.
    pub(super) fn settle(&mut self, now: Duration, share: u32, cap: CameraCap, audio_only: bool) -> Settings {
        let own = self.estimate().map_or(u32::MAX, |bits| budget::share(u64::from(bits), 1, 1));
        let allowed = self.trials.with_trial(share.min(own)).min(cap.bits);
        self.grow(now, allowed);
        let carried = self.level.min(allowed);
        let needed = self.tile.map_or(cap.height, Tile::lines).max(LEAST_LINES);
        // Who is sent little because they show little is not short of anything, and the estimate of such a pair stays
        // low because nothing tries it.
        let wanted = cap.bits.min(budget::bits_for(needed));
        self.held = carried < wanted / 4 * 3;
        // A picture that needs little has a low estimate, which one moment of delay takes below what is worth sending.
        let carried = if self.content && !self.is_shed() { carried.max(LEAST) } else { carried };
        self.shed_or_send(now, carried);
        let active = !self.is_shed() && self.watches() && !audio_only;
        if !active {
            let idle =
                Settings { active, bits: cap.bits, lines: cap.height, frames: cap.frames, screen: None };
            return self.said.map_or(idle, |said| Settings { active, ..said });
        }
        let bits = carried.min(wanted);
        let ample = budget::lines_for(bits / AMPLE * 100);
        self.lines = budget::lines_for(bits).min(self.lines.max(ample));
        Settings {
            active,
            // Smaller changes are not worth a word.
            bits: bits / 10_000 * 10_000,
            lines: self.lines.min(cap.height).min(needed),
            frames: cap.frames,
            screen: None,
        }
    }

    /// Down at once, up slowly and only after all was well for a while.
    fn grow(&mut self, now: Duration, allowed: u32) {
        let passed = now.saturating_sub(self.grown_at).min(CLEAN).as_millis();
        self.grown_at = now;
        let target = allowed.max(FLOOR);
        if self.level < target && now >= self.clean_since + self.clean_for {
            // 8 % a second.
            let more = u128::from(self.level) * passed * 8 / 100_000;
            self.level = self.level.saturating_add(u32::try_from(more).unwrap_or(u32::MAX));
        }
        self.level = self.level.min(target);
    }

    fn shed_or_send(&mut self, now: Duration, bits: u32) {
        match self.sending {
            Sending::Since(since) if bits < LEAST => {
                let proven = now >= since + PROVEN;
                self.clean_for = if proven { CLEAN } else { (self.clean_for * 2).min(MAX_CLEAN) };
                self.clean_since = now;
                self.level = FLOOR;
                self.sending = Sending::Shed;
            }
            Sending::Shed if bits >= AGAIN => self.sending = Sending::Since(now),
            Sending::Since(since) if now >= since + PROVEN => self.clean_for = CLEAN,
            Sending::Since(_) | Sending::Shed => {}
        }
    }

    fn is_sending(&self) -> bool {
        self.said.is_some_and(|said| said.active)
    }
}

impl Tile {
    /// The lines a picture needs to cover it.
    fn lines(self) -> u32 {
        // Sixteen to nine. The width is told by the other side and may be anything.
        self.height.max(self.width / 16 * 9)
    }
}

/// What is no number is nothing.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded just here")]
fn bits(value: f64) -> u32 {
    value.clamp(0.0, MOST) as u32
}
