//! What outlives a single test: the runtime that all processes and their drivers belong to, and a folder for their
//! temporary files.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    sync::OnceLock,
};

use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use crate::{Context, Failure, Result};

/// Ends whatever has the folder as its own once this process is gone, however it went: its end of the pipe closes then.
/// Who is asked to end meanwhile stays, because what it has to end was not asked.
const CLEAN_UP: &str = r#"
trap '' HUP INT TERM
cat
# What is being ended may still write, and may have started something meanwhile.
for _ in 1 2 3 4 5 6 7 8 9; do
  for process in $(grep -lsz "^TMPDIR=$KEPT" /proc/[0-9]*/environ | cut -d/ -f3); do kill -KILL "$process"; done
  rm -rf "$KEPT"
  sleep 1
  [ -e "$KEPT" ] || exit 0
done
"#;

#[derive(Debug)]
struct Home {
    folder: TempDir,
    _cleaner: Child,
}

/// Each test has a runtime of its own, which ends with it; browsers go on to the next one.
pub(crate) fn runtime() -> Result<&'static Runtime> {
    static RUNTIME: OnceLock<std::io::Result<Runtime>> = OnceLock::new();
    let made = RUNTIME.get_or_init(|| Builder::new_multi_thread().worker_threads(1).enable_all().build());
    made.as_ref().map_err(|error| Failure::new(format!("no runtime: {error}")))
}

/// A new folder for the temporary files of one process and what it starts.
pub(crate) fn temporary() -> Result<TempDir> {
    static HOME: OnceLock<Result<Home>> = OnceLock::new();
    let home = HOME.get_or_init(Home::new).as_ref().map_err(Clone::clone)?;
    tempfile::Builder::new().tempdir_in(home.folder.path()).context("a temporary folder")
}

impl Home {
    fn new() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("charlaton-").tempdir()?;
        let cleaner = clean_up(folder.path())?;
        Ok(Self { folder, _cleaner: cleaner })
    }
}

fn clean_up(folder: &Path) -> Result<Child> {
    Command::new("sh")
        .args(["-c", CLEAN_UP])
        .env("KEPT", folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("a shell that cleans up")
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_behind_is_ended_and_removed() {
        let folder = tempfile::tempdir().unwrap().keep();
        let mut cleaner = clean_up(&folder).unwrap();
        let inside = tempfile::tempdir_in(&folder).unwrap().keep();
        let mut orphan = Command::new("sleep").arg("1000").env("TMPDIR", inside).spawn().unwrap();
        let mut other = Command::new("sleep").arg("1000").env("TMPDIR", "/elsewhere").spawn().unwrap();
        drop(cleaner.stdin.take());
        assert!(cleaner.wait().unwrap().success());
        assert!(!orphan.wait().unwrap().success());
        assert!(!folder.exists());
        assert!(other.try_wait().unwrap().is_none(), "who lives elsewhere stays");
        other.kill().unwrap();
        other.wait().unwrap();
    }
}
