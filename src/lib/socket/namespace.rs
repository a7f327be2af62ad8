//! What the session keeps for one namespace: where it stands, what waits to be sent, which acknowledgements are
//! awaited, and what the server needs to recover it.

use std::time::Duration;

use charlaton_json::{Object, Value};

use super::packet::{Body, Packet, Payload};
use super::session::{AckError, AckRequest, Incoming, Output, State};

/// Events a server may send before it accepts the namespace (from a middleware); more than this is not kept.
const MAX_EARLY: usize = 64;

#[derive(Debug)]
pub(super) struct Namespace {
    pub(super) name: String,
    pub(super) phase: Phase,
    state: State,
    /// Packets emitted while there was no connection.
    outbox: Vec<Packet>,
    acks: Vec<PendingAck>,
    next_ack: u64,
    recovery: Option<Recovery>,
}

#[derive(Debug)]
pub(super) enum Phase {
    /// Wants in, but the transport is not open.
    Waiting,
    /// The transport is open and the credentials were asked for.
    Authorizing { ticket: u32, until: Duration },
    /// CONNECT is sent. What arrives before the answer is delivered after it.
    Joining { until: Duration, early: Vec<Incoming> },
    /// In.
    Joined,
    /// Out until somebody calls connect again.
    Out,
}

/// Connection-state recovery: the server replays what this client missed.
#[derive(Debug)]
struct Recovery {
    pid: String,
    offset: Option<String>,
}

#[derive(Debug)]
struct PendingAck {
    id: u64,
    token: u64,
    until: Duration,
}

impl Namespace {
    pub(super) fn new(name: String) -> Self {
        Self {
            name,
            phase: Phase::Waiting,
            state: State::Connecting,
            outbox: Vec::new(),
            acks: Vec::new(),
            next_ack: 0,
            recovery: None,
        }
    }

    /// Whether it needs a transport.
    pub(super) fn is_active(&self) -> bool {
        !matches!(self.phase, Phase::Out)
    }

    pub(super) fn deadline(&self) -> Option<Duration> {
        let join = match self.phase {
            Phase::Authorizing { until, .. } | Phase::Joining { until, .. } => Some(until),
            Phase::Waiting | Phase::Joined | Phase::Out => None,
        };
        join.into_iter().chain(self.acks.iter().map(|ack| ack.until)).min()
    }

    /// Whether the server did not answer CONNECT in time.
    pub(super) fn is_stuck(&self, now: Duration) -> bool {
        match self.phase {
            Phase::Authorizing { until, .. } | Phase::Joining { until, .. } => now >= until,
            Phase::Waiting | Phase::Joined | Phase::Out => false,
        }
    }

    pub(super) fn report(&mut self, state: State, out: &mut Vec<Output>) {
        if self.state != state {
            self.state = state.clone();
            out.push(Output::State { namespace: self.name.clone(), state });
        }
    }

    pub(super) fn packet(&self, body: Body) -> Packet {
        Packet { namespace: self.name.clone(), body }
    }

    /// The event as a packet, its acknowledgement noted.
    pub(super) fn event(
        &mut self,
        now: Duration,
        name: String,
        payload: Payload,
        ack: Option<AckRequest>,
    ) -> Packet {
        let id = ack.map(|ack| {
            let id = self.next_ack;
            self.next_ack += 1;
            self.acks.push(PendingAck { id, token: ack.token, until: now.saturating_add(ack.timeout) });
            id
        });
        self.packet(Body::Event { name, id, payload })
    }

    pub(super) fn keep(&mut self, packet: Packet) {
        self.outbox.push(packet);
    }

    pub(super) fn take_kept(&mut self) -> Vec<Packet> {
        std::mem::take(&mut self.outbox)
    }

    /// CONNECT with these credentials, and with what recovery needs.
    pub(super) fn connect_packet(&self, auth: Value) -> Packet {
        let mut data = Object::new();
        if let Some(Recovery { pid, offset }) = &self.recovery {
            if let Some(offset) = offset {
                data.insert("offset", offset.as_str().into());
            }
            data.insert("pid", pid.as_str().into());
        }
        // Servers take an object or nothing.
        if let Value::Object(auth) = auth {
            data.append(auth);
        }
        self.packet(Body::Connect(data))
    }

