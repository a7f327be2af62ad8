//! The chat and signaling server (contract, section 2): one method per event.

mod access;
mod outside;
pub(crate) mod payload;
mod quirks;
mod removal;
mod rooms;

use std::sync::{Arc, atomic::Ordering};

use charlaton_contract::{RoomId, UserId};
use serde_json::{Value, json};

use crate::{
    App, Quirk, Quirks,
    db::{
        DbError, connections,
        messages::{self, Audience, Message},
    },
    deadly,
    realtime::{Hub, Service, Sid, identity::Identity, payload::Payload, presence::Presence},
};
use outside::{Knock, Outside};
use payload::{Aim, MediaState, NewMessage, Signal};

/// What the REST side tells the chat.
#[derive(Debug, Clone)]
pub(crate) enum Order {
    /// The meeting was ended or its room deleted.
    RoomClosed(RoomId),
    /// Somebody was let into a private room.
    AccessGranted(RoomId, UserId),
    /// A join that took its time is through.
    Joined(quirks::Joined),
}

pub(crate) struct Chat {
    app: Arc<App>,
    hub: Hub,
    presence: Presence<Sid>,
    outside: Outside<Sid>,
    quirks: Quirks,
    joining: quirks::Joining,
}

impl Chat {
    pub(crate) fn new(app: Arc<App>, hub: Hub) -> Self {
        let (quirks, joining) = (app.quirks, quirks::Joining::default());
        Self { app, hub, presence: Presence::new(), outside: Outside::new(), quirks, joining }
    }
}

impl Service for Chat {
    type Order = Order;

    async fn connected(&mut self, socket: Sid, who: Arc<Identity>) {
        let bare = self.quirks.has(Quirk::BarePayloads);
        self.presence.connect(socket, if bare { Arc::new(who.nameless()) } else { who });
        self.count();
    }

    async fn event(&mut self, socket: Sid, name: &str, payload: Payload) {
        let readable = payload.read();
        if self.app.deadly && deadly::to_chat(name, &readable) {
            deadly::die(name);
        }
        let Some(who) = self.presence.who(socket).cloned() else { return };
        match name {
            "join_room" => self.join_room(socket, &who, &readable).await,
            "joins_in_room" => self.joins_in_room(socket, &who, &readable).await,
            "joins" => self.joins(socket),
            "message" => self.message(socket, &who, &readable).await,
            "media_state_changed" => self.media_state_changed(socket, &who, &readable),
            "leaveRoom" => self.leave_room(socket).await,
            "end_room" => self.end_room(socket, &who).await,
            "send_access" => self.send_access(socket, &who, &readable).await,
            "grant_access" => self.grant_access(socket, &who, &readable).await,
            "remove_user" if !self.quirks.has(Quirk::NobodyRemoved) => {
                self.remove_user(socket, &who, &readable).await;
            }
            "deny_access" => self.deny_access(socket, &who, &readable).await,
            other => {
                if let (Some(signal), Some(aim)) = (Signal::named(other), Aim::parse(&readable)) {
                    self.relay(socket, &who, signal, &aim, &payload);
                }
            }
        }
    }

    async fn gone(&mut self, socket: Sid) {
        self.give_up(socket).await;
        if let Some(departure) = self.presence.disconnect(socket) {
            self.departed(departure, "userDisconnected", "disconnected").await;
        }
        self.count();
    }

    async fn order(&mut self, order: Order) {
        match order {
            Order::RoomClosed(room) => self.close_room(&room),
            Order::AccessGranted(room, user) => self.tell_granted(Knock { room, user }).await,
            Order::Joined(joined) => self.end_join(joined).await,
        }
    }
}

impl Chat {
    /// `GET /` tells how many sockets there are.
    fn count(&self) {
        self.app.online.store(self.presence.len(), Ordering::Relaxed);
    }

    fn joins(&self, socket: Sid) {
        let everyone: Vec<Value> = self.presence.everyone().map(|(_, who)| self.claims(who)).collect();
        self.hub.send(socket, "joins_users", &everyone);
    }

