use std::process::Stdio;

use tokio::process::Command;

use crate::{Context, Failure, Result, paths};

/// Runs a script of `tests/peer` to its end, with the original Socket.IO within reach; what it printed.
///
/// # Errors
/// When it is not installed or fails, with its last words.
pub async fn node(script: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new("node")
        .arg(paths::workspace().join("tests/peer").join(script))
        .args(arguments)
        .env("NODE_PATH", paths::peer()?)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .context("starting node")?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(Failure::new(String::from_utf8_lossy(&output.stderr))).context(script)
}
