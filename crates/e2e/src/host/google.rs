//! The one thing of Google's that signing in by a window needs, and that a closed machine cannot have: the script
//! through which Firebase's library in the page and the frame of the sign-in talk to each other.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpListener,
    sync::watch,
    task::JoinHandle,
};

use super::{listen, request::RequestHead, tls};
use crate::Result;

const SCRIPT: &str = include_str!("../page/gapi.js");

/// Stands in for `https://apis.google.com`, for browsers whose [`BrowserOptions`](crate::BrowserOptions) name it. It only
/// carries what page and frame say: the library, the page and the frame are the real ones.
#[derive(Debug)]
pub struct Google {
    address: SocketAddr,
    answers: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

impl Google {
    /// On a free port.
    ///
    /// # Errors
    /// When there is none.
    pub async fn start() -> Result<Self> {
        let listener = listen(Ipv4Addr::LOCALHOST).await?;
        let address = listener.local_addr()?;
        let (answers, may_answer) = watch::channel(true);
        let serving = tokio::spawn(serve(listener, tls::acceptor()?, may_answer));
        Ok(Self { address, answers, serving })
    }

    /// Where it is.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Whether it answers; until it does again, requests wait.
    pub fn answers(&self, answers: bool) {
        self.answers.send_replace(answers);
    }
}

impl Drop for Google {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve(
    listener: TcpListener,
    acceptor: tokio_rustls::TlsAcceptor,
    may_answer: watch::Receiver<bool>,
) {
    while let Ok((stream, _)) = listener.accept().await {
        let (acceptor, may_answer) = (acceptor.clone(), may_answer.clone());
        tokio::spawn(async move {
            // A browser that hangs up early misses its own answer only.
            if let Ok(stream) = acceptor.accept(stream).await {
                let _ = answer(stream, may_answer).await;
            }
        });
    }
}

async fn answer(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    mut may_answer: watch::Receiver<bool>,
) -> Result {
    let mut stream = BufReader::new(stream);
    let request = RequestHead::read(&mut stream).await?;
    may_answer.wait_for(|may| *may).await?;
    let (status, body) =
        if request.path() == "/js/api.js" { ("200 OK", SCRIPT) } else { ("404 Not Found", "") };
    let head = format!(
        "HTTP/1.0 {status}\r\ncontent-type: text/javascript\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    Ok(stream.shutdown().await?)
}
