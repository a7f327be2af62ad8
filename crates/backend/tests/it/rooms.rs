//! Rooms and presence records over REST.

use serde_json::{Value, json};

use crate::common::Backend;

#[tokio::test]
async fn a_room_from_birth_to_end() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let mut luis = backend.person("luis").await;
    let body =
        json!({ "name": " Diseño ", "creatorId": ana.id, "password": "llave", "adminsId": [luis.id, 7] });
    let made = ana.client.post("/api/room", body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let id = made.json["id"].as_str().unwrap().to_owned();
    assert!(id.len() == 7 && id.as_bytes()[3] == b'-', "{id}");
    assert_eq!((&made.json["name"], &made.json["creatorId"]), (&json!("Diseño"), &json!(ana.id)));
    assert_eq!(
        (&made.json["password"], &made.json["hasPassword"]),
        (&json!(null), &json!(true)),
        "kept, and told nobody"
    );
    let mut admins = [ana.id.clone(), luis.id.clone()];
    admins.sort();
    assert_eq!(made.json["adminsId"], json!(admins));
    assert!(made.json["createdAt"].as_str().unwrap().ends_with('Z') && made.json.get("endedAt").is_none());

    let path = format!("/api/room/{id}");
    let mut eva = backend.person("eva").await;
    let seen = eva.client.get(&path).await.json;
    assert_eq!((&seen["password"], &seen["hasPassword"]), (&json!(null), &json!(true)), "not for guests");
    assert_eq!((&seen["subRooms"], &seen["connections"]), (&json!([]), &json!([])));

    let child = ana.room(json!({ "parentRoomId": id })).await;
    assert_eq!(eva.client.get(&path).await.json["subRooms"][0]["id"], json!(child));
    for (person, rooms) in [(&mut eva, 0), (&mut luis, 1), (&mut ana, 2)] {
        assert_eq!(person.client.get("/api/room").await.json.as_array().unwrap().len(), rooms);
    }

    assert_eq!(seen["joinMuted"], false);
    let muted = luis.client.put(&path, json!({ "joinMuted": true })).await;
    assert_eq!(muted.json, json!({ "id": id, "joinMuted": true }));
    assert_eq!(eva.client.get(&path).await.json["joinMuted"], true);
    let changed = luis.client.put(&path, json!({ "name": "Otra", "private": false })).await;
    assert_eq!((changed.status, changed.json), (200, json!({ "id": id, "name": "Otra", "private": false })));
    assert_eq!(ana.client.put(&path, json!({})).await.status, 400);
    let password = format!("/api/room/password/{id}");
    let same = json!({ "password": "b", "confirmPassword": "b" });
    assert_eq!(ana.client.put(&password, same).await.json, json!({ "message": "Contraseña actualizada" }));
    let differ = ana.client.put(&password, json!({ "password": "b", "confirmPassword": "c" })).await;
    assert_eq!((differ.status, differ.json), (400, json!({ "error": "Las contraseñas no coinciden" })));
    assert_eq!(ana.client.get(&path).await.json["hasPassword"], true);

    let end = format!("{path}/end");
    let text = "Solo el creador o un administrador puede finalizar la reunión";
    let refused = eva.client.post(&end, json!({ "userId": ana.id })).await;
    assert_eq!((refused.status, refused.json), (403, json!({ "error": text })), "whoever one claims to be");
    let ended = luis.client.post(&end, json!({ "userId": luis.id })).await;
    assert_eq!((ended.status, &ended.json["message"]), (200, &json!("Reunión finalizada correctamente")));
    assert_eq!(ana.client.get(&path).await.json["endedAt"], ended.json["endedAt"]);
    let again = luis.client.post(&end, json!({})).await;
    assert_eq!((again.status, again.json), (400, json!({ "error": "La reunión ya ha finalizado" })));

    assert_eq!(ana.client.delete(&path, json!({})).await.json, json!({ "message": "Sala eliminada" }));
    for reply in [ana.client.get(&path).await, ana.client.delete(&path, json!({})).await] {
        assert_eq!((reply.status, reply.json), (404, json!({ "error": "Sala no encontrada" })));
    }
}

#[tokio::test]
async fn guests_change_nothing() {
    let backend = Backend::start().await;
    let room = backend.person("ana").await.room(json!({})).await;
    let mut eva = backend.person("eva").await;
    for (method, path, body) in [
        ("PUT", format!("/api/room/{room}"), json!({ "name": "mía" })),
        ("PUT", format!("/api/room/password/{room}"), json!({ "password": "x", "confirmPassword": "x" })),
        ("DELETE", format!("/api/room/{room}"), json!({})),
        ("POST", format!("/api/room/{room}/end"), json!({})),
        ("POST", format!("/api/room/admin/{room}"), json!({ "newAdmin": eva.id })),
        ("DELETE", format!("/api/room/admin/{room}"), json!({ "adminToRemove": eva.id, "userId": eva.id })),
    ] {
        let reply = eva.client.json(method, &path, &body).await;
        assert_eq!(reply.status, 403, "{method} {path}: {}", reply.text);
        let unknown = eva.client.json(method, &path.replace(&room, "zzz-zzz"), &body).await;
        assert_eq!(
            (unknown.status, unknown.json),
            (404, json!({ "error": "Sala no encontrada" })),
            "{method} {path}"
        );
    }
    let forged = eva.client.post("/api/room", json!({ "name": "x", "creatorId": "somebody-else" })).await;
    assert_eq!(forged.status, 403);
}

