//! One way to send a request.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use charlaton_contract::read::Read;
use charlaton_json::{Value, parse};
use futures_channel::oneshot;
use gloo_timers::callback::Timeout;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCredentials, RequestInit, Response};

use super::ApiError;

/// A hanging route must not hang the page.
const TIME_OUT_MS: u32 = 15_000;

/// The REST service. Cheap to clone; clones share the refresh in flight.
#[derive(Debug, Clone)]
pub struct Api(Rc<Inner>);

/// They get the result of one refresh.
type Waiters = Vec<oneshot::Sender<Result<(), ApiError>>>;

#[derive(Debug)]
struct Inner {
    base: String,
    /// Those who wait for the refresh that is under way.
    refreshing: RefCell<Option<Waiters>>,
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
}

impl Method {
    fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

impl Api {
    /// `base` is the service's URL without `/api`; empty is the page's own origin.
    #[must_use]
    pub fn new(base: &str) -> Self {
        Self(Rc::new(Inner { base: base.to_owned(), refreshing: RefCell::default() }))
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

    /// A new access token for the refresh token. Only one such request is in flight; everybody gets its result.
    ///
    /// # Errors
    /// [`ApiError::SignInNeeded`] when the server gives none; other errors say that nobody knows.
    pub async fn refresh(&self) -> Result<(), ApiError> {
        let waiting = self.0.refreshing.borrow_mut().as_mut().map(|waiters| {
            let (sender, receiver) = oneshot::channel();
            waiters.push(sender);
            receiver
        });
        if let Some(receiver) = waiting {
            return receiver.await.unwrap_or(Err(ApiError::Unreachable));
        }
        *self.0.refreshing.borrow_mut() = Some(Vec::new());
        let refreshed = match self.send(Method::Post, &self.url("/auth/refresh"), None).await {
            Ok((200, _)) => Ok(()),
            Ok((401 | 403, _)) => Err(ApiError::SignInNeeded),
            Ok((status, text)) => Err(ApiError::from_body(status, &text)),
            Err(error) => Err(error),
        };
        for waiter in self.0.refreshing.borrow_mut().take().into_iter().flatten() {
            // A waiter that has gone needs no answer.
            let _ = waiter.send(refreshed.clone());
        }
        refreshed
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api{path}", self.0.base)
    }

    async fn send(&self, method: Method, url: &str, body: Option<&str>) -> Result<(u16, String), ApiError> {
        let controller = AbortController::new().map_err(|_| ApiError::Unreachable)?;
        let init = RequestInit::new();
        init.set_method(method.as_str());
        init.set_credentials(RequestCredentials::Include);
        init.set_signal(Some(&controller.signal()));
        if let Some(body) = body {
            init.set_body(&JsValue::from_str(body));
            let headers = web_sys::Headers::new().map_err(|_| ApiError::Unreachable)?;
            headers.set("content-type", "application/json").map_err(|_| ApiError::Unreachable)?;
            init.set_headers(&headers);
        }

        let timed_out = Rc::new(Cell::new(false));
        let _limit = Timeout::new(TIME_OUT_MS, {
            let timed_out = Rc::clone(&timed_out);
            move || {
                timed_out.set(true);
                controller.abort();
            }
        });
        fetch(url, &init)
            .await
            .map_err(|_| if timed_out.get() { ApiError::TimedOut } else { ApiError::Unreachable })
    }
}

async fn fetch(url: &str, init: &RequestInit) -> Result<(u16, String), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response: Response = JsFuture::from(window.fetch_with_str_and_init(url, init)).await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?;
    Ok((response.status(), text.as_string().unwrap_or_default()))
}

fn understood<T: Read>(text: &str) -> Result<T, ApiError> {
    let json = parse(text).map_err(|_| ApiError::Malformed)?;
    T::read(&json).ok_or(ApiError::Malformed)
}

fn accepted(status: u16, text: String) -> Result<String, ApiError> {
    if (200..300).contains(&status) { Ok(text) } else { Err(ApiError::from_body(status, &text)) }
}
