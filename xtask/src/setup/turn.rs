//! coturn, which tests of relayed calls start. They are skipped where it is missing, so nobody is made to install it.

use super::apt;
use crate::failure::Outcome;
use crate::shell::Shell;

pub(super) fn is_here_or_not_to_be_had(shell: &mut Shell) -> Outcome<bool> {
    Ok(shell.find("turnserver").is_some() || !apt::is_debian() || !apt::may_install(shell))
}

pub(super) fn make(shell: &mut Shell) -> Outcome {
    apt::install(shell, &["coturn"])?;
    // Debian starts it as a service that other machines reach. The tests start their own.
    let _ = shell.ask("systemctl", &["disable", "--now", "coturn"]);
    Ok(())
}
