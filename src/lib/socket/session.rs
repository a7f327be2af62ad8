//! The Socket.IO session: namespaces over one connection that is opened again whenever it is lost.
//!
//! A namespace joins with fresh credentials on every connection. Losing the transport is nobody's decision, so the
//! session reconnects on its own, on the schedule of [`Backoff`]. A CONNECT_ERROR and a DISCONNECT from the server
//! are decisions: the namespace stays out until [`Input::Connect`]. See the Socket.IO protocol, revision 5.

use std::time::Duration;

use super::backoff::Backoff;
use super::engine::{self, Engine, Reason};
use super::namespace::{Namespace, Phase};
use super::packet::{Limits, Partial};
use super::transport::Kind;

pub use words::{AckError, AckRequest, Delivery, Emission, Incoming, Input, Output, State};

mod traffic;
mod words;

/// What a session is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// How connections are made.
    pub engine: engine::Settings,
    /// How long a connection may take to open, and then a namespace to be answered.
    pub connect_timeout: Duration,
    /// The longest wait between two tries.
    pub longest_wait: Duration,
    /// What is accepted from the server.
    pub limits: Limits,
    /// Decides the jitter between two tries.
    pub seed: u64,
}

/// Namespaces over one connection.
#[derive(Debug)]
pub struct Session {
    settings: Settings,
    namespaces: Vec<Namespace>,
    link: Link,
    backoff: Backoff,
    /// Counts connections and questions for credentials.
    counter: u32,
    /// The transport that worked last, if it was not the one to begin with.
    learned: Option<Kind>,
}

#[derive(Debug)]
enum Link {
    Idle,
    Waiting { attempt: u32, until: Duration },
    Opening { engine: Engine, until: Duration },
    Open { engine: Engine, partial: Option<Partial> },
}

