//! The chat server as the existing one is, where that is more than a word: joins that take their time, meetings that
//! anybody ends, payloads as they were.

use std::{collections::HashMap, sync::Arc, time::Duration};

use charlaton_contract::{RoomId, UserId};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{
    Chat,
    payload::NewMessage,
    rooms::{NO_ROOM, admit},
};
use crate::{
    App, Quirk, Quirks, admission,
    db::{access, connections, messages::Audience},
    realtime::{Sid, identity::Identity},
};

/// What the database of the old services takes for a join: it is asked several times, over a network.
const JOIN_TAKES: Duration = Duration::from_millis(250);

/// How long a join that found no room keeps further ones out.
const SILENCE: Duration = Duration::from_secs(2);

const NO_NAME: &str = "Invalid room ID";
const BROKEN: &str = "Error interno del servidor";

/// A join that took its time, and how it came out.
#[derive(Debug, Clone)]
pub(crate) struct Joined {
    socket: Sid,
    /// Under which further joins are dropped meanwhile.
    asked_as: UserId,
    who: Arc<Identity>,
    room: RoomId,
    admitted: Result<(), &'static str>,
}

/// The joins, by user and what they call the room, during which further ones are dropped (contract, section 2.7). Until
/// when, once they are through.
#[derive(Debug, Default)]
pub(super) struct Joining(HashMap<(UserId, String), Option<Instant>>);

impl Joining {
    /// Whether a join may begin now.
    fn begin(&mut self, user: &UserId, room: &str, now: Instant) -> bool {
        self.0.retain(|_, until| until.is_none_or(|until| until > now));
        let key = (user.clone(), room.to_owned());
        let free = !self.0.contains_key(&key);
        self.0.entry(key).or_insert(None);
        free
    }

    fn end(&mut self, user: &UserId, room: &str, until: Option<Instant>) {
        let key = (user.clone(), room.to_owned());
        if until.is_some() {
            self.0.insert(key, until);
        } else {
            self.0.remove(&key);
        }
    }
}

/// Who somebody is at the door: the old server looks for the account anew.
pub(super) async fn by_now(app: &App, who: &Arc<Identity>) -> Arc<Identity> {
    if !app.quirks.has(Quirk::TokenIds) {
        return Arc::clone(who);
    }
    match who.looked_up(app).await {
        Ok(now) => Arc::new(now),
        Err(error) => {
            tracing::error!(%error, "looking for the account of a join");
            Arc::clone(who)
        }
    }
}

impl Chat {
    /// Asks the database beside everything else; [`Chat::end_join`] hears what it says.
    pub(super) fn begin_join(&mut self, socket: Sid, who: &Arc<Identity>, room: RoomId) {
        if !self.joining.begin(&who.id, room.as_str(), Instant::now()) {
            return;
        }
        let (app, asks) = (Arc::clone(&self.app), Arc::clone(who));
        tokio::spawn(async move {
            tokio::time::sleep(JOIN_TAKES).await;
            let who = by_now(&app, &asks).await;
            let admitted = admit(&app, &who, &room).await;
            app.chat.send(super::Order::Joined(Joined {
                socket,
                asked_as: asks.id.clone(),
                who,
                room,
                admitted,
            }));
        });
    }

    pub(super) async fn end_join(&mut self, joined: Joined) {
        let Joined { socket, asked_as, who, room, admitted } = joined;
        let silent = admitted == Err(NO_ROOM);
        self.joining.end(&asked_as, room.as_str(), silent.then(|| Instant::now() + SILENCE));
        if self.presence.who(socket).is_some() {
            self.settle_join(socket, &who, &room, admitted).await;
        }
    }

    /// A join of what is no room's name; one that the old server breaks on is followed by silence, too.
    pub(super) fn join_nothing(&mut self, socket: Sid, who: &Identity, payload: &Value) {
        let message = self.no_name(payload);
        if message != NO_NAME && self.quirks.has(Quirk::DroppedJoins) {
            let (name, now) = (payload.to_string(), Instant::now());
            if !self.joining.begin(&who.id, &name, now) {
                return;
            }
            self.joining.end(&who.id, &name, Some(now + SILENCE));
        }
        self.refuse_join(socket, who, message);
    }

