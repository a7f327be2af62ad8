use charlaton_json::{Value, parse};
use web_sys::{Storage, window};

/// How long something is kept. People may forbid both; then nothing is kept, and nothing is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// Until it is deleted.
    Local,
    /// As long as the tab.
    Session,
}

impl Store {
    /// What was kept under `key`. `None` as well for what is not JSON: whoever wrote it, it was not this program.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Value> {
        parse(&self.raw()?.get_item(key).ok()??).ok()
    }

    /// Keeps `value` under `key`, if it can be kept.
    pub fn set(self, key: &str, value: &Value) {
        if let Some(storage) = self.raw() {
            // Full: nothing is kept, as if it were forbidden.
            let _ = storage.set_item(key, &value.to_string());
        }
    }

    /// Forgets what was kept under `key`.
    pub fn delete(self, key: &str) {
        if let Some(storage) = self.raw() {
            // It fails only where it is forbidden, and there is nothing to forget there.
            let _ = storage.remove_item(key);
        }
    }

    fn raw(self) -> Option<Storage> {
        let window = window()?;
        match self {
            Self::Local => window.local_storage().ok()?,
            Self::Session => window.session_storage().ok()?,
        }
    }
}
