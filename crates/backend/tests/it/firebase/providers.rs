//! Signing in by Google or GitHub.

use serde_json::{Value, json};

use super::{Firebase, claims, forge, message};
use crate::common::PASSWORD;

fn eva() -> Value {
    json!({ "sub": "7", "email": "Eva@example.com", "email_verified": true, "name": "Eva", "picture": "http://x/e.png" })
}

#[tokio::test]
async fn the_first_time_makes_an_account_and_the_next_finds_it() {
    let mut firebase = Firebase::start().await;
    let first = firebase.by_google(eva(), json!({})).await.json;
    assert_eq!(first["kind"], "identitytoolkit#VerifyAssertionResponse");
    assert_eq!((&first["isNewUser"], &first["providerId"]), (&json!(true), &json!("google.com")));
    assert_eq!(first["federatedId"], "https://accounts.google.com/7");
    assert_eq!((&first["email"], &first["emailVerified"]), (&json!("eva@example.com"), &json!(true)));
    let raw: Value = serde_json::from_str(first["rawUserInfo"].as_str().unwrap()).unwrap();
    assert_eq!((&raw["id"], &raw["verified_email"]), (&json!("7"), &json!(true)));
    let token = claims(&first["idToken"]);
    assert_eq!((&token["name"], &token["picture"]), (&json!("Eva"), &json!("http://x/e.png")));
    let expected = json!({
        "identities": { "google.com": ["7"], "email": ["eva@example.com"] }, "sign_in_provider": "google.com",
    });
    assert_eq!(token["firebase"], expected);

    let again = firebase.by_google(eva(), json!({})).await.json;
    assert_eq!((&again["localId"], again.get("isNewUser")), (&first["localId"], None));
    let user = &firebase.done("lookup", json!({ "idToken": again["idToken"] })).await["users"][0];
    assert_eq!((&user["providerUserInfo"][0]["rawId"], user.get("passwordHash")), (&json!("7"), None));
    let login = json!({ "email": "eva@example.com", "password": PASSWORD });
    assert_eq!(firebase.refused("signInWithPassword", login).await, "INVALID_PASSWORD", "there is none");
}

#[tokio::test]
async fn a_token_may_be_a_jwt_and_come_in_the_address() {
    let mut firebase = Firebase::start().await;
    let token = forge("none", &eva());
    let asked =
        json!({ "requestUri": format!("http://localhost/back?providerId=GitHub.com#id_token={token}") });
    let reply = firebase.done("signInWithIdp", asked).await;
    assert_eq!((&reply["providerId"], &reply["federatedId"]), (&json!("github.com"), &json!("7")));
    assert_eq!(claims(&reply["idToken"])["firebase"]["identities"]["github.com"], json!(["7"]));
}

#[tokio::test]
async fn one_address_has_one_account() {
    let mut firebase = Firebase::start().await;
    let by_password = firebase.person("eva").await;
    let mut unproven = eva();
    unproven["email_verified"] = json!(false);
    let confirm = firebase.by_google(unproven, json!({})).await.json;
    assert_eq!((&confirm["needConfirmation"], confirm.get("idToken")), (&json!(true), None));
    assert_eq!(confirm["verifiedProvider"], json!([]));

    let merged = firebase.by_google(eva(), json!({})).await.json;
    assert_eq!(merged["localId"], by_password["localId"]);
    let login = json!({ "email": "eva@example.com", "password": PASSWORD });
    assert_eq!(
        firebase.refused("signInWithPassword", login).await,
        "INVALID_PASSWORD",
        "whoever signed up with an address they had not proven is out"
    );
    assert_eq!(message(&firebase.refresh(&by_password).await, 400), "TOKEN_EXPIRED");
}

