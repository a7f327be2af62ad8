//! A button for a device: what is wished for, what is so, and never two requests at once.
//!
//! Whatever becomes of the device, it is never more live than the person's last wish: what the program does by itself
//! keeps a wish or gives it up.

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
    /// The person wants it on for as long as they hold a key.
    Hold,
    /// They hold it no more, or nobody can tell whether they do.
    LetGo,
    /// The device is open.
    Opened,
    /// It did not open.
    Failed(MediaError),
    /// It gives nothing any more, and does not say why.
    Ended,
    /// It is gone, and this is why.
    Lost(Loss),
    /// What was to be waited for is over.
    Waited,
    /// The system keeps it from giving anything: a phone call, for instance.
    Silenced,
    /// It gives something again.
    Sounding,
    /// Another device is to be used in its place.
    Replace,
    /// The page does without it for a while.
    Suspend,
    /// The page is as it was before.
    Resume,
}

/// Why a device is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// It was unplugged; there is another one.
    Unplugged,
    /// It was unplugged, and it was the last one.
    Last,
    /// The person took the permission back.
    Revoked,
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
    /// Find out what became of it: answer with `Lost`, or with `Waited` after a second.
    Look,
    /// Answer with `Waited` after [`PATIENCE_MS`].
    Wait,
    /// Tell the person.
    Report(MediaError),
}

/// How long a silence of the system's may last before others are told, in milliseconds.
pub const PATIENCE_MS: u32 = 5_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Released,
    Opening {
        desired: Power,
        then: Then,
    },
    Live,
    Muted,
    /// It ended while it was live; nobody knows yet why.
    Looking,
    /// Without a device, whatever is wished for.
    Suspended {
        desired: Power,
    },
}

/// What becomes of the device that is being opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    Use,
    Replace,
    Suspend,
}

/// What an open device gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    Flowing,
    Silent,
    Interrupted,
}

const OPENING: State = State::Opening { desired: Power::On, then: Then::Use };

/// One device's button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toggle {
    when_off: WhenOff,
    state: State,
    flow: Flow,
    /// It is on only while a key is held.
    held: bool,
}

impl Toggle {
    /// With no device until [`Input::Resume`], and then as it was `before`.
    #[must_use]
    pub fn new(when_off: WhenOff, before: Power) -> Self {
        Self { when_off, state: State::Suspended { desired: before }, flow: Flow::Flowing, held: false }
    }

    /// What the person wants of it now.
    #[must_use]
    pub fn desired(&self) -> Power {
        match self.state {
            State::Opening { then: Then::Suspend, .. } | State::Suspended { .. } => Power::Off,
            State::Opening { desired, .. } => desired,
            State::Live | State::Looking => Power::On,
            State::Released | State::Muted => Power::Off,
        }
    }

    /// What the person will want of it the next time: nothing that a key has to be held for.
    #[must_use]
    pub fn wish(&self) -> Power {
        match self.state {
            _ if self.held => Power::Off,
            State::Suspended { desired } | State::Opening { desired, .. } => desired,
            State::Live | State::Looking => Power::On,
            State::Released | State::Muted => Power::Off,
        }
    }

    /// What is so.
    #[must_use]
    pub fn actual(&self) -> Power {
        match self.state {
            State::Live => Power::On,
            State::Released
            | State::Opening { .. }
            | State::Muted
            | State::Looking
            | State::Suspended { .. } => Power::Off,
        }
    }

