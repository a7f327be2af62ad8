//! Signing up and in, tokens and their renewal, looking at an account.

use serde_json::json;

use super::{Firebase, PROJECT, claims, message};
use crate::common::PASSWORD;

#[tokio::test]
async fn signing_up_gives_tokens_with_the_claims_of_the_real_service() {
    let mut firebase = Firebase::start().await;
    let body = json!({
        "email": "Ana@Example.com", "password": PASSWORD, "displayName": "Ana",
        "returnSecureToken": true, "clientType": "CLIENT_TYPE_WEB",
    });
    let ana = firebase.done("signUp", body).await;
    let uid = ana["localId"].as_str().unwrap();
    assert_eq!((uid.len(), uid.chars().all(|c| c.is_ascii_alphanumeric())), (28, true), "{uid}");
    assert_eq!(
        (&ana["kind"], &ana["email"], &ana["expiresIn"]),
        (&json!("identitytoolkit#SignupNewUserResponse"), &json!("ana@example.com"), &json!("3600"))
    );
    let token = claims(&ana["idToken"]);
    let (issued, expires) = (token["iat"].as_i64().unwrap(), token["exp"].as_i64().unwrap());
    assert_eq!(expires - issued, 3600);
    assert!(token["auth_time"].as_i64().unwrap() <= issued);
    let expected = json!({
        "iss": format!("https://securetoken.google.com/{PROJECT}"), "aud": PROJECT,
        "sub": uid, "user_id": uid, "name": "Ana", "email": "ana@example.com", "email_verified": false,
        "iat": issued, "exp": expires, "auth_time": token["auth_time"],
        "firebase": { "identities": { "email": ["ana@example.com"] }, "sign_in_provider": "password" },
    });
    assert_eq!(token, expected);

    let user = &firebase.done("lookup", json!({ "idToken": ana["idToken"] })).await["users"][0];
    assert_eq!((&user["localId"], &user["displayName"]), (&json!(uid), &json!("Ana")));
    assert_eq!(user["providerUserInfo"][0]["providerId"], "password");
    assert_eq!(user["passwordHash"], "UkVEQUNURUQ=", "redacted");
    assert!(user["createdAt"].as_str().unwrap().parse::<i64>().unwrap() > 1_700_000_000_000);
    assert!(user["validSince"].as_str().unwrap().parse::<i64>().unwrap() <= issued, "seconds, as text");
    assert_eq!((user.get("photoUrl"), user.get("disabled")), (None, None), "what is not there is left out");
}

#[tokio::test]
async fn what_a_sign_up_is_refused_for() {
    let mut firebase = Firebase::start().await;
    firebase.person("ana").await;
    for (body, expected) in [
        (json!({ "email": "ANA@example.com", "password": PASSWORD }), "EMAIL_EXISTS"),
        (json!({ "email": "eva", "password": PASSWORD }), "INVALID_EMAIL"),
        (json!({ "email": "", "password": PASSWORD }), "INVALID_EMAIL"),
        (json!({ "password": PASSWORD }), "MISSING_EMAIL"),
        (json!({ "email": "eva@example.com" }), "MISSING_PASSWORD"),
        (json!({ "email": "eva@example.com", "password": "" }), "MISSING_PASSWORD"),
        (
            json!({ "email": "eva@example.com", "password": "12345" }),
            "WEAK_PASSWORD : Password should be at least 6 characters",
        ),
        (
            json!({ "email": "eva@example.com", "password": "x".repeat(300) }),
            "PASSWORD_DOES_NOT_MEET_REQUIREMENTS : Password should be at most 256 bytes",
        ),
        (json!({ "returnSecureToken": true }), "ADMIN_ONLY_OPERATION"),
        (
            json!({ "email": "eva@example.com", "password": PASSWORD, "localId": "me" }),
            "UNEXPECTED_PARAMETER : User ID",
        ),
    ] {
        assert_eq!(firebase.refused("signUp", body.clone()).await, expected, "{body}");
    }
    assert_eq!(firebase.own("lookup", json!({ "email": ["eva@example.com"] })).await.json.get("users"), None);
}

#[tokio::test]
async fn signing_in_with_a_password() {
    let mut firebase = Firebase::start().await;
    let ana = firebase.person("ana").await;
    let login = |email: &str, password: &str| json!({ "email": email, "password": password });
    let again = firebase.done("signInWithPassword", login("ANA@example.com", PASSWORD)).await;
    assert_eq!((&again["localId"], &again["registered"]), (&ana["localId"], &json!(true)));
    assert_eq!(again["kind"], "identitytoolkit#VerifyPasswordResponse");
    assert_eq!(claims(&again["idToken"])["sub"], ana["localId"]);

    for (email, password, open, private) in [
        ("eva@example.com", PASSWORD, "EMAIL_NOT_FOUND", "INVALID_LOGIN_CREDENTIALS"),
        ("ana@example.com", "otra-clave", "INVALID_PASSWORD", "INVALID_LOGIN_CREDENTIALS"),
        ("ana", PASSWORD, "INVALID_EMAIL", "INVALID_EMAIL"),
        ("ana@example.com", "", "MISSING_PASSWORD", "MISSING_PASSWORD"),
    ] {
        assert_eq!(firebase.refused("signInWithPassword", login(email, password)).await, open);
        let mut careful = Firebase::start().await;
        careful.person("ana").await;
        careful.keep_addresses_private().await;
        assert_eq!(careful.refused("signInWithPassword", login(email, password)).await, private);
    }
    assert_eq!(
        firebase.refused("signInWithPassword", json!({ "password": PASSWORD })).await,
        "MISSING_EMAIL"
    );
    let disabled = firebase.own("update", json!({ "localId": ana["localId"], "disableUser": true })).await;
    assert_eq!(disabled.status, 200, "{}", disabled.text);
    let refused = firebase.refused("signInWithPassword", login("ana@example.com", PASSWORD)).await;
    assert_eq!(refused, "USER_DISABLED");
}

