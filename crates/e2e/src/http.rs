//! As much HTTP as preparing a test needs: one request, one JSON answer, cookies.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{Context, Failure, Result};

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// `name=value` of every `Set-Cookie`.
    pub(crate) cookies: Vec<(String, String)>,
    pub(crate) body: Value,
}

impl Answer {
    /// The answer, if the server agreed.
    pub(crate) fn accepted(self) -> Result<Self> {
        if (200..300).contains(&self.status) {
            return Ok(self);
        }
        Err(Failure::new(format!("the server answered {}: {}", self.status, self.body)))
    }
}

/// Sends and reads to the end of the connection.
pub(crate) async fn request(
    server: SocketAddr,
    method: &str,
    path: &str,
    cookies: &[(String, String)],
    body: Option<&Value>,
) -> Result<Answer> {
    let mut stream = TcpStream::connect(server).await?;
    let body = body.map(Value::to_string).unwrap_or_default();
    let cookies: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let cookies =
        if cookies.is_empty() { String::new() } else { format!("cookie: {}\r\n", cookies.join("; ")) };
    // HTTP/1.0: the answer is not chunked and ends with the connection.
    let head = format!(
        "{method} {path} HTTP/1.0\r\nhost: {server}\r\ncontent-type: application/json\r\n{cookies}content-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    parse(&String::from_utf8_lossy(&answer)).context(format!("{method} {path}"))
}

fn parse(answer: &str) -> Result<Answer> {
    let (head, body) = answer.split_once("\r\n\r\n").context("no HTTP answer")?;
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).context("no status line")?.parse()?;
    let cookies = lines
        .filter_map(|line| line.split_once(':'))
        .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
        .filter_map(|(_, cookie)| cookie.split(';').next()?.trim().split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    Ok(Answer { status, cookies, body: serde_json::from_str(body).unwrap_or(Value::Null) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read() {
        let text =
            "HTTP/1.0 201 Created\r\nSet-Cookie: A=b=c; Path=/\r\nset-cookie: D=e\r\nx: y\r\n\r\n{\"id\":1}";
        let answer = parse(text).unwrap();
        assert_eq!(answer.status, 201);
        assert_eq!(answer.cookies, [("A".into(), "b=c".into()), ("D".into(), "e".into())]);
        assert_eq!(answer.body["id"], 1);
        assert!(parse("").is_err());
        assert!(parse("HTTP/1.0 404 No\r\n\r\n").unwrap().accepted().is_err());
    }
}
