//! The built front-end, the API and the chat from one origin, for hosting it oneself.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{
    Json, Router,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

use crate::{App, config::IceServers, http, realtime::Endpoint};

/// A year, the longest that means anything.
const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");

/// Headers that are the same on every answer. The content security policy depends on the host.
const FIXED: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(self), microphone=(self), display-capture=(self), autoplay=(self), fullscreen=(self), \
         picture-in-picture=(self), screen-wake-lock=(self), geolocation=(), payment=(), usb=()",
    ),
];

/// Servers of this program beside this origin that its page may use, by their ports. The page finds them on the host
/// by which it was reached itself.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Neighbours {
    pub(crate) webrtc: Option<u16>,
    pub(crate) firebase: Option<u16>,
}

/// How the page's connections are made.
#[derive(Debug, Clone)]
pub(crate) struct Ice {
    pub(crate) servers: IceServers,
    pub(crate) relay_only: bool,
}

/// # Errors
/// When `dist` has no readable `index.html`.
pub(crate) fn service(
    app: Arc<App>,
    chat: &Endpoint,
    dist: &Path,
    ice: Ice,
    neighbours: Neighbours,
) -> io::Result<Router> {
    let index = dist.join("index.html");
    let scripts = Arc::<str>::from(script_sources(&fs::read_to_string(&index)?));
    let files = ServeDir::new(dist).precompressed_br().precompressed_gzip();
    let pages = move |request: Request| page(index.clone(), request);
    let config = {
        let app = Arc::clone(&app);
        move |headers: HeaderMap| async move { Json(config(&app, &headers, &ice, neighbours)) }
    };
    let router = http::api(Arc::clone(&app))
        .route(
            "/health",
            get({
                let app = Arc::clone(&app);
                move || http::health(app)
            }),
        )
        .route("/config.json", get(config))
        .fallback_service(files.fallback(get(pages)));
    let router = chat.mount(router);
    let secure = move |request: Request, next: Next| secure(Arc::clone(&scripts), neighbours, request, next);
    Ok(app.origins.guard(router).layer(middleware::from_fn(secure)))
}

/// Empty addresses mean this origin.
fn config(app: &App, headers: &HeaderMap, ice: &Ice, neighbours: Neighbours) -> Value {
    let host = host(headers).unwrap_or("localhost");
    let mut config = json!({
        "apiUrl": "",
        "chatUrl": "",
        "webrtcUrl": neighbours.webrtc.map(|port| format!("http://{}", beside(host, port))),
        "iceServers": ice.servers.0,
    });
    if ice.relay_only {
        config["relayOnly"] = json!(true);
    }
    if app.turn.is_some() {
        config["iceServersUrl"] = json!("/api/ice-servers");
    }
    if let (Some(port), Some(firebase)) = (neighbours.firebase, &app.firebase) {
        config["firebase"] =
            json!({ "apiKey": "demo", "authDomain": "localhost", "projectId": firebase.project });
        config["firebaseAuthEmulator"] = json!(format!("http://{}", beside(host, port)));
    }
    config
}

/// What is no file: a page of the app, which finds its way by the address; a missing file is missing.
async fn page(index: PathBuf, request: Request) -> Response {
    let name = request.uri().path().rsplit('/').next().unwrap_or("");
    if name.contains('.') {
        return StatusCode::NOT_FOUND.into_response();
    }
    let index = ServeFile::new(index).precompressed_br().precompressed_gzip();
    match index.oneshot(request).await {
        Ok(response) => response.into_response(),
        Err(never) => match never {},
    }
}

