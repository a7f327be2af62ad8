//! The token service: a new ID token for a refresh token.

use axum::{
    Json,
    extract::{Request, State},
    http::header,
};
use serde::Deserialize;
use serde_json::json;

use crate::firebase::{
    Answer, Emulator, accounts,
    errors::Refused,
    extract::{Caller, body},
    tokens::{self, Refresh},
};

/// What production answers as `project_id`: a number, which no client needs.
pub(super) const PROJECT_NUMBER: &str = "12345";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Grant {
    #[serde(alias = "grantType")]
    grant_type: Option<String>,
    #[serde(alias = "refreshToken")]
    refresh_token: Option<String>,
}

impl Grant {
    async fn read(request: Request) -> Result<Self, Refused> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let is_json = kind.is_some_and(|kind| kind.starts_with("application/json"));
        let bytes = body(request).await?;
        if is_json {
            return serde_json::from_slice(&bytes).map_err(|error| Refused::payload(&error.to_string()));
        }
        let mut grant = Self::default();
        for (name, value) in form_urlencoded::parse(&bytes) {
            match &*name {
                "grant_type" => grant.grant_type = Some(value.into_owned()),
                "refresh_token" => grant.refresh_token = Some(value.into_owned()),
                _ => {}
            }
        }
        Ok(grant)
    }
}

pub(super) async fn grant(State(emulator): State<Emulator>, _: Caller, request: Request) -> Answer {
    let grant = Grant::read(request).await?;
    if grant.grant_type.ok_or("MISSING_GRANT_TYPE")? != "refresh_token" {
        return Err("INVALID_GRANT_TYPE".into());
    }
    let token = grant.refresh_token.filter(|token| !token.is_empty()).ok_or("MISSING_REFRESH_TOKEN")?;
    let firebase = &emulator.firebase;
    let refresh = Refresh::read(&firebase.project, &token).ok_or("INVALID_REFRESH_TOKEN")?;
    let Refresh { uid, provider, era, .. } = refresh;
    let found = emulator.app.db.call(move |db| {
        let Some(mut account) = accounts::by_uid(db, &uid)? else { return Ok(Err("INVALID_REFRESH_TOKEN")) };
        if account.disabled {
            return Ok(Err("USER_DISABLED"));
        }
        if account.era != era {
            return Ok(Err("TOKEN_EXPIRED"));
        }
        account.refreshed();
        accounts::save(db, &account)?;
        Ok(Ok(account))
    });
    let account = found.await??;
    let issued = tokens::issue(firebase, &account, &provider);
    Ok(Json(json!({
        "id_token": issued["idToken"],
        "access_token": issued["idToken"],
        "expires_in": issued["expiresIn"],
        "refresh_token": issued["refreshToken"],
        "token_type": "Bearer",
        "user_id": account.uid,
        "project_id": PROJECT_NUMBER,
    })))
}
