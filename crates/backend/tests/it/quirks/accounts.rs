//! Log-ins and accounts.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use charlaton_backend::{Quirk, Quirks};
use serde_json::{Value, json};

use super::{both, database, with};
use crate::common::{Backend, Client, PASSWORD, Person, Sock};

#[tokio::test]
async fn http_only_cookies() {
    for (backend, quirky) in both(Quirk::HttpOnlyCookies).await {
        let account = json!({ "email": "ana@example.com", "password": PASSWORD, "edad": 30 });
        let reply = backend.stranger().post("/api/auth/signup", account).await;
        let cookies = reply.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap());
        let access = cookies.into_iter().find(|line| line.starts_with("AccessToken=")).unwrap();
        assert_eq!(access.contains("; HttpOnly"), quirky, "{access}");
        assert!(access.contains("; Max-Age=86400;"), "{access}");
        let claims = access.split('.').nth(1).unwrap();
        let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
        assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 900);
    }
}

#[tokio::test]
async fn exact_addresses() {
    for (backend, quirky) in both(Quirk::ExactAddresses).await {
        let mut ana = backend.person_with("ana", json!({ "email": "Ana.Lopez+1@gmail.com" })).await;
        let login = |email: &str| json!({ "email": email, "password": PASSWORD });
        let typed = ana.client.post("/api/auth/login", login("Ana.Lopez+1@gmail.com")).await;
        assert_eq!(typed.status, if quirky { 401 } else { 200 });
        assert_eq!(ana.client.post("/api/auth/login", login("analopez@gmail.com")).await.status, 200);
        let found = ana.client.get("/api/user?email=Ana.Lopez@gmail.com").await;
        assert_eq!(found.status, if quirky { 404 } else { 200 });
        assert_eq!(ana.client.get("/api/user?email=analopez@gmail.com").await.status, 200);

        let recover = |email: &str| json!({ "email": email });
        let typed = ana.client.post("/api/auth/recover", recover("Ana.Lopez+1@gmail.com")).await;
        assert_eq!(typed.status, if quirky { 202 } else { 200 });
        let large = ana.client.post("/api/auth/recover", recover("ANALOPEZ@gmail.com")).await;
        assert_eq!(large.status, 200, "lower-cased it is");

        let path = format!("/api/user/{}", ana.id);
        let changed = ana.client.put(&path, json!({ "email": "Otra.Ana@gmail.com" })).await;
        assert_eq!(changed.json["email"], if quirky { "Otra.Ana@gmail.com" } else { "otraana@gmail.com" });
        assert_eq!(ana.client.post("/api/auth/login", login("Otra.Ana@gmail.com")).await.status, 200);
        let account = json!({ "email": "Eva.Luz@gmail.com", "password": PASSWORD, "edad": 30 });
        let made = backend.stranger().post("/api/user", account).await;
        assert_eq!(made.json["email"], if quirky { "Eva.Luz@gmail.com" } else { "evaluz@gmail.com" });
    }
}

/// The session of another device, which a log-out would end.
#[tokio::test]
async fn sessions_outlive_passwords() {
    for (backend, quirky) in both(Quirk::SessionsOutlivePasswords).await {
        let mut ana = backend.person("ana").await;
        let mut elsewhere = backend.stranger();
        let login = json!({ "email": "ana@example.com", "password": PASSWORD });
        assert_eq!(elsewhere.post("/api/auth/login", login).await.status, 200);
        let path = format!("/api/user/password/{}", ana.id);
        let new = json!({ "password": "otra-clave", "confirmPassword": "otra-clave" });
        assert_eq!(ana.client.put(&path, new).await.status, 200);
        let refreshed = elsewhere.post("/api/auth/refresh", json!({})).await;
        assert_eq!(refreshed.status, if quirky { 200 } else { 403 }, "{}", refreshed.text);
        assert_eq!(ana.client.post("/api/auth/refresh", json!({})).await.status, 200);

        let address = json!({ "email": "ana@example.com" });
        assert_eq!(ana.client.post("/api/auth/recover", address).await.status, 200);
        let token = mailed_token(&backend);
        let new = json!({ "password": "Secreto1.", "confirmPassword": "Secreto1." });
        let reset = backend.stranger().post(&format!("/api/auth/reset/{token}"), new).await;
        assert_eq!(reset.status, 200, "{}", reset.text);
        let refreshed = ana.client.post("/api/auth/refresh", json!({})).await;
        assert_eq!(refreshed.status, if quirky { 200 } else { 403 }, "{}", refreshed.text);

        let mut kept = backend.stranger();
        let login = json!({ "email": "ana@example.com", "password": "Secreto1." });
        assert_eq!(kept.post("/api/auth/login", login).await.status, 200);
        let session = kept.cookies.clone();
        assert_eq!(kept.post("/api/auth/logout", json!({})).await.status, 200);
        kept.cookies = session;
        assert_eq!(kept.post("/api/auth/refresh", json!({})).await.status, 403, "a log-out does");
    }
}

