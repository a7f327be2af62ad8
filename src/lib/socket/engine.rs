//! The Engine.IO 4 machine: one connection, from the first request to its end.
//!
//! It opens a WebSocket or starts long-polling, falls back from one to the other, upgrades from polling, answers
//! the server's heartbeat and notices its absence. A connection that ended does not come back: the session opens
//! a new [`Engine`], with a new generation. See the Engine.IO protocol, revision 4.
//!
//! Polling keeps to one GET and one POST at a time. An upgrade (`2probe`, `3probe`, `5`) moves over only when
//! neither is under way, so nothing is lost and nothing arrives twice.

use std::time::Duration;

use super::engine_packet::{DecodeError, Frame, Handshake, Packet};
use super::transport::{Command, Endpoint, Kind, Slot, TransportEvent, TransportId, Transports};
use live::{Live, next_body};

mod live;

/// What every connection to one server has in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where the server is.
    pub endpoint: Endpoint,
    /// Which transports may be used.
    pub transports: Transports,
    /// How long the first transport may take to open while there is another to fall back to.
    pub fallback_after: Duration,
    /// How long an upgrade probe may take.
    pub probe_timeout: Duration,
}

/// What can happen to a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// News from a transport.
    Transport(TransportId, TransportEvent),
    /// Send these messages, in order.
    Send(Vec<Frame>),
    /// Send these last messages and close.
    Close(Vec<Frame>),
    /// The network is gone; do not wait for the heartbeat to find out.
    Lose,
    /// Time has passed.
    Tick,
}

/// What a connection wants done, or has to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// For the transports.
    Command(Command),
    /// The server said hello.
    Opened(Kind),
    /// The connection moved from polling to WebSocket.
    Upgraded,
    /// A message arrived.
    Message(Frame),
    /// The connection ended; it says nothing more.
    Closed(Reason),
}

/// Why a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// No transport could be opened.
    Unreachable,
    /// The transport failed.
    Lost,
    /// Nothing was heard for pingInterval + pingTimeout.
    Silent,
    /// The server sent a close packet.
    ByServer,
    /// We closed it.
    ByClient,
    /// The server sent what is not Engine.IO.
    Protocol,
}

/// One connection to the server.
#[derive(Debug)]
pub struct Engine {
    settings: Settings,
    generation: u32,
    stage: Stage,
    outbox: Vec<Packet>,
}

#[derive(Debug)]
enum Stage {
    Opening { live: Live, fallback: Option<Fallback> },
    Open { live: Live, handshake: Handshake, heard: Duration, upgrade: Upgrade },
    Closed,
}

/// What to try when the first transport fails, or has not opened by then.
#[derive(Debug, Clone, Copy)]
struct Fallback {
    kind: Kind,
    at: Duration,
}

#[derive(Debug, Clone, Copy)]
enum Upgrade {
    /// Not possible, not wanted, failed or done.
    None,
    /// The WebSocket opens, or waits for `3probe`.
    Probing { until: Duration },
    /// `3probe` came; the requests under way are to end first.
    Draining,
}

impl Engine {
    /// Starts a connection; `first` is the transport to begin with.
    #[must_use]
    pub fn open(now: Duration, settings: Settings, first: Kind, generation: u32) -> (Self, Vec<Output>) {
        let mut out = Vec::new();
        let other = settings.transports.allows(first.other()).then(|| first.other());
        let fallback = other.map(|kind| Fallback { kind, at: now.saturating_add(settings.fallback_after) });
        let id = TransportId { generation, slot: Slot::First };
        let live = Live::start(first, id, &settings.endpoint, &mut out);
        let stage = Stage::Opening { live, fallback };
        (Self { settings, generation, stage, outbox: Vec::new() }, out)
    }

    /// Feeds one input; the outputs are to be carried out in order.
    #[must_use]
    pub fn handle(&mut self, now: Duration, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        match input {
            Input::Transport(id, event) => self.on_transport(now, id, event, &mut out),
            // A tab that slept finds out here, before it writes into a dead connection.
            Input::Send(_) if self.is_silent(now) => self.end(Reason::Silent, &mut out),
            Input::Send(frames) => self.outbox.extend(frames.into_iter().map(Packet::Message)),
            Input::Close(last) => {
                self.outbox.extend(last.into_iter().map(Packet::Message));
                self.end(Reason::ByClient, &mut out);
            }
            Input::Lose => self.end(Reason::Lost, &mut out),
            Input::Tick => self.on_tick(now, &mut out),
        }
        self.advance(&mut out);
        out
    }

    /// When [`Input::Tick`] is due.
    #[must_use]
    pub fn deadline(&self) -> Option<Duration> {
        match &self.stage {
            Stage::Opening { fallback, .. } => fallback.map(|fallback| fallback.at),
            Stage::Open { handshake, heard, upgrade, .. } => {
                let silent = silent_at(handshake, *heard);
                match upgrade {
                    Upgrade::Probing { until } => Some(silent.min(*until)),
                    Upgrade::None | Upgrade::Draining => Some(silent),
                }
            }
            Stage::Closed => None,
        }
    }

