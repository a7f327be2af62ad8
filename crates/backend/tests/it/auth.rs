//! Signing up, in, out; cookies; CORS.

use std::time::Duration;

use serde_json::{Value, json};

use crate::common::{Backend, Client, PASSWORD};

fn signup(email: &str) -> Value {
    json!({ "email": email, "password": PASSWORD, "edad": "31", "nickname": "Ana", "confirmPassword": PASSWORD })
}

#[tokio::test]
async fn signing_up_gives_a_user_and_three_cookies() {
    let backend = Backend::start().await;
    let mut client = backend.stranger();
    let reply = client.post("/api/auth/signup", signup("Ana.Lopez+1@gmail.com")).await;
    assert_eq!(reply.status, 201);
    assert_eq!(reply.json["message"], "Usuario creado exitosamente");
    let user = &reply.json["user"];
    assert_eq!((&user["email"], &user["edad"]), (&json!("analopez@gmail.com"), &json!(31)));
    assert_eq!((&user["nickname"], &user["role"]), (&json!("Ana"), &json!("user")));
    assert!(user["createdAt"]["_seconds"].as_i64().unwrap() > 1_700_000_000);
    assert_eq!(user.as_object().unwrap().len(), 7, "nothing secret: {user}");

    let cookies: Vec<_> = reply.headers.get_all("set-cookie").iter().map(|c| c.to_str().unwrap()).collect();
    let named = |name: &str| cookies.iter().find(|cookie| cookie.starts_with(name)).unwrap();
    assert!(named("AccessToken=").ends_with("; Max-Age=86400; Path=/; SameSite=Lax"), "readable by script");
    assert!(named("RefreshToken=").ends_with("; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax"));
    assert!(named("deviceId=").contains("Max-Age=31536000"));

    // The address as typed and as stored are the same mailbox.
    let again = client.post("/api/auth/signup", signup("analopez@gmail.com")).await;
    assert_eq!((again.status, again.json), (400, json!({ "error": "El correo ya está registrado" })));
    for typed in ["Ana.Lopez+1@gmail.com", "analopez@gmail.com"] {
        let reply = client.post("/api/auth/login", json!({ "email": typed, "password": PASSWORD })).await;
        assert_eq!((reply.status, &reply.json["message"]), (200, &json!("Inicio de sesión exitoso")));
    }
}

#[tokio::test]
async fn a_provider_s_uid_becomes_the_id_once() {
    let backend = Backend::start().await;
    let mut client = backend.stranger();
    let mut body = signup("a@example.com");
    body["id"] = json!("Uid_123-x");
    assert_eq!(client.post("/api/auth/signup", body.clone()).await.json["user"]["id"], "Uid_123-x");
    body["email"] = json!("b@example.com");
    assert_eq!(client.post("/api/auth/signup", body).await.status, 400);
}

#[tokio::test]
async fn sign_up_says_which_field_is_wrong() {
    let backend = Backend::start().await;
    let mut client = backend.stranger();
    for (field, value) in [
        ("email", json!("nobody")),
        ("email", json!(7)),
        ("email", json!(null)),
        ("password", json!("12345")),
        ("password", json!(["secreto1"])),
        ("nickname", json!(null)),
        ("nickname", json!("")),
        ("nickname", json!("x")),
        ("confirmPassword", json!("other")),
        ("edad", json!("old")),
        ("id", json!("../etc")),
    ] {
        let mut body = signup("ana@example.com");
        body[field] = value.clone();
        let reply = client.post("/api/auth/signup", body).await;
        assert_eq!(reply.status, 400, "{field} = {value}");
        let named: Vec<_> = reply.json["errors"].as_array().unwrap().iter().map(|e| &e["path"]).collect();
        assert!(named.contains(&&json!(field)), "{field} = {value}: {}", reply.text);
        assert!(reply.json["errors"].as_array().unwrap().iter().all(|e| e["type"] == "field"));
        assert!(field != "password" || !reply.text.contains("secreto1"), "a password is not echoed");
    }
    for missing in [json!(null), json!(0), json!("")] {
        let mut body = signup("ana@example.com");
        body["edad"] = missing;
        let reply = client.post("/api/auth/signup", body).await;
        assert_eq!(
            (reply.status, reply.json),
            (400, json!({ "error": "Email, password and edad are required" }))
        );
    }
    assert!(client.cookies.is_empty());
}

