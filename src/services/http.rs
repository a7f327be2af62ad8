//! One way to send a request.

use std::rc::Rc;

use charlaton_contract::read::Read;
use charlaton_json::{Value, json, parse};

use super::{ApiError, secret};
use crate::lib::{
    fetch::{JSON, NoAnswer, Request, fetch},
    firebase::{Client, Session},
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

    /// The same at any address. One of another service gets no cookies, and its 401 says nothing of ours.
    pub(super) async fn get_from<T: Read>(&self, url: &str) -> Result<T, ApiError> {
        let page = web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default();
        let text = if is_of(&self.0.base, url) || is_of(&page, url) {
            self.authorised(Method::Get, url, None).await?
        } else {
            let (status, text) = send(Method::Get, url, None, false).await?;
            accepted(status, text)?
        };
        understood(&text)
    }

    async fn authorised(&self, method: Method, url: &str, body: Option<Value>) -> Result<String, ApiError> {
        let body = body.map(|body| body.to_string());
        let (status, text) = send(method, url, body.as_deref(), true).await?;
        if status != 401 {
            return accepted(status, text);
        }
        self.refresh().await?;
        match send(method, url, body.as_deref(), true).await? {
            (401, text) => Err(ApiError::in_spite_of_new_cookies(&text)),
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
        let (status, text) = send(method, &self.url(path), body.as_deref(), true).await?;
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
        match (send(Method::Post, &self.url("/auth/refresh"), None, true).await?, self.firebase()) {
            ((200, _), _) => Ok(()),
            ((401 | 403, _), None) => Err(ApiError::SignInNeeded),
            ((401 | 403, _), Some(firebase)) => self.vouched_for(firebase).await,
            ((status, text), _) => Err(ApiError::from_body(status, &text)),
        }
    }

    /// New cookies because Firebase still knows this person.
    async fn vouched_for(&self, firebase: &Client) -> Result<(), ApiError> {
        let session = firebase.fresh().await.map_err(ApiError::without_token)?;
        let renewed = async {
            let session = firebase.refresh().await.map_err(ApiError::without_token)?;
            self.enter(&session).await
        };
        match or_by_another(self.enter(&session).await?, renewed).await? {
            (200, _) => Ok(()),
            (status @ 500.., text) => Err(ApiError::from_body(status, &text)),
            _ => Err(ApiError::SignInNeeded),
        }
    }

    /// Shows the service an ID token, which it answers by cookies and by an account as it is stored: with more in it
    /// than anybody should see, so the text goes to whoever picks what it needs.
    pub(super) async fn enter(&self, session: &Session) -> Result<Answer, ApiError> {
        let body = json!({
            "email": session.email.as_str(),
            // It must not be empty, and nobody looks at it. A fixed one might become somebody's password.
            "password": secret::random(),
            "idToken": session.id_token.as_str(),
        });
        send(Method::Post, &self.url("/auth/login/OAuth"), Some(&body.to_string()), true).await
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api{path}", self.0.base)
    }
}

/// Status and text.
type Answer = (u16, String);

async fn send(method: Method, url: &str, body: Option<&str>, cookies: bool) -> Result<Answer, ApiError> {
    let body = body.map(|text| (JSON, text));
    fetch(Request { method: method.as_str(), url, body, cookies }).await.map_err(|why| match why {
        NoAnswer::Unreachable => ApiError::Unreachable,
        NoAnswer::TimedOut => ApiError::TimedOut,
    })
}

/// The answer to an ID token, or where that is a failure the one to `another` token: the existing service has the same
/// words for trouble of its own and for a token it does not take. It stands where there is no other one to be had.
async fn or_by_another(
    first: Answer,
    another: impl Future<Output = Result<Answer, ApiError>>,
) -> Result<Answer, ApiError> {
    if first.0 < 500 {
        return Ok(first);
    }
    match another.await {
        Err(ApiError::SignInNeeded) => Err(ApiError::SignInNeeded),
        answer => Ok(answer.unwrap_or(first)),
    }
}

/// Whether `url` is of the service at `base`. A path without a host is one of the page's own.
fn is_of(base: &str, url: &str) -> bool {
    let path = url.strip_prefix(base).unwrap_or(url);
    path.starts_with('/') && !path.starts_with("//")
}

pub(super) fn understood<T: Read>(text: &str) -> Result<T, ApiError> {
    let json = parse(text).map_err(|_| ApiError::Malformed)?;
    T::read(&json).ok_or(ApiError::Malformed)
}

pub(super) fn accepted(status: u16, text: String) -> Result<String, ApiError> {
    if (200..300).contains(&status) { Ok(text) } else { Err(ApiError::from_body(status, &text)) }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::{
        cell::Cell,
        pin::pin,
        task::{Context, Poll, Waker},
    };

    use super::*;

    #[test]
    fn cookies_are_for_the_service_and_the_page() {
        let api = "https://api.example";
        for own in ["/api/ice-servers", "https://api.example/api/ice-servers"] {
            assert!(is_of(api, own), "{own}");
        }
        for other in [
            "https://turn.example/",
            "https://api.example.org/",
            "https://api.example:8443/",
            "//turn.example/",
            "",
        ] {
            assert!(!is_of(api, other), "{other}");
        }
        assert!(is_of("", "/api/ice-servers"), "the page's own origin has no name");
        assert!(!is_of("", "https://turn.example/") && !is_of("", "//turn.example/"));
    }

    #[test]
    fn a_failure_may_mean_the_token_so_another_one_is_shown_once() {
        let (failed, entered) = (|| (500, "a".to_owned()), || (200, "b".to_owned()));
        let of = |first: Answer, another: Result<Answer, ApiError>| {
            let asked = Cell::new(false);
            let work = or_by_another(first, async {
                asked.set(true);
                another
            });
            let Poll::Ready(answer) = pin!(work).poll(&mut Context::from_waker(Waker::noop())) else {
                unreachable!()
            };
            (answer, asked.get())
        };
        assert_eq!(of(entered(), Ok(failed())), (Ok(entered()), false));
        assert_eq!(of((401, String::new()), Ok(failed())), (Ok((401, String::new())), false));
        assert_eq!(of(failed(), Ok(entered())), (Ok(entered()), true));
        assert_eq!(of(failed(), Ok((502, "c".into()))), (Ok((502, "c".into())), true));
        assert_eq!(of(failed(), Err(ApiError::Unreachable)), (Ok(failed()), true));
        assert_eq!(of(failed(), Err(ApiError::SignInNeeded)), (Err(ApiError::SignInNeeded), true));
    }
}
