//! STUN and TURN from a service that hands out credentials for a while: when it is asked, and what becomes of its
//! answer. What was there before stays in use until a better list comes.
//!
//! Times are since 1970, because that is how expiries are written, and because a suspended machine's other clock
//! stands still while they pass.

use std::time::Duration;

use charlaton_contract::read::Read;
use charlaton_json::Value;

use super::IceServer;

/// How long the first connections wait for the first answer. Then they are made with what is configured.
pub const PATIENCE: Duration = Duration::from_secs(3);
/// A new list is asked for so long before the old one expires, where it lives long enough.
const MARGIN: Duration = Duration::from_secs(60);
/// No list is asked for sooner than this after the one before, whatever it says.
const AT_LEAST: Duration = Duration::from_secs(5);
/// Nor later, if it expires at all.
const AT_MOST: Duration = Duration::from_secs(12 * 60 * 60);
/// For one that has just been made and has expired: this machine's clock is wrong.
const BY_A_WRONG_CLOCK: Duration = Duration::from_secs(5 * 60);
/// After a failure; twice as long after each further one, up to 64 s.
const RETRY: Duration = Duration::from_secs(1);
const RETRY_DOUBLED: u32 = 6;

/// What a service answers: a list of `RTCIceServer`, or an object with such an `iceServers` and when it expires, as
/// `ttl` (seconds from now) or `expires` (seconds since 1970). A user name that begins with its own expiry, as those of
/// TURN's REST credentials do (`1795373527:ana`), says the same; the first of all expiries counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    servers: Vec<IceServer>,
    ttl: Option<Duration>,
    expires: Option<Duration>,
}

/// Everything that can happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The answer to [`Output::Ask`]; `None` when there was none, or none that can be understood.
    Answered(Option<Answer>),
    /// Time passed.
    Tick,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Ask the service.
    Ask,
    /// From now on these, for connections to come and for those there are.
    Use(Vec<IceServer>),
    /// Connections need not wait any more.
    Begin,
}

/// Knows when to ask.
#[derive(Debug)]
pub struct IceServers {
    /// Until when connections wait.
    wait: Option<Duration>,
    /// Not while an answer is on its way, nor after a list that does not expire.
    ask_at: Option<Duration>,
    failures: u32,
}

impl IceServers {
    /// Asks at once: [`Input::Tick`] is due.
    #[must_use]
    pub fn new(now: Duration) -> Self {
        Self { wait: Some(now + PATIENCE), ask_at: Some(now), failures: 0 }
    }

    /// When it wants [`Input::Tick`].
    #[must_use]
    pub fn deadline(&self) -> Option<Duration> {
        self.wait.into_iter().chain(self.ask_at).min()
    }

    /// Takes one input; `now` is the time since 1970.
    #[must_use]
    pub fn handle(&mut self, now: Duration, input: Input) -> Vec<Output> {
        let mut outputs = Vec::new();
        match input {
            Input::Tick => {
                if self.ask_at.take_if(|at| *at <= now).is_some() {
                    outputs.push(Output::Ask);
                }
                if self.wait.take_if(|until| *until <= now).is_some() {
                    outputs.push(Output::Begin);
                }
            }
            Input::Answered(Some(answer)) => {
                self.failures = 0;
                self.ask_at = answer.life(now).map(|life| now + ask_after(life));
                outputs.push(Output::Use(answer.servers));
                outputs.extend(self.wait.take().map(|_| Output::Begin));
            }
            // The first connections go on waiting: asking again may help them yet.
            Input::Answered(None) => {
                self.ask_at = Some(now + RETRY * 2u32.pow(self.failures));
                self.failures = (self.failures + 1).min(RETRY_DOUBLED);
            }
        }
        outputs
    }
}

/// At four fifths of its life, and a minute before its end if half of the life is over then.
fn ask_after(life: Duration) -> Duration {
    let early = (life * 4 / 5).min(life.saturating_sub(MARGIN));
    early.max(life / 2).clamp(AT_LEAST, AT_MOST)
}

impl Answer {
    /// The servers, for who needs them once.
    #[must_use]
    pub fn into_servers(self) -> Vec<IceServer> {
        self.servers
    }