#[tokio::test]
async fn wrong_credentials_do_not_tell_which_is_wrong() {
    let backend = Backend::start().await;
    backend.person("ana").await;
    let mut client = backend.stranger();
    for (email, password) in [("ana@example.com", "secreto2"), ("eva@example.com", PASSWORD)] {
        let reply = client.post("/api/auth/login", json!({ "email": email, "password": password })).await;
        assert_eq!((reply.status, reply.json), (401, json!({ "error": "Credenciales inválidas" })));
    }
    let oauth = json!({ "email": "ana@example.com", "password": "x", "idToken": "x" });
    let reply = client.post("/api/auth/login/OAuth", oauth).await;
    assert_eq!((reply.status, reply.json), (401, json!({ "error": "Error al iniciar sesión con OAuth" })));
    assert_eq!(client.post("/api/auth/login/OAuth", json!({})).await.json["errors"][0]["path"], "email");
    assert!(client.cookies.is_empty());
}

#[tokio::test]
async fn an_expired_token_is_refreshed_until_the_session_ends() {
    let backend = Backend::start_with(|config| config.access_ttl = Duration::ZERO).await;
    let mut ana = backend.person("ana").await.client;
    let expired = ana.get("/api/room").await;
    assert_eq!((expired.status, expired.json), (401, json!({ "message": "Token expirado" })));
    let stale = ana.cookie("AccessToken");
    ana.cookies.remove("AccessToken");
    let refreshed = ana.post("/api/auth/refresh", json!({})).await;
    assert_eq!((refreshed.status, refreshed.json), (200, json!({ "message": "Token refreshed" })));
    assert!(ana.cookie("AccessToken").is_some() && stale.is_some());

    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await.client;
    let refresh = ana.cookie("RefreshToken").unwrap();
    let device = ana.cookie("deviceId").unwrap();
    assert_eq!(ana.post("/api/auth/refresh", json!({})).await.status, 200);
    let out = ana.post("/api/auth/logout", json!({})).await;
    assert_eq!((out.status, out.json), (200, json!({ "message": "Sesión cerrada exitosamente" })));
    assert_eq!(ana.cookies.keys().collect::<Vec<_>>(), ["deviceId"], "the device stays known");

    ana.cookies.insert("RefreshToken".into(), refresh.clone());
    let revoked = ana.post("/api/auth/refresh", json!({})).await;
    assert_eq!((revoked.status, revoked.json), (403, json!({ "error": "Session revoked" })));
    // Logging in again on the same device does not bring the old token back to life.
    ana.cookies.remove("RefreshToken");
    ana.post("/api/auth/login", json!({ "email": "ana@example.com", "password": PASSWORD })).await;
    assert_eq!(ana.cookie("deviceId"), Some(device));
    ana.cookies.insert("RefreshToken".into(), refresh);
    assert_eq!(ana.post("/api/auth/refresh", json!({})).await.json, json!({ "error": "Session revoked" }));
}

