use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use serde_json::json;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use crate::{Backend, Context, Result, paths};

/// More than a browser's request has.
const MAX_REQUEST: u64 = 64 * 1024;

/// The front-end as a static host has it: its files, `index.html` for every other address, and a `config.json` that
/// names the services elsewhere. So a page can be opened while the back-end is away.
#[derive(Debug)]
pub struct Host {
    address: SocketAddr,
    serving: JoinHandle<()>,
}

impl Host {
    /// Serves the front-end for the services of `backend`, which must let any origin in.
    ///
    /// # Errors
    /// When there is no built front-end or no free port.
    pub async fn start(backend: &Backend) -> Result<Self> {
        let dist = paths::dist()?;
        let services = backend.url("");
        let config = json!({ "apiUrl": services, "chatUrl": services, "webrtcUrl": null, "iceServers": [] });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A browser that hangs up early misses its own answer only.
                tokio::spawn(answer(stream, dist.clone(), config.to_string()));
            }
        });
        Ok(Self { address, serving })
    }

    /// An address of the front-end.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.address.port())
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn answer(mut stream: TcpStream, dist: PathBuf, config: String) -> Result {
    let path = requested(&mut stream).await?;
    let (kind, body) = match path.as_str() {
        "/config.json" => ("application/json", config.into_bytes()),
        path => {
            let file = dist.join(path.trim_start_matches('/'));
            let file = if file.is_file() { file } else { dist.join("index.html") };
            (content_type(&file), tokio::fs::read(&file).await?)
        }
    };
    let head = format!("HTTP/1.0 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).await?;
    Ok(stream.write_all(&body).await?)
}

/// The path of a request, all of whose head is read.
async fn requested(stream: &mut TcpStream) -> Result<String> {
    let mut lines = BufReader::new(stream.take(MAX_REQUEST)).lines();
    let first = lines.next_line().await?.context("no request")?;
    while lines.next_line().await?.is_some_and(|line| !line.is_empty()) {}
    let target = first.split(' ').nth(1).context("no request line")?;
    Ok(target.split('?').next().unwrap_or(target).to_owned())
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