#[tokio::test]
async fn a_provider_is_linked_to_an_account_and_unlinked() {
    let mut firebase = Firebase::start().await;
    let ana = firebase.person("ana").await;
    let linked = firebase.by_google(eva(), json!({ "idToken": ana["idToken"] })).await.json;
    assert_eq!(linked["localId"], ana["localId"]);
    let again = firebase.by_google(eva(), json!({ "idToken": ana["idToken"] })).await;
    assert_eq!(message(&again, 400), "FEDERATED_USER_ID_ALREADY_LINKED");
    let inside = json!({ "idToken": ana["idToken"], "returnIdpCredential": true });
    let inside = firebase.by_google(eva(), inside).await;
    assert_eq!(
        (inside.status, &inside.json["errorMessage"]),
        (200, &json!("FEDERATED_USER_ID_ALREADY_LINKED"))
    );
    assert_eq!(inside.json.get("idToken"), None);
    firebase.person("luis").await;
    let claims = json!({ "sub": "8", "email": "luis@example.com", "email_verified": true });
    let taken = firebase.by_google(claims, json!({ "idToken": ana["idToken"] })).await;
    assert_eq!(message(&taken, 400), "EMAIL_EXISTS");

    let unlink = json!({ "idToken": ana["idToken"], "deleteProvider": ["google.com"] });
    let providers = firebase.done("update", unlink).await["providerUserInfo"].clone();
    assert_eq!((providers.as_array().unwrap().len(), &providers[0]["providerId"]), (1, &json!("password")));
}

#[tokio::test]
async fn who_came_by_a_provider_may_choose_a_password() {
    let mut firebase = Firebase::start().await;
    let eva = firebase.by_google(eva(), json!({})).await.json;
    let body = json!({ "idToken": eva["idToken"], "email": "eva@example.com", "password": PASSWORD });
    assert_eq!(firebase.done("signUp", body).await["localId"], eva["localId"]);
    let login = json!({ "email": "eva@example.com", "password": PASSWORD });
    let user = firebase.done("signInWithPassword", login).await;
    let user = &firebase.done("lookup", json!({ "idToken": user["idToken"] })).await["users"][0];
    assert_eq!(user["providerUserInfo"].as_array().unwrap().len(), 2);
    assert_eq!(user["emailVerified"], true, "it was proven before");
}

#[tokio::test]
async fn what_a_sign_in_by_a_provider_is_refused_for() {
    let mut firebase = Firebase::start().await;
    let eva = firebase.by_google(eva(), json!({})).await.json;
    let asked = |uri: &str, body: &str| json!({ "requestUri": uri, "postBody": body });
    for (body, expected) in [
        (json!({ "postBody": "providerId=google.com" }), "MISSING_REQUEST_URI"),
        (asked("/here", "providerId=google.com"), "INVALID_REQUEST_URI"),
        (asked("http://localhost", "id_token={}"), "INVALID_CREDENTIAL_OR_PROVIDER_ID"),
        (
            asked("http://localhost", "providerId=google.com&id_token={"),
            "INVALID_IDP_RESPONSE : Unable to parse the token of google.com",
        ),
        (
            asked("http://localhost", "providerId=google.com&id_token=a.b.c"),
            "INVALID_IDP_RESPONSE : Unable to parse the token of google.com",
        ),
        (
            asked("http://localhost", "providerId=google.com&id_token={}"),
            "INVALID_IDP_RESPONSE : Invalid Idp Response: id_token missing required fields.",
        ),
    ] {
        assert_eq!(firebase.refused("signInWithIdp", body.clone()).await, expected, "{body}");
    }
    let reply = firebase.call("signInWithIdp", asked("http://localhost", "providerId=google.com")).await;
    message(&reply, 501);
    firebase.own("update", json!({ "localId": eva["localId"], "disableUser": true })).await;
    let reply = firebase.by_google(self::eva(), json!({})).await;
    assert_eq!(message(&reply, 400), "USER_DISABLED");
}

#[tokio::test]
async fn an_app_without_the_library_is_sent_to_the_page_where_one_chooses() {
    let mut firebase = Firebase::start().await;
    let body = json!({ "providerId": "google.com", "continueUri": "http://localhost:5173/login?x=1" });
    let reply = firebase.done("createAuthUri", body).await;
    let own = format!("http://{}", firebase.backend.server.addresses().firebase.unwrap());
    let expected = format!(
        "{own}/emulator/auth/handler?providerId=google.com&continueUri=http%3A%2F%2Flocalhost%3A5173%2Flogin%3Fx%3D1"
    );
    assert_eq!(reply["authUri"], json!(expected));
    assert!(reply["sessionId"].is_string());
    let body = json!({ "providerId": "google.com", "continueUri": "javascript:alert(1)" });
    assert_eq!(firebase.refused("createAuthUri", body).await, "INVALID_CONTINUE_URI");
}
