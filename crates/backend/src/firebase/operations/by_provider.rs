//! Signing in by another provider. There is none behind this: what its token says is believed.

use std::collections::BTreeMap;

use axum::{Json, extract::State, http::Uri};
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{address, given, signed_in};
use crate::{
    auth::secrets,
    firebase::{
        Answer, Emulator, Firebase,
        accounts::{self, Account, Link, PASSWORD},
        compact,
        errors::Refused,
        extract::{Caller, Own, Payload},
        tokens,
    },
};

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct SignIn {
    request_uri: Option<String>,
    post_body: Option<String>,
    /// Somebody who is signed in and wants this provider, too.
    id_token: Option<String>,
    /// Refusals are then told inside of an answer.
    return_idp_credential: bool,
}

/// What the token of the provider says: strict JSON, or an unsigned JWT.
#[derive(Debug, Clone, Deserialize)]
struct Claims {
    #[serde(default)]
    sub: String,
    email: Option<String>,
    #[serde(default)]
    email_verified: bool,
    name: Option<String>,
    picture: Option<String>,
    screen_name: Option<String>,
    given_name: Option<String>,
    family_name: Option<String>,
}

pub(super) async fn sign_in(
    State(emulator): State<Emulator>,
    _: Caller,
    Payload(asked): Payload<SignIn>,
) -> Answer {
    let parameters = parameters(&asked)?;
    let named = |name: &str| parameters.get(name).map(String::as_str).filter(|value| !value.is_empty());
    let provider = named("providerId").map(str::to_lowercase).ok_or("INVALID_CREDENTIAL_OR_PROVIDER_ID")?;
    let token = named("id_token").or(named("access_token"));
    let mut claims = Claims::read(token, &provider)?;
    claims.email = claims.email.as_deref().map(address).transpose()?;
    let mut answer = claims.to_answer(&provider);
    answer["oauthIdToken"] = json!(named("id_token"));
    answer["oauthAccessToken"] = match named("access_token") {
        Some(token) => json!(token),
        None => json!(format!("FirebaseAuthEmulatorFakeAccessToken_{provider}")),
    };

    let (firebase, told_inside) = (emulator.firebase.clone(), asked.return_idp_credential);
    let by = provider.clone();
    let done = emulator.app.db.call(move |db| {
        let outcome = match arrive(db, &firebase, given(&asked.id_token), &by, &claims)? {
            Ok(outcome) => outcome,
            Err(refused) => return Ok(Err(refused)),
        };
        if let Outcome::In { account, .. } = &outcome {
            accounts::save(db, account)?;
        }
        Ok(Ok(outcome))
    });
    match done.await? {
        Ok(Outcome::In { account, is_new }) => {
            answer["localId"] = json!(account.uid);
            answer["isNewUser"] = json!(is_new.then_some(true));
            if account.email.is_some() && answer["email"] == json!(account.email) {
                answer["emailVerified"] = json!(account.email_verified);
            }
            signed_in(&emulator, &account, &provider, answer)
        }
        Ok(Outcome::Confirm(account)) => {
            let others = account.providers().into_iter().filter(|provider| *provider != PASSWORD);
            answer["verifiedProvider"] = others.collect();
            answer["localId"] = json!(account.uid);
            answer["needConfirmation"] = json!(true);
            Ok(Json(compact(answer)))
        }
        Err(refused) if told_inside && refused.is_answer() => {
            answer["errorMessage"] = json!(refused.message);
            Ok(Json(compact(answer)))
        }
        Err(refused) => Err(refused),
    }
}

enum Outcome {
    In {
        account: Account,
        is_new: bool,
    },
    /// The address is another account's, and the provider does not vouch for it.
    Confirm(Account),
}

