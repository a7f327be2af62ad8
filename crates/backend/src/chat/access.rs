//! Asking to be let into a private room, and letting in.

use charlaton_contract::{RoomId, UserId};
use serde_json::{Value, json};

use super::{
    Chat,
    payload::{self, Aim},
    quirks,
};
use crate::{
    Quirk,
    db::{
        access,
        rooms::{self, Room},
    },
    realtime::{Sid, identity::Identity},
};

impl Chat {
    /// Remembers who waits outside, and asks the hosts that are inside.
    pub(super) async fn send_access(&mut self, socket: Sid, who: &Identity, payload: &Value) {
        let Some(room_id) = payload::room_id(payload) else { return };
        let id = room_id.clone();
        let room = match self.app.db.call(move |db| rooms::existing(db, id.as_str())).await {
            Ok(Some(room)) => room,
            Ok(None) => return,
            Err(error) => return tracing::error!(%error, "asking for access"),
        };
        if !self.quirks.has(Quirk::UnheardGrants) {
            self.waiting.insert(socket, room_id.clone());
        }
        let hosts = self.presence.members(&room_id).filter(|(_, member)| self.is_asked(&room, &member.id));
        let mut request =
            json!({ "userId": who.id, "roomId": room_id, "message": "El usuario solicita acceso" });
        if !self.quirks.has(Quirk::BarePayloads) {
            request["user"] = who.card();
        }
        self.hub.send_all(hosts.map(|(host, _)| host), "send_access", &request);
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
                self.tell_granted(&room, &target);
            }
            Err(message) => {
                self.hub.send(socket, "grant_access_error", &json!({ "success": false, "message": message }));
            }
        }
    }

    async fn grant(&self, socket: Sid, who: &Identity, aim: Aim) -> Result<(RoomId, UserId), &'static str> {
        let here = self.presence.room_of(socket);
        let room = here.filter(|here| aim.room.as_ref().is_none_or(|named| named == *here)).cloned();
        let room = room.ok_or("Debes estar en la sala para otorgar acceso")?;
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

    /// Tells the sockets of `user` that wait for this room, and those already in it.
    pub(super) fn tell_granted(&mut self, room: &RoomId, user: &UserId) {
        let waits = |socket: &Sid| self.waiting.get(socket) == Some(room);
        let inside = |socket: Sid| self.presence.room_of(socket) == Some(room);
        let told: Vec<Sid> = self
            .presence
            .everyone()
            .filter(|(socket, who)| who.id == *user && (waits(socket) || inside(*socket)))
            .map(|(socket, _)| socket)
            .collect();
        for socket in &told {
            self.waiting.remove(socket);
        }
        let news = json!({ "roomId": room, "message": "Tu acceso fue aceptado" });
        self.hub.send_all(told.into_iter(), "access_granted", &news);
    }
}