    /// How long it can be used; `None` when it does not say.
    fn life(&self, now: Duration) -> Option<Duration> {
        let names = self.servers.iter().filter_map(|server| expiry_in(server.username.as_deref()?));
        let expires = names.chain(self.expires).min().map(|expires| match expires.checked_sub(now) {
            Some(left) if !left.is_zero() => left,
            Some(_) | None => BY_A_WRONG_CLOCK,
        });
        expires.into_iter().chain(self.ttl).min()
    }
}

impl Read for Answer {
    fn read(value: &Value) -> Option<Self> {
        let list = value.as_array().or_else(|| value.get("iceServers")?.as_array())?;
        // All or nothing: browsers refuse to make a connection at all if one of these makes no sense.
        let servers = list.iter().map(|server| IceServer::read(server).filter(IceServer::makes_sense));
        let seconds = |name| value.get(name).and_then(Value::as_u64).map(bounded);
        Some(Self {
            servers: servers.collect::<Option<_>>()?,
            ttl: seconds("ttl"),
            expires: seconds("expires"),
        })
    }
}

/// The digits at the beginning of a name, or all of it, if they can be a time of this century.
fn expiry_in(username: &str) -> Option<Duration> {
    let digits = username.split(':').next().filter(|digits| matches!(digits.len(), 10 | 11))?;
    digits.parse().ok().map(bounded)
}

