//! Asking to be let into a private room, letting in, and not letting in.
//!
//! The old server tells a request to the hosts that are inside just then and forgets it. Here it lasts until a host
//! answers or whoever asks goes: hosts who come later hear of it, and all of them hear when it is over.

use charlaton_contract::{RoomId, UserId};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{
    Chat,
    outside::Knock,
    payload::{self, Aim},
    quirks,
};
use crate::{
    Quirk, admission,
    db::{
        access,
        rooms::{self, Room},
    },
    realtime::{Sid, identity::Identity},
};

impl Chat {
    /// Remembers who waits outside, and asks the hosts that are inside.
    pub(super) async fn send_access(&mut self, socket: Sid, who: &Identity, payload: &Value) {
        let Some(id) = payload::room_id(payload) else { return };
        let Some(room) = self.room(&id).await else { return };
        let knock = Knock { room: id, user: who.id.clone() };
        if self.outside.is_denied(&knock, Instant::now()) {
            return self.tell_denied(socket, &knock.room);
        }
        let request = self.request(who, &knock.room);
        if !self.quirks.has(Quirk::UnheardGrants) {
            self.outside.wait(socket, &knock);
        }
        self.tell_hosts(&room, &knock.room, "send_access", &request);
    }

    fn request(&self, who: &Identity, room: &RoomId) -> Value {
        let mut request =
            json!({ "userId": who.id, "roomId": room, "message": "El usuario solicita acceso" });
        if !self.quirks.has(Quirk::BarePayloads) {
            request["user"] = who.card();
            // Another event says when it is over.
            request["waits"] = json!(!self.quirks.has(Quirk::UnheardGrants));
        }
        request
    }

    /// A host who comes hears who has been waiting.
    pub(super) async fn tell_who_waits(&self, socket: Sid, who: &Identity, id: &RoomId) {
        let waiting = self.outside.of(id);
        if waiting.is_empty()
            || !self
                .room(id)
                .await
                .is_some_and(|room| admission::is_asked(self.quirks, &room, who.id.as_str()))
        {
            return;
        }
        for waits in waiting.into_iter().filter_map(|waits| self.presence.who(waits)) {
            self.hub.send(socket, "send_access", &self.request(waits, id));
        }
    }

    pub(super) async fn grant_access(&mut self, socket: Sid, who: &Identity, payload: &Value) {
        let granted = match Aim::parse(payload) {
            Some(aim) => self.grant(socket, who, aim).await,
            None => Err("Datos inválidos"),
        };
        match granted {
            Ok((room, target)) => {
                let success = json!({ "success": true, "message": "Acceso creado" });
                self.hub.send(socket, "grant_access_success", &success);
                self.tell_granted(Knock { room, user: target }).await;
            }
            Err(message) => {
                self.hub.send(socket, "grant_access_error", &json!({ "success": false, "message": message }));
            }
        }
    }

    async fn grant(&self, socket: Sid, who: &Identity, aim: Aim) -> Result<(RoomId, UserId), &'static str> {
        let room = self.here(socket, &aim)?;
        let (quirks, id, host) = (self.quirks, room.clone(), who.id.clone());
        let target = quirks::granted_to(quirks, &aim.target);
        let granted = self.app.db.call(move |db| {
            let may = |room: &Room| match quirks.has(Quirk::CreatorGrants) {
                true => room.creator_id == host.as_str(),
                false => room.is_host(host.as_str()),
            };
            let host_here = rooms::existing(db, id.as_str())?.is_some_and(|room| may(&room));
            if host_here {
                let stored = access::grant(db, id.as_str(), &target, host.as_str());
                if !quirks.has(Quirk::UncheckedGrants) {
                    stored?;
                }
            }
            Ok(host_here)
        });
        match granted.await {
            Ok(true) => Ok((room, aim.target)),
            Ok(false) => Err("No eres admin ni creador"),
            Err(error) => {
                tracing::error!(%error, "granting access");
                Err("error")
            }
        }
    }

    /// Tells the sockets of somebody who wait for this room, and those already in it; and hosts that it is settled.
    pub(super) async fn tell_granted(&mut self, knock: Knock) {
        let inside = |socket: Sid| self.presence.room_of(socket) == Some(&knock.room);
        let inside = self.presence.everyone().filter(|(socket, who)| who.id == knock.user && inside(*socket));
        let inside: Vec<Sid> = inside.map(|(socket, _)| socket).collect();
        let waiting = self.outside.answer(&knock);
        let news = json!({ "roomId": knock.room, "message": "Tu acceso fue aceptado" });
        self.hub.send_all(inside.into_iter().chain(waiting.iter().copied()), "access_granted", &news);
        if !waiting.is_empty() {
            self.tell_settled(&knock).await;
        }
    }

    /// The old services have no such event: there nobody waits who could be told.
    pub(super) async fn deny_access(&mut self, socket: Sid, who: &Identity, payload: &Value) {
        let Some(aim) = Aim::parse(payload) else { return };
        let Ok(room) = self.here(socket, &aim) else { return };
        if !self.room(&room).await.is_some_and(|room| room.is_host(who.id.as_str())) {
            return;
        }
        let knock = Knock { room, user: aim.target };
        let waiting = self.outside.answer(&knock);
        if waiting.is_empty() {
            return;
        }
        for socket in waiting {
            self.tell_denied(socket, &knock.room);
        }
        self.tell_settled(&knock).await;
        self.outside.deny(knock, Instant::now());
    }

    /// Who asked has gone.
    pub(super) async fn give_up(&mut self, socket: Sid) {
        if let Some(knock) = self.outside.leave(socket) {
            self.tell_settled(&knock).await;
        }
    }

    fn tell_denied(&self, socket: Sid, room: &RoomId) {
        let news = json!({ "roomId": room, "message": "El anfitrión no te dejó entrar" });
        self.hub.send(socket, "access_denied", &news);
    }

    async fn tell_settled(&self, knock: &Knock) {
        if let Some(room) = self.room(&knock.room).await {
            let news = json!({ "roomId": knock.room, "userId": knock.user });
            self.tell_hosts(&room, &knock.room, "access_settled", &news);
        }
    }

    fn tell_hosts(&self, room: &Room, id: &RoomId, event: &str, payload: &Value) {
        let hosts = self
            .presence
            .members(id)
            .filter(|(_, member)| admission::is_asked(self.quirks, room, member.id.as_str()));
        self.hub.send_all(hosts.map(|(host, _)| host), event, payload);
    }

    /// The room that is meant, if one is there.
    fn here(&self, socket: Sid, aim: &Aim) -> Result<RoomId, &'static str> {
        let here = self.presence.room_of(socket);
        let here = here.filter(|here| self.presence.is_in(socket, here));
        let room = here.filter(|here| aim.room.as_ref().is_none_or(|named| named == *here)).cloned();
        room.ok_or("Debes estar en la sala para otorgar acceso")
    }

    async fn room(&self, id: &RoomId) -> Option<Room> {
        let id = id.clone();
        let found = self.app.db.call(move |db| rooms::existing(db, id.as_str())).await;
        found.unwrap_or_else(|error| {
            tracing::error!(%error, "looking for a private room");
            None
        })
    }
}
