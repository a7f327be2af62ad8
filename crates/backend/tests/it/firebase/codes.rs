//! Codes that would have been mailed.

use serde_json::{Value, json};

use super::{Firebase, PROJECT, message};
use crate::common::{Client, PASSWORD};

fn ask(kind: &str, extra: Value) -> Value {
    let mut body = json!({ "requestType": kind });
    body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    body
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_once() {
    let mut firebase = Firebase::start().await;
    let ana = firebase.person("ana").await;
    let wish =
        ask("PASSWORD_RESET", json!({ "email": "Ana@example.com", "continueUrl": "http://localhost/login" }));
    let sent = firebase.done("sendOobCode", wish).await;
    let expected = json!({
        "kind": "identitytoolkit#GetOobConfirmationCodeResponse", "email": "ana@example.com",
    });
    assert_eq!(sent, expected, "the code goes to the mailbox alone");
    let made = firebase.code().await;
    assert_eq!((&made["email"], &made["requestType"]), (&json!("ana@example.com"), &json!("PASSWORD_RESET")));
    let (code, link) = (made["oobCode"].as_str().unwrap(), made["oobLink"].as_str().unwrap());
    let own = format!("http://{}", firebase.backend.server.addresses().firebase.unwrap());
    assert!(
        link.starts_with(&format!("{own}/emulator/action?mode=resetPassword&lang=en&oobCode={code}&")),
        "{link}"
    );
    assert!(link.ends_with("&continueUrl=http%3A%2F%2Flocalhost%2Flogin"), "{link}");
    let mails = std::fs::read_dir(firebase.backend.data.path().join("outbox")).unwrap();
    let mails: Vec<_> = mails.map(|mail| std::fs::read_to_string(mail.unwrap().path()).unwrap()).collect();
    assert_eq!(mails, [format!("To: ana@example.com\nSubject: Firebase\n\n{link}\n")]);

    let looked = firebase.done("resetPassword", json!({ "oobCode": code })).await;
    let expected = json!({
        "kind": "identitytoolkit#ResetPasswordResponse",
        "requestType": "PASSWORD_RESET", "email": "ana@example.com",
    });
    assert_eq!(looked, expected);
    let reset = |password: &str| json!({ "oobCode": code, "newPassword": password });
    assert!(firebase.refused("resetPassword", reset("corta")).await.starts_with("WEAK_PASSWORD : "));
    assert_eq!(firebase.done("resetPassword", reset("otra-clave")).await, expected);
    assert_eq!(firebase.refused("resetPassword", reset("otra-clave")).await, "INVALID_OOB_CODE", "once");

    assert_eq!(message(&firebase.refresh(&ana).await, 400), "TOKEN_EXPIRED");
    let login = |password: &str| json!({ "email": "ana@example.com", "password": password });
    assert_eq!(firebase.refused("signInWithPassword", login(PASSWORD)).await, "INVALID_PASSWORD");
    let again = firebase.done("signInWithPassword", login("otra-clave")).await;
    let user = &firebase.done("lookup", json!({ "idToken": again["idToken"] })).await["users"][0];
    assert_eq!(user["emailVerified"], true, "whoever got the mail owns the address");
}

#[tokio::test]
async fn what_a_code_is_refused_for() {
    let mut firebase = Firebase::start().await;
    let ana = firebase.person("ana").await;
    for (body, expected) in [
        (json!({}), "MISSING_REQ_TYPE"),
        (ask("EMAIL_SIGNIN", json!({ "email": "ana@example.com" })), "OPERATION_NOT_ALLOWED"),
        (ask("PASSWORD_RESET", json!({})), "MISSING_EMAIL"),
        (ask("PASSWORD_RESET", json!({ "email": "eva@example.com" })), "EMAIL_NOT_FOUND"),
        (ask("VERIFY_EMAIL", json!({})), "INVALID_ID_TOKEN"),
        (ask("VERIFY_AND_CHANGE_EMAIL", json!({ "idToken": ana["idToken"] })), "MISSING_NEW_EMAIL"),
        (
            ask(
                "VERIFY_AND_CHANGE_EMAIL",
                json!({ "idToken": ana["idToken"], "newEmail": "ana@example.com" }),
            ),
            "EMAIL_EXISTS",
        ),
    ] {
        assert_eq!(firebase.refused("sendOobCode", body.clone()).await, expected, "{body}");
    }
    let unknown = firebase.call("sendOobCode", ask("RECOVER_EMAIL", json!({}))).await;
    assert_eq!(message(&unknown, 501), "RECOVER_EMAIL");
    assert_eq!(firebase.refused("resetPassword", json!({})).await, "MISSING_OOB_CODE");
    assert_eq!(firebase.refused("resetPassword", json!({ "oobCode": "x" })).await, "INVALID_OOB_CODE");

    firebase.keep_addresses_private().await;
    firebase.done("sendOobCode", ask("PASSWORD_RESET", json!({ "email": "eva@example.com" }))).await;
    let codes = firebase.client.get(&format!("/emulator/v1/projects/{PROJECT}/oobCodes")).await.json;
    assert_eq!(codes, json!({ "oobCodes": [] }), "nothing is mailed to strangers");
}

#[tokio::test]
async fn a_code_that_is_too_old_says_so() {
    let mut firebase = Firebase::start().await;
    firebase.person("ana").await;
    firebase.done("sendOobCode", ask("PASSWORD_RESET", json!({ "email": "ana@example.com" }))).await;
    let code = firebase.code().await["oobCode"].clone();
    let db = rusqlite::Connection::open(firebase.backend.data.path().join("charlaton.db")).unwrap();
    assert_eq!(db.execute("UPDATE firebase_codes SET expires_at = expires_at - 3600000", []).unwrap(), 1);
    let reset = json!({ "oobCode": code, "newPassword": "otra-clave" });
    assert_eq!(firebase.refused("resetPassword", reset).await, "EXPIRED_OOB_CODE");
}

#[tokio::test]
async fn an_address_is_proven_and_changed_by_the_link() {
    let mut firebase = Firebase::start().await;
    let ana = firebase.person("ana").await;
    firebase.done("sendOobCode", ask("VERIFY_EMAIL", json!({ "idToken": ana["idToken"] }))).await;
    let code = firebase.code().await["oobCode"].clone();
    let wrong = json!({ "oobCode": code, "newPassword": "otra-clave" });
    assert_eq!(firebase.refused("resetPassword", wrong).await, "INVALID_OOB_CODE", "it sets no password");
    let verified = firebase.done("update", json!({ "oobCode": code })).await;
    assert_eq!((&verified["emailVerified"], verified.get("idToken")), (&json!(true), None));
    assert_eq!(firebase.refused("update", json!({ "oobCode": code })).await, "INVALID_OOB_CODE");

    let wish =
        ask("VERIFY_AND_CHANGE_EMAIL", json!({ "idToken": ana["idToken"], "newEmail": "eva@example.com" }));
    firebase.done("sendOobCode", wish).await;
    let made = firebase.code().await;
    assert_eq!((&made["email"], &made["newEmail"]), (&json!("ana@example.com"), &json!("eva@example.com")));
    let link = made["oobLink"].as_str().unwrap().to_owned();
    let path = link.split_once("/emulator").map(|(_, rest)| format!("/emulator{rest}")).unwrap();
    let reply = firebase.client.get(&path).await;
    assert_eq!(
        (reply.status, &reply.json["authEmulator"]["email"]),
        (200, &json!("eva@example.com")),
        "{}",
        reply.text
    );
    assert_eq!(message(&firebase.client.get(&path).await, 400), "INVALID_OOB_CODE");
    let login = json!({ "email": "eva@example.com", "password": PASSWORD });
    assert_eq!(firebase.done("signInWithPassword", login).await["localId"], ana["localId"]);
}

#[tokio::test]
async fn the_link_of_a_mail_resets_the_password_and_goes_on() {
    let mut firebase = Firebase::start().await;
    firebase.person("ana").await;
    let wish =
        ask("PASSWORD_RESET", json!({ "email": "ana@example.com", "continueUrl": "http://localhost/login" }));
    firebase.done("sendOobCode", wish).await;
    let link = firebase.code().await["oobLink"].as_str().unwrap().to_owned();
    let path = link.split_once("/emulator").map(|(_, rest)| format!("/emulator{rest}")).unwrap();
    let mut browser = Client::new(firebase.backend.server.addresses().firebase.unwrap());
    assert!(message(&browser.get(&path).await, 400).starts_with("MISSING_PASSWORD"));
    let reply = browser.get(&format!("{path}&newPassword=otra-clave")).await;
    assert_eq!((reply.status, reply.header("location")), (303, "http://localhost/login"), "{}", reply.text);
    let login = json!({ "email": "ana@example.com", "password": "otra-clave" });
    firebase.done("signInWithPassword", login).await;
    assert_eq!(message(&browser.get("/emulator/action?mode=other").await, 400), "INVALID_MODE");
}