    /// The transport in use, once the connection is open.
    #[must_use]
    pub fn transport(&self) -> Option<Kind> {
        match &self.stage {
            Stage::Open { live, .. } => Some(live.kind()),
            Stage::Opening { .. } | Stage::Closed => None,
        }
    }

    /// Whether the server takes messages of this size.
    #[must_use]
    pub fn accepts(&self, frames: &[Frame]) -> bool {
        match &self.stage {
            Stage::Open { live, handshake, .. } => frames.iter().all(|frame| match live {
                Live::Socket(_) => frame.socket_len() <= handshake.max_payload,
                Live::Polling { .. } => frame.polling_len() <= handshake.max_payload,
            }),
            Stage::Opening { .. } | Stage::Closed => true,
        }
    }

    fn on_transport(&mut self, now: Duration, id: TransportId, event: TransportEvent, out: &mut Vec<Output>) {
        match &self.stage {
            Stage::Opening { live, .. } if live.id() == id => {}
            Stage::Open { live, .. } if live.id() == id => {}
            Stage::Open { upgrade: Upgrade::Probing { .. } | Upgrade::Draining, .. }
                if id == self.probe_id() =>
            {
                return self.on_probe(event, out);
            }
            // A late answer of a transport that was given up.
            Stage::Opening { .. } | Stage::Open { .. } | Stage::Closed => return,
        }
        match event {
            TransportEvent::Opened => {}
            TransportEvent::Frame(frame) => {
                self.on_packets(now, Packet::from_frame(frame).map(|packet| vec![packet]), out)
            }
            TransportEvent::Polled(body) => {
                self.live_requests(|getting, _| *getting = false);
                self.on_packets(now, Packet::from_body(&body), out);
            }
            TransportEvent::Posted => self.live_requests(|_, posting| *posting = false),
            TransportEvent::Lost => self.fail(Reason::Lost, out),
        }
    }

    fn on_packets(
        &mut self,
        now: Duration,
        packets: Result<Vec<Packet>, DecodeError>,
        out: &mut Vec<Output>,
    ) {
        let Ok(packets) = packets else { return self.fail(Reason::Protocol, out) };
        for packet in packets {
            match &mut self.stage {
                Stage::Opening { .. } => match packet {
                    Packet::Open(handshake) => self.on_handshake(now, handshake, out),
                    Packet::Close
                    | Packet::Ping(_)
                    | Packet::Pong(_)
                    | Packet::Message(_)
                    | Packet::Upgrade
                    | Packet::Noop => return self.fail(Reason::Protocol, out),
                },
                Stage::Open { heard, .. } => {
                    *heard = now;
                    match packet {
                        Packet::Ping(data) => self.outbox.push(Packet::Pong(data)),
                        Packet::Message(frame) => out.push(Output::Message(frame)),
                        Packet::Close => return self.end(Reason::ByServer, out),
                        Packet::Open(_) | Packet::Pong(_) | Packet::Upgrade | Packet::Noop => {}
                    }
                }
                Stage::Closed => return,
            }
        }
    }

    fn on_handshake(&mut self, now: Duration, handshake: Handshake, out: &mut Vec<Output>) {
        let Stage::Opening { live, .. } = std::mem::replace(&mut self.stage, Stage::Closed) else { return };
        out.push(Output::Opened(live.kind()));
        let upgrade = match live {
            Live::Polling { .. }
                if handshake.can_upgrade && self.settings.transports.allows(Kind::WebSocket) =>
            {
                let url = self.settings.endpoint.url(Kind::WebSocket, Some(&handshake.sid));
                out.push(Output::Command(Command::OpenSocket { id: self.probe_id(), url }));
                Upgrade::Probing { until: now.saturating_add(self.settings.probe_timeout) }
            }
            Live::Polling { .. } | Live::Socket(_) => Upgrade::None,
        };
        self.stage = Stage::Open { live, handshake, heard: now, upgrade };
    }

    fn on_probe(&mut self, event: TransportEvent, out: &mut Vec<Output>) {
        let id = self.probe_id();
        let Stage::Open { upgrade, .. } = &mut self.stage else { return };
        match event {
            TransportEvent::Opened => {
                let frame = Packet::Ping("probe".to_owned()).into_frame();
                out.push(Output::Command(Command::SendFrame { id, frame }));
            }
            TransportEvent::Frame(frame) => match Packet::from_frame(frame) {
                Ok(Packet::Pong(data)) if data == "probe" => *upgrade = Upgrade::Draining,
                Ok(_) | Err(_) => give_up(upgrade, id, out),
            },
            TransportEvent::Lost => give_up(upgrade, id, out),
            TransportEvent::Polled(_) | TransportEvent::Posted => {}
        }
    }

    fn on_tick(&mut self, now: Duration, out: &mut Vec<Output>) {
        if self.is_silent(now) {
            return self.end(Reason::Silent, out);
        }
        let probe = self.probe_id();
        match &mut self.stage {
            Stage::Opening { fallback: Some(fallback), .. } if now >= fallback.at => {
                self.fail(Reason::Unreachable, out);
            }
            Stage::Open { upgrade, .. } => match *upgrade {
                Upgrade::Probing { until } if now >= until => give_up(upgrade, probe, out),
                Upgrade::Probing { .. } | Upgrade::None | Upgrade::Draining => {}
            },
            Stage::Opening { .. } | Stage::Closed => {}
        }
    }

