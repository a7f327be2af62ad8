//! Google and GitHub sign-in: the official Firebase library with `oauth/oauth.js` in one file, which the page loads when
//! one of the two is pressed.
//!
//! It goes to assets/generated, which trunk copies: so `trunk serve` serves it as well, and does without where nobody has
//! made it.

use std::path::PathBuf;

use crate::failure::Outcome;
use crate::project::Project;
use crate::shell::{Shell, run};

/// What it is and in which versions; part of the project.
pub(crate) fn source(project: &Project) -> PathBuf {
    project.root.join("oauth")
}

/// Where set-up installs the library.
pub(crate) fn installed(project: &Project) -> PathBuf {
    project.tools().join("oauth")
}

/// Makes the file.
pub(crate) fn bundle(shell: &Shell) -> Outcome {
    let target = shell.project.root.join("assets/generated/oauth.js");
    let mut command = shell.command("esbuild");
    command.env("NODE_PATH", installed(&shell.project).join("node_modules")).args([
        "--bundle",
        "--minify",
        "--format=esm",
        "--platform=browser",
        "--target=es2022",
        "--log-level=warning",
    ]);
    command.arg(source(&shell.project).join("oauth.js"));
    run(command.arg(format!("--outfile={}", target.display())))
}
