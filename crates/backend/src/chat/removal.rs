//! Putting somebody out of a meeting. Not in the contract: the existing server lets the event pass unheard.

use charlaton_contract::{RoomId, UserId};
use serde_json::{Value, json};

use super::{Chat, payload::Aim};
use crate::{
    db::{access, rooms},
    realtime::{Sid, identity::Identity},
    webrtc,
};

impl Chat {
    /// `{roomId, targetUserId}`. The sockets of the target hear `removed` and are out; what let them into a private
    /// room, or one with a password, is taken back.
    pub(super) async fn remove_user(&mut self, socket: Sid, who: &Identity, payload: &Value) {
        let removed = match Aim::parse(payload) {
            Some(aim) => self.shut_out(socket, who, aim).await,
            None => Err("Datos inválidos"),
        };
        match removed {
            Ok((room, target)) => {
                self.put_out(&room, &target).await;
                let success = json!({ "success": true, "message": "Participante retirado" });
                self.hub.send(socket, "remove_user_success", &success);
            }
            Err(message) => {
                self.hub.send(socket, "remove_user_error", &json!({ "success": false, "message": message }));
            }
        }
    }

    /// A host inside may do so to everybody who is no host.
    async fn shut_out(
        &self,
        socket: Sid,
        who: &Identity,
        aim: Aim,
    ) -> Result<(RoomId, UserId), &'static str> {
        let here = self.presence.room_of(socket);
        let room = here.filter(|here| aim.room.as_ref().is_none_or(|named| named == *here)).cloned();
        let room = room.ok_or("Debes estar en la sala para retirar a alguien")?;
        let (id, host, target) = (room.clone(), who.id.clone(), aim.target.clone());
        let shut = self.app.db.call(move |db| {
            let may = rooms::existing(db, id.as_str())?
                .is_some_and(|room| room.is_host(host.as_str()) && !room.is_host(target.as_str()));
            if may {
                access::revoke(db, id.as_str(), target.as_str())?;
            }
            Ok(may)
        });
        match shut.await {
            Ok(true) => Ok((room, aim.target)),
            Ok(false) => Err("No eres admin ni creador, o la otra persona lo es"),
            Err(error) => {
                tracing::error!(%error, "removing somebody");
                Err("error")
            }
        }
    }

    async fn put_out(&mut self, room: &RoomId, target: &UserId) {
        let theirs = self.presence.members(room).filter(|(_, who)| who.id == *target);
        let sockets: Vec<Sid> = theirs.map(|(socket, _)| socket).collect();
        let news = json!({ "roomId": room, "message": "El anfitrión te sacó de la reunión" });
        self.hub.send_all(sockets.iter().copied(), "removed", &news);
        for socket in sockets {
            self.leave_room(socket).await;
        }
        self.app.webrtc.send(webrtc::Order::PutOut(room.clone(), target.clone()));
    }
}