#[tokio::test]
async fn a_refresh_token_gives_a_new_id_token() {
    let mut firebase = Firebase::start().await;
    let ana = firebase.person("ana").await;
    let reply = firebase.refresh(&ana).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    let fresh = reply.json;
    assert_eq!(
        (&fresh["expires_in"], &fresh["token_type"], &fresh["user_id"]),
        (&json!("3600"), &json!("Bearer"), &ana["localId"])
    );
    assert_eq!((&fresh["access_token"], &fresh["project_id"]), (&fresh["id_token"], &json!("12345")));
    assert_eq!(claims(&fresh["id_token"])["firebase"]["sign_in_provider"], "password");
    firebase.done("lookup", json!({ "idToken": fresh["id_token"] })).await;

    for (form, expected) in [
        ("", "MISSING_GRANT_TYPE"),
        ("grant_type=password", "INVALID_GRANT_TYPE"),
        ("grant_type=refresh_token", "MISSING_REFRESH_TOKEN"),
        ("grant_type=refresh_token&refresh_token=x", "INVALID_REFRESH_TOKEN"),
    ] {
        assert_eq!(message(&firebase.token(form).await, 400), expected, "{form}");
    }
    firebase.own("update", json!({ "localId": ana["localId"], "disableUser": true })).await;
    assert_eq!(message(&firebase.refresh(&ana).await, 400), "USER_DISABLED");
    firebase.own("delete", json!({ "localId": ana["localId"] })).await;
    assert_eq!(message(&firebase.refresh(&ana).await, 400), "INVALID_REFRESH_TOKEN");
}

#[tokio::test]
async fn how_an_address_signs_in() {
    let mut firebase = Firebase::start().await;
    firebase.person("ana").await;
    let ask = |email: &str| json!({ "identifier": email, "continueUri": "http://localhost" });
    let known = firebase.done("createAuthUri", ask("ana@example.com")).await;
    assert_eq!(
        (&known["registered"], &known["signinMethods"], &known["allProviders"]),
        (&json!(true), &json!(["password"]), &json!(["password"]))
    );
    let unknown = firebase.done("createAuthUri", ask("eva@example.com")).await;
    assert_eq!((&unknown["registered"], &unknown["signinMethods"]), (&json!(false), &json!([])));
    for (body, expected) in [
        (json!({ "continueUri": "http://localhost" }), "MISSING_IDENTIFIER"),
        (json!({ "identifier": "ana@example.com" }), "MISSING_CONTINUE_URI"),
        (json!({ "identifier": "ana@example.com", "continueUri": "here" }), "INVALID_CONTINUE_URI"),
        (json!({ "identifier": "ana", "continueUri": "http://localhost" }), "INVALID_IDENTIFIER"),
    ] {
        assert_eq!(firebase.refused("createAuthUri", body).await, expected);
    }
    firebase.keep_addresses_private().await;
    let private = firebase.done("createAuthUri", ask("ana@example.com")).await;
    assert_eq!(private.get("registered"), None);
}

#[tokio::test]
async fn a_restart_keeps_the_accounts_and_emptying_the_project_does_not() {
    let mut firebase = Firebase::start().await;
    let ana = firebase.person("ana").await;
    let Firebase { backend, .. } = firebase;
    let data = backend.data;
    backend.server.shutdown().await.unwrap();
    let mut config = charlaton_backend::Config::for_tests(data.path().to_owned());
    config.firebase_emulator = true;
    let server = charlaton_backend::serve(config).await.unwrap();
    let client = crate::common::Client::new(server.addresses().firebase.unwrap());
    let mut firebase = Firebase { backend: crate::common::Backend { server, data }, client };
    assert_eq!(firebase.refresh(&ana).await.status, 200);

    for project in ["another", PROJECT] {
        assert_eq!(
            firebase.own("lookup", json!({ "localId": [ana["localId"]] })).await.json["users"][0]["localId"],
            ana["localId"]
        );
        let reply =
            firebase.client.delete(&format!("/emulator/v1/projects/{project}/accounts"), json!({})).await;
        assert_eq!((reply.status, reply.json), (200, json!({})));
    }
    assert_eq!(firebase.refused("lookup", json!({ "idToken": ana["idToken"] })).await, "USER_NOT_FOUND");
}