#[tokio::test]
async fn admins_are_added_and_removed_without_losing_the_others() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let mut luis = backend.person("luis").await;
    let room = ana.room(json!({})).await;
    let path = format!("/api/room/admin/{room}");
    let added = ana.client.post(&path, json!({ "newAdmin": luis.id })).await;
    assert_eq!(added.status, 200);
    let admins: Vec<&str> =
        added.json["adminsId"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(admins.contains(&ana.id.as_str()) && admins.contains(&luis.id.as_str()));
    for (body, status) in
        [(json!({}), 400), (json!({ "newAdmin": {} }), 400), (json!({ "newAdmin": "nobody" }), 404)]
    {
        assert_eq!(ana.client.post(&path, body).await.status, status);
    }
    let not_creator = luis.client.delete(&path, json!({ "adminToRemove": luis.id })).await;
    assert_eq!(
        (not_creator.status, not_creator.json),
        (403, json!({ "error": "Solo el creador puede eliminar admins" }))
    );
    let own = ana.client.delete(&path, json!({ "adminToRemove": ana.id })).await;
    assert_eq!(
        (own.status, own.json),
        (400, json!({ "error": "El creador no puede eliminarse a sí mismo" }))
    );
    let removed = ana.client.delete(&path, json!({ "adminToRemove": luis.id, "userId": ana.id })).await;
    assert_eq!((removed.status, &removed.json["adminId"]), (200, &json!([ana.id])));
    assert_eq!(luis.client.put(&format!("/api/room/{room}"), json!({ "name": "x" })).await.status, 403);
}

#[tokio::test]
async fn my_meetings_newest_first_in_pages() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(ana.room(json!({})).await);
    }
    made.reverse();
    let mut ids = Vec::new();
    for page in 1..=3 {
        let reply = ana.client.get(&format!("/api/room/user/{}?page={page}&limit=2", ana.id)).await;
        assert_eq!(reply.status, 200);
        ids.extend(
            reply.json["rooms"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().to_owned()),
        );
        let expected = json!({
            "currentPage": page, "totalPages": 3, "totalRooms": 5, "limit": 2,
            "hasNextPage": page < 3, "hasPrevPage": page > 1,
        });
        assert_eq!(reply.json["pagination"], expected);
    }
    assert_eq!(ids, made);
    let line = ana.client.get(&format!("/api/room/user/{}?page=x&limit=-1", ana.id)).await.json;
    assert_eq!((line["rooms"].as_array().unwrap().len(), &line["pagination"]["limit"]), (3, &json!(3)));
    assert_eq!(
        (&line["rooms"][0]["isCreator"], &line["rooms"][0]["participants"]),
        (&json!(true), &json!(0))
    );

    let stats = ana.client.get(&format!("/api/room/user/{}/stats", ana.id)).await;
    let expected = json!({ "meetingsThisMonth": 5, "totalDuration": "0min", "totalDurationMinutes": 0, "activeContacts": 0, "peopleMet": 0 });
    assert_eq!((stats.status, stats.json), (200, expected));
    let mut eva = backend.person("eva").await;
    for path in [format!("/api/room/user/{}", ana.id), format!("/api/room/user/{}/stats", ana.id)] {
        assert_eq!(eva.client.get(&path).await.status, 403, "meetings are private");
    }
}

#[tokio::test]
async fn presence_records() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let room = ana.room(json!({})).await;
    let own = json!({ "userId": ana.id, "roomId": room });
    for incomplete in [json!({}), json!({ "userId": ana.id }), json!({ "roomId": room })] {
        for method in ["POST", "PUT"] {
            let reply = ana.client.json(method, "/api/connection", &incomplete).await;
            assert_eq!(
                (reply.status, reply.json),
                (400, json!({ "error": "userId and roomId are required" }))
            );
        }
    }
    let entered = ana.client.post("/api/connection", own.clone()).await;
    assert_eq!((entered.status, entered.json), (201, json!({ "user": ana.id, "success": true })));
    assert_eq!(ana.client.post("/api/connection", own.clone()).await.status, 201, "twice refreshes");
    let path = format!("/api/connection/room/{room}");
    let active = ana.client.get(&path).await.json;
    assert_eq!(active.as_array().unwrap().len(), 1);
    assert_eq!((&active[0]["userId"], &active[0]["leftAt"]), (&json!(ana.id), &json!(null)));
    assert_eq!(
        (&active[0]["user"]["nickname"], &active[0]["user"]["displayName"]),
        (&json!("ana"), &json!("ana"))
    );

    for _ in 0..2 {
        let left = ana.client.put("/api/connection", own.clone()).await;
        assert_eq!((left.status, left.json), (200, json!({ "user": ana.id, "success": true })));
    }
    assert_eq!(ana.client.get(&path).await.json, json!([]));
    assert!(ana.client.get(&format!("/api/room/{room}")).await.json["connections"][0]["leftAt"].is_string());

    let mut eva = backend.person("eva").await;
    assert_eq!(eva.client.post("/api/connection", own.clone()).await.status, 403, "for somebody else");
    assert_eq!(eva.client.put("/api/connection", own.clone()).await.status, 403);
    let unknown = json!({ "userId": eva.id, "roomId": "zzz-zzz" });
    assert_eq!(eva.client.post("/api/connection", unknown).await.status, 404);
    ana.client.post(&format!("/api/room/{room}/end"), json!({})).await;
    let late = ana.client.post("/api/connection", own).await;
    assert_eq!((late.status, late.json), (400, json!({ "error": "La reunión ya ha finalizado" })));
}