#[tokio::test]
async fn oauth_failures() {
    for (backend, quirky) in both(Quirk::OauthFailures).await {
        let body = json!({ "email": "ana@example.com", "password": "x", "idToken": "a.b.c" });
        let reply = backend.stranger().post("/api/auth/login/OAuth", body).await;
        assert_eq!(reply.status, if quirky { 500 } else { 401 });
        assert_eq!(reply.json, json!({ "error": "Error al iniciar sesión con OAuth" }));
        let incomplete = backend.stranger().post("/api/auth/login/OAuth", json!({})).await;
        assert_eq!((incomplete.status, incomplete.json["errors"].is_array()), (400, true));
    }
}

#[tokio::test]
async fn public_users() {
    for (backend, quirky) in both(Quirk::PublicUsers).await {
        let ana = backend.person("ana").await;
        let list = backend.stranger().get("/api/user").await;
        assert_eq!(list.status, if quirky { 200 } else { 401 });
        assert_eq!(list.json[0]["id"] == json!(ana.id), quirky);
        let found = backend.stranger().get("/api/user?email=ana@example.com").await;
        assert_eq!(found.status, if quirky { 200 } else { 401 });
        assert_eq!(backend.stranger().get(&format!("/api/user/{}", ana.id)).await.status, 200);
    }
}

#[tokio::test]
async fn cached_users() {
    for (backend, quirky) in both(Quirk::CachedUsers).await {
        let mut ana = backend.person("ana").await;
        let path = format!("/api/user/{}", ana.id);
        let first = ana.client.get(&path).await.json;
        assert!(first["createdAt"]["_seconds"].is_i64());
        assert_eq!(ana.client.put(&path, json!({ "nickname": "anita" })).await.status, 200);
        assert_eq!(ana.client.get(&path).await.json["nickname"], "anita", "a change is seen at once");
        assert_eq!(ana.client.delete(&path, json!({})).await.status, 200);
        let gone = backend.stranger().get(&path).await;
        assert_eq!(
            (gone.status, gone.json["nickname"] == "anita"),
            if quirky { (200, true) } else { (404, false) }
        );
    }
}

#[tokio::test]
async fn missing_password_fails() {
    for (backend, quirky) in both(Quirk::MissingPasswordFails).await {
        let mut ana = backend.person("ana").await;
        let path = format!("/api/user/password/{}", ana.id);
        assert_eq!(ana.client.put(&path, json!({})).await.status, if quirky { 500 } else { 400 });
        let differ = ana.client.put(&path, json!({ "password": "a" })).await;
        assert_eq!((differ.status, differ.json), (400, json!({ "error": "Different passwords" })));
    }
}

#[tokio::test]
async fn trusted_ids() {
    for (backend, quirky) in both(Quirk::TrustedIds).await {
        let mut ana = backend.person("ana").await;
        let mut eva = backend.person("eva").await;
        let room = ana.room(json!({ "private": true })).await;
        let message = json!({ "userId": ana.id, "roomId": room, "content": "x" });
        let id =
            ana.client.post("/api/message", message.clone()).await.json["id"].as_str().unwrap().to_owned();
        let as_ana = json!({ "userId": ana.id, "roomId": room });
        let granted = json!({ "userId": "7", "roomId": room, "grantedBy": ana.id });
        for (method, path, body, status) in [
            ("PUT", format!("/api/user/{}", ana.id), json!({ "nickname": "otra" }), 200),
            ("POST", "/api/room".into(), json!({ "name": "x", "creatorId": ana.id }), 201),
            ("PUT", format!("/api/room/{room}"), json!({ "name": "y" }), 200),
            ("POST", "/api/connection".into(), as_ana.clone(), 201),
            ("GET", format!("/api/connection/room/{room}"), json!({}), 200),
            ("PUT", "/api/connection".into(), as_ana, 200),
            ("POST", "/api/message".into(), message, 201),
            ("PUT", format!("/api/message/{id}"), json!({ "content": "z", "roomId": room }), 200),
            ("DELETE", format!("/api/message/{id}"), json!({ "roomId": room }), 200),
            ("GET", format!("/api/room/user/{}", ana.id), json!({}), 200),
            ("GET", format!("/api/room/user/{}/stats", ana.id), json!({}), 200),
            ("POST", "/api/access".into(), granted, 201),
            ("GET", format!("/api/access/per-room/{room}"), json!({}), 200),
            ("POST", format!("/api/room/{room}/end"), json!({ "userId": ana.id }), 200),
            ("DELETE", format!("/api/room/{room}"), json!({}), 200),
            ("DELETE", format!("/api/user/{}", ana.id), json!({}), 200),
        ] {
            let reply = eva.client.json(method, &path, &body).await;
            assert_eq!(reply.status, if quirky { status } else { 403 }, "{method} {path}: {}", reply.text);
            assert_eq!(backend.stranger().json(method, &path, &body).await.status, 401, "{method} {path}");
        }
        let own = eva.room(json!({})).await;
        let nobody = eva.client.post(&format!("/api/room/{own}/end"), json!({})).await;
        assert_eq!(nobody.status, if quirky { 403 } else { 200 }, "who names nobody is nobody");
    }
}

