//! Rooms and presence records over REST.

use charlaton_backend::{Quirk, Quirks};
use serde_json::{Value, json};

use super::{both, database};
use crate::common::Backend;

#[tokio::test]
async fn incomplete_room_fails() {
    for (backend, quirky) in both(Quirk::IncompleteRoomFails).await {
        let mut ana = backend.person("ana").await;
        let nameless = ana.client.post("/api/room", json!({ "creatorId": ana.id })).await;
        assert_eq!(nameless.status, if quirky { 500 } else { 400 });
        assert_eq!(nameless.json["error"] == "Error al crear sala", quirky);
        let without_creator = ana.client.post("/api/room", json!({ "name": "x" })).await;
        assert_eq!(without_creator.status, if quirky { 500 } else { 201 });
        let unknown = json!({ "name": "x", "creatorId": ana.id });
        assert_eq!(backend.stranger().post("/api/room", unknown.clone()).await.status, 401);
        assert_eq!(ana.client.post("/api/room", unknown).await.status, 201);
    }
}

#[tokio::test]
async fn empty_room_update_fails() {
    for (backend, quirky) in both(Quirk::EmptyRoomUpdateFails).await {
        let mut ana = backend.person("ana").await;
        let path = format!("/api/room/{}", ana.room(json!({})).await);
        let empty = ana.client.put(&path, json!({})).await;
        assert_eq!(empty.status, if quirky { 500 } else { 400 });
        assert_eq!(empty.json["error"] == "Error al actualizar sala", quirky);
        assert_eq!(ana.client.put(&path, json!({ "name": "y" })).await.status, 200);
        assert_eq!(ana.client.put("/api/room/zzz-zzz", json!({ "name": "y" })).await.status, 404);
    }
}

#[tokio::test]
async fn unknown_room_deletion_fails() {
    for (backend, quirky) in both(Quirk::UnknownRoomDeletionFails).await {
        let mut ana = backend.person("ana").await;
        let reply = ana.client.delete("/api/room/zzz-zzz", json!({})).await;
        assert_eq!(reply.status, if quirky { 500 } else { 404 });
        assert_eq!(reply.json["error"] == "Error al eliminar sala", quirky);
    }
}

#[tokio::test]
async fn plain_rooms() {
    for (backend, quirky) in both(Quirk::PlainRooms).await {
        let mut ana = backend.person("ana").await;
        let room = ana.room(json!({ "joinMuted": true })).await;
        ana.room(json!({ "parentRoomId": room })).await;
        let one = ana.client.get(&format!("/api/room/{room}")).await.json;
        let list = ana.client.get("/api/room").await.json;
        for room in [&one, &one["subRooms"][0], &list[0]] {
            assert_eq!(room.get("joinMuted").is_none(), quirky);
        }
        assert_eq!(one["joinMuted"] == json!(true), !quirky);
    }
}

#[tokio::test]
async fn listed_passwords() {
    for (backend, quirky) in both(Quirk::ListedPasswords).await {
        let mut ana = backend.person("ana").await;
        let room = ana.room(json!({ "password": "llave" })).await;
        let child = ana.room(json!({ "password": "otra", "parentRoomId": room })).await;
        let mut eva = backend.person("eva").await;
        let seen = |password: &str| if quirky { json!(password) } else { Value::Null };
        let one = eva.client.get(&format!("/api/room/{room}")).await.json;
        assert_eq!((&one["password"], &one["subRooms"][0]["password"]), (&seen("llave"), &seen("otra")));
        assert_eq!(one.get("hasPassword").is_none(), quirky);
        let door = format!("/api/room/password/{room}");
        let entered = eva.client.post(&door, json!({ "password": "llave" })).await;
        assert_eq!(entered.status, if quirky { 404 } else { 200 });
        let list = ana.client.get("/api/room").await.json;
        let listed = list.as_array().unwrap().iter().find(|room| room["id"] == json!(child)).unwrap();
        assert_eq!(listed["password"], seen("otra"));
    }
}

#[tokio::test]
async fn bare_stays() {
    for (backend, quirky) in both(Quirk::BareStays).await {
        let mut ana = backend.person("ana").await;
        let room = ana.room(json!({})).await;
        let _inside = ana.joined(&room).await;
        let stay = ana.client.get(&format!("/api/room/{room}")).await.json["connections"][0].clone();
        assert_eq!((&stay["userId"], &stay["leftAt"]), (&json!(ana.id), &Value::Null));
        assert_eq!(stay.get("user").is_none(), quirky, "{stay}");
        let active = ana.client.get(&format!("/api/connection/room/{room}")).await.json;
        assert_eq!(active[0]["user"]["email"], json!(ana.email), "who is there now has a name");
    }
}

#[tokio::test]
async fn everybodys_rooms() {
    for (backend, quirky) in both(Quirk::EverybodysRooms).await {
        backend.person("ana").await.room(json!({})).await;
        let list = backend.person("eva").await.client.get("/api/room").await.json;
        assert_eq!(list.as_array().unwrap().len(), usize::from(quirky));
    }
}

