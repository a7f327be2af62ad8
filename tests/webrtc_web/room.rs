//! Several people in one page, their signals handed over directly.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    rc::{Rc, Weak},
};

use charlaton::lib::{
    media::RemoteStream,
    webrtc::{MeshConfig, MeshDriver, MeshEvent, PeerMessage, PeerState, Signal, Source},
};
use charlaton_contract::UserId;
use js_sys::{Array, Reflect};
use wasm_bindgen::JsCast;
use web_sys::{RtcPeerConnection, RtcPeerConnectionState};

use crate::{until, user};

/// A server that relays, and a note of everything that happened.
pub(crate) struct Room(Rc<RefCell<Noted>>);

#[derive(Default)]
pub(crate) struct Noted {
    drivers: BTreeMap<UserId, MeshDriver>,
    others: BTreeMap<UserId, Rc<dyn Fn(Signal)>>,
    events: Vec<(UserId, MeshEvent)>,
}

impl Room {
    pub(crate) fn new() -> Self {
        watch_connections();
        Self(Rc::default())
    }

    pub(crate) fn enter(&self, name: &str) -> MeshDriver {
        let (own, noted) = (user(name), Rc::downgrade(&self.0));
        let driver =
            MeshDriver::new(own.clone(), MeshConfig::default(), move |event| note(&noted, &own, event));
        self.0.borrow_mut().drivers.insert(user(name), driver.clone());
        driver
    }

    /// For somebody who hands over signals by another program.
    pub(crate) fn noted(&self) -> Weak<RefCell<Noted>> {
        Rc::downgrade(&self.0)
    }

    pub(crate) fn add_other(&self, user: UserId, hear: Rc<dyn Fn(Signal)>) {
        self.0.borrow_mut().others.insert(user, hear);
    }

    pub(crate) fn driver(&self, name: &str) -> MeshDriver {
        self.0.borrow().drivers[&user(name)].clone()
    }

    pub(crate) async fn until(&self, what: &str, condition: impl Fn(&Self) -> bool) {
        until(what, || condition(self)).await;
    }

    pub(crate) fn of<T>(&self, name: &str, pick: impl Fn(&MeshEvent) -> Option<T>) -> Vec<T> {
        let (noted, name) = (self.0.borrow(), user(name));
        noted.events.iter().filter(|(whose, _)| *whose == name).filter_map(|(_, event)| pick(event)).collect()
    }

    pub(crate) fn offers(&self) -> usize {
        let is_offer = |(_, event): &&(UserId, MeshEvent)| {
            matches!(event, MeshEvent::Send { signal: Signal::Offer(_), .. })
        };
        self.0.borrow().events.iter().filter(is_offer).count()
    }

    pub(crate) fn state(&self, name: &str, of: &str) -> Option<PeerState> {
        let peers = self.driver(name).peers();
        peers.into_iter().find_map(|(peer, state)| (peer == user(of)).then_some(state))
    }

    pub(crate) fn connected(&self, names: &[&str]) -> bool {
        let pairs = names.iter().flat_map(|a| names.iter().map(move |b| (a, b))).filter(|(a, b)| a != b);
        pairs.into_iter().all(|(a, b)| self.state(a, b) == Some(PeerState::Connected))
    }

    pub(crate) fn has_track(&self, name: &str, of: &str, wanted: Source) -> bool {
        !self.streams(name, of, wanted).is_empty()
    }

    pub(crate) fn flows(&self, name: &str, of: &str, wanted: Source) -> bool {
        self.streams(name, of, wanted).last().is_some_and(RemoteStream::is_flowing)
    }

    pub(crate) fn streams(&self, name: &str, of: &str, wanted: Source) -> Vec<RemoteStream> {
        self.of(name, |event| match event {
            MeshEvent::Track { peer, source, stream } if *peer == user(of) && *source == wanted => {
                Some(stream.clone())
            }
            _ => None,
        })
    }

    pub(crate) fn heard(&self, name: &str) -> Vec<PeerMessage> {
        self.of(name, |event| match event {
            MeshEvent::Message { message, .. } => Some(message.clone()),
            _ => None,
        })
    }

    pub(crate) fn gone(&self, name: &str) -> Vec<UserId> {
        self.of(name, |event| match event {
            MeshEvent::PeerGone { peer } => Some(peer.clone()),
            _ => None,
        })
    }
}

fn note(noted: &Weak<RefCell<Noted>>, own: &UserId, event: MeshEvent) {
    let Some(noted) = noted.upgrade() else { return };
    noted.borrow_mut().events.push((own.clone(), event.clone()));
    if let MeshEvent::Send { to, signal } = event {
        let (driver, other) =
            (noted.borrow().drivers.get(&to).cloned(), noted.borrow().others.get(&to).cloned());
        if let Some(driver) = driver {
            driver.signal(own.clone(), signal);
        } else if let Some(other) = other {
            other(signal);
        }
    }
}

pub(crate) fn relay(room: &Weak<RefCell<Noted>>, from: &UserId, signal: Signal) {
    let Some(room) = room.upgrade() else { return };
    let drivers: Vec<_> = room.borrow().drivers.values().cloned().collect();
    for driver in drivers {
        driver.signal(from.clone(), signal.clone());
    }
}

/// Counts the page's connections from here on.
fn watch_connections() {
    js_sys::eval(
        "window.Plain ??= RTCPeerConnection; window.made = [];
         window.RTCPeerConnection = class extends Plain { constructor(...a) { super(...a); made.push(this); } };",
    )
    .unwrap();
}

/// The addresses of the servers that each open connection would ask.
pub(crate) fn ice_servers() -> Vec<String> {
    let urls = js_sys::eval(
        "made.filter(pc => pc.connectionState !== 'closed')
             .map(pc => pc.getConfiguration().iceServers.flatMap(server => server.urls).join(' '))",
    );
    Array::from(&urls.unwrap()).iter().filter_map(|urls| urls.as_string()).collect()
}

/// How many transceivers each open connection has that [`watch_connections`] knows of.
pub(crate) fn open_connections() -> Vec<u32> {
    let made: Array = Reflect::get(&js_sys::global(), &"made".into()).unwrap().into();
    let open = made.iter().map(JsCast::unchecked_into::<RtcPeerConnection>);
    let open = open.filter(|pc| pc.connection_state() != RtcPeerConnectionState::Closed);
    open.map(|pc| pc.get_transceivers().length()).collect()
}
