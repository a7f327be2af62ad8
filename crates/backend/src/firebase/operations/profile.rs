//! Looking at an account, changing it, deleting it. An owner names the account, a client shows its ID token.

use axum::{Json, extract::State};
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{address, given, new_password, signed_in};
use crate::firebase::{
    Answer, Emulator, Firebase,
    accounts::{self, Account, PASSWORD},
    codes::{self, Kind},
    compact,
    errors::Refused,
    extract::{Caller, Payload},
};

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Lookup {
    id_token: Option<String>,
    local_id: Vec<String>,
    email: Vec<String>,
}

pub(super) async fn lookup(
    State(emulator): State<Emulator>,
    caller: Caller,
    Payload(asked): Payload<Lookup>,
) -> Answer {
    let firebase = emulator.firebase.clone();
    let found = emulator.app.db.call(move |db| {
        if caller == Caller::Client {
            let Some(token) = given(&asked.id_token) else { return Ok(Err("MISSING_ID_TOKEN".into())) };
            return Ok(firebase.bearer(db, token)?.map(|(account, _)| vec![account]));
        }
        let mut found: Vec<Account> = Vec::new();
        for uid in &asked.local_id {
            found.extend(accounts::by_uid(db, uid)?);
        }
        for email in &asked.email {
            found.extend(accounts::by_email(db, &email.to_lowercase())?);
        }
        Ok(Ok::<_, Refused>(found))
    });
    let users: Vec<Value> = found.await??.iter().map(Account::to_wire).collect();
    Ok(Json(compact(json!({
        "kind": "identitytoolkit#GetAccountInfoResponse",
        "users": if users.is_empty() { Value::Null } else { users.into() },
    }))))
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Change {
    id_token: Option<String>,
    oob_code: Option<String>,
    local_id: Option<String>,
    email: Option<String>,
    password: Option<String>,
    display_name: Option<String>,
    photo_url: Option<String>,
    delete_attribute: Vec<String>,
    delete_provider: Vec<String>,
    email_verified: Option<bool>,
    disable_user: Option<bool>,
}

/// What a change did.
struct Changed {
    account: Account,
    new_email: Option<String>,
    /// How the client is signed in anew, where its old tokens are worth nothing now.
    provider: Option<String>,
}

pub(super) async fn update(
    State(emulator): State<Emulator>,
    caller: Caller,
    Payload(asked): Payload<Change>,
) -> Answer {
    let names_nobody = given(&asked.id_token).is_none() && given(&asked.oob_code).is_none();
    if caller == Caller::Client && names_nobody {
        return Err("INVALID_REQ_TYPE : Unsupported request parameters.".into());
    }
    let email = given(&asked.email).map(address).transpose()?;
    let hash = match given(&asked.password) {
        Some(password) => Some(emulator.app.passwords.hash(new_password(password)?.to_owned()).await?),
        None => None,
    };
    let firebase = emulator.firebase.clone();
    let changed = emulator.app.db.call(move |db| {
        let changed = match given(&asked.oob_code) {
            Some(code) => by_code(db, code)?,
            None => by_request(db, &firebase, caller, &asked, email, hash)?,
        };
        if let Ok(changed) = &changed {
            accounts::save(db, &changed.account)?;
        }
        Ok(changed)
    });
    let Changed { account, new_email, provider } = changed.await??;
    let answer = compact(json!({
        "kind": "identitytoolkit#SetAccountInfoResponse",
        "localId": account.uid,
        "email": account.email,
        "emailVerified": account.email_verified,
        "displayName": account.display_name,
        "photoUrl": account.photo_url,
        "passwordHash": account.redacted_hash(),
        "newEmail": new_email,
        "providerUserInfo": account.providers_to_wire(),
    }));
    match provider {
        Some(provider) => signed_in(&emulator, &account, &provider, answer),
        None => Ok(Json(answer)),
    }
}

/// Does what the link of a mail is for. The address that the account has then.
pub(in crate::firebase) async fn follow(emulator: &Emulator, code: String) -> Result<String, Refused> {
    let followed = emulator.app.db.call(move |db| {
        let changed = by_code(db, &code)?;
        if let Ok(changed) = &changed {
            accounts::save(db, &changed.account)?;
        }
        Ok(changed)
    });
    Ok(followed.await??.account.email.unwrap_or_default())
}

/// Somebody followed a mailed link. The code is used up, whatever comes of it.
fn by_code(db: &Connection, code: &str) -> rusqlite::Result<Result<Changed, Refused>> {
    let Some(found) = codes::find(db, code)? else { return Ok(Err("INVALID_OOB_CODE".into())) };
    let found = match found.fresh() {
        Ok(found) if found.kind != Kind::PasswordReset => found,
        Ok(_) => return Ok(Err("INVALID_OOB_CODE".into())),
        Err(expired) => return Ok(Err(expired.into())),
    };
    codes::delete(db, code)?;
    let Some(mut account) = accounts::by_email(db, &found.email)? else {
        return Ok(Err("INVALID_OOB_CODE".into()));
    };
    if let Some(new_email) = &found.new_email {
        if accounts::by_email(db, new_email)?.is_some() {
            return Ok(Err("EMAIL_EXISTS".into()));
        }
        account.email = Some(new_email.clone());
        account.revoke();
    }
    account.email_verified = true;
    Ok(Ok(Changed { account, new_email: found.new_email, provider: None }))
}

fn by_request(
    db: &Connection,
    firebase: &Firebase,
    caller: Caller,
    asked: &Change,
    email: Option<String>,
    hash: Option<String>,
) -> rusqlite::Result<Result<Changed, Refused>> {
    let (mut account, mut provider) = match chosen(db, firebase, caller, &asked.id_token, &asked.local_id)? {
        Ok(found) => found,
        Err(refused) => return Ok(Err(refused)),
    };
    let mut ended = false;
    let mut new_email = None;
    if let Some(email) = email {
        if accounts::by_email(db, &email)?.is_some_and(|other| other.uid != account.uid) {
            return Ok(Err("EMAIL_EXISTS".into()));
        }
        if account.email.as_ref() != Some(&email) {
            account.email = Some(email.clone());
            account.email_verified = false;
            account.revoke();
            ended = true;
        }
        new_email = Some(email);
    }
    if let Some(hash) = hash {
        account.set_password(hash);
        provider = provider.map(|_| PASSWORD.to_owned());
        ended = true;
    }
    account.display_name = asked.display_name.clone().or(account.display_name);
    account.photo_url = asked.photo_url.clone().or(account.photo_url);
    if caller == Caller::Owner {
        account.email_verified = asked.email_verified.unwrap_or(account.email_verified);
        account.disabled = asked.disable_user.unwrap_or(account.disabled);
    }
    take_away(&mut account, asked);
    Ok(Ok(Changed { account, new_email, provider: provider.filter(|_| ended) }))
}

fn take_away(account: &mut Account, asked: &Change) {
    for attribute in &asked.delete_attribute {
        match attribute.as_str() {
            "DISPLAY_NAME" => account.display_name = None,
            "PHOTO_URL" => account.photo_url = None,
            "PASSWORD" => account.password_hash = None,
            _ => {}
        }
    }
    if asked.delete_provider.iter().any(|provider| provider == PASSWORD) {
        account.password_hash = None;
    }
    account.links.retain(|link| !asked.delete_provider.contains(&link.provider));
}

/// The account that is meant, and how its client is signed in; an owner is no client.
fn chosen(
    db: &Connection,
    firebase: &Firebase,
    caller: Caller,
    id_token: &Option<String>,
    local_id: &Option<String>,
) -> rusqlite::Result<Result<(Account, Option<String>), Refused>> {
    if let Some(token) = given(id_token) {
        let bearer = firebase.bearer(db, token)?;
        return Ok(bearer.map(|(account, claims)| (account, Some(claims.provider().to_owned()))));
    }
    if caller == Caller::Client {
        return Ok(Err("INVALID_ID_TOKEN".into()));
    }
    let Some(uid) = given(local_id) else { return Ok(Err("MISSING_LOCAL_ID".into())) };
    let account = accounts::by_uid(db, uid)?;
    Ok(account.map(|account| (account, None)).ok_or_else(|| "USER_NOT_FOUND".into()))
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Deletion {
    id_token: Option<String>,
    local_id: Option<String>,
}

/// Deletes the account here. The one of the REST API, if there is one, stays.
pub(super) async fn delete(
    State(emulator): State<Emulator>,
    caller: Caller,
    Payload(asked): Payload<Deletion>,
) -> Answer {
    if caller == Caller::Client && given(&asked.id_token).is_none() {
        return Err("MISSING_ID_TOKEN".into());
    }
    let firebase = emulator.firebase.clone();
    let deleted = emulator.app.db.call(move |db| {
        let chosen = chosen(db, &firebase, caller, &asked.id_token, &asked.local_id)?;
        if let Ok((account, _)) = &chosen {
            accounts::delete(db, &account.uid)?;
        }
        Ok(chosen.map(|_| ()))
    });
    deleted.await??;
    Ok(Json(json!({ "kind": "identitytoolkit#DeleteAccountResponse" })))
}
