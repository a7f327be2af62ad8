//! Signing up and in with an address and a password.

use axum::extract::State;
use serde::Deserialize;
use serde_json::json;

use super::{address, given, new_password, signed_in};
use crate::{
    auth::passwords::MAX_BYTES,
    firebase::{
        Answer, Emulator,
        accounts::{self, Account, PASSWORD},
        errors::Refused,
        extract::{Caller, Payload},
    },
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SignUp {
    email: Option<String>,
    password: Option<String>,
    display_name: Option<String>,
    /// Somebody who is signed in by a provider and wants a password, too.
    id_token: Option<String>,
    local_id: Option<String>,
}

/// Only with address and password: anonymous accounts are switched off, as in a new project.
pub(super) async fn sign_up(
    State(emulator): State<Emulator>,
    _: Caller,
    Payload(asked): Payload<SignUp>,
) -> Answer {
    if asked.local_id.is_some() {
        return Err("UNEXPECTED_PARAMETER : User ID".into());
    }
    let (email, password) = match (&asked.email, given(&asked.password)) {
        (None, None) if asked.id_token.is_none() => return Err("ADMIN_ONLY_OPERATION".into()),
        (None, _) => return Err("MISSING_EMAIL".into()),
        (Some(email), password) => (address(email)?, password.ok_or("MISSING_PASSWORD")?),
    };
    let hash = emulator.app.passwords.hash(new_password(password)?.to_owned()).await?;
    let firebase = emulator.firebase.clone();
    let made = emulator.app.db.call(move |db| {
        let mut account = match &asked.id_token {
            Some(token) => match firebase.bearer(db, token)? {
                Ok((account, _)) => account,
                Err(refused) => return Ok(Err(refused)),
            },
            None => Account::new(),
        };
        if accounts::by_email(db, &email)?.is_some_and(|other| other.uid != account.uid) {
            return Ok(Err(Refused::from("EMAIL_EXISTS")));
        }
        account.email_verified &= account.email.as_ref() == Some(&email);
        account.email = Some(email);
        account.display_name = asked.display_name.or(account.display_name);
        account.set_password(hash);
        account.signed_in();
        accounts::save(db, &account)?;
        Ok(Ok(account))
    });
    let account = made.await??;
    let answer = json!({
        "kind": "identitytoolkit#SignupNewUserResponse",
        "localId": account.uid,
        "email": account.email,
        "displayName": account.display_name,
    });
    signed_in(&emulator, &account, PASSWORD, answer)
}

#[derive(Debug, Deserialize)]
pub(super) struct SignIn {
    email: Option<String>,
    password: Option<String>,
}

pub(super) async fn sign_in(
    State(emulator): State<Emulator>,
    _: Caller,
    Payload(asked): Payload<SignIn>,
) -> Answer {
    let email = address(&asked.email.ok_or("MISSING_EMAIL")?)?;
    let password = asked.password.filter(|password| !password.is_empty()).ok_or("MISSING_PASSWORD")?;
    let name = email.clone();
    let account = emulator.app.db.call(move |db| accounts::by_email(db, &name)).await?;
    let (unknown, wrong) = if emulator.firebase.keeps_addresses_private() {
        ("INVALID_LOGIN_CREDENTIALS", "INVALID_LOGIN_CREDENTIALS")
    } else {
        ("EMAIL_NOT_FOUND", "INVALID_PASSWORD")
    };
    let mut account = account.ok_or(unknown)?;
    if account.disabled {
        return Err("USER_DISABLED".into());
    }
    let fits = password.len() <= MAX_BYTES;
    if !fits || !emulator.app.passwords.verify(password, account.password_hash.clone()).await? {
        return Err(wrong.into());
    }
    account.signed_in();
    let row = account.clone();
    emulator.app.db.call(move |db| accounts::save(db, &row)).await?;
    let answer = json!({
        "kind": "identitytoolkit#VerifyPasswordResponse",
        "registered": true,
        "localId": account.uid,
        "email": email,
        "displayName": account.display_name,
    });
    signed_in(&emulator, &account, PASSWORD, answer)
}
