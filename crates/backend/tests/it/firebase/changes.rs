//! Changing an account and deleting it.

use serde_json::json;

use super::{Firebase, claims, message};
use crate::common::PASSWORD;

#[tokio::test]
async fn names_change_without_new_tokens() {
    let mut firebase = Firebase::start().await;
    let ana = firebase.person("ana").await;
    let change =
        json!({ "idToken": ana["idToken"], "displayName": "Ana", "photoUrl": "http://localhost/a.png" });
    let changed = firebase.done("update", change).await;
    assert_eq!(changed["kind"], "identitytoolkit#SetAccountInfoResponse");
    assert_eq!((&changed["displayName"], changed.get("idToken")), (&json!("Ana"), None));
    let change = json!({ "idToken": ana["idToken"], "deleteAttribute": ["PHOTO_URL"] });
    let changed = firebase.done("update", change).await;
    assert_eq!((&changed["displayName"], changed.get("photoUrl")), (&json!("Ana"), None));
    let fresh = firebase.refresh(&ana).await.json;
    assert_eq!(claims(&fresh["id_token"])["name"], "Ana");
}

#[tokio::test]
async fn a_new_password_ends_the_sessions_of_the_old_one() {
    let mut firebase = Firebase::start().await;
    let ana = firebase.person("ana").await;
    let change = |password: &str| json!({ "idToken": ana["idToken"], "password": password, "returnSecureToken": true });
    assert!(firebase.refused("update", change("corta")).await.starts_with("WEAK_PASSWORD : "));
    let changed = firebase.done("update", change("otra-clave")).await;
    assert_eq!(claims(&changed["idToken"])["firebase"]["sign_in_provider"], "password");
    assert_eq!(message(&firebase.refresh(&ana).await, 400), "TOKEN_EXPIRED");
    assert_eq!(firebase.refresh(&changed).await.status, 200);
    let login = |password: &str| json!({ "email": "ana@example.com", "password": password });
    assert_eq!(firebase.refused("signInWithPassword", login(PASSWORD)).await, "INVALID_PASSWORD");
    firebase.done("signInWithPassword", login("otra-clave")).await;
}

#[tokio::test]
async fn an_address_changes_to_a_free_one() {
    let mut firebase = Firebase::start().await;
    let ana = firebase.person("ana").await;
    firebase.person("luis").await;
    let change = |email: &str| json!({ "idToken": ana["idToken"], "email": email });
    assert_eq!(firebase.refused("update", change("LUIS@example.com")).await, "EMAIL_EXISTS");
    assert_eq!(firebase.refused("update", change("luis")).await, "INVALID_EMAIL");
    let changed = firebase.done("update", change("eva@example.com")).await;
    assert_eq!(
        (&changed["email"], &changed["newEmail"]),
        (&json!("eva@example.com"), &json!("eva@example.com"))
    );
    assert_eq!(claims(&changed["idToken"])["email"], "eva@example.com");
    let login = json!({ "email": "eva@example.com", "password": PASSWORD });
    assert_eq!(firebase.done("signInWithPassword", login).await["localId"], ana["localId"]);
}

#[tokio::test]
async fn only_who_shows_a_good_token_changes_anything() {
    let mut firebase = Firebase::start().await;
    let ana = firebase.person("ana").await;
    let name = json!({ "displayName": "Eva", "localId": ana["localId"] });
    let expected = "INVALID_REQ_TYPE : Unsupported request parameters.";
    assert_eq!(firebase.refused("update", name).await, expected);
    assert_eq!(firebase.refused("lookup", json!({})).await, "MISSING_ID_TOKEN");
    assert_eq!(firebase.refused("delete", json!({ "localId": ana["localId"] })).await, "MISSING_ID_TOKEN");
    for method in ["lookup", "update", "delete"] {
        assert_eq!(
            firebase.refused(method, json!({ "idToken": "a.b.c" })).await,
            "INVALID_ID_TOKEN",
            "{method}"
        );
    }
    let disabled = json!({ "idToken": ana["idToken"], "disableUser": true, "emailVerified": true });
    let changed = firebase.done("update", disabled).await;
    assert_eq!(changed["emailVerified"], false, "nobody verifies themselves");
    firebase.done("lookup", json!({ "idToken": ana["idToken"] })).await;

    assert_eq!(message(&firebase.own("update", json!({})).await, 400), "MISSING_LOCAL_ID");
    assert_eq!(message(&firebase.own("update", json!({ "localId": "x" })).await, 400), "USER_NOT_FOUND");
    let verified =
        firebase.own("update", json!({ "localId": ana["localId"], "emailVerified": true })).await.json;
    assert_eq!((&verified["emailVerified"], verified.get("idToken")), (&json!(true), None));
}

#[tokio::test]
async fn who_is_deleted_is_nobody() {
    let mut firebase = Firebase::start().await;
    let ana = firebase.person("ana").await;
    let deleted = firebase.done("delete", json!({ "idToken": ana["idToken"] })).await;
    assert_eq!(deleted, json!({ "kind": "identitytoolkit#DeleteAccountResponse" }));
    for method in ["lookup", "update", "delete"] {
        assert_eq!(
            firebase.refused(method, json!({ "idToken": ana["idToken"] })).await,
            "USER_NOT_FOUND",
            "{method}"
        );
    }
    let again = firebase.person("ana").await;
    assert_ne!(again["localId"], ana["localId"], "the address is free, the uid is new");
}