#[tokio::test]
async fn unheard_end() {
    for (backend, quirky) in both(Quirk::UnheardEnd).await {
        let mut ana = backend.person("ana").await;
        let room = ana.room(json!({})).await;
        let mut socket = ana.joined(&room).await;
        let ended = ana.client.post(&format!("/api/room/{room}/end"), json!({ "userId": ana.id })).await;
        assert_eq!((ended.status, ended.json["endedAt"].is_string()), (200, true));
        assert_eq!(socket.names().await.contains(&"room_ended".to_owned()), !quirky);
    }
}

#[tokio::test]
async fn stays_outlive_rooms() {
    for (backend, quirky) in both(Quirk::StaysOutliveRooms).await {
        let mut ana = backend.person("ana").await;
        let (ended, deleted) = (ana.room(json!({})).await, ana.room(json!({})).await);
        for room in [&ended, &deleted] {
            let own = json!({ "userId": ana.id, "roomId": room });
            assert_eq!(ana.client.post("/api/connection", own).await.status, 201);
        }
        let ending = ana.client.post(&format!("/api/room/{ended}/end"), json!({ "userId": ana.id })).await;
        assert_eq!(ending.status, 200);
        assert_eq!(ana.client.delete(&format!("/api/room/{deleted}"), json!({})).await.status, 200);
        let open = "SELECT COUNT(*) FROM connections WHERE left_at IS NULL";
        let open: i64 = super::database(&backend).query_row(open, [], |row| row.get(0)).unwrap();
        assert_eq!(open, if quirky { 2 } else { 0 });
    }
}

#[tokio::test]
async fn admins_replaced() {
    for (backend, quirky) in both(Quirk::AdminsReplaced).await {
        let mut ana = backend.person("ana").await;
        let luis = backend.person("luis").await;
        let room = ana.room(json!({})).await;
        let path = format!("/api/room/admin/{room}");
        let reply = ana.client.post(&path, json!({ "newAdmin": luis.id })).await;
        let mut admins = [ana.id.clone(), luis.id.clone()];
        admins.sort();
        let (answered, kept) =
            if quirky { (json!([ana.id]), json!([luis.id])) } else { (json!(admins), json!(admins)) };
        assert_eq!((reply.status, &reply.json["adminsId"]), (200, &answered), "as it was before");
        assert_eq!(ana.client.get(&format!("/api/room/{room}")).await.json["adminsId"], kept);
        let (mut creator, mut admin) = (ana.joined(&room).await, luis.joined(&room).await);
        let mut asks = backend.person("eva").await.socket().await;
        asks.emit("send_access", json!(room)).await;
        admin.expect("send_access").await;
        assert_eq!(creator.names().await.contains(&"send_access".to_owned()), !quirky);
        let grant = json!({ "userId": "eva", "roomId": room, "grantedBy": ana.id });
        let granted = ana.client.post("/api/access", grant.clone()).await;
        assert_eq!(granted.status, if quirky { 403 } else { 201 }, "{}", granted.text);
        let revoked = ana.client.delete("/api/access", grant).await;
        assert_eq!(revoked.status, if quirky { 403 } else { 200 }, "{}", revoked.text);
        assert_eq!(ana.client.post("/api/room/admin/zzz-zzz", json!({ "newAdmin": "x" })).await.status, 404);
    }
}

/// As all other answers with a room in them.
#[tokio::test]
async fn the_room_before_a_new_admin_is_as_the_old_service_shows_rooms() {
    let backend = Backend::start_with(|config| config.quirks = Quirks::all()).await;
    let mut ana = backend.person("ana").await;
    let room = ana.room(json!({ "password": "abc" })).await;
    let shown = ana.client.get(&format!("/api/room/{room}")).await.json;
    let reply = ana.client.post(&format!("/api/room/admin/{room}"), json!({ "newAdmin": "luis" })).await;
    for (field, value) in reply.json.as_object().unwrap() {
        assert_eq!(shown.get(field), Some(value), "{field}");
    }
    assert_eq!((reply.status, &reply.json["password"]), (200, &json!("abc")));
}

#[tokio::test]
async fn admins_kept() {
    for (backend, quirky) in both(Quirk::AdminsKept).await {
        let mut ana = backend.person("ana").await;
        let mut luis = backend.person("luis").await;
        let room = ana.room(json!({ "adminsId": [luis.id] })).await;
        let path = format!("/api/room/admin/{room}");
        let refused = luis.client.delete(&path, json!({ "adminToRemove": luis.id, "userId": luis.id })).await;
        assert_eq!(refused.status, 403);
        let own = ana.client.delete(&path, json!({ "adminToRemove": ana.id, "userId": ana.id })).await;
        assert_eq!(own.status, 400);
        let reply = ana.client.delete(&path, json!({ "adminToRemove": luis.id, "userId": ana.id })).await;
        assert_eq!((reply.status, &reply.json["success"]), (200, &json!(true)));
        assert_eq!(reply.json["adminId"], if quirky { json!([]) } else { json!([ana.id]) });
        let left = &ana.client.get(&format!("/api/room/{room}")).await.json["adminsId"];
        assert_eq!(left.as_array().unwrap().len(), if quirky { 2 } else { 1 });
    }
}