async fn secure(scripts: Arc<str>, neighbours: Neighbours, request: Request, next: Next) -> Response {
    let cacheable = matches!(*request.method(), Method::GET | Method::HEAD);
    let lasting = cacheable && is_hashed(request.uri().path());
    let policy = content_policy(&scripts, neighbours, request.headers());
    let mut response = next.run(request).await;
    let found = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if neighbours.firebase.is_some() {
        // The page where an account is chosen is a window of the emulator's, and answers the page that opened it.
        let opener = HeaderValue::from_static("same-origin-allow-popups");
        headers.insert(HeaderName::from_static("cross-origin-opener-policy"), opener);
    }
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    // What must not be stored at all says so itself.
    headers.entry(header::CACHE_CONTROL).or_insert(if lasting && found { IMMUTABLE } else { REVALIDATE });
    // What is sent depends on it even where this very answer is not compressed.
    headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

fn content_policy(scripts: &str, neighbours: Neighbours, headers: &HeaderMap) -> String {
    let host = host(headers);
    // Some browsers do not count WebSockets as 'self'.
    let mut servers = host.map(|host| format!(" ws://{host} wss://{host}")).unwrap_or_default();
    if let Some(there) = host.zip(neighbours.webrtc).map(|(host, port)| beside(host, port)) {
        servers.push_str(&format!(" http://{there} ws://{there}"));
    }
    // Signing in by a provider is Firebase's own library: it loads gapi, and keeps a frame of the emulator's.
    let (mut gapi, mut frames) = ("", "'self'".to_owned());
    if let Some(there) = host.zip(neighbours.firebase).map(|(host, port)| beside(host, port)) {
        servers.push_str(&format!(" http://{there}"));
        (gapi, frames) = (" https://apis.google.com", format!("http://{there}"));
    }
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{scripts}{gapi}; style-src 'self'; \
         img-src 'self' data: blob:; font-src 'self'; media-src 'self' blob:; connect-src 'self'{servers}; \
         frame-src {frames}; worker-src 'self' blob:; manifest-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; \
         frame-ancestors 'none'"
    )
}

fn host(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::HOST).and_then(|host| host.to_str().ok()).filter(|host| is_host(host))
}

/// Another port of the same machine.
fn beside(host: &str, port: u16) -> String {
    let name = match host.rsplit_once(':') {
        Some((name, own)) if !own.ends_with(']') => name,
        Some(_) | None => host,
    };
    format!("{name}:{port}")
}

/// The header is the client's text; only a host and port may get into ours.
fn is_host(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(c))
}

/// The hashes of the inline scripts of a page, as sources for its policy: bundlers put their loader there.
fn script_sources(html: &str) -> String {
    let mut sources = String::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once("<script") {
        let Some((attributes, after)) = after.split_once('>') else { break };
        let Some((body, after)) = after.split_once("</script") else { break };
        rest = after;
        let external = attributes.split_whitespace().any(|attribute| attribute.starts_with("src="));
        if !external && !body.trim().is_empty() {
            sources.push_str(&format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(body.as_bytes()))));
        }
    }
    sources
}

/// A name with a content hash in it, as bundlers write them, never means another content.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or("");
    name.split(['-', '.', '_']).any(|part| {
        part.len() >= 8
            && part.chars().all(|c| c.is_ascii_hexdigit())
            && part.chars().any(|c| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_inline_scripts_are_hashed() {
        // The hash of `alert(1)` from the CSP specification's neighbourhood: computed by `openssl dgst -sha256`.
        let html =
            r#"<head><script src="/a.js"></script><script type="module">alert(1)</script><script> </script>"#;
        assert_eq!(script_sources(html), " 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='");
        assert_eq!(script_sources("<p>no scripts"), "");
        assert_eq!(script_sources("<script>never closed"), "");
    }

    #[test]
    fn hashed_names() {
        for hashed in ["/charlaton-3f2a1b9c8d7e6f50_bg.wasm", "/assets/style-0a1b2c3d.css"] {
            assert!(is_hashed(hashed), "{hashed}");
        }
        for plain in
            ["/", "/index.html", "/config.json", "/meet/abc-xyz", "/facade-deadbeef.css", "/a-1.2.3.js"]
        {
            assert!(!is_hashed(plain), "{plain}");
        }
    }

    #[test]
    fn neighbours_are_on_the_same_host() {
        for (host, expected) in [
            ("localhost:8080", "localhost:9099"),
            ("meet.example", "meet.example:9099"),
            ("[::1]:8080", "[::1]:9099"),
            ("[::1]", "[::1]:9099"),
        ] {
            assert_eq!(beside(host, 9099), expected);
        }
    }

    #[test]
    fn a_forged_host_cannot_widen_the_policy() {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("x; script-src *"));
        let policy = |neighbours, headers: &HeaderMap| content_policy("", neighbours, headers);
        let none = Neighbours::default();
        assert!(!policy(none, &headers).contains("script-src *"));
        headers.insert(header::HOST, HeaderValue::from_static("[::1]:8080"));
        assert!(policy(none, &headers).contains("connect-src 'self' ws://[::1]:8080 wss://[::1]:8080;"));
        let both = Neighbours { webrtc: Some(5050), firebase: Some(9099) };
        let also = "wss://[::1]:8080 http://[::1]:5050 ws://[::1]:5050 http://[::1]:9099;";
        assert!(policy(both, &headers).contains(also), "{}", policy(both, &headers));
    }
}