/// Of the one mail there is.
fn mailed_token(backend: &Backend) -> String {
    let mail = std::fs::read_dir(backend.data.path().join("outbox")).unwrap().next().unwrap();
    let text = std::fs::read_to_string(mail.unwrap().path()).unwrap();
    text.trim().rsplit_once("token=").unwrap().1.to_owned()
}

#[tokio::test]
async fn unchecked_tokens() {
    for (backend, quirky) in both(Quirk::UncheckedTokens).await {
        let mut eva = backend.person("eva").await;
        let room = eva.room(json!({})).await;
        let path = format!("/api/user/{}", eva.id);
        let mut left = backend.stranger();
        left.cookies = eva.client.cookies.clone();
        assert_eq!(eva.client.delete(&path, json!({})).await.status, 200);
        let found = left.get(&format!("/api/room/{room}")).await;
        assert_eq!(found.status, if quirky { 200 } else { 401 }, "{}", found.text);
        assert_eq!(found.json["message"] == "Token inválido", !quirky);
        assert_eq!(left.put(&path, json!({ "nickname": "x" })).await.status, if quirky { 404 } else { 401 });
        let refreshed = left.post("/api/auth/refresh", json!({})).await;
        assert_eq!((refreshed.status, &refreshed.json["error"]), (403, &json!("User not found")));
        let nobody = backend.stranger().get(&format!("/api/room/{room}")).await;
        assert_eq!(nobody.json["message"], "Autenticación requerida");
    }
}

/// A token of our own making is of no account: the uid of one leads to it, and any other id is taken as it is.
#[tokio::test]
async fn any_good_token() {
    for (backend, quirky) in both(Quirk::AnyGoodToken).await {
        let ana = backend.person("ana").await;
        database(&backend).execute("DELETE FROM users WHERE id = ?1", [&ana.id]).unwrap();
        let connected = Sock::connect(backend.chat(), &json!({ "token": ana.token })).await;
        assert_eq!(connected.err(), (!quirky).then(|| "Invalid authentication token".to_owned()));
    }
}

/// An account that a provider's log-in made: its document is not called as the token says.
#[tokio::test]
async fn ids_of_a_provider_s_token() {
    let backend = Backend::start_with(|config| {
        config.firebase_emulator = true;
        config.quirks = Quirks::all();
    })
    .await;
    let mut provider = Client::new(backend.server.addresses().firebase.unwrap());
    let body = json!({ "email": "eva@example.com", "password": PASSWORD, "returnSecureToken": true });
    let eva = provider.post("/identitytoolkit.googleapis.com/v1/accounts:signUp?key=demo", body).await.json;
    let mut client = backend.stranger();
    let body = json!({ "email": "eva@example.com", "password": "x", "idToken": eva["idToken"] });
    assert_eq!(client.post("/api/auth/login/OAuth", body).await.status, 200);
    let document = client.get("/api/user?email=eva@example.com").await.json["id"].clone();
    assert_ne!(document, eva["localId"]);

    let room = backend.person("ana").await.room(json!({})).await;
    let mut socket = Sock::connect(backend.chat(), &json!({ "token": eva["idToken"] })).await.unwrap();
    socket.emit("join_room", json!(room)).await;
    let user = socket.expect("join_room_success").await["user"].clone();
    assert_eq!(user, json!({ "id": eva["localId"], "email": "eva@example.com" }));
    assert_eq!(socket.expect("usersOnline").await[0]["userId"], document);
}

