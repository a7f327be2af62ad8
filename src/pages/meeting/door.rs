//! The door of a private room: who waits before it, and we when it is us.

use std::time::Duration;

use charlaton_contract::UserId;

/// We have not been let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// The hosts are being asked.
    Asking,
    /// The same, of a server that does not tell what becomes of it.
    Unsure,
    /// The server is away.
    Away,
    /// A host has said no; whether one may ask again yet.
    Denied { again: bool },
}

/// Somebody who asks us, a host, to let them in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Request {
    pub user: UserId,
    /// When it counts no more; never, where the server tells.
    pub until: Option<Duration>,
    pub stage: Stage,
}

/// What has become of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// It is told once the name is known.
    New,
    Told,
    Admitted,
    Denied,
}

impl Request {
    /// Whether there is something to decide.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.stage, Stage::New | Stage::Told)
    }
}
