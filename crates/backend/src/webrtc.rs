//! The optional WebRTC signaling server, in its targeted form (contract, section 3.3).

use std::sync::Arc;

use charlaton_contract::RoomId;
use serde_json::{Value, json};

use crate::{
    App,
    admission::{self, Admission},
    chat::payload::{self, Aim, Signal},
    realtime::{Hub, Service, Sid, identity::Identity, presence::Presence},
};

/// What the rest of the program tells this server.
#[derive(Debug, Clone)]
pub(crate) enum Order {
    /// The meeting was ended or its room deleted: nobody is in it any more.
    RoomClosed(RoomId),
}

pub(crate) struct Signaling {
    app: Arc<App>,
    hub: Hub,
    presence: Presence<Sid>,
}

impl Signaling {
    pub(crate) fn new(app: Arc<App>, hub: Hub) -> Self {
        Self { app, hub, presence: Presence::new() }
    }
}

impl Service for Signaling {
    type Order = Order;

    async fn connected(&mut self, socket: Sid, who: Arc<Identity>) {
        self.presence.connect(socket, who);
    }

    async fn event(&mut self, socket: Sid, name: &str, payload: Value) {
        let Some(who) = self.presence.who(socket).cloned() else { return };
        if name == "join_room" {
            self.join_room(socket, &who, &payload).await;
        } else if let Some(signal) = Signal::named(name) {
            self.relay(socket, &who, signal, &payload);
        }
    }

    /// There is no event for leaving here: disconnecting is.
    async fn gone(&mut self, socket: Sid) {
        if let Some(departure) = self.presence.disconnect(socket) {
            self.departed(&departure.room, &departure.who, departure.last);
        }
    }

    async fn order(&mut self, order: Order) {
        match order {
            Order::RoomClosed(room) => drop(self.presence.clear(&room)),
        }
    }
}

impl Signaling {
    /// `{roomId, success: true}`. A refused join changes nothing.
    async fn join_room(&mut self, socket: Sid, who: &Arc<Identity>, payload: &Value) {
        let room = match self.admit(who, payload).await {
            Ok(room) => room,
            Err(message) => {
                let error = json!({ "success": false, "message": message, "user": who.claims() });
                return self.hub.send(socket, "join_room_error", &error);
            }
        };
        if self.presence.room_of(socket).is_some_and(|current| *current != room)
            && let Some(departure) = self.presence.leave(socket)
        {
            self.departed(&departure.room, &departure.who, departure.last);
        }
        self.presence.enter(socket, &room);
        let success = json!({
            "user": who.claims(),
            "message": "estado WebRTC funcionando",
            "success": true,
            "roomId": room,
        });
        self.hub.send(socket, "join_room_success", &success);
        self.hub.send_all(self.presence.others(&room, socket), "user_joined", &card(who));
        self.tell_who_is_online(&room);
    }

    async fn admit(&self, who: &Identity, payload: &Value) -> Result<RoomId, &'static str> {
        let room = payload.get("roomId").and_then(payload::room_id).ok_or("Invalid room ID")?;
        if payload.get("success") != Some(&Value::Bool(true)) {
            return Err("invalid");
        }
        let (id, user) = (room.clone(), who.id.clone());
        match self.app.db.call(move |db| admission::to_room(db, id.as_str(), user.as_str())).await {
            Ok(Admission::Welcome) => Ok(room),
            Ok(Admission::NoSuchRoom) => Err("404 room does not exist"),
            Ok(Admission::Ended) => Err(admission::ENDED),
            Ok(Admission::NotInvited) => Err(admission::NOT_INVITED),
            Err(error) => {
                tracing::error!(%error, "joining for signaling");
                Err("Error in server")
            }
        }
    }

    fn relay(&self, socket: Sid, who: &Identity, signal: Signal, payload: &Value) {
        let refuse = |message: &str| {
            self.hub.send(socket, "webrtc_error", &json!({ "message": message, "success": false }));
        };
        let Some(room) = self.presence.room_of(socket) else { return refuse("Not in any room") };
        let Some(aim) = Aim::parse(payload) else { return };
        if aim.room.as_ref().is_some_and(|named| named != room) {
            return refuse("Not in this room");
        }
        let Some(relayed) = signal.relayed(payload, &who.id) else { return };
        if let Some(target) = self.presence.newest(room, &aim.target, socket) {
            self.hub.send(target, signal.event(), &relayed);
        }
    }

    fn departed(&self, room: &RoomId, who: &Identity, last: bool) {
        if last {
            self.hub.send_all(self.presence.members(room).map(|(member, _)| member), "user_left", &card(who));
        }
        self.tell_who_is_online(room);
    }

    fn tell_who_is_online(&self, room: &RoomId) {
        let online: Vec<Value> = self.presence.members(room).map(|(_, who)| card(who)).collect();
        self.hub.send_all(self.presence.members(room).map(|(member, _)| member), "usersOnline", &online);
    }
}

fn card(who: &Identity) -> Value {
    json!({
        "id": who.id,
        "userId": who.id,
        "email": who.email,
        "displayName": who.display_name(),
        "nickname": who.nickname,
        "user": who.card(),
    })
}
