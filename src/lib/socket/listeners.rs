//! Callbacks and the guards that remove them. A callback may subscribe, unsubscribe and emit while it runs.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

use super::client::Channel;
use super::packet::Payload;

/// Unsubscribes when dropped. It does not keep the socket alive.
#[must_use = "dropping a Subscription unsubscribes at once"]
pub struct Subscription {
    list: Weak<dyn Remove>,
    key: u64,
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription").field("key", &self.key).finish_non_exhaustive()
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(list) = self.list.upgrade() {
            list.remove(self.key);
        }
    }
}

/// An event from the server, with everything that came along.
pub struct Message {
    /// The event's name.
    pub event: String,
    /// Its arguments and attachments.
    pub payload: Payload,
    pub(super) reply: Cell<Option<Reply>>,
}

impl Message {
    /// The way to answer, if the server waits for an acknowledgement and nobody took it before.
    pub fn reply(&self) -> Option<Reply> {
        self.reply.take()
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("event", &self.event)
            .field("payload", &self.payload)
            .finish_non_exhaustive()
    }
}

/// Acknowledges one event of the server, now or later. It does not keep the socket alive.
pub struct Reply {
    pub(super) channel: Weak<Channel>,
    pub(super) id: u64,
}

impl Reply {
    /// Sends the acknowledgement; nothing happens if the connection is gone.
    pub fn send(self, payload: impl Into<Payload>) {
        if let Some(channel) = self.channel.upgrade() {
            channel.reply(self.id, payload.into());
        }
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").field("id", &self.id).finish_non_exhaustive()
    }
}

trait Remove {
    fn remove(&self, key: u64);
}

/// Callbacks in the order they were added, each with an optional name it listens to.
pub(super) struct Listeners<F: ?Sized> {
    entries: RefCell<Vec<Entry<F>>>,
    next_key: Cell<u64>,
}

struct Entry<F: ?Sized> {
    key: u64,
    name: Option<String>,
    callback: Rc<F>,
}

impl<F: ?Sized + 'static> Listeners<F> {
    pub(super) fn new() -> Rc<Self> {
        Rc::new(Self { entries: RefCell::new(Vec::new()), next_key: Cell::new(0) })
    }

    /// Adds a callback for one name, or for all.
    pub(super) fn add(self: &Rc<Self>, name: Option<&str>, callback: Rc<F>) -> Subscription {
        let key = self.next_key.get();
        self.next_key.set(key + 1);
        self.entries.borrow_mut().push(Entry { key, name: name.map(str::to_owned), callback });
        let list: Rc<dyn Remove> = Rc::<Self>::clone(self);
        Subscription { list: Rc::downgrade(&list), key }
    }

    /// Calls everybody who listens to `name`. Who unsubscribes meanwhile is not called any more; who subscribes
    /// meanwhile is called from the next time on.
    pub(super) fn call(&self, name: &str, call: impl Fn(&F)) {
        let hears = |entry: &&Entry<F>| entry.name.as_deref().is_none_or(|own| own == name);
        let due: Vec<_> = self
            .entries
            .borrow()
            .iter()
            .filter(hears)
            .map(|entry| (entry.key, Rc::clone(&entry.callback)))
            .collect();
        for (key, callback) in due {
            let still_there = self.entries.borrow().iter().any(|entry| entry.key == key);
            if still_there {
                call(&callback);
            }
        }
    }
}

impl<F: ?Sized> Remove for Listeners<F> {
    fn remove(&self, key: u64) {
        let removed = {
            let mut entries = self.entries.borrow_mut();
            entries.iter().position(|entry| entry.key == key).map(|index| entries.remove(index))
        };
        // Outside of the borrow: what the callback owned may itself unsubscribe.
        drop(removed);
    }
}
