//! Requests that are wrong in their form, and pages of other origins.

use serde_json::json;

use super::{Firebase, message};
use crate::common::Client;

const METHODS: [&str; 9] = [
    "signUp",
    "signInWithPassword",
    "signInWithIdp",
    "createAuthUri",
    "sendOobCode",
    "resetPassword",
    "lookup",
    "update",
    "delete",
];

#[tokio::test]
async fn no_body_brings_it_down() {
    let mut firebase = Firebase::start().await;
    let headers = [("content-type", "application/json")];
    for method in METHODS {
        let path = format!("/identitytoolkit.googleapis.com/v1/accounts:{method}?key=demo");
        for body in [
            "",
            "{",
            "null",
            "5",
            "[]",
            "\"x\"",
            "{\"email\":5}",
            "{\"idToken\":{}}",
            "{\"oobCode\":[]}",
            "\u{0}\u{7f}",
        ] {
            let reply = firebase.client.send("POST", &path, &headers, Some(body.into())).await;
            assert_eq!(
                (reply.status, &reply.json["error"]["code"]),
                (400, &json!(400)),
                "{method} {body}: {}",
                reply.text
            );
        }
    }
    let reply = firebase.call("signUp", json!({ "email": 5 })).await;
    assert!(message(&reply, 400).starts_with("Invalid JSON payload received. "));
    assert_eq!(reply.json["error"]["status"], "INVALID_ARGUMENT");
    let reply = firebase.call("signUp", json!({ "email": "x".repeat(200_000) })).await;
    assert!(message(&reply, 400).contains("too large"));
    for form in ["%", "grant_type=%00&refresh_token=%ff", "{\"grant_type\":"] {
        assert_eq!(firebase.token(form).await.status, 400, "{form}");
    }
}

#[tokio::test]
async fn a_client_names_a_key() {
    let mut firebase = Firebase::start().await;
    for query in ["", "?key=", "?other=1"] {
        for method in METHODS {
            let path = format!("/identitytoolkit.googleapis.com/v1/accounts:{method}{query}");
            let reply = firebase.client.post(&path, json!({})).await;
            assert_eq!(message(&reply, 403), "The request is missing a valid API key.");
            assert_eq!(reply.json["error"]["status"], "PERMISSION_DENIED");
        }
    }
    let reply = firebase.client.get("/identitytoolkit.googleapis.com/v1/projects?key=demo").await;
    assert_eq!(reply.json["authorizedDomains"], json!(["localhost"]));
    for path in ["/nothing", "/identitytoolkit.googleapis.com/v1/accounts:other?key=demo"] {
        assert_eq!(message(&firebase.client.get(path).await, 404), "Not Found");
    }
    let wrong = firebase.client.get("/identitytoolkit.googleapis.com/v1/accounts:signUp?key=demo").await;
    assert_eq!(message(&wrong, 404), "Not Found", "it is a POST");
}

#[tokio::test]
async fn pages_of_every_origin_may_call() {
    let firebase = Firebase::start().await;
    let mut client = Client::new(firebase.backend.server.addresses().firebase.unwrap());
    let preflight = [
        ("origin", "http://anything.example"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type,x-client-version"),
        ("access-control-request-private-network", "true"),
    ];
    let path = "/identitytoolkit.googleapis.com/v1/accounts:signUp?key=demo";
    let reply = client.send("OPTIONS", path, &preflight, None).await;
    assert_eq!((reply.status, reply.header("access-control-allow-origin")), (200, "http://anything.example"));
    assert_eq!(reply.header("access-control-allow-headers"), "content-type,x-client-version");
    assert_eq!(reply.header("access-control-allow-private-network"), "true");
    let reply = client.send("GET", "/", &preflight[..1], None).await;
    assert_eq!(reply.header("access-control-allow-origin"), "http://anything.example");
    assert_eq!(reply.json["authEmulator"]["ready"], true);
    let refusal = client.send("POST", path, &preflight[..1], None).await;
    assert_eq!(
        (refusal.status, refusal.header("access-control-allow-origin")),
        (400, "http://anything.example")
    );
}