#[tokio::test]
async fn cached_meetings() {
    for (backend, quirky) in both(Quirk::CachedMeetings).await {
        let mut ana = backend.person("ana").await;
        let path = format!("/api/room/user/{}", ana.id);
        let total = |page: Value| page["pagination"]["totalRooms"].clone();
        assert_eq!(total(ana.client.get(&path).await.json), 0);
        ana.room(json!({})).await;
        assert_eq!(total(ana.client.get(&path).await.json), if quirky { 0 } else { 1 });
        assert_eq!(
            total(ana.client.get(&format!("{path}?limit=4")).await.json),
            1,
            "another page is another"
        );
        assert_eq!(backend.stranger().get(&path).await.status, 401);
        assert_eq!(backend.person("eva").await.client.get(&path).await.status, 403);
    }
}

#[tokio::test]
async fn cached_stats() {
    for (backend, quirky) in both(Quirk::CachedStats).await {
        let mut ana = backend.person("ana").await;
        let path = format!("/api/room/user/{}/stats", ana.id);
        assert_eq!(ana.client.get(&path).await.json["meetingsThisMonth"], 0);
        ana.room(json!({})).await;
        let stats = ana.client.get(&path).await.json;
        assert_eq!(stats["meetingsThisMonth"], if quirky { 0 } else { 1 });
    }
}

#[tokio::test]
async fn meetings_by_id() {
    for (backend, quirky) in both(Quirk::MeetingsById).await {
        let mut ana = backend.person("ana").await;
        let mut made = Vec::new();
        for _ in 0..6 {
            made.push(ana.room(json!({})).await);
        }
        let reply = ana.client.get(&format!("/api/room/user/{}?limit=6", ana.id)).await.json;
        let ids: Vec<&str> =
            reply["rooms"].as_array().unwrap().iter().filter_map(|room| room["id"].as_str()).collect();
        if quirky {
            made.sort();
        } else {
            made.reverse();
        }
        assert_eq!(ids, made);
    }
}

#[tokio::test]
async fn everybody_a_contact() {
    for (backend, quirky) in both(Quirk::EverybodyAContact).await {
        let mut ana = backend.person("ana").await;
        let luis = backend.person("luis").await;
        let mut eva = backend.person("eva").await;
        let room = ana.room(json!({})).await;
        let _sockets = (ana.joined(&room).await, luis.joined(&room).await);
        let elsewhere = eva.room(json!({})).await;
        let _elsewhere = eva.joined(&elsewhere).await;
        let stats = ana.client.get(&format!("/api/room/user/{}/stats", ana.id)).await.json;
        assert_eq!(stats["activeContacts"], if quirky { 2 } else { 1 });
    }
}

#[tokio::test]
async fn connections_anywhere() {
    for (backend, quirky) in both(Quirk::ConnectionsAnywhere).await {
        let mut ana = backend.person("ana").await;
        let mut eva = backend.person("eva").await;
        let ended = ana.room(json!({})).await;
        ana.client.post(&format!("/api/room/{ended}/end"), json!({ "userId": ana.id })).await;
        let private = ana.room(json!({ "private": true })).await;
        for (room, refused) in [("zzz-zzz", 404), (&ended, 400), (&private, 403)] {
            let body = json!({ "userId": eva.id, "roomId": room });
            let reply = eva.client.post("/api/connection", body).await;
            assert_eq!(reply.status, if quirky { 201 } else { refused }, "{room}: {}", reply.text);
            assert_eq!(reply.json == json!({ "user": eva.id, "success": true }), quirky);
        }
        assert_eq!(count(&backend, "connections"), if quirky { 3 } else { 0 });
        for (room, refused) in [("zzz-zzz", 404), ("yyy-yyy", 404), (&private, 403)] {
            let seen = eva.client.get(&format!("/api/connection/room/{room}")).await;
            assert_eq!(seen.status, if quirky { 200 } else { refused }, "{room}: {}", seen.text);
        }
        assert_eq!(eva.client.post("/api/connection", json!({ "userId": eva.id })).await.status, 400);
    }
}

#[tokio::test]
async fn second_departure_fails() {
    for (backend, quirky) in both(Quirk::SecondDepartureFails).await {
        let mut ana = backend.person("ana").await;
        let own = json!({ "userId": ana.id, "roomId": ana.room(json!({})).await });
        assert_eq!(ana.client.post("/api/connection", own.clone()).await.status, 201);
        assert_eq!(ana.client.put("/api/connection", own.clone()).await.status, 200);
        let again = ana.client.put("/api/connection", own).await;
        assert_eq!(again.status, if quirky { 500 } else { 200 });
        assert_eq!(again.json["error"] == "Error al salir de la sala", quirky);
    }
}

fn count(backend: &Backend, table: &str) -> i64 {
    database(backend).query_row(&format!("SELECT COUNT(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}
