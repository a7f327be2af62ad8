//! A button for a device: what is wished for, what is so, and never two requests at once.

use super::MediaError;

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Power {
    /// Sending.
    On,
    /// Not sending.
    Off,
}

/// What becomes of the device when it is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenOff {
    /// Kept and silent: a microphone must come back at once.
    Mute,
    /// Released: a camera's light must go out.
    Release,
}

/// Everything that can happen to a toggle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The person wants it so.
    Want(Power),
    /// The device is open.
    Opened,
    /// It did not open.
    Failed(MediaError),
    /// It is gone: unplugged, or taken by the system.
    Ended,
}

/// What is to be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Ask for the device; answer with `Opened` or `Failed`.
    Open,
    /// Let it be heard or seen.
    Enable,
    /// Keep it, silent.
    Mute,
    /// Let it go.
    Release,
    /// Tell the person.
    Report(MediaError),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Released,
    Opening { desired: Power },
    Live,
    Muted,
}

/// One device's button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toggle {
    when_off: WhenOff,
    state: State,
}

impl Toggle {
    /// Off, with no device.
    #[must_use]
    pub fn new(when_off: WhenOff) -> Self {
        Self { when_off, state: State::Released }
    }

    /// What the person wants.
    #[must_use]
    pub fn desired(&self) -> Power {
        match self.state {
            State::Opening { desired } => desired,
            State::Live => Power::On,
            State::Released | State::Muted => Power::Off,
        }
    }

    /// What is so.
    #[must_use]
    pub fn actual(&self) -> Power {
        match self.state {
            State::Live => Power::On,
            State::Released | State::Opening { .. } | State::Muted => Power::Off,
        }
    }

    /// Whether the device is being asked for.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        matches!(self.state, State::Opening { .. })
    }

    /// Takes one input and says what to do.
    #[must_use]
    pub fn handle(&mut self, input: Input) -> Vec<Output> {
        let (state, out) = match (self.state, input) {
            (State::Released, Input::Want(Power::On)) => {
                (State::Opening { desired: Power::On }, vec![Output::Open])
            }
            // The wish changes; the request under way is the only one.
            (State::Opening { .. }, Input::Want(desired)) => (State::Opening { desired }, vec![]),
            (State::Opening { desired: Power::On }, Input::Opened)
            | (State::Muted, Input::Want(Power::On)) => (State::Live, vec![Output::Enable]),
            (State::Opening { desired: Power::Off }, Input::Opened)
            | (State::Live, Input::Want(Power::Off)) => match self.when_off {
                WhenOff::Mute => (State::Muted, vec![Output::Mute]),
                WhenOff::Release => (State::Released, vec![Output::Release]),
            },
            (State::Opening { .. }, Input::Failed(error)) => (State::Released, vec![Output::Report(error)]),
            (State::Live | State::Muted, Input::Ended) => (State::Released, vec![Output::Release]),
            (state, Input::Want(_) | Input::Opened | Input::Failed(_) | Input::Ended) => (state, vec![]),
        };
        self.state = state;
        out
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(when_off: WhenOff, story: &[(Input, &[Output])], actual: Power) {
        let mut toggle = Toggle::new(when_off);
        for (input, expected) in story {
            assert_eq!(toggle.handle(input.clone()), *expected, "{input:?}");
        }
        assert_eq!((toggle.desired(), toggle.actual(), toggle.is_pending()), (actual, actual, false));
    }

    const ON: Input = Input::Want(Power::On);
    const OFF: Input = Input::Want(Power::Off);

    #[test]
    fn a_microphone_is_kept_and_a_camera_released() {
        let opened: [(Input, &[Output]); 2] = [(ON, &[Output::Open]), (Input::Opened, &[Output::Enable])];
        let mut mic = opened.to_vec();
        mic.extend([(OFF, &[Output::Mute] as &[_]), (ON, &[Output::Enable])]);
        check(WhenOff::Mute, &mic, Power::On);
        let mut camera = opened.to_vec();
        camera.extend([(OFF, &[Output::Release] as &[_])]);
        check(WhenOff::Release, &camera, Power::Off);
    }

    #[test]
    fn quick_clicks_ask_once_and_the_last_one_counts() {
        check(
            WhenOff::Release,
            &[(ON, &[Output::Open]), (OFF, &[]), (ON, &[]), (Input::Opened, &[Output::Enable])],
            Power::On,
        );
        check(
            WhenOff::Release,
            &[(ON, &[Output::Open]), (OFF, &[]), (Input::Opened, &[Output::Release])],
            Power::Off,
        );
        check(
            WhenOff::Mute,
            &[(ON, &[Output::Open]), (OFF, &[]), (Input::Opened, &[Output::Mute])],
            Power::Off,
        );
    }

    #[test]
    fn a_failure_is_said_and_the_wish_given_up() {
        let failed = Input::Failed(MediaError::Busy);
        check(
            WhenOff::Mute,
            &[(ON, &[Output::Open]), (failed, &[Output::Report(MediaError::Busy)])],
            Power::Off,
        );
    }

    #[test]
    fn a_device_that_vanishes_is_off_and_never_comes_back_by_itself() {
        let story: &[(Input, &[Output])] = &[
            (ON, &[Output::Open]),
            (Input::Opened, &[Output::Enable]),
            (Input::Ended, &[Output::Release]),
            (Input::Opened, &[]),
        ];
        check(WhenOff::Mute, story, Power::Off);
    }

    proptest! {
        #[test]
        fn never_two_requests_and_never_live_against_the_wish(inputs in proptest::collection::vec(0..5_u8, 0..60)) {
            let (mut toggle, mut open, mut wish) = (Toggle::new(WhenOff::Release), 0_i32, Power::Off);
            for input in inputs {
                let input = match input {
                    0 => ON,
                    1 => OFF,
                    2 if open == 1 => Input::Opened,
                    3 if open == 1 => Input::Failed(MediaError::Denied),
                    4 => Input::Ended,
                    _ => continue,
                };
                match &input {
                    Input::Want(power) => wish = *power,
                    Input::Opened | Input::Failed(_) => open = 0,
                    Input::Ended => {}
                }
                open += i32::try_from(toggle.handle(input).iter().filter(|out| **out == Output::Open).count()).unwrap();
                prop_assert!(open <= 1);
                prop_assert!(wish == Power::On || toggle.actual() == Power::Off);
            }
        }
    }
}