    /// Whether the device has still to follow the wish.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        match self.state {
            State::Opening { then, .. } => then != Then::Suspend,
            State::Looking => true,
            State::Released | State::Live | State::Muted | State::Suspended { .. } => false,
        }
    }

    /// Whether the system has kept the open device silent for longer than a moment.
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        matches!(self.state, State::Live | State::Muted) && self.flow == Flow::Interrupted
    }

    /// Takes one input and says what to do.
    #[must_use]
    pub fn handle(&mut self, input: Input) -> Vec<Output> {
        match input {
            Input::Hold => {
                if !matches!(self.state, State::Released | State::Muted) {
                    return Vec::new();
                }
                self.held = true;
                self.step(Input::Want(Power::On))
            }
            Input::LetGo if self.held => self.let_go(),
            Input::LetGo => Vec::new(),
            Input::Want(_) => {
                self.held = false;
                self.step(input)
            }
            // Whoever holds a key for one device does not hold it for the next.
            Input::Failed(_) | Input::Ended | Input::Lost(_) | Input::Suspend if self.held => {
                let mut outputs = self.let_go();
                outputs.extend(self.step(input));
                outputs
            }
            Input::Silenced | Input::Sounding => self.flow(input == Input::Sounding),
            Input::Waited if self.flow == Flow::Silent => {
                self.flow = Flow::Interrupted;
                Vec::new()
            }
            Input::Opened
            | Input::Failed(_)
            | Input::Ended
            | Input::Lost(_)
            | Input::Waited
            | Input::Replace
            | Input::Suspend
            | Input::Resume => self.step(input),
        }
    }

    fn let_go(&mut self) -> Vec<Output> {
        self.held = false;
        self.step(Input::Want(Power::Off))
    }

    fn flow(&mut self, flows: bool) -> Vec<Output> {
        if flows {
            self.flow = Flow::Flowing;
        } else if self.flow == Flow::Flowing && matches!(self.state, State::Live | State::Muted) {
            self.flow = Flow::Silent;
            return vec![Output::Wait];
        }
        Vec::new()
    }

    fn step(&mut self, input: Input) -> Vec<Output> {
        let (state, outputs) = match (self.state, input) {
            (_, Input::Suspend) => self.suspend(),
            (state, Input::Want(power)) => self.want(state, power),
            (State::Opening { desired, then }, Input::Opened) => self.opened(desired, then),
            // It was not the one that is wanted by now.
            (State::Opening { desired: Power::On, then: Then::Replace }, Input::Failed(_)) => {
                (OPENING, vec![Output::Open])
            }
            (State::Opening { then: Then::Suspend, .. }, Input::Failed(error)) => {
                (State::Suspended { desired: Power::Off }, vec![Output::Report(error)])
            }
            (State::Opening { .. }, Input::Failed(error)) => (State::Released, vec![Output::Report(error)]),

            (State::Live, Input::Ended) => (State::Looking, vec![Output::Release, Output::Look]),
            (State::Muted, Input::Ended) => (State::Released, vec![Output::Release]),
            (State::Looking, Input::Waited) => (State::Released, vec![Output::Report(MediaError::Stopped)]),
            (State::Live | State::Looking, Input::Lost(Loss::Unplugged)) | (State::Live, Input::Replace) => {
                (OPENING, vec![Output::Release, Output::Open])
            }
            (State::Muted, Input::Lost(Loss::Unplugged) | Input::Replace) => {
                (State::Released, vec![Output::Release])
            }
            (State::Live | State::Muted | State::Looking, Input::Lost(Loss::Last)) => gone(MediaError::NotFound),
            (State::Live | State::Muted | State::Looking, Input::Lost(Loss::Revoked)) => gone(MediaError::Denied),

            (State::Looking, Input::Replace) => (OPENING, vec![Output::Open]),
            (State::Opening { desired, then: Then::Use }, Input::Replace)
            // Another one may have been chosen, or this one taken, meanwhile.
            | (State::Opening { desired, then: Then::Suspend }, Input::Resume) => {
                (State::Opening { desired, then: Then::Replace }, vec![])
            }
            (State::Suspended { desired: Power::On }, Input::Resume) => (OPENING, vec![Output::Open]),
            (State::Suspended { desired: Power::Off }, Input::Resume) => (State::Released, vec![]),
            (
                state,
                Input::Opened
                | Input::Failed(_)
                | Input::Ended
                | Input::Lost(_)
                | Input::Waited
                | Input::Replace
                | Input::Resume
                | Input::Hold
                | Input::LetGo
                | Input::Silenced
                | Input::Sounding,
            ) => (state, vec![]),
        };
        self.state = state;
        if !matches!(state, State::Live | State::Muted) {
            self.flow = Flow::Flowing;
        }
        outputs
    }

    fn want(&self, state: State, power: Power) -> (State, Vec<Output>) {
        match (state, power) {
            // The wish changes; the request under way is the only one.
            (State::Opening { then, .. }, desired) => (State::Opening { desired, then }, vec![]),
            (State::Suspended { .. }, desired) => (State::Suspended { desired }, vec![]),
            (State::Released, Power::On) => (OPENING, vec![Output::Open]),
            (State::Muted, Power::On) => (State::Live, vec![Output::Enable]),
            (State::Live, Power::Off) => self.off(),
            (State::Looking, Power::Off) => (State::Released, vec![]),
            (State::Released | State::Muted, Power::Off) | (State::Live | State::Looking, Power::On) => {
                (state, vec![])
            }
        }
    }

    fn opened(&self, desired: Power, then: Then) -> (State, Vec<Output>) {
        match (desired, then) {
            (Power::On, Then::Use) => (State::Live, vec![Output::Enable]),
            (Power::Off, Then::Use) => self.off(),
            (Power::On, Then::Replace) => (OPENING, vec![Output::Release, Output::Open]),
            (Power::Off, Then::Replace) => (State::Released, vec![Output::Release]),
            (desired, Then::Suspend) => (State::Suspended { desired }, vec![Output::Release]),
        }
    }

    fn suspend(&self) -> (State, Vec<Output>) {
        let desired = self.wish();
        match self.state {
            State::Opening { .. } => (State::Opening { desired, then: Then::Suspend }, vec![]),
            State::Live | State::Muted => (State::Suspended { desired }, vec![Output::Release]),
            State::Released | State::Looking | State::Suspended { .. } => {
                (State::Suspended { desired }, vec![])
            }
        }
    }

    fn off(&self) -> (State, Vec<Output>) {
        match self.when_off {
            WhenOff::Mute => (State::Muted, vec![Output::Mute]),
            WhenOff::Release => (State::Released, vec![Output::Release]),
        }
    }
}

fn gone(error: MediaError) -> (State, Vec<Output>) {
    (State::Released, vec![Output::Release, Output::Report(error)])
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "toggle_tests.rs"]
mod tests;
