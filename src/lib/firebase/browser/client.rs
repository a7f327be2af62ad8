use std::rc::Rc;

use charlaton_contract::read::Read;
use charlaton_json::{Value, parse};

use crate::lib::{
    clock::unix_seconds,
    config::Firebase,
    fetch::{FORM, JSON, Request, fetch},
    firebase::{FirebaseError, Session, error, url},
    shared::Shared,
    storage::Store,
};

/// A project, and who is signed in to it in this browser. Cheap to clone; clones share the refresh in flight.
///
/// The session lies in localStorage alone and is read anew each time: another tab may have renewed or ended it.
#[derive(Debug, Clone)]
pub struct Client(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    project: Firebase,
    refreshing: Shared<Result<Session, FirebaseError>>,
}

impl Client {
    /// For this project.
    #[must_use]
    pub fn new(project: Firebase) -> Self {
        Self(Rc::new(Inner { project, refreshing: Shared::default() }))
    }

    /// Which one it is.
    #[must_use]
    pub fn project(&self) -> &Firebase {
        &self.0.project
    }

    /// Who is signed in, with tokens that may be old.
    #[must_use]
    pub fn session(&self) -> Option<Session> {
        Session::from_stored(&Store::Local.get(&self.key())?)
    }

    /// Signs in, for all tabs.
    pub fn keep(&self, session: &Session) {
        Store::Local.set(&self.key(), &session.stored(&self.0.project.api_key));
    }

    /// Signs out, in all tabs. Firebase itself needs not be told.
    pub fn sign_out(&self) {
        Store::Local.delete(&self.key());
    }

    /// The session with a token that is good for a while.
    ///
    /// # Errors
    /// [`FirebaseError::SignInNeeded`] when nobody is signed in any more; other errors say that nobody knows.
    pub async fn fresh(&self) -> Result<Session, FirebaseError> {
        match self.session() {
            Some(session) if session.is_fresh(unix_seconds()) => Ok(session),
            _ => self.refresh().await,
        }
    }

    /// The session with new tokens. Only one such request is in flight; everybody gets its result.
    ///
    /// # Errors
    /// As [`Self::fresh`].
    pub async fn refresh(&self) -> Result<Session, FirebaseError> {
        self.0.refreshing.run(self.refreshed()).await
    }

    async fn refreshed(&self) -> Result<Session, FirebaseError> {
        let old = self.session().ok_or(FirebaseError::SignInNeeded)?;
        let grant = js_sys::encode_uri_component(&old.refresh_token);
        let body = format!("grant_type=refresh_token&refresh_token={}", String::from(grant));
        let (status, text) = self.post(&url::token(&self.0.project), FORM, &body).await?;
        // Meanwhile somebody may have signed out or in, here or in another tab: that holds.
        let present = self.session().ok_or(FirebaseError::SignInNeeded)?;
        if present.refresh_token != old.refresh_token {
            return Ok(present);
        }
        if status == 200 {
            let answer = parse(&text).ok().and_then(|answer| old.refreshed(&answer, unix_seconds()));
            let session = answer.ok_or(FirebaseError::Malformed)?;
            self.keep(&session);
            return Ok(session);
        }
        if error::ends_session(&text) {
            self.sign_out();
            return Err(FirebaseError::SignInNeeded);
        }
        Err(FirebaseError::Refused)
    }

    /// Calls a method of Identity Toolkit.
    pub(in crate::lib::firebase) async fn call<T: Read>(
        &self,
        method: &str,
        body: &Value,
    ) -> Result<T, FirebaseError> {
        let url = url::accounts(&self.0.project, method);
        let (status, text) = self.post(&url, JSON, &body.to_string()).await?;
        if status != 200 {
            return Err(FirebaseError::from_body(status, &text));
        }
        let answer = parse(&text).map_err(|_| FirebaseError::Malformed)?;
        T::read(&answer).ok_or(FirebaseError::Malformed)
    }

    /// Calls a method that answers with a session, perhaps without the address.
    pub(in crate::lib::firebase) async fn session_by(
        &self,
        method: &str,
        body: &Value,
        email: &str,
    ) -> Result<Session, FirebaseError> {
        let answer = self.call::<Value>(method, body).await?;
        Session::of_account(&answer, email, unix_seconds()).ok_or(FirebaseError::Malformed)
    }

    async fn post(
        &self,
        url: &str,
        media_type: &'static str,
        text: &str,
    ) -> Result<(u16, String), FirebaseError> {
        let request = Request { method: "POST", url, body: Some((media_type, text)), cookies: false };
        Ok(fetch(request).await?)
    }

    fn key(&self) -> String {
        Session::key(&self.0.project.api_key)
    }
}
