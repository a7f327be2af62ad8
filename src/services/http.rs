//! One way to send a request.

use std::rc::Rc;

use charlaton_contract::read::Read;
use charlaton_json::{Value, json, parse};

use super::{ApiError, secret};
use crate::lib::{
    fetch::{JSON, NoAnswer, Request, fetch},
    firebase::{Client, FirebaseError, Session},
    shared::Shared,
};

/// The REST service. Cheap to clone; clones share the refresh in flight.
#[derive(Debug, Clone)]
pub struct Api(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    base: String,
    firebase: Option<Client>,
    refreshing: Shared<Result<(), ApiError>>,
}

impl PartialEq for Api {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// What a request may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

impl Api {
    /// `base` is the service's URL without `/api`; empty is the page's own origin. With Firebase a session there gives
    /// new cookies when those of the service are over.
    #[must_use]
    pub fn new(base: &str, firebase: Option<Client>) -> Self {
        Self(Rc::new(Inner { base: base.to_owned(), firebase, refreshing: Shared::default() }))
    }

    /// Who keeps the passwords, where it is not the service alone.
    pub(super) fn firebase(&self) -> Option<&Client> {
        self.0.firebase.as_ref()
    }

    /// Sends, and reads the JSON answer. A 401 is answered by one refresh and one retry; parallel requests share the
    /// refresh.
    pub(super) async fn request<T: Read>(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<T, ApiError> {
        let text = self.authorised(method, &self.url(path), body).await?;
        understood(&text)
    }

    /// The same, and the answer as it comes: for what is too long to be read at once.
    pub(super) async fn get_text(&self, path: &str) -> Result<String, ApiError> {
        self.authorised(Method::Get, &self.url(path), None).await
    }

    /// The same at any address, which may be of another service.
    pub(super) async fn get_from<T: Read>(&self, url: &str) -> Result<T, ApiError> {
        let text = self.authorised(Method::Get, url, None).await?;
        understood(&text)
    }

    async fn authorised(&self, method: Method, url: &str, body: Option<Value>) -> Result<String, ApiError> {
        let body = body.map(|body| body.to_string());
        let (status, text) = self.send(method, url, body.as_deref()).await?;
        if status != 401 {
            return accepted(status, text);
        }
        self.refresh().await?;
        match self.send(method, url, body.as_deref()).await? {
            (401, _) => Err(ApiError::SignInNeeded),
            (status, text) => accepted(status, text),
        }
    }

    /// Sends without looking at 401: for login, where it means a wrong password.
    pub(super) async fn request_plain<T: Read>(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<T, ApiError> {
        let body = body.map(|body| body.to_string());
        let (status, text) = self.send(method, &self.url(path), body.as_deref()).await?;
        understood(&accepted(status, text)?)
    }

    /// A new access token: for the refresh token, or for a session at Firebase. Only one such request is in flight;
    /// everybody gets its result.
    ///
    /// # Errors
    /// [`ApiError::SignInNeeded`] when the server gives none; other errors say that nobody knows.
    pub async fn refresh(&self) -> Result<(), ApiError> {
        self.0.refreshing.run(self.refreshed()).await
    }

    async fn refreshed(&self) -> Result<(), ApiError> {
        match (self.send(Method::Post, &self.url("/auth/refresh"), None).await?, self.firebase()) {
            ((200, _), _) => Ok(()),
            ((401 | 403, _), None) => Err(ApiError::SignInNeeded),
            ((401 | 403, _), Some(firebase)) => self.vouched_for(firebase).await,
            ((status, text), _) => Err(ApiError::from_body(status, &text)),
        }
    }

    /// New cookies because Firebase still knows this person.
    async fn vouched_for(&self, firebase: &Client) -> Result<(), ApiError> {
        let session = match firebase.fresh().await {
            Ok(session) => session,
            Err(FirebaseError::SignInNeeded) => return Err(ApiError::SignInNeeded),
            Err(_) => return Err(ApiError::Unreachable),
        };
        match self.enter(&session).await? {
            (200, _) => Ok(()),
            (status @ 500.., text) => Err(ApiError::from_body(status, &text)),
            _ => Err(ApiError::SignInNeeded),
        }
    }

    /// Shows the service an ID token, which it answers by cookies and by an account as it is stored: with more in it
    /// than anybody should see, so the text goes to whoever picks what it needs.
    pub(super) async fn enter(&self, session: &Session) -> Result<(u16, String), ApiError> {
        let body = json!({
            "email": session.email.as_str(),
            // It must not be empty, and nobody looks at it. A fixed one might become somebody's password.
            "password": secret::random(),
            "idToken": session.id_token.as_str(),
        });
        self.send(Method::Post, &self.url("/auth/login/OAuth"), Some(&body.to_string())).await
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api{path}", self.0.base)
    }

    async fn send(&self, method: Method, url: &str, body: Option<&str>) -> Result<(u16, String), ApiError> {
        let body = body.map(|text| (JSON, text));
        fetch(Request { method: method.as_str(), url, body, cookies: true }).await.map_err(|why| match why {
            NoAnswer::Unreachable => ApiError::Unreachable,
            NoAnswer::TimedOut => ApiError::TimedOut,
        })
    }
}

pub(super) fn understood<T: Read>(text: &str) -> Result<T, ApiError> {
    let json = parse(text).map_err(|_| ApiError::Malformed)?;
    T::read(&json).ok_or(ApiError::Malformed)
}

pub(super) fn accepted(status: u16, text: String) -> Result<String, ApiError> {
    if (200..300).contains(&status) { Ok(text) } else { Err(ApiError::from_body(status, &text)) }
}
