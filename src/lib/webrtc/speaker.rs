//! Who speaks: levels in, marks out. A mark stays over the pauses of speech, and the one who leads keeps the lead for a
//! while, so that a cough does not take it.

use std::time::Duration;

use charlaton_contract::UserId;

use crate::lib::small_map::SmallMap;

/// From this level on somebody speaks, as `RTCRtpSynchronizationSource.audioLevel` has it, 0 to 1.
const LOUD: f32 = 0.02;
/// Pauses between words.
const PAUSE: Duration = Duration::from_millis(600);
/// How long the lead is kept at least: who leads is shown large, and pictures that jump are no help.
const HOLD: Duration = Duration::from_secs(2);
/// By how much another must be louder to take it.
const LOUDER: f32 = 1.3;
/// What a new level weighs in the mean of a voice.
const WEIGHT: f32 = 0.2;

/// What is to be seen of a voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mark {
    /// Silent.
    #[default]
    Silent,
    /// Speaks.
    Speaking,
    /// Speaks, and leads.
    Leading,
}

#[derive(Debug, Default)]
struct Voice {
    loud_at: Option<Duration>,
    mean: f32,
    mark: Mark,
}

/// Everybody's voice.
#[derive(Debug, Default)]
pub struct Speakers {
    voices: SmallMap<UserId, Voice>,
    /// Who leads, and since when.
    lead: Option<(UserId, Duration)>,
}

impl Speakers {
    /// Takes everybody's level of now, and says whose mark changes. Who is not named has left.
    #[must_use]
    pub fn hear(&mut self, now: Duration, levels: &[(UserId, f32)]) -> Vec<(UserId, Mark)> {
        self.voices.retain(|peer| levels.iter().any(|(other, _)| other == peer));
        for (peer, level) in levels {
            if !self.voices.contains_key(peer) {
                self.voices.insert(peer.clone(), Voice::default());
            }
            let Some(voice) = self.voices.get_mut(peer) else { continue };
            // Also for what is no number.
            let level = if *level > 0.0 { level.min(1.0) } else { 0.0 };
            voice.mean += (level - voice.mean) * WEIGHT;
            if level >= LOUD {
                voice.loud_at = Some(now);
            }
        }
        self.choose(now);
        let lead = self.lead.as_ref().map(|(peer, _)| peer);
        let mut changes = Vec::new();
        for (peer, voice) in self.voices.iter_mut() {
            let mark = match voice.speaks(now) {
                false => Mark::Silent,
                true if lead == Some(peer) => Mark::Leading,
                true => Mark::Speaking,
            };
            if std::mem::replace(&mut voice.mark, mark) != mark {
                changes.push((peer.clone(), mark));
            }
        }
        changes
    }

    /// Whether `peer` speaks now.
    #[must_use]
    pub fn speaks(&self, peer: &UserId) -> bool {
        self.voices.get(peer).is_some_and(|voice| voice.mark != Mark::Silent)
    }

    fn choose(&mut self, now: Duration) {
        let speaking = self.voices.iter().filter(|(_, voice)| voice.speaks(now));
        let loudest = speaking.max_by(|(_, one), (_, other)| one.mean.total_cmp(&other.mean));
        let Some((peer, voice)) = loudest else { return };
        let takes = match &self.lead {
            Some((lead, _)) if lead == peer => false,
            Some((lead, since)) => match self.voices.get(lead) {
                Some(leading) => {
                    now >= *since + HOLD && (!leading.speaks(now) || voice.mean > leading.mean * LOUDER)
                }
                None => true,
            },
            None => true,
        };
        if takes {
            self.lead = Some((peer.clone(), now));
        }
    }
}

impl Voice {
    fn speaks(&self, now: Duration) -> bool {
        self.loud_at.is_some_and(|at| now < at + PAUSE)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const EVERY: Duration = Duration::from_millis(150);

    struct Room(Speakers, Duration);

    impl Room {
        /// Everybody's levels, so many times; the marks at the end of it, and how often they changed.
        fn hear(&mut self, times: usize, levels: &[f32]) -> (String, usize) {
            let named = |index| UserId::parse(&format!("p{index}")).unwrap();
            let levels: Vec<_> =
                levels.iter().enumerate().map(|(index, level)| (named(index), *level)).collect();
            let mut changes = 0;
            for _ in 0..times {
                self.1 += EVERY;
                changes += self.0.hear(self.1, &levels).len();
            }
            let sign = |voice: &Voice| match voice.mark {
                Mark::Silent => '.',
                Mark::Speaking => 's',
                Mark::Leading => 'L',
            };
            (self.0.voices.values().map(sign).collect(), changes)
        }
    }

    fn room() -> Room {
        Room(Speakers::default(), Duration::from_secs(1))
    }

    #[test]
    fn a_voice_is_marked_at_once_and_over_its_pauses() {
        let mut room = room();
        assert_eq!(room.hear(5, &[0.0, 0.01]), ("..".to_owned(), 0));
        assert_eq!(room.hear(1, &[0.1, 0.01]), ("L.".to_owned(), 1));
        assert_eq!(room.hear(3, &[0.0, 0.0]), ("L.".to_owned(), 0));
        assert_eq!(room.hear(2, &[0.0, 0.0]), ("..".to_owned(), 1));
        assert!(!room.0.speaks(&UserId::parse("p0").unwrap()));
    }

    #[test]
    fn the_lead_is_kept_for_a_while() {
        let mut room = room();
        assert_eq!(room.hear(2, &[0.1, 0.0]).0, "L.");
        assert_eq!(room.hear(3, &[0.1, 0.9]).0, "Ls", "a cough");
        assert_eq!(room.hear(20, &[0.1, 0.9]).0, "sL");
        assert_eq!(room.hear(20, &[0.9, 0.85]).0, "sL", "not louder by enough");
        assert_eq!(room.hear(20, &[0.1, 0.0]).0, "L.");
    }

    #[test]
    fn who_leaves_takes_the_lead_along() {
        let mut room = room();
        assert_eq!(room.hear(2, &[0.05, 0.9]).0, "sL");
        assert_eq!(room.hear(1, &[0.05]).0, "L");
        assert_eq!(room.hear(1, &[]), (String::new(), 0));
    }

    proptest! {
        #[test]
        fn at_most_one_leads_and_only_who_speaks(rounds in prop::collection::vec(prop::collection::vec(prop_oneof![Just(f32::NAN), -1.0..2.0_f32, Just(0.0)], 0..6), 0..60)) {
            let mut room = room();
            for levels in rounds {
                let (marks, _) = room.hear(1, &levels);
                let leads = marks.matches('L').count();
                prop_assert!(leads <= 1, "{marks}");
                prop_assert_eq!(marks.len(), levels.len());
            }
        }
    }
}
