use std::{cell::RefCell, rc::Rc, time::Duration};

use charlaton_json::json;
use futures_channel::oneshot;

use super::super::Entry;
use crate::lib::{
    clock::{now, within},
    socket::{Options, Socket, State, Transports},
};

/// Long for a handshake, short for who waits.
const PATIENCE_MS: u32 = 12_000;

/// Connects to the chat server at `url` by one transport, shows the token, if any, and leaves again. No room is entered,
/// so nobody hears of it.
pub async fn enter(url: &str, transports: Transports, token: Option<String>) -> Entry {
    let options = Options { url: url.to_owned(), transports, ..Options::default() };
    let shown = Rc::new(RefCell::new(Duration::ZERO));
    let socket = Socket::connect(options, {
        let shown = Rc::clone(&shown);
        move || {
            shown.replace(now());
            let auth = token.as_deref().map_or_else(|| json!({}), |token| json!({ "token": token }));
            Box::pin(async move { auth })
        }
    });
    let (sender, receiver) = oneshot::channel();
    let sender = RefCell::new(Some(sender));
    let _states = socket.on_state(move |state| {
        let entry = match state {
            State::Connected { .. } => Entry::Open(now().saturating_sub(*shown.borrow())),
            State::Refused { message, .. } => Entry::Refused(message.clone()),
            State::KickedByServer => Entry::Refused(String::new()),
            State::Reconnecting { .. } | State::Disconnected => Entry::Failed,
            State::Connecting => return,
        };
        // The first word counts; nobody may be listening any more.
        sender.borrow_mut().take().map(|sender| sender.send(entry));
    });
    within(PATIENCE_MS, receiver).await.and_then(Result::ok).unwrap_or(Entry::Failed)
}
