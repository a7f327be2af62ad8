//! Chat history over REST.

use serde_json::{Value, json};

use crate::common::{Backend, Person};

fn contents(history: &Value) -> Vec<&str> {
    history.as_array().unwrap().iter().map(|message| message["content"].as_str().unwrap()).collect()
}

async fn say(person: &mut Person, room: &str, content: &str) -> Value {
    let body = json!({ "userId": person.id, "roomId": room, "content": content });
    let reply = person.client.post("/api/message", body).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.json
}

#[tokio::test]
async fn the_latest_messages_oldest_first() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let room = ana.room(json!({})).await;
    for n in 0..60 {
        say(&mut ana, &room, &format!("m{n}")).await;
    }
    for (query, first, last, count) in [
        ("", "m10", "m59", 50),
        ("&limit=3", "m57", "m59", 3),
        ("&limit=3&offset=2", "m55", "m57", 3),
        ("&limit=0", "m0", "m59", 60),
        ("&limit=all", "m0", "m59", 60),
        ("&limit=50&offset=55", "m0", "m4", 5),
    ] {
        let reply = ana.client.get(&format!("/api/message?roomId={room}{query}")).await;
        assert_eq!(reply.status, 200);
        let seen = contents(&reply.json);
        assert_eq!((seen.first(), seen.last(), seen.len()), (Some(&first), Some(&last), count), "{query}");
        let path = format!("/api/message/room/{room}?{}", query.trim_start_matches('&'));
        assert_eq!(ana.client.get(&path).await.json, reply.json);
    }
    let message = &ana.client.get(&format!("/api/message?roomId={room}&limit=1")).await.json[0];
    assert_eq!((&message["visibility"], &message["target"]), (&json!("public"), &json!(null)));
    assert!(
        message["createAt"]["_seconds"].is_i64() && message["createdAt"].as_str().unwrap().ends_with('Z')
    );
    let user = json!({ "id": ana.id, "email": ana.email, "nickname": "ana", "displayName": "ana" });
    assert_eq!(message["user"], user);

    let missing = ana.client.get("/api/message").await;
    assert_eq!((missing.status, missing.json), (400, json!({ "error": "roomId is required" })));
    assert_eq!(ana.client.get("/api/message?roomId=zzz-zzz").await.status, 404);
}

#[tokio::test]
async fn private_messages_are_for_those_they_concern() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let mut luis = backend.person("luis").await;
    let mut eva = backend.person("eva").await;
    let room = ana.room(json!({})).await;
    let body = json!({
        "userId": ana.id, "roomId": room, "content": "secreto",
        "visibility": "private", "target": [{ "userId": luis.id }],
    });
    let stored = ana.client.post("/api/message", body).await.json;
    assert_eq!(stored["target"], json!([{ "userId": luis.id }]));
    say(&mut ana, &room, "público").await;
    let path = format!("/api/message?roomId={room}");
    assert_eq!(contents(&ana.client.get(&path).await.json), ["secreto", "público"]);
    assert_eq!(contents(&luis.client.get(&path).await.json), ["secreto", "público"]);
    assert_eq!(contents(&eva.client.get(&path).await.json), ["público"]);
    let one = format!("{path}&limit=1&offset=1");
    assert_eq!(eva.client.get(&one).await.json, json!([]), "not even by counting");
}

#[tokio::test]
async fn authors_edit_and_delete_and_hosts_delete() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let mut luis = backend.person("luis").await;
    let mut eva = backend.person("eva").await;
    let room = ana.room(json!({})).await;
    let id = say(&mut luis, &room, "hola").await["id"].as_str().unwrap().to_owned();
    let path = format!("/api/message/{id}");
    let edit = json!({ "content": "hola a todos", "roomId": room });
    assert_eq!(ana.client.put(&path, edit.clone()).await.status, 403, "a host does not put words in mouths");
    let edited = luis.client.put(&path, edit.clone()).await;
    assert_eq!((edited.status, &edited.json["content"]), (200, &json!("hola a todos")));
    assert!(edited.json["updateAt"]["_seconds"].is_i64());
    assert_eq!(luis.client.put(&path, json!({ "content": " " })).await.status, 400);
    assert_eq!(eva.client.delete(&path, json!({ "roomId": room })).await.status, 403);
    let deleted = ana.client.send("DELETE", &path, &[], None).await;
    assert_eq!(
        (deleted.status, deleted.json),
        (200, json!({ "message": "Mensaje eliminado" })),
        "a body is not needed"
    );
    for reply in [luis.client.put(&path, edit).await, luis.client.delete(&path, json!({})).await] {
        assert_eq!((reply.status, reply.json), (404, json!({ "error": "Mensaje no encontrado" })));
    }
}

#[tokio::test]
async fn what_one_said_oneself() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let mut luis = backend.person("luis").await;
    let room = ana.room(json!({})).await;
    say(&mut ana, &room, "uno").await;
    let body = json!({ "userId": ana.id, "roomId": room });
    let mine = ana.client.json("GET", "/api/message/user/room", &body).await;
    assert_eq!((mine.status, contents(&mine.json)), (200, vec!["uno"]));
    assert_eq!(ana.client.get(&format!("/api/message/user/room?roomId={room}")).await.json, mine.json);
    assert_eq!(luis.client.json("GET", "/api/message/user/room", &body).await.status, 403);
    let none = luis.client.get(&format!("/api/message/user/room?roomId={room}")).await;
    assert_eq!((none.status, none.json), (404, json!({ "error": "Mensaje no encontrado" })));
}

#[tokio::test]
async fn messages_that_are_refused() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let room = ana.room(json!({})).await;
    let good = json!({ "userId": ana.id, "roomId": room, "content": "x" });
    for (field, value, status) in [
        ("userId", json!(null), 400),
        ("roomId", json!({}), 400),
        ("content", json!(""), 400),
        ("content", json!(["x"]), 400),
        ("content", json!("x".repeat(4001)), 400),
        ("visibility", json!("secret"), 400),
        ("visibility", json!("private"), 400),
        ("userId", json!("somebody-else"), 403),
        ("roomId", json!("zzz-zzz"), 404),
    ] {
        let mut body = good.clone();
        body[field] = value;
        let reply = ana.client.post("/api/message", body).await;
        assert_eq!(
            (reply.status, reply.json["error"].is_string()),
            (status, true),
            "{field}: {}",
            reply.text
        );
    }
    assert_eq!(ana.client.get(&format!("/api/message?roomId={room}")).await.json, json!([]));
}
