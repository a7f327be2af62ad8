use std::{
    path::Path,
    process::Stdio,
    sync::{Arc, Mutex, PoisonError},
};

use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, BufReader},
    process::{Child, Command},
};

use crate::{Context, Failure, Result, home};

/// A child whose output is kept, and that ends with its owner.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    log: Log,
    /// Browsers leave their profiles there: thousands of them slow every next one down.
    _temporary: TempDir,
}

/// Lines a child has written, shared with whoever reads them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log(Arc<Mutex<String>>);

impl Log {
    pub(crate) fn text(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn push(&self, line: &str) {
        let mut text = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        text.push_str(line);
        text.push('\n');
    }

    fn follow(&self, output: impl AsyncRead + Unpin + Send + 'static) {
        let log = self.clone();
        tokio::spawn(async move {
            let mut lines = BufReader::new(output).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                log.push(&line);
            }
        });
    }
}

impl Process {
    /// Starts `program`; what it writes is added to `log`, and its temporary files go with it.
    pub(crate) fn start(program: &Path, arguments: &[String], log: Log) -> Result<Self> {
        let temporary = home::temporary()?;
        let _inside = home::runtime()?.enter();
        let mut child = Command::new(program)
            .args(arguments)
            .env("TMPDIR", temporary.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context(format!("starting {}", program.display()))?;
        if let Some(output) = child.stdout.take() {
            log.follow(output);
        }
        if let Some(output) = child.stderr.take() {
            log.follow(output);
        }
        Ok(Self { child, log, _temporary: temporary })
    }

    pub(crate) fn log(&self) -> &Log {
        &self.log
    }

    /// SIGKILL, and waits until it is gone.
    pub(crate) async fn kill(&mut self) -> Result {
        Ok(self.child.kill().await?)
    }

    /// SIGSTOP or SIGCONT: what it is sent meanwhile waits in the system's buffers.
    pub(crate) async fn freeze(&self, freeze: bool) -> Result {
        let id = self.child.id().context("it has ended")?.to_string();
        let signal = if freeze { "-STOP" } else { "-CONT" };
        let status = Command::new("kill").args([signal, &id]).status().await?;
        if status.success() { Ok(()) } else { None.context(format!("kill {signal} {id}: {status}")) }
    }

    /// Waits until it has ended: why, with its last words.
    pub(crate) async fn ended(&mut self) -> Failure {
        match self.child.wait().await {
            Ok(status) => Failure::new(format!("it ended ({status}): {}", self.log.text())),
            Err(error) => error.into(),
        }
    }

    /// An error once it has ended, with its last words.
    pub(crate) fn check_running(&mut self) -> Result {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => None.context(format!("it ended ({status}): {}", self.log.text())),
        }
    }
}