/// An account whose document is not called as its token says: J and D of the contract differ.
pub(super) async fn two_ids(quirks: &[Quirk]) -> (Backend, Person) {
    let backend = with(&[quirks, &[Quirk::AnyGoodToken]].concat()).await;
    let mut ana = backend.person_with("ana", json!({ "id": "uid-ana" })).await;
    let db = database(&backend);
    db.execute("DELETE FROM sessions", []).unwrap();
    assert_eq!(db.execute("UPDATE users SET id = 'doc-ana' WHERE uid = 'uid-ana'", []).unwrap(), 1);
    ana.id = "doc-ana".into();
    (backend, ana)
}

#[tokio::test]
async fn token_ids() {
    for quirks in [&[][..], &[Quirk::TokenIds]] {
        let (backend, ana) = two_ids(quirks).await;
        let quirky = Quirks::only(quirks) != Quirks::default();
        let token_id = if quirky { "uid-ana" } else { "doc-ana" };
        let mut luis = backend.person("luis").await;
        let room = luis.room(json!({})).await;
        let mut other = luis.joined(&room).await;
        let mut socket = ana.socket().await;
        socket.emit("join_room", json!("zzz-zzz")).await;
        assert_eq!(socket.expect("join_room_error").await["user"]["id"], token_id);
        socket.emit("join_room", json!(room)).await;
        assert_eq!(socket.expect("join_room_success").await["user"]["id"], token_id);
        assert_eq!(other.expect("user_joined").await["user"]["id"], "doc-ana");
        let online = other.expect("usersOnline").await;
        assert_eq!((&online[1]["userId"], &online[1]["user"]["id"]), (&json!("doc-ana"), &json!("doc-ana")));
        socket.emit("joins_in_room", json!(room)).await;
        assert_eq!(socket.expect("room_users").await, json!([luis.id, "doc-ana"]));
        socket.emit("message", json!({ "msg": "x", "visibility": "public" })).await;
        let message = other.expect("new_success").await;
        assert_eq!((&message["userId"], &message["user"]["id"]), (&json!("doc-ana"), &json!("doc-ana")));
        let signal = json!({ "roomId": room, "targetUserId": "doc-ana", "sdp": 1 });
        other.emit("webrtc_offer", signal).await;
        assert_eq!(socket.expect("webrtc_offer").await["senderId"], json!(luis.id));
        socket.emit("webrtc_offer", json!({ "roomId": room, "targetUserId": luis.id, "sdp": 1 })).await;
        assert_eq!(other.expect("webrtc_offer").await["senderId"], "doc-ana");
        socket.emit("media_state_changed", json!({ "micEnabled": true, "cameraEnabled": false })).await;
        assert_eq!(other.expect("user_media_changed").await["userId"], token_id);
        other.emit_bare("joins").await;
        let everyone = other.expect("joins_users").await;
        assert!(everyone.as_array().unwrap().iter().any(|who| who["id"] == token_id), "{everyone}");
        socket.emit_bare("leaveRoom").await;
        assert_eq!(other.expect("userLeft").await["user"]["id"], token_id);
        socket.emit("join_room", json!(room)).await;
        socket.expect("join_room_success").await;
        socket.close().await;
        assert_eq!(other.expect("userDisconnected").await["user"]["id"], token_id);
    }
}

/// The token is older than the account.
#[tokio::test]
async fn whose_account_was_made_after_connecting_is_known_by_it_at_the_next_join() {
    for quirks in [&[Quirk::TokenIds][..], &[Quirk::TokenIds, Quirk::DroppedJoins]] {
        let (backend, ana) = two_ids(quirks).await;
        let uid = "UPDATE users SET uid = ?1 WHERE id = 'doc-ana'";
        let database = database(&backend);
        database.execute(uid, [None::<&str>]).unwrap();
        let mut luis = backend.person("luis").await;
        let room = luis.room(json!({})).await;
        let mut other = luis.joined(&room).await;
        let mut socket = ana.socket().await;
        for (uid_then, id) in [(None, "uid-ana"), (Some("uid-ana"), "doc-ana")] {
            database.execute(uid, [uid_then]).unwrap();
            socket.emit("join_room", json!(room)).await;
            assert_eq!(socket.expect("join_room_success").await["user"]["id"], "uid-ana");
            assert_eq!(other.expect("user_joined").await["user"]["id"], id);
            assert_eq!(other.expect("usersOnline").await[1]["userId"], id);
            socket.emit_bare("leaveRoom").await;
            other.expect("userLeft").await;
            other.expect("usersOnline").await;
        }
    }
}
