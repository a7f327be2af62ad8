use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use url::form_urlencoded::Serializer;

use crate::{Account, Backend, Context, Result, paths};

/// Pages that are not the app's, on a port of their own.
#[derive(Debug)]
pub struct Pages {
    address: SocketAddr,
    serving: JoinHandle<()>,
}

/// A path, its content type, and the content.
type File = (&'static str, &'static str, String);

impl Pages {
    /// One page, at every address.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn single(html: &str) -> Result<Self> {
        Self::serve(vec![("/", "text/html", html.to_owned())]).await
    }

    /// The previous front-end, as far as a meeting goes.
    ///
    /// # Errors
    /// When the original Socket.IO client has not been installed.
    pub async fn of_the_previous_client() -> Result<Self> {
        let here = paths::workspace().join("tests/peer");
        let library = paths::peer()?.join("socket.io-client/dist/socket.io.min.js");
        Self::serve(vec![
            ("/socket.io.js", "text/javascript", std::fs::read_to_string(library)?),
            ("/old_client.js", "text/javascript", std::fs::read_to_string(here.join("old_client.js"))?),
            ("/", "text/html", std::fs::read_to_string(here.join("old_client.html"))?),
        ])
        .await
    }

    /// Somebody who comes and goes when told to.
    ///
    /// # Errors
    /// When the original Socket.IO client has not been installed.
    pub async fn of_comings() -> Result<Self> {
        let here = paths::workspace().join("tests/peer");
        let library = paths::peer()?.join("socket.io-client/dist/socket.io.min.js");
        let page = "<!doctype html><title>Coming and going</title><script src=/socket.io.js></script>\
                    <script src=/comings.js></script>";
        Self::serve(vec![
            ("/socket.io.js", "text/javascript", std::fs::read_to_string(library)?),
            ("/comings.js", "text/javascript", std::fs::read_to_string(here.join("comings.js"))?),
            ("/", "text/html", page.to_owned()),
        ])
        .await
    }

    /// The address of the page, for somebody who is to be in a room.
    #[must_use]
    pub fn for_meeting(&self, backend: &Backend, account: &Account, room: &str) -> String {
        let query = Serializer::new(String::new())
            .extend_pairs(backend.second_url().map(|second| ("webrtc", second)))
            .append_pair("chat", &backend.chat_url())
            .append_pair("token", account.access_token().unwrap_or_default())
            .append_pair("room", room)
            .append_pair("email", &account.email)
            .finish();
        self.url(&format!("/?{query}"))
    }

    async fn serve(files: Vec<File>) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let files = Arc::new(files);
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let files = Arc::clone(&files);
                // A browser that hangs up early misses its own answer only.
                tokio::spawn(async move { answer(stream, &files).await });
            }
        });
        Ok(Self { address, serving })
    }

    /// Where they are; `localhost`, because cameras need a secure context.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.address.port())
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// The last file stands in for every other path.
async fn answer(mut stream: TcpStream, files: &[File]) -> Result {
    let mut request = [0; 8192];
    let read = stream.read(&mut request).await?;
    let request = String::from_utf8_lossy(&request[..read]).into_owned();
    let path = request.split(' ').nth(1).and_then(|target| target.split('?').next()).context("no request")?;
    let file = files.iter().find(|(name, ..)| *name == path).or(files.last());
    let (_, kind, body) = file.context("no files")?;
    let head = format!("HTTP/1.0 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).await?;
    Ok(stream.write_all(body.as_bytes()).await?)
}
