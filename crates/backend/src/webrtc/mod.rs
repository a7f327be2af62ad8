//! The optional WebRTC signaling server (contract, section 3), in its targeted form, or in the broadcast one.

mod broadcast;

use std::sync::Arc;

use charlaton_contract::{RoomId, UserId};
use serde_json::{Value, json, value::RawValue};

use crate::{
    App, Quirk, Quirks, WebrtcForm,
    admission::{self, Admission},
    chat::payload::{self, Aim, Signal},
    deadly,
    realtime::{
        Hub, Service, Sid,
        identity::Identity,
        payload::{Payload, read},
        presence::Presence,
    },
};

/// What the rest of the program tells this server.
#[derive(Debug, Clone)]
pub(crate) enum Order {
    /// The meeting was ended or its room deleted: nobody is in it any more.
    RoomClosed(RoomId),
    /// A host has put somebody out.
    PutOut(RoomId, UserId),
}

pub(crate) struct Signaling {
    app: Arc<App>,
    hub: Hub,
    presence: Presence<Sid>,
    form: WebrtcForm,
    quirks: Quirks,
}

impl Signaling {
    pub(crate) fn new(app: Arc<App>, hub: Hub) -> Self {
        let (form, quirks) = (app.webrtc_form, app.quirks);
        Self { app, hub, presence: Presence::new(), form, quirks }
    }
}

impl Service for Signaling {
    type Order = Order;

    async fn connected(&mut self, socket: Sid, who: Arc<Identity>) {
        let by_token = self.quirks.has(Quirk::SignalingTokenIds) || self.form == WebrtcForm::Broadcast;
        self.presence.connect(socket, if by_token { Arc::new(who.by_token()) } else { who });
    }

    async fn event(&mut self, socket: Sid, name: &str, payload: Payload) {
        if self.app.deadly && deadly::to_signaling(name, &payload.read()) {
            deadly::die(name);
        }
        let Some(who) = self.presence.who(socket).cloned() else { return };
        if name == "join_room" {
            self.join_room(socket, &who, &payload.read()).await;
        } else if let Some(signal) = Signal::named(name) {
            match self.form {
                WebrtcForm::Targeted => self.relay(socket, &who, signal, &payload),
                WebrtcForm::Broadcast => self.broadcast(socket, signal, &payload),
            }
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
            Order::PutOut(room, user) => self.put_out(&room, &user),
        }
    }
}

impl Signaling {
    /// `{roomId, success: true}`. A refused join changes nothing.
    async fn join_room(&mut self, socket: Sid, who: &Arc<Identity>, payload: &Value) {
        let room = match self.admit(who, payload).await {
            Ok(room) => room,
            Err(message) => {
                if self.quirks.has(Quirk::RefusedJoinsOverwrite)
                    && let Some(room) = named(payload)
                {
                    self.presence.speak_in(socket, &room);
                }
                let error = json!({ "success": false, "message": message, "user": self.claims(who) });
                return self.hub.send(socket, "join_room_error", &error);
            }
        };
        let elsewhere = self.presence.room_of(socket).is_some_and(|current| *current != room);
        if elsewhere
            && !self.quirks.has(Quirk::PiledUpRooms)
            && let Some(departure) = self.presence.leave(socket)
        {
            self.departed(&departure.room, &departure.who, departure.last);
        }
        self.presence.enter(socket, &room);
        let mut success = json!({
            "user": self.claims(who),
            "message": "estado WebRTC funcionando",
            "success": true,
        });
        if !self.quirks.has(Quirk::UnnamedJoins) && self.form == WebrtcForm::Targeted {
            success["roomId"] = json!(room);
        }
        self.hub.send(socket, "join_room_success", &success);
        self.hub.send_all(self.presence.others(&room, socket), "user_joined", &self.newcomer(who));
        self.tell_who_is_online(&room);
    }

