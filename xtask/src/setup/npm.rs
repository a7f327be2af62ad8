//! What comes from npm: programs and libraries that only tests and builds use, in target/tools.

use std::fs;
use std::path::Path;

use super::apt;
use crate::failure::{Failure, Outcome};
use crate::shell::{Shell, create_folder, run};
use crate::{lighthouse, oauth, peer};

/// Fails where there is no npm and none can be installed; `what` is what needs it.
pub(super) fn require(shell: &Shell, what: &str) -> Outcome {
    if shell.find("npm").is_none() && apt::is_debian() {
        apt::install(shell, &["nodejs", "npm"])?;
    }
    if shell.find("npm").is_none() {
        return Err(format!("{what} is missing, and npm to install it with: install Node.js").into());
    }
    Ok(())
}

pub(super) fn has_peer(shell: &mut Shell) -> Outcome<bool> {
    Ok(is_installed(shell, &peer::source(&shell.project), &peer::installed(&shell.project)))
}

pub(super) fn make_peer(shell: &mut Shell) -> Outcome {
    let (source, installed) = (peer::source(&shell.project), peer::installed(&shell.project));
    install(shell, "Socket.IO to test against", &source, &installed)
}

pub(super) fn has_oauth(shell: &mut Shell) -> Outcome<bool> {
    Ok(is_installed(shell, &oauth::source(&shell.project), &oauth::installed(&shell.project)))
}

pub(super) fn make_oauth(shell: &mut Shell) -> Outcome {
    let (source, installed) = (oauth::source(&shell.project), oauth::installed(&shell.project));
    install(shell, "Firebase's library", &source, &installed)
}

pub(super) fn has_lighthouse(shell: &mut Shell) -> Outcome<bool> {
    Ok(is_installed(shell, &lighthouse::source(&shell.project), &lighthouse::installed(&shell.project)))
}

pub(super) fn make_lighthouse(shell: &mut Shell) -> Outcome {
    let (source, installed) = (lighthouse::source(&shell.project), lighthouse::installed(&shell.project));
    install(shell, "Lighthouse", &source, &installed)
}

/// Installed completely (npm writes its hidden lock file last), and from the lock file that is here.
fn is_installed(shell: &Shell, source: &Path, installed: &Path) -> bool {
    let complete = installed.join("node_modules/.package-lock.json").is_file();
    let read = |folder: &Path| fs::read(folder.join("package-lock.json")).ok();
    complete && shell.find("node").is_some() && read(source) == read(installed)
}

fn install(shell: &Shell, what: &str, source: &Path, installed: &Path) -> Outcome {
    require(shell, what)?;
    create_folder(installed)?;
    for file in ["package.json", "package-lock.json"] {
        fs::copy(source.join(file), installed.join(file)).map_err(Failure::io(file))?;
    }
    let quietly = ["ci", "--loglevel=error", "--no-fund", "--no-audit", "--ignore-scripts"];
    run(shell.command("npm").current_dir(installed).args(quietly))
}
