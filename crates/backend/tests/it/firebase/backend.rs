//! The rest of the back-end with people who come from Firebase: which id is where (contract, section 2.3).

use serde_json::{Value, json};

use super::{Firebase, claims, forge, message};
use crate::common::{Backend, Client, PASSWORD, Sock};

const REFUSED: &str = "Error al iniciar sesión con OAuth";

fn oauth(token: &Value) -> Value {
    json!({ "email": "eva@example.com", "password": "x", "idToken": token })
}

/// A room of somebody who signed up without Firebase.
async fn room(backend: &Backend) -> String {
    backend.person("ana").await.room(json!({})).await
}

#[tokio::test]
async fn from_the_sign_up_to_the_end() {
    let mut firebase = Firebase::start().await;
    let room = room(&firebase.backend).await;
    let luis = firebase.person("luis").await;
    let uid = luis["localId"].as_str().unwrap().to_owned();
    let mut rest = firebase.backend.stranger();
    let account = json!({ "id": uid, "email": "luis@example.com", "password": PASSWORD, "edad": 30, "nickname": "Luis" });
    let reply = rest.post("/api/auth/signup", account.clone()).await;
    assert_eq!((reply.status, &reply.json["user"]["id"]), (201, &json!(uid)), "{}", reply.text);
    let mut twin = account;
    twin["email"] = json!("other@example.com");
    assert_eq!(firebase.backend.stranger().post("/api/auth/signup", twin).await.status, 400);

    let chat = firebase.backend.chat();
    let mut socket = Sock::connect(chat, &json!({ "token": luis["idToken"] })).await.unwrap();
    socket.emit("join_room", json!(room)).await;
    let success = socket.expect("join_room_success").await;
    assert_eq!((&success["user"]["id"], &success["user"]["nickname"]), (&json!(uid), &json!("Luis")));
    assert_eq!(success["user"].get("exp"), None, "a provider's token has no times here");
    assert_eq!(socket.expect("usersOnline").await[0]["userId"], json!(uid));

    let fresh = firebase.refresh(&luis).await.json["id_token"].clone();
    Sock::connect(chat, &json!({ "token": fresh })).await.unwrap();
    let webrtc = firebase.backend.webrtc();
    Sock::connect(webrtc, &json!({ "token": fresh })).await.unwrap();

    let wish = json!({ "requestType": "PASSWORD_RESET", "email": "luis@example.com" });
    firebase.done("sendOobCode", wish).await;
    let code = firebase.code().await["oobCode"].clone();
    firebase.done("resetPassword", json!({ "oobCode": code, "newPassword": "otra-clave" })).await;
    let login = json!({ "email": "luis@example.com", "password": "otra-clave" });
    let again = firebase.done("signInWithPassword", login).await;

    let reply = rest.delete(&format!("/api/user/{uid}"), json!({})).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(firebase.refused("lookup", json!({ "idToken": again["idToken"] })).await, "USER_NOT_FOUND");
    assert_eq!(message(&firebase.refresh(&again).await, 400), "INVALID_REFRESH_TOKEN");
    let refused = Sock::connect(chat, &json!({ "token": again["idToken"] })).await.err().unwrap();
    assert_eq!(refused, "Invalid authentication token");
}

#[tokio::test]
async fn an_account_made_by_a_provider_s_log_in_has_an_id_of_its_own() {
    let mut firebase = Firebase::start().await;
    let room = room(&firebase.backend).await;
    let claims = json!({ "sub": "7", "email": "eva@example.com", "email_verified": true, "name": "Eva" });
    let eva = firebase.by_google(claims, json!({})).await.json;
    let uid = eva["localId"].as_str().unwrap();
    let mut rest = firebase.backend.stranger();
    let reply = rest.post("/api/auth/login/OAuth", oauth(&eva["idToken"])).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(
        (&reply.json["status"], &reply.json["required"]),
        (&json!("profile_incomplete"), &json!(["birthdate"]))
    );
    assert_eq!(reply.json["message"], "El usuario debe completar su perfil.");
    let user = &reply.json["user"];
    assert_eq!(
        (&user["uid"], &user["email"], &user["name"]),
        (&json!(uid), &json!("eva@example.com"), &json!("Eva"))
    );
    assert!(user["createdAt"]["_seconds"].is_number());
    assert!(!reply.text.contains("argon2") && user.get("password").is_none(), "{}", reply.text);
    let document = user["id"].as_str().unwrap().to_owned();
    assert_ne!(document, uid);
    for cookie in ["AccessToken", "RefreshToken", "deviceId"] {
        assert!(rest.cookie(cookie).is_some(), "{cookie}");
    }
    let own = rest.get("/api/user?email=eva@example.com").await.json;
    assert_eq!((&own["id"], &own["edad"]), (&json!(document), &Value::Null));

    let again = firebase.backend.stranger().post("/api/auth/login/OAuth", oauth(&eva["idToken"])).await;
    assert_eq!(again.json["user"]["id"], json!(document), "found by the uid");

    // Everybody knows her by the document's id, whichever token she comes with.
    let chat = firebase.backend.chat();
    let mut by_uid = Sock::connect(chat, &json!({ "token": eva["idToken"] })).await.unwrap();
    by_uid.emit("join_room", json!(room)).await;
    assert_eq!(by_uid.expect("join_room_success").await["user"]["id"], json!(document));
    let online = by_uid.expect("usersOnline").await;
    assert_eq!((&online[0]["userId"], &online[0]["user"]["id"]), (&json!(document), &json!(document)));
    let own = rest.cookie("AccessToken").unwrap();
    let mut by_document = Sock::connect(chat, &json!({ "token": own })).await.unwrap();
    by_document.emit("join_room", json!(room)).await;
    let online = by_document.expect("usersOnline").await;
    let ids: Vec<&Value> = online.as_array().unwrap().iter().map(|user| &user["userId"]).collect();
    assert!(ids.iter().all(|id| **id == json!(document)), "{online}");

    assert_eq!(rest.delete(&format!("/api/user/{document}"), json!({})).await.status, 200);
    assert_eq!(firebase.refused("lookup", json!({ "idToken": eva["idToken"] })).await, "USER_NOT_FOUND");
}