/// Whose account this is. One address has one account.
fn arrive(
    db: &Connection,
    firebase: &Firebase,
    id_token: Option<&str>,
    provider: &str,
    claims: &Claims,
) -> rusqlite::Result<Result<Outcome, Refused>> {
    let linked = accounts::by_link(db, provider, &claims.sub)?;
    let same_address = match &claims.email {
        Some(email) => accounts::by_email(db, email)?,
        None => None,
    };
    if let Some(token) = id_token {
        let bearer = firebase.bearer(db, token)?;
        return Ok(bearer.and_then(|(account, _)| join(account, linked, same_address, provider, claims)));
    }
    Ok(match (linked, same_address) {
        (Some(account), _) => enter(account, provider, claims, false),
        (None, Some(account)) if !claims.email_verified => Ok(Outcome::Confirm(account)),
        (None, Some(mut account)) => {
            // Nobody had proven the address: what was there before is not trusted.
            if !account.email_verified {
                account.password_hash = None;
                account.links.clear();
                account.revoke();
            }
            account.email_verified = true;
            account.display_name = claims.name.clone();
            account.photo_url = claims.picture.clone();
            enter(account, provider, claims, false)
        }
        (None, None) => {
            let mut account = Account::new();
            account.email = claims.email.clone();
            account.email_verified = claims.email.is_some() && claims.email_verified;
            account.display_name = claims.name.clone();
            account.photo_url = claims.picture.clone();
            enter(account, provider, claims, true)
        }
    })
}

/// The provider becomes one more way into an account.
fn join(
    mut account: Account,
    linked: Option<Account>,
    same_address: Option<Account>,
    provider: &str,
    claims: &Claims,
) -> Result<Outcome, Refused> {
    if linked.is_some() {
        return Err("FEDERATED_USER_ID_ALREADY_LINKED".into());
    }
    if same_address.is_some_and(|other| other.uid != account.uid) {
        return Err("EMAIL_EXISTS".into());
    }
    account.email = account.email.or_else(|| claims.email.clone());
    account.email_verified |= claims.email_verified && account.email == claims.email;
    enter(account, provider, claims, false)
}

fn enter(mut account: Account, provider: &str, claims: &Claims, is_new: bool) -> Result<Outcome, Refused> {
    if account.disabled {
        return Err("USER_DISABLED".into());
    }
    account.link(Link {
        provider: provider.to_owned(),
        raw_id: claims.sub.clone(),
        email: claims.email.clone(),
        display_name: claims.name.clone(),
        photo_url: claims.picture.clone(),
        screen_name: claims.screen_name.clone(),
    });
    account.signed_in();
    Ok(Outcome::In { account, is_new })
}

impl Claims {
    fn read(token: Option<&str>, provider: &str) -> Result<Self, Refused> {
        let Some(token) = token else {
            let text = "The Auth Emulator only supports sign-in with credentials (id_token required).";
            return Err(Refused::not_implemented(text.to_owned()));
        };
        let claims: Option<Self> =
            if token.starts_with('{') { serde_json::from_str(token).ok() } else { tokens::unsigned(token) };
        let claims =
            claims.ok_or_else(|| format!("INVALID_IDP_RESPONSE : Unable to parse the token of {provider}"));
        let claims = claims.map_err(|text| Refused::from(std::borrow::Cow::Owned(text)))?;
        if claims.sub.is_empty() {
            return Err(
                "INVALID_IDP_RESPONSE : Invalid Idp Response: id_token missing required fields.".into()
            );
        }
        Ok(claims)
    }

    fn to_answer(&self, provider: &str) -> Value {
        let is_google = provider == "google.com";
        let federated =
            if is_google { format!("https://accounts.google.com/{}", self.sub) } else { self.sub.clone() };
        json!({
            "kind": "identitytoolkit#VerifyAssertionResponse",
            "context": "",
            "providerId": provider,
            "federatedId": federated,
            "displayName": self.name,
            "fullName": self.name,
            "firstName": self.given_name,
            "lastName": self.family_name,
            "screenName": self.screen_name,
            "email": self.email,
            "emailVerified": self.email_verified,
            "photoUrl": self.picture,
            "rawUserInfo": self.raw(is_google).to_string(),
        })
    }