#[tokio::test]
async fn refusals_of_the_refresh_route() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await;
    let mut client = backend.stranger();
    let reply = client.post("/api/auth/refresh", json!({})).await;
    assert_eq!((reply.status, reply.json), (401, json!({ "error": "Missing refresh token" })));
    for forged in ["x", ana.token.as_str()] {
        client.cookies.insert("RefreshToken".into(), forged.to_owned());
        let reply = client.post("/api/auth/refresh", json!({})).await;
        assert_eq!((reply.status, reply.json), (403, json!({ "error": "Invalid refresh token" })));
    }
    let path = format!("/api/user/{}", ana.id);
    assert_eq!(ana.client.delete(&path, json!({})).await.json, json!({ "message": "Usuario eliminado" }));
    let reply = ana.client.post("/api/auth/refresh", json!({})).await;
    assert_eq!((reply.status, reply.json), (403, json!({ "error": "User not found" })));
    let reply = ana.client.get("/api/room").await;
    assert_eq!(
        (reply.status, reply.json),
        (401, json!({ "message": "Token inválido" })),
        "the account is gone"
    );
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_mail() {
    let backend = Backend::start().await;
    let mut ana = backend.person("ana").await.client;
    let mut client = backend.stranger();
    let unknown = client.post("/api/auth/recover", json!({ "email": "eva@example.com" })).await;
    let text = json!({ "message": "Si el correo es válido, recibirá instrucciones" });
    assert_eq!((unknown.status, unknown.json), (202, text));
    let missing = client.post("/api/auth/recover", json!({})).await;
    assert_eq!((missing.status, missing.json), (400, json!({ "error": "El email es requerido" })));
    let known = client.post("/api/auth/recover", json!({ "email": "ANA@example.com" })).await;
    assert_eq!((known.status, known.json), (200, json!({ "message": "Revisa tu correo para continuar" })));

    let mails: Vec<_> = std::fs::read_dir(backend.data.path().join("outbox")).unwrap().collect();
    assert_eq!(mails.len(), 1, "nothing is mailed to strangers");
    let mail = std::fs::read_to_string(mails[0].as_ref().unwrap().path()).unwrap();
    assert!(mail.starts_with("To: ana@example.com\n"), "{mail}");
    let token = mail.trim().rsplit_once("token=").unwrap().1;
    assert!(mail.contains(&format!("http://localhost:5173/restablecer?token={token}")));

    let path = format!("/api/auth/reset/{token}");
    for (password, confirm, error) in [
        (json!("Nuevo1.x"), json!(null), json!({ "error": "La contraseña y confirmación son requeridas" })),
        (json!("Nuevo1.x"), json!("Nuevo1.y"), json!({ "message": "Las contraseñas no coinciden" })),
        (
            json!("corta"),
            json!("corta"),
            json!({ "message": "La contraseña debe tener al menos 8 caracteres" }),
        ),
    ] {
        let reply = client.post(&path, json!({ "password": password, "confirmPassword": confirm })).await;
        assert_eq!((reply.status, reply.json), (400, error));
    }
    let body = json!({ "password": "Nuevo1.x", "confirmPassword": "Nuevo1.x" });
    let reply = client.post(&path, body.clone()).await;
    assert_eq!(
        (reply.status, reply.json),
        (200, json!({ "message": "Contraseña actualizada correctamente" }))
    );
    let twice = client.post(&path, body).await;
    assert_eq!((twice.status, twice.json), (400, json!({ "message": "Token inválido o expirado" })));

    let login = |password: &str| json!({ "email": "ana@example.com", "password": password });
    assert_eq!(client.post("/api/auth/login", login(PASSWORD)).await.status, 401);
    assert_eq!(client.post("/api/auth/login", login("Nuevo1.x")).await.status, 200);
    let thrown_out = ana.post("/api/auth/refresh", json!({})).await;
    assert_eq!(thrown_out.json, json!({ "error": "Session revoked" }), "whoever knew the old one is out");
}

#[tokio::test]
async fn every_route_that_needs_a_login_says_so() {
    let backend = Backend::start().await;
    let mut client = backend.stranger();
    for route in [
        "POST /api/auth/logout",
        "GET /api/user",
        "GET /api/user?email=ana@example.com",
        "PUT /api/user/x",
        "PUT /api/user/password/x",
        "DELETE /api/user/x",
        "GET /api/room",
        "GET /api/room/abc-xyz",
        "POST /api/room",
        "PUT /api/room/x",
        "PUT /api/room/password/x",
        "POST /api/room/x/end",
        "DELETE /api/room/x",
        "POST /api/room/admin/x",
        "DELETE /api/room/admin/x",
        "GET /api/room/user/x",
        "GET /api/room/user/x/stats",
        "GET /api/connection/room/x",
        "POST /api/connection",
        "PUT /api/connection",
        "GET /api/message",
        "GET /api/message/room/x",
        "GET /api/message/user/room",
        "POST /api/message",
        "PUT /api/message/x",
        "DELETE /api/message/x",
        "GET /api/access/verify/user",
        "GET /api/access/per-room/x",
        "POST /api/access",
        "DELETE /api/access",
    ] {
        let (method, path) = route.split_once(' ').unwrap();
        client.cookies.clear();
        let reply = client.send(method, path, &[], None).await;
        assert_eq!(
            (reply.status, reply.json),
            (401, json!({ "message": "Autenticación requerida" })),
            "{route}"
        );
        client.cookies.insert("AccessToken".into(), "a.b.c".into());
        let reply = client.send(method, path, &[], None).await;
        assert_eq!((reply.status, reply.json), (401, json!({ "message": "Token inválido" })), "{route}");
    }
}

