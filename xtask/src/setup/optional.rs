//! Programs that some end-to-end tests start: coturn, Firefox, and what makes networks. Those tests are skipped where
//! one of them is missing, so nobody is made to install them.

use super::{apt, tools};
use crate::failure::Outcome;
use crate::shell::Shell;

/// A program, and the package of Debian's it comes in.
const PACKAGES: [(&str, &str); 4] =
    [("turnserver", "coturn"), ("ip", "iproute2"), ("nft", "nftables"), ("firefox-esr", "firefox-esr")];

pub(super) fn are_here_or_not_to_be_had(shell: &mut Shell) -> Outcome<bool> {
    let all = PACKAGES.iter().all(|(program, _)| shell.find(program).is_some());
    Ok(all || !apt::is_debian() || !apt::may_install(shell))
}

pub(super) fn make(shell: &mut Shell) -> Outcome {
    apt::install(shell, &PACKAGES.map(|(_, package)| package))?;
    // Debian starts it as a service that other machines reach. The tests start their own.
    let _ = shell.ask("systemctl", &["disable", "--now", "coturn"]);
    Ok(())
}

/// Of use only beside Firefox.
pub(super) fn has_geckodriver(shell: &mut Shell) -> Outcome<bool> {
    Ok(shell.find("firefox-esr").is_none() || shell.find("geckodriver").is_some())
}

pub(super) fn make_geckodriver(shell: &mut Shell) -> Outcome {
    tools::install(shell, "geckodriver", "geckodriver", "0.37.1")
}
