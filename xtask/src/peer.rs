//! The original Socket.IO from npm, which tests run against: its server for our client, its client for our server.

use std::path::PathBuf;

use crate::failure::Outcome;
use crate::group::Running;
use crate::net;
use crate::project::Project;
use crate::shell::Shell;

/// What it is and in which versions; part of the project.
pub(crate) fn source(project: &Project) -> PathBuf {
    project.root.join("tests/peer")
}

/// Where set-up installs it.
pub(crate) fn installed(project: &Project) -> PathBuf {
    project.tools().join("peer")
}

/// Its server, on a free port.
#[derive(Debug)]
pub(crate) struct PeerServer {
    pub(crate) port: u16,
    _running: Running,
}

impl PeerServer {
    pub(crate) fn start(shell: &Shell) -> Outcome<Self> {
        let [port] = net::free_ports()?;
        let mut command = shell.command("node");
        command
            .arg(source(&shell.project).join("server.js"))
            .arg(port.to_string())
            .env("NODE_PATH", installed(&shell.project).join("node_modules"));
        let mut running = Running::start("peer", &mut command)?;
        running.answers_on("the original Socket.IO server", &[port])?;
        Ok(Self { port, _running: running })
    }
}
