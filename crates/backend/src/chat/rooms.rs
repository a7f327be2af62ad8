//! Coming, going, and ending.

use std::sync::Arc;

use charlaton_contract::RoomId;
use serde_json::{Value, json};

use super::{Chat, payload, quirks};
use crate::{
    App, Quirk,
    admission::{self, Admission},
    db::{
        DbError, connections,
        rooms::{self, Stays},
    },
    realtime::{Sid, identity::Identity, presence::Departure},
    webrtc,
};

/// What a refused host action says.
const NOT_HOST: &str = "Solo el creador o un administrador puede finalizar la reunión";

/// What a join of an unknown room says.
pub(super) const NO_ROOM: &str = "Room does not exist";

impl Chat {
    pub(super) async fn join_room(&mut self, socket: Sid, who: &Arc<Identity>, payload: &Value) {
        let Some(room) = payload::room_id(payload) else {
            return self.join_nothing(socket, who, payload);
        };
        if self.quirks.has(Quirk::DroppedJoins) {
            return self.begin_join(socket, who, room);
        }
        let who = &quirks::by_now(&self.app, who).await;
        let admitted = admit(&self.app, who, &room).await;
        self.settle_join(socket, who, &room, admitted).await;
    }

    pub(super) async fn settle_join(
        &mut self,
        socket: Sid,
        who: &Arc<Identity>,
        room: &RoomId,
        admitted: Result<(), &'static str>,
    ) {
        if let Err(message) = admitted {
            return self.refuse_join(socket, who, message);
        }
        let elsewhere = self.presence.room_of(socket).is_some_and(|current| current != room);
        if elsewhere && !self.quirks.has(Quirk::PiledUpRooms) {
            self.leave_room(socket).await;
        }
        self.outside.leave(socket);
        self.presence.know_as(socket, who);
        self.presence.enter(socket, room);
        let success = json!({
            "user": self.claims(who),
            "message": "conectado correctamente",
            "success": true,
            "roomId": room,
        });
        self.hub.send(socket, "join_room_success", &success);
        let news = json!({
            "user": self.newcomer(who),
            "message": format!("{} se unió a la reunión", who.email),
            "roomId": room,
        });
        self.hub.send_all(self.presence.others(room, socket), "user_joined", &news);
        self.tell_who_is_online(room);
        self.tell_who_waits(socket, who, room).await;
    }

    pub(super) fn refuse_join(&self, socket: Sid, who: &Identity, message: &'static str) {
        let error = json!({ "user": self.claims(who), "message": message, "success": false });
        self.hub.send(socket, "join_room_error", &error);
        if self.kicks(message) {
            self.hub.kick(socket);
        }
    }

    pub(super) async fn joins_in_room(&self, socket: Sid, who: &Identity, payload: &Value) {
        let room = payload::room_id(payload);
        let users: Vec<_> = match &room {
            Some(room)
                if self.quirks.has(Quirk::OpenRoomLists) || self.may_look_into(socket, who, room).await =>
            {
                self.presence.members(room).map(|(_, who)| &who.id).collect()
            }
            _ => Vec::new(),
        };
        if users.is_empty() {
            let named = room.as_ref().map_or("", RoomId::as_str);
            let message = format!("no hay usuarios en la sala {named}");
            let error = json!({ "success": false, "message": message, "userId": who.id });
            return self.hub.send(socket, "joins_in_room_error", &error);
        }
        self.hub.send(socket, "room_users", &users);
    }

    /// One need not be inside, but whoever may not enter is not told who is.
    async fn may_look_into(&self, socket: Sid, who: &Identity, room: &RoomId) -> bool {
        if self.presence.room_of(socket) == Some(room) {
            return true;
        }
        let (quirks, room, user) = (self.quirks, room.clone(), who.id.clone());
        let work =
            move |db: &mut rusqlite::Connection| admission::to_room(db, quirks, room.as_str(), user.as_str());
        let admission = self.app.db.call(work).await;
        admission.is_ok_and(|admission| admission == Admission::Welcome)
    }

    pub(super) async fn leave_room(&mut self, socket: Sid) {
        let departure = if self.quirks.has(Quirk::RememberedRooms) {
            self.presence.step_out(socket)
        } else {
            self.presence.leave(socket)
        };
        if let Some(departure) = departure {
            self.departed(departure, "userLeft", "left the room").await;
        }
    }