#[tokio::test]
async fn an_account_of_the_same_address_becomes_the_provider_s_too() {
    let mut firebase = Firebase::start().await;
    let ana = firebase.backend.person("ana").await;
    let claims = json!({ "sub": "9", "email": "ana@example.com", "email_verified": true });
    let by_google = firebase.by_google(claims, json!({})).await.json;
    let reply = firebase.backend.stranger().post("/api/auth/login/OAuth", oauth(&by_google["idToken"])).await;
    assert_eq!((reply.status, &reply.json["user"]["id"]), (200, &json!(ana.id)));
    assert_eq!(
        (&reply.json["user"]["uid"], &reply.json["user"]["edad"]),
        (&by_google["localId"], &json!(30))
    );
    let login = json!({ "email": "ana@example.com", "password": PASSWORD });
    assert_eq!(firebase.backend.stranger().post("/api/auth/login", login).await.status, 200, "hers is kept");
}

#[tokio::test]
async fn a_person_without_an_account_here_goes_by_the_uid() {
    let mut firebase = Firebase::start().await;
    let room = room(&firebase.backend).await;
    let luis = firebase.person("luis").await;
    let auth = json!({ "token": luis["idToken"] });
    let mut socket = Sock::connect(firebase.backend.chat(), &auth).await.unwrap();
    socket.emit("join_room", json!(room)).await;
    let online = socket.expect("usersOnline").await;
    assert_eq!((&online[0]["userId"], &online[0]["email"]), (&luis["localId"], &json!("luis@example.com")));
}

#[tokio::test]
async fn bad_tokens_are_refused() {
    let mut firebase = Firebase::start().await;
    let luis = firebase.person("luis").await;
    let good = claims(&luis["idToken"]);
    let with = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        claims
    };
    let tokens = [
        "a.b.c".to_owned(),
        luis["refreshToken"].as_str().unwrap().to_owned(),
        format!("{}x", luis["idToken"].as_str().unwrap()),
        forge("HS256", &good),
        forge("none", &with("exp", json!(good["iat"].as_i64().unwrap() - 1))),
        forge("none", &with("iat", json!(1))),
        forge("none", &with("aud", json!("another"))),
        forge("none", &with("iss", json!("https://securetoken.google.com/another"))),
        forge("none", &with("sub", json!("nobody"))),
        forge("none", &json!({})),
    ];
    for token in &tokens {
        let refused = Sock::connect(firebase.backend.chat(), &json!({ "token": token })).await.err();
        assert_eq!(refused.as_deref(), Some("Invalid authentication token"), "{token}");
        let reply = firebase.backend.stranger().post("/api/auth/login/OAuth", oauth(&json!(token))).await;
        assert_eq!((reply.status, reply.json), (401, json!({ "error": REFUSED })), "{token}");
    }
    let unsigned = Sock::connect(firebase.backend.chat(), &json!({ "token": forge("none", &good) })).await;
    assert!(unsigned.is_ok(), "the claims themselves are good");
    let fields = firebase
        .backend
        .stranger()
        .post("/api/auth/login/OAuth", json!({ "idToken": luis["idToken"] }))
        .await;
    assert_eq!((fields.status, fields.json["errors"].as_array().unwrap().len()), (400, 2));
}

#[tokio::test]
async fn without_the_emulator_unsigned_tokens_are_worth_nothing() {
    let mut firebase = Firebase::start().await;
    let luis = firebase.person("luis").await;
    let Backend { server, data } = firebase.backend;
    server.shutdown().await.unwrap();
    let server =
        charlaton_backend::serve(charlaton_backend::Config::for_tests(data.path().to_owned())).await.unwrap();
    let addresses = server.addresses();
    assert_eq!(addresses.firebase, None);
    let refused = Sock::connect(addresses.chat.unwrap(), &json!({ "token": luis["idToken"] })).await.err();
    assert_eq!(refused.as_deref(), Some("Invalid authentication token"));
    let mut rest = Client::new(addresses.rest.unwrap());
    let reply = rest.post("/api/auth/login/OAuth", oauth(&luis["idToken"])).await;
    assert_eq!((reply.status, reply.json), (401, json!({ "error": REFUSED })));
}

#[tokio::test]
async fn other_machines_are_not_let_in() {
    let data = tempfile::tempdir().unwrap();
    let mut config = charlaton_backend::Config::for_tests(data.path().to_owned());
    config.firebase_emulator = true;
    config.host = "0.0.0.0".parse().unwrap();
    let error = charlaton_backend::serve(config).await.err().unwrap().to_string();
    assert!(error.contains("--firebase-emulator") && error.contains("0.0.0.0"), "{error}");
}
