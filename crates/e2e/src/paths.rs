//! Where things are: from the environment, else where this workspace's own commands put them.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::{Context, Failure, Result};

pub(crate) fn workspace() -> PathBuf {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| "crates/e2e".into()));
    here.ancestors().nth(2).map_or_else(|| PathBuf::from("."), Path::to_owned)
}

pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| workspace().join("target"), |folder| workspace().join(folder))
}

/// The built front-end.
///
/// # Errors
/// When there is none.
pub fn dist() -> Result<PathBuf> {
    let dist = env::var_os("CHARLATON_DIST").map_or_else(|| workspace().join("dist"), PathBuf::from);
    existing(dist.join("index.html"), "CHARLATON_DIST", "cargo xtask dist")?;
    Ok(dist.canonicalize()?)
}

/// The back-end's binary.
pub(crate) fn backend() -> Result<PathBuf> {
    let binary = env::var_os("CHARLATON_BACKEND")
        .map_or_else(|| target().join("debug/charlaton-backend"), PathBuf::from);
    existing(binary, "CHARLATON_BACKEND", "cargo build -p charlaton-backend")
}

pub(crate) fn chrome() -> Result<PathBuf> {
    program("CHROME", &["chromium", "google-chrome", "chromium-browser"])
}

pub(crate) fn chromedriver() -> Result<PathBuf> {
    program("CHROMEDRIVER", &["chromedriver"])
}

/// coturn; tests of it are skipped where there is none.
pub(crate) fn turnserver() -> Option<PathBuf> {
    program("TURNSERVER", &["turnserver"]).ok()
}

/// Where there is one: not every machine has it.
pub(crate) fn firefox() -> Option<PathBuf> {
    program("FIREFOX", &["firefox-esr", "firefox"]).ok()
}

/// Where there is one.
pub(crate) fn geckodriver() -> Option<PathBuf> {
    program("GECKODRIVER", &["geckodriver"]).ok()
}

/// Where a failed test leaves what it saw.
pub(crate) fn results(test: &str) -> PathBuf {
    workspace().join("test-results").join(test)
}

/// Programs that npm installs for tests alone.
pub(crate) fn npm() -> PathBuf {
    target().join("tools/npm")
}

/// The original Socket.IO, to test against.
pub(crate) fn peer() -> Result<PathBuf> {
    let modules = target().join("tools/peer/node_modules");
    if modules.join("socket.io-client").exists() {
        return Ok(modules);
    }
    Err(Failure::new(format!("Socket.IO is not in {}: run `cargo xtask setup`", modules.display())))
}

/// The program that judges pages.
pub(crate) fn lighthouse() -> Result<PathBuf> {
    let program = target().join("tools/lighthouse/node_modules/lighthouse/cli/index.js");
    existing(program, "CARGO_TARGET_DIR", "cargo xtask setup")
}

fn existing(path: PathBuf, variable: &str, command: &str) -> Result<PathBuf> {
    if path.exists() {
        return Ok(path);
    }
    Err(Failure::new(format!("{} is not there: run `{command}` or set {variable}", path.display())))
}

fn program(variable: &str, names: &[&str]) -> Result<PathBuf> {
    if let Some(path) = env::var_os(variable) {
        return existing(path.into(), variable, "cargo xtask setup");
    }
    let folders = env::var_os("PATH").unwrap_or_default();
    names
        .iter()
        .flat_map(|name| env::split_paths(&folders).map(move |folder| folder.join(name)).collect::<Vec<_>>())
        .find(|path| path.is_file())
        .context(format!("none of {names:?} is on the PATH: run `cargo xtask setup` or set {variable}"))
}
