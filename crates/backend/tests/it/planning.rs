//! What the dashboard is made of: one's rooms with their numbers, parts of rooms, passwords, looking for people.

use charlaton_backend::Config;
use serde_json::{Value, json};

use crate::common::{Backend, Person};

#[tokio::test]
async fn ones_rooms_are_those_one_made_runs_or_was_in() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let mut luis = backend.person("luis").await;
    let mut eva = backend.person("eva").await;
    let made = ana.room(json!({ "scheduleAt": "2030-01-02T10:00:00.000Z" })).await;
    let run = ana.room(json!({ "adminsId": [luis.id] })).await;
    let part = luis.room(json!({ "parentRoomId": run })).await;
    eva.joined(&made).await.close().await;

    assert_eq!(ids(&mut ana).await, [part.clone(), run.clone(), made.clone()], "with the parts of hers");
    assert_eq!(ids(&mut luis).await, [part.clone(), run.clone()]);
    let seen = eva.client.get("/api/room").await.json;
    assert_eq!((&seen[0]["id"], seen.as_array().unwrap().len()), (&json!(made), 1));
    assert_eq!((&seen[0]["attended"], &seen[0]["participants"]), (&json!(true), &json!(1)));
    assert!(seen[0]["startedAt"].is_string() && seen[0]["duration"] == 0);
    let own = ana.client.get("/api/room").await.json;
    assert_eq!(
        (&own[2]["attended"], &own[2]["scheduleAt"]),
        (&json!(false), &json!("2030-01-02T10:00:00.000Z"))
    );
    assert_eq!((&own[1]["participants"], &own[1]["startedAt"]), (&json!(0), &Value::Null));

    ana.client.delete(&format!("/api/room/{made}"), json!({})).await;
    assert_eq!(ids(&mut eva).await, Vec::<String>::new(), "what is deleted is nobody's");
}

#[tokio::test]
async fn a_room_is_part_of_one_of_ones_own() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let mut eva = backend.person("eva").await;
    let parent = ana.room(json!({})).await;
    for (parent, status) in [(parent.as_str(), 403), ("zzz-zzz", 404)] {
        let body = json!({ "name": "x", "creatorId": eva.id, "parentRoomId": parent });
        assert_eq!(eva.client.post("/api/room", body).await.status, status);
    }
}

#[tokio::test]
async fn a_password_is_asked_for_by_the_server() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let mut luis = backend.person("luis").await;
    let room = ana.room(json!({ "password": "llave" })).await;
    let file = std::fs::read(backend.data.path().join("charlaton.db-wal")).unwrap();
    assert!(!contains(&file, b"llave") && contains(&file, b"$argon2id$"), "only its hash is kept");

    let seen = luis.client.get(&format!("/api/room/{room}")).await.json;
    assert_eq!((&seen["passwordRequired"], &seen["hasPassword"]), (&json!(true), &json!(true)));
    assert_eq!((&seen["password"], &seen["connections"]), (&Value::Null, &json!([])));
    assert_eq!(ana.client.get(&format!("/api/room/{room}")).await.json["passwordRequired"], false);
    ana.joined(&room).await;
    let mut guest = luis.socket().await;
    guest.emit("join_room", json!(room)).await;
    let refused = guest.expect("join_room_error").await;
    assert_eq!(
        refused["message"], "usuario sin permisos para sala privada",
        "the join says what it always said"
    );
    assert_eq!(luis.client.get(&format!("/api/message?roomId={room}")).await.status, 403);

    let path = format!("/api/room/password/{room}");
    for (body, status) in
        [(json!({}), 400), (json!({ "password": 7 }), 400), (json!({ "password": "Llave" }), 403)]
    {
        assert_eq!(luis.client.post(&path, body).await.status, status);
    }
    let right = luis.client.post(&path, json!({ "password": "llave" })).await;
    assert_eq!((right.status, right.json), (200, json!({ "message": "Contraseña correcta" })));
    assert_eq!(luis.client.get(&format!("/api/room/{room}")).await.json["passwordRequired"], false);
    guest.emit("join_room", json!(room)).await;
    guest.expect("join_room_success").await;

    let other = json!({ "password": "otra", "confirmPassword": "otra" });
    assert_eq!(ana.client.put(&path, other).await.status, 200);
    assert_eq!(
        luis.client.get(&format!("/api/room/{room}")).await.json["passwordRequired"],
        true,
        "it is another"
    );
    let none = json!({ "password": "", "confirmPassword": "" });
    assert_eq!(ana.client.put(&path, none).await.status, 200);
    assert_eq!(luis.client.get(&format!("/api/room/{room}")).await.json["hasPassword"], false);
    luis.joined(&room).await;
    assert_eq!(luis.client.post("/api/room/password/zzz-zzz", json!({ "password": "x" })).await.status, 404);
}