    /// What the provider itself would have said.
    fn raw(&self, is_google: bool) -> Value {
        compact(if is_google {
            json!({
                "id": self.sub,
                "name": self.name,
                "given_name": self.given_name,
                "family_name": self.family_name,
                "email": self.email,
                "verified_email": self.email_verified,
                "picture": self.picture,
            })
        } else {
            json!({
                "sub": self.sub,
                "name": self.name,
                "screen_name": self.screen_name,
                "email": self.email,
                "email_verified": self.email_verified,
                "picture": self.picture,
            })
        })
    }
}

/// From the address the provider sent the person back to, and from `postBody`. The later one wins.
fn parameters(asked: &SignIn) -> Result<BTreeMap<String, String>, Refused> {
    let uri = given(&asked.request_uri).ok_or("MISSING_REQUEST_URI")?;
    let (uri, fragment) = uri.split_once('#').unwrap_or((uri, ""));
    let (place, query) = uri.split_once('?').unwrap_or((uri, ""));
    if !is_absolute(place) {
        return Err("INVALID_REQUEST_URI".into());
    }
    let parts = [query, asked.post_body.as_deref().unwrap_or(""), fragment];
    let pairs = parts.into_iter().flat_map(|part| form_urlencoded::parse(part.as_bytes()));
    Ok(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
}

fn is_absolute(uri: &str) -> bool {
    uri.parse::<Uri>()
        .is_ok_and(|uri| uri.scheme().is_some() && uri.host().is_some_and(|host| !host.is_empty()))
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct AuthUri {
    identifier: Option<String>,
    continue_uri: Option<String>,
    provider_id: Option<String>,
    session_id: Option<String>,
}

/// Either how an address can sign in, or where to go to sign in by a provider: the page where an account is chosen,
/// which goes on to `continueUri`. Google's emulator has only the former; production has both.
pub(super) async fn create_auth_uri(
    State(emulator): State<Emulator>,
    _: Caller,
    Own(own): Own,
    Payload(asked): Payload<AuthUri>,
) -> Answer {
    let session = asked.session_id.unwrap_or_else(secrets::random);
    let continue_uri = asked.continue_uri.filter(|uri| !uri.is_empty());
    let mut answer = json!({ "kind": "identitytoolkit#CreateAuthUriResponse", "sessionId": session });
    if let Some(provider) = asked.provider_id.filter(|provider| !provider.is_empty()) {
        let continue_uri = continue_uri.ok_or("MISSING_CONTINUE_URI")?;
        if !is_absolute(&continue_uri) {
            return Err("INVALID_CONTINUE_URI".into());
        }
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("providerId", &provider)
            .append_pair("continueUri", &continue_uri)
            .finish();
        answer["providerId"] = json!(provider);
        answer["authUri"] = json!(format!("{own}/emulator/auth/handler?{query}"));
        return Ok(Json(answer));
    }
    let email = asked.identifier.filter(|text| !text.is_empty()).ok_or("MISSING_IDENTIFIER")?;
    if !is_absolute(&continue_uri.ok_or("MISSING_CONTINUE_URI")?) {
        return Err("INVALID_CONTINUE_URI".into());
    }
    let email = address(&email).map_err(|_| "INVALID_IDENTIFIER")?;
    if emulator.firebase.keeps_addresses_private() {
        return Ok(Json(answer));
    }
    let account = emulator.app.db.call(move |db| accounts::by_email(db, &email)).await?;
    let providers = account.as_ref().map(Account::providers).unwrap_or_default();
    answer["registered"] = json!(account.is_some());
    answer["allProviders"] = json!(providers);
    answer["signinMethods"] = json!(providers);
    Ok(Json(answer))
}
