//! Carries out when a service is asked for STUN and TURN servers.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;

use super::{Fetching, MeshDriver, Pump, Shared, js};
use crate::lib::{
    clock::since_epoch,
    webrtc::ice_servers::{IceServers, Input, Output},
};

pub(super) struct Service {
    machine: RefCell<IceServers>,
    fetch: Box<dyn Fn() -> Fetching>,
    timer: RefCell<Option<Timeout>>,
}

impl MeshDriver {
    /// Connections use what `fetch` answers in place of what is configured; it is called at once, and again before the
    /// answer expires. Nobody is connected to before the first answer, or before
    /// [`PATIENCE`](crate::lib::webrtc::ice_servers::PATIENCE) is over. Once, and first of all.
    pub fn fetch_ice_servers(&self, fetch: impl Fn() -> Fetching + 'static) {
        let service = Service {
            machine: RefCell::new(IceServers::new(since_epoch())),
            fetch: Box::new(fetch),
            timer: RefCell::default(),
        };
        if self.0.ice_servers.set(service).is_ok() {
            self.0.pump.set(Pump::Held);
            self.0.look_at_ice_servers();
        }
    }
}

impl Shared {
    /// Timers stand still while a machine sleeps, so whoever needs the servers looks whether they are to be renewed.
    pub(super) fn look_at_ice_servers(self: &Rc<Self>) {
        self.feed_ice_servers(Input::Tick);
    }

    fn feed_ice_servers(self: &Rc<Self>, input: Input) {
        let Some(service) = self.ice_servers.get() else { return };
        let outputs = service.machine.borrow_mut().handle(since_epoch(), input);
        for output in outputs {
            match output {
                Output::Ask => self.ask_for_ice_servers(service),
                Output::Use(servers) => {
                    js::set_ice_servers(&self.configuration, &servers);
                    self.all().iter().for_each(|connection| connection.configure(&self.configuration));
                }
                Output::Begin => self.work_off(),
            }
        }
        let deadline = service.machine.borrow().deadline();
        service.timer.replace(deadline.map(|deadline| {
            let shared = Rc::downgrade(self);
            super::timeout(deadline.saturating_sub(since_epoch()), move || {
                if let Some(shared) = Weak::upgrade(&shared) {
                    shared.look_at_ice_servers();
                }
            })
        }));
    }

    fn ask_for_ice_servers(self: &Rc<Self>, service: &Service) {
        let (answer, shared) = ((service.fetch)(), Rc::downgrade(self));
        spawn_local(async move {
            let answer = answer.await;
            if let Some(shared) = Weak::upgrade(&shared) {
                shared.feed_ice_servers(Input::Answered(answer));
            }
        });
    }
}
