//! The mesh carried out with real connections.
//!
//! Everything that happens, in the page or in a connection, is queued as work and done one after the other, so a
//! callback may call the driver again, or drop it, without harm.

mod channel;
mod codecs;
mod connection;
mod ice_servers;
mod js;
mod limits;
mod quality;
mod stats;

use std::{
    cell::{Cell, OnceCell, RefCell},
    collections::VecDeque,
    fmt,
    pin::Pin,
    rc::{Rc, Weak},
    time::Duration,
};

use charlaton_contract::UserId;
use gloo_timers::callback::Timeout;
use web_sys::RtcConfiguration;

use super::{
    Command, ConnectionEvent, Input, Mesh, MeshConfig, Output, PeerMessage, PeerState, Signal, Source,
    Transport, ice_servers::Answer, quality::Tile,
};
use crate::lib::{
    clock::now,
    media::{LocalTrack, RemoteStream},
    small_map::SmallMap,
};
use connection::{Connection, Locals, Report};
use ice_servers::Service;
use quality::Care;

/// What the mesh tells the meeting.
#[derive(Debug, Clone, PartialEq)]
pub enum MeshEvent {
    /// Relay this.
    Send {
        /// To whom.
        to: UserId,
        /// What.
        signal: Signal,
    },
    /// A tile's state changed.
    PeerState {
        /// Whose.
        peer: UserId,
        /// To what.
        state: PeerState,
    },
    /// A peer's media has somewhere to come from; it may be silent or black as yet. Replaces the one before.
    Track {
        /// Whose.
        peer: UserId,
        /// Which.
        source: Source,
        /// To be attached to an element.
        stream: RemoteStream,
    },
    /// A peer told us something.
    Message {
        /// Who.
        from: UserId,
        /// What.
        message: PeerMessage,
    },
    /// A peer is no longer part of the mesh.
    PeerGone {
        /// Who.
        peer: UserId,
    },
}

/// A service that is being asked for servers.
pub type Fetching = Pin<Box<dyn Future<Output = Option<Answer>>>>;

/// The mesh of one meeting. Clones are the same mesh; dropping the last one closes every connection.
///
/// The event callback must not own a clone, or the last one would never be dropped.
#[derive(Clone)]
pub struct MeshDriver(Rc<Shared>);

struct Shared {
    on_event: Box<dyn Fn(MeshEvent)>,
    configuration: RtcConfiguration,
    locals: Rc<Locals>,
    queue: RefCell<VecDeque<Work>>,
    pump: Cell<Pump>,
    mesh: RefCell<Mesh>,
    connections: RefCell<SmallMap<UserId, Rc<Connection>>>,
    timer: RefCell<Option<Timeout>>,
    care: Care,
    /// Where the newest `configuration` comes from, if not from the page's own.
    ice_servers: OnceCell<Service>,
}

enum Work {
    Input(Input),
    Event(MeshEvent),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pump {
    /// Work is kept until there are servers to connect by.
    Held,
    Idle,
    Running,
}

impl MeshDriver {
    /// A mesh of nobody yet.
    pub fn new(own: UserId, config: MeshConfig, on_event: impl Fn(MeshEvent) + 'static) -> Self {
        Self(Rc::new(Shared {
            on_event: Box::new(on_event),
            configuration: js::configuration(&config),
            locals: Rc::default(),
            queue: RefCell::default(),
            pump: Cell::new(Pump::Idle),
            mesh: RefCell::new(Mesh::new(own, js::seed())),
            connections: RefCell::default(),
            timer: RefCell::default(),
            care: Care::default(),
            ice_servers: OnceCell::new(),
        }))
    }

    /// The server knows us by this id; see [`Mesh::set_own`].
    pub fn set_own(&self, own: UserId) {
        self.0.mesh.borrow_mut().set_own(own);
    }

    /// `room_users` came: we are in, and offer to everyone we are not connected to.
    pub fn room_users(&self, peers: Vec<UserId>) {
        self.0.push(Work::Input(Input::RoomUsers(peers)));
    }

    /// `usersOnline` came: who is missing from it is parted with, while media flows after 45 s only.
    pub fn present(&self, peers: Vec<UserId>) {
        self.0.push(Work::Input(Input::Present(peers)));
    }

    /// A peer is known to have left.
    pub fn peer_left(&self, peer: &UserId) {
        self.0.push(Work::Input(Input::PeerLeft(peer.clone())));
    }

    /// The device may have another network, or has slept: what is not connected is mended at once, what is must show
    /// that it still receives.
    pub fn network_changed(&self) {
        self.0.push(Work::Input(Input::NetworkChanged));
    }

    /// A message came. The caller answers for `from` being in the room.
    pub fn signal(&self, from: UserId, signal: Signal) {
        self.0.push(Work::Input(Input::Signal { from, signal }));
    }

    /// Sends `track` as `source` to everybody present and future, or nothing. Negotiates nothing with a peer of
    /// this program; another client may have to be asked for room once.
    pub fn set_local(&self, source: Source, track: Option<LocalTrack>) {
        self.0.locals.set(source, track);
        for connection in self.0.all() {
            connection.send_local(source);
        }
    }

    /// Tells one peer or everybody. Waits for a channel that is still opening; lost on one that closed.
    pub fn send(&self, to: Option<&UserId>, message: &PeerMessage) {
        let Some(text) = message.encode() else { return };
        let peers = self.0.connections.borrow();
        for (peer, connection) in peers.iter().filter(|(peer, _)| to.is_none_or(|to| to == *peer)) {
            connection.tell(self.0.care.instead(peer, message).as_deref().unwrap_or(&text));
        }
    }

