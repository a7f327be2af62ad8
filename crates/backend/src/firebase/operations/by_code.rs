//! Codes: having one made, and choosing a new password with it.

use axum::{Json, extract::State};
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::json;

use super::{address, given, new_password};
use crate::{
    auth::secrets,
    clock,
    firebase::{
        Answer, Emulator, Firebase, accounts,
        codes::{self, Code, Kind},
        compact,
        errors::Refused,
        extract::{Caller, Own, Payload},
    },
    outbox,
};

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Wish {
    request_type: Option<String>,
    email: Option<String>,
    new_email: Option<String>,
    id_token: Option<String>,
    continue_url: Option<String>,
}

/// Makes a code and puts the mail into the outbox. Tests read the code from the list of the project.
pub(super) async fn send(
    State(emulator): State<Emulator>,
    _: Caller,
    Own(own): Own,
    Payload(wish): Payload<Wish>,
) -> Answer {
    let name = given(&wish.request_type).ok_or("MISSING_REQ_TYPE")?;
    if name == "EMAIL_SIGNIN" {
        return Err("OPERATION_NOT_ALLOWED".into());
    }
    let kind = Kind::parse(name).ok_or_else(|| Refused::not_implemented(name.to_owned()))?;
    let firebase = emulator.firebase.clone();
    let made = emulator.app.db.call(move |db| {
        let (email, new_email, known) = match aimed_at(db, &firebase, kind, &wish)? {
            Ok(aim) => aim,
            Err(refused) => return Ok(Err(refused)),
        };
        let code = secrets::random();
        let link = link(&own, kind, &code, wish.continue_url.as_deref());
        let expires_at = clock::now_ms() + kind.life_ms();
        let code = Code { code, kind, email, new_email, link, expires_at };
        if known {
            codes::store(db, &code)?;
        }
        Ok(Ok((code, known)))
    });
    let (code, known) = made.await??;
    let answer = json!({ "kind": "identitytoolkit#GetOobConfirmationCodeResponse", "email": code.email });
    if known {
        let reader = code.new_email.unwrap_or(code.email);
        outbox::post(&emulator.app.outbox, &reader, "Firebase", &code.link).await?;
    }
    Ok(Json(answer))
}

type Aim = (String, Option<String>, bool);

/// Whose account the code is for, its new address, and whether there is such an account: where the project keeps
/// addresses private, nobody is told that there is none.
fn aimed_at(
    db: &Connection,
    firebase: &Firebase,
    kind: Kind,
    wish: &Wish,
) -> rusqlite::Result<Result<Aim, Refused>> {
    if kind == Kind::PasswordReset {
        let Some(email) = given(&wish.email) else { return Ok(Err("MISSING_EMAIL".into())) };
        let email = email.to_lowercase();
        let known = accounts::by_email(db, &email)?.is_some();
        return Ok(if known || firebase.keeps_addresses_private() {
            Ok((email, None, known))
        } else {
            Err("EMAIL_NOT_FOUND".into())
        });
    }
    let account = match firebase.bearer(db, given(&wish.id_token).unwrap_or(""))? {
        Ok((account, _)) => account,
        Err(refused) => return Ok(Err(refused)),
    };
    let Some(email) = account.email else { return Ok(Err("MISSING_EMAIL".into())) };
    if kind == Kind::VerifyEmail {
        return Ok(Ok((email, None, true)));
    }
    let Some(new_email) = given(&wish.new_email) else { return Ok(Err("MISSING_NEW_EMAIL".into())) };
    let new_email = match address(new_email) {
        Ok(new_email) => new_email,
        Err(refused) => return Ok(Err(refused)),
    };
    if accounts::by_email(db, &new_email)?.is_some() {
        return Ok(Err("EMAIL_EXISTS".into()));
    }
    Ok(Ok((email, Some(new_email), true)))
}

fn link(own: &str, kind: Kind, code: &str, continue_url: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("mode", kind.mode()).append_pair("lang", "en").append_pair("oobCode", code);
    query.append_pair("apiKey", "fake-api-key");
    if let Some(url) = continue_url {
        query.append_pair("continueUrl", url);
    }
    format!("{own}/emulator/action?{}", query.finish())
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Reset {
    oob_code: Option<String>,
    new_password: Option<String>,
}

/// Without a new password it only tells what the code is for. Any code may be looked at, one kind sets a password.
pub(super) async fn reset_password(
    State(emulator): State<Emulator>,
    _: Caller,
    Payload(asked): Payload<Reset>,
) -> Answer {
    let code = asked.oob_code.filter(|code| !code.is_empty()).ok_or("MISSING_OOB_CODE")?;
    let found = reset(&emulator, code, given(&asked.new_password)).await?;
    Ok(Json(compact(json!({
        "kind": "identitytoolkit#ResetPasswordResponse",
        "requestType": found.kind.name(),
        "email": found.email,
        "newEmail": found.new_email,
    }))))
}

pub(in crate::firebase) async fn reset(
    emulator: &Emulator,
    code: String,
    password: Option<&str>,
) -> Result<Code, Refused> {
    let key = code.clone();
    let found = emulator.app.db.call(move |db| codes::find(db, &key)).await?;
    let found = found.ok_or("INVALID_OOB_CODE")?.fresh()?;
    let Some(password) = password else { return Ok(found) };
    if found.kind != Kind::PasswordReset {
        return Err("INVALID_OOB_CODE".into());
    }
    let hash = emulator.app.passwords.hash(new_password(password)?.to_owned()).await?;
    let email = found.email.clone();
    let done = emulator.app.db.call(move |db| {
        // Whoever comes second with the same code finds it used.
        if codes::find(db, &code)?.is_none() {
            return Ok(Err("INVALID_OOB_CODE"));
        }
        codes::delete(db, &code)?;
        let Some(mut account) = accounts::by_email(db, &email)? else { return Ok(Err("INVALID_OOB_CODE")) };
        account.set_password(hash);
        account.email_verified = true;
        accounts::save(db, &account)?;
        Ok(Ok(()))
    });
    done.await??;
    Ok(found)
}
