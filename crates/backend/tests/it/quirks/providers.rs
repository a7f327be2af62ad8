//! Accounts that an identity provider's log-in makes.

use charlaton_backend::{Quirk, Quirks};
use serde_json::{Value, json};

use crate::common::{Backend, Client, PASSWORD, Person, Sock};

/// A server with these, and a provider.
async fn with(quirks: &[Quirk]) -> Backend {
    Backend::start_with(|config| {
        config.firebase_emulator = true;
        config.quirks = Quirks::only(quirks);
    })
    .await
}

/// The same twice: as it is, and with the quirk.
async fn both(quirk: Quirk) -> [(Backend, bool); 2] {
    [(with(&[]).await, false), (with(&[quirk]).await, true)]
}

/// Somebody new at the provider; the answer has `idToken` and `localId`.
async fn at_provider(backend: &Backend, email: &str, name: &str) -> Value {
    let mut provider = Client::new(backend.server.addresses().firebase.unwrap());
    let body = json!({
        "email": email, "password": PASSWORD, "displayName": name, "returnSecureToken": true,
    });
    let reply = provider.post("/identitytoolkit.googleapis.com/v1/accounts:signUp?key=demo", body).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.json
}

/// The document that the log-in answers with, and who is logged in.
async fn log_in(backend: &Backend, token: &Value) -> (Value, Client) {
    let mut client = backend.stranger();
    let body = json!({ "email": "eva@example.com", "password": "x", "idToken": token });
    let reply = client.post("/api/auth/login/OAuth", body).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    (reply.json["user"].clone(), client)
}

#[tokio::test]
async fn oauth_document() {
    for (backend, quirky) in both(Quirk::OauthDocument).await {
        let eva = at_provider(&backend, "eva@example.com", "").await;
        let (user, _) = log_in(&backend, &eva["idToken"]).await;
        assert_eq!((&user["uid"], &user["email"]), (&eva["localId"], &json!("eva@example.com")));
        let keys: Vec<&str> = user.as_object().unwrap().keys().map(String::as_str).collect();
        let bare = ["birth_date", "createdAt", "email", "name", "rolId", "uid"];
        assert_eq!(keys == bare, quirky, "{keys:?}");
    }
}

#[tokio::test]
async fn oauth_names() {
    for (backend, quirky) in both(Quirk::OauthNames).await {
        let eva = at_provider(&backend, "eva@example.com", "Eva").await;
        let (user, mut client) = log_in(&backend, &eva["idToken"]).await;
        assert_eq!(user["name"], "Eva");
        let path = format!("/api/user/{}", user["id"].as_str().unwrap());
        let nickname = if quirky { Value::Null } else { json!("Eva") };
        assert_eq!(client.get(&path).await.json["nickname"], nickname);

        assert_eq!(client.put(&path, json!({ "nickname": "Evita" })).await.status, 200);
        let (again, mut client) = log_in(&backend, &eva["idToken"]).await;
        assert_eq!(again["name"], if quirky { "Eva" } else { "Evita" }, "they are two fields");
        assert_eq!(client.get(&path).await.json["nickname"], "Evita", "and the one is kept");

        // Who signed up has a nickname and no name.
        let luis = at_provider(&backend, "luis@example.com", "Luis").await;
        let account = json!({ "id": luis["localId"], "nickname": "Lucho" });
        backend.person_with("luis", account).await;
        let (user, _) = log_in(&backend, &luis["idToken"]).await;
        assert_eq!(user["name"], if quirky { Value::Null } else { json!("Lucho") });
    }
}

#[tokio::test]
async fn a_provider_s_address_is_kept_as_it_is() {
    for (backend, quirky) in both(Quirk::ExactAddresses).await {
        let eva = at_provider(&backend, "eva.lopez+1@gmail.com", "Eva").await;
        let (user, mut client) = log_in(&backend, &eva["idToken"]).await;
        let (kept, other) = ("eva.lopez%2B1@gmail.com", "evalopez@gmail.com");
        assert_eq!(user["email"], if quirky { "eva.lopez+1@gmail.com" } else { other });
        let by_token = client.get(&format!("/api/user?email={kept}")).await;
        assert_eq!((by_token.status, &by_token.json["id"]), (200, &user["id"]));
        let normalised = client.get(&format!("/api/user?email={other}")).await;
        assert_eq!(normalised.status, if quirky { 404 } else { 200 });
    }
}

#[tokio::test]
async fn token_addresses() {
    for (backend, quirky) in both(Quirk::TokenAddresses).await {
        let eva = at_provider(&backend, "eva@example.com", "Eva").await;
        let (user, mut client) = log_in(&backend, &eva["idToken"]).await;
        let id = user["id"].as_str().unwrap();
        let own_token = client.cookie("AccessToken").unwrap();
        let change = json!({ "email": "otra@example.com" });
        assert_eq!(client.put(&format!("/api/user/{id}"), change).await.status, 200);
        let email = if quirky { "eva@example.com" } else { "otra@example.com" };

        let mut ana: Person = backend.person("ana").await;
        let room = ana.room(json!({})).await;
        for token in [eva["idToken"].clone(), json!(own_token)] {
            let mut other = ana.joined(&room).await;
            let auth = json!({ "token": token });
            let mut socket = Sock::connect(backend.chat(), &auth).await.unwrap();
            socket.emit("join_room", json!(room)).await;
            assert_eq!(socket.expect("join_room_success").await["user"]["email"], email);
            let news = other.expect("user_joined").await;
            assert_eq!((&news["user"]["id"], &news["user"]["email"]), (&json!(id), &json!(email)));
            assert_eq!(news["message"], format!("{email} se unió a la reunión"));
            let online = socket.expect("usersOnline").await;
            let entry = online.as_array().unwrap().iter().find(|entry| entry["userId"] == id).unwrap();
            assert_eq!((&entry["email"], &entry["user"]["email"]), (&json!(email), &json!(email)));
            socket.emit("message", json!({ "msg": "x", "visibility": "public" })).await;
            assert_eq!(other.expect("new_success").await["user"]["email"], email);
            socket.emit_bare("leaveRoom").await;
            assert_eq!(other.expect("userLeft").await["user"]["email"], email);

            let mut second = Sock::connect(backend.webrtc(), &auth).await.unwrap();
            second.emit("join_room", json!({ "roomId": room, "success": true })).await;
            assert_eq!(second.expect("usersOnline").await[0]["email"], email);
        }
    }
}
