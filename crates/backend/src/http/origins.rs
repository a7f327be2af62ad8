//! Which web pages may call: CORS for those that may, refusal for those that may not.
//!
//! The old servers accepted WebSockets from any page. A page of another origin is refused here before anything is
//! read, sockets included; programs that are no browser send no `Origin` and are let in.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use serde_json::json;
use tower_http::cors::{AllowHeaders, AllowOrigin, CorsLayer};

#[derive(Debug, Clone)]
pub(crate) struct Origins(Arc<Allowed>);

#[derive(Debug)]
enum Allowed {
    Any,
    Only(Vec<String>),
}

impl Origins {
    /// `*` among the names lets every page in.
    pub(crate) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let names: Vec<String> = names.map(|name| name.trim().trim_end_matches('/').to_owned()).collect();
        let any = names.iter().any(|name| name == "*");
        Self(Arc::new(if any { Allowed::Any } else { Allowed::Only(names) }))
    }

    fn allows(&self, origin: &str) -> bool {
        match &*self.0 {
            Allowed::Any => true,
            Allowed::Only(names) => names.iter().any(|name| name == origin),
        }
    }

    /// A request without `Origin`, from an allowed one, or from the page this very server serves.
    pub(super) fn admits(&self, headers: &HeaderMap) -> bool {
        let Some(origin) = headers.get(header::ORIGIN) else { return true };
        let Ok(origin) = origin.to_str() else { return false };
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let own = origin.split_once("://").is_some_and(|(_, authority)| Some(authority) == host);
        own || self.allows(origin)
    }

    /// Puts the guard and the CORS headers around a router.
    pub(crate) fn guard(&self, router: Router) -> Router {
        let guard = self.clone();
        let check = move |request: Request, next: Next| {
            let guard = guard.clone();
            async move { check(&guard, request, next).await }
        };
        self.advise(router.layer(middleware::from_fn(check)))
    }

    /// Puts only the CORS headers around a router, which nothing but a browser heeds.
    pub(crate) fn advise(&self, router: Router) -> Router {
        let cors = self.clone();
        let allow = AllowOrigin::predicate(move |origin: &HeaderValue, _| {
            origin.to_str().is_ok_and(|origin| cors.allows(origin))
        });
        let cors = CorsLayer::new()
            .allow_origin(allow)
            .allow_credentials(true)
            .allow_methods([
                Method::GET,
                Method::HEAD,
                Method::PUT,
                Method::PATCH,
                Method::POST,
                Method::DELETE,
            ])
            .allow_headers(AllowHeaders::mirror_request())
            .max_age(Duration::from_secs(600));
        router.layer(cors)
    }
}

async fn check(origins: &Origins, request: Request, next: Next) -> Response {
    if origins.admits(request.headers()) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, Json(json!({ "error": "Origen no permitido" }))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_let_in_by_name_or_because_they_are_ours() {
        let origins = Origins::new(["http://localhost:5173/", " https://a.example"].into_iter());
        for (origin, host, admitted) in [
            (None, "x", true),
            (Some("http://localhost:5173"), "localhost:3000", true),
            (Some("https://a.example"), "localhost:3000", true),
            (Some("http://localhost:5174"), "localhost:3000", false),
            (Some("http://192.168.1.7:8080"), "192.168.1.7:8080", true),
            (Some("http://evil.example"), "localhost:3000", false),
            (Some("null"), "localhost:3000", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static(host));
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            }
            assert_eq!(origins.admits(&headers), admitted, "{origin:?} on {host}");
        }
        assert!(Origins::new(["*"].into_iter()).allows("http://anything"));
    }
}