impl Session {
    /// A session without namespaces, which does nothing yet.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let backoff = Backoff::new(settings.seed, settings.longest_wait);
        Self { settings, namespaces: Vec::new(), link: Link::Idle, backoff, counter: 0, learned: None }
    }

    /// Feeds one input; the outputs are to be carried out in order.
    #[must_use]
    pub fn handle(&mut self, now: Duration, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        // News from the server may be the proof of life that a late clock has not seen yet.
        if !matches!(input, Input::Transport(..)) {
            self.expire(now, &mut out);
        }
        match input {
            Input::Connect(namespace) => self.connect(now, namespace, &mut out),
            Input::Disconnect(namespace) => {
                self.leave(now, &namespace, &mut out);
                if let Some(left) = self.namespaces.iter_mut().find(|each| each.name == namespace) {
                    left.report(State::Disconnected, &mut out);
                }
            }
            Input::Forget(namespace) => {
                self.leave(now, &namespace, &mut out);
                self.namespaces.retain(|each| each.name != namespace);
            }
            Input::Auth { ticket, value } => self.on_auth(now, ticket, value, &mut out),
            Input::Emit(emission) => self.emit(now, emission, &mut out),
            Input::Reply { namespace, id, payload } => self.reply(now, &namespace, id, payload, &mut out),
            Input::Transport(id, event) => self.drive(now, engine::Input::Transport(id, event), &mut out),
            Input::Offline => self.drive(now, engine::Input::Lose, &mut out),
            Input::Online | Input::Wake => self.retry_now(now, &mut out),
            Input::Tick => {}
        }
        self.expire(now, &mut out);
        out
    }

    /// When [`Input::Tick`] is due.
    #[must_use]
    pub fn deadline(&self) -> Option<Duration> {
        let link = match &self.link {
            Link::Idle => None,
            Link::Waiting { until, .. } => Some(*until),
            Link::Opening { engine, until, .. } => engine.deadline().into_iter().chain([*until]).min(),
            Link::Open { engine, .. } => engine.deadline(),
        };
        link.into_iter().chain(self.namespaces.iter().filter_map(Namespace::deadline)).min()
    }

    /// The transport in use, if there is a connection.
    #[must_use]
    pub fn transport(&self) -> Option<Kind> {
        match &self.link {
            Link::Open { engine, .. } => engine.transport(),
            Link::Idle | Link::Waiting { .. } | Link::Opening { .. } => None,
        }
    }

    fn connect(&mut self, now: Duration, name: String, out: &mut Vec<Output>) {
        let index = match self.namespaces.iter().position(|each| each.name == name) {
            Some(index) => index,
            None => {
                self.namespaces.push(Namespace::new(name));
                self.namespaces.len() - 1
            }
        };
        let namespace = &mut self.namespaces[index];
        if !namespace.is_active() {
            namespace.phase = Phase::Waiting;
            namespace.report(State::Connecting, out);
        }
        match &self.link {
            Link::Idle => self.open(now, 0, out),
            Link::Waiting { .. } => self.retry_now(now, out),
            Link::Opening { .. } => {}
            Link::Open { .. } => self.ask_for_credentials(now, out),
        }
    }

    fn retry_now(&mut self, now: Duration, out: &mut Vec<Output>) {
        if let Link::Waiting { attempt, .. } = self.link {
            self.open(now, attempt, out);
        }
    }

    fn open(&mut self, now: Duration, attempt: u32, out: &mut Vec<Output>) {
        self.counter = self.counter.wrapping_add(1);
        let settings = self.settings.engine.clone();
        let first = self.learned.unwrap_or(settings.transports.first());
        let (engine, outputs) = Engine::open(now, settings, first, self.counter);
        let until = now.saturating_add(self.settings.connect_timeout);
        self.link = Link::Opening { engine, until };
        if attempt > 0 {
            self.report_to_active(&State::Reconnecting { attempt, retry_in: Duration::ZERO }, out);
        }
        self.translate(now, outputs, out);
    }

    /// Whatever time alone brings about.
    fn expire(&mut self, now: Duration, out: &mut Vec<Output>) {
        match &self.link {
            Link::Waiting { until, .. } if now >= *until => self.retry_now(now, out),
            Link::Opening { until, .. } if now >= *until => self.drive(now, engine::Input::Lose, out),
            Link::Opening { .. } | Link::Open { .. } => self.drive(now, engine::Input::Tick, out),
            Link::Waiting { .. } | Link::Idle => {}
        }
        for namespace in &mut self.namespaces {
            namespace.expire_acks(now, out);
        }
        if self.namespaces.iter().any(|namespace| namespace.is_stuck(now)) {
            self.drive(now, engine::Input::Lose, out);
        }
    }

    fn drive(&mut self, now: Duration, input: engine::Input, out: &mut Vec<Output>) {
        if let Link::Opening { engine, .. } | Link::Open { engine, .. } = &mut self.link {
            let outputs = engine.handle(now, input);
            self.translate(now, outputs, out);
        }
    }

    /// Turns what the connection says into what the session does. Commands go first: what a message brings about
    /// may close the connection, and then nothing may be started on it.
    fn translate(&mut self, now: Duration, outputs: Vec<engine::Output>, out: &mut Vec<Output>) {
        let (commands, events): (Vec<_>, Vec<_>) =
            outputs.into_iter().partition(|output| matches!(output, engine::Output::Command(_)));
        for output in commands.into_iter().chain(events) {
            match output {
                engine::Output::Command(command) => out.push(Output::Command(command)),
                engine::Output::Opened(kind) => self.on_opened(now, kind, out),
                engine::Output::Upgraded => self.learned = None,
                engine::Output::Message(frame) => self.on_message(now, frame, out),
                engine::Output::Closed(reason) => self.on_closed(now, reason, out),
            }
        }
    }

    fn on_opened(&mut self, now: Duration, kind: Kind, out: &mut Vec<Output>) {
        if let Link::Opening { engine, .. } = std::mem::replace(&mut self.link, Link::Idle) {
            self.learned = Some(kind);
            self.link = Link::Open { engine, partial: None };
            self.ask_for_credentials(now, out);
        }
    }

    fn on_closed(&mut self, now: Duration, reason: Reason, out: &mut Vec<Output>) {
        if let Reason::Unreachable = reason {
            self.learned = None;
        }
        if !matches!(self.link, Link::Opening { .. } | Link::Open { .. }) {
            return;
        }
        self.link = Link::Idle;
        for namespace in &mut self.namespaces {
            namespace.on_lost(out);
            if namespace.is_active() {
                namespace.phase = Phase::Waiting;
            }
        }
        if self.namespaces.iter().any(Namespace::is_active) {
            let (attempt, retry_in) = self.backoff.next_try();
            self.link = Link::Waiting { attempt, until: now.saturating_add(retry_in) };
            self.report_to_active(&State::Reconnecting { attempt, retry_in }, out);
        }
    }

    fn report_to_active(&mut self, state: &State, out: &mut Vec<Output>) {
        for namespace in self.namespaces.iter_mut().filter(|namespace| namespace.is_active()) {
            namespace.report(state.clone(), out);
        }
    }

    fn ask_for_credentials(&mut self, now: Duration, out: &mut Vec<Output>) {
        let until = now.saturating_add(self.settings.connect_timeout);
        for namespace in &mut self.namespaces {
            if let Phase::Waiting = namespace.phase {
                self.counter = self.counter.wrapping_add(1);
                namespace.phase = Phase::Authorizing { ticket: self.counter, until };
                out.push(Output::AskAuth { namespace: namespace.name.clone(), ticket: self.counter });
            }
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
