//! The embedded back-end, as the other tasks need it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::group::Running;
use crate::net;
use crate::shell::{Shell, create_folder, run};

const PACKAGE: &str = "charlaton-backend";

/// What the back-end is compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Compiled already by `cargo test`.
    Dev,
    /// As deployed: for measurements.
    Server,
}

/// The command that compiles and runs it with its own defaults: the documented ports, files in `data/`.
pub(crate) fn run_command(shell: &Shell) -> Command {
    let mut command = shell.command("cargo");
    command.args(["run", "--quiet", "--package", PACKAGE]);
    command
}

/// Compiles it and says where the program is.
pub(crate) fn build(shell: &Shell, profile: Profile) -> Outcome<PathBuf> {
    let (folder, arguments): (_, &[_]) = match profile {
        // The test that starts it is compiled with it: with the features that everything else has.
        Profile::Dev => ("debug", &["test", "--quiet", "--workspace", "--no-run", "--test", "it"]),
        Profile::Server => ("server", &["build", "--quiet", "--package", PACKAGE, "--profile", "server"]),
    };
    run(shell.command("cargo").args(arguments))?;
    Ok(shell.project.target.join(folder).join(format!("{PACKAGE}{}", std::env::consts::EXE_SUFFIX)))
}

/// One that serves a test: free ports, an empty database, and any origin may call.
#[derive(Debug)]
pub(crate) struct TestServer {
    pub(crate) rest: u16,
    pub(crate) chat: u16,
    pub(crate) webrtc: u16,
    _running: Running,
}

impl TestServer {
    pub(crate) fn start(shell: &Shell) -> Outcome<Self> {
        let program = build(shell, Profile::Dev)?;
        let data = shell.project.target.join("test-data");
        if data.exists() {
            fs::remove_dir_all(&data).map_err(Failure::io(data.display()))?;
        }
        create_folder(&data)?;
        let [rest, chat, webrtc] = net::free_ports()?;
        let mut command = shell.command(&program.to_string_lossy());
        for (option, port) in [("--rest-port", rest), ("--chat-port", chat), ("--webrtc-port", webrtc)] {
            command.arg(option).arg(port.to_string());
        }
        command.args(["--origin", "*", "--data"]).arg(&data);
        let mut running = Running::start("back", &mut command)?;
        running.answers_on("the back-end", &[rest, chat, webrtc])?;
        Ok(Self { rest, chat, webrtc, _running: running })
    }
}