    /// The server accepted; returns what it sent ahead of its answer.
    pub(super) fn join(&mut self, data: &Object, out: &mut Vec<Output>) {
        let Phase::Joining { early, .. } = std::mem::replace(&mut self.phase, Phase::Joined) else { return };
        let pid = data.get("pid").and_then(Value::as_str);
        let recovered = pid.is_some() && pid == self.recovery.as_ref().map(|recovery| recovery.pid.as_str());
        if !recovered {
            self.recovery = pid.map(|pid| Recovery { pid: pid.to_owned(), offset: None });
        }
        self.report(State::Connected { recovered }, out);
        for event in early {
            self.deliver(event, out);
        }
    }

    pub(super) fn on_event(&mut self, event: Incoming, out: &mut Vec<Output>) {
        match &mut self.phase {
            Phase::Joined => self.deliver(event, out),
            Phase::Joining { early, .. } if early.len() < MAX_EARLY => early.push(event),
            Phase::Joining { .. } | Phase::Waiting | Phase::Authorizing { .. } | Phase::Out => {}
        }
    }

    fn deliver(&mut self, event: Incoming, out: &mut Vec<Output>) {
        // A server that recovers connections ends every event with its offset.
        if let (Some(recovery), Some(Value::String(offset))) = (&mut self.recovery, event.payload.args.last())
        {
            recovery.offset = Some(offset.clone());
        }
        out.push(Output::Event { namespace: self.name.clone(), event });
    }

    pub(super) fn on_ack(&mut self, id: u64, payload: Payload, out: &mut Vec<Output>) {
        if let Some(index) = self.acks.iter().position(|ack| ack.id == id) {
            let token = self.acks.swap_remove(index).token;
            out.push(Output::Ack { token, result: Ok(payload) });
        }
    }

    /// Times out acknowledgements; an event that was never sent is not sent after that.
    pub(super) fn expire_acks(&mut self, now: Duration, out: &mut Vec<Output>) {
        self.fail_acks(AckError::TimedOut, out, |ack, _| now >= ack.until);
    }

    /// The connection is gone, and with it every answer but those to events still kept.
    pub(super) fn on_lost(&mut self, out: &mut Vec<Output>) {
        self.fail_acks(AckError::Disconnected, out, |_, kept| !kept);
    }

    /// This one event cannot be sent.
    pub(super) fn refuse(&mut self, id: u64, error: AckError, out: &mut Vec<Output>) {
        self.fail_acks(error, out, |ack, _| ack.id == id);
    }

    /// The server threw us out. What is kept waits for the next connect; the server forgot the rest.
    pub(super) fn on_kick(&mut self, out: &mut Vec<Output>) {
        self.phase = Phase::Out;
        self.recovery = None;
        self.on_lost(out);
        self.report(State::KickedByServer, out);
    }

    /// Out for good: nothing kept, nothing recovered, nobody answered.
    pub(super) fn clear(&mut self, out: &mut Vec<Output>) {
        self.phase = Phase::Out;
        self.recovery = None;
        self.fail_acks(AckError::Disconnected, out, |_, _| true);
        self.outbox.clear();
    }

    fn fail_acks(
        &mut self,
        error: AckError,
        out: &mut Vec<Output>,
        doomed: impl Fn(&PendingAck, bool) -> bool,
    ) {
        let outbox = &mut self.outbox;
        self.acks.retain(|ack| {
            let place = outbox.iter().position(|packet| event_id(packet) == Some(ack.id));
            let fails = doomed(ack, place.is_some());
            if fails {
                if let Some(index) = place {
                    outbox.remove(index);
                }
                out.push(Output::Ack { token: ack.token, result: Err(error) });
            }
            !fails
        });
    }
}

pub(super) fn event_id(packet: &Packet) -> Option<u64> {
    match &packet.body {
        Body::Event { id, .. } => *id,
        Body::Connect(_) | Body::Disconnect | Body::Ack { .. } | Body::ConnectError { .. } => None,
    }
}
