//! People who have signed up, made by the services' own doors.

use std::net::SocketAddr;

use serde_json::{Value, json};

use super::Backend;
use crate::{Context, Result, http};

/// Somebody who has signed up, and what proves it.
#[derive(Debug, Clone)]
pub struct Account {
    /// Document id.
    pub id: String,
    /// Nickname.
    pub name: String,
    /// As the server stores it.
    pub email: String,
    pub(crate) cookies: Vec<(String, String)>,
    /// What the page keeps of a Firebase session, where the servers use Firebase.
    pub(crate) firebase: Option<Value>,
}

impl Account {
    /// Of every account here.
    pub const PASSWORD: &str = "correct horse";

    /// What a socket shows at its handshake.
    #[must_use]
    pub fn access_token(&self) -> Option<&str> {
        if let Some(session) = &self.firebase {
            return session["stsTokenManager"]["accessToken"].as_str();
        }
        let (_, token) = self.cookies.iter().find(|(name, _)| name == "AccessToken")?;
        Some(token)
    }
}

impl Backend {
    /// A new account, by REST, and by Firebase where the servers use it.
    ///
    /// # Errors
    /// When a server refuses.
    pub async fn sign_up(&self, name: &str) -> Result<Account> {
        let email = format!("{}@example.com", name.to_lowercase());
        match self.place.firebase() {
            None => self.sign_up_by_rest(name, &email, None).await,
            // Every other way in makes an account whose token says another id than its document has.
            Some(emulator) if name.len().is_multiple_of(2) => {
                self.come_from_google(emulator, name, &email).await
            }
            Some(emulator) => {
                let credentials =
                    json!({ "email": email, "password": Account::PASSWORD, "returnSecureToken": true });
                let session = session(firebase(emulator, "accounts:signUp", &credentials).await?)?;
                self.sign_up_by_rest(name, &email, Some(session)).await
            }
        }
    }

    /// The newest code that Firebase has mailed to an address.
    ///
    /// # Errors
    /// When these servers have no Firebase.
    pub async fn mailed_code(&self, email: &str) -> Result<Option<String>> {
        let emulator = self.place.firebase().context("no Firebase")?;
        let path = "/emulator/v1/projects/demo-charlaton/oobCodes";
        let answer = http::request(emulator, "GET", path, &[], None).await?.accepted()?;
        let codes = answer.body["oobCodes"].as_array().cloned().unwrap_or_default();
        let code = codes.into_iter().rev().find(|code| code["email"] == email);
        Ok(code.and_then(|code| Some(code["oobCode"].as_str()?.to_owned())))
    }

    /// A new account that only the REST service knows.
    ///
    /// # Errors
    /// When it refuses.
    pub async fn sign_up_without_firebase(&self, name: &str) -> Result<Account> {
        self.sign_up_by_rest(name, &format!("{}@example.com", name.to_lowercase()), None).await
    }

    async fn sign_up_by_rest(&self, name: &str, email: &str, firebase: Option<Value>) -> Result<Account> {
        let mut body = json!({
            "email": email, "password": Account::PASSWORD, "confirmPassword": Account::PASSWORD,
            "nickname": name, "edad": 30,
        });
        if let Some(session) = &firebase {
            body["id"] = session["uid"].clone();
        }
        let answer = http::request(self.place.rest(), "POST", "/api/auth/signup", &[], Some(&body)).await?;
        let answer = answer.accepted().context("signing up")?;
        let id = answer.body["user"]["id"].as_str().context("the new user has no id")?.to_owned();
        Ok(Account { id, name: name.to_owned(), email: email.to_owned(), cookies: answer.cookies, firebase })
    }

    async fn come_from_google(&self, emulator: SocketAddr, name: &str, email: &str) -> Result<Account> {
        let google = json!({ "sub": format!("google-{name}"), "email": email, "email_verified": true });
        let body = json!({
            "postBody": format!("id_token={google}&providerId=google.com"),
            "requestUri": "http://localhost", "returnSecureToken": true,
        });
        let session = session(firebase(emulator, "accounts:signInWithIdp", &body).await?)?;
        let token = &session["stsTokenManager"]["accessToken"];
        let body = json!({ "email": email, "password": "anything", "idToken": token });
        let rest = self.place.rest();
        let answer = http::request(rest, "POST", "/api/auth/login/OAuth", &[], Some(&body)).await?;
        let cookies = answer.accepted().context("logging in with Google")?.cookies;
        let found = http::request(rest, "GET", &format!("/api/user?email={email}"), &[], None).await?;
        let id = found.accepted()?.body["id"].as_str().context("the new user has no id")?.to_owned();
        let named = json!({ "nickname": name });
        http::request(rest, "PUT", &format!("/api/user/{id}"), &cookies, Some(&named)).await?.accepted()?;
        Ok(Account { id, name: name.to_owned(), email: email.to_owned(), cookies, firebase: Some(session) })
    }
}

async fn firebase(emulator: SocketAddr, operation: &str, body: &Value) -> Result<Value> {
    let path = format!("/identitytoolkit.googleapis.com/v1/{operation}?key=demo");
    let answer = http::request(emulator, "POST", &path, &[], Some(body)).await?;
    Ok(answer.accepted().context(operation)?.body)
}

/// As Firebase's own SDK keeps it in `localStorage`.
fn session(answer: Value) -> Result<Value> {
    let lifetime: u64 = answer["expiresIn"].as_str().context("no lifetime")?.parse()?;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_millis();
    let expires = u64::try_from(now)?.saturating_add(lifetime.saturating_mul(1000));
    Ok(json!({
        "uid": answer["localId"], "email": answer["email"],
        "stsTokenManager": {
            "refreshToken": answer["refreshToken"], "accessToken": answer["idToken"], "expirationTime": expires,
        },
        "apiKey": "demo", "appName": "[DEFAULT]",
    }))
}
