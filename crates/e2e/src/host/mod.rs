//! The front-end as a static host has it.

mod google;
mod request;
mod rules;
mod tls;

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
};

use serde_json::Value;
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpListener,
    task::JoinHandle,
};

use crate::{Result, paths};

pub use google::Google;
use request::RequestHead;
pub(crate) use rules::Rules;
pub(crate) use tls::Terminator;

/// The built front-end over https, with the rewrites and headers of a deployment file, and a `config.json` that names
/// the services elsewhere. It goes on while they are away.
#[derive(Debug)]
pub(crate) struct Host {
    address: SocketAddr,
    serving: JoinHandle<()>,
}

/// What every answer is made of.
#[derive(Debug)]
struct Site {
    dist: PathBuf,
    config: String,
    rules: Rules,
}

impl Host {
    /// Serves the front-end, configured by `config`.
    ///
    /// # Errors
    /// When there is no built front-end.
    pub(crate) fn start(listener: TcpListener, config: &Value, rules: Rules) -> Result<Self> {
        let site = Arc::new(Site { dist: paths::dist()?, config: config.to_string(), rules });
        let address = listener.local_addr()?;
        let acceptor = tls::acceptor()?;
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (site, acceptor) = (Arc::clone(&site), acceptor.clone());
                tokio::spawn(async move {
                    // A browser that hangs up early misses its own answer only.
                    if let Ok(stream) = acceptor.accept(stream).await {
                        let _ = site.answer(stream).await;
                    }
                });
            }
        });
        Ok(Self { address, serving })
    }

    /// Where it is, with a certificate that the browsers of these tests do not look at.
    pub(crate) fn url(&self, path: &str) -> String {
        origin(self.address) + path
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// A free port for a host: services are told its origin before it starts.
pub(crate) async fn listen(on: Ipv4Addr) -> Result<TcpListener> {
    Ok(TcpListener::bind((on, 0)).await?)
}

/// The origin of what is served there over TLS.
pub(crate) fn origin(address: SocketAddr) -> String {
    // By its name where that is a secure context even without a certificate.
    match address.ip() {
        ip if ip.is_loopback() => format!("https://localhost:{}", address.port()),
        ip => format!("https://{ip}:{}", address.port()),
    }
}

impl Site {
    async fn answer(&self, stream: impl AsyncRead + AsyncWrite + Unpin) -> Result {
        let mut stream = BufReader::new(stream);
        let request = RequestHead::read(&mut stream).await?;
        let path = request.path();
        let (status, kind, body) = match self.content(path).await? {
            Content::Here(status, kind, body) => (status, kind, body),
            Content::Elsewhere(url) => return request.pass_on(stream, &url).await,
        };
        let mut head =
            format!("HTTP/1.0 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n", body.len());
        for (name, value) in self.rules.headers(path) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(&body).await?;
        Ok(stream.shutdown().await?)
    }

    /// Files come first, then what the rules make of every other address.
    async fn content(&self, path: &str) -> Result<Content> {
        if path == "/config.json" {
            return Ok(Content::Here("200 OK", "application/json", self.config.clone().into_bytes()));
        }
        let mut file = self.dist.join(path.trim_start_matches('/'));
        if !file.is_file() {
            match self.rules.destination(path) {
                None => return Ok(Content::Here("404 Not Found", "text/plain", b"not found".to_vec())),
                Some(url) if url.starts_with("http") => return Ok(Content::Elsewhere(url)),
                Some(destination) => file = self.dist.join(destination.trim_start_matches('/')),
            }
        }
        Ok(Content::Here("200 OK", content_type(&file), tokio::fs::read(&file).await?))
    }
}

/// What an address leads to.
#[derive(Debug)]
enum Content {
    /// Status, type and body.
    Here(&'static str, &'static str, Vec<u8>),
    /// The URL of who is asked instead.
    Elsewhere(String),
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain",
        _ => "application/octet-stream",
    }
}