/// What is added to a time must not overflow it.
fn bounded(seconds: u64) -> Duration {
    Duration::from_secs(seconds.min(u64::from(u32::MAX) * 16))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use charlaton_json::json;

    use super::*;

    /// `2026-11-22T18:52:07Z`.
    const START: u64 = 1_795_373_527;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(START + seconds)
    }

    fn turn(name: &str) -> Value {
        json!({ "urls": "turn:t.example", "username": name, "credential": "c" })
    }

    /// Of the REST credentials, with `life` seconds from `now` on.
    fn answer(now: u64, life: u64) -> Answer {
        let list = vec![turn(&format!("{}:ana", START + now + life))];
        Answer::read(&list.into()).unwrap()
    }

    /// One that has been asked for.
    fn asking() -> IceServers {
        let mut machine = IceServers::new(at(0));
        assert_eq!(machine.deadline(), Some(at(0)));
        assert_eq!(machine.handle(at(0), Input::Tick), [Output::Ask]);
        machine
    }

    /// When it asks again after an answer at 0.
    fn asks_at(answer: &Value) -> Option<u64> {
        let mut machine = asking();
        let answer = Answer::read(answer).unwrap();
        let outputs = machine.handle(at(0), Input::Answered(Some(answer.clone())));
        assert_eq!(outputs, [Output::Use(answer.servers), Output::Begin]);
        machine.deadline().map(|deadline| deadline.as_secs() - START)
    }

    #[test]
    fn the_first_connections_wait_for_the_first_answer() {
        let mut machine = asking();
        assert_eq!(machine.deadline(), Some(at(3)));
        assert_eq!(machine.handle(at(1), Input::Tick), []);
        let first = answer(2, 3600);
        let outputs = machine.handle(at(2), Input::Answered(Some(first.clone())));
        assert_eq!(outputs, [Output::Use(first.servers), Output::Begin]);
        assert_eq!(machine.deadline(), Some(at(2 + 2880)));
    }

    #[test]
    fn they_wait_three_seconds_and_use_a_late_answer_all_the_same() {
        let mut machine = asking();
        assert_eq!(machine.handle(at(3), Input::Tick), [Output::Begin]);
        assert_eq!(machine.deadline(), None, "an answer is on its way");
        let late = answer(9, 3600);
        assert_eq!(machine.handle(at(9), Input::Answered(Some(late.clone()))), [Output::Use(late.servers)]);
    }

    #[test]
    fn a_failure_keeps_what_there_is_and_is_tried_again_ever_more_slowly() {
        let mut machine = asking();
        assert_eq!(machine.handle(at(0), Input::Answered(Some(answer(0, 3600)))).len(), 2);
        let (mut now, mut pauses) = (2880, Vec::new());
        for _ in 0..9 {
            assert_eq!(machine.handle(at(now), Input::Tick), [Output::Ask]);
            assert_eq!(machine.deadline(), None, "one question at a time");
            assert_eq!(machine.handle(at(now), Input::Answered(None)), [], "the old list stays");
            let next = machine.deadline().unwrap().as_secs() - START;
            pauses.push(next - now);
            now = next;
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 64, 64]);
        assert_eq!(machine.handle(at(now), Input::Tick), [Output::Ask]);
        let fresh = answer(now, 3600);
        let outputs = machine.handle(at(now), Input::Answered(Some(fresh.clone())));
        assert_eq!(outputs, [Output::Use(fresh.servers)]);
        assert_eq!(machine.deadline(), Some(at(now + 2880)));
        assert_eq!(machine.handle(at(now + 2880), Input::Tick), [Output::Ask]);
        assert_eq!(machine.handle(at(now + 2880), Input::Answered(None)), []);
        assert_eq!(machine.deadline(), Some(at(now + 2881)), "a success is a new beginning");
    }

    #[test]
    fn a_failure_at_the_beginning_is_tried_again_while_they_wait() {
        let mut machine = asking();
        assert_eq!(machine.handle(at(0), Input::Answered(None)), []);
        assert_eq!(machine.handle(at(1), Input::Tick), [Output::Ask]);
        assert_eq!(machine.handle(at(1), Input::Answered(None)), []);
        assert_eq!(machine.handle(at(3), Input::Tick), [Output::Ask, Output::Begin]);
    }

    #[test]
    fn it_is_asked_again_before_the_end() {
        for (life, asks) in [
            (3600, 2880),
            (300, 240),
            // A minute before the end is more than a fifth of these.
            (200, 140),
            (100, 50),
            (30, 15),
            (1, 5),
            // The browsers' timers do not count up to a year.
            (365 * 86_400, 12 * 3600),
        ] {
            let list = vec![turn(&format!("{}:ana", START + life))];
            assert_eq!(asks_at(&list.into()), Some(asks), "{life}");
        }
    }

    #[test]
    fn every_way_to_say_when_is_understood_and_the_first_counts() {
        let bare = || turn("ana");
        assert_eq!(asks_at(&json!([])), None);
        assert_eq!(asks_at(&vec![bare()].into()), None, "it does not expire");
        assert_eq!(asks_at(&vec![turn("12345")].into()), None, "a number is not a time yet");
        assert_eq!(asks_at(&vec![turn("1795377127")].into()), Some(2880), "the name is the expiry");
        assert_eq!(asks_at(&json!({ "iceServers": [bare()], "ttl": 3600 })), Some(2880));
        assert_eq!(asks_at(&json!({ "iceServers": [bare()], "expires": 1_795_377_127u64 })), Some(2880));
        let both = json!({ "iceServers": [turn("1795377127:a"), turn("1795373827:a")], "ttl": 86400 });
        assert_eq!(asks_at(&both), Some(240));
        assert_eq!(asks_at(&json!({ "iceServers": [], "ttl": u64::MAX })), Some(12 * 3600));
        assert_eq!(asks_at(&vec![turn("99999999999:a")].into()), Some(12 * 3600));
    }

    #[test]
    fn a_clock_that_is_ahead_does_not_ask_all_the_time() {
        assert_eq!(asks_at(&vec![turn("1795370000:ana")].into()), Some(240));
        assert_eq!(asks_at(&vec![turn("1795373527:ana")].into()), Some(240));
    }

    #[test]
    fn what_no_browser_would_take_is_no_answer() {
        for wrong in [
            json!(null),
            json!({}),
            json!({ "iceServers": {} }),
            json!([{ "urls": 5 }]),
            json!([{ "urls": "stun:a" }, { "urls": "https://a" }]),
            json!([{ "urls": [] }]),
            json!([{ "urls": "turn:a" }]),
            json!([{ "urls": ["stun:a", "turns:a"], "username": "u" }]),
        ] {
            assert_eq!(Answer::read(&wrong), None, "{wrong}");
        }
    }
}
