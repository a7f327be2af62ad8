//! Debian's packages: installed when we may, else the exact command is said.

use std::fs;

use crate::failure::{Failure, Outcome};
use crate::shell::{Shell, run};

/// Debian itself: other systems with apt have other packages of these names.
pub(crate) fn is_debian() -> bool {
    fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=debian"))
}

/// Whether we are root.
pub(crate) fn may_install(shell: &Shell) -> bool {
    shell.ask("id", &["-u"]).as_deref() == Some("0")
}

/// Installs packages as root; as anybody else, fails with the command to type.
pub(crate) fn install(shell: &Shell, packages: &[&str]) -> Outcome {
    if !may_install(shell) {
        let line = format!("sudo apt-get install --no-install-recommends {}", packages.join(" "));
        return Err(format!("packages are missing; install them and start again:\n    {line}").into());
    }
    println!("    apt-get install {}", packages.join(" "));
    if install_known(shell, packages).is_ok() {
        return Ok(());
    }
    // A fresh machine knows no packages yet, an old one knows versions that are gone.
    run(apt_get(shell).args(["update", "-qq"]))?;
    install_known(shell, packages)
}

fn install_known(shell: &Shell, packages: &[&str]) -> Outcome {
    // Never at the cost of something that is installed.
    let fixed = ["install", "-qq", "-y", "--no-install-recommends", "--no-remove"];
    let log = shell.project.target.join("apt.log");
    let file = fs::File::create(&log).map_err(Failure::io(log.display()))?;
    run(apt_get(shell).args(fixed).args(packages).stdout(file))
}

fn apt_get(shell: &Shell) -> std::process::Command {
    let mut command = shell.command("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
