//! `cargo xtask screens`: pictures of every page and of meetings, in docs/screens.

use std::fs;

use crate::backend::{self, Profile};
use crate::dist;
use crate::failure::{Failure, Outcome};
use crate::shell::{self, Shell};

/// In bytes, for all of them: they are part of the repository.
const LIMIT: u64 = 4_000_000;

pub(crate) fn run(shell: &Shell) -> Outcome {
    dist::run(shell)?;
    let server = backend::build(shell, Profile::Server)?;
    let folder = shell.project.root.join("docs/screens");
    shell::run(
        shell
            .command("cargo")
            .args(["run", "--quiet", "--package", "charlaton-e2e", "--bin", "screens"])
            .arg(&folder)
            .env("CHARLATON_DIST", shell.project.dist())
            .env("CHARLATON_BACKEND", server),
    )?;
    let mut weight = 0;
    for picture in fs::read_dir(&folder).map_err(Failure::io(folder.display()))? {
        let file = picture.and_then(|picture| picture.metadata());
        weight += file.map_err(Failure::io(folder.display()))?.len();
    }
    match weight {
        ..=LIMIT => Ok(()),
        _ => Err(format!("{} has {weight} bytes, more than {LIMIT}", folder.display()).into()),
    }
}