    /// Closes every connection; nothing is answered until the next [`Self::room_users`].
    pub fn leave(&self) {
        self.0.push(Work::Input(Input::Leave));
    }

    /// Everybody with a connection, and how it does.
    #[must_use]
    pub fn peers(&self) -> Vec<(UserId, PeerState)> {
        self.0.mesh.borrow().peers().map(|(peer, state)| (peer.clone(), state)).collect()
    }
}

impl fmt::Debug for MeshDriver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MeshDriver").field("peers", &self.peers()).finish()
    }
}

impl Shared {
    fn push(self: &Rc<Self>, work: Work) {
        self.queue.borrow_mut().push_back(work);
        if self.pump.get() == Pump::Idle {
            self.work_off();
        }
    }

    fn work_off(self: &Rc<Self>) {
        self.pump.set(Pump::Running);
        self.run();
        self.pump.set(Pump::Idle);
        self.set_timer();
    }

    fn run(self: &Rc<Self>) {
        loop {
            // A statement of its own: the borrow must end before anybody is called.
            let work = self.queue.borrow_mut().pop_front();
            match work {
                Some(Work::Input(input)) => {
                    let outputs = self.mesh.borrow_mut().handle(now(), input);
                    for output in outputs {
                        self.carry_out(output);
                    }
                }
                Some(Work::Event(event)) => (self.on_event)(event),
                None => return,
            }
        }
    }

    fn carry_out(self: &Rc<Self>, output: Output) {
        match output {
            Output::Open { peer, generation, role } => {
                self.look_at_ice_servers();
                // Known before the connection is made, so that its limits are set once.
                let settings = self.opened(&peer);
                let report = self.reporter(peer.clone(), generation);
                let locals = Rc::clone(&self.locals);
                match Connection::open(&self.configuration, generation, role, locals, settings, report) {
                    Ok(connection) => {
                        self.connections.borrow_mut().insert(peer, connection);
                        self.keep_looking();
                        self.tell_tiles();
                    }
                    Err(_) => {
                        self.closed(&peer);
                        let closed = ConnectionEvent::Transport(Transport::Closed);
                        self.connection_event(&peer, generation, closed);
                    }
                }
            }
            Output::Close { peer, generation } => {
                let connection = self.connections.borrow().get(&peer).cloned();
                if connection.is_some_and(|connection| connection.generation() == generation) {
                    self.connections.borrow_mut().remove(&peer);
                    self.closed(&peer);
                }
            }
            Output::Do { peer, generation, command } => self.command(&peer, generation, command),
            Output::Send { to, signal } => self.event(MeshEvent::Send { to, signal }),
            Output::State(peer, state) => self.event(MeshEvent::PeerState { peer, state }),
            Output::Gone(peer) => {
                self.gone(&peer);
                self.event(MeshEvent::PeerGone { peer });
            }
        }
    }

    fn command(self: &Rc<Self>, peer: &UserId, generation: u64, command: Command) {
        let connection = self.connections.borrow().get(peer).cloned();
        // There is none when it could not be opened; its `Closed` is on the way and starts over.
        if let Some(connection) = connection.filter(|connection| connection.generation() == generation) {
            if command == Command::RestartIce {
                self.look_at_ice_servers();
            }
            connection.run(command);
        }
    }

    fn event(&self, event: MeshEvent) {
        self.queue.borrow_mut().push_back(Work::Event(event));
    }

    fn connection_event(&self, peer: &UserId, generation: u64, event: ConnectionEvent) {
        let input = Input::Connection { peer: peer.clone(), generation, event };
        self.queue.borrow_mut().push_back(Work::Input(input));
    }

    /// How a connection speaks to us. It does not keep us alive.
    fn reporter(self: &Rc<Self>, peer: UserId, generation: u64) -> Rc<dyn Fn(Report)> {
        let shared = Rc::downgrade(self);
        Rc::new(move |report| {
            let Some(shared) = Weak::upgrade(&shared) else { return };
            let peer = peer.clone();
            if let Report::Message(PeerMessage::Media { mic, .. }) = report {
                shared.push(Work::Input(Input::Voice { peer: peer.clone(), on: mic }));
            }
            shared.push(match report {
                Report::Message(PeerMessage::Tile { width, height, visible, screen }) => {
                    shared.seen_as(peer, Tile { width, height, visible, screen });
                    return;
                }
                Report::Event(event) => Work::Input(Input::Connection { peer, generation, event }),
                Report::Track(source, stream) => Work::Event(MeshEvent::Track { peer, source, stream }),
                Report::Message(message) => Work::Event(MeshEvent::Message { from: peer, message }),
            });
        })
    }

    fn all(&self) -> Vec<Rc<Connection>> {
        self.connections.borrow().values().cloned().collect()
    }

    fn set_timer(self: &Rc<Self>) {
        let deadline = self.mesh.borrow().deadline();
        let timer = deadline.map(|deadline| {
            let shared = Rc::downgrade(self);
            timeout(deadline.saturating_sub(now()), move || {
                if let Some(shared) = Weak::upgrade(&shared) {
                    shared.push(Work::Input(Input::Tick));
                }
            })
        });
        self.timer.replace(timer);
    }
}

/// Rounded up: a timer that comes early would find nothing due.
fn timeout(wait: Duration, due: impl FnOnce() + 'static) -> Timeout {
    let wait = wait + Duration::from_millis(1);
    Timeout::new(u32::try_from(wait.as_millis()).unwrap_or(u32::MAX), due)
}