#[tokio::test]
async fn cookies_of_a_strict_installation() {
    let backend = Backend::start_with(|config| {
        config.http_only_cookies = true;
        config.secure_cookies = true;
    })
    .await;
    let reply = backend.stranger().post("/api/auth/signup", signup("ana@example.com")).await;
    for cookie in reply.headers.get_all("set-cookie") {
        assert!(
            cookie.to_str().unwrap().ends_with("; Path=/; HttpOnly; Secure; SameSite=None"),
            "{cookie:?}"
        );
    }
}

#[tokio::test]
async fn pages_of_allowed_origins_may_call_with_cookies() {
    let backend = Backend::start_with(|config| config.origins.push("https://meet.example/".into())).await;
    let preflight = [
        ("origin", "https://meet.example"),
        ("access-control-request-method", "PUT"),
        ("access-control-request-headers", "content-type,x-own"),
    ];
    for address in [backend.rest(), backend.chat(), backend.webrtc()] {
        let mut client = Client::new(address);
        let reply = client.send("OPTIONS", "/api/room", &preflight, None).await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("access-control-allow-origin"), "https://meet.example");
        assert_eq!(reply.header("access-control-allow-credentials"), "true");
        assert_eq!(reply.header("access-control-allow-methods"), "GET,HEAD,PUT,PATCH,POST,DELETE");
        assert_eq!(reply.header("access-control-allow-headers"), "content-type,x-own");
        assert!(reply.headers.get_all("vary").iter().any(|v| v.to_str().unwrap().contains("origin")));

        let reply = client.send("GET", "/health", &[("origin", "http://localhost:5173")], None).await;
        assert_eq!((reply.status, &reply.json["status"]), (200, &json!("ok")));
        assert_eq!(reply.header("access-control-allow-origin"), "http://localhost:5173");

        let reply = client.send("GET", "/health", &[("origin", "http://evil.example")], None).await;
        assert_eq!((reply.status, reply.header("access-control-allow-origin")), (403, ""));
        assert_eq!(client.send("GET", "/health", &[], None).await.status, 200, "programs send no origin");
    }
}

#[tokio::test]
async fn the_small_pages() {
    let backend = Backend::start().await;
    let mut rest = backend.stranger();
    assert_eq!(rest.get("/").await.json, json!({ "message": "API up" }));
    for route in
        ["GET /api/nothing", "GET /nothing", "PATCH /api/message/x", "GET /api", "GET /api/auth/login"]
    {
        let (method, path) = route.split_once(' ').unwrap();
        let reply = rest.send(method, path, &[], None).await;
        assert_eq!((reply.status, reply.json), (404, json!({ "error": "Route not found" })), "{route}");
    }
    let mut socket = backend.person("ana").await.socket().await;
    socket.drain().await;
    let chat = Client::new(backend.chat()).get("/").await.json;
    assert_eq!((&chat["status"], &chat["onlineUsers"]), (&json!("online"), &json!(1)));
    let webrtc = Client::new(backend.webrtc()).get("/").await.json;
    assert_eq!((&webrtc["status"], webrtc.get("onlineUsers")), (&json!("online"), None));
    for address in [backend.rest(), backend.chat(), backend.webrtc()] {
        let health = Client::new(address).get("/health").await.json;
        assert_eq!(health["status"], "ok", "{address}");
        assert!(health["uptime"].is_number() && health["timestamp"].is_i64(), "{health}");
    }
}
