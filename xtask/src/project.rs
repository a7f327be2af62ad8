//! Where things are in this checkout, and which versions its lock file names.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::failure::{Failure, Outcome};

#[derive(Debug, Clone)]
pub(crate) struct Project {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
}

impl Project {
    /// The checkout this program was built from, as cargo knows it: where the target folder is may be said by the
    /// environment or by any of cargo's configuration files.
    pub(crate) fn find() -> Outcome<Self> {
        let (cargo, manifest) = env::var_os("CARGO")
            .zip(env::var_os("CARGO_MANIFEST_DIR"))
            .ok_or("start this with `cargo xtask`")?;
        let root = Path::new(&manifest).parent().ok_or("xtask has no parent folder")?.to_owned();
        let output = Command::new(cargo)
            .current_dir(&root)
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .output()
            .map_err(Failure::io("cannot start cargo"))?;
        let metadata = String::from_utf8_lossy(&output.stdout);
        let target = target_directory(&metadata).ok_or("cargo does not say where its target folder is")?;
        Ok(Self { root, target })
    }

    /// Programs that belong to this checkout alone.
    pub(crate) fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The version of a package in Cargo.lock.
    pub(crate) fn locked(&self, package: &str) -> Outcome<String> {
        let path = self.root.join("Cargo.lock");
        let lock = fs::read_to_string(&path).map_err(Failure::io(path.display()))?;
        locked_version(&lock, package).ok_or_else(|| format!("{package} is not in Cargo.lock").into())
    }
}

/// The one field we need of cargo's JSON; of its escapes, a path on Windows has `\\`.
fn target_directory(metadata: &str) -> Option<PathBuf> {
    let (_, rest) = metadata.split_once("\"target_directory\":\"")?;
    let (path, _) = rest.split_once('"')?;
    Some(path.replace("\\\\", "\\").into())
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::{locked_version, target_directory};
    use std::path::PathBuf;

    #[test]
    fn the_target_folder_in_cargos_answer() {
        let linux = r#"{"workspace_root":"/a","target_directory":"/a b/target","version":1}"#;
        assert_eq!(target_directory(linux), Some(PathBuf::from("/a b/target")));
        let windows = r#"{"target_directory":"C:\\a\\target","version":1}"#;
        assert_eq!(target_directory(windows), Some(PathBuf::from(r"C:\a\target")));
        assert_eq!(target_directory("{}"), None);
    }

    const LOCK: &str = "\
[[package]]
name = \"wasm-bindgen-futures\"
version = \"0.4.80\"

[[package]]
name = \"wasm-bindgen\"
version = \"0.2.130\"
dependencies = [
 \"cfg-if\",
]
";

    #[test]
    fn the_version_of_exactly_that_package() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
    }

    #[test]
    fn a_package_that_is_not_there() {
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }
}