    /// Starts whatever requests and frames the current stage allows.
    fn advance(&mut self, out: &mut Vec<Output>) {
        let probe = self.probe_id();
        let Stage::Open { live, handshake, upgrade, .. } = &mut self.stage else { return };
        if let (Live::Polling { id, getting: false, posting: false }, Upgrade::Draining) = (&*live, *upgrade)
        {
            out.push(Output::Command(Command::Close { id: *id }));
            out.push(Output::Command(Command::SendFrame { id: probe, frame: Packet::Upgrade.into_frame() }));
            out.push(Output::Upgraded);
            *live = Live::Socket(probe);
            *upgrade = Upgrade::None;
        }
        match live {
            Live::Socket(id) => {
                let frames = self.outbox.drain(..).map(Packet::into_frame);
                out.extend(frames.map(|frame| Output::Command(Command::SendFrame { id: *id, frame })));
            }
            Live::Polling { .. } if matches!(upgrade, Upgrade::Draining) => {}
            Live::Polling { id, getting, posting } => {
                let url = || self.settings.endpoint.url(Kind::Polling, Some(&handshake.sid));
                if !std::mem::replace(getting, true) {
                    out.push(Output::Command(Command::Get { id: *id, url: url() }));
                }
                if !*posting && !self.outbox.is_empty() {
                    *posting = true;
                    let body = next_body(&mut self.outbox, handshake.max_payload);
                    out.push(Output::Command(Command::Post { id: *id, url: url(), body }));
                }
            }
        }
    }

    /// The live transport failed: fall back if it never opened, otherwise end.
    fn fail(&mut self, reason: Reason, out: &mut Vec<Output>) {
        match &self.stage {
            Stage::Opening { live, fallback: Some(fallback) } => {
                out.push(Output::Command(Command::Close { id: live.id() }));
                let id = TransportId { generation: self.generation, slot: Slot::Fallback };
                let live = Live::start(fallback.kind, id, &self.settings.endpoint, out);
                self.stage = Stage::Opening { live, fallback: None };
            }
            Stage::Opening { fallback: None, .. } if reason == Reason::Lost => {
                self.end(Reason::Unreachable, out)
            }
            Stage::Opening { .. } | Stage::Open { .. } | Stage::Closed => self.end(reason, out),
        }
    }

    fn end(&mut self, reason: Reason, out: &mut Vec<Output>) {
        match std::mem::replace(&mut self.stage, Stage::Closed) {
            Stage::Opening { live, .. } => out.push(Output::Command(Command::Close { id: live.id() })),
            Stage::Open { live, handshake, upgrade, .. } => {
                if let Upgrade::Probing { .. } | Upgrade::Draining = upgrade {
                    out.push(Output::Command(Command::Close { id: self.probe_id() }));
                }
                if reason == Reason::ByClient {
                    self.say_goodbye(&live, &handshake, out);
                }
                out.push(Output::Command(Command::Close { id: live.id() }));
            }
            Stage::Closed => return,
        }
        self.outbox.clear();
        out.push(Output::Closed(reason));
    }

    fn say_goodbye(&mut self, live: &Live, handshake: &Handshake, out: &mut Vec<Output>) {
        match live {
            // Closing the WebSocket says the rest.
            Live::Socket(id) => {
                let frames = self.outbox.drain(..).map(Packet::into_frame);
                out.extend(frames.map(|frame| Output::Command(Command::SendFrame { id: *id, frame })));
            }
            Live::Polling { .. } => {
                self.outbox.push(Packet::Close);
                let url = self.settings.endpoint.url(Kind::Polling, Some(&handshake.sid));
                let body = next_body(&mut self.outbox, handshake.max_payload);
                out.push(Output::Command(Command::Farewell { url, body }));
            }
        }
    }

    fn is_silent(&self, now: Duration) -> bool {
        match &self.stage {
            Stage::Open { handshake, heard, .. } => now >= silent_at(handshake, *heard),
            Stage::Opening { .. } | Stage::Closed => false,
        }
    }

    fn live_requests(&mut self, change: impl FnOnce(&mut bool, &mut bool)) {
        match &mut self.stage {
            Stage::Opening { live: Live::Polling { getting, posting, .. }, .. }
            | Stage::Open { live: Live::Polling { getting, posting, .. }, .. } => change(getting, posting),
            Stage::Opening { .. } | Stage::Open { .. } | Stage::Closed => {}
        }
    }

    fn probe_id(&self) -> TransportId {
        TransportId { generation: self.generation, slot: Slot::Probe }
    }
}

fn silent_at(handshake: &Handshake, heard: Duration) -> Duration {
    heard.saturating_add(handshake.ping_interval).saturating_add(handshake.ping_timeout)
}

fn give_up(upgrade: &mut Upgrade, probe: TransportId, out: &mut Vec<Output>) {
    *upgrade = Upgrade::None;
    out.push(Output::Command(Command::Close { id: probe }));
}
