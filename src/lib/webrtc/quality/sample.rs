//! What a connection's statistics say, and what is made of two of them in a row.

use std::time::Duration;

/// Why the camera's encoder does less than it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Limit {
    /// It does not.
    #[default]
    None,
    /// The processor is not fast enough.
    Processor,
    /// The connection does not carry more.
    Connection,
}

impl Limit {
    /// Reads `qualityLimitationReason`.
    #[must_use]
    pub fn parse(reason: &str) -> Self {
        match reason {
            "cpu" => Self::Processor,
            "bandwidth" => Self::Connection,
            _ => Self::None,
        }
    }
}

/// One look at a connection. What the browser does not say is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sample {
    /// What the browser thinks it can send this way, in bits a second.
    pub available: Option<f64>,
    /// There and back.
    pub round_trip: Option<Duration>,
    /// The part of the voice that gets lost, 0 to 1.
    pub voice_loss: Option<f64>,
    /// The part of the pictures that gets lost, 0 to 1.
    pub picture_loss: Option<f64>,
    /// Why the camera's encoder does less than it may.
    pub limit: Limit,
    /// What the camera's encoder is told to make, in bits a second.
    pub target: Option<f64>,
    /// Bytes of pictures sent since the beginning.
    pub sent: Option<f64>,
    /// Bytes of pictures received since the beginning.
    pub received: Option<f64>,
    /// Lines of the pictures sent.
    pub sent_lines: Option<u32>,
    /// Lines of the pictures received.
    pub received_lines: Option<u32>,
    /// Over a TURN server.
    pub relayed: Option<bool>,
    /// `totalAudioEnergy` and `totalSamplesDuration` of our microphone.
    pub voice: Option<(f64, f64)>,
}

/// What a person may want to know of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Over a TURN server; `None` before it is known.
    pub relayed: Option<bool>,
    /// There and back, in milliseconds.
    pub round_trip: Option<u32>,
    /// What of ours gets lost, in hundredths.
    pub loss: Option<u32>,
    /// Of pictures, in kilobits a second.
    pub sent: Option<u32>,
    /// Of pictures, in kilobits a second.
    pub received: Option<u32>,
    /// Lines of our picture.
    pub sent_lines: Option<u32>,
    /// Lines of their picture.
    pub received_lines: Option<u32>,
    /// Why our picture is not better.
    pub limit: Limit,
    /// They do not look at our picture.
    pub hidden: bool,
}

impl Sample {
    /// What gets lost of what is sent. While no picture is, its loss is an old one.
    #[must_use]
    pub fn loss(&self, sends_pictures: bool) -> Option<f64> {
        let pictures = self.picture_loss.filter(|_| sends_pictures);
        match (pictures, self.voice_loss) {
            (Some(pictures), Some(voice)) => Some(pictures.max(voice)),
            (pictures, voice) => pictures.or(voice),
        }
    }

    /// How loud we have been since `earlier`: the mean square, full scale is 1.
    #[must_use]
    pub fn loudness(&self, earlier: &Self) -> Option<f64> {
        let ((energy, duration), (energy_then, duration_then)) = (self.voice?, earlier.voice?);
        let passed = duration - duration_then;
        (passed > 0.0).then(|| (energy - energy_then) / passed)
    }

    /// In words' numbers, against what was `earlier`, so long ago.
    #[must_use]
    pub fn figures(&self, sends_pictures: bool, earlier: Option<(&Self, Duration)>) -> Figures {
        let rate = |read: fn(&Self) -> Option<f64>| {
            let (before, ago) = earlier?;
            let bytes = read(self)? - read(before)?;
            (!ago.is_zero()).then(|| whole(bytes * 8.0 / 1000.0 / ago.as_secs_f64()))
        };
        Figures {
            relayed: self.relayed,
            round_trip: self.round_trip.map(|time| whole(time.as_secs_f64() * 1000.0)),
            loss: self.loss(sends_pictures).map(|loss| whole(loss * 100.0)),
            sent: rate(|sample| sample.sent),
            received: rate(|sample| sample.received),
            sent_lines: self.sent_lines,
            received_lines: self.received_lines,
            limit: self.limit,
            hidden: false,
        }
    }
}

/// The nearest whole number; what is less than nothing, or no number, is nothing.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
fn whole(value: f64) -> u32 {
    (value + 0.5) as u32
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn rates_are_of_the_time_between() {
        let first = Sample { sent: Some(1_000.0), received: Some(0.0), ..Sample::default() };
        let second = Sample {
            sent: Some(251_000.0),
            received: Some(-5.0),
            round_trip: Some(Duration::from_micros(41_600)),
            voice_loss: Some(0.004),
            picture_loss: Some(0.126),
            ..Sample::default()
        };
        let figures = second.figures(true, Some((&first, Duration::from_secs(2))));
        assert_eq!(
            (figures.sent, figures.received),
            (Some(1000), Some(0)),
            "a counter that fell says nothing"
        );
        assert_eq!((figures.round_trip, figures.loss), (Some(42), Some(13)));
        assert_eq!(second.figures(false, None).loss, Some(0), "no picture is sent: the loss of one is old");
        assert_eq!(second.figures(true, Some((&first, Duration::ZERO))).sent, None);
    }

    #[test]
    fn loudness_is_energy_by_time() {
        let at = |energy, duration| Sample { voice: Some((energy, duration)), ..Sample::default() };
        assert_eq!(at(1.5, 4.0).loudness(&at(1.0, 2.0)), Some(0.25));
        assert_eq!(at(1.5, 4.0).loudness(&at(1.5, 4.0)), None);
        assert_eq!(at(1.5, 4.0).loudness(&Sample::default()), None);
    }

    #[test]
    fn reasons_are_read() {
        assert_eq!(
            ["none", "cpu", "bandwidth", "other"].map(Limit::parse),
            [Limit::None, Limit::Processor, Limit::Connection, Limit::None]
        );
    }
}