    async fn admit(&self, who: &Identity, payload: &Value) -> Result<RoomId, &'static str> {
        let room = named(payload).ok_or("Invalid room ID")?;
        if payload.get("success") != Some(&Value::Bool(true)) {
            return Err("invalid");
        }
        let (quirks, id, user) = (self.quirks, room.clone(), who.id.clone());
        let admission = self.app.db.call(move |db| match quirks.has(Quirk::UnguardedSignaling) {
            true => admission::to_any_room(db, id.as_str()),
            false => admission::to_room(db, quirks, id.as_str(), user.as_str()),
        });
        match admission.await {
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

    fn relay(&self, socket: Sid, who: &Identity, signal: Signal, payload: &Payload) {
        let refuse = |message: &str| {
            self.hub.send(socket, "webrtc_error", &json!({ "message": message, "success": false }));
        };
        if self.quirks.has(Quirk::LostEndOfCandidates) && payload.field(signal.field()).is_none_or(is_falsy) {
            return;
        }
        let must_name = self.quirks.has(Quirk::SignalsNameTheirRoom);
        let Some(room) = self.presence.room_of(socket) else {
            return refuse(if must_name { "Not in this room" } else { "Not in any room" });
        };
        let Some(aim) = Aim::parse(&payload.read()) else { return };
        let mine = match &aim.room {
            Some(named) => named == room,
            None => !must_name,
        };
        if !mine {
            return refuse("Not in this room");
        }
        let Some(relayed) = signal.relayed(payload, &who.id) else { return };
        let target = if self.quirks.has(Quirk::FirstSocketRelays) {
            self.presence.sockets_of(room, &aim.target).find(|target| *target != socket)
        } else {
            self.presence.newest(room, &aim.target, socket)
        };
        if let Some(target) = target {
            self.hub.send(target, signal.event(), &relayed);
        }
    }

    fn put_out(&mut self, room: &RoomId, user: &UserId) {
        let theirs = self.presence.members(room).filter(|(_, who)| who.id == *user);
        for socket in theirs.map(|(socket, _)| socket).collect::<Vec<_>>() {
            if let Some(departure) = self.presence.leave(socket) {
                self.departed(&departure.room, &departure.who, departure.last);
            }
        }
    }

    fn departed(&self, room: &RoomId, who: &Identity, last: bool) {
        if last || self.quirks.has(Quirk::TabDepartures) {
            self.hub.send_all(
                self.presence.members(room).map(|(member, _)| member),
                "user_left",
                &self.newcomer(who),
            );
        }
        self.tell_who_is_online(room);
    }

    fn tell_who_is_online(&self, room: &RoomId) {
        let online: Vec<Value> = self.presence.members(room).map(|(_, who)| self.entry(who)).collect();
        self.hub.send_all(self.presence.members(room).map(|(member, _)| member), "usersOnline", &online);
    }

    /// The socket's user as oneself is named.
    fn claims(&self, who: &Identity) -> Value {
        let bare = self.quirks.has(Quirk::BarePayloads) || self.form == WebrtcForm::Broadcast;
        if bare { who.token_claims() } else { who.claims() }
    }

    /// Of `user_joined` and `user_left`.
    fn newcomer(&self, who: &Identity) -> Value {
        match self.form {
            WebrtcForm::Targeted => self.card(who),
            WebrtcForm::Broadcast => who.token_claims(),
        }
    }

    /// Of `usersOnline`.
    fn entry(&self, who: &Identity) -> Value {
        match self.form {
            WebrtcForm::Targeted => self.card(who),
            WebrtcForm::Broadcast => json!({ "userId": who.id, "email": who.email }),
        }
    }

    fn card(&self, who: &Identity) -> Value {
        if self.quirks.has(Quirk::BarePayloads) {
            return json!({ "id": who.id, "userId": who.id, "email": who.email, "user": who.token_claims() });
        }
        json!({
            "id": who.id,
            "userId": who.id,
            "email": who.email,
            "displayName": who.display_name(),
            "nickname": who.nickname,
            "user": who.card(),
        })
    }
}

/// The room a join names.
fn named(payload: &Value) -> Option<RoomId> {
    payload.get("roomId").and_then(payload::room_id)
}

/// What JavaScript takes for nothing. What cannot be read is something.
fn is_falsy(text: &RawValue) -> bool {
    read(text).is_some_and(|value| {
        matches!(value, Value::Null | Value::Bool(false)) || value == "" || value.as_f64() == Some(0.0)
    })
}
