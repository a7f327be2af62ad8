//! The Firebase emulator, by the requests that a client makes of it.

mod accounts;
mod backend;
mod changes;
mod codes;
mod pages;
mod providers;
mod refusals;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::common::{Backend, Client, PASSWORD, Reply};

pub(crate) const PROJECT: &str = "demo-charlaton";

/// A back-end with the emulator, and somebody who calls it.
struct Firebase {
    backend: Backend,
    client: Client,
}

impl Firebase {
    async fn start() -> Self {
        let backend = Backend::start_with(|config| config.firebase_emulator = true).await;
        let client = Client::new(backend.server.addresses().firebase.unwrap());
        Self { backend, client }
    }

    /// `accounts:<method>` as a client with an API key asks for it.
    async fn call(&mut self, method: &str, body: Value) -> Reply {
        self.client
            .post(&format!("/identitytoolkit.googleapis.com/v1/accounts:{method}?key=demo"), body)
            .await
    }

    /// The same as the owner of the project.
    async fn own(&mut self, method: &str, body: Value) -> Reply {
        let path = format!("/identitytoolkit.googleapis.com/v1/projects/{PROJECT}/accounts:{method}");
        let headers = [("content-type", "application/json"), ("authorization", "Bearer owner")];
        self.client.send("POST", &path, &headers, Some(body.to_string().into_bytes())).await
    }

    async fn done(&mut self, method: &str, body: Value) -> Value {
        let reply = self.call(method, body).await;
        assert_eq!(reply.status, 200, "{method}: {}", reply.text);
        reply.json
    }

    /// The message of a refusal that is a 400.
    async fn refused(&mut self, method: &str, body: Value) -> String {
        message(&self.call(method, body).await, 400)
    }

    /// Somebody new by `<name>@example.com`.
    async fn person(&mut self, name: &str) -> Value {
        let body = json!({ "email": format!("{name}@example.com"), "password": PASSWORD, "returnSecureToken": true });
        self.done("signUp", body).await
    }

    async fn by_google(&mut self, claims: Value, extra: Value) -> Reply {
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("id_token", &claims.to_string())
            .append_pair("providerId", "google.com")
            .finish();
        let mut asked = json!({
            "requestUri": "http://localhost", "postBody": body,
            "returnSecureToken": true, "returnIdpCredential": false,
        });
        asked.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        self.call("signInWithIdp", asked).await
    }

    async fn token(&mut self, form: &str) -> Reply {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let path = "/securetoken.googleapis.com/v1/token?key=demo";
        self.client.send("POST", path, &headers, Some(form.as_bytes().to_vec())).await
    }

    async fn refresh(&mut self, signed_in: &Value) -> Reply {
        let token = signed_in["refreshToken"].as_str().unwrap();
        self.token(&format!("grant_type=refresh_token&refresh_token={token}")).await
    }

    /// The last code that was made.
    async fn code(&mut self) -> Value {
        let reply = self.client.get(&format!("/emulator/v1/projects/{PROJECT}/oobCodes")).await;
        reply.json["oobCodes"].as_array().unwrap().last().unwrap().clone()
    }

    async fn keep_addresses_private(&mut self) {
        let path = format!("/emulator/v1/projects/{PROJECT}/config");
        let body = json!({ "emailPrivacyConfig": { "enableImprovedEmailPrivacy": true } });
        assert_eq!(self.client.json("PATCH", &path, &body).await.status, 200);
    }
}

/// Checks the shape of an error of Google's APIs; its message.
fn message(reply: &Reply, code: u16) -> String {
    assert_eq!(reply.status, code, "{}", reply.text);
    let error = &reply.json["error"];
    assert_eq!(error["code"], json!(code));
    assert_eq!(error["errors"][0]["message"], error["message"]);
    assert_eq!(error["errors"][0]["domain"], "global");
    if code == 400 {
        assert_eq!(error["errors"][0]["reason"], "invalid");
    }
    error["message"].as_str().unwrap().to_owned()
}

fn claims(token: &Value) -> Value {
    let parts: Vec<&str> = token.as_str().unwrap().split('.').collect();
    assert_eq!((parts.len(), parts[2]), (3, ""), "unsigned");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap()
}

/// A token with these claims and this algorithm, which nobody signed.
fn forge(algorithm: &str, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.", part(&json!({ "alg": algorithm, "typ": "JWT" })), part(claims))
}
