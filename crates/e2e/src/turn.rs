use std::io::Write;

use tempfile::TempDir;
use tokio::net::TcpStream;

use crate::{
    Result,
    backend::free_port,
    eventually, paths,
    process::{Log, Process},
};

/// How the back-end gets its users into a TURN server.
#[derive(Debug, Clone)]
pub struct Turn {
    url: String,
    secret: String,
    ttl: &'static str,
}

/// coturn on a free port of this machine, which believes whoever holds its secret. It ends with this value.
#[derive(Debug)]
pub struct TurnServer {
    url: String,
    log: Log,
    _process: Process,
    /// Where it keeps what it writes.
    _folder: TempDir,
}

const SECRET: &str = "south is the mountain";

impl TurnServer {
    /// Starts it. `None` on a machine without coturn, which `test` is told: what needs it is skipped there.
    ///
    /// # Errors
    /// When it does not listen.
    pub async fn start(test: &str) -> Result<Option<Self>> {
        let Some(program) = paths::turnserver() else {
            // Written past the test runner, which keeps to itself what successful tests print.
            let words =
                "SKIPPED, because there is no turnserver here: apt-get install coturn, or set TURNSERVER";
            writeln!(std::io::stderr(), "{test}: {words}")?;
            return Ok(None);
        };
        let (address, folder, log) = (free_port().await?, TempDir::new()?, Log::default());
        let mut arguments: Vec<_> = [
            "-n",
            "--use-auth-secret",
            "--realm=charlaton.test",
            "--listening-ip=127.0.0.1",
            "--relay-ip=127.0.0.1",
            "--allow-loopback-peers",
            "--no-tls",
            "--no-dtls",
            // It refuses loopback peers as long as its command line is open without a password.
            "--no-cli",
            "--fingerprint",
            "--log-file=stdout",
            "--simple-log",
        ]
        .map(str::to_owned)
        .into();
        arguments.push(format!("--static-auth-secret={SECRET}"));
        arguments.push(format!("--listening-port={}", address.port()));
        for (what, name) in [("userdb", "turndb"), ("pidfile", "pid")] {
            arguments.push(format!("--{what}={}", folder.path().join(name).display()));
        }
        let mut process = Process::start(&program, &arguments, log.clone())?;
        eventually("a TURN server that listens", async || {
            process.check_running()?;
            Ok(TcpStream::connect(address).await?)
        })
        .await?;
        let url = format!("turn:127.0.0.1:{}?transport=udp", address.port());
        Ok(Some(Self { url, log, _process: process, _folder: folder }))
    }

    /// Its credentials, with a life as `--turn-ttl` takes it.
    #[must_use]
    pub fn lending(&self, ttl: &'static str) -> Turn {
        Turn { url: self.url.clone(), secret: SECRET.to_owned(), ttl }
    }

    /// What it has written so far.
    #[must_use]
    pub fn log(&self) -> String {
        self.log.text()
    }
}

impl Turn {
    pub(crate) fn arguments(&self) -> [String; 3] {
        [
            format!("--turn-url={}", self.url),
            format!("--turn-secret={}", self.secret),
            format!("--turn-ttl={}", self.ttl),
        ]
    }
}