    /// Tells those who stay. A second tab that closes is nobody's departure.
    pub(super) async fn departed(&self, departure: Departure, event: &str, what: &str) {
        let Departure { room, who, last } = departure;
        if last || self.quirks.has(Quirk::TabDepartures) {
            self.mark_left(&room, &who.id).await;
            let mut news = json!({
                "success": true,
                "message": format!("User {} {what}", who.email),
                "user": self.claims(&who),
            });
            if !self.quirks.has(Quirk::BarePayloads) {
                news["userId"] = json!(who.id);
            }
            self.hub.send_all(self.presence.members(&room).map(|(member, _)| member), event, &news);
        }
        self.tell_who_is_online(&room);
    }

    /// The list is the truth on who is there; everything else about coming and going is only news.
    fn tell_who_is_online(&self, room: &RoomId) {
        let online: Vec<Value> = self
            .presence
            .members(room)
            .map(|(_, who)| json!({ "userId": who.id, "email": who.email, "roomId": room, "user": who.card() }))
            .collect();
        let members = || self.presence.members(room).map(|(member, _)| member);
        self.hub.send_all(members(), "number_usersOnline", &online.len());
        self.hub.send_all(members(), "usersOnline", &online);
    }

    pub(super) async fn end_room(&mut self, socket: Sid, who: &Identity) {
        if self.quirks.has(Quirk::AnybodyEnds) {
            return self.end_for_all(socket);
        }
        let ended = match self.presence.room_of(socket).cloned() {
            Some(room) => self.end(&room, who).await.map(|ended| ended.then_some(room)),
            None => Ok(None),
        };
        match ended {
            Ok(Some(room)) => {
                self.close_room(&room);
                self.app.webrtc.send(webrtc::Order::RoomClosed(room));
            }
            Ok(None) if self.presence.room_of(socket).is_none() => {
                self.refuse_end(socket, "No estás en la sala");
            }
            Ok(None) => self.refuse_end(socket, NOT_HOST),
            Err(error) => {
                tracing::error!(%error, "ending a meeting");
                self.refuse_end(socket, "error");
            }
        }
    }

    /// Whether `who` may, and did. Ending what has ended is no error: the host clicked twice, here and over REST.
    async fn end(&self, room: &RoomId, who: &Identity) -> Result<bool, DbError> {
        let (room, user) = (room.clone(), who.id.clone());
        let work = move |db: &mut rusqlite::Connection| {
            let host = rooms::existing(db, room.as_str())?.is_some_and(|room| room.is_host(user.as_str()));
            if host {
                rooms::end(db, room.as_str(), Stays::End)?;
            }
            Ok(host)
        };
        self.app.db.call(work).await
    }

    fn refuse_end(&self, socket: Sid, message: &str) {
        self.hub.send(socket, "end_room_error", &json!({ "success": false, "message": message }));
    }

    /// Everybody hears it and is out.
    pub(super) fn close_room(&mut self, room: &RoomId) {
        let ended = json!({
            "success": true,
            "roomId": room,
            "message": "La reunión ha sido finalizada por el anfitrión",
        });
        let members = if self.quirks.has(Quirk::RememberedRooms) {
            self.presence.turn_out(room)
        } else {
            self.presence.clear(room)
        };
        self.outside.close(room);
        self.hub.send_all(members.into_iter(), "room_ended", &ended);
    }
}

/// Checks the door and records the stay. The error is the text of `join_room_error`.
pub(super) async fn admit(app: &App, who: &Identity, room: &RoomId) -> Result<(), &'static str> {
    let (quirks, room, user) = (app.quirks, room.clone(), who.id.clone());
    let admitted = app.db.call(move |db| {
        let admission = admission::to_room(db, quirks, room.as_str(), user.as_str())?;
        if admission == Admission::Welcome {
            connections::enter(db, room.as_str(), user.as_str(), None)?;
        }
        Ok(admission)
    });
    match admitted.await {
        Ok(Admission::Welcome) => Ok(()),
        Ok(Admission::NoSuchRoom) => Err(NO_ROOM),
        Ok(Admission::Ended) => Err(admission::ENDED),
        Ok(Admission::NotInvited) => Err(admission::NOT_INVITED),
        Err(error) => {
            tracing::error!(%error, "recording an arrival");
            Err("error al crear conexión")
        }
    }
}