#[tokio::test]
async fn passwords_that_earlier_versions_kept_become_hashes() {
    let backend = Backend::start().await;
    let room = backend.person("ana").await.room(json!({})).await;
    let file = rusqlite::Connection::open(backend.data.path().join("charlaton.db")).unwrap();
    file.execute("UPDATE rooms SET password = 'llave'", []).unwrap();
    let again = charlaton_backend::serve(Config::for_tests(backend.data.path().to_owned())).await.unwrap();
    let (password, hash): (Option<String>, String) = file
        .query_row("SELECT password, password_hash FROM rooms", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    assert!(password.is_none() && hash.starts_with("$argon2id$"), "{hash}");
    drop(again);
    let mut luis = backend.person("luis").await;
    let right = luis.client.post(&format!("/api/room/password/{room}"), json!({ "password": "llave" })).await;
    assert_eq!(right.status, 200, "and are the same passwords");
}

#[tokio::test]
async fn a_host_lets_in_whoever_does_not_know_the_password() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let luis = backend.person("luis").await;
    let room = ana.room(json!({ "password": "llave" })).await;
    let grant = json!({ "userId": luis.id, "roomId": room });
    assert_eq!(ana.client.post("/api/access", grant).await.status, 201);
    luis.joined(&room).await;
    let other = json!({ "password": "otra", "confirmPassword": "otra" });
    assert_eq!(ana.client.put(&format!("/api/room/password/{room}"), other).await.status, 200);
    luis.joined(&room).await;
}

#[tokio::test]
async fn a_private_room_without_a_password_has_none_to_know() {
    let backend = Backend::start().await;
    let room = backend.person("ana").await.room(json!({ "private": true })).await;
    let mut eva = backend.person("eva").await;
    let reply = eva.client.post(&format!("/api/room/password/{room}"), json!({ "password": "x" })).await;
    assert_eq!(
        (reply.status, reply.json),
        (403, json!({ "error": "usuario sin permisos para sala privada" }))
    );
}

#[tokio::test]
async fn passwords_are_not_guessed() {
    let backend = Backend::start().await;
    let room = backend.person("ana").await.room(json!({ "password": "llave" })).await;
    let path = format!("/api/room/password/{room}");
    let mut eva = backend.person("eva").await;
    for _ in 0..10 {
        assert_eq!(eva.client.post(&path, json!({ "password": "x" })).await.status, 403);
    }
    assert_eq!(eva.client.post(&path, json!({ "password": "llave" })).await.status, 429);
    let mut luis = backend.person("luis").await;
    assert_eq!(luis.client.post(&path, json!({ "password": "llave" })).await.status, 200, "others may");
}

#[tokio::test]
async fn people_are_found_by_a_part_of_name_or_address() {
    let backend = Backend::start().await;
    backend.person("ana").await;
    let mut luis = backend.person("luis").await;
    let found = luis.client.get("/api/user?search=AN").await.json;
    assert_eq!((found.as_array().unwrap().len(), &found[0]["nickname"]), (1, &json!("ana")));
    assert_eq!(luis.client.get("/api/user?search=example.com").await.json.as_array().unwrap().len(), 2);
    assert_eq!(luis.client.get("/api/user?search=zz").await.json, json!([]));
    assert_eq!(backend.stranger().get("/api/user?search=a").await.status, 401);
}

async fn ids(person: &mut Person) -> Vec<String> {
    let rooms = person.client.get("/api/room").await.json;
    rooms.as_array().unwrap().iter().map(|room| room["id"].as_str().unwrap().to_owned()).collect()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
