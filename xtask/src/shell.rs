//! Calling other programs: from the root of the checkout, with its own tools first on the PATH, and with the
//! compiler that set-up found.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use crate::failure::{Failure, Outcome};
use crate::project::Project;

#[derive(Debug, Clone)]
pub(crate) struct Shell {
    pub(crate) project: Project,
    /// The rustup toolchain to use; `None` is whatever is active.
    pub(crate) toolchain: Option<&'static str>,
}

impl Shell {
    pub(crate) fn new(project: Project) -> Self {
        Self { project, toolchain: None }
    }

    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.project.root).env("PATH", self.path());
        // `cargo run` names its own cargo, which may be of another toolchain; several tools would obey it.
        command.env_remove("CARGO");
        if let Some(toolchain) = self.toolchain {
            command.env("RUSTUP_TOOLCHAIN", toolchain);
        }
        command
    }

    pub(crate) fn trunk(&self) -> Command {
        let mut command = self.command("trunk");
        // trunk reads this as a boolean; by convention any value means true.
        if env::var_os("NO_COLOR").is_some() {
            command.env("NO_COLOR", "true");
        }
        command
    }

    /// What the program printed, or `None` when it is missing or failed.
    pub(crate) fn ask(&self, program: &str, arguments: &[&str]) -> Option<String> {
        let output = self.command(program).args(arguments).stdin(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Where a program is, as a child of this shell would find it.
    pub(crate) fn find(&self, program: &str) -> Option<PathBuf> {
        let file = format!("{program}{}", env::consts::EXE_SUFFIX);
        env::split_paths(&self.path()).map(|folder| folder.join(&file)).find(|path| path.is_file())
    }

    fn path(&self) -> OsString {
        let first = [self.project.tools().join("bin"), cargo_home().join("bin")];
        let rest = env::var_os("PATH").unwrap_or_default();
        let all = first.into_iter().chain(env::split_paths(&rest));
        env::join_paths(all).unwrap_or(rest.clone())
    }
}

/// Runs a command to its end, in sight of the person at the terminal.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let line = describe(command);
    let status = command.status().map_err(Failure::io(format_args!("cannot start `{line}`")))?;
    if status.success() { Ok(()) } else { Err(format!("`{line}` failed ({status})").into()) }
}

/// The command as one would type it.
pub(crate) fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

pub(crate) fn cargo_home() -> PathBuf {
    env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(env::home_dir()?.join(".cargo")))
        .unwrap_or_default()
}

pub(crate) fn create_folder(path: &Path) -> Outcome {
    fs::create_dir_all(path).map_err(Failure::io(format_args!("cannot create {}", path.display())))
}

pub(crate) fn write_file(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(Failure::io(format_args!("cannot write {}", path.display())))
}
