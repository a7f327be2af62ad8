//! Accounts: read by others, changed only by their owner.

use serde_json::json;

use crate::common::{Backend, PASSWORD};

#[tokio::test]
async fn reading_accounts() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let luis = backend.person("luis").await;
    let all = ana.client.get("/api/user").await.json;
    assert_eq!(all.as_array().unwrap().len(), 2);
    let by_mail = ana.client.get("/api/user?email=luis%40example.com").await;
    assert_eq!((by_mail.status, &by_mail.json["id"]), (200, &json!(luis.id)));
    let mut stranger = backend.stranger();
    let by_id = stranger.get(&format!("/api/user/{}", luis.id)).await;
    assert_eq!((by_id.status, by_id.json), (200, by_mail.json));
    for reply in
        [stranger.get("/api/user/nobody").await, ana.client.get("/api/user?email=eva@example.com").await]
    {
        assert_eq!((reply.status, reply.json), (404, json!({ "error": "Usuario no encontrado" })));
    }
}

#[tokio::test]
async fn accounts_can_be_made_without_logging_in() {
    let backend = Backend::start().await;
    let mut client = backend.stranger();
    let account = json!({ "email": "ana@example.com", "password": PASSWORD, "edad": 20 });
    let reply = client.post("/api/user", account.clone()).await;
    assert_eq!((reply.status, &reply.json["email"]), (201, &json!("ana@example.com")));
    assert!(client.cookies.is_empty());
    let again = client.post("/api/user", account).await;
    assert_eq!((again.status, again.json), (400, json!({ "error": "El correo ya está registrado" })));
    let missing = client.post("/api/user", json!({ "email": "b@example.com" })).await;
    assert_eq!(
        (missing.status, missing.json),
        (400, json!({ "error": "Email, password y edad son requeridos" }))
    );
}

#[tokio::test]
async fn people_change_only_themselves() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let mut luis = backend.person("luis").await;
    let own = format!("/api/user/{}", ana.id);
    let own_password = format!("/api/user/password/{}", ana.id);

    let changed = ana.client.put(&own, json!({ "nickname": "Anita", "email": "", "edad": "44" })).await;
    assert_eq!((changed.status, &changed.json["nickname"]), (200, &json!("Anita")));
    assert_eq!((&changed.json["email"], &changed.json["edad"]), (&json!("ana@example.com"), &json!(44)));
    assert_eq!(backend.stranger().get(&own).await.json, changed.json, "no cache in between");

    let taken = ana.client.put(&own, json!({ "email": "Luis@example.com" })).await;
    assert_eq!((taken.status, taken.json), (400, json!({ "error": "El correo ya está registrado" })));
    let wrong = ana.client.put(&own, json!({ "edad": "x" })).await;
    assert_eq!((wrong.status, &wrong.json["errors"][0]["path"]), (400, &json!("edad")));

    for (method, path, body) in [
        ("PUT", &own, json!({ "nickname": "Burro" })),
        ("DELETE", &own, json!({})),
        ("PUT", &own_password, json!({ "password": "robado1", "confirmPassword": "robado1" })),
    ] {
        assert_eq!(luis.client.json(method, path, &body).await.status, 403, "{method} {path}");
        let nobody = path.replace(&ana.id, "nobody");
        let reply = luis.client.json(method, &nobody, &body).await;
        assert_eq!((reply.status, reply.json), (404, json!({ "error": "User not found" })), "{method}");
    }

    for body in [json!({}), json!({ "password": "nuevo12", "confirmPassword": "nuevo21" })] {
        let reply = ana.client.put(&own_password, body).await;
        assert_eq!((reply.status, reply.json), (400, json!({ "error": "Different passwords" })));
    }
    let mut elsewhere = backend.stranger();
    let login = |password: &str| json!({ "email": "ana@example.com", "password": password });
    assert_eq!(elsewhere.post("/api/auth/login", login(PASSWORD)).await.status, 200);
    let reply =
        ana.client.put(&own_password, json!({ "password": "nuevo12", "confirmPassword": "nuevo12" })).await;
    assert_eq!((reply.status, reply.json), (200, json!({ "message": "Password updated successfully" })));
    assert_eq!(ana.client.post("/api/auth/refresh", json!({})).await.status, 200, "this session goes on");
    assert_eq!(elsewhere.post("/api/auth/refresh", json!({})).await.status, 403, "others end");
    assert_eq!(elsewhere.post("/api/auth/login", login("nuevo12")).await.status, 200);

    assert_eq!(ana.client.delete(&own, json!({})).await.json, json!({ "message": "Usuario eliminado" }));
    assert_eq!(backend.stranger().get(&own).await.status, 404);
}
