//! A browser's request, as far as a static host looks at it.

use tokio::{
    io::{
        AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, copy_bidirectional,
    },
    net::TcpStream,
};
use url::Url;

use crate::{Context, Result};

/// More than a browser's request has.
const MAX_HEAD: u64 = 64 * 1024;

/// Everything of it that comes before its body.
#[derive(Debug)]
pub(super) struct RequestHead {
    method: String,
    target: String,
    headers: Vec<String>,
}

impl RequestHead {
    /// Leaves the body in the stream.
    pub(super) async fn read<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> Result<Self> {
        let mut lines = stream.take(MAX_HEAD).lines();
        let first = lines.next_line().await?.context("no request")?;
        let mut words = first.split(' ').map(str::to_owned);
        let (method, target) = words.next().zip(words.next()).context("no request line")?;
        let mut headers = Vec::new();
        while let Some(line) = lines.next_line().await?.filter(|line| !line.is_empty()) {
            headers.push(line);
        }
        Ok(Self { method, target, headers })
    }

    /// Without the question.
    pub(super) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or(&self.target)
    }

    /// Asks `url` the same, and hands its answer back. The page is told nothing of it.
    pub(super) async fn pass_on<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        mut stream: BufReader<S>,
        url: &str,
    ) -> Result {
        let url = Url::parse(url).context("where a request is passed on to")?;
        let address = url.socket_addrs(|| None)?.into_iter().next().context("no address")?;
        let mut service = TcpStream::connect(address).await?;
        let question = self.target.split_once('?').map(|(_, question)| format!("?{question}"));
        let mut head = format!("{} {}{} HTTP/1.1\r\n", self.method, url.path(), question.unwrap_or_default());
        let is_kept = |line: &&String| !line.to_ascii_lowercase().starts_with("connection:");
        for line in self.headers.iter().filter(is_kept) {
            head.push_str(line);
            head.push_str("\r\n");
        }
        // One request of a connection: the next one may be for a file.
        head.push_str("connection: close\r\n\r\n");
        service.write_all(head.as_bytes()).await?;
        copy_bidirectional(&mut stream, &mut service).await?;
        Ok(())
    }
}