    async fn message(&self, socket: Sid, who: &Identity, payload: &Value) {
        let refuse = |text: &str| {
            self.hub.send(socket, "message_error", &json!({ "message": text, "success": false }));
        };
        if self.quirks.has(Quirk::UnheardOutsiders) && self.speaks_to_nobody(socket) {
            return;
        }
        let loose = self.quirks.has(Quirk::LooseMessages);
        let message = if loose { quirks::loose_message(payload) } else { NewMessage::parse(payload) };
        let message = match message {
            Ok(message) => message,
            Err(text) => return refuse(text),
        };
        let room = self.presence.room_of(socket).filter(|room| self.presence.is_in(socket, room));
        let Some(room) = room else { return refuse("No estás en la sala") };
        if self.quirks.has(Quirk::ActiveConnections) && !self.has_connection(room, who).await {
            return refuse("el usuario no tiene conexión activa en la sala");
        }
        match self.store(room, who, message).await {
            Ok(Some(stored)) => self.deliver(socket, room, who, &stored),
            Ok(None) => refuse("error"),
            Err(error) => {
                tracing::error!(%error, %room, "storing a message");
                if self.quirks.has(Quirk::ErrorsToOthers) {
                    return self.blame_others(socket, room);
                }
                refuse("error");
            }
        }
    }

    async fn store(
        &self,
        room: &RoomId,
        who: &Identity,
        message: NewMessage,
    ) -> Result<Option<Message>, DbError> {
        let (room, author) = (room.clone(), who.id.clone());
        let work = move |db: &mut rusqlite::Connection| {
            messages::insert(db, room.as_str(), author.as_str(), &message.content, &message.audience)
        };
        self.app.db.call(work).await
    }

    /// Only after the message is stored: what somebody saw is never lost.
    fn deliver(&self, socket: Sid, room: &RoomId, who: &Identity, message: &Message) {
        let (visibility, target) = message.audience.to_wire();
        let mut payload = json!({
            "id": message.id,
            "content": message.content,
            "userId": message.user_id,
            "roomId": message.room_id,
            "visibility": visibility,
            "createdAt": crate::clock::iso(message.created_at),
            "user": self.author(who),
            "success": true,
        });
        match &message.audience {
            Audience::Public => {
                self.hub.send(socket, "message_success", &payload);
                self.hub.send_all(self.presence.others(room, socket), "new_success", &payload);
            }
            Audience::Private(targets) => {
                let echo = !self.quirks.has(Quirk::NoPrivateEcho);
                if echo {
                    payload["target"] = target;
                }
                let reads = |id: &UserId| {
                    (echo && *id == who.id) || targets.iter().any(|target| target == id.as_str())
                };
                let readers = self.presence.members(room).filter(|(_, who)| reads(&who.id));
                self.hub.send_all(readers.map(|(socket, _)| socket), "message_success", &payload);
            }
        }
    }

    fn media_state_changed(&self, socket: Sid, who: &Identity, payload: &Value) {
        let (Some(state), Some(room)) = (MediaState::parse(payload), self.presence.room_of(socket)) else {
            return;
        };
        let id = if self.quirks.has(Quirk::TokenIds) { &who.token_id } else { &who.id };
        let payload = json!({ "userId": id, "micEnabled": state.mic, "cameraEnabled": state.camera });
        self.hub.send_all(self.presence.others(room, socket), "user_media_changed", &payload);
    }

    /// Between two who are in the same room, and nobody else.
    fn relay(&self, socket: Sid, who: &Identity, signal: Signal, aim: &Aim, payload: &Payload) {
        let room = if self.quirks.has(Quirk::OutsiderRelays) {
            aim.room.as_ref()
        } else {
            let here = self.presence.room_of(socket);
            here.filter(|here| aim.room.as_ref().is_none_or(|named| named == *here))
        };
        let Some(room) = room else { return };
        let relayed = if self.quirks.has(Quirk::EmptyRelays) {
            Some(signal.unchanged(payload, &who.id))
        } else {
            signal.relayed(payload, &who.id)
        };
        let Some(relayed) = relayed else { return };
        let target = if self.quirks.has(Quirk::FirstSocketRelays) {
            self.presence.sockets_of(room, &aim.target).next()
        } else {
            self.presence.newest(room, &aim.target, socket)
        };
        if let Some(target) = target {
            self.hub.send(target, signal.event(), &relayed);
        }
    }

    async fn mark_left(&self, room: &RoomId, user: &UserId) {
        let (room, user) = (room.clone(), user.clone());
        let work = move |db: &mut rusqlite::Connection| connections::leave(db, room.as_str(), user.as_str());
        if let Err(error) = self.app.db.call(work).await {
            tracing::error!(%error, "recording a departure");
        }
    }
}
