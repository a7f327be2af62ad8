//! Lighthouse from npm, which judges pages.

use std::path::PathBuf;

use crate::project::Project;

/// In which version; part of the project.
pub(crate) fn source(project: &Project) -> PathBuf {
    project.root.join("tests/lighthouse")
}

/// Where set-up installs it.
pub(crate) fn installed(project: &Project) -> PathBuf {
    project.tools().join("lighthouse")
}