    /// Why something is no room's name.
    fn no_name(&self, payload: &Value) -> &'static str {
        let empty = matches!(payload, Value::Null | Value::Bool(false)) || payload == "" || payload == 0;
        match payload.as_str() {
            _ if empty || !self.quirks.has(Quirk::BadJoinsKick) => NO_NAME,
            Some(name) if !name.contains('/') => NO_ROOM,
            Some(_) | None => BROKEN,
        }
    }

    /// Whether who is refused so is thrown out.
    pub(super) fn kicks(&self, message: &str) -> bool {
        (message == BROKEN && self.quirks.has(Quirk::BadJoinsKick))
            || (message == admission::NOT_INVITED && self.quirks.has(Quirk::PrivateRoomsKick))
    }

    /// The socket's user as the sender of most events is named.
    pub(super) fn claims(&self, who: &Identity) -> Value {
        let bare = self.quirks.has(Quirk::BarePayloads);
        let mut claims = if bare { who.token_claims() } else { who.claims() };
        claims["id"] = json!(if self.quirks.has(Quirk::TokenIds) { &who.token_id } else { &who.id });
        claims
    }

    /// The same for `user_joined`.
    pub(super) fn newcomer(&self, who: &Identity) -> Value {
        match self.quirks.has(Quirk::BarePayloads) {
            true => json!({ "id": who.id, "email": who.email }),
            false => who.card(),
        }
    }

    /// The same for the author of a message.
    pub(super) fn author(&self, who: &Identity) -> Value {
        let mut author = who.card();
        if let Some(fields) = author.as_object_mut().filter(|_| self.quirks.has(Quirk::BarePayloads)) {
            fields.remove("photoURL");
        }
        author
    }

    /// No room was joined, or nobody is in it any more.
    pub(super) fn speaks_to_nobody(&self, socket: Sid) -> bool {
        self.presence.room_of(socket).is_none_or(|room| self.presence.members(room).next().is_none())
    }

    pub(super) async fn has_connection(&self, room: &RoomId, who: &Identity) -> bool {
        let (room, user) = (room.clone(), who.id.clone());
        let work =
            move |db: &mut rusqlite::Connection| connections::is_active(db, room.as_str(), user.as_str());
        self.app.db.call(work).await.unwrap_or_default()
    }

    /// Tells everybody but who sent it that a message was not stored.
    pub(super) fn blame_others(&self, socket: Sid, room: &RoomId) {
        let error = json!({ "message": "error", "success": false });
        self.hub.send_all(self.presence.others(room, socket), "message_error", &error);
    }

    /// Whoever asks: everybody hears it and is out, and nothing is recorded.
    pub(super) fn end_for_all(&mut self, socket: Sid) {
        if let Some(room) = self.presence.room_of(socket).cloned() {
            self.close_room(&room);
        }
    }
}

/// A message of any length, to the objects among its targets; the error is the text of `message_error`.
pub(super) fn loose_message(payload: &Value) -> Result<NewMessage, &'static str> {
    let audience = match payload.get("visibility").and_then(Value::as_str) {
        Some("public") => Audience::Public,
        Some("private") => {
            let list = payload.get("target").and_then(Value::as_array).into_iter().flatten();
            let ids = list.filter_map(|target| target.get("userId")?.as_str());
            Audience::Private(ids.map(str::to_owned).collect())
        }
        Some(_) | None => return Err("visibility inválida"),
    };
    let content = payload.get("msg").and_then(Value::as_str).filter(|text| !text.is_empty());
    Ok(NewMessage { content: content.ok_or("mensaje inválido")?.to_owned(), audience })
}

/// The id under which a grant is stored.
pub(super) fn granted_to(quirks: Quirks, user: &UserId) -> String {
    if quirks.has(Quirk::NumericGrants) { access::number(user.as_str()) } else { user.as_str().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_join_keeps_others_out_until_it_is_through_or_silence_is_over() {
        let (ana, luis) = (UserId::parse("ana").unwrap(), UserId::parse("luis").unwrap());
        let room = "abc-xyz";
        let mut joining = Joining::default();
        let now = Instant::now();
        assert!(joining.begin(&ana, room, now));
        assert!(!joining.begin(&ana, room, now) && joining.begin(&luis, room, now));
        joining.end(&ana, room, None);
        assert!(joining.begin(&ana, room, now));
        joining.end(&ana, room, Some(now + SILENCE));
        assert!(!joining.begin(&ana, room, now + SILENCE / 2));
        assert!(joining.begin(&ana, room, now + SILENCE));
    }
}
